"""Orders: what older runs hold, what a caller's key stands for, how much may be asked."""

from __future__ import annotations

from uuid import uuid4

import pytest
from pydantic import ValidationError

from tools.domain.adjustments import adjustments_after, crops_after
from tools.domain.errors import InvalidError, LimitExceededError
from tools.domain.generations import Changes, ImageOrder
from tools.domain.idempotency import Claim, once, same_order
from tools.domain.provenance import Provenance
from tools.studio.order_limits import frames_of, within_limits
from tools.studio.ordering import ImageWish

OF_THE_FIRST_RELEASE = {
    "character": "Kai Nakamura",
    "scene_description": "in the rain",
    "style": "",
    "mode": "consistency_priority",
    "quality_threshold": 0.85,
    "max_iterations": 3,
    "seed": 7,
    "width": 512,
    "height": 512,
}


def test_an_order_of_an_older_release_still_loads() -> None:
    order = ImageOrder.model_validate(OF_THE_FIRST_RELEASE)
    assert (order.backend, order.frames, order.tries, order.makes_all) == (None, 1, 3, False)
    assert ImageOrder.model_validate(order.model_dump(mode="json")) == order


def test_provenance_of_an_older_release_still_loads() -> None:
    old = {"backend": "sketch", "model": "sketch-1", "seed": 7, "adjustments": {}, "parent": None}
    assert Provenance.model_validate(old).drawn_as is None
    assert Provenance.model_validate({"backend": "upload"}).seed is None


@pytest.mark.parametrize(
    ("update", "tries", "all_made"),
    [
        ({"max_iterations": 4}, 4, False),
        ({"candidates": 1}, 1, False),
        ({"candidates": 6}, 6, True),
        ({"mode": "creative_exploration"}, 3, True),
        ({"mode": "creative_exploration", "candidates": 2}, 2, True),
    ],
)
def test_how_many_are_made_follows_from_mode_and_candidates(update, tries, all_made) -> None:
    order = ImageOrder.model_validate(OF_THE_FIRST_RELEASE | update)
    assert (order.tries, order.makes_all) == (tries, all_made)


def test_frames_win_over_a_duration() -> None:
    assert frames_of(ImageWish()) == 1
    assert frames_of(ImageWish(duration=5)) == 120
    assert frames_of(ImageWish(duration=5, frames=48)) == 48


@pytest.mark.parametrize(
    ("wish", "limit"),
    [
        ({"duration": 30.1}, 30),
        ({"duration": -1}, 30),
        ({"duration": float("nan")}, 30),
        ({"frames": 721}, 720),
        ({"frames": 0}, 720),
        ({"candidates": 11}, 10),
        ({"candidates": 0}, 10),
        ({"steps": 151}, 150),
        ({"cfg": 30.5}, 30),
        ({"width": 2049}, [64, 2048]),
        ({"height": 63}, [64, 2048]),
        ({"seed": 2**53}, 2**53 - 1),
        ({"companions": tuple("abcdefgh")}, 7),
        ({"prompt": "x" * 20_001}, 20_000),
    ],
)
def test_beyond_a_limit_the_error_states_it(wish, limit) -> None:
    with pytest.raises(LimitExceededError) as refused:
        within_limits(ImageWish(**wish))
    assert refused.value.facts["limit"] == limit


@pytest.mark.parametrize("denoise", [0.0, -0.1, 1.1])
def test_a_denoise_that_is_no_share_is_refused(denoise: float) -> None:
    with pytest.raises(InvalidError):
        within_limits(ImageWish(denoise=denoise))
    within_limits(ImageWish(denoise=0.4, duration=30, frames=None))


def test_the_same_key_with_the_same_body_is_the_same_order() -> None:
    asked, again = (
        once("k-1", "generate", {"a": 1, "b": 2}),
        once("k-1", "generate", {"b": 2, "a": 1}),
    )
    assert asked is not None
    assert asked == again
    run = uuid4()
    claim = Claim(key=asked.key, body_digest=asked.body_digest, run_id=run)
    assert same_order(claim, asked) == run
    other = once("k-1", "generate", {"a": 2, "b": 2})
    assert other is not None
    with pytest.raises(InvalidError) as refused:
        same_order(claim, other)
    assert refused.value.code == "IDEMPOTENCY_KEY_REUSED"


@pytest.mark.parametrize("key", ["", "   ", "x" * 256, "a\x00b"])
def test_a_key_that_is_none_is_refused(key: str) -> None:
    with pytest.raises(InvalidError) as refused:
        once(key, "generate", {})
    assert refused.value.code == "BAD_IDEMPOTENCY_KEY"
    assert once(None, "generate", {}) is None


def test_changes_know_what_was_asked_and_refuse_what_they_do_not_know() -> None:
    changes = Changes.model_validate({"seed": 3, "style": None, "priority": "batch"})
    assert changes.overrides == {"seed": 3}
    assert Changes.model_validate({"definition": "kept"}).overrides == {}
    assert Changes.model_validate({"definition": "current"}).overrides == {"definition": "current"}
    with pytest.raises(ValidationError):
        Changes.model_validate({"sead": 3})


def test_a_blank_picture_moves_the_seed_on_each_time() -> None:
    first = adjustments_after(["BLANK_PICTURE"], {})
    second = adjustments_after(["BLANK_PICTURE"], first)
    assert first == {"another_seed": 1, "because": ["BLANK_PICTURE"]}
    assert second == {"another_seed": 2, "because": ["BLANK_PICTURE"]}


def test_what_drifted_is_cut_from_where_the_reference_shows_it() -> None:
    place = {"left": 1, "top": 2, "right": 3, "bottom": 4}
    regions = [
        {"region": "hair", "reference_place": place},
        {"region": "feet", "reference_place": None},
    ]
    after = crops_after(
        ["HAIR_DRIFT", "FEET_DRIFT", "EYES_DRIFT"], regions, "abc", {"view": "front"}
    )
    assert after == {"view": "front", "crops": {"hair": {"of": "abc", **place}}}
    assert crops_after(["HAIR_DRIFT"], regions, None, {}) == {}
