"""Stage three: a message cut into clauses, and what each clause asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from agent.embedded.classifier import ACT, Guess
from agent.embedded.courtesies import starters, trimmed, trimmed_clause
from agent.embedded.features import landmarks
from agent.embedded.intent import Intent, classified, imperative
from agent.embedded.name_index import CHARACTER_KINDS
from agent.embedded.phrasebook import ToolPhrases, phrasebook
from agent.embedded.reading import Clause, Reading, cue_text, symbols_with_places
from agent.embedded.remarks import explains, remark, without_remarks

MAX_CLAUSES = 12
SENTENCE_ENDS = frozenset(".!?\n…。！？")
SPLIT_BELIEF = 0.45
"""What a piece after `and` must reach as a command of its own."""


RESTATED_IN = 12
"""The most tokens of a clause that only says again what was said."""
RESPONSE_LIKELY = 0.25
"""What a clause must reach as an answer to the one before it."""
RESPONSE_AWAITED = 3.0
"""How much likelier an answer is right after what it may answer."""


def intents_of(reading: Reading) -> list[Intent]:
    """The clauses of a message, in the order in which they are to be done."""
    found: list[Intent] = []
    for sentence in _with_afterthoughts(_sentences(reading)):
        found.extend(_pieces(sentence))
        if len(found) >= MAX_CLAUSES:
            break
    return without_remarks(found[:MAX_CLAUSES])


def _sentences(reading: Reading) -> Iterator[Clause]:
    first = 0
    gap_at = _line_breaks(reading)
    for at, token in enumerate(reading.tokens):
        ends = (token.raw in SENTENCE_ENDS and not _inside(reading, at)) or _announces(reading, at)
        if not ends and at not in gap_at:
            continue
        last = at if ends else at + 1
        if last > first:
            yield Clause(reading=reading, first=first, last=last, asked=token.raw in "?？")
        first = at + 1
    if first < len(reading.tokens):
        yield Clause(reading=reading, first=first, last=len(reading.tokens))


def _with_afterthoughts(sentences: Iterable[Clause]) -> list[Clause]:
    """The sentences; one that only completes the one before it (`scene 3, I mean`) is joined."""
    found: list[Clause] = []
    for sentence in sentences:
        if found and _completes(found[-1], sentence):
            found[-1] = replace(found[-1], last=sentence.last)
        else:
            found.append(sentence)
    return found


def _completes(before: Clause, clause: Clause) -> bool:
    """Whether a sentence says what was meant, and nothing that the one before has already."""
    phrases: list[str] = phrasebook().english["clauses"]["completing"]
    text = cue_text(clause).text
    told = re.search(rf"\w.*? (?:{'|'.join(phrases)})(?=$|[ ,])", text)
    kinds = {mark.kind for mark in clause.marks} - {"pronoun"}
    return (
        told is not None
        and clause.last - clause.first <= RESTATED_IN
        and bool(kinds)
        and not kinds & {mark.kind for mark in before.marks}
    )


def _announces(reading: Reading, at: int) -> bool:
    """A colon after which the real message begins: `..., so: Kai in the rain`."""
    words: list[str] = phrasebook().english["clauses"]["announcing"]
    return reading.tokens[at].raw == ":" and at > 0 and reading.tokens[at - 1].low in words


def _line_breaks(reading: Reading) -> set[int]:
    tokens = reading.tokens
    return {
        at
        for at in range(len(tokens) - 1)
        if "\n" in reading.text[tokens[at].end : tokens[at + 1].start]
        and reading.mark_at[at] is None
    }


def _inside(reading: Reading, at: int) -> bool:
    mark = reading.mark_at[at]
    return (
        (mark is not None and mark.first < at < mark.last - 1)
        or (mark is not None and mark.kind == "json")
        or (mark is not None and mark.kind in {"quote", "new", "character", "bible", "project"})
    )


def _pieces(sentence: Clause) -> list[Intent]:
    start = sentence.first
    found: list[Intent] = []
    whole = classified(sentence)
    responding = set(_responding_joins(sentence))
    for last, first in sorted({*_joins(sentence), *responding}):
        if last <= start or len(found) >= MAX_CLAUSES:
            continue
        left = classified(replace(sentence, first=start, last=last))
        right = _with_thing_of(left, classified(replace(sentence, first=first)))
        if restates(right.clause, phrasebook().tools.get(left.best.label)):
            continue
        if imperative(left) and explains(right):
            found.append(left)
            start, whole = first, remark(right, 1.0)
            continue
        if (last, first) in responding:
            right = _responding(sentence, first)
        elif (last, first + 1) in responding:
            continue
        if _corrects(sentence, last, first) or _joins_in(right):
            label = "correct" if _corrects(sentence, last, first) else "same"
            right = Intent(right.clause, (Guess(f"{ACT}{label}", 1.0), *right.guesses))
        else:
            answering = _responds(left, right)
            if (last, first) in responding and not answering:
                continue
            right = right if answering or _commands(right) else _gapped(left, right)
        reason = right is not None and not imperative(left) and _so(sentence, last, first)
        if right is None or not (reason or _stands(left)):
            continue
        if reason:
            left = remark(left, 1.0)
        meant = (
            imperative(left)
            or _responds(left, right)
            or right.best.belief < 0.6
            or right.best.label == left.best.label
        )
        found.append(left if meant else remark(left))
        start = first
        whole = right
    found.append(whole)
    if _turned_round(sentence, found):
        found.reverse()
    return found


def _with_thing_of(left: Intent, right: Intent) -> Intent:
    """`validate the bible and then export it`: `it` is what the command before was about."""
    words, _ = symbols_with_places(left.clause)
    things = [w for w in (*left.best.label.split("_"), *words) if w in landmarks()]
    vague = any(m.kind == "pronoun" and m.value in {"neuter", "plural"} for m in right.clause.marks)
    spoken = [w for w in symbols_with_places(right.clause)[0] if w in landmarks()]
    if not things or not vague or spoken:
        return right
    clearer = classified(replace(right.clause, thing=("the", things[-1])))
    return clearer if not clearer.best.is_act and clearer.best.belief > right.best.belief else right


def _joins_in(right: Intent) -> bool:
    """A name that joins in what was just said: `and Sumire too`."""
    reading = right.clause.reading
    low = [t.low for t in reading.tokens[right.clause.first : right.clause.last]]
    named = [m for m in right.clause.marks if m.kind in {"new", *CHARACTER_KINDS}]
    rest = [
        reading.tokens[at].low
        for at in range(right.clause.first, right.clause.last)
        if reading.mark_at[at] is None and reading.tokens[at].raw.isalpha()
    ]
    joining: list[str] = phrasebook().english["clauses"]["joining"]
    return bool(named) and len(low) <= 6 and bool(rest) and all(w in joining for w in rest)


def _so(sentence: Clause, last: int, first: int) -> bool:
    """Whether what comes before a join is said as the reason for what follows: `..., so draw`."""
    words: list[str] = phrasebook().english["clauses"]["concluding"]
    return any(token.low in words for token in sentence.reading.tokens[last:first])


def _corrects(sentence: Clause, last: int, first: int) -> bool:
    """Whether what follows takes back what was just said: `, no wait, of Bram`."""
    tokens = sentence.reading.tokens
    if tokens[last].raw not in {",", "-", "–", "—", ";"}:
        return False
    spoken = " ".join(
        word for t in tokens[last + 1 : min(last + 5, sentence.last)] for word in t.words
    )
    corrections: list[str] = phrasebook().english["clauses"]["corrections"]
    if spoken in phrasebook().english["clauses"]["completing"]:
        return False
    return any(spoken == c or spoken.startswith((f"{c} ", f"{c} ,")) for c in corrections)


def _joins(sentence: Clause) -> list[tuple[int, int]]:
    """Where a second command may begin: the end of the first, the start of the second."""
    reading = sentence.reading
    found: list[tuple[int, int]] = []
    at = sentence.first + 1
    while at < sentence.last - 1:
        if reading.mark_at[at] is not None and reading.tokens[at].raw != ",":
            at += 1
            continue
        comma = reading.tokens[at].raw in {",", "-", "–", "—", "/", ";"}
        after = at + 1 if comma else at
        for phrase in _joining().get(reading.tokens[after].low, ()):
            low = tuple(t.low for t in reading.tokens[after : after + len(phrase)])
            if low == phrase:
                after += len(phrase)
                break
        while after < sentence.last and reading.tokens[after].low in {
            "then",
            ",",
            "also",
            "please",
        }:
            after += 1
        if after > at and after < sentence.last:
            found.append((at, after))
            at = after
        at += 1
    return found


@cache
def _joining() -> dict[str, list[tuple[str, ...]]]:
    """What may stand between two commands, the longest first, by its first word."""
    joins: list[str] = phrasebook().english["clauses"]["joins"]
    found: dict[str, list[tuple[str, ...]]] = {}
    for join in sorted(joins, key=len, reverse=True):
        found.setdefault(join.split()[0], []).append(tuple(join.split()))
    return found


def _responding_joins(sentence: Clause) -> Iterator[tuple[int, int]]:
    """Where somebody's answer to what is done to them may begin: `..., who ducks`."""
    words: list[str] = phrasebook().english["clauses"]["responding"]
    tokens = sentence.reading.tokens
    for at in range(sentence.first + 2, sentence.last - 1):
        if tokens[at].low in words and sentence.reading.mark_at[at] is None:
            yield at - 1 if tokens[at - 1].raw == "," else at, at + 1


