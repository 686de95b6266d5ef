"""How a colour is written."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

Hex = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
"""An sRGB colour, lower case, such as `#0a84ff`."""
