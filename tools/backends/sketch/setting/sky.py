"""Sky, sun, moon, stars and clouds of an hour, and what stands far away before them."""

from __future__ import annotations

import itertools
from random import Random

from tools.backends.sketch.setting.air import Air
from tools.backends.sketch.setting.sheet import SIZE, Point, Sheet
from tools.backends.sketch.tones import mix


def draw_sky(
    sheet: Sheet,
    air: Air,
    horizon: float,
    rng: Random,
    *,
    sun: Point = (770, 210),
    clouds: bool = True,
) -> None:
    """Paint the sky down to `horizon`; the sun or moon stands at `sun` (a setting sun sinks)."""
    top, middle, low = air.sky()
    sheet.rect(
        0, 0, SIZE, horizon + 4, sheet.vertical(((0, top), (0.6, middle), (1, low)), 0, horizon)
    )
    hour = air.scene.time_of_day
    stars = [
        (rng.uniform(0, SIZE), rng.uniform(0, horizon * 0.85), rng.uniform(0.6, 1.9))
        for _ in range(150)
    ]
    if hour == "night" and air.gloom < 0.2:
        sheet.dots(stars[:110], "#dfe8ff", 0.75)
        sheet.dots([(x, y, r * 1.6) for x, y, r in stars[110:118]], "#ffffff", 0.95)
    if clouds:
        _draw_clouds(sheet, air, horizon, rng)
    if air.gloom < 0.4:
        _draw_light(sheet, air, horizon, sun)


def ridge(
    sheet: Sheet,
    air: Air,
    base: float,
    height: float,
    rng: Random,
    color: str,
    depth: float,
    *,
    step: float = 64,
    sharp: float = 1.0,
    dip: float = 0.55,
) -> None:
    """A far range of hills; it sinks by `dip` behind the figure in the middle."""
    points: list[Point] = [(-10, base)]
    x = -10.0
    up = True
    while x < SIZE + step:
        middle = 1 - dip * max(0.0, 1 - abs(x - SIZE / 2) / 330)
        tall = height * middle * (rng.uniform(0.75, 1.0) if up else rng.uniform(0.35, 0.6) / sharp)
        points.append((x, base - tall))
        x += step * rng.uniform(0.7, 1.25)
        up = not up
    points.append((SIZE + 10, base))
    tone = air.local(color, depth)
    mist = mix(tone, air.haze(), 0.55)
    paint = sheet.vertical(((0, tone), (1, mist)), base - height, base)
    if sharp > 1:
        sheet.poly(points, paint)
    else:
        d = f"M{points[0][0]:.0f} {points[0][1]:.0f}"
        for before, after in itertools.pairwise(points):
            d += (
                f"Q{before[0]:.0f} {before[1]:.0f}"
                f" {(before[0] + after[0]) / 2:.0f} {(before[1] + after[1]) / 2:.0f}"
            )
        sheet.path(d + f"L{SIZE + 10} {base:.0f}Z", paint)


def skyline(
    sheet: Sheet,
    air: Air,
    base: float,
    height: float,
    rng: Random,
    depth: float,
    *,
    color: str = "#5b6478",
    windows: bool = True,
    dip: float = 0.5,
) -> None:
    """Far towers, lower behind the figure; lit windows by night."""
    x = -20.0
    towers: list[list[Point]] = []
    lights: list[list[Point]] = []
    while x < SIZE + 20:
        wide = rng.uniform(38, 96)
        middle = 1 - dip * max(0.0, 1 - abs(x + wide / 2 - SIZE / 2) / 300)
        tall = height * rng.uniform(0.4, 1.0) * middle
        top = base - tall
        towers.append([(x, base), (x, top), (x + wide, top), (x + wide, base)])
        if rng.random() < 0.35:
            spire = x + wide * rng.uniform(0.3, 0.7)
            towers.append([(spire - 2, top), (spire, top - tall * 0.2), (spire + 2, top)])
        for row in range(int(tall / 17)):
            for column in range(int(wide / 13)):
                if rng.random() < 0.36:
                    left, low = x + 6 + column * 13, top + 10 + row * 17
                    lights.append(
                        [(left, low), (left + 5, low), (left + 5, low + 7), (left, low + 7)]
                    )
        x += wide * rng.uniform(0.72, 1.05)
    tone = air.local(color, depth)
    paint = sheet.vertical(((0, tone), (1, mix(tone, air.haze(), 0.6))), base - height, base)
    sheet.polys(towers, paint)
    if windows:
        lamp = mix(air.lamp(), air.haze(), depth * 0.6)
        pane = lamp if air.dusky else mix(tone, air.sky()[1], 0.5)
        sheet.polys(lights, pane, 0.8 if air.dark else 0.6 if air.dusky else 0.5)


def _draw_light(sheet: Sheet, air: Air, horizon: float, sun: Point) -> None:
    hour, (x, y) = air.hour, sun
    strength = 1 - air.gloom
    if air.scene.time_of_day == "night":
        sheet.glow(x, y, 190, hour.beam, 0.5 * strength)
        sheet.ellipse(x, y, 44, 44, hour.sun, 0.35 + 0.65 * strength)
        sheet.dots(
            [(x - 14, y - 10, 9), (x + 12, y + 8, 12), (x + 6, y - 20, 6)],
            "#c3cfee",
            0.5 * strength,
        )
    elif air.scene.time_of_day == "day":
        sheet.glow(x, y, 220, hour.sun, 0.75 * strength)
        sheet.ellipse(x, y, 30, 30, "#ffffff", 0.9 * strength)
    else:
        low = min(horizon - 40, max(y, horizon - 110))
        sheet.glow(x, low, 340, hour.sun, 0.85 * strength)
        sheet.ellipse(x, low, 62, 62, hour.sun, 0.4 + 0.6 * strength)


def _draw_clouds(sheet: Sheet, air: Air, horizon: float, rng: Random) -> None:
    hour = air.hour
    top, _, low = air.sky()
    cloud = mix(hour.cloud, mix(top, low, 0.25), 0.85 * air.gloom)
    under = mix(hour.cloud_shade, top, 0.5 * air.gloom)
    colors = {"cloud": cloud, "under": under, "light": mix(cloud, "#ffffff", 0.4)}
    places = ((150, 0.30, 1.05), (905, 0.40, 1.2), (330, 0.62, 0.5), (700, 0.68, 0.45))
    if air.scene.time_of_day in ("dawn", "sunset", "night") or air.gloom > 0.3:
        for x, share, scale in (
            (130, 0.34, 1.3),
            (880, 0.26, 1.5),
            (600, 0.66, 1.0),
            (300, 0.74, 0.9),
        ):
            shift = rng.uniform(-50, 50)
            sheet.part("cloud_streak", x + shift, horizon * share, scale, colors, opacity=0.75)
        places = ()
    for x, share, scale in places:
        name = "cloud_a" if rng.random() < 0.5 else "cloud_b"
        shift = rng.uniform(-60, 60)
        sheet.part(
            name, x + shift, horizon * share, scale, colors, flip=rng.random() < 0.5, opacity=0.92
        )
    if air.scene.weather == "storm":
        sheet.stroke("M842 60L806 168L838 176L790 296L812 300L776 372", "#e9f0ff", 5, 0.95)
        sheet.stroke("M838 176L872 236L862 262", "#e9f0ff", 2.5, 0.8)
        sheet.glow(815, 190, 280, "#cfdcff", 0.55)
