"""When two pictures show one character in one design, and what it says where they do not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

APPROVAL_THRESHOLD = 0.85
REVISION_THRESHOLD = 0.5

Verdict = Literal["approved", "needs_revision", "needs_review", "no_reference", "unscored"]
Share = Annotated[float, Field(ge=0, le=1)]


class Region(StrEnum):
    """A part of a figure that is looked at on its own."""

    HAIR = "hair"
    EYES = "eyes"
    SKIN = "skin"
    OUTFIT = "outfit"
    LEGS = "legs"
    FEET = "feet"
    ACCESSORIES = "accessories"
    SILHOUETTE = "silhouette"


class ReasonCode(StrEnum):
    """What a failed attempt has to change: one for each region."""

    HAIR_DRIFT = "HAIR_DRIFT"
    EYES_DRIFT = "EYES_DRIFT"
    SKIN_DRIFT = "SKIN_DRIFT"
    OUTFIT_DRIFT = "OUTFIT_DRIFT"
    LEGS_DRIFT = "LEGS_DRIFT"
    FEET_DRIFT = "FEET_DRIFT"
    ACCESSORIES_DRIFT = "ACCESSORIES_DRIFT"
    SILHOUETTE_DRIFT = "SILHOUETTE_DRIFT"


NAMED_SHARE = 0.55
"""Share of the limit that is change enough in a region that the edit names.

A change was asked for there, so less of it is believed; a garment often covers but a part of its
region (a vest leaves the sleeves).
"""
DRIFT_LIMITS: Mapping[Region, float] = {
    Region.HAIR: 0.38,
    Region.EYES: 0.7,
    Region.SKIN: 0.42,
    Region.OUTFIT: 0.36,
    Region.LEGS: 0.38,
    Region.FEET: 0.52,
    Region.ACCESSORIES: 0.4,
    Region.SILHOUETTE: 0.75,
}
"""A region drifted where this share of it, or more, has no counterpart in the other picture.

Set above what 99 of 100 unchanged regions of our own drawings show in other poses, places and
hours.
"""

NAMED_EASE = 0.7
"""A region that an edit names counts as changed from this share of its limit: a coat may hide
most of a new pair of trousers."""


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True)


class Place(_Fact):
    """A rectangle of a picture in its own pixels; right and bottom are outside."""

    left: int
    top: int
    right: int
    bottom: int


class RegionDifference(_Fact):
    """How far one region of the candidate is from the reference's.

    `difference` is the share, 0 to 1, of the region that has no counterpart in the other
    picture once light and tint are evened out; null where one picture does not show it.
    The colours (`#rrggbb`) are what was lost and what came, where anything did.
    """

    region: Region
    difference: Share | None
    drifted: bool
    reference_color: str | None = None
    candidate_color: str | None = None
    reference_place: Place | None = None
    candidate_place: Place | None = None

    @property
    def words(self) -> str:
        """The finding in a few words, such as `hair: #1b1b2a -> #c02030`."""
        if self.difference is None:
            return f"{self.region.value}: not visible in both pictures"
        if not self.drifted:
            return f"{self.region.value}: matches"
        if self.reference_color and self.candidate_color:
            return f"{self.region.value}: {self.reference_color} -> {self.candidate_color}"
        return f"{self.region.value}: differs ({self.difference:.0%})"


class Comparison(_Fact):
    """A candidate picture held against a reference.

    `score` is the calibrated probability that both show one character in one design, and null
    where no calibration exists for the space and the picture's domain. `similarity` (0 to 1) is
    the space's own measure, `cosine` that of the two vectors alone (-1 to 1).
    """

    space: str
    score: Share | None
    similarity: Share
    cosine: Annotated[float, Field(ge=-1.001, le=1.001)]
    calibration: str
    """The key of the calibration's row, or `none`."""
    regions: tuple[RegionDifference, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """What drifted, in words, the furthest first."""
        return tuple(found.words for found in _drifted(self.regions))

    @property
    def codes(self) -> tuple[ReasonCode, ...]:
        """What drifted, as codes, the furthest first."""
        return tuple(reason_code(found.region) for found in _drifted(self.regions))


class RegionChange(_Fact):
    """One region after an edit: whether it should have changed, whether it did, in a sentence."""

    region: Region
    named: bool
    changed: bool | None
    kept_promise: bool | None
    sentence: str
    difference: RegionDifference


class DesignChange(_Fact):
    """An edit's first picture held against the old design, region by region.

    `kept_promise` is true where every named region that can be seen changed and every other one
    stayed, false where one did not, and null where none of the named ones can be seen.
    """

    kept_promise: bool | None
    sentence: str
    regions: tuple[RegionChange, ...]


def reason_code(region: Region) -> ReasonCode:
    """The code that says that this region drifted."""
    return ReasonCode(f"{region.name}_DRIFT")


def verdict(
    score: float | None, *, has_reference: bool = True, threshold: float = APPROVAL_THRESHOLD
) -> Verdict:
    """What a score means: approved from `threshold`; a person looks at what is above a half."""
    if not has_reference:
        return "no_reference"
    if score is None:
        return "unscored"
    if score >= threshold:
        return "approved"
    return "needs_review" if score >= min(REVISION_THRESHOLD, threshold) else "needs_revision"


def design_change(regions: Iterable[RegionDifference], named: frozenset[Region]) -> DesignChange:
    """Whether the regions that an edit names changed, and all others stayed."""
    changes = tuple(_change(found, found.region in named) for found in regions)
    seen = [change for change in changes if change.named and change.changed is not None]
    broken = [change for change in changes if change.kept_promise is False]
    kept = False if broken else (True if seen or not named else None)
    return DesignChange(kept_promise=kept, sentence=_summary(changes, kept), regions=changes)


def _change(found: RegionDifference, named: bool) -> RegionChange:
    changed = None if found.difference is None else found.drifted
    if changed is False and named and found.difference is not None:
        changed = found.difference >= NAMED_SHARE * DRIFT_LIMITS[found.region]
    kept = None if changed is None else changed == named
    return RegionChange(
        region=found.region,
        named=named,
        changed=changed,
        kept_promise=kept,
        sentence=_sentence(found, named, changed),
        difference=found,
    )


def _sentence(found: RegionDifference, named: bool, changed: bool | None) -> str:
    subject = f"The {found.region.value}"
    verb = "are" if found.region in _PLURALS else "is"
    if changed is None:
        return f"{subject} cannot be seen in both pictures."
    colors = ""
    if changed and found.reference_color and found.candidate_color:
        colors = f" ({found.reference_color} -> {found.candidate_color})"
    if changed:
        return f"{subject} changed{colors}{', as asked' if named else ', which nobody asked for'}."
    return f"{subject} {verb} unchanged{', although a change was asked for' if named else ''}."


def _summary(changes: tuple[RegionChange, ...], kept: bool | None) -> str:
    if kept is None:
        return "The regions that the edit names cannot be seen in both pictures."
    if kept:
        asked = _listed(change for change in changes if change.named and change.changed)
        rest = _listed(change for change in changes if not change.named and change.changed is False)
        return f"Only what was asked for changed: {asked or 'nothing'} changed; {rest} did not."
    return " ".join(change.sentence for change in changes if change.kept_promise is False)


def _listed(changes: Iterable[RegionChange]) -> str:
    names = [change.region.value for change in changes]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _drifted(regions: Iterable[RegionDifference]) -> list[RegionDifference]:
    found = [one for one in regions if one.drifted]
    return sorted(found, key=lambda one: -(one.difference or 0))


_PLURALS = frozenset({Region.EYES, Region.LEGS, Region.FEET, Region.ACCESSORIES})
