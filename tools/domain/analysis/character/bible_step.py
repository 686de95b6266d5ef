"""Whether the character is in step with its bible."""

from __future__ import annotations

from collections.abc import Iterator

from tools.domain.analysis.facts import CharacterFacts
from tools.domain.analysis.finding import Action, Finding, count, listed, plural
from tools.domain.analysis.subjects import character_subject
from tools.domain.inheritance import merged


def bible_step(facts: CharacterFacts) -> Iterator[Finding]:
    """What a sync would take from the bible, and what it would report as changed by hand."""
    name, subject = facts.character.name, character_subject(facts.character)
    if facts.entry is None:
        if facts.bible is not None:
            yield Finding(
                code="NOT_IN_BIBLE",
                rule="bible_step",
                severity="warning",
                subject=subject,
                sentence=f"The bible does not know {name}.",
                figures={"bible_characters": count(len(facts.entries), "characters of the bible")},
                action=Action(
                    sentence=f"Write {name} into the bible.",
                    tool="write_bible_character",
                    args={"name": name, "visual_traits": facts.character.appearance},
                ),
            )
        return
    merge = merged(facts.character.bible_base, facts.entry, facts.character)
    conflicts = [c for c in merge.conflicts if c.bible_changed]
    if not merge.applied and not merge.conflicts:
        return
    told: list[str] = []
    if merge.applied:
        told.append(f"the bible changed {listed(_field(c.path) for c in merge.applied)}")
    if merge.conflicts:
        told.append(f"{listed(_field(c.path) for c in merge.conflicts)} differ by hand")
    yield Finding(
        code="OUT_OF_STEP_WITH_BIBLE",
        rule="bible_step",
        severity="warning" if merge.applied or conflicts else "info",
        subject=subject,
        sentence=f"{name} is out of step with the bible: {'; '.join(told)}.",
        figures={
            "fields_to_take": count(len(merge.applied), "fields"),
            "fields_by_hand": count(len(merge.conflicts), "fields"),
            "fields_changed_on_both_sides": count(len(conflicts), "fields"),
        },
        action=Action(
            sentence=(
                f"Sync {name}: it takes {plural(len(merge.applied), 'field')} from the bible and "
                "keeps what was changed by hand."
            ),
            tool="sync_character",
            args={"character": name},
        ),
    )


def _field(pointer: str) -> str:
    """A JSON pointer as words: `/appearance/eye_color` is `eye color`."""
    steps = pointer.removeprefix("/appearance").split("/")[1:] or ["appearance"]
    said = (step.replace("~1", "/").replace("~0", "~") for step in steps)
    return " ".join(said).replace("_", " ")
