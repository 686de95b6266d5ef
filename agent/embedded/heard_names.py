"""Arguments that are names: of people, projects, things, known and new."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from agent.embedded.entities import Mark, after_place_preposition
from agent.embedded.filling import TRIM, Filling, after_head
from agent.embedded.name_index import CHARACTER_KINDS
from agent.embedded.normalise import common_words, vocabulary
from agent.embedded.phrasebook import SlotPhrases, phrasebook
from agent.embedded.reading import Clause, cue_text
from agent.embedded.schema import Argument


def hear_entity(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    mark = _entity_mark(filling, slot)
    if mark is None:
        return None
    if slot.bare and _more_than_name(filling, mark):
        return None
    value = filling.resolve(str(mark.value)) if mark.kind == "pronoun" else _said(filling, mark)
    group = [mark] if slot.alone else _coordinated(filling, mark, slot)
    for member in group:
        filling.used.update(range(member.first, member.last))
    values = [_said(filling, m) for m in group if m.kind != "pronoun"]
    if len(values) > 1 and len(values) == len(group):
        filling.several[argument.name] = values
    if argument.kind == "array" and value is not None:
        return values or [value]
    return value


def _said(filling: Filling, mark: Mark) -> str:
    """The full name; what was typed where a destroying tool must decide itself."""
    if mark.how == "near" and filling.tool.phrases.destroys:
        return filling.clause.reading.slice(mark.first, mark.last).removesuffix("'s")
    return str(mark.value)


def _entity_mark(filling: Filling, slot: SlotPhrases) -> Mark | None:
    scored = [
        (score, -mark.first, mark)
        for mark in filling.clause.marks
        if mark.first not in filling.used and (score := _fit(filling, mark, slot)) > 0
    ]
    return max(scored, key=lambda item: item[:2])[2] if scored else None


def _fit(filling: Filling, mark: Mark, slot: SlotPhrases) -> float:
    kinds = {"character", "bible"} if "character" in slot.of else set(slot.of)
    if mark.kind in kinds:
        return 2
    if mark.kind == "pronoun" and "character" in slot.of:
        return (
            2 if mark.value in {"masculine", "feminine"} else 0.5 if mark.value == "plural" else 0
        )
    if mark.kind == "quote" and slot.new:
        return 1.5 if after_head(filling, mark) else 0
    if mark.kind == "new" and slot.new:
        if after_place_preposition(filling.clause.reading.tokens, mark):
            return 0
        return 3 if after_head(filling, mark) else 1
    return 0


def _coordinated(filling: Filling, mark: Mark, slot: SlotPhrases) -> list[Mark]:
    """`Kai and Mara`, `Kai, Mara and Rin`: the names that stand in one row with `mark`."""
    tokens = filling.clause.reading.tokens
    group = [mark]
    for other in filling.clause.marks:
        if other.first < group[-1].last:
            continue
        between = [t.low for t in tokens[group[-1].last : other.first]]
        if not between or any(word not in _ROW for word in between):
            break
        if other.kind not in {*CHARACTER_KINDS, *slot.of, "new"}:
            break
        group.append(other)
    return group


SENTENCE_STARTS = frozenset(".!?\n")
_ROW = frozenset({"and", ",", "&", "or", "plus", "one", "of", "another", "then", "also"})


def _more_than_name(filling: Filling, mark: Mark) -> bool:
    """Whether words of the user's own follow a name: then the whole is a description."""
    tokens = filling.clause.reading.tokens
    rest = list(tokens[mark.last : filling.clause.last])
    said = [t for i, t in enumerate(rest, mark.last) if i not in filling.used and t.raw not in TRIM]
    known = filling.tool.phrases.objects | filling.tool.phrases.verbs
    articles = phrasebook().english["function_words"]["articles"]
    return any(t.low not in known and t.low not in articles for t in said)


