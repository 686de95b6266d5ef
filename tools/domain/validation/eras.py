"""Whether technology fits the time in which the story plays, where the words leave no doubt."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tools.domain.bible import BibleContent
from tools.domain.validation.production import Finding, Production, step

_YEAR = re.compile(r"\b(1[0-9]{3}|20[0-9]{2})\b")
_DECADE = re.compile(r"\b(1[0-9]{2}0|20[0-9]0)s\b")
_BEFORE_CHRIST = re.compile(r"\b(\d{1,4})\s*(?:bce?|b\.c\.)")
_ANNO_DOMINI = re.compile(r"\b(\d{3,4})\s*(?:ad|ce|a\.d\.)(?:\W|$)")
_CENTURY = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)[\s-]centur(?:y|ies)\b")
_NEGATIONS = frozenset(
    (
        "no", "not", "without", "never", "before", "nobody", "lost", "forbidden", "dreams", "dream",
        "dreamt", "imagines", "imagined", "invents", "invented", "designs", "sketches", "future",
    )
)  # fmt: skip
_NEGATION_REACH = 3
_TOKEN = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True, kw_only=True)
class _Text:
    path: str
    words: str
    character: str | None = None
    scene: int | None = None
    branch: str | None = None


def technology_fits_the_period(production: Production) -> Iterator[Finding]:
    """Nothing is described that was made only after the period; futures and magic are free."""
    period = str(production.bible.world_setting.get("time_period") or "")
    latest = latest_year(period)
    if latest is None:
        return
    for text in _texts(production):
        for thing, year in inventions(text.words):
            if year > latest:
                yield Finding(
                    rule="technology_fits_the_period",
                    severity="warning",
                    path=text.path,
                    message=f"“{thing}” (from {year} on) in a story set in “{period}”.",
                    suggestion="Name what the period had in its place, or say why it is there.",
                    character=text.character,
                    scene=text.scene,
                    branch=text.branch,
                )


def latest_year(period: str) -> int | None:
    """The last year that a period may mean; None where it is open, ahead of us, or fantastic."""
    words = f" {' '.join(re.findall(r'[a-z0-9]+', period.lower()))} "
    data = _data()
    if not words.strip() or any(f" {open_ended} " in words for open_ended in data["open"]):
        return None
    years = [int(year) for year in _YEAR.findall(period)]
    years += [-int(before) for before in _BEFORE_CHRIST.findall(period.lower())]
    years += [int(since) for since in _ANNO_DOMINI.findall(period.lower())]
    years += [int(decade) + 9 for decade in _DECADE.findall(period)]
    years += [int(century) * 100 for century in _CENTURY.findall(period.lower())]
    years += [year for name, year in data["periods"].items() if f" {name} " in words]
    return max(years) if years else None


def inventions(text: str) -> Iterator[tuple[str, int]]:
    """The inventions that a text names as being there, with the year from which they existed.

    Parts of compounds (“laser-focused”, “neon-green”), names, and words in other senses (“siege
    engine”, “the drone of bees”, “the camera pans”) name none.
    """
    if "time travel" in text.lower():
        return
    tokens = list(_TOKEN.finditer(text))
    words = [token[0].lower() for token in tokens]
    known: dict[str, int] = _data()["inventions"]
    for at in range(len(words)):
        for size in (3, 2, 1):
            spoken = " ".join(words[at : at + size])
            phrase = spoken if spoken in known else _singular(spoken)
            if len(words[at : at + size]) == size and phrase in known:
                before = words[max(0, at - _NEGATION_REACH) : at]
                after = words[at + size] if at + size < len(words) else ""
                if not _NEGATIONS & set(before) and not _other_sense(
                    phrase, before[-1:], after, _joined(text, tokens, at, size)
                ):
                    yield spoken, known[phrase]
                break


def _joined(text: str, tokens: list[re.Match[str]], at: int, size: int) -> bool:
    """Whether a hyphen ties the words from `at` to the next one."""
    end = tokens[at + size - 1].end()
    return text[end : end + 1] in ("-", "‑") and text[end + 1 : end + 2].isalpha()


def _other_sense(phrase: str, before: list[str], after: str, joined: bool) -> bool:
    senses = _data()["other_senses"]
    return (
        (joined and after not in senses["compounds"])
        or after in senses["after"].get(phrase, ())
        or after in senses["after_any"]
        or any(word in senses["before"].get(phrase, ()) for word in before)
    )


def _texts(production: Production) -> Iterator[_Text]:
    yield from _world(production.bible)
    for index, entry in enumerate(production.entries):
        where = f"$.characters[{index}]"
        yield _Text(path=f"{where}.description", words=entry.description, character=entry.name)
        for key, value in entry.visual_traits.items():
            yield _Text(
                path=f"{where}.visual_traits{step(key)}", words=_flat(value), character=entry.name
            )
    for scene in production.scenes:
        yield _Text(
            path=f"$.scenes['{scene.branch_name}/{scene.scene_number}'].description",
            words=scene.description,
            scene=scene.scene_number,
            branch=scene.branch_name,
        )


def _world(bible: BibleContent) -> Iterator[_Text]:
    for key, value in bible.world_setting.items():
        if key != "time_period":
            yield _Text(path=f"$.world_setting{step(key)}", words=_flat(value))


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return ". ".join(_flat(held) for held in value.values())
    if isinstance(value, list):
        return ". ".join(_flat(held) for held in value)
    return value if isinstance(value, str) else ""


def _singular(phrase: str) -> str:
    return phrase[:-1] if phrase.endswith("s") and not phrase.endswith("ss") else phrase


@cache
def _data() -> dict[str, Any]:
    source = files("tools.domain.validation").joinpath("data/inventions.json")
    return json.loads(source.read_text("utf-8"))
