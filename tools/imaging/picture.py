"""The arrays that pictures are, everywhere in this package."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Picture: TypeAlias = NDArray[np.uint8]
"""Height x width x 4: sRGB and straight alpha; colour is zero where alpha is."""

Mask: TypeAlias = NDArray[np.bool_]
"""Height x width."""

Floats: TypeAlias = NDArray[np.float32]
"""OKLab pixels (height x width x 3), colours (n x 3), vectors, maps: the docstring says."""

Box: TypeAlias = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels; right and bottom are outside."""


def floats(values: Any) -> Floats:
    """The values as an array of 32-bit floats."""
    return np.asarray(values, dtype=np.float32)
