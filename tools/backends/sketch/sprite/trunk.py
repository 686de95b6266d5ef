"""The trunk and what is worn on it: layers from the skin outwards, collars, belts, trims."""

from __future__ import annotations

from tools.backends.sketch.sprite.cuts import Cut, worn
from tools.backends.sketch.sprite.puppet import Puppet, Vector, lofted, trunk_ring
from tools.backends.sketch.sprite.shapes import Shape, capsule, united
from tools.backends.sketch.sprite.surface import PART, Face
from tools.backends.sketch.sprite.volume import polished, rounded
from tools.domain.look import Garment
from tools.domain.rig.proportions import HEAD_BELOW_JOINT

PLACES = (0.0, 0.14, 0.34, 0.6, 1.0, 1.5, 2.0)
_LAYER = 0.05
HEAD_BEFORE = 25.0
"""How much nearer than its middle the head counts."""


def trunk_order(puppet: Puppet) -> float:
    """The depth of the trunk, in hundredths of a head."""
    return (puppet.joint("chest")[2] + puppet.joint("neck")[2] + puppet.joint("pelvis")[2]) / 3


def head_middle(puppet: Puppet) -> Vector:
    """The middle of the head in space."""
    return puppet.skeleton.place("head", 0.0, HEAD_BELOW_JOINT - 50.0, 6.0)


def head_order(puppet: Puppet) -> float:
    """The order of the skull: before the trunk, so that the chin covers the collar."""
    return max(puppet.spot(head_middle(puppet))[2], trunk_order(puppet)) + HEAD_BEFORE


def trunk_shapes(puppet: Puppet, hips_part: str, hips_order: float) -> list[Shape]:
    """The trunk; what covers the hips alone belongs to a leg's part, so that no line parts them."""
    order = trunk_order(puppet)
    out = _neck(puppet, order)
    out += _layer(puppet, "skin", (0.0, 1.55), 0.0, PART, order)
    beneath = "skin"
    hips_order = min(hips_order, order - 1.0)
    out += _layer(puppet, "skin", (1.3, 2.0), 0.0, hips_part, hips_order)
    for garment, cut in worn(puppet.look.garments):
        if cut.trunk is None:
            continue
        own = order + _LAYER * cut.layer
        if cut.legs and cut.trunk[0] > 1.0:
            hips = _layer(
                puppet, garment.kind, cut.trunk, cut.pad, hips_part, hips_order + 0.005 * cut.layer
            )
            out += hips
            out += _layer(puppet, garment.kind, (cut.trunk[0], 1.6), cut.pad, PART, own)
        else:
            out += _layer(puppet, garment.kind, cut.trunk, cut.pad, PART, own, metal=cut.plate)
        out += _details(puppet, garment, cut, beneath, own + 0.01)
        if cut.trunk[0] < 0.5:
            beneath = garment.kind
    return out


def _neck(puppet: Puppet, order: float) -> list[Shape]:
    half = puppet.px(puppet.chibi.rig.neck_half)
    line = capsule(puppet.joint("neck")[:2], puppet.joint("head")[:2], half, half)
    return [Shape(outline=line, ramp="skin", tone=-1, part=PART, order=order)]


def _layer(
    puppet: Puppet, ramp: str, span: tuple[float, float], pad: float, part: str, order: float,
    *, metal: bool = False,
) -> list[Shape]:  # fmt: skip
    top, low = span
    places = [top, *(place for place in PLACES if top < place < low), low]
    rings = [trunk_ring(puppet, place, pad) for place in places]
    outline, more = united(lofted(puppet, rings))
    shape = Shape(outline=outline, more=more, ramp=ramp, part=part, order=order)
    wide = puppet.px(2 * puppet.chibi.rig.chest_half)
    return polished(shape, wide * 0.8) if metal else rounded(shape, wide * 0.85, lit_from=18.0)


def _details(puppet: Puppet, garment: Garment, cut: Cut, beneath: str, order: float) -> list[Shape]:
    face = Face(puppet, cut.pad, order)
    kind, accent = garment.kind, f"{garment.kind}_accent"
    top, low = cut.trunk or (0.0, 2.0)
    out: list[Shape] = []
    if cut.open:
        out += face.band(max(top, 0.02), low, -cut.open, cut.open, beneath)
        out += face.line([(top + 0.1, -cut.open), (low, -cut.open)], kind, -2, 2.0)
        out += face.line([(top + 0.1, cut.open), (low, cut.open)], kind, -2, 2.0)
    out += _neckline(face, cut, kind, accent, beneath)
    if cut.hem and not cut.skirt:
        out += face.band(low - 0.12, low, -180, 180, accent)
    for detail in cut.details:
        out += _detail(face, detail, garment, top, low)
    if garment.glowing and garment.accent:
        for angle in (-48.0, 48.0):
            out += face.line([(top + 0.15, angle * 0.6), (low, angle)], accent, 1, 3.0)
    return out


