"""An analysis as it is answered: the text, the findings, every figure, and what they rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from tools.domain.analysis.finding import Action, Figure, Finding

_TOLD_MOST = 30
"""Findings that a writer is told of; the gravest come first."""


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True)


class Window(_Fact):
    """The oldest and the newest of the dated rows that were looked at, null without any."""

    since: datetime | None = None
    until: datetime | None = None


class RestsOn(_Fact):
    """How many rows of each kind were looked at, and from when; `of` says how many there are where
    not all were."""

    counts: dict[str, int]
    of: dict[str, int] = {}
    window: Window = Window()


class Report(_Fact):
    """`written_by` is `embedded` or the language model's name; `note` says why another did not."""

    summary: str
    written_by: str
    note: str = ""
    findings: list[Finding]
    figures: dict[str, Figure]
    rests_on: RestsOn


class Suggestion(_Fact):
    """One thing to do, in order of weight, with the finding that it comes from."""

    rank: int
    code: str
    suggestion: str
    because: str
    action: Action
    figures: dict[str, Figure]


def window_of(moments: Iterable[datetime | None]) -> Window:
    known = [moment for moment in moments if moment is not None]
    return Window(since=min(known, default=None), until=max(known, default=None))


def figures_of(findings: Sequence[Finding]) -> dict[str, Figure]:
    """Every figure of the findings by `rule.figure`, or `rule.subject.figure` where a rule found
    something about several subjects, or the code where that is not enough either."""
    rules = Counter(finding.rule for finding in findings)
    figures: dict[str, Figure] = {}
    for finding in findings:
        alone = rules[finding.rule] == 1
        prefix = finding.rule if alone else f"{finding.rule}.{finding.subject.name}"
        for name, figure in finding.figures.items():
            key = f"{prefix}.{name}"
            if figures.get(key, figure) != figure:
                key = f"{prefix}.{finding.code.lower()}.{name}"
            figures[key] = figure
    return figures


def suggestions_of(findings: Sequence[Finding]) -> list[Suggestion]:
    """What the findings advise, in their order."""
    advised = [(one, one.action) for one in findings if one.action is not None]
    return [
        Suggestion(
            rank=rank,
            code=finding.code,
            suggestion=action.sentence,
            because=finding.sentence,
            action=action,
            figures=finding.figures,
        )
        for rank, (finding, action) in enumerate(advised, start=1)
    ]


def facts_told(subject: str, findings: Sequence[Finding], rests_on: RestsOn) -> dict[str, Any]:
    """What a writer is told, as JSON: no row's number, as nobody should read those out."""
    return {
        "subject": subject,
        "findings": [_told(finding) for finding in findings[:_TOLD_MOST]],
        "rests_on": rests_on.model_dump(mode="json"),
    }


def assessment_document(
    report: Report, *, version: int, design: str, at: datetime, before: Mapping[str, Any] | None
) -> dict[str, Any]:
    """What a character keeps of its analysis; an adviser's opinion that stood there stays."""
    opinion = (before or {}).get("opinion") if (before or {}).get("kind") == _KIND else before
    return {
        "kind": _KIND,
        "assessed_at": at.isoformat(),
        "version": version,
        "design": design,
        "summary": report.summary,
        "written_by": report.written_by,
        "findings": [
            {"code": one.code, "severity": one.severity, "sentence": one.sentence}
            for one in report.findings
        ],
        "figures": {name: figure.value for name, figure in report.figures.items()},
        "rests_on": report.rests_on.model_dump(mode="json"),
        **({"opinion": opinion} if opinion else {}),
    }


_KIND = "analysis"


def _told(finding: Finding) -> dict[str, Any]:
    action = finding.action
    effect = action.effect if action else None
    return {
        "code": finding.code,
        "severity": finding.severity,
        "about": finding.subject.name,
        "sentence": finding.sentence,
        "figures": {
            name: {"value": f.value, "unit": f.unit, **({} if f.n is None else {"n": f.n})}
            for name, f in finding.figures.items()
        },
        "action": None
        if action is None
        else {
            "sentence": action.sentence,
            "effect": effect.model_dump() if effect else None,
        },
    }
