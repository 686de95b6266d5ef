"""All places by name."""

from __future__ import annotations

from importlib import import_module
from typing import cast, get_args

from tools.backends.sketch.setting.places.place import Place
from tools.domain.staging import SettingKind

PLACES: dict[str, Place] = {
    kind: cast("Place", import_module(f"{__name__}.{kind}").PLACE) for kind in get_args(SettingKind)
}
"""One module of this package a kind, named after it."""
