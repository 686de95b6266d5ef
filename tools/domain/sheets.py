"""Character sheets: what is ordered, what is found about each cell, when a sheet is approved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from tools.domain.cells import Cell, CellKind
from tools.domain.consistency import Region, RegionDifference, Verdict
from tools.domain.errors import InvalidError
from tools.domain.generations import QUALITY_THRESHOLD, PassedOver
from tools.domain.pictures import Picture
from tools.domain.provenance import MetadataChoice, Preferred

SheetVerdict = Literal["approved", "needs_review"]
SIDE_PX = range(64, 1025)
"""The sides that a cell may have."""
SIDE_DEFAULT_PX = 512
LAYOUT = "layout"
"""The backend that a picture of a whole sheet names: no renderer drew it as one."""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class SheetOrder(_Record):
    """What was ordered, as the run keeps it; `side` is that of a cell in pixels.

    All cells are drawn with one seed, so that nothing but pose and expression differs. `kept_out`
    is added to the negative words, `rendering` goes over the character's own; `preferences` say
    which preference set what.
    """

    character: str
    seed: int
    side: int
    style: str = ""
    quality_threshold: float = QUALITY_THRESHOLD
    backend: str
    passed_over: tuple[PassedOver, ...] = ()
    kept_out: tuple[str, ...] = ()
    rendering: dict[str, Any] = {}
    preferences: tuple[Preferred, ...] = ()
    metadata: MetadataChoice = "strip"
    notes: tuple[str, ...] = ()


class CellFinding(_Record):
    """A drawn cell and what was found about it, as the run's result keeps it.

    `unseen` are the regions that this picture and the reference do not both show: they count
    neither for nor against it. `why` are sentences on what keeps it from being approved.
    """

    name: str
    label: str
    kind: CellKind
    picture_id: str
    picture_label: str
    sha256: str
    url: str
    verdict: Verdict
    score_id: int | None = None
    score: float | None = None
    similarity: float | None = None
    quality: float | None = None
    alignment: float | None = None
    unseen: tuple[Region, ...] = ()
    why: tuple[str, ...] = ()
    undrawn: tuple[str, ...] = ()
    note: str | None = None


def cell_verdict(
    cell: Cell,
    *,
    score: float | None,
    verdict: Verdict,
    regions: Sequence[RegionDifference],
    threshold: float,
) -> tuple[Verdict, tuple[Region, ...], tuple[str, ...]]:
    """The verdict of one cell, the regions that it does not show, and why it is not approved.

    A score below the threshold is no drift where no region that this view shows has drifted: then
    somebody looks at it. `regions` are empty where nothing was compared.
    """
    unseen = {one.region for one in regions if one.difference is None} | cell.hidden
    drifted = [one for one in regions if one.drifted and one.region not in unseen]
    ordered = tuple(region for region in Region if region in unseen)
    if verdict == "approved":
        return verdict, ordered, ()
    if score is None:
        return verdict, ordered, (_unscored(verdict),)
    if drifted:
        worst = sorted(drifted, key=lambda one: -(one.difference or 0.0))
        return verdict, ordered, tuple(one.words for one in worst)
    hidden = ", ".join(region.value for region in ordered) or "nothing"
    doubt = (
        f"It scores {score:.2f}, below {threshold:g}, though nothing that can be seen in it "
        f"differs; it does not show: {hidden}."
    )
    return "needs_review", ordered, (doubt,)


def sheet_verdict(findings: Iterable[CellFinding]) -> tuple[SheetVerdict, tuple[str, ...]]:
    """Approved where every cell is; else which are not, each with its reasons, in sentences."""
    failed = [one for one in findings if one.verdict != "approved"]
    why = tuple(f"{one.label}: {'; '.join(one.why) or one.verdict}" for one in failed)
    return ("needs_review" if failed else "approved"), why


def one_picture(picture: Picture) -> Picture:
    """The picture itself. Raises `InvalidError` (`WHOLE_SHEET`) for one of a whole sheet."""
    if picture.provenance.get("backend") != LAYOUT:
        return picture
    raise InvalidError(
        f"{picture.label} is a whole character sheet. Name one of the pictures on it, such as its "
        "front view, by its label or sha256.",
        code="WHOLE_SHEET",
    )


def compared_regions(report: Mapping[str, Any]) -> tuple[RegionDifference, ...]:
    """The regions of an assessment's report; none where it compared nothing."""
    return tuple(RegionDifference.model_validate(one) for one in report.get("regions", ()))


def _unscored(verdict: Verdict) -> str:
    if verdict == "no_reference":
        return "There was no canonical reference to hold it against."
    return "It has no score: no calibration exists for such pictures."
