"""Arguments that are told: what somebody wishes for, and facts by their names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from agent.embedded.filling import TRIM, Filling, compiled, first_match, tidy
from agent.embedded.phrasebook import SlotPhrases
from agent.embedded.reading import Clause, cue_text
from agent.embedded.schema import Argument

LINK = "(?: set| put| turned| fixed)?(?: to be| to| is| are| as| of| being|:| =)+"
"""What stands between the name of a fact and the fact."""


def hear_told(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    """What follows the words of wishing, without what stands about it; it uses nothing up.

    So other arguments still hear the words that tell of what kind it is.
    """
    found = first_match(filling, slot.cues)
    first, last = found[:2] if found else (filling.clause.first, filling.clause.last)
    bare = _bared(replace(filling.clause, first=first, last=last), slot)
    return bare.text or None


def hear_keyed(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    """Facts by their names: `the lighting set to moonlight and the palette to teal`."""
    text = cue_text(filling.clause, filling.used)
    begun = sorted(
        (match.start(), match.end(), key)
        for key, names in slot.words.items()
        for match in compiled(f"(?:the |its |a )?(?:{'|'.join(names)}){LINK}").finditer(text.text)
    )
    said: dict[str, str] = {}
    ends = [*(start for start, _, _ in begun), len(text.text)][1:]
    for (start, told, key), end in zip(begun, ends, strict=True):
        first, last = text.tokens_of(told, end)
        value = tidy(filling, first, last)
        if value and key not in said:
            said[key] = value
            filling.used.update(range(*text.tokens_of(start, end)))
    return said or None


def _bared(clause: Clause, slot: SlotPhrases) -> Clause:
    """The clause without leads before it and trails behind it, however many there are."""
    tokens = clause.reading.tokens
    while clause.first < clause.last:
        first, last = clause.first, clause.last
        if tokens[first].raw in TRIM:
            first += 1
        elif tokens[last - 1].raw in TRIM:
            last -= 1
        else:
            first = _place(clause, (f"^(?:{lead})(?=$|[ ,:])" for lead in slot.leads), 1) or first
            last = last if first > clause.first else _tail(clause, slot)
        if (first, last) == (clause.first, clause.last):
            break
        clause = replace(clause, first=first, last=last)
    return clause


def _tail(clause: Clause, slot: SlotPhrases) -> int:
    return _place(clause, (f"(?:{trail})$" for trail in slot.trails), 0) or clause.last


def _place(clause: Clause, patterns: Iterable[str], side: int) -> int:
    """The token where the first match of the patterns begins (0) or ends (1); 0 for none."""
    text = cue_text(clause)
    for pattern in patterns:
        match = compiled(pattern).search(text.text)
        if match and match.group():
            return max(text.tokens_of(*match.span())[side], clause.first)
    return 0