def _responding(sentence: Clause, first: int) -> Intent:
    """The answer after such a word, which somebody is thought before where it stands for them."""
    stands: list[str] = phrasebook().english["clauses"]["relative"]
    relative = sentence.reading.tokens[first - 1].low in stands
    return classified(replace(sentence, first=first, head=("<char>",) if relative else ()))


def restates(clause: Clause, phrases: ToolPhrases | None) -> bool:
    """Whether a clause only says again what the command before it was: `..., animate it`."""
    if phrases is None or not phrases.restates or clause.last - clause.first > RESTATED_IN:
        return False
    text = cue_text(trimmed_clause(clause)).text.strip(" .!,")
    return any(re.fullmatch(cue, text) for cue in phrases.restates)


def _responds(left: Intent, right: Intent) -> bool:
    """Whether a clause tells how somebody answers what the clause before does to them."""
    if len(left.clause.marks_of_names) < 2 and not any(
        m.kind == "pronoun" and m.value in {"masculine", "feminine"} for m in left.clause.marks
    ):
        return False
    answers = [
        g
        for g in right.guesses
        if (known := phrasebook().tools.get(g.label))
        and known.offers.get("after") == left.best.label
    ]
    others = max((g.belief for g in right.guesses if g not in answers), default=0.0)
    return (
        bool(answers)
        and answers[0].belief > RESPONSE_LIKELY
        and answers[0].belief * RESPONSE_AWAITED > others
    )


