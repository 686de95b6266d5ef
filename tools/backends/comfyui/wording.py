"""Prompts, worded in the dialect that a model was trained on; the words of users are data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tools.backends.comfyui.families import Dialect, Family, family_data
from tools.domain.definition import looks_worded
from tools.domain.reading.colors import is_hex

_CUT = re.compile(r"\s*(?:[,;\n]|\.(?=\s|$))\s*")
_ESCAPED = re.compile(r"\\([()])")
_BRACKET = re.compile(r"([()])")
_EMBEDDING = re.compile(r"\bembedding\s*:", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a prompt is made of: the words themselves, those that weigh more, what the files need.

    `stressed` are phrases, `bare` what they are called elsewhere in the words; `triggers` words of
    LoRAs; `embeddings` names with their strengths. `opening` is a sentence of our own.
    """

    words: str
    opening: str = ""
    stressed: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    embeddings: tuple[tuple[str, float], ...] = ()


def worded(said: Said, family: Family, dialect: Dialect, *, quality: bool = True) -> str:
    """The prompt. Brackets in the words stand for themselves; each phrase stands once."""
    if dialect == "tags":
        return _tags(said, family.quality if quality else "")
    return _prose(said)


def unwanted(words: str, embeddings: Sequence[tuple[str, float]], family: Family) -> str:
    """The negative prompt: embeddings for it, what the request says, what the family needs."""
    phrases = [*_phrases(words), *_phrases(family.unwanted)]
    return ", ".join([*(_embedding(*one) for one in embeddings), *map(plain, _once(phrases))])


def plain(words: str) -> str:
    """Words of a user without a meaning to the server: no weights, no embeddings."""
    bare = _EMBEDDING.sub("embedding ", _ESCAPED.sub(r"\1", words))
    return _BRACKET.sub(r"\\\1", bare)


def stressed_in(
    definition: Mapping[str, Any], adjustments: Mapping[str, Any]
) -> dict[str, tuple[list[str], list[str]]]:
    """For each region that shall weigh more its phrases, and its words as the definition has
    them."""
    appearance = definition.get("appearance")
    regions: Mapping[str, Sequence[str]] = family_data()["regions"]
    wanted = adjustments.get("emphasis")
    found: dict[str, tuple[list[str], list[str]]] = {}
    for region in wanted if isinstance(wanted, list | tuple) else ():
        held = appearance if isinstance(appearance, Mapping) else {}
        said = {key: held[key] for key in regions.get(str(region), ()) if held.get(key)}
        if said:
            bare = [value for value in said.values() if isinstance(value, str)]
            found[str(region)] = (_phrases(", ".join(looks_worded(said))), bare)
    return found


def adjusted(adjustments: Mapping[str, Any]) -> list[str]:
    """The words for what earlier attempts taught of the view, the framing and the light."""
    words = family_data()["words"]
    said = [words[key].get(str(adjustments.get(key)), "") for key in ("view", "framing")]
    light = adjustments.get("scene_light")
    dimmed = isinstance(light, int | float) and light < 1
    return [word for word in [*said, words["neutral_light"] if dimmed else ""] if word]


def palette_words(palette: Sequence[str]) -> str:
    """Up to four colours of a palette in words; empty where there is none."""
    named = [_nearest_name(color) if is_hex(color) else color for color in palette[:4]]
    return " and ".join(_once(named)) + " color scheme" if named else ""


def _nearest_name(color: str) -> str:
    names: Mapping[str, str] = family_data()["colors"]
    wanted = _channels(color)
    return min(names, key=lambda name: _apart(wanted, _channels(names[name])))


def _channels(color: str) -> tuple[int, ...]:
    digits = color.removeprefix("#")
    full = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
    return tuple(bytes.fromhex(full))


def _apart(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def _tags(said: Said, quality: str) -> str:
    weight = family_data()["emphasis_weight"]
    heavy = [plain(phrase) for phrase in _once(said.stressed)]
    left_out = {plain(phrase).casefold() for phrase in (*said.stressed, *said.bare)}
    light = [plain(phrase) for phrase in _once([*said.triggers, *_phrases(said.words)])]
    tags = [
        *_phrases(quality),
        *(f"({phrase}:{weight})" for phrase in heavy),
        *(phrase for phrase in light if phrase.casefold() not in left_out),
    ]
    return ", ".join([*_once(tags), *(_embedding(*one) for one in said.embeddings)])


def _prose(said: Said) -> str:
    words = " ".join(said.words.split()).rstrip(" ,;")
    folded = words.casefold()
    missing = [one for one in _once(said.triggers) if one.casefold() not in folded]
    absent = [one for one in _once(said.stressed) if one.casefold() not in folded]
    sentences = [said.opening, ", ".join(missing), words]
    if absent:
        sentences.append(f"Clearly visible: {', '.join(absent)}")
    text = " ".join(_sentence(plain(sentence)) for sentence in sentences if sentence)
    return " ".join([text, *(_embedding(*one) for one in said.embeddings)])


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "!", "?")) else ".")


def _embedding(name: str, strength: float) -> str:
    """The server's own way of naming an embedding; a name has neither brackets nor blanks."""
    bare = re.sub(r"[\s(),:]+", "", name)
    return f"embedding:{bare}" if strength == 1.0 else f"(embedding:{bare}:{strength:g})"


def _phrases(words: str) -> list[str]:
    return [phrase for phrase in _CUT.split(words) if phrase]


def _once(phrases: Iterable[str]) -> list[str]:
    kept: dict[str, str] = {}
    for phrase in phrases:
        kept.setdefault(" ".join(phrase.split()).casefold(), " ".join(phrase.split()))
    return [phrase for phrase in kept.values() if phrase]
