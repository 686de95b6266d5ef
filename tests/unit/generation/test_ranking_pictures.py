"""Which of several pictures is the best, and what is said of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tools.domain.ranking import (
    BLANK_PICTURE,
    CONSISTENT,
    EXPLORING,
    Candidate,
    clip_score,
    drawn_share,
    ranked,
)

SHARES = st.none() | st.floats(0, 1)


def order(*candidates: Candidate, weights=CONSISTENT) -> list[int]:
    return [one.number for one in ranked(candidates, weights)]


def test_the_more_consistent_picture_is_first_and_says_by_what() -> None:
    first, second = ranked(
        [
            Candidate(number=1, score=0.7, similarity=0.9, alignment=1.0, quality=0.6),
            Candidate(number=2, score=0.9, similarity=0.8, alignment=1.0, quality=0.6),
        ]
    )
    assert (first.number, first.rank, second.number, second.rank) == (2, 1, 1, 2)
    assert first.total == round(0.6 * 0.9 + 0.25 * 1.0 + 0.15 * 0.6, 4)
    assert first.figures == {"consistency": 0.9, "alignment": 1.0, "quality": 0.6}
    assert first.why == (
        "1 of 2: consistency 0.90, alignment 1.00, quality 0.60; ahead of number 1 by consistency."
    )
    assert second.why.endswith("behind number 2 by consistency.")


def test_similarity_counts_where_one_has_no_score() -> None:
    places = ranked(
        [
            Candidate(number=1, score=0.99, similarity=0.2),
            Candidate(number=2, score=None, similarity=0.8),
        ]
    )
    assert [one.number for one in places] == [2, 1]
    assert places[0].figures == {"consistency": 0.8}


def test_a_figure_that_one_lacks_speaks_for_nobody() -> None:
    places = ranked(
        [
            Candidate(number=1, score=0.8, alignment=1.0, quality=0.5),
            Candidate(number=2, score=0.81, alignment=None, quality=0.5),
        ]
    )
    assert places[0].number == 2
    assert all("alignment" not in one.figures for one in places)


def test_a_blank_picture_loses_and_is_named() -> None:
    places = ranked(
        [
            Candidate(number=1, score=0.99, quality=0.9, broken=BLANK_PICTURE),
            Candidate(number=2, score=0.1, quality=0.1),
        ]
    )
    assert [one.number for one in places] == [2, 1]
    assert places[1].why == "Last, because nothing is on it."
    assert "which shows nothing" in places[0].why
    assert places[1].total is None


def test_one_that_passes_the_threshold_comes_before_one_that_does_not() -> None:
    better = Candidate(number=1, score=0.84, alignment=1.0, quality=1.0)
    passing = Candidate(number=2, score=0.86, alignment=0.5, quality=0.5, passes=True)
    places = ranked([better, passing])
    assert places[0].number == 2
    assert "only this one passes the threshold" in places[0].why


def test_an_exploration_lets_the_words_weigh_more_than_the_likeness() -> None:
    copy = Candidate(number=1, score=0.95, alignment=0.5, quality=0.6)
    asked = Candidate(number=2, score=0.75, alignment=0.8, quality=0.6)
    assert order(copy, asked, weights=CONSISTENT) == [1, 2]
    assert order(copy, asked, weights=EXPLORING) == [2, 1]


def test_equals_stay_in_the_order_in_which_they_were_made() -> None:
    twins = [Candidate(number=n, score=0.5, quality=0.5) for n in (3, 1, 2)]
    assert order(*twins) == [1, 2, 3]
    assert ranked(twins)[0].why.endswith("ahead of number 2, which is as good.")


def test_a_single_picture_of_which_nothing_is_known_says_so() -> None:
    (only,) = ranked([Candidate(number=1)])
    assert only.why == "The only one: no figures known."
    assert only.total is None


@given(
    st.lists(
        st.builds(
            Candidate,
            number=st.just(0),
            score=SHARES,
            similarity=SHARES,
            alignment=SHARES,
            quality=SHARES,
            passes=st.booleans(),
            broken=st.none() | st.just(BLANK_PICTURE),
        ),
        max_size=10,
    )
)
def test_everybody_has_one_place_and_the_broken_have_the_last(found: list[Candidate]) -> None:
    candidates = [one.model_copy(update={"number": n}) for n, one in enumerate(found, 1)]
    places = ranked(candidates)
    assert [one.rank for one in places] == list(range(1, len(found) + 1))
    assert {one.number for one in places} == {one.number for one in candidates}
    broken = [candidates[one.number - 1].broken is not None for one in places]
    assert broken == sorted(broken)
    assert all(one.total is None or 0 <= one.total <= 1 for one in places)


def test_the_share_of_words_drawn_leaves_out_small_ones() -> None:
    assert drawn_share("Kai on a neon rooftop at night", ["rooftop"]) == 1 - 1 / 4
    assert drawn_share("Kai, neon", []) == 1.0
    assert drawn_share("neon Neon NEON", ["neon"]) == 0.0
    assert drawn_share("", ["rooftop"]) is None


def test_a_cosine_of_clip_is_scaled_and_cut() -> None:
    assert clip_score(0.3) == 0.75
    assert clip_score(0.9) == 1.0
    assert clip_score(-0.2) == 0.0
