"""Several figures side by side in one place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tools.backends.sketch.compose import contact_shadow, figure_svg, in_place, window
from tools.backends.sketch.figure.geometry import number
from tools.backends.sketch.keypoints import figure_points
from tools.backends.sketch.light import dimmed
from tools.backends.sketch.setting import SceneLight, SettingLayers, draw_setting
from tools.backends.sketch.stage import HEADROOM, Stage, staged
from tools.domain.staging import Drawing
from tools.imaging.openpose import PosePoint

_APART, _APART_MOST = 34.0, 130.0
"""User units between neighbours, at the least and where there is room."""
_AROUND = 40.0
"""How far a body reaches beyond its joints, in hundredths of a head."""
_UPPER = ("crown", "head", "neck", "shoulder_l", "shoulder_r")
_REFERENCE = re.compile(r'(\bid="|url\(#|href="#)')


@dataclass(frozen=True, kw_only=True)
class Member:
    """One figure; a place p of its own picture goes to `origin` + `scale` x p, in user units."""

    drawing: Drawing
    stage: Stage
    scale: float
    origin: tuple[float, float]
    turned: bool = False
    """Whether it faces the picture's left."""

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.origin[0] + self.scale * x, self.origin[1] + self.scale * y

    def points(self) -> dict[PosePoint, tuple[float, float]]:
        """Its points in user units of the picture."""
        return {name: self.at(x, y) for name, (x, y) in figure_points(self.stage.figure).items()}


@dataclass(frozen=True, kw_only=True)
class Ensemble:
    """Figures from left to right, each before the one to its left."""

    place: SettingLayers
    members: tuple[Member, ...]
    width: int
    height: int

    def pixel(self, x: float, y: float) -> tuple[float, float]:
        """Where a place in user units is in the picture's pixels."""
        left, top, wide, tall = window(self.place.ground_y, self.width, self.height)
        return (x - left) * self.width / wide, (y - top) * self.height / tall


def ensemble_of(drawings: Sequence[Drawing], seed: int, width: int, height: int) -> Ensemble:
    """The figures in the place of the first; a single one stands as in its own picture.

    Where they do not fit beside each other all are drawn smaller, on the same ground.
    """
    place = draw_setting(drawings[0].staging.scene, seed)
    stages = [staged(drawing, place.ground_y) for drawing in drawings]
    if len(stages) == 1:
        alone = Member(drawing=drawings[0], stage=stages[0], scale=1.0, origin=(0.0, 0.0))
        return Ensemble(place=place, members=(alone,), width=width, height=height)
    spans = [_span(stage) for stage in stages]
    left, _, wide, _ = window(place.ground_y, width, height)
    widths = [last - first for first, last in spans]
    gaps = len(stages) + 1
    scale = min(1.0, (wide - gaps * _APART) / sum(widths))
    gap = min((wide - scale * sum(widths)) / gaps, _APART_MOST)
    x = left + (wide - scale * sum(widths) - gap * (gaps - 2)) / 2
    fixed = place.ground_y if stages[0].zoom == 1.0 else HEADROOM[drawings[0].staging.framing]
    members: list[Member] = []
    for drawing, stage, (first, last) in zip(drawings, stages, spans, strict=True):
        origin = (x - scale * first, fixed * (1 - scale))
        members.append(Member(drawing=drawing, stage=stage, scale=scale, origin=origin))
        x += scale * (last - first) + gap
    return Ensemble(place=place, members=tuple(members), width=width, height=height)


def ensemble_svg(ensemble: Ensemble) -> str:
    """The whole picture as a layered SVG document."""
    first = ensemble.members[0]
    light = dimmed(ensemble.place.light, first.drawing.staging.scene_light)
    figures = "".join(
        member_svg(member, light, at) for at, member in enumerate(ensemble.members, 1)
    )
    return in_place(figures, ensemble.place, first.stage.zoom, ensemble.width, ensemble.height)


def member_svg(member: Member, light: SceneLight, place: int, *, shadow: bool = True) -> str:
    """One figure in the light of a place, its ids its own."""
    drawn = figure_svg(member.stage, member.drawing, light)
    x, y = (number(value) for value in member.origin)
    cast = (
        f'<g id="shadow" data-region="background">{contact_shadow(member.stage, light)}</g>'
        if shadow
        else ""
    )
    named = _REFERENCE.sub(rf"\g<1>f{place}-", f'{cast}<g id="figure">{drawn}</g>')
    return f'<g transform="translate({x} {y}) scale({member.scale:.4f})">{named}</g>'


def _span(stage: Stage) -> tuple[float, float]:
    """The least and the greatest x that the figure needs, in user units.

    Seen closer, figures stand shoulder to shoulder.
    """
    body, close = stage.figure.body, stage.zoom > 1.0
    reach = 0.0 if close else body.unit(_AROUND)
    names = _UPPER if close else tuple(body.skeleton.points)
    xs = [float(body.dot(name)[0]) for name in names]
    return min(xs) - reach, max(xs) + reach
