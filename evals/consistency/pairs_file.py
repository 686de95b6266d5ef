"""Labelled pairs of pictures, as a CSV file with paths relative to it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict


class LabelledPair(BaseModel):
    """Two pictures, whether they show one character in one design, and of which kind they are."""

    model_config = ConfigDict(frozen=True)

    a: Path
    b: Path
    label: bool
    kind: str = "all"


class PairsFileError(ValueError):
    """The file is not one of pairs; the message is a sentence with the line."""


def read_pairs(file: Path) -> tuple[LabelledPair, ...]:
    """The pairs of a file with the columns `a`, `b`, `label` (0 or 1) and, if it likes, `kind`.

    Raises `PairsFileError`.
    """
    with file.open(newline="", encoding="utf-8") as lines:
        reader = csv.DictReader(lines)
        missing = {"a", "b", "label"} - set(reader.fieldnames or ())
        if missing:
            raise PairsFileError(f"{file} has no column {', '.join(sorted(missing))}.")
        pairs: list[LabelledPair] = []
        for number, row in enumerate(reader, start=2):
            if row["label"] not in ("0", "1"):
                raise PairsFileError(f"{file}, line {number}: the label is neither 0 nor 1.")
            pairs.append(
                LabelledPair(
                    a=file.parent / row["a"],
                    b=file.parent / row["b"],
                    label=row["label"] == "1",
                    kind=row.get("kind") or "all",
                )
            )
    if not pairs:
        raise PairsFileError(f"{file} has no pairs.")
    return tuple(pairs)


def groups_of(pairs: Sequence[LabelledPair]) -> list[str]:
    """For each pair the character it is about: folders joined by any pair but random ones.

    So a character and its variants are held out together.
    """
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    for pair in pairs:
        if pair.kind != "random":
            parent[root(pair.a.parent.as_posix())] = root(pair.b.parent.as_posix())
    return [root(pair.a.parent.as_posix()) for pair in pairs]
