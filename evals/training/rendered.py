"""Looks and stagings invented from a seed, drawn by the embedded renderer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar, get_args

import numpy as np

from tools.backends.sketch.compose import draw
from tools.backends.sketch.raster import png_of
from tools.domain.look import (
    Age,
    Build,
    Eyes,
    Garment,
    GarmentKind,
    Hair,
    HairStyle,
    Height,
    Hex,
    Look,
    Presentation,
    Prop,
    PropKind,
)
from tools.domain.staging import (
    Drawing,
    Expression,
    Pose,
    Scene,
    SettingKind,
    Staging,
    TimeOfDay,
    Weather,
)
from tools.imaging.decoding import decode
from tools.imaging.oklab import from_hex
from tools.imaging.picture import Picture

SIDE = 512
T = TypeVar("T")

TOPS: tuple[GarmentKind, ...] = (
    "tshirt", "shirt", "tank_top", "sweater", "turtleneck", "hoodie", "sailor_top", "tunic",
    "breastplate",
)  # fmt: skip
OUTER: tuple[GarmentKind, ...] = (
    "jacket", "leather_jacket", "blazer", "vest", "tactical_vest", "trench_coat", "lab_coat",
    "cloak", "haori",
)  # fmt: skip
WHOLE: tuple[GarmentKind, ...] = ("dress", "kimono", "robe", "bodysuit")
LEGS: tuple[GarmentKind, ...] = (
    "trousers", "jeans", "cargo_trousers", "shorts", "skirt", "pleated_skirt", "long_skirt",
    "hakama",
)  # fmt: skip
FEET: tuple[GarmentKind, ...] = ("boots", "sneakers", "shoes", "sandals")
MORE: tuple[GarmentKind, ...] = (
    "scarf", "tie", "belt", "gloves", "headband", "headphones", "glasses", "hat", "necklace",
)  # fmt: skip
_SKINS = ("#fbe3d4", "#f0c8a8", "#dba97f", "#b07a50", "#80512f", "#5a3822")
_HAIRS = (
    "#1b1b22", "#3b2a20", "#6b4423", "#a8622a", "#d9b25f", "#e9e4da", "#9a9aa4", "#b3202c",
    "#2c5fc0", "#2f8f5a", "#8a4fc0", "#e58ab4", "#20b0b0",
)  # fmt: skip
_CLOTHS = (
    "#c02a2a", "#e08a2e", "#e6cf5a", "#3f8f4a", "#1f8f96", "#2f57b0", "#6a3c98", "#d070a0",
    "#f0f0f0", "#9a9aa0", "#2a2a32", "#6b4a2e", "#b08a58", "#5a1c28", "#24402f", "#1f2a48",
)  # fmt: skip


def drawn(look: Look, staging: Staging, seed: int, side: int = SIDE) -> Picture:
    """The picture as the embedded renderer draws it, side x side x 4."""
    svg = draw(Drawing(look=look, staging=staging), seed, side, side)
    return decode(png_of(svg, side, side))


def invented_look(rng: np.random.Generator) -> Look:
    """Somebody, dressed from the skin outwards."""
    garments: list[Garment] = []
    if rng.random() < 0.18:
        garments.append(_garment(rng, WHOLE))
    else:
        garments += [_garment(rng, TOPS), _garment(rng, LEGS)]
    if rng.random() < 0.45:
        garments.append(_garment(rng, OUTER))
    garments.append(_garment(rng, FEET))
    if rng.random() < 0.4:
        garments.append(_garment(rng, MORE))
    eyes = shade(rng, _CLOTHS)
    style = pick(rng, get_args(HairStyle)[:-1])
    return Look(
        hair=Hair(style=style, color=shade(rng, _HAIRS)),
        eyes=Eyes(left=eyes, right=eyes),
        skin=shade(rng, _SKINS, 5),
        presentation=pick(rng, get_args(Presentation)),
        build=pick(rng, get_args(Build)),
        height=pick(rng, get_args(Height)),
        age=pick(rng, get_args(Age)),
        garments=tuple(garments),
        prop=Prop(kind=pick(rng, get_args(PropKind))) if rng.random() < 0.3 else None,
    )


def invented_staging(rng: np.random.Generator, *, plain: float = 0.3) -> Staging:
    """Some pose in some place; a share `plain` of them before the studio's backdrop."""
    scene = Scene()
    if rng.random() >= plain:
        scene = Scene(
            setting=pick(rng, get_args(SettingKind)),
            time_of_day=pick(rng, get_args(TimeOfDay)),
            weather=pick(rng, get_args(Weather)) if rng.random() < 0.3 else "clear",
        )
    pose = "standing" if rng.random() < 0.3 else pick(rng, get_args(Pose))
    return Staging(
        pose=pose,
        expression=pick(rng, get_args(Expression)),
        view=pick(rng, ("front", "three_quarter", "three_quarter", "side", "back")),
        framing=pick(rng, ("full", "full", "full", "full", "knees", "portrait")),
        scene=scene,
    )


def other_hair(look: Look, rng: np.random.Generator) -> Look:
    """The same but for a hair colour that one can tell apart."""
    hair = look.hair.model_copy(update={"color": unlike(look.hair.color, _HAIRS, rng)})
    return look.model_copy(update={"hair": hair})


def recoloured(look: Look, kind: GarmentKind, rng: np.random.Generator) -> Look:
    """The same but for the colour of one garment."""
    return look.model_copy(
        update={
            "garments": tuple(
                one.model_copy(update={"color": unlike(one.color, _CLOTHS, rng)})
                if one.kind == kind
                else one
                for one in look.garments
            )
        }
    )


def other_clothes(look: Look, rng: np.random.Generator) -> Look:
    """The same head and body in other clothes: the outermost, or all that is large."""
    large: list[GarmentKind] = [
        one.kind for one in look.garments if one.kind in (*TOPS, *OUTER, *WHOLE, *LEGS)
    ]
    if rng.random() < 0.5:
        outer: list[GarmentKind] = [kind for kind in large if kind in OUTER]
        return recoloured(look, pick(rng, outer or large), rng)
    changed = look
    for kind in large:
        changed = recoloured(changed, kind, rng)
    return changed


def shade(rng: np.random.Generator, colors: Sequence[Hex], spread: int = 12) -> Hex:
    """One of the colours, a little off."""
    base = np.array(list(bytes.fromhex(pick(rng, colors)[1:])))
    red, green, blue = (
        int(v) for v in np.clip(base + rng.integers(-spread, spread + 1, 3), 0, 255)
    )
    return f"#{red:02x}{green:02x}{blue:02x}"


def unlike(color: Hex, colors: Sequence[Hex], rng: np.random.Generator) -> Hex:
    """One of the colours that is clearly another than this."""
    far = [one for one in colors if float(np.linalg.norm(from_hex(one) - from_hex(color))) > 0.12]
    return shade(rng, far, 5)


def pick(rng: np.random.Generator, choices: Sequence[T]) -> T:
    """One of the choices."""
    return choices[int(rng.integers(len(choices)))]


def _garment(rng: np.random.Generator, kinds: Sequence[GarmentKind]) -> Garment:
    return Garment(kind=pick(rng, kinds), color=shade(rng, _CLOTHS))
