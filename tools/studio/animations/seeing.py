"""What a vision model says of a cast: it refines what is measured and never overrules it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from tools.domain.actor import Actor
from tools.domain.animation.dna import CharacterDNA
from tools.domain.animations import CastMember, Note
from tools.ports.authoring import Seer
from tools.studio.paying import paid
from tools.studio.seeing import Seen, seen_dnas
from tools.studio.studio import Studio


async def refined(
    studio: Studio, actor: Actor, cast: Sequence[CastMember], measured: Mapping[str, CharacterDNA]
) -> tuple[Seen, list[Note]]:
    """The measured DNAs completed by the model where one is configured, and what it got wrong.

    A model that fails is noted, and the measures stand alone.
    """
    pictures = [
        (member.who, await studio.files.get(member.reference_sha256))
        for member in cast
        if member.reference_sha256
    ]
    facts = {
        "names": {member.who: member.name for member in cast},
        "claims": {member.who: member.claims for member in cast if member.claims},
    }
    seer = PaidSeer(studio=studio, actor=actor, seer=studio.seer) if studio.seer else None
    seen = await seen_dnas(seer, pictures, measured, facts)
    notes = [
        Note(code=warning.code, who=who, detail=warning.detail)
        for who, warnings in seen.warnings.items()
        for warning in warnings
    ]
    if seen.failed is not None:
        notes.append(Note(code="VISION_FAILED", detail=seen.failed))
    return seen, notes


@dataclass(frozen=True, kw_only=True)
class PaidSeer:
    """A seer that is asked the same once a run."""

    studio: Studio
    actor: Actor
    seer: Seer

    @property
    def name(self) -> str:
        return self.seer.name

    async def see(
        self, pictures: Sequence[tuple[str, bytes]], facts: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """As `Seer.see`; raises as `paid` does too."""
        shown = [(who, sha256(data).hexdigest()) for who, data in pictures]
        return await paid(
            self.studio,
            self.actor,
            "dna",
            [self.name, shown, facts],
            self.seer,
            lambda seer: seer.see(pictures, facts),
        )
