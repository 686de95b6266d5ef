"""Cloth that hangs: skirts, coat tails, robes, cloaks, as rings that follow the legs."""

from __future__ import annotations

import numpy as np

from tools.backends.sketch.figure.body import Body
from tools.backends.sketch.figure.geometry import ribbon, smooth
from tools.backends.sketch.figure.outfit import Figure, Hanging
from tools.backends.sketch.figure.paint import Pieces, crease, fill, line
from tools.backends.sketch.figure.shell import Shell
from tools.backends.sketch.figure.surface import Array, Ring, Surface
from tools.backends.sketch.tones import tone

HIP = 90.0
"""The height on the trunk where cloth leaves the body and follows the legs."""
KNEE = 150.0
ANKLE = 210.0
"""Heights v of the knees and the ankles on a hanging surface."""


def draw_hanging(figure: Figure, cloth: Hanging, pieces: Pieces, name: str) -> None:
    """The cloth: its far inside behind the legs, its outside before them."""
    surface = hanging_surface(figure.body, cloth)
    shell = Shell(surface, figure.body.camera)
    ink = tone(cloth.color, "line")
    inside = cloth.lining or cloth.color
    behind = _behind(shell, cloth)
    pieces.add(-70.0 + cloth.order * 0.1, "legs", f"{name}-lining",
               "".join(fill(path, tone(inside, "deep"), ink) for path in behind))  # fmt: skip
    out = [shell.fills(cloth.color, cloth.start, cloth.end, ink=ink, shadow=None)]
    out.append(_drapes(figure, shell, cloth))
    out.append(_dark(shell, cloth))
    if cloth.hem_band:
        last = float(surface.v[-1])
        for gap, width in ((7.0, 2.2), (11.5, 1.2)):
            arc = shell.arc(last - gap)
            out.append(line(smooth(arc, closed=False), cloth.hem_band, figure.unit(width)))
    out += [draw(shell) for draw in cloth.details]
    contour = "".join(
        f'<path d="{path}" fill="none" stroke="{ink}" stroke-width="{2 * figure.ink:.2f}"'
        ' stroke-linejoin="round"/>'
        for path in shell.panels(cloth.start, cloth.end, top=min(cloth.top + 8, 100.0))
    )
    pieces.add(cloth.order, "legs", name, *out, contour=contour)


def hanging_surface(body: Body, cloth: Hanging) -> Surface:
    """The rings from the waist over the hips down along both legs."""
    trunk = body.trunk.swollen(cloth.swell)
    rings: list[Ring] = []
    heights = [v for v in (cloth.top, (cloth.top + HIP) / 2, HIP) if v <= HIP]
    level = trunk.at(np.array(sorted(set(heights))))
    for index, v in enumerate(level.v):
        open_by = 1.0 + 0.10 * max(0.0, (v - 76) / 14) if cloth.flare > 6 else 1.0
        rings.append(
            Ring(
                v=float(v), center=level.center[index], side=level.side[index] * open_by,
                front=level.front[index] * open_by, back=float(level.back[index]),
            )
        )  # fmt: skip
    steps = max(2, round(cloth.length * 5))
    for share in np.linspace(0.12 if cloth.length > 0.2 else 0.06, cloth.length, steps):
        rings.append(_leg_ring(body, cloth, float(share)))
    surface = Surface.of(rings, count=26)
    return _waved(surface, cloth)


def _leg_ring(body: Body, cloth: Hanging, share: float) -> Ring:
    skeleton = body.skeleton
    left, right = (_on_leg(body, side, share) for side in ("l", "r"))
    below_l, below_r = (_on_leg(body, side, min(share + 0.15, 2.2)) for side in ("l", "r"))
    pelvis = skeleton.frames["pelvis"]
    run = (below_l + below_r) / 2 - (left + right) / 2
    run = run / max(float(np.linalg.norm(run)), 1e-6)
    axis = pelvis[:, 0]
    ahead = np.cross(axis, run)
    if float(ahead @ pelvis[:, 2]) < -0.2:
        ahead = -ahead
    ahead = ahead / max(float(np.linalg.norm(ahead)), 1e-6)
    sizes = skeleton.proportions
    leg = (24.0 - 7.0 * min(share, 1.0)) * sizes.girth + cloth.swell
    gap = (left - right) / 2
    flare = cloth.flare * share / max(cloth.length, 0.2)
    half = max(abs(float(gap @ axis)), sizes.hip_width * 0.9) + leg + flare
    depth = abs(float(gap @ ahead)) + leg + flare * 0.75
    depth = max(depth, half * 0.55)
    return Ring(
        v=HIP + 60.0 * share, center=(left + right) / 2, side=axis * half, front=ahead * depth
    )


def _on_leg(body: Body, side: str, share: float) -> Array:
    points = body.skeleton.points
    hip, knee, ankle = (points[f"{name}_{side}"] for name in ("hip", "knee", "ankle"))
    if share <= 1.0:
        return hip + (knee - hip) * share
    return knee + (ankle - knee) * (share - 1.0)


def _waved(surface: Surface, cloth: Hanging) -> Surface:
    return surface if cloth.waves <= 0 else surface


def _behind(shell: Shell, cloth: Hanging) -> list[str]:
    """The inside of the far cloth, seen below the hem's near edge or between open edges."""
    surface = shell.surface
    far = 180.0
    flipped = Surface(
        v=surface.v,
        center=surface.center,
        side=surface.side,
        front=surface.front,
        back=surface.back,
    )
    seen = shell.seen
    middle = (seen.low + seen.high) / 2
    window = (middle + far - (seen.high - seen.low) / 2, middle + far + (seen.high - seen.low) / 2)
    return Shell(flipped, shell.camera).panels(
        cloth.start, cloth.end, top=min(80.0, float(surface.v[-1]) - 5), window=window
    )


def _drapes(figure: Figure, shell: Shell, cloth: Hanging) -> str:
    first, last = cloth.top, float(shell.surface.v[-1])
    out: list[str] = []
    if cloth.pleats:
        step = 360.0 / cloth.pleats
        for index in range(cloth.pleats):
            u = -180.0 + step * index
            v = np.linspace(first + 3, last, 7)
            angles = np.full(7, u)
            if not shell.shows(angles, v).any():
                continue
            left = shell.at(angles, v)
            right = shell.at(angles + step * np.linspace(0.10, 0.42, 7), v)
            out.append(fill(ribbon(left, right), tone(cloth.color, "shade")))
            out.append(crease(left, cloth.color, 1.5 * figure.ink, "line", 0.8))
        return "".join(out)
    for u, top, width in ((-62, 0.25, 10), (-24, 0.42, 12), (20, 0.30, 10), (58, 0.38, 12),
                          (112, 0.3, 12), (150, 0.4, 10), (205, 0.34, 12), (246, 0.3, 10)):  # fmt: skip
        v = np.linspace(first + (last - first) * top, last, 6)
        angles = np.full(6, float(u))
        if not shell.shows(angles, v).all():
            continue
        left = shell.at(angles + width * np.linspace(0.0, -0.2, 6), v)
        right = shell.at(angles + width * np.linspace(0.0, 1.0, 6), v)
        out.append(fill(ribbon(left, right), tone(cloth.color, "shade")))
        out.append(crease(left, cloth.color, 1.6 * figure.ink, "deep", 0.8))
    return "".join(out)


def _dark(shell: Shell, cloth: Hanging) -> str:
    dark = shell.panels(cloth.start, cloth.end, window=shell.dark_window(cloth.shadow + 0.12))
    return "".join(fill(path, tone(cloth.color, "shade")) for path in dark)
