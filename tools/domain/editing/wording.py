"""The words of an edit: what is asked for, and how it reads in a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tools.domain.reading.colors import Shade
from tools.domain.reading.lexicon import mark_words
from tools.domain.reading.mention import Mention


@dataclass(frozen=True, slots=True)
class Asked:
    """A thing asked for: `colors` and `noun` in the user's words, `whole` its whole phrase."""

    colors: str
    noun: str
    whole: str
    detail: str


def phrase_of(mention: Mention, words: str) -> Asked:
    """One thing asked for, in the user's words."""
    colors = color_words(mention.shades)
    noun = mention.words or mention.value.replace("_", " ")
    fronted = mention.start >= 0 and all(s.start < mention.noun_start for s in mention.shades)
    bare = words[mention.start : mention.noun_end] if fronted else f"{colors} {noun}".strip()
    tail = words[mention.noun_end : mention.end].strip() if mention.noun_end >= 0 else ""
    detailed = bool(mention.accents or mention.streaks or mention.tips or mention.glowing)
    detail = tail if detailed and fronted else ""
    return Asked(colors, noun, f"{bare} {detail}".strip(), detail)


def recolored(text: str, old: Mention, colors: str) -> str | None:
    """The text with the colours of a mention replaced; None where it has none."""
    if not old.shades or not colors:
        return None
    start, end = old.shades[0].start, old.shades[-1].end
    return with_article(text[:start], colors) + colors + text[end:]


def with_article(before: str, words: str) -> str:
    """ "a" and "an" follow the word that now comes after them."""
    match = re.search(r"\b(an?)(\s+)$", before, re.IGNORECASE)
    if match is None:
        return before
    wanted = "an" if words[:1].lower() in "aeiou" else "a"
    wanted = wanted.capitalize() if match[1][0].isupper() else wanted
    return before[: match.start()] + wanted + match[2]


def ends_alike(one: Mention, other: Mention) -> bool:
    """Whether two things go by the same noun ("jacket", "leather jacket")."""
    first, second = one.words.lower().split()[-1:], other.words.lower().split()[-1:]
    return bool(first) and first == second


def color_words(shades: list[Shade]) -> str:
    """Colours as they were written."""
    return " and ".join(shade.words for shade in shades)


def denies_details(words: str) -> bool:
    """ "remove the circuits" names no garment, only what is on it."""
    marks = mark_words(words, "look")
    return any("not" in mark.senses for mark in marks) and any(
        "accent" in mark.senses for mark in marks
    )
