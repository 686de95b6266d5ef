"""A sheet of SVG to draw a place on: shapes, gradients, glows, parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tools.backends.sketch.parts import load_part

Point = tuple[float, float]
Stop = tuple[float, str] | tuple[float, str, float]
"""Offset 0 to 1, colour, and opacity where it is not 1."""

SIZE = 1024


class Sheet:
    """Collects the elements of one layer; `scope` keeps the ids of layers apart."""

    def __init__(self, scope: str) -> None:
        self.scope = scope
        self._out: list[str] = []
        self._ids = 0
        self._defined: dict[str, str] = {}

    @property
    def svg(self) -> str:
        """All elements drawn so far, in order."""
        return "".join(self._out)

    def poly(self, points: Iterable[Point], fill: str, opacity: float = 1.0) -> None:
        """A filled polygon."""
        self.path("M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points) + "Z", fill, opacity)

    def polys(self, shapes: Iterable[Sequence[Point]], fill: str, opacity: float = 1.0) -> None:
        """Many polygons of one colour as one path."""
        drawn = ("M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in shape) + "Z" for shape in shapes)
        d = "".join(drawn)
        if d:
            self.path(d, fill, opacity)

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str, opacity: float = 1.0
    ) -> None:
        """A filled rectangle."""
        self._add(
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
            f' fill="{fill}"{_opacity(opacity)}/>'
        )

    def fill(self, fill: str, opacity: float = 1.0) -> None:
        """The whole sheet in one paint."""
        self.rect(0, 0, SIZE, SIZE, fill, opacity)

    def path(self, d: str, fill: str, opacity: float = 1.0) -> None:
        """A filled path."""
        self._add(f'<path d="{d}" fill="{fill}"{_opacity(opacity)}/>')

    def stroke(self, d: str, color: str, width: float, opacity: float = 1.0) -> None:
        """A stroked path with round ends."""
        self._add(
            f'<path d="{d}" fill="none" stroke="{color}" stroke-width="{_n(width)}"'
            ' stroke-linecap="round" stroke-linejoin="round"'
            f"{_opacity(opacity, 'stroke-opacity')}/>"
        )

    def lines(
        self, lines: Iterable[Sequence[Point]], color: str, width: float, opacity: float = 1.0
    ) -> None:
        """Many open lines as one stroked path."""
        d = "".join("M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in line) for line in lines)
        if d:
            self.stroke(d, color, width, opacity)

    def dots(
        self, dots: Iterable[tuple[float, float, float]], fill: str, opacity: float = 1.0
    ) -> None:
        """Many discs (x, y, radius) as one path."""
        d = "".join(
            f"M{_n(x - r)} {_n(y)}a{_n(r)} {_n(r)} 0 1 0 {_n(2 * r)} 0a{_n(r)} {_n(r)} 0 1 0"
            f" {_n(-2 * r)} 0Z"
            for x, y, r in dots
        )
        if d:
            self.path(d, fill, opacity)

    def ellipse(
        self, cx: float, cy: float, rx: float, ry: float, fill: str, opacity: float = 1.0
    ) -> None:
        """A filled ellipse."""
        self._add(
            f'<ellipse cx="{_n(cx)}" cy="{_n(cy)}" rx="{_n(rx)}" ry="{_n(ry)}"'
            f' fill="{fill}"{_opacity(opacity)}/>'
        )

    def glow(
        self,
        cx: float,
        cy: float,
        radius: float,
        color: str,
        opacity: float = 0.6,
        squash: float = 1.0,
    ) -> None:
        """A soft light that fades out at `radius`; `squash` flattens it."""
        paint = self.radial(((0, color, 1.0), (0.35, color, 0.45), (1, color, 0.0)))
        self.ellipse(cx, cy, radius, radius * squash, paint, opacity)

    def vertical(self, stops: Sequence[Stop], top: float = 0, bottom: float = SIZE) -> str:
        """A paint that runs from `top` to `bottom` of the sheet."""
        return self.linear(stops, (0, top), (0, bottom))

    def linear(self, stops: Sequence[Stop], start: Point, end: Point) -> str:
        """A paint that runs from one point of the sheet to another."""
        at = f'x1="{_n(start[0])}" y1="{_n(start[1])}" x2="{_n(end[0])}" y2="{_n(end[1])}"'
        return self._define(
            f'linearGradient gradientUnits="userSpaceOnUse" {at}', "linearGradient", stops
        )

    def radial(self, stops: Sequence[Stop]) -> str:
        """A paint that runs from the middle of a shape to its edge."""
        return self._define("radialGradient", "radialGradient", stops)

    def part(
        self,
        name: str,
        x: float,
        y: float,
        scale: float,
        palette: Mapping[str, str],
        *,
        layer: str = "main",
        flip: bool = False,
        turn: float = 0.0,
        opacity: float = 1.0,
    ) -> None:
        """A part of `parts/settings`, its origin put at (x, y)."""
        self._ids += 1
        svg = load_part(f"settings/{name}.svg").layer(layer, palette, f"{self.scope}{self._ids}-")
        turned = f" rotate({_n(turn)})" if turn else ""
        across = -scale if flip else scale
        self._add(
            f'<g transform="translate({_n(x)} {_n(y)}){turned} scale({across:.4g} {scale:.4g})"'
            f"{_opacity(opacity)}>{svg}</g>"
        )

    def frame(self, hole: str, fill: str) -> None:
        """The whole sheet but for a hole (path data)."""
        self.holed(f"M0 0H{SIZE}V{SIZE}H0Z{hole}", fill)

    def holed(self, d: str, fill: str) -> None:
        """A path whose inner contours are holes."""
        self._add(f'<path d="{d}" fill="{fill}" fill-rule="evenodd"/>')

    def _define(self, opening: str, tag: str, stops: Sequence[Stop]) -> str:
        inner = "".join(
            f'<stop offset="{_n(stop[0])}" stop-color="{stop[1]}"'
            + (f' stop-opacity="{_n(stop[2])}"' if len(stop) == 3 else "")
            + "/>"
            for stop in stops
        )
        key = opening + inner
        if key not in self._defined:
            self._ids += 1
            name = f"{self.scope}g{self._ids}"
            self._defined[key] = name
            self._add(f'<{opening} id="{name}">{inner}</{tag}>')
        return f"url(#{self._defined[key]})"

    def _add(self, element: str) -> None:
        self._out.append(element)


def _n(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _opacity(opacity: float, attribute: str = "fill-opacity") -> str:
    """Never the group `opacity`, which costs a layer of its own for every shape."""
    return "" if opacity >= 1 else f' {attribute}="{_n(max(opacity, 0.0))}"'
