"""A message as read: its tokens and marks, and any stretch of it as words for cues."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from agent.embedded.entities import Mark, after_place_preposition, marks_of
from agent.embedded.name_index import CHARACTER_KINDS, NameIndex
from agent.embedded.normalise import Token, tokens_of
from agent.embedded.phrasebook import phrasebook

SYMBOLS = {
    "character": "<char>",
    "bible": "<bchar>",
    "new": "<new>",
    "quote": "<quote>",
    "number": "<n>",
    "ordinal": "<n>",
    "project": "<project>",
    "style_template": "<st>",
    "character_template": "<ct>",
    "branch": "<branch>",
    "image": "<image>",
    "id": "<id>",
    "json": "<json>",
}
CLOSE_UP = set(",.;:!?%)")
WORD = r"(?!(?:in|on|at|with|using|and|of|to|from) )[^\s,~]+"
"""One word of a short value, which a preposition ends."""
END = (
    r"(?= *(?:$|[,.;:!?~<])| (?:and|as|at|but|by|for|from|in|near|now|of|on|or|over|please|then"
    r"|this|to|under|when|where|while|with|again|instead|\w+ing)\b)"
)
"""Where a value may end: no noun follows of which it would only tell the kind."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One message with its tokens, its marks, and the mark that each token belongs to."""

    text: str
    tokens: Sequence[Token]
    marks: Sequence[Mark]
    mark_at: Sequence[Mark | None]

    def slice(self, first: int, last: int) -> str:
        """The user's own text from token `first` to token `last` (exclusive)."""
        if first >= last:
            return ""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]


@dataclass(frozen=True, kw_only=True)
class Clause:
    """Tokens `first` to `last` (exclusive) of a reading: one command, question or remark."""

    reading: Reading
    first: int
    last: int
    asked: bool = False
    thing: tuple[str, ...] = ()
    """What `it` and `them` stand for, where that is known."""
    head: tuple[str, ...] = ()
    """Words to be thought before it, where it leaves out a verb said before."""

    @property
    def marks(self) -> list[Mark]:
        """The marks inside."""
        return [m for m in self.reading.marks if self.first <= m.first and m.last <= self.last]

    @property
    def marks_of_names(self) -> list[Mark]:
        """The people inside, known and new."""
        return [m for m in self.marks if m.kind in {"new", *CHARACTER_KINDS}]

    @property
    def text(self) -> str:
        """The user's own words."""
        return self.reading.slice(self.first, self.last)


def read(text: str, index: NameIndex, *, bible_focus: bool = False) -> Reading:
    """Tokens and marks of a message. With `bible_focus` pronouns mean one only in the bible."""
    tokens = tokens_of(text, index.words)
    marks = marks_of(text, tokens, index)
    if bible_focus:
        marks = [replace(m, how="bible") if m.kind == "pronoun" else m for m in marks]
    mark_at: list[Mark | None] = [None] * len(tokens)
    for mark in marks:
        for at in range(mark.first, min(mark.last, len(tokens))):
            mark_at[at] = mark
    return Reading(text=text, tokens=tokens, marks=marks, mark_at=mark_at)


def symbols_with_places(clause: Clause) -> tuple[list[str], list[int]]:
    """The clause as the classifier sees it, and the token of each word.

    Marks are replaced by their kind; a head that is only thought has the clause's first token.
    """
    reading = clause.reading
    found: list[str] = list(clause.head)
    places: list[int] = [clause.first] * len(found)
    at = clause.first
    while at < clause.last:
        mark = reading.mark_at[at]
        token = reading.tokens[at]
        words: tuple[str, ...] = ()
        last = at + 1
        if mark is not None and mark.last <= clause.last:
            words, last = _symbols(mark, clause), max(mark.last, at + 1)
        elif token.raw.isalnum() or len(token.raw) > 1 or token.raw == ":":
            words = token.words
        found.extend(words)
        places.extend([at] * len(words))
        at = last
    return found, places


def _symbols(mark: Mark, clause: Clause) -> tuple[str, ...]:
    tokens = clause.reading.tokens
    if mark.kind == "pronoun":
        if mark.value in {"masculine", "feminine"}:
            return ("<bchar>",) if mark.how == "bible" else ("<char>",)
        return clause.thing or tokens[mark.first].words
    if mark.kind == "new" and after_place_preposition(tokens, mark):
        return ("<place>",)
    return (SYMBOLS[mark.kind],)


@dataclass(frozen=True)
class CueText:
    """A clause as plain words for cue patterns, with the token of every character."""

    text: str
    token_at: Sequence[int]

    def tokens_of(self, start: int, end: int) -> tuple[int, int]:
        """The token range of a stretch of the text."""
        covered = [self.token_at[i] for i in range(start, end) if self.text[i] != " "]
        return (covered[0], covered[-1] + 1) if covered else (0, 0)


def cue_text(clause: Clause, skip: Iterable[int] = ()) -> CueText:
    """The clause with people as `<character>`, numbers as `<n>`, quotes as `<quote>`."""
    left_out = set(skip)
    reading = clause.reading
    pieces: list[str] = []
    token_at: list[int] = []
    at = clause.first
    while at < clause.last:
        mark = reading.mark_at[at]
        last = at + 1
        if (
            mark is not None
            and (surface := _surface(mark, clause))
            and (at not in left_out or surface == "<character>")
        ):
            last = max(last, min(mark.last, clause.last))
        elif at in left_out:
            surface = "~"
        else:
            surface = " ".join(reading.tokens[at].words)
        if pieces and surface not in CLOSE_UP:
            pieces.append(" ")
            token_at.append(at)
        pieces.append(surface)
        token_at.extend([at] * len(surface))
        if last > at + 1 and token_at:
            token_at[-1] = last - 1
        at = last
    return CueText("".join(pieces), token_at)


def _surface(mark: Mark, clause: Clause) -> str:
    if mark.kind == "pronoun" and clause.thing and mark.value in {"neuter", "plural"}:
        return " ".join(clause.thing)
    if mark.kind in CHARACTER_KINDS or (mark.kind == "pronoun" and mark.value != "neuter"):
        return "<character>"
    if mark.kind in {"number", "ordinal"}:
        return "<n>"
    if mark.kind == "quote":
        return "<quote>"
    return ""


def cue_pattern(cue: str) -> str:
    """A cue of the data files as a regular expression."""
    pattern = cue.replace("{n}", "(?P<n><n>)").replace("{t}", "(?P<v>.+)")
    pattern = re.sub(
        r"\{w(\d)\}", lambda m: rf"(?P<v>{WORD}(?: {WORD}){{0,{int(m[1]) - 1}}}?)", pattern
    )
    pattern = pattern.replace("{end}", END)
    pattern = re.sub(r"\{([a-z]{3,})\}", lambda m: _any_of(m[1]), pattern)
    pattern = pattern.replace("{t4}", r"(?P<v>[^\s,]+(?: (?!at |with |and |in |on )[^\s,]+){0,4})")
    start = "" if pattern.startswith("^") else r"(?<![\w<])"
    end = "" if pattern.endswith(("$", r"\b")) else r"(?![\w>])"
    return start + pattern + end


def _any_of(bank: str) -> str:
    """The texts of a bank as alternatives, longest first."""
    texts = sorted(phrasebook().banks[bank], key=lambda text: (-len(text), text))
    return f"(?:{'|'.join(re.escape(text) for text in texts)})"
