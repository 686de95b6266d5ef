"""Pairs of pictures put into numbers, small enough to keep by the thousand."""

from __future__ import annotations

from dataclasses import dataclass

from tools.imaging.description import Description
from tools.imaging.measured import measure
from tools.imaging.picture import Picture


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two pictures, whether they show one character in one design, and of which kind they are."""

    first: Picture
    second: Picture
    same: bool
    kind: str
    group: str


@dataclass(frozen=True, kw_only=True)
class DescribedPair:
    """A `Pair` after measuring."""

    first: Description
    second: Description
    same: bool
    kind: str
    group: str


def described(pair: Pair) -> DescribedPair:
    """Measure both pictures."""
    return DescribedPair(
        first=measure(pair.first).description,
        second=measure(pair.second).description,
        same=pair.same,
        kind=pair.kind,
        group=pair.group,
    )
