"""Stage two: marks what stands in a message: names, quotes, numbers, pronouns, pictures, ids."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from rapidfuzz.distance import OSA

from agent.embedded.name_index import CHARACTER_KINDS, Known, NameIndex
from agent.embedded.normalise import Token, common_words, fold, head_words, vocabulary
from agent.embedded.phrasebook import phrasebook
from agent.embedded.quotations import document_in, quoted

SHA256 = re.compile(r"[0-9a-f]{64}")
FILE = re.compile(r"[\w-]+\.(?:png|jpe?g|webp|gif|json)", re.IGNORECASE)
RUN_ID = re.compile(r"(?=[0-9a-f-]*\d)(?=[0-9a-f-]*[a-f-])[0-9a-f]{4,}(?:-[0-9a-f]{2,})*")
PLACE_PREPOSITIONS = frozenset(
    {"in", "at", "from", "near", "inside", "through", "outside", "around", "across", "over", "into"}
)
MAX_NEW_NAME_WORDS = 6


@dataclass(frozen=True)
class Mark:
    """One thing said: its kind, its value, and its place in tokens `first` to `last` (exclusive).

    `names` holds every known name that may be meant; `how` is `whole`, `part`, `near` or `new`.
    """

    kind: str
    value: Any
    first: int
    last: int
    how: str = "whole"
    names: tuple[str, ...] = ()
    possessive: bool = False


def marks_of(text: str, tokens: Sequence[Token], index: NameIndex) -> list[Mark]:
    """The marks of a message in order, none overlapping."""
    shouting = _shouting(tokens)
    words = [fold(t.raw).removesuffix("'s") if t.possessive else fold(t.raw) for t in tokens]
    quotes = _quotes(text, tokens, index)
    marks: list[Mark] = []
    at = 0
    document = Mark("json", *told) if (told := document_in(text, tokens)) else None
    while at < len(tokens):
        mark = (
            (document if document and document.first == at else None)
            or quotes.get(at)
            or _fraction(tokens, at)
            or _named_number(tokens, at)
            or _known_name(tokens, words, at, index, shouting)
            or _special(tokens, at)
            or _introduced(tokens, at)
            or (None if shouting else _capital_name(tokens, at))
        )
        if mark is None:
            at += 1
            continue
        marks.append(mark)
        at = max(mark.last, at + 1)
    return marks


def _known_name(
    tokens: Sequence[Token], words: Sequence[str], at: int, index: NameIndex, shouting: bool
) -> Mark | None:
    if not words[at] or not (words[at][0].isalnum()):
        return None
    whole, length = index.whole(words, at)
    capital = tokens[at].raw[:1].isupper() or not tokens[at].raw[:1].isascii()
    firm = capital and not shouting
    beside = {tokens[i].low for i in (at - 1, at + 1) if 0 <= i < len(tokens)}
    if whole and length == 1 and any(entry.kind in beside for entry in whole):
        return _mark([e for e in whole if e.kind in beside], tokens, at, at + 1, "whole")
    if whole and (length > 1 or firm or words[at] not in common_words() | vocabulary()):
        last = at + length
        return _mark(whole, tokens, at, last, "whole")
    almost, length = index.nearly(words, at)
    if almost:
        return _mark(almost, tokens, at, at + length, "near")
    if (told := _told_by_kind(tokens, words, at, index)) is not None:
        return told
    if not _names_something(words[at], firm and (at > 0 or words[at] not in vocabulary())):
        return None
    entries, how = index.part(words[at]), "part"
    if not entries:
        entries, how = index.near(words[at]), "near"
    if not entries:
        return None
    last = at + 1
    while last < len(tokens) and words[last] and words[last][0].isalnum():
        both = [e for e in entries if e in index.part(words[last])]
        nearly = [e for e in entries if _nearly(words[last], e)]
        if not both and not nearly:
            break
        entries, last = both or nearly, last + 1
        how = how if both else "near"
    if firm and how == "part" and _goes_on(tokens, at, last, entries):
        return None
    return _mark(entries, tokens, at, last, how)


def _told_by_kind(
    tokens: Sequence[Token], words: Sequence[str], at: int, index: NameIndex
) -> Mark | None:
    """A plain word of just one name of a kind, which is said right after it: `the ash template`."""
    kind = tokens[at + 1].low if at + 1 < len(tokens) else ""
    fitting = [e for e in index.part(words[at]) if kind in _said_for(e.kind)]
    if len(fitting) != 1 or words[at] in head_words() | _openers():
        return None
    return _mark(fitting, tokens, at, at + 1, "part")


def _said_for(kind: str) -> Sequence[str]:
    """Words for what has names of a kind, where the kind is told by two."""
    return phrasebook().landmarks.get(kind.partition("_")[2], ())


def _nearly(word: str, entry: Known) -> bool:
    """Whether a word is one edit away from one of a name's, once another one has been said."""
    if len(word) < 3 or word in vocabulary():
        return False
    return any(len(w) > 2 and OSA.distance(word, w, score_cutoff=1) <= 1 for w in entry.words)


