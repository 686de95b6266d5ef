"""Cloth that hangs: skirts, coat tails, robes, cloaks, as rings that follow the legs."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from tools.backends.sketch.figure.body import Body
from tools.backends.sketch.figure.geometry import hull, polygon, ribbon, smooth
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
    whole = not callable(cloth.start) and not callable(cloth.end) and cloth.end - cloth.start >= 360
    out = [_bulk(shell, cloth, ink)] if whole and _crouched(figure.body) else []
    out.append(shell.fills(cloth.color, cloth.start, cloth.end, ink=ink, shadow=None))
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


def _bulk(shell: Shell, cloth: Hanging, ink: str) -> str:
    """The cloth as hulls between rings, whole even where it runs towards the viewer."""
    heights = np.linspace(float(shell.surface.v[0]), float(shell.surface.v[-1]), 8)
    rims = [shell.ellipse(float(v)) for v in heights]
    return "".join(
        fill(polygon(hull(np.vstack(pair))), cloth.color, ink) for pair in pairwise(rims)
    )


def _crouched(body: Body) -> bool:
    """Whether both thighs lie about level, or a knee is near the ground."""
    points = body.skeleton.points
    drops = [points[f"knee_{side}"] - points[f"hip_{side}"] for side in ("l", "r")]
    floor = max(float(points[f"heel_{side}"][1]) for side in ("l", "r"))
    low = any(floor - float(points[f"knee_{side}"][1]) < 60.0 for side in ("l", "r"))
    return low or all(float(d[1]) < 0.45 * float(np.linalg.norm(d)) for d in drops)


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
    shares = np.linspace(0.12 if cloth.length > 0.2 else 0.06, cloth.length, steps)
    rings += [_leg_ring(body, cloth, float(share)) for share in shares]
    return Surface.of(rings, count=26)


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
    spread = float(np.linalg.norm(gap)) - sizes.hip_width
    flare = cloth.flare * share / max(cloth.length, 0.2) * max(0.15, 1 - max(0.0, spread) / 55.0)
    half = max(abs(float(gap @ axis)), sizes.hip_width * 0.9) + leg + flare
    depth = abs(float(gap @ ahead)) + leg + flare * 0.75
    depth = max(depth, half * 0.55)
    wide, deep = abs(float(gap @ axis)), abs(float(gap @ ahead))
    corner = 1.0 + 0.30 * min(wide, deep) / max(wide, deep, 1e-6) * min(1.0, min(wide, deep) / 24.0)
    half, depth = half * corner, depth * corner
    center = (left + right) / 2 + np.array(body.sway) * (share / 2.0) ** 1.4
    floor = max(float(skeleton.points[f"heel_{side}"][1]) for side in ("l", "r")) - 8.0
    reach = abs(float(ahead[1])) * depth + abs(float(axis[1])) * half + depth * 0.11
    center[1] = min(float(center[1]), floor - reach)
    return Ring(v=HIP + 60.0 * share, center=center, side=axis * half, front=ahead * depth)


def _on_leg(body: Body, side: str, share: float) -> Array:
    points = body.skeleton.points
    hip, knee, ankle = (points[f"{name}_{side}"] for name in ("hip", "knee", "ankle"))
    if share <= 1.0:
        return hip + (knee - hip) * share
    return knee + (ankle - knee) * (share - 1.0)


def _behind(shell: Shell, cloth: Hanging) -> list[str]:
    """The inside of the far cloth, seen below the hem's near edge or between open edges."""
    seen = shell.seen
    middle, half = (seen.low + seen.high) / 2 + 180.0, (seen.high - seen.low) / 2
    top = min(80.0, float(shell.surface.v[-1]) - 5)
    return shell.panels(cloth.start, cloth.end, top=top, window=(middle - half, middle + half))


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
    for u, top, width in _FOLDS:
        v = np.linspace(first + (last - first) * top, last, 6)
        angles = np.full(6, float(u))
        if not shell.shows(angles, v).all():
            continue
        left = shell.at(angles + width * np.linspace(0.0, -0.2, 6), v)
        right = shell.at(angles + width * np.linspace(0.0, 1.0, 6), v)
        out.append(fill(ribbon(left, right), tone(cloth.color, "shade")))
        out.append(crease(left, cloth.color, 1.6 * figure.ink, "deep", 0.8))
    return "".join(out)


_FOLDS = (
    (-62, 0.25, 10), (-24, 0.42, 12), (20, 0.30, 10), (58, 0.38, 12),
    (112, 0.3, 12), (150, 0.4, 10), (205, 0.34, 12), (246, 0.3, 10),
)  # fmt: skip
"""Where folds lie: degrees around, where down the cloth they begin, how wide they end."""


def _dark(shell: Shell, cloth: Hanging) -> str:
    dark = shell.panels(cloth.start, cloth.end, window=shell.dark_window(cloth.shadow + 0.12))
    return "".join(fill(path, tone(cloth.color, "shade")) for path in dark)
