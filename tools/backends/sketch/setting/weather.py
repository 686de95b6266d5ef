"""Rain, snow, fog, petals and storm before the figure, and behind panes."""

from __future__ import annotations

from random import Random

from tools.backends.sketch.setting.air import Air
from tools.backends.sketch.setting.sheet import SIZE, Point, Sheet
from tools.backends.sketch.tones import mix


def draw_weather(
    sheet: Sheet, air: Air, rng: Random, *, share: float = 1.0, floor: float = 1000
) -> None:
    """The weather before the figure; `share` thins it out (the half that is behind the figure)."""
    weather = air.scene.weather
    if weather in ("rain", "storm"):
        _draw_rain(sheet, air, rng, share, heavy=weather == "storm", floor=floor)
    elif weather == "snow":
        _draw_snow(sheet, air, rng, share)
    elif weather == "fog":
        _draw_fog(sheet, air)
    elif weather == "petals":
        _draw_petals(sheet, rng, share)


def draw_mist(sheet: Sheet, air: Air, top: float, bottom: float, opacity: float) -> None:
    """A veil of haze that thickens towards the middle of a band."""
    haze = air.haze()
    paint = sheet.vertical(((0, haze, 0.0), (0.5, haze, 1.0), (1, haze, 0.0)), top, bottom)
    sheet.rect(0, top, SIZE, bottom - top, paint, opacity)


def _draw_rain(
    sheet: Sheet, air: Air, rng: Random, share: float, *, heavy: bool, floor: float
) -> None:
    slant = 0.34 if heavy else 0.12
    drop = mix("#e6f1ff", air.haze(), 0.25)
    for count, length, width, opacity in (
        (90, 36, 1.3, 0.42),
        (54, 66, 1.9, 0.42),
        (20, 120, 2.6, 0.28),
    ):
        drops: list[tuple[Point, Point, Point]] = []
        for _ in range(int(count * share * (1.5 if heavy else 1.0))):
            x, y = rng.uniform(-60, SIZE + 160), rng.uniform(-60, SIZE)
            size = length * rng.uniform(0.6, 1.2)
            foot = x - slant * size
            drops.append(((x, y), (foot + width * 0.7, y + size), (foot - width * 0.7, y + size)))
        sheet.polys(drops, drop, opacity)
    splashes = [
        (rng.uniform(0, SIZE), floor - 150 * rng.random() ** 1.5) for _ in range(int(34 * share))
    ]
    sheet.lines(
        [((x - 7, y - 4), (x - 3, y)) for x, y in splashes]
        + [((x + 3, y), (x + 7, y - 4)) for x, y in splashes],
        drop,
        1.4,
        0.5,
    )


def _draw_snow(sheet: Sheet, air: Air, rng: Random, share: float) -> None:
    flake = mix("#ffffff", air.haze(), 0.12 if not air.dark else 0.22)
    for count, low, high, opacity in (
        (130, 1.2, 2.4, 0.75),
        (60, 2.6, 4.4, 0.85),
        (12, 6, 10, 0.4),
    ):
        flakes = [
            (rng.uniform(0, SIZE), rng.uniform(0, SIZE), rng.uniform(low, high))
            for _ in range(int(count * share))
        ]
        if high > 5:
            flakes = [(x, y, r) for x, y, r in flakes if not (330 < x < 690 and 40 < y < 640)]
        sheet.dots(flakes, flake, opacity)


def _draw_fog(sheet: Sheet, air: Air) -> None:
    haze = mix(air.haze(), "#ffffff", 0.12)
    paint = sheet.vertical(((0, haze, 0.0), (0.55, haze, 0.32), (1, haze, 0.5)), 620, SIZE)
    sheet.rect(0, 620, SIZE, SIZE - 620, paint, 0.8)
    veil = sheet.radial(((0, haze, 0.5), (1, haze, 0.0)))
    for x, y, rx, ry in ((120, 760, 420, 70), (900, 830, 460, 84), (520, 980, 620, 80)):
        sheet.ellipse(x, y, rx, ry, veil)


def _draw_petals(sheet: Sheet, rng: Random, share: float) -> None:
    for tone, count, size in (("#f9c9da", 34, 7.5), ("#f4a9c4", 20, 9.0), ("#fde3ec", 9, 15.0)):
        d = ""
        for _ in range(int(count * share)):
            x, y = rng.uniform(0, SIZE), rng.uniform(0, SIZE)
            ux, uy = rng.uniform(0.5, 1.0) * size, rng.uniform(-0.8, 0.8) * size
            vx, vy = -uy * 0.5, rng.uniform(0.3, 0.5) * size
            if size > 12 and 340 < x < 690 and 60 < y < 660:
                continue
            d += (
                f"M{x - ux:.0f} {y - uy:.0f}Q{x + vx:.0f} {y - vy:.0f} {x + ux:.0f} {y + uy:.0f}"
                f"Q{x - vx * 0.6:.0f} {y + vy:.0f} {x - ux:.0f} {y - uy:.0f}Z"
            )
        if d:
            sheet.path(d, tone, 0.92 if size < 12 else 0.6)
