"""Cloaks and capes: a sheet that falls from the shoulders behind, a mantle over them."""

from __future__ import annotations

import numpy as np

from tools.backends.sketch.figure.body import Body
from tools.backends.sketch.figure.geometry import circle, ribbon, smooth
from tools.backends.sketch.figure.outfit import Extra, Figure
from tools.backends.sketch.figure.paint import Pieces, crease, fill, line
from tools.backends.sketch.figure.shell import Shell
from tools.backends.sketch.figure.surface import Ring, Surface
from tools.backends.sketch.garments.details import BRASS
from tools.backends.sketch.tones import tone
from tools.domain.look import Garment

BEHIND_ORDER = -85.0


def cape(garment: Garment) -> Extra:
    """A cape to the calves, held by two clasps and a cord."""

    def draw(figure: Figure, pieces: Pieces) -> None:
        lining = garment.accent or tone(garment.color, "deep")
        _sheet(figure, pieces, garment.color, lining, length=400.0, spread=34.0)
        trunk = Shell(figure.body.trunk.swollen(5), figure.body.camera)
        cord = trunk.arc(15.0, -52.0, 52.0)
        out = [
            line(smooth(cord, closed=False), tone(BRASS, "line"), figure.unit(4.0)),
            line(smooth(cord, closed=False), BRASS, figure.unit(2.4)),
        ]
        for u in (-46.0, 46.0):
            for low, high in ((-14.0, 14.0),):
                flap = trunk.panels(u + low, u + high, 4.0, 17.0)
                out += [fill(path, garment.color, tone(garment.color, "line")) for path in flap]
            if trunk.shows(np.array([u]), np.array([15.0])).all():
                out.append(
                    fill(
                        circle(trunk.at([u], [15.0])[0], figure.unit(5.5)),
                        BRASS,
                        tone(BRASS, "line"),
                    )
                )
        pieces.add(26.0, "torso", "cape-clasps", *out)

    return draw


def cloak(garment: Garment) -> Extra:
    """A long cloak with a mantle over the shoulders and a clasp."""

    def draw(figure: Figure, pieces: Pieces) -> None:
        lining = garment.accent or tone(garment.color, "deep")
        _sheet(figure, pieces, garment.color, lining, length=470.0, spread=46.0)
        body = figure.body
        shell = Shell(_mantle(body), body.camera)
        ink = tone(garment.color, "line")
        edge = 12.0
        out = [shell.fills(garment.color, edge, 360.0 - edge, ink=ink)]
        for u in (40.0, 75.0, 285.0, 320.0, 140.0, 180.0, 220.0):
            v = np.linspace(0.55, 1.0, 5)
            if shell.shows(np.full(5, u), v).all():
                left = shell.at(np.full(5, u), v)
                right = shell.at(u + np.linspace(1, 12, 5), v)
                out.append(fill(ribbon(left, right), tone(garment.color, "shade")))
        for low, high in ((edge, 180.0), (180.0, 360.0 - edge)):
            hem = shell.arc(0.94, low, high)
            if len(hem) and float(np.ptp(hem[:, 0])) > 4:
                out.append(line(smooth(hem, closed=False), lining, figure.unit(2.2)))
        if shell.shows(np.array([0.0]), np.array([0.32])).all():
            middle = shell.at([0.0], [0.34])[0]
            out.append(fill(circle(middle, figure.unit(7.0)), BRASS, tone(BRASS, "line")))
            out.append(fill(circle(middle, figure.unit(3.6)), lining))
        contour = "".join(
            line(path, ink, 2 * figure.ink) for path in shell.panels(edge, 360 - edge)
        )
        pieces.add(56.0 if not _lifted(body) else 26.0, "torso", "mantle", *out, contour=contour)

    return draw