def _neckline(face: Face, cut: Cut, kind: str, accent: str, beneath: str) -> list[Shape]:
    match cut.neck:
        case "v":
            return face.patch([(0.02, -34), (0.02, 34), (0.5, 0)], beneath)
        case "round":
            return face.line([(0.12, -50), (0.24, 0), (0.12, 50)], kind, -1, 2.5)
        case "shirt":
            return [
                *face.patch([(0.03, -40), (0.03, 40), (0.34, 0)], beneath),
                *face.patch([(0.0, -55), (0.08, -10), (0.32, -22)], kind, 1),
                *face.patch([(0.0, 55), (0.08, 10), (0.32, 22)], kind, 1),
            ]
        case "lapel":
            return [
                *face.patch([(0.0, -46), (0.0, 46), (0.75, 0)], beneath),
                *face.patch([(0.0, -62), (0.04, -34), (0.78, -4), (0.34, -40)], kind, 1),
                *face.patch([(0.0, 62), (0.04, 34), (0.78, 4), (0.34, 40)], kind, 1),
            ]
        case "sailor":
            return [
                *face.band(0.02, 0.2, -180, 180, accent),
                *face.patch([(0.18, -44), (0.18, 44), (0.52, 0)], accent),
                *face.patch([(0.0, -24), (0.0, 24), (0.34, 0)], kind, 1),
                *face.band(0.05, 0.5, 132, 228, accent),
            ]
        case "crossed":
            return [
                *face.patch([(0.0, -36), (0.0, 36), (0.5, 0)], beneath),
                *face.line([(0.02, 44), (0.5, 6), (1.0, -22)], accent, 0, 4.5),
                *face.line([(0.02, -44), (0.5, -2)], accent, 0, 4.5),
            ]
        case "high":
            return face.collar(kind, 3.0)
        case "hood":
            return face.collar(kind, 9.0)
        case _:
            return []


def _detail(face: Face, detail: str, garment: Garment, top: float, low: float) -> list[Shape]:
    kind, accent = garment.kind, f"{garment.kind}_accent"
    match detail:
        case "buttons":
            return [
                dot
                for place in (0.55, 0.9, 1.25)
                if place < low
                for dot in face.dot(place, 0.0 if garment.kind != "trench_coat" else 16, accent)
            ]
        case "zip":
            return face.line([(top + 0.1, 20), (low, 20)], "metal", 1, 2.0)
        case "belt":
            ramp = accent if garment.accent else "leather"
            return [
                *face.band(1.16, 1.36, -180, 180, ramp),
                *face.band(1.14, 1.38, -9, 9, "gold"),
            ]
        case "obi":
            return [
                *face.band(0.82, 1.34, -180, 180, accent),
                *face.line([(1.08, -80), (1.08, 0), (1.08, 80)], accent, 1, 2.5),
                *face.band(0.7, 1.4, 166, 194, accent, 1),
            ]
        case "ridge":
            return [
                *face.line([(0.3, 0), (1.3, 0)], kind, 2, 2.2),
                *face.line([(0.3, 5), (1.3, 5)], kind, -1, 2.0),
                *face.line([(0.95, -70), (1.02, 0), (0.95, 70)], kind, -2, 2.0),
            ]
        case "straps":
            return [
                *face.band(0.03, min(low, 0.8), -40, -27, kind),
                *face.band(0.03, min(low, 0.8), 27, 40, kind),
            ]
        case "pouches":
            return [
                shape
                for angle in (-52, -18, 18, 52)
                for shape in (
                    *face.band(0.82, 1.28, angle - 13, angle + 13, kind, -1),
                    *face.band(0.82, 0.95, angle - 13, angle + 13, kind, 1),
                )
            ]
        case "pockets":
            return [
                *face.line([(1.2, -58), (1.26, -26)], kind, -2, 2.2),
                *face.line([(1.26, 26), (1.2, 58)], kind, -2, 2.2),
            ]
        case "seams":
            return [
                shape
                for angle in (-44, 44)
                for shape in face.line([(top + 0.1, angle), (low, angle * 0.7)], accent, 0, 2.4)
            ]
        case "bow":
            ramp = accent if garment.accent else "mouth"
            return [
                *face.patch([(0.3, -3), (0.2, -24), (0.5, -22)], ramp),
                *face.patch([(0.3, 3), (0.2, 24), (0.5, 22)], ramp),
                *face.line([(0.34, 0), (0.62, -6)], ramp, -1, 3.0),
            ]
        case _:
            return []
