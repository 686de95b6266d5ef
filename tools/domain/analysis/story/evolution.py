"""What a narrative makes of a character: the next version as a patch, with reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict

from tools.domain.analysis.story.deeds import said_of
from tools.domain.analysis.story.showing import Telling, showings, weights
from tools.domain.analysis.story.steps import Step, steps_of
from tools.domain.changes import FieldChange, field_changes
from tools.domain.characters import Character
from tools.domain.design import design_of
from tools.domain.edits import appearance_edit
from tools.domain.scenes import Scene

_DESCRIPTION_MOST = 20_000
_NARRATIVE = 0
"""Stands in place of a scene's number, which begin at 1."""


class Reason(BaseModel):
    """Why a field changes: the words that say so, and where they stand."""

    model_config = ConfigDict(frozen=True)

    path: str
    because: str
    scene_id: int | None = None
    scene_number: int | None = None


class ReachedStep(BaseModel):
    """The step of the arc that the narrative comes to; `place` counts from 1 of `of`."""

    model_config = ConfigDict(frozen=True)

    path: str
    step: str
    place: int
    of: int
    share: float
    words: list[str]
    scene_id: int | None = None
    scene_number: int | None = None


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A next version, not applied: `patch` merges into the character (RFC 7396)."""

    patch: dict[str, Any]
    changes: list[FieldChange]
    reasons: list[Reason]
    reached: ReachedStep | None
    new_design: bool


def narrated(text: str, character: Character) -> Scene:
    """A narrative as a scene that is kept nowhere, to be read like one."""
    return Scene(
        id=_NARRATIVE,
        project_id=character.project_id,
        scene_number=_NARRATIVE,
        description=text,
        characters=[character.name],
        user_id=character.created_by,
        version=1,
        created_at=character.updated_at,
        updated_at=character.updated_at,
    )


def proposed(
    character: Character,
    arc: Mapping[str, Any],
    scenes: Sequence[Scene],
    others: Mapping[str, str | None],
) -> Proposal:
    """What the scenes' words change in the looks, and which step of the arc they come to.

    A narrative comes as one scene (`narrated`), which no reason names. Later words override
    earlier ones. The description gains the step that was reached.
    """
    appearance = dict(character.appearance)
    reasons: list[Reason] = []
    for scene in scenes:
        where = _where(scene)
        for said in said_of(character.name, character.gender, scene.description, others):
            edit = appearance_edit(appearance, said.edit)
            appearance |= edit
            reasons += [
                Reason(path=f"/appearance/{key}", because=said.clause, **where) for key in edit
            ]
    reached = _reached(arc, scenes, [character.name, character.bible_name])
    description = _described(character, reached)
    if reached is not None and description != character.description:
        because = f"{reached.step} (step {reached.place} of {reached.of} of the arc)"
        where = {"scene_id": reached.scene_id, "scene_number": reached.scene_number}
        reasons.append(Reason(path="/description", because=because, **where))
    before = {"appearance": character.appearance, "description": character.description}
    after = {"appearance": appearance, "description": description}
    looks = {k: v for k, v in appearance.items() if character.appearance.get(k) != v}
    changed_description = description != character.description
    return Proposal(
        patch={
            **({"appearance": looks} if looks else {}),
            **({"description": description} if changed_description else {}),
        },
        changes=field_changes(before, after),
        reasons=_still_true(reasons, looks),
        reached=reached,
        new_design=design_of(appearance) != design_of(character.appearance),
    )


def _where(scene: Scene) -> dict[str, int | None]:
    if scene.id == _NARRATIVE:
        return {"scene_id": None, "scene_number": None}
    return {"scene_id": scene.id, "scene_number": scene.scene_number}


def _reached(
    arc: Mapping[str, Any], scenes: Sequence[Scene], names: Sequence[str]
) -> ReachedStep | None:
    """The last step of the arc that any of the scenes shows."""
    steps = steps_of(arc)
    told = [Telling(scene) for scene in scenes]
    weight = weights(told)
    for place, step in reversed(list(enumerate(steps, start=1))):
        shown = [
            one for one in showings(step, told, weight, len(told), names) if one.against is None
        ]
        if shown:
            best = max(shown, key=lambda one: one.share)
            return ReachedStep(
                path=step.path,
                step=step.text,
                place=place,
                of=len(steps),
                share=round(best.share, 4),
                words=list(best.words),
                **_where(best.scene),
            )
    return None


def _described(character: Character, reached: ReachedStep | None) -> str:
    before = character.description
    if reached is None or reached.step.casefold() in before.casefold():
        return before
    step = Step(path=reached.path, text=reached.step).text
    sentence = f"{step[:1].upper()}{step[1:]}".rstrip(".") + "."
    longer = f"{before.rstrip()} {sentence}".strip()
    return longer if len(longer) <= _DESCRIPTION_MOST else before


def _still_true(reasons: Sequence[Reason], looks: Mapping[str, Any]) -> list[Reason]:
    """Without those for fields that ended as they were."""
    kept = {f"/appearance/{key}" for key in looks} | {"/description"}
    return [reason for reason in reasons if reason.path in kept]
