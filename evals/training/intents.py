"""Learns the embedded chat model's intent weights: `python -m evals.training.intents`."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from agent.embedded import classifier
from agent.embedded.courtesies import trimmed_symbols
from agent.embedded.features import COLUMNS, columns_of
from agent.embedded.phrasebook import Phrasebook, phrasebook

TARGET = Path(classifier.__file__).with_name(classifier.WEIGHTS)
SAMPLES = 14
"""Sentences drawn from each example."""
SYMBOL = {
    "c": (*["<char>"] * 15, "them"),
    "b": ("<bchar>",),
    "x": ("<new>", "<new>", "<new>", "<quote>"),
    "p": ("<project>",),
    "st": ("<st>",),
    "ct": ("<ct>",),
    "n": ("<n>",),
    "id": ("<id>",),
    "json": ("<json>",),
}
GROUP = re.compile(r"\(([^()]*)\)")
SLOT = re.compile(r"\{(\w+)\}")


def main() -> None:
    """Learn from all phrase data and write the weights beside the model."""
    book = phrasebook()
    rows, labels = _data(book)
    names = sorted(set(labels))
    matrix = _matrix(rows)
    learner = LogisticRegression(
        C=100.0, max_iter=400, class_weight="balanced", fit_intercept=False
    )
    learner.fit(matrix, labels)
    assert list(learner.classes_) == names
    coefficients = np.asarray(learner.coef_, dtype=np.float32).T.copy()
    scale = np.maximum(np.abs(coefficients).max(axis=0), 1e-6) / 127
    packed = np.rint(coefficients / scale).astype(np.int8)
    about = json.dumps({"labels": names, "digest": book.digest}).encode()
    np.savez_compressed(
        TARGET, rows=packed, scale=scale, about=np.frombuffer(about, dtype=np.uint8)
    )
    print(f"{len(labels)} sentences, {len(names)} labels, {TARGET.stat().st_size} bytes")


def _data(book: Phrasebook) -> tuple[list[np.ndarray], list[str]]:
    rng = random.Random(7)
    rows: list[np.ndarray] = []
    labels: list[str] = []
    seen: set[tuple[str, str]] = set()
    sources = [
        (name, (name.replace("_", " "), *tool.examples)) for name, tool in book.tools.items()
    ]
    sources += [(classifier.ACT + name, examples) for name, examples in book.acts.items()]
    for label, examples in sources:
        for example in examples:
            for sentence in _sentences(example, book, rng):
                if (label, sentence) in seen:
                    continue
                seen.add((label, sentence))
                for asked in (False, True) if _question(sentence) else (False,):
                    rows.append(columns_of(trimmed_symbols(sentence), asked=asked))
                    labels.append(label)
    return rows, labels


def _sentences(example: str, book: Phrasebook, rng: random.Random) -> Iterator[str]:
    """Sentences of an example: each of its alternatives comes up, in turn."""
    longest = max((len(match.split("|")) for match in GROUP.findall(example)), default=1)
    shift = rng.randrange(1000)
    for sample in range(max(SAMPLES, longest)):
        sentence, group = example, 0
        while GROUP.search(sentence):
            at = sample + shift * group + sample // longest * group
            sentence = GROUP.sub(lambda m, i=at: _alternative(m[1], i), sentence, count=1)
            group += 1
        while SLOT.search(sentence):
            sentence = SLOT.sub(lambda m: _text(m[1], book, rng), sentence, count=1)
        sentence = re.sub(r"\s+", " ", sentence).strip()
        yield sentence
        if other := _with_other_verb(sentence, book, rng):
            yield other


def _with_other_verb(sentence: str, book: Phrasebook, rng: random.Random) -> str:
    """The sentence with another verb of the same tight group at its head, where it has one."""
    head, _, rest = sentence.partition(" ")
    for name in book.english["tight"]["groups"]:
        group = book.english["synonyms"][name]
        if head in group and rest:
            return f"{rng.choice(group)} {rest}"
    return ""


def _alternative(group: str, number: int) -> str:
    options = group.split("|")
    return options[number % len(options)]


def _text(slot: str, book: Phrasebook, rng: random.Random) -> str:
    if slot in SYMBOL:
        return rng.choice(SYMBOL[slot])
    return rng.choice(book.banks[slot])


def _question(sentence: str) -> bool:
    return bool(
        re.match(
            r"(what|who|which|where|when|how|why|is|are|does|do|did|has|have|can|any|was)\b",
            sentence,
        )
    )


def _matrix(rows: list[np.ndarray]) -> csr_matrix:
    lengths = np.array([len(row) for row in rows])
    values = np.repeat(1.0 / np.sqrt(lengths), lengths)
    pointers = np.concatenate([[0], np.cumsum(lengths)])
    return csr_matrix((values, np.concatenate(rows), pointers), shape=(len(rows), COLUMNS))


if __name__ == "__main__":
    main()