def _sheet(
    figure: Figure, pieces: Pieces, color: str, lining: str, *, length: float, spread: float
) -> None:
    body = figure.body
    shell = Shell(_back(body, length, spread), body.camera)
    low, high = 84.0, 276.0
    ink = tone(color, "line")
    seen = shell.seen
    middle, half = (seen.low + seen.high) / 2 + 180.0, (seen.high - seen.low) / 2
    inside = shell.panels(low, high, window=(middle - half, middle + half))
    folds = _folds(figure, shell, lining, hidden=True)
    pieces.add(
        BEHIND_ORDER,
        "torso",
        "cape-lining",
        "".join(fill(path, tone(lining, "shade"), ink) for path in inside),
        folds,
    )
    outside = shell.fills(color, low, high, ink=ink, shadow=0.66)
    contour = "".join(line(path, ink, 2 * figure.ink) for path in shell.panels(low, high))
    facing = float((body.camera.matrix() @ body.skeleton.frames["chest"][:, 2])[2])
    pieces.add(
        60.0 if facing < -0.2 else -72.0,
        "torso",
        "cape",
        outside,
        _folds(figure, shell, color, hidden=False),
        contour=contour,
    )


def _folds(figure: Figure, shell: Shell, color: str, *, hidden: bool) -> str:
    out: list[str] = []
    for u in (104.0, 130.0, 158.0, 186.0, 212.0, 240.0, 262.0):
        v = np.linspace(0.14 + 0.1 * (int(u) % 3), 1.0, 7)
        angles = np.full(7, u)
        shown = shell.shows(angles, v)
        if hidden == bool(shown.any()):
            continue
        left = shell.camera.project(shell.surface.points(angles, v))[:, :2]
        right = shell.camera.project(shell.surface.points(angles + np.linspace(0.5, 9.0, 7), v))[
            :, :2
        ]
        out.append(fill(ribbon(left, right), tone(color, "deep" if hidden else "shade")))
        out.append(crease(left, color, 1.6 * figure.ink, "line" if hidden else "deep", 0.8))
    return "".join(out)


def _back(body: Body, length: float, spread: float) -> Surface:
    """A half-open tube from the shoulders that falls, and drifts away behind the figure."""
    skeleton = body.skeleton
    frame = skeleton.frames["chest"]
    left, right = skeleton.points["shoulder_l"], skeleton.points["shoulder_r"]
    reach, middle = (left - right) / 2, (left + right) / 2
    wide = float(np.linalg.norm(reach))
    axis = reach / wide
    length = length * skeleton.proportions.stature / 652.0
    down = np.array((0.0, 1.0, 0.0))
    back = -frame[:, 2]
    back = back - down * float(back @ down)
    back = back / max(float(np.linalg.norm(back)), 1e-6)
    rings: list[Ring] = []
    for share, grow, deep in (
        (0.0, 0.78, 15.0),
        (0.06, 1.12, 20.0),
        (0.25, 1.22, 27.0),
        (0.6, 1.34, 36.0),
        (1.0, 1.42, 46.0),
    ):
        half = wide * grow + spread * share
        fall = down * (length * share - 14.0) + back * (0.16 * length * share**1.3)
        rings.append(Ring(v=share, center=middle + fall, side=axis * half, front=-back * deep))
    return Surface.of(rings, count=16)


def _mantle(body: Body) -> Surface:
    skeleton = body.skeleton
    frame = skeleton.frames["chest"]
    left, right = skeleton.points["shoulder_l"], skeleton.points["shoulder_r"]
    reach, middle = (left - right) / 2, (left + right) / 2
    wide = float(np.linalg.norm(reach))
    axis = reach / wide
    neck = skeleton.points["neck"]
    half = skeleton.proportions.neck_half
    down, ahead = frame[:, 1], frame[:, 2]
    return Surface.of(
        [
            Ring(v=0.0, center=neck - down * 6, side=axis * half * 1.5, front=ahead * 19),
            Ring(v=0.2, center=neck + down * 4, side=axis * half * 2.1, front=ahead * 22),
            Ring(v=0.45, center=middle - down * 10, side=axis * (wide + 10), front=ahead * 28),
            Ring(v=0.7, center=middle + down * 16, side=axis * (wide + 23), front=ahead * 33),
            Ring(v=1.0, center=middle + down * 58, side=axis * (wide + 25), front=ahead * 36),
        ],
        count=16,
    )


def _lifted(body: Body) -> bool:
    return any(
        body.dot(f"elbow_{s}")[1] < body.dot(f"shoulder_{s}")[1] + body.unit(35) for s in "lr"
    )
