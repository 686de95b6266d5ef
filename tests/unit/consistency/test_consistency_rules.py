"""What scores and regions mean, before any pixel."""

from __future__ import annotations

import pytest

from tools.domain.consistency import (
    Comparison,
    ReasonCode,
    Region,
    RegionDifference,
    Verdict,
    design_change,
    reason_code,
    verdict,
)


def region(name: Region, difference: float | None, *, drifted: bool = False) -> RegionDifference:
    colors = ("#1b1b2a", "#c02030") if drifted else (None, None)
    return RegionDifference(
        region=name,
        difference=difference,
        drifted=drifted,
        reference_color=colors[0],
        candidate_color=colors[1],
    )


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (1.0, "approved"), (0.85, "approved"), (0.8499, "needs_review"), (0.5, "needs_review"),
        (0.4999, "needs_revision"), (0.0, "needs_revision"), (None, "unscored"),
    ],
)  # fmt: skip
def test_a_score_means_one_verdict(score: float | None, expected: Verdict) -> None:
    assert verdict(score) == expected


def test_without_a_reference_no_score_means_anything() -> None:
    assert verdict(0.99, has_reference=False) == "no_reference"


def test_a_threshold_below_a_half_leaves_nothing_to_review() -> None:
    assert verdict(0.41, threshold=0.4) == "approved"
    assert verdict(0.39, threshold=0.4) == "needs_revision"


def test_every_region_has_its_reason() -> None:
    assert {reason_code(one) for one in Region} == set(ReasonCode)


def test_reasons_are_worded_the_furthest_first() -> None:
    found = Comparison(
        space="x", score=None, similarity=0.1, cosine=0.5, calibration="none",
        regions=(
            region(Region.OUTFIT, 0.5, drifted=True), region(Region.HAIR, 0.9, drifted=True),
            region(Region.LEGS, 0.1), region(Region.EYES, None),
        ),
    )  # fmt: skip
    assert found.reasons[0] == "hair: #1b1b2a -> #c02030"
    assert found.codes == (ReasonCode.HAIR_DRIFT, ReasonCode.OUTFIT_DRIFT)


def test_changing_only_what_was_named_keeps_the_promise() -> None:
    change = design_change(
        [
            region(Region.HAIR, 0.1),
            region(Region.OUTFIT, 0.8, drifted=True),
            region(Region.EYES, None),
        ],
        frozenset({Region.OUTFIT}),
    )
    assert change.kept_promise is True
    assert change.sentence == "Only what was asked for changed: outfit changed; hair did not."
    assert change.regions[1].sentence == "The outfit changed (#1b1b2a -> #c02030), as asked."


def test_a_change_that_nobody_asked_for_breaks_the_promise() -> None:
    change = design_change(
        [region(Region.HAIR, 0.9, drifted=True), region(Region.OUTFIT, 0.8, drifted=True)],
        frozenset({Region.OUTFIT}),
    )
    assert change.kept_promise is False
    assert "nobody asked for" in change.sentence


def test_an_edit_that_left_no_trace_breaks_the_promise() -> None:
    change = design_change([region(Region.LEGS, 0.05)], frozenset({Region.LEGS}))
    assert change.kept_promise is False
    assert change.sentence == "The legs are unchanged, although a change was asked for."


def test_what_cannot_be_seen_is_neither_kept_nor_broken() -> None:
    change = design_change(
        [region(Region.EYES, None), region(Region.HAIR, 0.1)], frozenset({Region.EYES})
    )
    assert change.kept_promise is None
    assert "cannot be seen" in change.sentence
