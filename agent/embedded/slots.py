"""Stage four: the arguments of a tool, heard in a clause, as its JSON schema wants them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from agent.embedded.attributes import Phrase, phrases_of
from agent.embedded.clauses import trimmed_clause
from agent.embedded.entities import Mark, after_place_preposition
from agent.embedded.name_index import CHARACTER_KINDS
from agent.embedded.phrasebook import SlotPhrases, phrasebook
from agent.embedded.reading import Clause, cue_pattern, cue_text
from agent.embedded.schema import Argument, BoundTool

Resolve = Callable[[str], str | None]
"""Who a pronoun means, by its gender (`masculine feminine plural neuter`), or nobody."""
TRIM = frozenset({",", ":", ";", "-", "–", "—", ".", "!", "?", "(", ")", "/"})


@dataclass
class Filling:
    """The arguments so far, and the tokens of the clause that they used up."""

    clause: Clause
    tool: BoundTool
    resolve: Resolve
    args: dict[str, Any] = field(default_factory=dict[str, Any])
    used: set[int] = field(default_factory=set[int])
    several: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    head_done: bool = False


def fill(clause: Clause, tool: BoundTool, resolve: Resolve) -> Filling:
    """What a clause says for the arguments of a tool."""
    filling = Filling(trimmed_clause(clause), tool, resolve)
    for argument, slot in tool.slots():
        if slot.one_of and _have_one(filling, slot.one_of):
            continue
        value = _TAKES[slot.take](filling, argument, slot)
        if value is not None:
            filling.args[argument.name] = value
    return filling


def missing(tool: BoundTool, args: Mapping[str, Any]) -> tuple[tuple[str, ...], str]:
    """The arguments of which one is needed still, and the question to ask; empty if complete."""
    for argument in tool.arguments.values():
        slot = tool.phrases.slots.get(argument.name)
        must = argument.required or (slot is not None and slot.required)
        if must and args.get(argument.name) in (None, "", [], {}):
            return (argument.name,), _worded(slot.ask if slot else "", args)
    for names in tool.phrases.needs.values():
        offered = [name for name in names if name in tool.arguments]
        if offered and not any(args.get(name) not in (None, "", [], {}) for name in offered):
            return tuple(offered), _worded(tool.phrases.ask, args)
    return (), ""


def _worded(question: str, args: Mapping[str, Any]) -> str:
    return re.sub(r"\{(\w+)\}", lambda m: str(args.get(m[1], "it")), question)


def _have_one(filling: Filling, group: str) -> bool:
    names = filling.tool.phrases.needs.get(group, ())
    return any(name in filling.args for name in names)


# --- one way of hearing each -------------------------------------------------------------------


def _entity(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    mark = _entity_mark(filling, slot)
    if mark is None:
        return None
    if slot.bare and _more_than_name(filling, mark):
        return None
    if mark.kind == "pronoun":
        value = filling.resolve(str(mark.value))
    else:
        value = _said(filling, mark)
    group = _coordinated(filling, mark, slot)
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
        return 2 if mark.value in {"masculine", "feminine"} else 0.5 if mark.value == "plural" else 0
    if mark.kind == "quote" and slot.new:
        return 1.5 if _after_head(filling, mark) else 0
    if mark.kind == "new" and slot.new:
        if after_place_preposition(filling.clause.reading.tokens, mark):
            return 0
        return 3 if _after_head(filling, mark) else 1
    return 0


def _after_head(filling: Filling, mark: Mark) -> bool:
    at = mark.first - 1
    tokens = filling.clause.reading.tokens
    phrases = filling.tool.phrases
    articles = phrasebook().english["function_words"]["articles"]
    if at < filling.clause.first:
        return True
    while at >= filling.clause.first:
        low = tokens[at].low
        if low not in phrases.objects and low not in articles:
            return low in phrases.verbs
        at -= 1
    return True


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


_ROW = frozenset({"and", ",", "&", "or", "plus", "one", "of", "another", "then", "also"})


def _more_than_name(filling: Filling, mark: Mark) -> bool:
    """Whether words of the user's own follow a name: then the whole is a description."""
    tokens = filling.clause.reading.tokens
    rest = [t for t in tokens[mark.last : filling.clause.last]]
    said = [t for i, t in enumerate(rest, mark.last) if i not in filling.used and t.raw not in TRIM]
    known = filling.tool.phrases.objects | filling.tool.phrases.verbs
    articles = phrasebook().english["function_words"]["articles"]
    return any(t.low not in known and t.low not in articles for t in said)


