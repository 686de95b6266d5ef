"""Who a take shows: each figure's definition or picture, as they are now."""

from __future__ import annotations

from collections.abc import Sequence

from tools.domain.actor import Actor
from tools.domain.animations import INSTIGATOR, Animation, CastMember, Figure, Note, who_at
from tools.domain.documents import digest
from tools.domain.errors import InvalidError, NotFoundError
from tools.studio.definitions import defined_character
from tools.studio.studio import Studio

_DEFINING = ("description", "appearance", "visual_traits")


async def cast_of(studio: Studio, actor: Actor, animation: Animation) -> tuple[CastMember, ...]:
    """The instigator, and the responders where the animation is dual.

    Raises `InvalidError` (`MISSING_INSTIGATOR_IMAGE`, `MISSING_RESPONDER_IMAGE`) where a figure
    has neither picture nor character.
    """
    figures = [animation.instigator]
    if animation.generation_mode == "dual":
        last = max([1, *(figure.place for figure in animation.responders)])
        places = range(1, last + 1)
        figures += [animation.figure(who_at(place)) or Figure(place=place) for place in places]
    return tuple([await cast_member(studio, actor, figure) for figure in figures])


async def cast_member(studio: Studio, actor: Actor, figure: Figure) -> CastMember:
    """One figure with what it is drawn from. Raises `InvalidError` as `cast_of`."""
    definition, name, picture = None, figure.who, figure.reference_sha256
    if figure.character_id is not None:
        try:
            character, found = await defined_character(studio, actor, figure.character_id)
        except NotFoundError:
            character, found = None, {}
        if character is not None:
            name = character.name
            picture = picture or await _canonical(studio, actor, character.id, character.design)
            if picture is None or any(found.get(part) for part in _DEFINING):
                definition = found
    if definition is None and picture is None:
        raise missing_picture(figure.who)
    source = digest([definition, picture, figure.joints])
    return CastMember(
        who=figure.who,
        name=name,
        character_id=figure.character_id,
        definition=definition,
        reference_sha256=picture,
        joints=figure.joints,
        claims=figure.claims,
        source=source,
    )


def missing_picture(who: str) -> InvalidError:
    """The seed's words for a character that there is nothing to draw from."""
    role = "instigator" if who == INSTIGATOR else "responder"
    return InvalidError(f"No {role} reference image", code=f"MISSING_{role.upper()}_IMAGE", who=who)


def cast_notes(cast: Sequence[CastMember]) -> list[Note]:
    """What is odd about a cast, though it can be drawn."""
    notes: list[Note] = []
    for index, member in enumerate(cast):
        for other in cast[:index]:
            same = member.character_id is not None and member.character_id == other.character_id
            if member.reference_sha256 and member.reference_sha256 == other.reference_sha256:
                detail = f"{other.who} and {member.who} have the same picture."
                notes.append(Note(code="SAME_PICTURE", who=member.who, detail=detail))
            elif same:
                detail = f"{other.who} and {member.who} are the same character, {member.name}."
                notes.append(Note(code="SAME_CHARACTER", who=member.who, detail=detail))
    return notes


async def _canonical(studio: Studio, actor: Actor, character_id: int, design: str) -> str | None:
    async with studio.store.read(actor) as work:
        reference = await work.references.canonical(actor, character_id, design)
    return reference.sha256 if reference else None
