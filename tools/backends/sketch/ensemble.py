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
ONE_ROW_MOST = 4
"""So many stand in one row; of more, every other one stands a step behind, between two."""
_BEHIND = 0.86
"""How large who stands behind is drawn, as far away as that is."""
_HORIZON = 560.0
_ROWS_SHARE = 0.66
"""How much of its width a figure takes for itself where two rows stand in each other's gaps."""
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
    behind: bool = False
    """Whether it stands in the row behind."""

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.origin[0] + self.scale * x, self.origin[1] + self.scale * y

    def points(self) -> dict[PosePoint, tuple[float, float]]:
        """Its points in user units of the picture."""
        return {name: self.at(x, y) for name, (x, y) in figure_points(self.stage.figure).items()}


@dataclass(frozen=True, kw_only=True)
class Ensemble:
    """Figures from left to right, each before the one to its left, in one row or in two."""

    place: SettingLayers
    members: tuple[Member, ...]
    width: int
    height: int

    @property
    def from_back(self) -> tuple[int, ...]:
        """The members' places in the order in which they are drawn."""
        places = range(len(self.members))
        return tuple(sorted(places, key=lambda at: (not self.members[at].behind, at)))

    def pixel(self, x: float, y: float) -> tuple[float, float]:
        """Where a place in user units is in the picture's pixels."""
        left, top, wide, tall = window(self.place.ground_y, self.width, self.height)
        return (x - left) * self.width / wide, (y - top) * self.height / tall


def ensemble_of(
    drawings: Sequence[Drawing], seed: int, width: int, height: int, *, face_to_face: bool = False
) -> Ensemble:
    """The figures in the place of the first; a single one stands as in its own picture.

    Where they do not fit beside each other all are drawn smaller, on the same ground. Those in
    the right half are turned to the leading one where they meet `face_to_face`.
    """
    place = draw_setting(drawings[0].staging.scene, seed)
    count = len(drawings)
    turns = [face_to_face and at > 0 and 2 * at + 1 >= count for at in range(count)]
    stages = [
        staged(drawing, place.ground_y, turned=turned)
        for drawing, turned in zip(drawings, turns, strict=True)
    ]
    if count == 1:
        alone = Member(drawing=drawings[0], stage=stages[0], scale=1.0, origin=(0.0, 0.0))
        return Ensemble(place=place, members=(alone,), width=width, height=height)
    behind = [count > ONE_ROW_MOST and at % 2 == 1 for at in range(count)]
    sizes = [_BEHIND if back else 1.0 for back in behind]
    spans = [_span(stage) for stage in stages]
    scale, lefts = _laid_out(spans, sizes, window(place.ground_y, width, height))
    close = stages[0].zoom > 1.0
    fixed = HEADROOM[drawings[0].staging.framing] if close else place.ground_y
    members: list[Member] = []
    for at, (drawing, stage) in enumerate(zip(drawings, stages, strict=True)):
        size = scale * sizes[at]
        further = 0.0 if close else (place.ground_y - _HORIZON) * (1.0 - sizes[at])
        members.append(
            Member(
                drawing=drawing,
                stage=stage,
                scale=size,
                origin=(lefts[at] - size * spans[at][0], fixed * (1 - size) - further),
                turned=turns[at],
                behind=behind[at],
            )
        )
    return Ensemble(place=place, members=tuple(members), width=width, height=height)


def _laid_out(
    spans: Sequence[tuple[float, float]],
    sizes: Sequence[float],
    seen: tuple[float, float, float, float],
) -> tuple[float, list[float]]:
    """The scale of all, and where each figure's span begins, in user units of the picture.

    In two rows neighbours overlap, each before the gap between two others.
    """
    left, _, wide, _ = seen
    widths = [(last - first) * size for (first, last), size in zip(spans, sizes, strict=True)]
    rows = any(size != 1.0 for size in sizes)
    share = _ROWS_SHARE if rows else 1.0
    taken = share * sum(widths) + (1.0 - share) * (widths[0] + widths[-1]) / 2
    gaps = len(widths) + 1
    apart = 0.0 if rows else _APART
    scale = min(1.0, (wide - 2 * _APART - (gaps - 2) * apart) / taken)
    gap = min((wide - scale * taken) / gaps, _APART_MOST)
    x = left + (wide - scale * taken - gap * (gaps - 2)) / 2
    lefts: list[float] = []
    for width in widths:
        lefts.append(x - scale * width * (1.0 - share) / 2 * (1.0 if lefts else 0.0))
        own = share if lefts[1:] else (1.0 + share) / 2
        x += scale * width * own + gap
    return scale, lefts


def ensemble_svg(ensemble: Ensemble) -> str:
    """The whole picture as a layered SVG document."""
    first = ensemble.members[0]
    light = dimmed(ensemble.place.light, first.drawing.staging.scene_light)
    figures = "".join(member_svg(ensemble.members[at], light, at + 1) for at in ensemble.from_back)
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
