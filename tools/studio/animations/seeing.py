"""What a vision model says of the pictures: it refines what is measured, never overrules it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from tools.domain.actor import Actor
from tools.domain.animation.constraints import merged_interaction
from tools.domain.animation.dna import CharacterDNA, InteractionConstraints
from tools.domain.animation.dna_merging import merged_dna
from tools.domain.animations import INSTIGATOR, CastMember, Note
from tools.ports.rendering import BackendError
from tools.studio.animations.paying import paid
from tools.studio.studio import Studio


async def seen(
    studio: Studio, actor: Actor, cast: Sequence[CastMember], dnas: Mapping[str, CharacterDNA]
) -> tuple[dict[str, Any], list[Note]]:
    """What the model says, by `who`, and `interaction`; nothing where none is configured.

    The instigator and the first responder are seen in one call, further responders in one each.
    A model that fails is noted, and the measures stand alone.
    """
    pictured = [member for member in cast if member.reference_sha256]
    if studio.seer is None or not pictured:
        return {}, []
    seer, said, notes = studio.seer, dict[str, Any](), list[Note]()
    for group in _groups(pictured):
        shas = {m.who: m.reference_sha256 or "" for m in group}
        pictures = [(who, await studio.files.get(sha256)) for who, sha256 in shas.items()]
        facts = {
            m.who: {
                "name": m.name,
                "claims": m.claims,
                "measured": dnas[m.who].model_dump(mode="json"),
            }
            for m in group
        }
        try:
            said |= await paid(
                studio,
                actor,
                "dna",
                [seer.name, shas, facts],
                lambda p=pictures, f=facts: seer.see(p, f),
            )
        except BackendError as error:
            notes.append(Note(code="VISION_FAILED", detail=str(error)))
    return said, notes


def refined_dna(
    who: str, measured: CharacterDNA, said: Mapping[str, Any]
) -> tuple[CharacterDNA, list[Note]]:
    """The measured DNA completed by what the model says of this one."""
    own = said.get(who)
    if not isinstance(own, Mapping):
        return measured, []
    dna, warnings = merged_dna(measured, own)
    return dna, [Note(code=one.code, who=who, detail=one.detail) for one in warnings]


def refined_interaction(
    who: str, ruled: InteractionConstraints, said: Mapping[str, Any]
) -> InteractionConstraints:
    """The ruled constraints with what a model may refine; it speaks of the first responder."""
    if who != "responder" or not isinstance(said.get("interaction"), Mapping):
        return ruled
    try:
        return merged_interaction(ruled, InteractionConstraints.model_validate(said["interaction"]))
    except ValidationError:
        return ruled


def _groups(pictured: Sequence[CastMember]) -> list[list[CastMember]]:
    """The instigator with the first responder, the others one by one."""
    pair = [m for m in pictured if m.who in (INSTIGATOR, "responder")]
    rest = [[m] for m in pictured if m not in pair]
    return [pair, *rest] if pair else rest
