"""A proposed next version as findings: what changes, why, and what that costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tools.domain.analysis.finding import Action, Finding, count, listed, measure, plural, quoted
from tools.domain.analysis.story.evolution import Proposal, Reason
from tools.domain.analysis.subjects import character_subject
from tools.domain.characters import Character


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What the character stands on now: its references in the present design, the scenes read."""

    canonical: list[int]
    scenes: list[int]
    narrative_characters: int


def evolution_findings(
    character: Character, proposal: Proposal, standing: Standing
) -> Iterator[Finding]:
    """The proposed change, the step of the arc that was reached, the new design it would open."""
    if proposal.changes:
        yield _change(character, proposal, standing)
    if proposal.reached is not None:
        reached = proposal.reached
        yield Finding(
            code="ARC_STEP_REACHED",
            rule="evolution_findings",
            severity="info",
            subject=character_subject(character),
            sentence=(
                f"{character.name} has come to step {reached.place} of {reached.of} of the arc: "
                f"“{quoted(reached.step, 120)}” ({listed(reached.words)})."
            ),
            figures={
                "arc_place": count(reached.place, f"step of {reached.of}"),
                "share_of_words": measure(
                    reached.share,
                    "share of the step's words by weight",
                    1,
                    scenes=[] if reached.scene_id is None else [reached.scene_id],
                ),
            },
        )
    if proposal.new_design:
        yield _new_design(character, standing)


def _change(character: Character, proposal: Proposal, standing: Standing) -> Finding:
    told = [
        f"{one.path.rpartition('/')[2]} becomes “{quoted(str(one.after), 100)}”"
        for one in proposal.changes
    ]
    because = dict.fromkeys(_source(reason) for reason in proposal.reasons)
    sentence = f"{_joined(told)}, because {_joined(list(because))}."
    return Finding(
        code="CHARACTER_CHANGES",
        rule="evolution_findings",
        severity="warning",
        subject=character_subject(character),
        sentence=f"{sentence[:1].upper()}{sentence[1:]}",
        figures={
            "changed_fields": count(len(proposal.changes), "fields"),
            "reasons": count(len(proposal.reasons), "passages", scenes=standing.scenes),
        },
        action=Action(
            sentence=f"Apply it as version {character.version + 1}, or change it first.",
            tool="update_character",
            args={"character": character.name, **proposal.patch},
            request={
                "method": "PUT",
                "path": f"/api/anime/characters/{character.id}",
                "headers": {"If-Match": f'"{character.version}"'},
                "body": proposal.patch,
            },
        ),
    )


def _new_design(character: Character, standing: Standing) -> Finding:
    n = len(standing.canonical)
    told = (
        f"{plural(n, 'canonical reference')} of the present one would stand for the past, and the "
        "next picture is held against it region by region"
        if n
        else "its first picture becomes its reference"
    )
    return Finding(
        code="OPENS_NEW_DESIGN",
        rule="evolution_findings",
        severity="info",
        subject=character_subject(character),
        sentence=f"It opens a new design: {told}.",
        figures={"references_left_behind": count(n, "references", references=standing.canonical)},
    )


def _joined(parts: list[str]) -> str:
    """As `listed`, of passages that are cut already."""
    shown, rest = parts[:4], len(parts) - 4
    return ", ".join(shown) + (f" and {rest} more" if rest > 0 else "")


def _source(reason: Reason) -> str:
    words = f"“{quoted(reason.because, 120)}”"
    return words if reason.scene_number is None else f"{words} (scene {reason.scene_number})"
