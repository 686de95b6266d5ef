"""Who is meant to be in a picture: a character, or one that only the bible knows so far."""

from __future__ import annotations

from dataclasses import dataclass

from tools.domain.actor import Actor
from tools.domain.characters import Character, only_in_bible
from tools.domain.errors import AmbiguousNameError, UnknownNameError
from tools.domain.naming import Resolution, resolve
from tools.ports.store import UnitOfWork
from tools.studio.bible import bible_if_any
from tools.studio.finding import inherit


@dataclass(frozen=True, kw_only=True)
class Cast:
    """`created` says that the character was made from the bible just now."""

    character: Character
    resolution: Resolution
    created: bool = False


async def cast(work: UnitOfWork, actor: Actor, project_id: int, spoken: str) -> Cast:
    """The character called `spoken`, made from the bible where only that knows one.

    It is made in this unit of work. Raises `UnknownNameError` with the nearest of both,
    `AmbiguousNameError`.
    """
    exact = await work.characters.called(actor, project_id, spoken) if spoken.isprintable() else []
    if exact:
        found = Resolution(spoken=spoken, name=exact[0].name, match="exact")
        return Cast(character=exact[0], resolution=found)
    characters = await work.characters.names(actor, project_id)
    known = {c.name: c.id for c in characters}
    _, written = await bible_if_any(work, actor, project_id)
    unmade = only_in_bible((entry.name for entry in written), characters)
    entries = {entry.name: entry for entry in written if entry.name in unmade}
    found = resolve(spoken, [*dict.fromkeys([*known, *entries])])
    if found.name is None:
        kind = AmbiguousNameError if found.ambiguous else UnknownNameError
        raise kind("character", spoken, found.candidates)
    if found.name in known:
        return Cast(character=await work.characters.get(actor, known[found.name]), resolution=found)
    made = await inherit(work, actor, project_id, entries[found.name])
    return Cast(character=made, resolution=found, created=True)
