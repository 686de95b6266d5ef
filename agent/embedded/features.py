"""What of a clause the classifier looks at, hashed into a fixed number of columns."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from agent.embedded.phrasebook import phrasebook

COLUMNS = 1 << 14
MAX_SYMBOLS = 30
NEAR = 9
"""Only the first words give pairs with position: what follows is mostly the user's own text."""


def columns_of(symbols: Sequence[str], *, asked: bool) -> NDArray[np.int64]:
    """The columns that a clause sets, each once."""
    return np.array(
        sorted({crc32(name.encode()) % COLUMNS for name in names_of(symbols, asked=asked)}),
        dtype=np.int64,
    )


def names_of(symbols: Sequence[str], *, asked: bool) -> list[str]:
    """The features of a clause by name."""
    words = list(symbols[:MAX_SYMBOLS])
    found = ["bias", f"count:{_bucket(len(words))}"]
    if asked:
        found.append("asked")
    if not words:
        return [*found, "empty"]
    found += [f"w:{word}" for word in words]
    found += [f"first:{words[0]}", f"last:{words[-1]}"]
    found += [f"start:{words[0]} {' '.join(words[1:2])}", f"start3:{' '.join(words[:3])}"]
    found += [f"b:{a} {b}" for a, b in pairwise(words)]
    near = words[:NEAR]
    found += [f"s:{a}..{b}" for i, a in enumerate(near) for b in near[i + 1 : i + 5]]
    groups = [group for word in near for group in _groups().get(word, ())]
    found += [f"g:{group}" for group in groups]
    if words[0] in _groups():
        found += [f"gf:{group}" for group in _groups()[words[0]]]
    things = sorted({thing for word in words for thing in landmarks().get(word, ())})
    kinds = sorted({word for word in words if word[0] == "<"})
    heads = _groups().get(words[0], ()) or (f"={words[0]}",)
    found += [f"h+t:{head}:{thing}" for head in heads for thing in things or ("none",)]
    found += [f"h+k:{head}:{kind}" for head in heads for kind in kinds or ("none",)]
    found += [f"h+tk:{head}:{','.join(things)}:{','.join(kinds)}" for head in heads]
    found += [f"t+k:{','.join(things)}:{','.join(kinds)}"]
    if asked:
        found += [f"asked:{words[0]}", f"asked+:{words[-1]}"]
    for kind in ("<char>", "<bchar>", "<new>", "<n>", "<image>", "<project>"):
        if kind in words:
            found.append(
                f"before{kind}:{' '.join(words[max(0, words.index(kind) - 2) : words.index(kind)])}"
            )
            found.append(
                f"after{kind}:{' '.join(words[words.index(kind) + 1 : words.index(kind) + 2])}"
            )
            found.append(f"has{kind}:{words[0]}")
    present = {thing for word in words for thing in landmarks().get(word, ())}
    found += [f"about:{thing}" for thing in present]
    found += [f"not about:{thing}" for thing in phrasebook().landmarks if thing not in present]
    found += [f"about:{thing}:{words[0]}" for thing in present]
    found += [f"a:{name}" for word in words for name in _attribute_sets().get(word, ())]
    found += [f"a1:{name}:{words[0]}" for word in near for name in _attribute_sets().get(word, ())]
    return found


def _bucket(length: int) -> str:
    return next((str(limit) for limit in (1, 2, 3, 5, 8, 12, 20) if length <= limit), "more")


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for name, words in phrasebook().english["synonyms"].items():
        for word in words:
            groups.setdefault(word, []).append(name)
    return {word: tuple(names) for word, names in groups.items()}


@cache
def landmarks() -> dict[str, tuple[str, ...]]:
    """Nouns to the things that they tell."""
    found: dict[str, tuple[str, ...]] = {}
    for thing, words in phrasebook().landmarks.items():
        for word in words:
            found[word] = (*found.get(word, ()), thing)
    return found


@cache
def _attribute_sets() -> dict[str, tuple[str, ...]]:
    sets: dict[str, set[str]] = {}
    for name, keys in phrasebook().attributes.items():
        for key in keys:
            for phrase in key.nouns | key.adjectives:
                for word in phrase.split() if len(phrase.split()) == 1 else ():
                    sets.setdefault(word, set()).add(name)
    return {word: tuple(sorted(names)) for word, names in sets.items()}
