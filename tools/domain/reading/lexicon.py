"""The words that can be drawn, and what each may mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from tools.domain.reading.colors import is_hex
from tools.domain.reading.data_files import load_data
from tools.domain.reading.words import Token, lemma_of, tokenize

Channel = Literal["look", "place"]
"""What a text is about: someone's looks, or what happens where."""

_Senses: TypeAlias = dict[str, str]
_Entries: TypeAlias = dict[str, dict[tuple[str, ...], _Senses]]


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of tokens that the lexicon knows (or one that it does not: no `senses`).

    `senses` maps a role ("garment", "color", "pose", ...) to its canonical value.
    """

    tokens: tuple[Token, ...]
    senses: Mapping[str, str]

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.tokens[-1].end

    @property
    def text(self) -> str:
        """The words as written."""
        return " ".join(token.text for token in self.tokens)


def mark_words(text: str, channel: Channel) -> tuple[Mark, ...]:
    """The text cut into marks, the longest known phrase first at every place."""
    tokens = tokenize(text)
    entries, longest = _lexicon(channel)
    marks: list[Mark] = []
    at = 0
    while at < len(tokens):
        mark = _longest(tokens, at, entries, longest)
        marks.append(mark)
        at += len(mark.tokens)
    return tuple(marks)


def is_verb_form(word: str) -> bool:
    """Whether the word looks like a verb in use ("arguing", "argued")."""
    return word.endswith(("ing", "ed")) and len(word) > 5


def _longest(
    tokens: tuple[Token, ...], at: int, entries: _Entries, longest: dict[str, int]
) -> Mark:
    first = tokens[at]
    if first.text.startswith("#") and is_hex(first.text):
        return Mark((first,), {"color": first.text.lower()})
    if first.breaks:
        return Mark((first,), {"break": first.lemma})
    phrases = entries.get(first.lemma)
    if phrases is not None:
        for size in range(min(longest[first.lemma], len(tokens) - at), 0, -1):
            run = tokens[at : at + size]
            senses = phrases.get(tuple(token.lemma for token in run))
            if senses is not None:
                return Mark(run, senses)
    if first.lemma[0] in "0123456789":
        return Mark((first,), {"number": first.lemma})
    return Mark((first,), {})


@lru_cache(maxsize=2)
def _lexicon(channel: Channel) -> tuple[_Entries, dict[str, int]]:
    entries: _Entries = {}
    sources = _look_words() if channel == "look" else _place_words()
    for role, value, phrase in (*_grammar_words(), *sources):
        key = tuple(token.lemma for token in tokenize(phrase))
        entries.setdefault(key[0], {}).setdefault(key, {}).setdefault(role, value)
    longest = {first: max(map(len, phrases)) for first, phrases in entries.items()}
    return entries, longest


_Words: TypeAlias = Iterator[tuple[str, str, str]]


def _each(role: str, groups: Mapping[str, Iterable[str]]) -> _Words:
    for value, phrases in groups.items():
        for phrase in phrases:
            yield role, value, phrase


def _list(role: str, phrases: Iterable[str]) -> _Words:
    return ((role, lemma_of(phrase) if " " not in phrase else phrase, phrase) for phrase in phrases)


def _grammar_words() -> _Words:
    grammar = load_data("grammar")
    for role, name in (
        ("function", "functions"), ("quiet", "quiet"), ("role", "roles"), ("not", "negations"),
        ("affirmed", "affirmed_negations"), ("not_end", "negation_ends"), ("with", "with"),
        ("over", "over"), ("under", "under"), ("and", "and"), ("link", "links"),
        ("determiner", "determiners"), ("glow", "glow"), ("wearing", "wearing"), ("cue", "cues"),
        ("turn", "turns"), ("state", "states"),
    ):  # fmt: skip
        yield from _list(role, grammar[name])
    colors = load_data("colors")
    for name in colors["names"]:
        yield "color", name, name
    for name in colors["tints"]:
        yield "tint", name, name
    for name in colors["tones"]:
        yield "tone", name, name


def _worn_words() -> _Words:
    garments = load_data("garments")
    yield from _each("garment", {kind: facts["words"] for kind, facts in garments["kinds"].items()})
    yield from _each(
        "outfit", {kind: facts["words"] for kind, facts in garments["outfits"].items()}
    )
    yield from _list("accent", garments["accents"])
    yield from _list("trimmed", garments["trimmed"])
    for name in garments["materials"]:
        yield "material", name, name
    for name in garments["patterns"]:
        yield "pattern", name, name
    yield from _each("prop", load_data("props"))


def _look_words() -> _Words:
    yield from _worn_words()
    hair, eyes, body = load_data("hair"), load_data("eyes"), load_data("body")
    yield from _list("hair", hair["nouns"])
    yield from _each("hair_style", hair["styles"])
    yield from _each("length", hair["lengths"])
    yield from _each("texture", hair["textures"])
    yield from _list("streak", hair["streaks"])
    yield from _list("tip", hair["tips"])
    for word, color in hair["colored_nouns"].items():
        yield "hair_color", color, word
    yield from _list("eye", eyes["nouns"])
    yield from _list("eyes_differ", eyes["different"])
    yield from _list("cybernetic", eyes["cybernetic"])
    yield from _each("side", eyes["sides"])
    yield from _list("undrawable", body["undrawable"])
    yield from _list("skin", body["skin"])
    yield from _list("skin_color", body["skin_words"])
    for role in ("build", "height", "age", "presentation", "face"):
        yield from _each(role, body[role])


def _place_words() -> _Words:
    yield from _worn_words()
    scene, body = load_data("scene"), load_data("body")
    yield from _each("presentation", body["presentation"])
    yield from _list("quiet", (*load_data("hair")["nouns"], *load_data("eyes")["nouns"]))
    yield from _each("setting", scene["settings"])
    yield from _each("time", scene["times"])
    yield from _each("lighting", scene["lights"])
    yield from _each("weather", scene["weather"])
    yield from _each("expression", _inflected(scene["expressions"]))
    yield from _each("pose", _inflected(scene["poses"]))
    yield from _each("view", scene["views"])
    yield from _each("framing", scene["framings"])


def _inflected(groups: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Every single word also as "-ing" and "-ed", as if it were a verb."""
    return {
        value: [form for word in words for form in _forms(word)] for value, words in groups.items()
    }


def _forms(word: str) -> list[str]:
    if " " in word or word.endswith(("ing", "ed", "ly")):
        return [word]
    stem = word[:-1] if word.endswith("e") and not word.endswith("ee") else word
    forms = [word, stem + "ing", stem + "ed"]
    if (
        len(word) > 2
        and word[-1] not in "aeiouwxy"
        and word[-2] in "aeiou"
        and word[-3] not in "aeiou"
    ):
        forms += [stem + word[-1] + "ing", stem + word[-1] + "ed"]
    if word.endswith("ie"):
        forms.append(word[:-2] + "ying")
    return forms
