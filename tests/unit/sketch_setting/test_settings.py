"""Places: all of them are drawn, the same every time, light on their feet."""

from __future__ import annotations

import re
from functools import cache
from typing import get_args
from xml.etree import ElementTree

import pytest

from tools.backends.sketch.setting import SettingLayers, draw_setting
from tools.backends.sketch.setting.panes import cut, inside
from tools.backends.sketch.tones import oklch
from tools.domain.staging import Scene, SettingKind, TimeOfDay, Weather

KINDS: tuple[SettingKind, ...] = get_args(SettingKind)
TIMES: tuple[TimeOfDay, ...] = get_args(TimeOfDay)
WEATHERS: tuple[Weather, ...] = get_args(Weather)
ROOMS = {"classroom", "bedroom", "castle_hall", "spaceship", "cafe", "laboratory", "dojo"}
_SHAPE = re.compile(r"<(?:path|rect|ellipse)\b")


@cache
def drawn(scene: Scene) -> SettingLayers:
    return draw_setting(scene, 1)


def parsed(layers: SettingLayers) -> ElementTree.Element:
    return ElementTree.fromstring(f"<svg>{layers.back}{layers.front}</svg>")


@pytest.mark.parametrize("kind", KINDS)
def test_every_place_is_drawn_at_every_hour_with_few_shapes(kind: SettingKind):
    for time in TIMES:
        layers = drawn(Scene(setting=kind, time_of_day=time))
        root = parsed(layers)
        assert len(_SHAPE.findall(layers.back + layers.front)) <= 135
        assert "filter" not in {element.tag for element in root.iter()}
        assert 920 <= layers.ground_y <= 965


@pytest.mark.parametrize("kind", KINDS)
def test_all_references_point_at_something_and_ids_are_unique(kind: SettingKind):
    layers = drawn(Scene(setting=kind, time_of_day="night", weather="rain"))
    svg = layers.back + layers.front
    ids = re.findall(r'\bid="([^"]+)"', svg)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(ids)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_scene_and_seed_give_the_same_bytes(kind: SettingKind):
    scene = Scene(setting=kind, time_of_day="sunset", weather="petals")
    assert draw_setting(scene, 3) == draw_setting(scene, 3)


def test_another_seed_places_the_small_things_elsewhere():
    scene = Scene(setting="neon_alley", time_of_day="night")
    assert draw_setting(scene, 1).back != draw_setting(scene, 2).back


@pytest.mark.parametrize("weather", [w for w in WEATHERS if w != "clear"])
def test_weather_falls_before_the_figure_outdoors_and_never_in_a_room(weather: Weather):
    for kind in ("forest", "train_station", "desert", "classroom", "dojo", "studio"):
        layers = drawn(Scene(setting=kind, weather=weather))
        fair = drawn(Scene(setting=kind))
        if kind in ROOMS or kind == "studio":
            assert layers.front == fair.front
        else:
            assert len(layers.front) > len(fair.front)


@pytest.mark.parametrize("kind", sorted(ROOMS - {"spaceship"}))
def test_rain_is_seen_through_the_panes_of_a_room(kind: SettingKind):
    wet = drawn(Scene(setting=kind, weather="rain"))
    assert wet.back != drawn(Scene(setting=kind)).back


def test_the_studio_lights_nothing_and_the_night_is_blue():
    studio = drawn(Scene()).light
    assert (studio.tint_strength, studio.tint) == (0.0, "#ffffff")
    night = drawn(Scene(setting="beach", time_of_day="night")).light
    assert 0 < night.tint_strength <= 0.35
    assert int(night.tint[5:7], 16) > int(night.tint[1:3], 16)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("time", TIMES)
def test_light_stays_within_its_limits(kind: SettingKind, time: TimeOfDay):
    light = drawn(Scene(setting=kind, time_of_day=time)).light
    assert 0 <= light.tint_strength <= 0.35
    assert 0 <= light.rim_strength <= 1
    for color in (light.tint, light.rim, light.shadow):
        assert re.fullmatch(r"#[0-9a-f]{6}", color)


def test_a_night_is_darker_than_a_day():
    def mean_lightness(time: TimeOfDay) -> float:
        svg = drawn(Scene(setting="mountains", time_of_day=time)).back
        colors = re.findall(r"#[0-9a-f]{6}", svg)
        return sum(oklch(color)[0] for color in colors) / len(colors)

    assert mean_lightness("night") < mean_lightness("sunset") < mean_lightness("day")


def test_the_palette_of_the_bible_tints_a_place():
    plain = drawn(Scene(setting="forest"))
    tinted = drawn(Scene(setting="forest", palette=("#ff3300", "#3300ff")))
    assert plain.back != tinted.back
    assert plain.light != tinted.light


def test_a_shape_is_cut_to_its_pane():
    pane = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]
    assert sorted(cut([(5.0, 5.0), (15.0, 5.0), (15.0, 8.0), (5.0, 8.0)], pane)) == [
        (5.0, 5.0), (5.0, 8.0), (10.0, 5.0), (10.0, 8.0),
    ]  # fmt: skip
    assert cut([(20.0, 20.0), (30.0, 20.0), (30.0, 30.0)], pane) == []
    assert inside((5.0, 5.0), pane)
    assert not inside((11.0, 5.0), pane[::-1])
