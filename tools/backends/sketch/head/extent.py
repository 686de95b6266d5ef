"""How far a head reaches with its hair and what it wears."""

from __future__ import annotations

from tools.backends.sketch.head.headwear import worn
from tools.backends.sketch.parts import load_part
from tools.domain.look import Look
from tools.domain.staging import View

_BARE = (-46.0, -90.0, 46.0, 24.0)


def extent_of(look: Look, view: View, mirrored: bool) -> tuple[float, float, float, float]:
    """Left, top, right, bottom in head space, from the `extent_*` anchors of the parts."""
    left, top, right, bottom = _BARE
    paths = [f"head/hair/{look.hair.style}/{view}.svg"]
    paths += [f"head/wear/{garment.kind}/{view}.svg" for garment in worn(look)]
    for path in paths:
        anchors = load_part(path).anchors
        low, high = anchors.get("extent_min", _BARE[:2]), anchors.get("extent_max", _BARE[2:])
        left, top = min(left, low[0]), min(top, low[1])
        right, bottom = max(right, high[0]), max(bottom, high[1])
    return (-right, top, -left, bottom) if mirrored else (left, top, right, bottom)
