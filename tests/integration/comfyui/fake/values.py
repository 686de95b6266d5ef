"""What travels between the nodes of a fake server."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.integration.comfyui.fake.files import FileStore

Pictures = np.ndarray
"""Frames, height, width, channels; bytes."""


@dataclass(frozen=True)
class Latent:
    """Sides in pixels; `pictures` is what was encoded, if anything was."""

    width: int
    height: int
    frames: int = 1
    pictures: Pictures | None = None


@dataclass(frozen=True)
class Kitchen:
    """What a node may use besides its inputs."""

    files: FileStore
    graph: Mapping[str, Any]
    extra: Mapping[str, Any]


Made = tuple[tuple[Any, ...], dict[str, Any] | None]


def digest(*parts: Any) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(part.tobytes() if isinstance(part, np.ndarray) else repr(part).encode())
        found.update(b"\0")
    return found.hexdigest()
