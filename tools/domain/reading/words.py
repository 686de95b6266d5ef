"""Text as words: tokens with their place in it, and the one form they are looked up by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tools.domain.reading.data_files import load_data

_TOKEN = re.compile(
    r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b|\d+'\d+|[^\W_]+(?:['’][^\W_]+)*|[,.;:!?()\[\]/&+\n]|-"
)
_BREAKS = frozenset(",.;:!?()[]\n")
_JOINS = frozenset("/&+")


@dataclass(frozen=True, slots=True)
class Token:
    """One word, hex colour or mark of punctuation; `start` and `end` index the text."""

    text: str
    lemma: str
    start: int
    end: int
    glued: bool = False
    """True when a hyphen ties it to the token before."""

    @property
    def breaks(self) -> bool:
        """Whether it ends a phrase."""
        return self.lemma in _BREAKS

    @property
    def stops(self) -> bool:
        """Whether it ends a sentence."""
        return self.lemma in ".;!?\n"


def tokenize(text: str) -> tuple[Token, ...]:
    """The words of `text` in order; hyphens vanish between words and break elsewhere."""
    tokens: list[Token] = []
    glued = False
    for match in _TOKEN.finditer(text):
        word = match.group()
        if word == "-":
            inside = match.start() > 0 and match.end() < len(text)
            if inside and text[match.start() - 1].isalnum() and text[match.end()].isalnum():
                glued = True
            else:
                tokens.append(Token(word, ",", match.start(), match.end()))
            continue
        lemma = "and" if word in _JOINS else lemma_of(word)
        tokens.append(Token(word, lemma, match.start(), match.end(), glued))
        glued = False
    return tuple(tokens)


@lru_cache(maxsize=8192)
def lemma_of(word: str) -> str:
    """The form that a word is looked up by: lower case, US spelling, singular.

    It need not be English: the lexicon goes through the same function.
    """
    low = word.lower().replace("’", "'")
    spelling, unchanged = _irregular()
    low = spelling.get(low, low)
    if low in unchanged:
        return low
    low = low.removesuffix("'s") if len(low) > 3 else low
    single = _singular(low)
    return spelling.get(single, single)


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1]


@lru_cache(maxsize=1)
def _irregular() -> tuple[dict[str, str], frozenset[str]]:
    grammar = load_data("grammar")
    return dict(grammar["spelling"]), frozenset(grammar["unchanged"])