def hear_entities(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    if slot.when and not _any_word(filling.clause, slot.when):
        return None
    names: list[str] = []
    for mark in filling.clause.marks:
        if mark.kind in CHARACTER_KINDS and not mark.possessive:
            names.append(str(mark.value))
        elif mark.kind == "pronoun" and mark.value in {"masculine", "feminine"}:
            known = filling.resolve(str(mark.value))
            if known and not names:
                names.append(known)
        else:
            continue
        if not slot.keep:
            filling.used.update(range(mark.first, mark.last))
    return list(dict.fromkeys(names)) or None


def hear_others(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    """The people that no argument has yet: one as a name, several as a list."""
    taken = set(filter(None, (v for v in filling.args.values() if isinstance(v, str))))
    names: list[str] = []
    for mark in filling.clause.marks:
        if mark.first in filling.used or mark.possessive:
            continue
        if mark.kind in {"new", *CHARACTER_KINDS}:
            name: str | None = str(mark.value)
        elif mark.kind == "pronoun" and mark.value in {"masculine", "feminine"}:
            name = filling.resolve(str(mark.value), taken)
        else:
            continue
        if name and name not in taken:
            names.append(name)
            filling.used.update(range(mark.first, mark.last))
    named = list(dict.fromkeys(names))
    return named if len(named) > 1 else next(iter(named), None)


def _any_word(clause: Clause, words: tuple[str, ...]) -> bool:
    text = f" {cue_text(clause).text} "
    return any(f" {word} " in text for word in words)


def hear_new_name(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    clause = filling.clause
    fresh = [m for m in clause.marks if m.first not in filling.used]
    for cue in slot.cues:
        text = cue_text(clause)
        for match in re.finditer(rf"(?<!\w){cue}(?!\w)[:,]? *", text.text):
            if match.end() >= len(text.text):
                continue
            at = text.tokens_of(match.end(), match.end() + 1)[0]
            mark = clause.reading.mark_at[at] or _behind_capital(filling, at)
            if mark is not None and mark.kind in {"new", "quote", *CHARACTER_KINDS}:
                first, _ = text.tokens_of(match.start(), match.end())
                filling.used.update(range(first, mark.first))
                return _named(filling, argument, slot, mark)
    kinds = ({"character", "bible"} & set(slot.of)) | (
        {"bible"} if "character" in slot.of else set()
    )
    order = ["new", "quote", *(CHARACTER_KINDS if kinds else ())]
    ranked = sorted(
        (
            m
            for m in fresh
            if m.kind in order and not after_place_preposition(clause.reading.tokens, m)
        ),
        key=lambda m: (not after_head(filling, m), order.index(m.kind), m.first),
    )
    if not ranked:
        return _lower_name(filling, slot) or _pronoun_name(filling, slot)
    return _named(filling, argument, slot, ranked[0])


def _named(filling: Filling, argument: Argument, slot: SlotPhrases, mark: Mark) -> str:
    mark = _widened(filling, mark)
    group = _coordinated(filling, mark, slot)
    for member in group:
        filling.used.update(range(member.first, member.last))
    if len(group) > 1 and "character" not in slot.of:
        return filling.clause.reading.slice(group[0].first, group[-1].last)
    if len(group) > 1:
        filling.several[argument.name] = [str(m.value) for m in group]
    return str(mark.value)


def _widened(filling: Filling, mark: Mark) -> Mark:
    """A new name with a capital word before it that is a word of commands too: `Old Master`."""
    at = mark.first - 1
    if mark.kind != "new" or at <= filling.clause.first or not _titled(filling, at):
        return mark
    said = filling.clause.reading.slice(at, mark.first)
    return _widened(filling, replace(mark, first=at, value=f"{said} {mark.value}"))


def _behind_capital(filling: Filling, at: int) -> Mark | None:
    """The new name that begins right after a capital word at `at`."""
    reading = filling.clause.reading
    after = reading.mark_at[at + 1] if at + 1 < filling.clause.last else None
    fresh = after is not None and after.kind == "new" and after.first == at + 1
    return after if fresh and _titled(filling, at) else None


def _titled(filling: Filling, at: int) -> bool:
    """Whether a word has a capital for no other reason than that a name begins with it."""
    reading, phrases = filling.clause.reading, filling.tool.phrases
    token, before = reading.tokens[at], reading.tokens[at - 1]
    return (
        reading.mark_at[at] is None
        and token.raw[:1].isupper()
        and token.raw.isalpha()
        and before.raw not in SENTENCE_STARTS
        and not before.raw[:1].isupper()
        and token.low not in phrases.verbs | phrases.objects
    )


def _pronoun_name(filling: Filling, slot: SlotPhrases) -> str | None:
    for mark in filling.clause.marks:
        if (
            "character" in slot.of
            and mark.kind == "pronoun"
            and mark.value in {"masculine", "feminine"}
        ):
            known = filling.resolve(str(mark.value))
            if known:
                filling.used.update(range(mark.first, mark.last))
                return known
    return None


def _lower_name(filling: Filling, slot: SlotPhrases) -> str | None:
    """`create a character juno`: an unknown word right after the object is a name."""
    clause = filling.clause
    tokens = clause.reading.tokens
    for at in range(clause.first + 1, clause.last):
        low = tokens[at].low
        if at in filling.used or clause.reading.mark_at[at] is not None or not low.isalpha():
            continue
        if low in vocabulary() or low in common_words():
            continue
        before = tokens[at - 1].low
        if before in filling.tool.phrases.objects or before in filling.tool.phrases.verbs:
            filling.used.add(at)
            return tokens[at].raw
    return None
