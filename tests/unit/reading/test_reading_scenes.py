"""Words on a scene become a place, an hour, a pose and a view."""

from __future__ import annotations

from time import process_time
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tools.domain.reading import read_drawing
from tools.domain.reading.data_files import load_data
from tools.domain.staging import Pose, SettingKind, Staging


def staged(words: str) -> Staging:
    return read_drawing({"name": "Kai Nakamura"}, words).staging


@pytest.mark.parametrize(
    ("words", "setting", "time", "weather", "pose"),
    [
        ("walking through the neon alley in the rain", "neon_alley", "night", "rain", "walking"),
        ("Kai walks through neon alley", "neon_alley", "night", "clear", "walking"),
        ("leaping across rooftops at dusk", "rooftop", "sunset", "clear", "jumping"),
        ("standing on a cliff at dawn", "mountains", "dawn", "clear", "standing"),
        ("kneeling before the torii gate in falling snow", "shrine", "day", "snow", "kneeling"),
        ("running across the desert under the sun", "desert", "day", "clear", "running"),
        ("sparring in the dojo", "dojo", "day", "clear", "fighting_stance"),
        ("sleeping in her bedroom at midnight", "bedroom", "night", "clear", "lying"),
        ("casting a spell in ruins in a thunderstorm", "ruins", "day", "storm", "casting"),
        ("crouching in a foggy forest", "forest", "day", "fog", "crouching"),
        ("waiting on the platform at dusk", "train_station", "sunset", "clear", "standing"),
        ("leaning on the wall of a cafe", "cafe", "day", "clear", "leaning"),
        ("under falling cherry blossoms", "garden", "day", "petals", "standing"),
        ("waves goodbye at the train station", "train_station", "day", "clear", "waving"),
        ("standing by the crashing waves", "beach", "day", "clear", "standing"),
        ("", "studio", "day", "clear", "standing"),
    ],
)  # fmt: skip
def test_a_scene_is_read_whole(words: str, setting: str, time: str, weather: str, pose: str):
    staging = staged(words)
    scene = staging.scene
    assert (scene.setting, scene.time_of_day, scene.weather) == (setting, time, weather)
    assert staging.pose == pose


def test_a_sunlit_classroom_makes_nobody_happy():
    staging = staged("sitting in a sunlit classroom, sad")
    assert (staging.scene.setting, staging.scene.time_of_day) == ("classroom", "day")
    assert (staging.pose, staging.expression) == ("sitting", "sad")


@pytest.mark.parametrize(
    ("words", "view", "framing"),
    [
        ("back view", "back", "full"),
        ("seen from behind", "back", "full"),
        ("close-up", "three_quarter", "portrait"),
        ("extreme close-up of the face, front view", "front", "face"),
        ("profile", "side", "full"),
        ("front view, waist up", "front", "knees"),
        ("full body, 3/4 view", "three_quarter", "full"),
    ],
)
def test_the_camera_is_told_where_to_stand(words: str, view: str, framing: str):
    staging = staged(words)
    assert (staging.view, staging.framing) == (view, framing)


def test_what_is_held_in_a_scene_comes_with_its_colour():
    prop = staged("holding a red umbrella in the rain").prop
    assert prop is not None
    assert (prop.kind, prop.color) == ("umbrella", "#d0272d")
    assert staged("standing in the rain without an umbrella").prop is None


def test_what_a_scene_puts_on_is_worn():
    drawing = read_drawing(
        {"appearance": {"style": "black suit"}}, "wearing a yellow raincoat in the city"
    )
    assert {g.kind: g.color for g in drawing.look.garments}["jacket"] == "#f3d02b"


def test_rain_boots_bring_no_rain():
    assert staged("wearing rain boots in the garden").scene.weather == "clear"


def test_the_place_one_is_in_goes_before_the_place_one_sees():
    drawing = read_drawing({}, "looking at the mountains from inside the train station")
    assert drawing.staging.scene.setting == "train_station"
    assert "mountains" in drawing.undrawn


@pytest.mark.parametrize(
    ("words", "missed"),
    [
        ("walking through the neon alley at night", ()),
        ("Kai Nakamura walking through the neon alley", ()),
        ("a dragon flies over the village", ("dragon",)),
        ("Kai and Mei argue in the laboratory", ("Mei", "argue")),
        ("sitting on the bed by the window, moonlight", ()),
    ],
)
def test_only_what_a_scene_cannot_show_is_reported(words: str, missed: tuple[str, ...]):
    assert read_drawing({"name": "Kai Nakamura"}, words).undrawn == missed


def test_a_style_that_cannot_be_drawn_is_said():
    assert read_drawing({}, style="anime masterpiece").undrawn == ()
    assert read_drawing({}, style="photorealistic anime").undrawn == ("photorealistic",)


def test_every_word_for_a_place_and_a_pose_finds_it():
    for setting, words in load_data("scene")["settings"].items():
        for word in words:
            assert staged(f"in the {word}").scene.setting == setting, word
    assert set(load_data("scene")["settings"]) == set(get_args(SettingKind))
    assert set(load_data("scene")["poses"]) == set(get_args(Pose))


def test_the_palette_reaches_the_scene():
    scene = read_drawing({}, "beach", palette=["#ff8800", "teal"]).staging.scene
    assert scene.palette == ("#ff8800", "#0f8a8a")


@given(some.text(max_size=200), some.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_no_text_breaks_the_reader(description: str, scene: str):
    definition = {"description": description, "appearance": {"hair": scene, "x": [description]}}
    assert read_drawing(definition, scene) == read_drawing(definition, scene)


@given(
    some.recursive(
        some.none() | some.booleans() | some.integers() | some.text(max_size=20),
        lambda inner: (
            some.lists(inner, max_size=3)
            | some.dictionaries(
                some.sampled_from(["hair", "style", "eyes", "left", "color", "x"]), inner
            )
        ),
        max_leaves=8,
    )
)
@settings(max_examples=60, deadline=None)
def test_an_appearance_may_have_any_shape(appearance: object):
    read_drawing({"appearance": appearance})


def test_reading_is_quick():
    read_drawing({"description": "warm up"}, "in the forest")
    begun = process_time()
    for number in range(60):
        read_drawing(
            {
                "description": f"Rider {number}, a tall woman with long red hair and a scar.",
                "appearance": {
                    "hair": f"long crimson braid {number} with gold tips",
                    "eyes": f"left eye green, right eye gold {number}",
                    "style": f"white shirt under a brown leather coat {number}, grey jeans, boots",
                },
            },
            f"walking through the village at night in the rain {number}",
        )
    assert (process_time() - begun) / 60 < 0.004
