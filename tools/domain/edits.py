"""A user's words on how someone should look, as a patch that changes only that."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any

from tools.domain.editing.draft import Draft
from tools.domain.editing.wording import denies_details, phrase_of
from tools.domain.reading.mention import Mention, Reading
from tools.domain.reading.mentions import read_mentions

_RECOLOR = re.compile(
    r"^\W*(?:please\s+)?(?:change|turn|switch|make|recolou?r|dye|paint|swap|replace|trade)\s+"
    r"(?P<old>.+?)\s+(?:to|into|with|for|by)\s+(?P<new>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_INSTEAD = re.compile(
    r"^(?P<new>.+?),?\s+(?:instead of|rather than|in place of)\s+(?P<old>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_PLAIN_MAKE = re.compile(
    r"^\W*(?:please\s+)?(?:make|dye|paint)\b(?!.*\b(?:to|into)\b)", re.IGNORECASE
)
_BODY_FIELDS = {"centimetres": "height", "years": "age"}


def appearance_edit(appearance: Mapping[str, Any], words: str) -> dict[str, Any]:
    """A patch of `appearance` (its changed top-level keys only) that does what `words` ask.

    What is worn already is changed in place: "make his jacket red" turns "black vest over a
    blue jacket" into "black vest over a red jacket". A garment that is not worn yet takes the
    place of the one worn in the same way (an outer layer that of the outer layer, a top that
    of the top, a hat that of the hat); where nothing is worn there, it is added. "remove the
    glasses" cuts the words that name them, or says "no glasses" where none are named. What
    went without saying (the trousers that come with a vest) is written out before it would
    change. Words that name nothing drawable are kept under `accessories`.
    """
    draft = Draft(deepcopy(dict(appearance)))
    before = draft.implied()
    target, reading = _asked(words)
    for mention in reading.mentions:
        draft.apply(mention, phrase_of(mention, words), target)
    for role, value in reading.facts:
        if role != "presentation":
            draft.set(_BODY_FIELDS.get(role, role), value)
    if not reading.mentions and denies_details(words):
        draft.remove_details()
    elif not reading.mentions and not [fact for fact in reading.facts if fact[0] != "presentation"]:
        draft.append("accessories", words.strip())
    draft.keep_implied(before, reading.mentions)
    return {key: value for key, value in draft.appearance.items() if appearance.get(key) != value}


def _asked(words: str) -> tuple[Mention | None, Reading]:
    """What is to be replaced, where the words say it ("swap the vest for a cloak"), and by what."""
    plain = read_mentions(words)
    if not plain.mentions:
        details = read_mentions(words, ("outfit", "outfit")).mentions
        plain = Reading(details, plain.facts, plain.unknown)
    match = _INSTEAD.match(words) or (None if _PLAIN_MAKE.match(words) else _RECOLOR.match(words))
    if match is None:
        return None, plain
    old, new = read_mentions(match["old"]), read_mentions(match["new"])
    if not old.mentions:
        return None, plain
    target = old.mentions[0]
    if new.mentions:
        return target, _shifted(new, match.start("new"))
    recolored = read_mentions(match["new"], (target.role, target.value))
    said = [replace(m, words=target.words, side=target.side) for m in recolored.mentions]
    return target, Reading(tuple(said), (), ())


def _shifted(reading: Reading, by: int) -> Reading:
    moved = tuple(
        replace(
            m,
            start=m.start + by,
            noun_start=m.noun_start + by,
            noun_end=m.noun_end + by,
            end=m.end + by,
            shades=[replace(s, start=s.start + by, end=s.end + by) for s in m.shades],
            accents=[replace(s, start=s.start + by, end=s.end + by) for s in m.accents],
            streaks=[replace(s, start=s.start + by, end=s.end + by) for s in m.streaks],
            tips=[replace(s, start=s.start + by, end=s.end + by) for s in m.tips],
        )
        for m in reading.mentions
    )
    return Reading(moved, reading.facts, reading.unknown)
