"""DNA extraction over HTTP: new pictures are kept first, then all are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from fastapi import UploadFile

from api.routes.pipeline.bodies import DnaAnswer, ResponderFacts
from api.routes.uploads import of_our_own, picture_bytes
from tools.domain.actor import Actor
from tools.domain.animations import INSTIGATOR
from tools.studio.animations.advancing import expect_mode
from tools.studio.animations.keeping import get_animation, set_claims, set_picture
from tools.studio.animations.reading import DnaReading, extract_dna
from tools.studio.studio import Studio


async def read_dna(
    studio: Studio,
    actor: Actor,
    project_id: int,
    mode: Literal["single", "dual"],
    pictures: Mapping[str, UploadFile | None],
    *,
    claims: Mapping[str, str | None],
    requested_with: str | None,
) -> DnaAnswer:
    """Keep the pictures that came with the form, then read everybody's DNA."""
    of_our_own(requested_with)
    expect_mode(await get_animation(studio, actor, project_id), mode)
    data = {who: await picture_bytes(file) for who, file in pictures.items() if file}
    for who, picture in data.items():
        await set_picture(studio, actor, project_id, who, picture)
    said = {who: text for who, text in claims.items() if text is not None}
    if said:
        await set_claims(studio, actor, project_id, said)
    return _answer(project_id, await extract_dna(studio, actor, project_id))


def _answer(project_id: int, reading: DnaReading) -> DnaAnswer:
    responders = [
        ResponderFacts(
            who=member.who,
            name=member.name,
            dna=reading.dnas[member.who],
            interaction=reading.interactions[member.who],
        )
        for member in reading.cast
        if member.who != INSTIGATOR
    ]
    first = responders[0] if responders else None
    own = reading.dnas[INSTIGATOR]
    return DnaAnswer(
        project_id=project_id,
        dna=own,
        instigator_dna=own,
        responder_dna=first.dna if first else None,
        interaction=first.interaction if first else None,
        instigator=own,
        responder=first.dna if first else None,
        responders=responders,
        claims=dict(reading.claims),
        warnings=list(reading.notes),
    )
