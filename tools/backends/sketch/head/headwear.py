"""What is worn on the head, and how the hair gives way to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tools.backends.sketch.parts import Part, load_part
from tools.backends.sketch.tones import mix, oklch, tone
from tools.domain.look import Eyes, Garment, GarmentKind, Look
from tools.domain.staging import View

WORN_ON_HEAD: frozenset[GarmentKind] = frozenset(
    {
        "hat", "witch_hat", "cap", "helmet", "crown", "hood", "headband", "headphones",
        "glasses", "goggles", "eyepatch", "mask", "cat_ears", "horns", "earrings",
    }
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Headwear:
    """Fragments by place, and the clip paths (`defs`, names) within which hair still shows.

    `hanging` is drawn over everything, long hair too.
    """

    behind_body: str
    behind_head: str
    under_hair: str
    over_hair: str
    hanging: str
    defs: str
    clips: tuple[str, ...]
    loose_clips: tuple[str, ...]

    def clipped(self, hair: str) -> str:
        """Hair with what hats, helmets and hoods cover taken away."""
        return _within(self.clips, hair)

    def clipped_loose(self, hair: str) -> str:
        """Hair down the back or over the shoulders, which also stays below brim and rim."""
        return _within(self.loose_clips, hair)


def worn(look: Look) -> tuple[Garment, ...]:
    """The look's garments that belong to the head, from the skin outwards."""
    return tuple(garment for garment in look.garments if garment.kind in WORN_ON_HEAD)


def draw_headwear(
    look: Look, view: View, mirrored: bool, colors: dict[str, str], scope: str
) -> Headwear:
    """All garments of the head in this view, as drawn before a mirrored head is flipped."""
    behind_body: list[str] = []
    behind_head: list[str] = []
    under: list[str] = []
    over: list[str] = []
    hanging: list[str] = []
    defs: list[str] = []
    clips: list[str] = []
    loose_clips: list[str] = []
    for garment in worn(look):
        part = load_part(f"head/wear/{garment.kind}/{view}.svg")
        palette = {**colors, **_garment_palette(garment)}
        own = f"{scope}{garment.kind}-"
        behind_body.append(_layer(part, "behind_body", palette, own))
        behind_head.append(_layer(part, "behind_head", palette, own))
        on_face = ("under", "face", f"face.{_patched(look.eyes, mirrored)}")
        under += [_layer(part, name, palette, own) for name in on_face]
        over.append(_layer(part, "over", palette, own))
        if garment.glowing:
            over.append(_layer(part, "glow", palette, own))
        hanging.append(_layer(part, "hanging", palette, own))
        defs += [part.layer("keep", palette, own), part.layer("keep_loose", palette, own)]
        if "keep" in part.layers:
            clips.append(f"{own}kept")
            loose_clips.append(f"{own}{'kept_loose' if 'keep_loose' in part.layers else 'kept'}")
    return Headwear(
        behind_body="".join(behind_body),
        behind_head="".join(behind_head),
        under_hair="".join(under),
        over_hair="".join(over),
        hanging="".join(hanging),
        defs="".join(defs),
        clips=tuple(clips),
        loose_clips=tuple(loose_clips),
    )


def _within(clips: tuple[str, ...], hair: str) -> str:
    for clip in clips if hair else ():
        hair = f'<g clip-path="url(#{clip})">{hair}</g>'
    return hair


def _layer(part: Part, name: str, palette: dict[str, str], scope: str) -> str:
    drawn = part.layer(name, palette, scope)
    return f'<g data-region="accessories">{drawn}</g>' if drawn else ""


def _patched(eyes: Eyes, mirrored: bool) -> Literal["left", "right"]:
    """An eyepatch covers the left eye, unless that one is the cybernetic eye on show."""
    shows_left = eyes.cybernetic_left and not eyes.cybernetic_right
    return "right" if shows_left != mirrored else "left"


def _garment_palette(garment: Garment) -> dict[str, str]:
    color = garment.color
    trim = garment.accent or _own_trim(color)
    if garment.glowing:
        trim = tone(trim, "accent")
    return {
        "wear": color,
        "trim": trim,
        "pad": mix(color, "#1d1a24", 0.6),
        "buckle": "#d9b54a",
        "glass": "#cfe6f5",
    }


def _own_trim(color: str) -> str:
    lightness = oklch(color)[0]
    return mix(color, "#f4efe6", 0.42) if lightness < 0.55 else mix(color, "#3a2f3c", 0.45)
