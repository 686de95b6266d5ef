"""Arguments that cues tell: numbers, choices, flags, styles, pictures, branches."""

from __future__ import annotations

from typing import Any

from agent.embedded.entities import Mark
from agent.embedded.filling import Filling, compiled, first_match, tidy
from agent.embedded.name_index import CHARACTER_KINDS
from agent.embedded.phrasebook import SlotPhrases, phrasebook
from agent.embedded.reading import cue_text
from agent.embedded.schema import Argument


def hear_text(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    found = first_match(filling, slot.cues)
    if found is None:
        return None
    first, last, span = found
    filling.used.update(range(*span))
    mark = filling.clause.reading.mark_at[first]
    if mark is not None and mark.kind == "quote" and mark.last >= last:
        return str(mark.value)
    return tidy(filling, first, last)


def hear_number(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    text = cue_text(filling.clause, filling.used)
    for cue in slot.cues:
        for match in compiled(cue).finditer(text.text):
            first, _ = text.tokens_of(*match.span("n"))
            mark = filling.clause.reading.mark_at[first]
            if mark is None:
                continue
            value = _scaled(mark.value, slot, argument)
            if value is None:
                continue
            span = text.tokens_of(*match.span())
            filling.used.update(range(*span))
            return value
    return _worded_number(text.text, slot)


def _worded_number(text: str, slot: SlotPhrases) -> int | None:
    """A number that the slot's words tell: `four-directional`."""
    for value, cues in slot.words.items():
        if value.isdigit() and any(compiled(cue).search(text) for cue in cues):
            return int(value)
    return None


def hear_numbers(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    """All numbers that are left and count nothing of `about`, in order; None for a single one."""
    tokens = filling.clause.reading.tokens
    marks = [
        m
        for m in filling.clause.marks
        if m.kind == "number"
        and m.first not in filling.used
        and not (m.last < filling.clause.last and tokens[m.last].low in slot.about)
    ]
    whole = [int(m.value) for m in marks if float(m.value).is_integer()]
    if len(whole) < 2:
        return None
    for mark in marks:
        filling.used.update(range(mark.first, mark.last))
    return whole


def hear_shift(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    """A number of steps, negative where a word of `earlier` is said; words for one and none."""
    text = cue_text(filling.clause, filling.used).text
    said = {
        name: any(compiled(cue).search(text) for cue in cues) for name, cues in slot.words.items()
    }
    found = hear_number(filling, argument, slot)
    if found is None:
        found = 1 if said.get("one") else 0 if said.get("zero") else None
    if found is None:
        return None
    return -found if said.get("earlier") and found > 0 else found


def _scaled(value: float, slot: SlotPhrases, argument: Argument) -> float | int | None:
    if slot.scale == "share" and 1 < value <= 100:
        value = value / 100
    if argument.kind == "integer":
        return int(value) if float(value).is_integer() else None
    return value


def hear_choice(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    found: list[tuple[int, Any]] = []
    for value, cues in (*slot.words.items(), *slot.fallback.items()):
        text = cue_text(filling.clause, filling.used)
        match = next((m for cue in cues if (m := compiled(cue).search(text.text))), None)
        if match is None:
            continue
        said = range(*text.tokens_of(*match.span()))
        filling.used.update(at for at in said if not _person_at(filling, at))
        found.append((match.start(), _cast(value, argument)))
        if not slot.several:
            break
    values = [value for _, value in sorted(found, key=lambda one: one[0])]
    if len(values) > 1:
        filling.several[argument.name] = values
    return next(iter(values), None)


def _person_at(filling: Filling, at: int) -> bool:
    mark = filling.clause.reading.mark_at[at]
    return mark is not None and (
        mark.kind in {"new", *CHARACTER_KINDS}
        or (mark.kind == "pronoun" and mark.value in {"masculine", "feminine"})
    )


def _cast(value: str, argument: Argument) -> Any:
    if argument.kind in {"integer", "number"} and value.isdigit():
        return int(value)
    return value


def hear_flag(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    text = cue_text(filling.clause, filling.used)
    for cue in slot.cues:
        match = compiled(cue).search(text.text)
        if match:
            filling.used.update(range(*text.tokens_of(*match.span())))
            return True
    return _from_known(filling, slot) if slot.of else None


def _from_known(filling: Filling, slot: SlotPhrases) -> bool | None:
    """A flag that says where a name comes from holds where only that place knows the name."""
    only_there = [m for m in filling.clause.marks if m.kind in slot.of and m.first in filling.used]
    return True if only_there else None


def hear_style(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    """A saved style by its name, else the user's words for one."""
    saved = [m for m in filling.clause.marks if m.kind in slot.of]
    if saved:
        filling.used.update(_around(filling, saved[0], slot))
        return str(saved[0].value)
    return hear_text(filling, argument, slot)


def _around(filling: Filling, mark: Mark, slot: SlotPhrases) -> range:
    """A name with the small words about it: `using the X style`."""
    tokens = filling.clause.reading.tokens
    english = phrasebook().english["function_words"]
    small = {*english["prepositions"], *english["articles"], *slot.about, "use", "apply"}
    first, last = mark.first, mark.last
    while first > filling.clause.first and tokens[first - 1].low in small:
        first -= 1
    while last < filling.clause.last and tokens[last].low in slot.about:
        last += 1
    return range(first, last)


def hear_image(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    for mark in filling.clause.marks:
        if mark.kind == "image" and mark.first not in filling.used:
            filling.used.update(range(mark.first, mark.last))
            return str(mark.value)
    found = first_match(filling, slot.cues)
    if found is None:
        return None
    filling.used.update(range(found[0], found[1]))
    return slot.newest


def hear_branch(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    """A branch that exists, or the words that the cues find."""
    said = hear_text(filling, argument, slot)
    if said is not None:
        return said
    for mark in filling.clause.marks:
        if mark.kind in slot.of:
            filling.used.update(range(mark.first, mark.last))
            return str(mark.value)
    return None


def hear_id(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    for mark in filling.clause.marks:
        if mark.kind == "id":
            filling.used.update(range(mark.first, mark.last))
            return str(mark.value)
    return None


def hear_json(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    for mark in filling.clause.marks:
        if mark.kind == "json":
            filling.used.update(range(mark.first, mark.last))
            return mark.value
    return None
