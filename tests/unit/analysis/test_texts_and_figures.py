"""Texts name only figures that are there, whoever writes them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.analysis.made_up import attempt, facts, generation, project, score
from tools.domain.analysis.citing import uncited
from tools.domain.analysis.registry import on_character, on_project, savings
from tools.domain.analysis.report import Report, RestsOn, assessment_document, facts_told
from tools.domain.analysis.writing import TEXT_MOST, written

FACTS: dict[str, Any] = {
    "subject": "Kai Nakamura",
    "findings": [
        {
            "code": "REGION_DRIFTS",
            "severity": "warning",
            "sentence": "The hair drifts, last from #1b1b2a to #c02030.",
            "figures": {"drift_share": {"value": 0.6234, "unit": "share", "n": 12}},
            "action": None,
        }
    ],
    "rests_on": {"counts": {"scores": 12, "scenes": 3}},
}


@pytest.mark.parametrize(
    "text",
    [
        "The hair drifts in 62 % of 12 comparisons.",
        "A share of 0.62, or 0.6234 to be exact.",
        "Twelve scores and three scenes, one of them dark.",
        "It went from #1B1B2A to #c02030.",
        "Nothing to count here.",
    ],
)
def test_numbers_that_the_figures_hold_may_be_told_rounded_and_in_per_cent(text: str) -> None:
    assert uncited(text, FACTS) == []


@pytest.mark.parametrize(
    ("text", "invented"),
    [
        ("It drifts in 70 % of them.", ["70 %"]),
        ("The score is 0.97.", ["0.97"]),
        ("A share of 0.63.", ["0.63"]),
        ("Seven scenes.", ["Seven"]),
        ("1 share.", ["1"]),
        ("It turned #ffffff.", ["#ffffff"]),
        ("1,200 pictures.", ["1,200"]),
    ],
)
def test_a_number_that_no_figure_holds_is_found(text: str, invented: list[str]) -> None:
    assert uncited(text, FACTS) == invented


def told(task: str, findings: Any) -> tuple[str, dict[str, Any]]:
    rests = RestsOn(counts={"scores": 4, "generations": 1})
    known = facts_told("Kai Nakamura", findings, rests)
    return written(task, known), known


def test_the_embedded_text_leads_with_the_gravest_and_names_only_its_figures() -> None:
    scores = [score(n, 0.9 - 0.1 * n, "hair") for n in range(1, 5)]
    for task, findings in (
        ("character", on_character(facts(scores=scores))),
        ("project", on_project(project(scores=tuple(scores)))),
        ("optimizations", savings(project(generations=(generation(1, attempt(1, "HAIR_DRIFT")),)))),
    ):
        text, known = told(task, findings)
        assert findings[0].sentence in text[:600]
        assert uncited(text, known) == []
        assert text.endswith("This rests on 4 scores and 1 generation.")


def test_the_text_follows_the_data() -> None:
    texts = {
        told("character", on_character(facts(scores=[score(1, 0.4, region)])))[0]
        for region in ("hair", "eyes", "outfit")
    }
    assert len(texts) == 3


def test_a_long_text_is_cut_between_words_and_still_says_what_it_rests_on() -> None:
    sentence = "word " * 600
    finding = {**FACTS["findings"][0], "sentence": sentence}
    text = written("character", {**FACTS, "findings": [finding]})
    assert len(text) <= TEXT_MOST
    assert text.endswith("This rests on 12 scores and 3 scenes.")


def test_without_findings_the_text_says_so() -> None:
    text = written("optimizations", {"subject": "Neon Ronin", "findings": [], "rests_on": {}})
    assert text == (
        "The data of Neon Ronin show nothing that would save work. There are no figures yet."
    )


def test_what_a_writer_is_told_holds_no_rows_whose_digits_could_pass_for_figures() -> None:
    _, known = told("character", on_character(facts(scores=[score(1, 0.4, "hair")])))
    assert "rows" not in str(known)
    assert "00000000-0000" not in str(known)


def test_an_adviser_s_opinion_stays_beside_the_analysis_that_is_kept() -> None:
    report = Report(
        summary="s", written_by="embedded", findings=[], figures={}, rests_on=RestsOn(counts={})
    )
    now = score(1, 0.9).at
    assert now is not None
    opinion = {"quality": 0.8, "remarks": "Fine lines."}
    first = assessment_document(report, version=1, design="d", at=now, before=opinion)
    again = assessment_document(report, version=2, design="d", at=now, before=first)
    assert first["opinion"] == again["opinion"] == opinion
    assert again["version"] == 2
