"""What became of each character in a picture of several."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from tools.domain.consistency import Place, ReasonCode, Verdict

MISSING = "{name} was not found in the picture."
ALIKE = "{name} cannot be told from {other} in the picture: both are too much alike."


class CharacterFinding(BaseModel):
    """One character held against its own canonical reference.

    `found` is null where there is no reference to look for. `similarity` (0 to 1) and `score` are
    of the character's own figure, `box` is where it stands in the picture's pixels. `confused_with`
    is the other character that the figure is nearly as much like.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    character_id: int
    found: bool | None
    verdict: Verdict
    similarity: float | None = None
    score: float | None = None
    box: Place | None = None
    reference_sha256: str | None = None
    confused_with: str | None = None
    reasons: tuple[str, ...] = ()
    codes: tuple[ReasonCode, ...] = ()

    @property
    def passes(self) -> bool:
        """Whether nothing speaks against it; what cannot be scored cannot fail."""
        return self.found is not False and self.verdict != "needs_revision"


def told_of(found: Sequence[CharacterFinding]) -> tuple[str, ...]:
    """Sentences on who is missing and who cannot be told apart."""
    told = [MISSING.format(name=one.name) for one in found if one.found is False]
    pairs = {frozenset((one.name, one.confused_with)): one for one in found if one.confused_with}
    told += [ALIKE.format(name=one.name, other=one.confused_with) for one in pairs.values()]
    return tuple(told)