def _entities(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
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


def _any_word(clause: Clause, words: tuple[str, ...]) -> bool:
    text = f" {cue_text(clause).text} "
    return any(f" {word} " in text for word in words)


def _new_name(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    clause = filling.clause
    fresh = [m for m in clause.marks if m.first not in filling.used]
    for cue in slot.cues:
        text = cue_text(clause)
        for match in re.finditer(rf"(?<!\w){cue}(?!\w)[:,]? *", text.text):
            if match.end() >= len(text.text):
                continue
            at = text.tokens_of(match.end(), match.end() + 1)[0]
            mark = clause.reading.mark_at[at]
            if mark is not None and mark.kind in {"new", "quote", *CHARACTER_KINDS}:
                first, _ = text.tokens_of(match.start(), match.end())
                filling.used.update(range(first, mark.first))
                return _named(filling, argument, slot, mark)
    kinds = ({"character", "bible"} & set(slot.of)) | ({"bible"} if "character" in slot.of else set())
    order = ["new", "quote", *(CHARACTER_KINDS if kinds else ())]
    ranked = sorted(
        (m for m in fresh if m.kind in order and not after_place_preposition(clause.reading.tokens, m)),
        key=lambda m: (not _after_head(filling, m), order.index(m.kind), m.first),
    )
    if not ranked:
        return _lower_name(filling, slot) or _pronoun_name(filling, slot)
    return _named(filling, argument, slot, ranked[0])


def _named(filling: Filling, argument: Argument, slot: SlotPhrases, mark: Mark) -> str:
    group = _coordinated(filling, mark, slot)
    for member in group:
        filling.used.update(range(member.first, member.last))
    if len(group) > 1:
        filling.several[argument.name] = [str(m.value) for m in group]
    return str(mark.value)


def _pronoun_name(filling: Filling, slot: SlotPhrases) -> str | None:
    for mark in filling.clause.marks:
        if "character" in slot.of and mark.kind == "pronoun" and mark.value in {"masculine", "feminine"}:
            known = filling.resolve(str(mark.value))
            if known:
                filling.used.update(range(mark.first, mark.last))
                return known
    return None


def _lower_name(filling: Filling, slot: SlotPhrases) -> str | None:
    """`create a character juno`: an unknown word right after the object is a name."""
    from agent.embedded.normalise import common_words, vocabulary

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


def _text(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    found = _first_match(filling, slot.cues)
    if found is None:
        return None
    first, last, span = found
    filling.used.update(range(*span))
    mark = filling.clause.reading.mark_at[first]
    if mark is not None and mark.kind == "quote" and mark.last >= last:
        return str(mark.value)
    return _tidy(filling, first, last)


def _first_match(
    filling: Filling, cues: tuple[str, ...]
) -> tuple[int, int, tuple[int, int]] | None:
    text = cue_text(filling.clause, filling.used)
    for cue in cues:
        for match in _compiled(cue).finditer(text.text):
            start, end = match.span("v")
            inner = match.group("v").strip(" ~,")
            if not inner or "~" in inner:
                cut = match.group("v").find("~")
                if cut <= 0:
                    continue
                end = start + cut
            first, last = text.tokens_of(start, end)
            if last > first:
                return first, last, text.tokens_of(match.start(), end)
    return None


@lru_cache(maxsize=2048)
def _compiled(cue: str) -> re.Pattern[str]:
    return re.compile(cue_pattern(cue))


def _number(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    text = cue_text(filling.clause, filling.used)
    for cue in slot.cues:
        for match in _compiled(cue).finditer(text.text):
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
    return None


def _scaled(value: float, slot: SlotPhrases, argument: Argument) -> float | int | None:
    if slot.scale == "share" and 1 < value <= 100:
        value = value / 100
    if argument.kind == "integer":
        return int(value) if float(value).is_integer() else None
    return value


def _choice(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    text = cue_text(filling.clause, filling.used)
    for value, cues in slot.words.items():
        for cue in cues:
            match = _compiled(cue).search(text.text)
            if match:
                filling.used.update(range(*text.tokens_of(*match.span())))
                return _cast(value, argument)
    return None


def _cast(value: str, argument: Argument) -> Any:
    if argument.kind in {"integer", "number"} and value.isdigit():
        return int(value)
    return value


def _flag(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    text = cue_text(filling.clause, filling.used)
    for cue in slot.cues:
        match = _compiled(cue).search(text.text)
        if match:
            filling.used.update(range(*text.tokens_of(*match.span())))
            return True
    return _from_known(filling, slot) if slot.of else None


def _from_known(filling: Filling, slot: SlotPhrases) -> bool | None:
    """A flag that says where a name comes from holds where only that place knows the name."""
    only_there = [m for m in filling.clause.marks if m.kind in slot.of and m.first in filling.used]
    return True if only_there else None


def _style(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    """A saved style by its name, else the user's words for one."""
    saved = [m for m in filling.clause.marks if m.kind in slot.of]
    if saved:
        filling.used.update(_around(filling, saved[0], slot))
        return str(saved[0].value)
    return _text(filling, argument, slot)


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


def _image(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    for mark in filling.clause.marks:
        if mark.kind == "image" and mark.first not in filling.used:
            filling.used.update(range(mark.first, mark.last))
            return str(mark.value)
    found = _first_match(filling, slot.cues)
    if found is None:
        return None
    filling.used.update(range(found[0], found[1]))
    return slot.newest


def _branch(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    """A branch that exists, or the words that the cues find."""
    said = _text(filling, argument, slot)
    if said is not None:
        return said
    for mark in filling.clause.marks:
        if mark.kind in slot.of:
            filling.used.update(range(mark.first, mark.last))
            return str(mark.value)
    return None


def _id(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    for mark in filling.clause.marks:
        if mark.kind == "id":
            filling.used.update(range(mark.first, mark.last))
            return str(mark.value)
    return None


def _json(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    for mark in filling.clause.marks:
        if mark.kind == "json":
            filling.used.update(range(mark.first, mark.last))
            return mark.value
    return None


def _object(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    said: dict[str, str] = {}
    for phrase in _described(filling):
        group = phrase.group
        if group != slot.attributes:
            continue
        if phrase.key in said:
            said[phrase.key] = f"{said[phrase.key]}, {phrase.value}"
        else:
            said[phrase.key] = phrase.value
    for key, cues in slot.words.items() if not said else ():
        found = _first_match(filling, cues)
        if found is not None:
            filling.used.update(range(*found[2]))
            said[key] = _tidy(filling, found[0], found[1])
            break
    if not said and slot.otherwise and not filling.args.keys() - {"name"} and _about_landmark(filling):
        text = _rest_text(filling)
        return {"notes": text} if text else None
    return said or None


def _about_landmark(filling: Filling) -> bool:
    """Whether the clause names what the tool is about: only then is it all there is to write."""
    words = {t.low for t in filling.clause.reading.tokens[filling.clause.first : filling.clause.last]}
    return bool(words & set(filling.tool.name.split("_")))


def _described(filling: Filling) -> list[Phrase]:
    english = phrasebook().english["editing"]
    groups = tuple(
        slot.attributes for _, slot in filling.tool.slots() if slot.take == "object" and slot.attributes
    )
    _consume_head(filling)
    places = [p for p in range(filling.clause.first, filling.clause.last) if p not in filling.used]
    low = [filling.clause.reading.tokens[p].low for p in range(filling.clause.first, filling.clause.last)]
    first = low[0] if low else ""
    removing = first in english["removing"] or bool(low[:1] == ["take"] and {"off", "away"} & set(low))
    return phrases_of(
        filling.clause, places, groups, removing=removing, swapping=first in english["replacing"]
    )


def _description(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    cued = _text(filling, argument, slot)
    if cued is not None:
        return cued
    phrases = _described(filling)
    if not any(not p.key and _meaningful(filling, p) for p in phrases):
        return None
    return _rest_text(filling) or None


def _meaningful(filling: Filling, phrase: Phrase) -> bool:
    english = phrasebook().english
    small = {*english["function_words"]["connectors"], *english["function_words"]["prepositions"]}
    small |= {*english["numbers"], *english["function_words"]["articles"]}
    known = filling.tool.phrases.objects | filling.tool.phrases.verbs | small
    tokens = filling.clause.reading.tokens[phrase.first : phrase.last]
    return any(t.low not in known and t.raw not in TRIM for t in tokens)


def _rest(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    _consume_head(filling)
    return _rest_text(filling) or None


def _rest_text(filling: Filling) -> str:
    """What is left of the clause: the user's own words, in runs."""
    runs: list[list[int]] = []
    for at in range(filling.clause.first, filling.clause.last):
        if at in filling.used:
            continue
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    texts = [_tidy(filling, run[0], run[-1] + 1) for run in runs]
    if _only_people(filling, [at for run in runs for at in run]):
        return ""
    return " ".join(text for text in texts if text)


def _only_people(filling: Filling, places: list[int]) -> bool:
    """Whether nothing is left but names and small words, which other arguments hold already."""
    reading = filling.clause.reading
    small = set(phrasebook().english["function_words"]["connectors"])
    small |= set(phrasebook().english["function_words"]["prepositions"])
    small |= set(phrasebook().english["function_words"]["hanging"])
    people = [at for at in places if _is_name(reading.mark_at[at])]
    rest = [at for at in places if not _is_name(reading.mark_at[at])]
    known = filling.tool.phrases.objects | filling.tool.phrases.verbs
    kept = any(isinstance(filling.args.get(s.name), list) for _, s in filling.tool.slots())
    return (
        bool(people)
        and kept
        and all(
            reading.tokens[at].low in small | known or reading.tokens[at].raw in TRIM for at in rest
        )
    )


def _is_name(mark: Mark | None) -> bool:
    return mark is not None and mark.kind in {"new", *CHARACTER_KINDS}


def _tidy(filling: Filling, first: int, last: int) -> str:
    """The text of a run without the small words and signs that hang at its ends."""
    tokens = filling.clause.reading.tokens
    ends = {*TRIM, "and", "then", "please", "but", "also", "so", "again", "now", "both", "each"}
    words = phrasebook().english["function_words"]
    lone = {*words["connectors"], *words["prepositions"], *words["articles"], "there", "one", "they"}
    lone |= set(words["indefinite"])
    while first < last and (tokens[first].low in ends) and not _quoted(filling, first):
        first += 1
    while last > first and (tokens[last - 1].low in ends) and not _quoted(filling, last - 1):
        last -= 1
    hanging = phrasebook().english["function_words"]["hanging"]
    while last > first and last in filling.used and tokens[last - 1].low in hanging:
        last -= 1
    if all(tokens[at].low in lone or tokens[at].raw in TRIM for at in range(first, last)):
        return ""
    mark = filling.clause.reading.mark_at[first]
    if mark is not None and mark.kind == "quote" and mark.first == first and mark.last == last:
        return str(mark.value)
    return filling.clause.reading.slice(first, last)


def _quoted(filling: Filling, at: int) -> bool:
    mark = filling.clause.reading.mark_at[at]
    return mark is not None


def _consume_head(filling: Filling) -> None:
    """Takes the command itself out: its verb, its object, and the small words between."""
    if filling.head_done:
        return
    filling.head_done = True
    for cue in filling.tool.phrases.drops:
        text = cue_text(filling.clause, filling.used)
        for match in _compiled(cue).finditer(text.text):
            filling.used.update(range(*text.tokens_of(*match.span())))
    for start in _verb_places(filling):
        _consume_run(filling, start)
        break


def _verb_places(filling: Filling) -> list[int]:
    tokens = filling.clause.reading.tokens
    first = filling.clause.first
    verbs = filling.tool.phrases.verbs
    places = [first] if first < filling.clause.last else []
    if places and tokens[first].low in verbs | filling.tool.phrases.objects:
        return places
    later = [
        at
        for at in range(first + 1, filling.clause.last)
        if tokens[at].low in verbs and (tokens[at - 1].raw == "," or at - 1 in filling.used)
    ]
    return later[:1] or places


def _consume_run(filling: Filling, start: int) -> None:
    tokens = filling.clause.reading.tokens
    phrases = filling.tool.phrases
    articles = phrasebook().english["function_words"]["articles"]
    at = start
    while at < filling.clause.last:
        mark = filling.clause.reading.mark_at[at]
        low = tokens[at].low
        pair = f"{low} {tokens[at + 1].low}" if at + 1 < filling.clause.last else ""
        person = mark is not None and (mark.kind in {"new", *CHARACTER_KINDS} or _is_person(mark))
        if person and at > start:
            break
        if at in filling.used:
            at += 1
        elif pair in phrases.objects or pair in phrases.verbs:
            filling.used.update((at, at + 1))
            at += 2
        elif (mark is None or (mark.kind == "number" and low.isalpha())) and (
            low in phrases.verbs or low in phrases.objects
        ):
            filling.used.add(at)
            at += 1
        elif mark is None and (tokens[at].raw in TRIM or _leads_on(filling, at, articles)):
            filling.used.add(at)
            at += 1
        else:
            break


def _leads_on(filling: Filling, at: int, articles: list[str]) -> bool:
    """An article before a further word of the command: `a` of `draw a picture of`."""
    tokens = filling.clause.reading.tokens
    phrases = filling.tool.phrases
    if tokens[at].low not in articles:
        return False
    following = at + 1
    while following < filling.clause.last and tokens[following].low in articles:
        following += 1
    if following >= filling.clause.last:
        return True
    return (
        tokens[following].low in phrases.objects
        or tokens[following].low in phrases.verbs
        or following in filling.used
    )


def _is_person(mark: Mark) -> bool:
    return mark.kind == "pronoun" and mark.value != "neuter"


_TAKES: dict[str, Callable[[Filling, Argument, SlotPhrases], Any]] = {
    "entity": _entity,
    "entities": _entities,
    "new_name": _new_name,
    "text": _text,
    "number": _number,
    "choice": _choice,
    "flag": _flag,
    "style": _style,
    "image": _image,
    "id": _id,
    "known": _branch,
    "json": _json,
    "object": _object,
    "description": _description,
    "rest": _rest,
}
