"""Smaller things worn: ties, belts, gloves, plates on the shoulders, bags on the back."""

from __future__ import annotations

import math

from tools.backends.sketch.figure.body import SIDES
from tools.backends.sketch.figure.draw import arm_orders
from tools.backends.sketch.figure.geometry import number, smooth
from tools.backends.sketch.figure.limbs import Cover
from tools.backends.sketch.figure.outfit import Extra, Figure, Outfit, TrunkCover
from tools.backends.sketch.figure.paint import Pieces, fill, line
from tools.backends.sketch.figure.shell import Shell
from tools.backends.sketch.figure.surface import Ring, Surface
from tools.backends.sketch.garments.details import (
    BRASS,
    band,
    palette_of,
    stripe,
    trim_of,
    wrapped,
)
from tools.backends.sketch.garments.necks import scarf
from tools.backends.sketch.garments.tops import Cut
from tools.backends.sketch.parts import load_part
from tools.backends.sketch.tones import mix, tone
from tools.domain.look import Garment, GarmentKind, Look


def tie(garment: Garment, look: Look, outfit: Outfit) -> None:
    """A necktie, under what is worn over the shirt."""
    outfit.trunk.append(_laid("tie", palette_of(garment, look), order=3.0, swell=3.2))


def belt(garment: Garment, look: Look, outfit: Outfit) -> None:
    """A belt with its buckle."""
    colors = palette_of(garment, look, metal=garment.accent or BRASS)
    outfit.trunk.append(_laid("belt", colors, order=13.0, swell=5.5))


def necklace(garment: Garment, look: Look, outfit: Outfit) -> None:
    """A chain with a pendant."""
    gem = garment.accent or garment.color
    colors = palette_of(garment, look, metal=garment.color if garment.accent else BRASS, gem=gem)
    outfit.trunk.append(_laid("necklace", colors, order=14.0, swell=4.5))


def gloves(garment: Garment, look: Look, outfit: Outfit) -> None:
    """Gloves with a short cuff."""
    del look
    outfit.gloves = garment.color
    trim = band(0.88, garment.accent or tone(garment.color, "deep"), 0.05)
    outfit.arms.append(
        Cover(
            color=garment.color,
            start=1.84,
            end=2.02,
            swell=(3, 4.2, 4.2),
            folds=False,
            open_end=False,
            details=((1, trim),),
        )
    )


def gauntlets(garment: Garment, look: Look, outfit: Outfit) -> None:
    """Gauntlets: plates from below the elbow, flared, and mailed hands."""
    del look
    trim = garment.accent or BRASS
    outfit.gloves = mix(garment.color, "#2b2a33", 0.35)
    details = (
        (1, band(0.27, trim, 0.05)),
        (1, band(0.94, trim, 0.06)),
        (1, stripe(60, tone(garment.color, "light"), 2.6)),
        (1, band(0.62, tone(garment.color, "shade"), 0.03)),
    )
    outfit.arms.append(
        Cover(
            color=garment.color,
            start=1.22,
            end=2.02,
            swell=(6, 7.5, 3.6),
            folds=False,
            open_end=False,
            details=details,
        )
    )


def pauldrons(garment: Garment, look: Look, outfit: Outfit) -> None:
    """Layered plates over both shoulders."""
    del look
    colors = {"cloth": garment.color, "trim": garment.accent or BRASS}

    def draw(figure: Figure, pieces: Pieces) -> None:
        part = load_part("garments/pauldron.svg")
        body = figure.body
        chest = body.dot("chest")
        for side in SIDES:
            x, y, _ = body.dot(f"shoulder_{side}")
            elbow = body.dot(f"elbow_{side}")
            out = float(x - chest[0])
            seen = min(1.0, abs(out) / body.unit(body.skeleton.proportions.shoulder_width))
            flip = 1.0 if out >= 0 else -1.0
            swing = math.degrees(math.atan2(float(elbow[0] - x) * flip, float(elbow[1] - y)))
            turn = -flip * max(-15.0, min(75.0, swing)) * 0.55
            scale = body.camera.scale * (0.6 + 0.4 * body.skeleton.proportions.girth)
            place = (
                f"translate({number(float(x))} {number(float(y))}) rotate({turn:.1f})"
                f" scale({flip * scale * (0.72 + 0.28 * seen):.3f} {scale:.3f})"
            )
            order = arm_orders(figure, side)[0] + 0.5
            svg = f'<g transform="{place}">{part.layer("main", colors, f"pauldron-{side}-")}</g>'
            pieces.add(order, "torso", f"pauldron-{side}", svg, thin=1 / scale)

    outfit.extras.append(draw)


def backpack(garment: Garment, look: Look, outfit: Outfit) -> None:
    """A backpack: straps in front, the bag behind."""
    colors = palette_of(garment, look)
    outfit.trunk.append(_laid("backpack_straps", colors, order=15.0, swell=7.5))
    outfit.extras.append(_bag(garment))


def _bag(garment: Garment) -> Extra:
    def draw(figure: Figure, pieces: Pieces) -> None:
        body = figure.body
        skeleton = body.skeleton
        frame = skeleton.frames["chest"]
        rings: list[Ring] = []
        for v, y, half, deep in (
            (0, -58, 20, 11),
            (0.08, -62, 33, 17),
            (0.3, -34, 37, 20),
            (0.6, 4, 39, 23),
            (0.92, 40, 38, 23),
            (1, 44, 28, 16),
        ):
            center = skeleton.place("chest", 0.0, float(y), -42.0)
            rings.append(
                Ring(v=float(v), center=center, side=frame[:, 0] * half, front=frame[:, 2] * deep)
            )
        shell = Shell(Surface.of(rings, count=16), body.camera)
        ink = tone(garment.color, "line")
        facing = float((body.camera.matrix() @ frame[:, 2])[2])
        out = [shell.fills(garment.color, ink=ink, shadow=0.66)]
        trim = trim_of(garment)
        for path in shell.panels(130, 230, 0.52, 0.86):
            out += [fill(path, tone(garment.color, "light")), line(path, ink, figure.ink)]
        lid = smooth(shell.arc(0.36), closed=False)
        out += [
            line(lid, ink, figure.unit(2.0)),
            line(smooth(shell.arc(0.33), closed=False), trim, figure.unit(2.2)),
        ]
        contour = line(shell.panels()[0], ink, 2 * figure.ink)
        pieces.add(
            40.0 if facing < -0.2 else -82.0, "accessories", "backpack", *out, contour=contour
        )

    return draw


def _laid(name: str, colors: dict[str, str], *, order: float, swell: float) -> TrunkCover:
    """A part laid on the trunk without cloth of its own."""
    return TrunkCover(
        color=colors["cloth"],
        top=0,
        bottom=100,
        swell=(swell, swell, swell),
        cloth=False,
        order=order,
        details=(wrapped(name, colors),),
    )


def _scarf(garment: Garment, look: Look, outfit: Outfit) -> None:
    del look
    outfit.extras.append(scarf(garment.color, garment.accent))


CUTS: dict[GarmentKind, Cut] = {
    "scarf": _scarf,
    "tie": tie,
    "belt": belt,
    "gloves": gloves,
    "gauntlets": gauntlets,
    "pauldrons": pauldrons,
    "necklace": necklace,
    "backpack": backpack,
}