def _names_something(word: str, firm: bool) -> bool:
    stops = phrasebook().english["names"]["stops"]
    if word in stops or not word[0].isalpha():
        return False
    return firm or (word not in common_words() and word not in vocabulary())


def _goes_on(tokens: Sequence[Token], first: int, last: int, entries: Sequence[Known]) -> bool:
    """Whether a part of a known name is rather the beginning of a new one: `Paper Tigers`."""
    if last >= len(tokens) or tokens[last - 1].possessive or not _capital(tokens[last]):
        return False
    token = tokens[last]
    person = any(entry.kind in CHARACTER_KINDS for entry in entries)
    plain = token.low in common_words() or token.low in vocabulary()
    return not (person and plain) and token.low not in head_words()


def _mark(entries: list[Known], tokens: Sequence[Token], first: int, last: int, how: str) -> Mark:
    people = _as_spoken(entries, tokens, first, last)
    chosen = people or entries
    names = tuple(dict.fromkeys(entry.name for entry in chosen))
    said = " ".join(
        t.raw[: -2 if t.possessive and t.raw[-1:] in "sS" and t.raw[-2:-1] in "'’" else None]
        for t in tokens[first:last]
    )
    return Mark(
        kind=chosen[0].kind,
        value=names[0] if len(names) == 1 else said,
        first=first,
        last=last,
        how=how,
        names=names,
        possessive=tokens[last - 1].possessive,
    )


def _as_spoken(entries: list[Known], tokens: Sequence[Token], first: int, last: int) -> list[Known]:
    """Where one name is shared by two kinds of thing, the kind that the words about it tell."""
    about = {t.low for t in tokens[max(0, first - 2) : first]} | {
        t.low for t in tokens[last : last + 2]
    }
    told = [entry for entry in entries if about & set(entry.kind.split("_"))]
    return told or [entry for entry in entries if entry.kind in CHARACTER_KINDS]


def _fraction(tokens: Sequence[Token], at: int) -> Mark | None:
    """`point nine five`, `zero point nine`."""
    start = at
    if tokens[at].low in {"zero", "oh", "0"} and at + 1 < len(tokens):
        at += 1
    if tokens[at].low != "point":
        return None
    digits = ""
    last = at + 1
    while last < len(tokens) and last - at <= 4:
        value = number_of(tokens[last])
        if not isinstance(value, int) or value > 99:
            break
        digits += str(value)
        last += 1
    return Mark("number", float(f"0.{digits}"), start, last) if digits else None


def _named_number(tokens: Sequence[Token], at: int) -> Mark | None:
    """A number that is a name: `called Seven`."""
    introduced = at > 0 and tokens[at - 1].low in phrasebook().english["names"]["introduce"]
    if introduced and tokens[at].raw[:1].isupper() and number_of(tokens[at]) is not None:
        return _new_name(tokens, at, at + 1)
    return None


def _special(tokens: Sequence[Token], at: int) -> Mark | None:
    token = tokens[at]
    english = phrasebook().english
    if SHA256.fullmatch(token.low) or FILE.fullmatch(token.raw):
        return Mark("image", token.raw, at, at + 1)
    number = number_of(token)
    if number is not None and not _stands_for_a_noun(tokens, at):
        return Mark("number", number, at, at + 1)
    if token.low in english["ordinals"] and not _is_unit(tokens, at):
        return Mark("ordinal", english["ordinals"][token.low], at, at + 1)
    ordinal = re.fullmatch(r"(\d{1,4})(?:st|nd|rd|th)", token.low)
    if ordinal:
        return Mark("ordinal", int(ordinal.group(1)), at, at + 1)
    if RUN_ID.fullmatch(token.low):
        return Mark("id", token.raw, at, at + 1)
    for gender in ("masculine", "feminine", "plural", "neuter"):
        if token.words[0] in english["pronouns"][gender]:
            return Mark("pronoun", gender, at, at + 1)
    return None


def _is_unit(tokens: Sequence[Token], at: int) -> bool:
    """`second` behind a number counts time: `a 3 second clip`."""
    before = at - 2 if at > 1 and tokens[at - 1].low == "-" else at - 1
    counted = before >= 0 and number_of(tokens[before]) is not None
    return counted and tokens[at].low in phrasebook().english["units"]["words"]


def _stands_for_a_noun(tokens: Sequence[Token], at: int) -> bool:
    """`one` that counts nothing: `the second one`, `this one`, `one more`."""
    if tokens[at].low not in phrasebook().english["noun_like"]["words"]:
        return False
    before = tokens[at - 1].low if at else ""
    after = tokens[at + 1].low if at + 1 < len(tokens) else ""
    english = phrasebook().english["noun_like"]
    if before in head_words() and before not in english["before"]:
        return False
    ordinals = phrasebook().english["ordinals"]
    return before in english["before"] or before in ordinals or after in english["after"]


def number_of(token: Token) -> float | int | None:
    """The number that a token says, in digits or as a word; a share for a percentage."""
    text = token.raw.replace(",", ".")
    if re.fullmatch(r"\d{1,9}", text):
        return int(text)
    if re.fullmatch(r"\d{0,9}\.\d{1,9}", text):
        return float(text)
    if re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?%", text):
        return float(text[:-1]) / 100
    value = phrasebook().english["numbers"].get(token.low)
    return int(value) if value is not None else None


