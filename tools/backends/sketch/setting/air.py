"""The air of a scene: what hour, weather and the bible's palette do to every colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from tools.backends.sketch.setting.layers import SceneLight
from tools.backends.sketch.tones import mix, oklch, srgb
from tools.domain.staging import Scene

Inside = Literal["outdoors", "indoors"]


@dataclass(frozen=True, kw_only=True)
class Hour:
    """The colours of an hour. `ambient` multiplies local colours by `grade`."""

    sky: tuple[str, str, str]
    haze: str
    ambient: str
    grade: float
    indoor_ambient: str
    indoor_grade: float
    sun: str
    beam: str
    cloud: str
    cloud_shade: str
    tint_strength: float
    rim_strength: float
    shadow: str


_HOURS: dict[str, Hour] = {
    "dawn": Hour(
        sky=("#7f8fc9", "#dca9c2", "#ffdcb8"),
        haze="#efc9c9",
        ambient="#f3cfd6",
        grade=0.75,
        indoor_ambient="#f2d6d4",
        indoor_grade=0.7,
        sun="#fff0cf",
        beam="#ffd9b0",
        cloud="#f7d3cf",
        cloud_shade="#b79cc0",
        tint_strength=0.13,
        rim_strength=0.55,
        shadow="#5b4a72",
    ),
    "day": Hour(
        sky=("#3f8fdc", "#86c3f0", "#d8effa"),
        haze="#c9e3f2",
        ambient="#ffffff",
        grade=0.0,
        indoor_ambient="#fffaf0",
        indoor_grade=0.5,
        sun="#fffbe0",
        beam="#fff3c8",
        cloud="#ffffff",
        cloud_shade="#b9cfe6",
        tint_strength=0.04,
        rim_strength=0.3,
        shadow="#39446a",
    ),
    "sunset": Hour(
        sky=("#54427f", "#d96a6b", "#ffc06a"),
        haze="#f2996b",
        ambient="#f0a078",
        grade=0.85,
        indoor_ambient="#f2b288",
        indoor_grade=0.8,
        sun="#fff0b4",
        beam="#ffb45c",
        cloud="#f7a27c",
        cloud_shade="#8a4f78",
        tint_strength=0.2,
        rim_strength=0.85,
        shadow="#4a2a4e",
    ),
    "night": Hour(
        sky=("#0b1030", "#16224f", "#2f4377"),
        haze="#27396c",
        ambient="#5468b0",
        grade=0.93,
        indoor_ambient="#8c84a8",
        indoor_grade=0.85,
        sun="#f2f5ff",
        beam="#9fb8f0",
        cloud="#31406f",
        cloud_shade="#1a2549",
        tint_strength=0.24,
        rim_strength=0.65,
        shadow="#0c1230",
    ),
}

_GLOOM = {"rain": 0.7, "storm": 0.8, "snow": 0.68, "fog": 0.6, "clear": 0.0, "petals": 0.0}
"""How much of the sky's colour the weather takes away."""
_CLOUDED = {"dawn": "#aaa4b4", "day": "#a3abb3", "sunset": "#a0808a", "night": "#1b2438"}
_SNOW = {
    "dawn": ("#fbeef0", "#b9b2d8"), "day": ("#f8fbff", "#b9cbe8"),
    "sunset": ("#ffe6d2", "#b398c4"), "night": ("#8296cc", "#4f62a2"),
}  # fmt: skip
"""Snow in the light and in the shade of each hour."""
_NEON = ("#ff2f8e", "#22d8f5", "#8b5cff", "#ffb02e", "#37f0a6")