def _commands(intent: Intent) -> bool:
    said = symbols_with_places(intent.clause)[0]
    words = trimmed(said)
    if not words or not (words[0] in starters() or _does(said)):
        return False
    guess = intent.best
    if words[0] in phrasebook().english["names"]["introduce"] and words[1:2] == [":"]:
        return False
    if words[0] in phrasebook().english["clauses"]["auxiliaries"] and not intent.clause.asked:
        return False
    return not guess.is_act and guess.belief >= SPLIT_BELIEF and len(words) > 1


def _does(words: Sequence[str]) -> bool:
    """`do a sheet of Kai`: no question, for a thing follows."""
    articles: list[str] = phrasebook().english["function_words"]["articles"]
    return words[0] == "do" and words[1:2] != [] and words[1] in articles


def _stands(intent: Intent) -> bool:
    words = symbols_with_places(intent.clause)[0]
    guess = intent.best
    if not words or words[0] in phrasebook().english["clauses"]["leading"]:
        return False
    if guess.is_act:
        return guess.belief >= 0.45
    if words[0] in starters():
        return guess.belief >= 0.3
    return guess.belief >= 0.6 and len(words) > 2


def _gapped(left: Intent, right: Intent) -> Intent | None:
    """`give Kai a bob` and `Mara a scarf`: the second leaves out the verb."""
    before = trimmed(symbols_with_places(left.clause)[0])
    if (listed := _listed(before, left, right)) is not None:
        return listed
    if any(mark.last == left.clause.last for mark in left.clause.marks_of_names):
        return None
    after = symbols_with_places(right.clause)[0]
    people = {"<char>", "<bchar>"}
    if not before or before[0] not in starters() or not after or after[0] not in people:
        return None
    at = next((i for i, word in enumerate(before) if word in people), 0)
    if not 0 < at <= 3 or len(before) <= at + 1 or len(after) < 2:
        return None
    if after[1] in {"and", "or"} or before[at + 1] in {"and", "or"}:
        return None
    thought = classified(replace(right.clause, head=tuple(before[:at])))
    same = thought.best.label == left.best.label and not left.best.is_act
    return thought if same and thought.best.belief >= SPLIT_BELIEF else None


def _listed(before: Sequence[str], left: Intent, right: Intent) -> Intent | None:
    """`list the scenes` and `the characters`: the second thing has the verb of the first."""
    after = symbols_with_places(right.clause)[0]
    if not before or before[0] not in starters() or len(after) > 4 or left.clause.marks_of_names:
        return None
    if before[0] in phrasebook().english["synonyms"]["ask"]:
        return None
    if not any(word in landmarks() for word in after) or any("<" in word for word in after):
        return None
    thought = classified(replace(right.clause, head=(before[0],)))
    other = thought.best.label != left.best.label and not thought.best.is_act
    return thought if other and thought.best.belief >= 0.8 else None


def _turned_round(sentence: Clause, found: Sequence[Intent]) -> bool:
    low = sentence.reading.tokens[sentence.first].low
    return low == "before" and len(found) == 2