def _introduced(tokens: Sequence[Token], at: int) -> Mark | None:
    """A new name in lower case, after a word such as `called`."""
    introduce: list[str] = phrasebook().english["names"]["introduce"]
    stops: list[str] = phrasebook().english["names"]["stops"]
    before = tokens[at - 1].low if at else ""
    if before not in introduce or not tokens[at].raw[:1].isalnum() or tokens[at].low in stops:
        return None
    if tokens[at].raw[:1].isupper():
        return None
    last = at + 1
    while last < len(tokens) and last - at < 3 and tokens[last].raw[:1].isalnum():
        if fold(tokens[last].raw) in stops or tokens[last].expanded:
            break
        last += 1
    return _new_name(tokens, at, last)


def _capital_name(tokens: Sequence[Token], at: int) -> Mark | None:
    if not _starts_name(tokens, at):
        return None
    particles: list[str] = phrasebook().english["names"]["particles"]
    last = at + 1
    while last < len(tokens) and last - at < MAX_NEW_NAME_WORDS:
        if tokens[last - 1].possessive:
            break
        if _capital(tokens[last]) or (
            tokens[last].raw == "." and tokens[last - 1].low in particles
        ):
            last += 1
        elif (
            tokens[last].low in particles and last + 1 < len(tokens) and _capital(tokens[last + 1])
        ):
            last += 2
        elif number_of(tokens[last]) is not None and tokens[last].raw.isdigit():
            last += 1
        else:
            break
    return _new_name(tokens, at, last)


def _new_name(tokens: Sequence[Token], first: int, last: int) -> Mark:
    pieces: list[str] = []
    for position, token in enumerate(tokens[first:last]):
        raw = token.raw
        if token.possessive and position == last - first - 1:
            raw = re.sub(r"['’][sS]?$", "", raw)
        glue = "" if not pieces or token.start == tokens[first + position - 1].end else " "
        pieces.append(glue + raw)
    value = "".join(pieces).strip()
    return Mark("new", value, first, last, "new", (), tokens[last - 1].possessive)


def _starts_name(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if not _capital(token) or token.expanded or token.low in {"i", "ok", "tv"}:
        return False
    if not token.raw[:1].isascii() and not token.raw[:1].isupper():
        return True
    before = tokens[at - 1] if at else None
    if before and before.low in phrasebook().english["names"]["introduce"]:
        return True
    sentence_start = before is None or before.raw in ".!?:;\n"
    if not sentence_start:
        return token.low not in head_words() or _odd_capital(tokens, at + 1)
    if token.low not in common_words() and token.low not in vocabulary():
        return True
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    followed = following is not None and _capital(following) and following.low not in head_words()
    return followed and token.low not in head_words() | _openers()


def _odd_capital(tokens: Sequence[Token], at: int) -> bool:
    if at >= len(tokens) or not _capital(tokens[at]):
        return False
    return tokens[at].low not in common_words() and tokens[at].low not in vocabulary()


@cache
def _openers() -> frozenset[str]:
    """Small words and verbs that begin a sentence with a capital without being a name."""
    english = phrasebook().english
    words: set[str] = set(english["names"]["stops"]) | set(english["synonyms"]["ask"])
    for phrase in english["courtesy"]["front"]:
        words.update(re.findall(r"[a-z]+", phrase))
    for example in (e for examples in phrasebook().acts.values() for e in examples):
        words.update(re.findall(r"[a-z]+", example)[:1])
    return frozenset(words)


def _capital(token: Token) -> bool:
    first = token.raw[:1]
    if not first.isalpha() or token.expanded:
        return False
    return first.isupper() or not (first.isascii() or first.islower())


def after_place_preposition(tokens: Sequence[Token], mark: Mark) -> bool:
    """Whether a new name is rather a place: `in Paris`."""
    return mark.first > 0 and tokens[mark.first - 1].low in PLACE_PREPOSITIONS


def _quotes(text: str, tokens: Sequence[Token], index: NameIndex) -> dict[int, Mark]:
    found: dict[int, Mark] = {}
    for at, end in quoted(tokens):
        value = text[tokens[at].end : tokens[end].start].strip()
        inner = [fold(t.raw) for t in tokens[at + 1 : end]]
        whole, length = index.whole(inner, 0) if inner else ([], 0)
        if whole and length == len(inner):
            mark = _mark(whole, tokens, at + 1, end, "whole")
            found[at] = Mark(mark.kind, mark.value, at, end + 1, "whole", mark.names)
        elif value:
            found[at] = Mark("quote", value, at, end + 1, "new")
    return found


def _shouting(tokens: Sequence[Token]) -> bool:
    letters = [t.raw for t in tokens if t.raw.isalpha() and len(t.raw) > 1 and t.raw.isascii()]
    return len(letters) >= 3 and sum(raw.isupper() for raw in letters) > 0.7 * len(letters)
