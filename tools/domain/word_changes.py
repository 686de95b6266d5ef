"""Two texts held against each other, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict
from rapidfuzz.distance import Indel

_WORDS = re.compile(r"\S+\s*|\s+")


class WordRun(BaseModel):
    """Words that stand in both texts, in the first only (`removed`) or the second (`added`)."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["same", "removed", "added"]
    text: str


def word_changes(before: str, after: str) -> list[WordRun]:
    """The runs in order: without those added they spell `before`, without those removed `after`.

    The fewest words removed and added (the longest common subsequence of words, each with the
    space after it).
    """
    one, two = _WORDS.findall(before), _WORDS.findall(after)
    runs: list[WordRun] = []
    at, there = 0, 0
    for block in Indel.opcodes(one, two).as_matching_blocks():
        runs += _runs(one[at : block.a], two[there : block.b])
        at, there = block.a + block.size, block.b + block.size
        if block.size:
            runs.append(WordRun(kind="same", text="".join(one[block.a : at])))
    return runs


def _runs(removed: list[str], added: list[str]) -> Iterator[WordRun]:
    if removed:
        yield WordRun(kind="removed", text="".join(removed))
    if added:
        yield WordRun(kind="added", text="".join(added))
