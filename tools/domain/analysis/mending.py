"""How often an adjustment took away what it was made for, by the attempts that were made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tools.domain.analysis.facts import GenerationFact

_SAID_UNDER: Mapping[str, str] = {
    "outfit": "style", "legs": "style", "feet": "style", "silhouette": "build",
}  # fmt: skip


def said_under(region: str) -> str:
    """The key of the appearance that says how a region looks."""
    return _SAID_UNDER.get(region, region)


@dataclass(frozen=True, kw_only=True)
class Mended:
    """`tried` attempts began with a code's adjustment, `cured` of them showed it no more."""

    tried: int
    cured: int

    @property
    def share(self) -> float:
        return self.cured / self.tried


def mended(generations: Iterable[GenerationFact], code: str) -> Mended | None:
    """None where no attempt ever began with that adjustment."""
    tried = [a for g in generations for a in g.attempts if code in a.because]
    if not tried:
        return None
    return Mended(tried=len(tried), cured=sum(code not in a.codes for a in tried))
