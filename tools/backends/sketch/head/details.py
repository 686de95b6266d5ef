"""Marks of a face: scars, freckles, beards, paint, tattoos, lines of circuitry, age."""

from __future__ import annotations

from dataclasses import dataclass

from tools.backends.sketch.head.face import face_shape
from tools.backends.sketch.parts import load_part
from tools.backends.sketch.tones import mix, oklch
from tools.domain.look import FaceDetail, Look
from tools.domain.staging import View

_ORDER: tuple[FaceDetail, ...] = (
    "stubble", "freckles", "face_paint", "tattoo", "cyber_lines", "beauty_mark", "beard",
    "moustache", "scar",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Details:
    """`skin` lies under eyes and mouth and is clipped to the face, `over` lies on top."""

    skin: str
    over: str


def draw_details(look: Look, view: View, colors: dict[str, str], scope: str) -> Details:
    """The look's marks in a fixed order, and the lines of an elder."""
    palette = {**colors, **_detail_palette(look)}
    names = [name for name in _ORDER if name in look.face]
    eyes = look.eyes
    plated = eyes.cybernetic_left or eyes.cybernetic_right
    if plated and "cyber_lines" not in names:
        names.append("cyber_lines")
    skin: list[str] = []
    over: list[str] = []
    for name in [*names, *(["wrinkles"] if look.age == "elder" else [])]:
        part = load_part(f"head/details/{name}.svg")
        shape = f".{face_shape(look)}"
        for layer in (view, f"{view}{shape}"):
            skin.append(part.layer(layer, palette, f"{scope}{name}-"))
            over.append(part.layer(f"{layer}.over", palette, f"{scope}{name}-"))
    marks = "".join(skin)
    clipped = f'<g clip-path="url(#{scope}clip-skull_area)">{marks}</g>' if marks else ""
    return Details(skin=clipped, over=_face("".join(over)))


def _face(drawn: str) -> str:
    return f'<g data-region="face">{drawn}</g>' if drawn else ""


def _detail_palette(look: Look) -> dict[str, str]:
    skin, hair = look.skin, look.hair
    beard = hair.color if hair.style != "bald" else "#4a3a34"
    glow = _cyber_glow(look)
    accents = [garment.accent for garment in look.garments if garment.accent]
    return {
        "beard": beard,
        "stubble": mix(skin, beard, 0.55),
        "freckle": mix(skin, "#8a3f1e", 0.5),
        "scar": mix(skin, "#b3434c", 0.6),
        "paint": accents[0] if accents else "#b8242f",
        "tattoo": mix(skin, "#1f2740", 0.82),
        "mark": mix(skin, "#1e1418", 0.88),
        "plate": mix(skin, "#5b6478", 0.55),
        "cyber": glow,
    }


def _cyber_glow(look: Look) -> str:
    eyes = look.eyes
    if eyes.cybernetic_left:
        return eyes.left
    if eyes.cybernetic_right:
        return eyes.right
    lively = [garment.accent for garment in look.garments if garment.glowing and garment.accent]
    if lively:
        return lively[0]
    return eyes.left if oklch(eyes.left)[1] > 0.1 else "#37c8e8"
