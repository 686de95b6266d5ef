"""A finished picture becomes the character's own: its image, its reference, its version."""

from __future__ import annotations

from uuid import UUID

from tools.domain.actor import Actor
from tools.domain.assessments import CanonicalReference
from tools.domain.characters import character_document
from tools.ports.store import UnitOfWork


async def depict(
    work: UnitOfWork,
    actor: Actor,
    *,
    character_id: int,
    design: str,
    picture_id: UUID,
    sha256: str,
) -> CanonicalReference:
    """Set the character's image and raise the version once.

    The picture becomes canonical where (character, design) has no reference yet, else a candidate.
    One in a design that the character no longer has is a reference of that one alone.
    """
    character = await work.characters.hold(actor, character_id)
    if character.design == design:
        image = {"image_path": f"/api/assets/{sha256}"}
        saved = await work.characters.save(actor, character.model_copy(update=image), expected=None)
        await work.revisions.add(
            actor, "character", character_id, saved.version, character_document(saved)
        )
    canonical = await work.references.canonical(actor, character_id, design)
    reference = await work.references.propose(actor, character_id, design, sha256, picture_id)
    if canonical is None:
        return await work.references.approve(actor, reference.id)
    return reference
