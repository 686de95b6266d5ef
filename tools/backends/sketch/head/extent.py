"""How far a head reaches with its hair and what it wears."""

from __future__ import annotations

from tools.backends.sketch.parts import load_part
from tools.domain.look import Look
from tools.domain.staging import View

_BARE = (-46.0, -90.0, 46.0, 24.0)


def extent_of(look: Look, view: View, mirrored: bool) -> tuple[float, float, float, float]:
    """Left, top, right, bottom in head space, from the `extent_*` anchors of the parts."""
    anchors = load_part(f"head/hair/{look.hair.style}/{view}.svg").anchors
    left, top = anchors.get("extent_min", _BARE[:2])
    right, bottom = anchors.get("extent_max", _BARE[2:])
    left, top = min(left, _BARE[0]), min(top, _BARE[1])
    right, bottom = max(right, _BARE[2]), max(bottom, _BARE[3])
    return (-right, top, -left, bottom) if mirrored else (left, top, right, bottom)
