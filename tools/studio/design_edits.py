"""Which regions of a picture the edits between two designs of a character touch."""

from __future__ import annotations

from typing import Any

from tools.domain.actor import Actor
from tools.domain.consistency import Region
from tools.domain.look import Look
from tools.domain.reading import read_drawing
from tools.domain.regions import Region as SpokenRegion
from tools.domain.regions import regions_changed
from tools.studio.definitions import defined_as, defined_character
from tools.studio.studio import Studio

_SEEN_AS: dict[SpokenRegion, Region] = {
    "hair": Region.HAIR,
    "eyes": Region.EYES,
    "skin": Region.SKIN,
    "face": Region.SKIN,
    "torso": Region.OUTFIT,
    "legs": Region.LEGS,
    "feet": Region.FEET,
    "accessories": Region.ACCESSORIES,
    "prop": Region.ACCESSORIES,
    "silhouette": Region.SILHOUETTE,
}


async def regions_edited(
    studio: Studio, actor: Actor, character_id: int, old_design: str, new_design: str
) -> frozenset[Region]:
    """What differs between the newest versions of two designs, as regions that pixels can show."""
    before = await _look_of(studio, actor, character_id, old_design)
    after = await _look_of(studio, actor, character_id, new_design)
    if before is None or after is None:
        return frozenset()
    return frozenset(_SEEN_AS[region] for region in regions_changed(before, after))


async def _look_of(studio: Studio, actor: Actor, character_id: int, design: str) -> Look | None:
    async with studio.store.read(actor) as work:
        revisions = await work.revisions.all_of(actor, "character", character_id)
    kept = next(
        (r.document for r in reversed(revisions) if r.document.get("design") == design), None
    )
    definition: dict[str, Any]
    if kept is not None:
        definition = await defined_as(studio, actor, character_id, kept)
    else:
        character, definition = await defined_character(studio, actor, character_id)
        if character.design != design:
            return None
    return read_drawing(definition).look
