"""One thing claimed of a character, the verdict on it, and the report of them all."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Verdict = Literal["supported", "contradicted", "not_visible"]
Aspect = Literal[
    "color", "garment", "weapon", "mass", "build", "height", "proportions", "figures",
    "archetype", "anatomy", "words",
]  # fmt: skip


class Claim(BaseModel):
    """One thing claimed, and the verdict of the picture and the definition.

    `figure` is the measured number that the verdict rests on, where it is one; its unit stands
    in `detail`, a sentence for people. `not_visible`: neither shown nor ruled out.
    """

    model_config = ConfigDict(frozen=True)

    claim: str
    aspect: Aspect
    verdict: Verdict
    detail: str
    figure: float | None = None


class ClaimReport(BaseModel):
    """Every claim of a text in its order of reading."""

    model_config = ConfigDict(frozen=True)

    text: str
    claims: tuple[Claim, ...] = ()

    @property
    def contradicted(self) -> tuple[Claim, ...]:
        return tuple(one for one in self.claims if one.verdict == "contradicted")

    @property
    def holds(self) -> bool:
        """Whether nothing that is claimed is contradicted."""
        return not self.contradicted


def claimed(
    said: str, aspect: Aspect, verdict: Verdict, detail: str, figure: float | None = None
) -> Claim:
    """The claim with its verdict."""
    return Claim(claim=said, aspect=aspect, verdict=verdict, detail=detail, figure=figure)
