"""A scene's words: where, when, in what weather, doing what, seen how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from tools.domain.reading.data_files import load_data
from tools.domain.reading.lexicon import Mark, mark_words
from tools.domain.reading.mention import Mention
from tools.domain.reading.mentions import read_mentions
from tools.domain.staging import (
    Expression,
    Framing,
    Light,
    Pose,
    SettingKind,
    TimeOfDay,
    View,
    Weather,
)

_ROLES = ("setting", "time", "weather", "lighting", "pose", "expression", "view", "framing")


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneSaid:
    """What a scene's words ask for; `worn` and `held` are mentions of things on the figure.

    `hour_said`, `weather_said` and `light_said` are None where the words leave them open.
    """

    setting: SettingKind
    time_of_day: TimeOfDay
    weather: Weather
    pose: Pose
    expression: Expression
    view: View
    framing: Framing
    worn: tuple[Mention, ...]
    held: tuple[Mention, ...]
    unread: tuple[str, ...]
    hour_said: TimeOfDay | None
    weather_said: Weather | None
    light_said: Light | None


@lru_cache(maxsize=1024)
def read_scene(text: str) -> SceneSaid:
    """Read a scene; what is not said takes the scene's own defaults, never chance."""
    said = _said(mark_words(text, "place"))
    reading = read_mentions(text, None, "place")
    worn = [m for m in reading.mentions if m.role in ("garment", "outfit")]
    held = [m for m in reading.mentions if m.role == "prop" and not m.negated]
    meant = [m for m in worn if m.relation == "with" or m.negated or m.joined or _dressed(text, m)]
    place, other_places = _place(said["setting"])
    pose, other_poses = _pose(said["pose"])
    time, weather, light = (_first(said[role]) for role in ("time", "weather", "lighting"))
    setting = place or _place_for(text, weather, time)
    return SceneSaid(
        setting=cast("SettingKind", setting),
        time_of_day=cast("TimeOfDay", time or load_data("scene")["at_home"].get(setting, "day")),
        weather=cast("Weather", weather or "clear"),
        pose=cast("Pose", pose),
        expression=cast("Expression", _first(said["expression"]) or "neutral"),
        view=cast("View", _first(said["view"]) or "three_quarter"),
        framing=cast("Framing", _first(said["framing"]) or "full"),
        worn=tuple(meant),
        held=tuple(held[:1]),
        unread=(
            *reading.unknown, *other_places, *other_poses,
            *(m.words for m in held[1:]), *(m.words for m in worn if m not in meant),
        ),
        hour_said=cast("TimeOfDay", time) if time else None,
        weather_said=cast("Weather", weather) if weather else None,
        light_said=cast("Light", light) if light else None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Said:
    value: str
    words: str
    placed: bool


def _said(marks: Sequence[Mark]) -> dict[str, list[_Said]]:
    found: dict[str, list[_Said]] = {role: [] for role in _ROLES}
    negated = False
    for index, mark in enumerate(marks):
        if "break" in mark.senses or "not_end" in mark.senses:
            negated = False
        elif "not" in mark.senses:
            negated = True
        elif not negated and not _names_a_thing(marks, index):
            for role in _ROLES:
                if role in mark.senses:
                    placed = role == "setting" and _is_placed(marks, index)
                    found[role].append(_Said(mark.senses[role], mark.text, placed))
    return found


def _names_a_thing(marks: Sequence[Mark], index: int) -> bool:
    """ "rain boots" and "snow white dress" say nothing of the weather."""
    follower = marks[index + 1].senses if index + 1 < len(marks) else {}
    return any(role in follower for role in ("garment", "outfit")) and not {
        "pose", "expression",
    }.intersection(marks[index].senses)  # fmt: skip


def _is_placed(marks: Sequence[Mark], index: int) -> bool:
    data = load_data("scene")
    for at in range(index - 1, max(-1, index - 5), -1):
        before = marks[at]
        if any(token.lemma in data["place_prepositions"] for token in before.tokens):
            looks = marks[at - 1].tokens[-1].lemma if at else ""
            return before.tokens[-1].lemma != "at" or looks not in data["gazing"]
        if "break" in before.senses or "and" in before.senses or "setting" in before.senses:
            return False
    return False


def _place(said: list[_Said]) -> tuple[str, tuple[str, ...]]:
    """The place where the figure is, and the words of places that cannot be drawn beside it."""
    if not said:
        return "", ()
    chosen = next((place for place in said if place.placed), said[0])
    seen = load_data("scene")["seen_from"].get(chosen.value, [])
    lost = (p.words for p in said if p.value != chosen.value and p.value not in seen)
    return chosen.value, tuple(lost)


def _place_for(text: str, weather: str, time: str) -> str:
    """Where the words say only weather or time: a place that shows it."""
    rules = load_data("scene")["place_for"]
    return rules.get(weather) or rules.get(time) or "studio"


def _pose(said: list[_Said]) -> tuple[str, tuple[str, ...]]:
    faint = load_data("scene")["faint_poses"]
    clear = [pose for pose in said if pose.value not in faint]
    if not clear:
        return _first(said) or "standing", ()
    lost = (pose.words for pose in clear if pose.value != clear[0].value)
    return clear[0].value, tuple(lost)


def _first(said: list[_Said]) -> str:
    return said[0].value if said else ""


def _dressed(text: str, mention: Mention) -> bool:
    """Whether a word for wearing stands before the thing in its sentence."""
    before = mark_words(text[: mention.start], "place")
    for mark in reversed(before):
        if mark.tokens[0].stops:
            return False
        if "wearing" in mark.senses:
            return True
        if "pose" in mark.senses:
            return False
    return False
