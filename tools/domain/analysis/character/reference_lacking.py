"""Whether the present design has a picture that stands for it."""

from __future__ import annotations

from collections.abc import Iterator

from tools.domain.analysis.facts import CharacterFacts
from tools.domain.analysis.finding import Action, Finding, count, plural
from tools.domain.analysis.subjects import character_subject


def reference_lacking(facts: CharacterFacts) -> Iterator[Finding]:
    """No canonical reference in the present design: nothing can be scored against it."""
    if facts.canonical is not None:
        return
    design, name = facts.character.design, facts.character.name
    candidates = [r for r in facts.references if r.design == design and r.status == "candidate"]
    older = [r for r in facts.references if r.design != design and r.status == "canonical"]
    had = f"; {plural(len(older), 'earlier design')} had one" if older else ""
    waits = f", {plural(len(candidates), 'candidate')} wait for approval" if candidates else ""
    yield Finding(
        code="NO_CANONICAL_REFERENCE",
        rule="reference_lacking",
        severity="error" if older or candidates else "warning",
        subject=character_subject(facts.character),
        sentence=f"{name} has no canonical reference in the present design{waits}{had}.",
        figures={
            "canonical_references": count(0, "references of the present design"),
            "candidates": count(
                len(candidates), "references", references=[r.id for r in candidates]
            ),
            "earlier_canonical": count(len(older), "references", references=[r.id for r in older]),
        },
        action=_approve(name) if candidates else _generate(name),
    )


def _approve(name: str) -> Action:
    return Action(
        sentence=f"Approve a picture of {name} as the reference of the present design.",
        tool="approve_reference",
        args={"character": name},
    )


def _generate(name: str) -> Action:
    return Action(
        sentence=f"Generate a picture of {name}: the first of a design becomes its reference.",
        tool="generate_image",
        args={"character": name},
    )
