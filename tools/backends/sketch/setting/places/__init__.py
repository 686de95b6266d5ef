"""All places by name."""

from __future__ import annotations

from importlib import import_module
from typing import cast, get_args

from tools.backends.sketch.setting.places.place import Place
from tools.domain.staging import SettingKind

PLACES: dict[SettingKind, Place] = {
    kind: cast("Place", import_module(f"{__name__}.{kind}").PLACE)
    for kind in ("neon_alley","city_street","rooftop","forest","classroom","shrine","studio","beach","mountains","desert","snowfield","garden","village","ruins")
}
