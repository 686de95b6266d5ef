"""Characters whose candidates nobody ever approved."""

from __future__ import annotations

from collections.abc import Iterator

from tools.domain.analysis.facts import ProjectFacts
from tools.domain.analysis.finding import Action, Finding, count, listed, plural
from tools.domain.analysis.subjects import project_subject


def never_approved(facts: ProjectFacts) -> Iterator[Finding]:
    """Candidates that wait in the present design, where no picture of it is canonical."""
    waiting = [one for one in facts.cast if one.candidates and one.canonical_id is None]
    if not waiting:
        return
    candidates = sum(one.candidates for one in waiting)
    yield Finding(
        code="REFERENCES_NEVER_APPROVED",
        rule="never_approved",
        severity="warning",
        subject=project_subject(facts),
        sentence=(
            f"{plural(candidates, 'candidate reference')} of {listed(o.name for o in waiting)} "
            f"{'was' if candidates == 1 else 'were'} never approved, and nothing else is canonical."
        ),
        figures={
            "candidates": count(candidates, "references"),
            "characters_waiting": count(
                len(waiting), "characters", characters=[one.id for one in waiting]
            ),
        },
        action=Action(
            sentence=f"Approve a picture of {waiting[0].name}.",
            tool="approve_reference",
            args={"character": waiting[0].name},
        ),
    )
