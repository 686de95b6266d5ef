"""torchvision beside a CPU build of torch, where its wheel was compiled for CUDA."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

_MISSING = ("nms", "qnms")
_declared: list[Any] = []


def import_torchvision() -> None:
    """Import torchvision; declare the operators that it insists on where its own do not load.

    They are only declared: open_clip calls none of them. Raises `ImportError` where torch or
    torchvision is not installed.
    """
    try:
        import_module("torchvision")
    except RuntimeError as error:
        if "torchvision::" not in str(error):
            raise
        for name in [name for name in sys.modules if name.split(".")[0] == "torchvision"]:
            del sys.modules[name]
        library = import_module("torch.library").Library("torchvision", "DEF")
        for operator in _MISSING:
            library.define(f"{operator}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        _declared.append(library)
        import_module("torchvision")
