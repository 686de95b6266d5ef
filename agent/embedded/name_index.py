"""Known names, found by their words: whole, in part, or one typo away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from agent.embedded.context_block import Surroundings, surroundings_of
from agent.embedded.normalise import WORD, common_words, fold, vocabulary
from agent.embedded.phrasebook import phrasebook

CHARACTER_KINDS = ("character", "bible")
WHOLE_ONLY = frozenset({"image", "branch"})
"""Kinds of names that nobody shortens."""
LONG = 8
"""Letters from which on a name may have two typos."""


@dataclass(frozen=True)
class Known:
    """A name that exists: its kind, itself, and its folded words."""

    kind: str
    name: str
    words: tuple[str, ...]


class NameIndex:
    """Finds the known names at a place in a row of folded words."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._starts: dict[str, list[Known]] = defaultdict(list)
        self._parts: dict[str, list[Known]] = defaultdict(list)
        for entry in known:
            if not entry.words:
                continue
            self._starts[entry.words[0]].append(entry)
            for word in set(entry.words) if entry.kind not in WHOLE_ONLY else ():
                if word[:1].isalnum():
                    self._parts[word].append(entry)
        stops = set(phrasebook().english["names"]["stops"])
        self._fuzzy = [word for word in self._parts if len(word) >= 3 and word not in stops]
        self.words = frozenset(self._parts)

    def whole(self, words: Sequence[str], at: int) -> tuple[list[Known], int]:
        """The longest names that stand whole at `at`, and how many words they take."""
        best: list[Known] = []
        length = 0
        for entry in self._starts.get(words[at], ()):
            size = len(entry.words)
            if size < length or tuple(words[at : at + size]) != entry.words:
                continue
            if size > length:
                best, length = [], size
            best.append(entry)
        return best, length

    def nearly(self, words: Sequence[str], at: int) -> tuple[list[Known], int]:
        """The long names of several words that stand at `at` but for two edits in all.

        The first word stands as it is; no word that has edits is one that people use.
        """
        for entry in self._starts.get(words[at], ()):
            said = tuple(words[at : at + len(entry.words)])
            if len(said) < 2 or len(said) < len(entry.words) or sum(map(len, said)) < LONG:
                continue
            edits = [
                OSA.distance(a, b, score_cutoff=2) for a, b in zip(said, entry.words, strict=True)
            ]
            wrong = [word for word, edit in zip(said, edits, strict=True) if edit]
            plain = any(word in vocabulary() or word in common_words() for word in wrong)
            if sum(edits) <= 2 and not plain:
                return [entry], len(said)
        return [], 0

    def part(self, word: str) -> list[Known]:
        """The names that have `word` as one of their words."""
        return self._parts.get(word, [])

    def begins(self, word: str) -> list[Known]:
        """The names of which a word begins with `word` (three letters or more)."""
        if len(word) < 3:
            return []
        return [e for part, names in self._parts.items() if part.startswith(word) for e in names]

    def near(self, word: str) -> list[Known]:
        """The names with a word one edit away, two from eight letters."""
        if len(word) < 3 or word in vocabulary() or word in common_words():
            return []
        limit = 1 if len(word) < 8 else 2
        found = extract(word, self._fuzzy, scorer=OSA.distance, score_cutoff=limit, limit=4)
        hits = [
            (distance, part)
            for part, distance, _ in found
            if len(word) > 3 or sorted(part) == sorted(word)
            if part[0] == word[0] or part[1:] == word[1:] or sorted(part) == sorted(word)
        ]
        if not hits:
            return []
        closest = min(distance for distance, _ in hits)
        return [e for distance, part in hits if distance == closest for e in self._parts[part]]


@lru_cache(maxsize=64)
def index_of(prompt: str, more: tuple[str, ...] = ()) -> NameIndex:
    """The index of the names in a system prompt and of the names that the conversation made."""
    return NameIndex(_known(surroundings_of(prompt), more))


def _known(around: Surroundings, more: tuple[str, ...]) -> list[Known]:
    lists = (
        ("character", (*around.characters, *more)),
        ("bible", around.bible_characters),
        ("project", around.projects),
        ("style_template", around.style_templates),
        ("character_template", around.character_templates),
        ("branch", tuple(str(s.get("branch") or "") for s in around.scenes)),
        ("image", tuple(str(i.get("label") or "") for i in around.images)),
    )
    seen: set[tuple[str, str]] = set()
    known: list[Known] = []
    for kind, names in lists:
        for name in names:
            words = tuple(WORD.findall(fold(name)))
            family = "character" if kind in {*CHARACTER_KINDS, "image"} else kind
            if (family, " ".join(words)) in seen:
                continue
            seen.add((family, " ".join(words)))
            known.append(Known(kind, name, words))
    return known


def without(prompt: str, more: tuple[str, ...], hidden: frozenset[str]) -> NameIndex:
    """The index without the names in `hidden`, which are folded."""
    known = _known(surroundings_of(prompt), more)
    in_bible = {fold(name) for name in surroundings_of(prompt).bible_characters}
    left = [e for e in known if fold(e.name) not in hidden]
    again = [e for e in known if fold(e.name) in hidden & in_bible]
    return NameIndex([*left, *(replace(e, kind="bible") for e in again)])
