"""Which attribute drifts most over all characters of the project."""

from __future__ import annotations

from collections.abc import Iterator

from tools.domain.analysis.facts import ProjectFacts
from tools.domain.analysis.finding import Finding, measure
from tools.domain.analysis.subjects import project_subject
from tools.domain.consistency import reason_code
from tools.domain.trends import point_of, tendency


def drifting_attribute(facts: ProjectFacts) -> Iterator[Finding]:
    """The region that drifts in the largest share of the newest comparisons of all characters."""
    found = tendency([point_of(score) for score in facts.scores])
    if found.drifts_most is None:
        return
    drift = next(one for one in found.drifts if one.region == found.drifts_most)
    code = reason_code(drift.region).value
    rows = [s.id for s in facts.scores if s.id is not None and code in s.report.get("codes", [])]
    yield Finding(
        code="ATTRIBUTE_DRIFTS",
        rule="drifting_attribute",
        severity="info",
        subject=project_subject(facts),
        sentence=(
            f"Over all characters the {drift.region.value} drifts most, in {drift.drifted} of "
            f"{drift.n} comparisons ({drift.share:.0%})."
        ),
        figures={
            "drift_share": measure(drift.share, "share of comparisons", drift.n, scores=rows),
            "drifted": measure(drift.drifted, "comparisons", drift.n),
        },
    )
