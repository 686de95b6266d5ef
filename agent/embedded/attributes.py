"""Reads descriptive words into the keys of an object argument: `a silver bob` is hair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from agent.embedded.phrasebook import phrasebook
from agent.embedded.reading import Clause, Reading


@dataclass(frozen=True)
class Phrase:
    """Tokens `first` to `last` (exclusive) and the set and key that they tell, if any."""

    first: int
    last: int
    group: str
    key: str
    value: str


@dataclass(frozen=True)
class _Hit:
    first: int
    last: int
    group: str
    key: str
    noun: bool


def phrases_of(
    clause: Clause, places: Sequence[int], groups: Sequence[str], *, removing: bool, swapping: bool
) -> list[Phrase]:
    """The descriptive phrases in the tokens at `places`, in order.

    A phrase that tells nothing known has an empty key; one that only goes on (`and black`) is
    joined to its neighbour.
    """
    reading = clause.reading
    pieces = _pieces(reading, places)
    rough = [(piece, _hits(reading, piece, groups)) for piece in pieces]
    joined = _joined(reading, rough)
    if swapping and len(joined) > 1:
        joined = joined[1:]
    return [phrase for piece, hits in joined if (phrase := _phrase(reading, piece, hits, removing))]


def _pieces(reading: Reading, places: Sequence[int]) -> list[list[int]]:
    pieces: list[list[int]] = []
    current: list[int] = []
    for at in places:
        broken = reading.tokens[at].low in _breaks() and reading.mark_at[at] is None
        jumped = bool(current) and at > current[-1] + 1 and _gap(reading, current[-1], at)
        if (broken or jumped) and current:
            pieces.append(current)
            current = []
        if not broken:
            current.append(at)
    if current:
        pieces.append(current)
    return pieces


def _gap(reading: Reading, before: int, after: int) -> bool:
    return any(reading.tokens[at].low in _breaks() for at in range(before + 1, after))


_Rough = tuple[list[int], list[_Hit]]


def _joined(reading: Reading, rough: Sequence[_Rough]) -> list[_Rough]:
    """Pieces without a key go to the piece that they belong to."""
    found: list[_Rough] = []
    waiting: list[int] = []
    for piece, hits in rough:
        if hits:
            if waiting and _runs_on(reading, waiting, piece, hits):
                piece, hits = [*waiting, *piece], hits
            elif waiting:
                found.append((waiting, []))
            waiting = []
            found.append((piece, hits))
        elif found and found[-1][1] and not waiting:
            found[-1] = ([*found[-1][0], *piece], found[-1][1])
        elif waiting:
            waiting = [*waiting, *piece]
        else:
            waiting = piece
    if waiting:
        found.append((waiting, []))
    merged: list[_Rough] = []
    for piece, hits in found:
        previous = merged[-1] if merged else None
        if (
            previous
            and hits
            and previous[1]
            and _key(reading, previous) == _key(reading, (piece, hits))
        ):
            merged[-1] = ([*previous[0], *piece], previous[1])
        else:
            merged.append((piece, hits))
    return merged


def _runs_on(
    reading: Reading, waiting: Sequence[int], piece: Sequence[int], hits: Sequence[_Hit]
) -> bool:
    """`red` and `black jacket`: only a few plain words before, nothing of their own."""
    articles = phrasebook().english["function_words"]["articles"]
    plain = [at for at in waiting if reading.tokens[at].low not in articles]
    starts_new = reading.tokens[piece[0]].low in articles
    return len(plain) <= 2 and not starts_new and hits[0].noun


def _key(reading: Reading, rough: _Rough) -> tuple[str, str]:
    hit = _main(reading, rough[1])
    return (hit.group, hit.key)


def _hits(reading: Reading, places: Sequence[int], groups: Sequence[str]) -> list[_Hit]:
    found: list[_Hit] = []
    index = 0
    words = [reading.tokens[at].low for at in places]
    while index < len(places):
        hit = None
        for size in (4, 3, 2, 1):
            phrase = " ".join(words[index : index + size])
            known = _lexicon(tuple(groups)).get(phrase) if index + size <= len(words) else None
            if known:
                hit = _Hit(places[index], places[index + size - 1] + 1, *known)
                break
        if hit:
            found.append(hit)
            index += size
        else:
            index += 1
    return found


def _main(reading: Reading, hits: Sequence[_Hit]) -> _Hit:
    """The head of a phrase: its last noun before a preposition, else an adjective."""
    prepositions = phrasebook().english["function_words"]["prepositions"]
    nouns = [hit for hit in hits if hit.noun]
    if not nouns:
        return hits[0]
    head = nouns[0]
    for hit in nouns[1:]:
        between = (reading.tokens[at].low for at in range(head.last, hit.first))
        if any(word in prepositions or word in _breaks() for word in between):
            break
        head = hit
    return head


def _phrase(
    reading: Reading, places: Sequence[int], hits: Sequence[_Hit], removing: bool
) -> Phrase | None:
    places = _stripped(reading, places)
    if not places:
        return None
    if not hits:
        return Phrase(places[0], places[-1] + 1, "", "", _text(reading, places))
    head = _main(reading, hits)
    value = _value(reading, places, head, hits)
    if removing:
        value = f"no {value}"
    return Phrase(places[0], places[-1] + 1, head.group, head.key, value)


def _value(reading: Reading, places: Sequence[int], head: _Hit, hits: Sequence[_Hit]) -> str:
    """The phrase with its noun last: `jacket red` and `jacket to red` are a red jacket."""
    becoming = phrasebook().english["function_words"]["becoming"]
    prepositions = phrasebook().english["function_words"]["prepositions"]
    after = [at for at in places if at >= head.last]
    before = [at for at in places if at < head.first]
    noun = [at for at in places if head.first <= at < head.last]
    if not after or not head.noun:
        keyed = _text(reading, _stripped(reading, before)) if _is_keyed(head) else ""
        return keyed or _text(reading, places)
    low = [reading.tokens[at].low for at in after]
    if low[0] == "from" and "to" in low:
        after = after[low.index("to") :]
        low = [reading.tokens[at].low for at in after]
    if _is_keyed(head):
        return _keyed(reading, before, after) or _text(reading, places)
    linked = 0
    while linked < len(low) and low[linked] in becoming:
        linked += 1
    rest = _stripped(reading, after[linked:])
    if not rest or (not linked and low[0] in prepositions):
        return _text(reading, places)
    if any(h.noun and h.key == head.key and h.first in rest for h in hits):
        return _text(reading, rest)
    return f"{_text(reading, rest)} {_text(reading, [*before, *noun])}".strip()


def _is_keyed(head: _Hit) -> bool:
    keys = phrasebook().attributes[head.group]
    return any(key.key == head.key and key.keyed for key in keys)


def _keyed(reading: Reading, before: Sequence[int], after: Sequence[int]) -> str:
    """What follows the noun: `tone of the story to dark action` says `dark action`."""
    becoming = phrasebook().english["function_words"]["becoming"]
    low = [reading.tokens[at].low for at in after]
    linked = next((i for i, word in enumerate(low) if word in becoming), None)
    owner = bool(low) and low[0] in {"of", "in", "for"}
    if linked is not None and (linked == 0 or (owner and linked <= 4)):
        while linked < len(low) and low[linked] in {*becoming, "more", "of"} - {"more", "of"}:
            linked += 1
        after = after[linked:]
    return _text(reading, _stripped(reading, after)) or _text(reading, _stripped(reading, before))


def _stripped(reading: Reading, places: Sequence[int]) -> list[int]:
    """Without the articles and other small words before and after."""
    english = phrasebook().english["function_words"]
    words = phrasebook().english["describing"]
    front = {*english["articles"], *english["becoming"], *words["breaks"], *words["front"]}
    back = {*words["breaks"], *words["back"]}
    found = [at for at in places if reading.tokens[at].raw.strip()]
    while (
        found and reading.tokens[found[0]].low in front and reading.mark_at[found[0]] is None
    ) or (found and _is_pronoun(reading, found[0])):
        found = found[1:]
    while found and reading.tokens[found[-1]].low in back and reading.mark_at[found[-1]] is None:
        found = found[:-1]
    return found


def _is_pronoun(reading: Reading, at: int) -> bool:
    mark = reading.mark_at[at]
    return mark is not None and mark.kind == "pronoun"


def _text(reading: Reading, places: Sequence[int]) -> str:
    """The user's words at these places, with what links neighbouring runs."""
    links = phrasebook().english["describing"]["links"]
    runs: list[tuple[int, int]] = []
    for at in places:
        between = range(runs[-1][1], at) if runs else range(0)
        if runs and all(reading.tokens[i].low in links for i in between):
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    return " ".join(reading.slice(*run) for run in runs)


@cache
def _breaks() -> frozenset[str]:
    return frozenset(phrasebook().english["describing"]["breaks"])


@cache
def _lexicon(groups: tuple[str, ...]) -> dict[str, tuple[str, str, bool]]:
    """Words to (group, key, whether a noun); an earlier group has precedence, nouns before."""
    found: dict[str, tuple[str, str, bool]] = {}
    for group in groups:
        for attribute in phrasebook().attributes[group]:
            for noun in attribute.nouns:
                found.setdefault(noun, (group, attribute.key, True))
        for attribute in phrasebook().attributes[group]:
            for adjective in attribute.adjectives:
                found.setdefault(adjective, (group, attribute.key, False))
    return found