@dataclass(frozen=True)
class Air:
    """The light and weather of one scene."""

    scene: Scene
    inside: Inside = "outdoors"

    @property
    def hour(self) -> Hour:
        """The colours of the hour."""
        return _HOURS[self.scene.time_of_day]

    @property
    def dark(self) -> bool:
        """Whether lamps burn and windows are lit."""
        return self.scene.time_of_day == "night" or self.scene.weather == "storm"

    @property
    def dusky(self) -> bool:
        """Whether some lamps burn already, or still."""
        return self.dark or self.scene.time_of_day == "sunset"

    @property
    def gloom(self) -> float:
        """How overcast it is, 0 to 1."""
        return _GLOOM[self.scene.weather]

    @property
    def wet(self) -> bool:
        """Whether the ground mirrors."""
        return self.scene.weather in ("rain", "storm")

    @property
    def snowy(self) -> bool:
        """Whether snow lies on things."""
        return self.scene.weather == "snow"

    def sky(self) -> tuple[str, str, str]:
        """The sky from the zenith to the horizon."""
        cover = _CLOUDED[self.scene.time_of_day]
        top, middle, low = (mix(color, cover, self.gloom) for color in self.hour.sky)
        if self.scene.weather == "storm":
            top, middle, low = mix(top, "#14182a", 0.5), mix(middle, "#20263c", 0.4), low
        return self._tinted(top), self._tinted(middle), self._tinted(low)

    def haze(self) -> str:
        """The colour that distance fades to."""
        return self._tinted(mix(self.hour.haze, _CLOUDED[self.scene.time_of_day], self.gloom))

    def local(self, color: str, depth: float = 0.0) -> str:
        """How a thing of that colour looks here; `depth` 0 (near) to 1 (lost in haze)."""
        hour = self.hour
        inside = self.inside == "indoors"
        ambient = hour.indoor_ambient if inside else hour.ambient
        grade = hour.indoor_grade if inside else hour.grade
        seen = mix(color, _product(color, ambient), grade)
        if self.gloom and not inside:
            seen = _dulled(seen, self.gloom * 0.4)
        veil = depth * (0.5 if inside else 1.0)
        if self.scene.weather == "fog" and not inside:
            veil = min(1.0, 0.3 + veil * 1.1)
        return self._tinted(mix(seen, self.haze(), min(veil, 1.0)), 0.6)

    def ground(self, color: str, depth: float = 0.0) -> str:
        """A ground's colour: snow lies on it, rain darkens it."""
        if self.snowy and self.inside == "outdoors":
            return mix(self.local(mix(color, "#f1f5fb", 0.82), depth), self.snow(), 0.65)
        if self.wet and self.inside == "outdoors":
            color = mix(color, "#20242e", 0.3)
        return self.local(color, depth)

    def snow(self, *, shaded: bool = False) -> str:
        """Snow keeps its white in the light and goes blue in the shade, whatever the hour."""
        lit, shadow = _SNOW[self.scene.time_of_day]
        return self._tinted(shadow if shaded else lit)

    def capped(self, color: str, depth: float = 0.0) -> str:
        """A surface that faces up: snow lies on it."""
        if self.snowy and self.inside == "outdoors":
            return mix(self.local(mix(color, "#f4f7fc", 0.75), depth), self.snow(), 0.35)
        return self.local(color, depth)

    def foliage(self, leaf: str, depth: float = 0.0, trunk: str = "#5b4636") -> dict[str, str]:
        """The palette of a plant: lit from above, dark and cool below."""
        return {
            "leaf": self.local(leaf, depth),
            "top": self.capped(mix(leaf, "#d9e36a", 0.34), depth),
            "dark": self.local(mix(leaf, "#17324a", 0.42), depth),
            "trunk": self.local(trunk, depth),
        }

    def blossom(self, petal: str, depth: float = 0.0, trunk: str = "#4e3a36") -> dict[str, str]:
        """The palette of a tree in flower."""
        return {
            "leaf": self.local(petal, depth),
            "top": self.capped(mix(petal, "#ffffff", 0.5), depth),
            "dark": self.local(mix(petal, "#8a4a86", 0.4), depth),
            "trunk": self.local(trunk, depth),
        }

    def neon(self, index: int) -> str:
        """A colour of light for signs; the bible's vivid colours come first."""
        vivid = [c for c in self.scene.palette if oklch(c)[1] > 0.09]
        lights = [srgb(max(0.68, oklch(c)[0]), max(0.17, oklch(c)[1]), oklch(c)[2]) for c in vivid]
        colors = [*lights, *_NEON][: max(5, len(lights))]
        return colors[index % len(colors)]

    def lamp(self) -> str:
        """Warm artificial light."""
        return "#ffd48a"

    def light(self, rim: str | None = None, tint: str | None = None) -> SceneLight:
        """The light on the figure; a place may bring its own lamps."""
        hour = self.hour
        inside = self.inside == "indoors"
        own = hour.indoor_ambient if inside else hour.ambient
        strength = hour.tint_strength * (0.7 if inside else 1.0) + self.gloom * 0.06
        return SceneLight(
            tint=self._tinted(tint or (own if self.scene.time_of_day != "day" else hour.sky[1])),
            tint_strength=round(min(strength, 0.35), 3),
            rim=self._tinted(rim or hour.beam),
            rim_strength=round(hour.rim_strength * (1 - 0.4 * self.gloom), 3),
            shadow=self._tinted(hour.shadow),
        )

    def _tinted(self, color: str, share: float = 1.0) -> str:
        """The bible's palette draws every colour a little towards its nearest hue."""
        if not self.scene.palette:
            return color
        return _towards_palette(color, self.scene.palette, share)


@lru_cache(maxsize=4096)
def _towards_palette(color: str, palette: Sequence[str], share: float) -> str:
    light, _, _ = oklch(color)
    near = min(palette, key=lambda other: (_distance(color, other), other))
    _, chroma, hue = oklch(near)
    return mix(color, srgb(light, min(chroma, 0.16), hue), 0.3 * share)


def _distance(one: str, other: str) -> float:
    return sum((a - b) ** 2 for a, b in zip(_channels(one), _channels(other), strict=True))


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


@lru_cache(maxsize=8192)
def _product(color: str, light: str) -> str:
    pairs = zip(_channels(color), _channels(light), strict=True)
    return "#" + "".join(f"{round(a * b / 255):02x}" for a, b in pairs)


def _dulled(color: str, share: float) -> str:
    lightness, chroma, hue = oklch(color)
    return srgb(lightness * (1 - share * 0.25), chroma * (1 - share), hue)
