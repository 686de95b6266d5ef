"""Which character a name means: in a project, in a workspace, or one that only the bible knows."""

from __future__ import annotations

from tools.domain.actor import Actor
from tools.domain.bible import BibleCharacter
from tools.domain.characters import Character, CharacterName
from tools.domain.errors import (
    AmbiguousNameError,
    ConflictError,
    InvalidError,
    NotFoundError,
    StudioError,
    UnknownNameError,
)
from tools.domain.inheritance import base_of, inherited
from tools.domain.naming import Resolution, fold, resolve
from tools.ports.store import UnitOfWork
from tools.studio.bible import bible_if_any
from tools.studio.character_keeping import new_character
from tools.studio.limits import within_name_limit
from tools.studio.studio import Studio

KIND = "character"
_FITTING_MOST = 200
"""Far more than are ever told as candidates."""


async def find_character(
    studio: Studio, actor: Actor, project_id: int, spoken: str, lenient: bool = True
) -> tuple[Character, Resolution]:
    """The project's character that a name means.

    Raises `UnknownNameError` or `AmbiguousNameError` with candidates, `NotFoundError`
    (`CHARACTER_NOT_FOUND`) with a hint where only the bible knows the name.
    """
    async with studio.store.read(actor) as work:
        return await character_of(work, actor, project_id, spoken, lenient=lenient)


async def character_named(
    studio: Studio, actor: Actor, spoken: str, project_id: int | None = None, lenient: bool = True
) -> tuple[Character, Resolution]:
    """As `find_character`; without a project the name must be unique in the workspace.

    Raises `AmbiguousNameError` where several projects have such a character.
    """
    async with studio.store.read(actor) as work:
        if project_id is not None:
            return await character_of(work, actor, project_id, spoken, lenient=lenient)
        names = await _known(work, actor, None, spoken)
        found = resolve(spoken, list({n.name: None for n in names}), lenient=lenient)
        if found.name is None:
            raise _unresolved(found)
        bearers = [n for n in names if n.name == found.name]
        if len(bearers) > 1:
            raise ConflictError(
                f"{len(bearers)} projects have a character called “{found.name}”. "
                "Name the project too.",
                code="AMBIGUOUS_NAME",
                candidates=[n.name for n in bearers],
                project_ids=[n.project_id for n in bearers],
            )
        return await work.characters.get(actor, bearers[0].id), found


async def character_meant(
    studio: Studio, actor: Actor, number: int | None, name: str | None, project_id: int | None
) -> int:
    """The number of the character that is meant by its number or, as by `character_named`, by name.

    Raises `InvalidError` where neither is given.
    """
    if number is not None:
        return number
    if name is None or not name.strip():
        message = "Name the character as `character_name`, or by `character_id`."
        raise InvalidError(message, errors=[{"path": "$.character_name", "message": message}])
    within_name_limit("character's name", name.strip())
    found, _ = await character_named(studio, actor, name, project_id)
    return found.id


async def inherit(
    work: UnitOfWork,
    actor: Actor,
    project_id: int,
    entry: BibleCharacter,
    fields: dict[str, object] | None = None,
) -> Character:
    """A new character with the bible's definition, `fields` over it. Raises `NameTakenError`."""
    taken = {"name": entry.name, **inherited(entry), **(fields or {})}
    return await new_character(work, actor, project_id, taken, bible_base=base_of(entry))


async def character_of(
    work: UnitOfWork, actor: Actor, project_id: int, spoken: str, *, lenient: bool = True
) -> tuple[Character, Resolution]:
    """As `find_character`, within a unit of work."""
    exact = await work.characters.called(actor, project_id, spoken) if spoken.isprintable() else []
    if exact:
        found = Resolution(spoken=spoken, name=exact[0].name, match="exact")
        return exact[0], found
    names = await _known(work, actor, project_id, spoken)
    found = resolve(spoken, [n.name for n in names], lenient=lenient)
    if found.name is None:
        await work.projects.get(actor, project_id)
        raise await _missing(work, actor, project_id, found)
    chosen = next(n for n in names if n.name == found.name)
    return await work.characters.get(actor, chosen.id), found


async def _known(
    work: UnitOfWork, actor: Actor, project_id: int | None, spoken: str
) -> list[CharacterName]:
    """The names among which `resolve` finds what it would find among all.

    Those that the spoken name begins or is a part of, where there are any: so it needs no others.
    """
    if fold(spoken) and spoken.isprintable():
        fitting = await work.characters.fitting(actor, project_id, spoken, limit=_FITTING_MOST)
        if fitting:
            return fitting
    return await work.characters.names(actor, project_id)


async def _missing(
    work: UnitOfWork, actor: Actor, project_id: int, found: Resolution
) -> StudioError:
    if found.ambiguous:
        return _unresolved(found)
    _, entries = await bible_if_any(work, actor, project_id)
    entry, _ = _entry(entries, found.spoken, lenient=False)
    if entry is None:
        names = [*found.candidates, *(e.name for e in entries)]
        wider = resolve(found.spoken, list(dict.fromkeys(names)), lenient=False)
        return UnknownNameError(KIND, found.spoken, wider.candidates)
    return NotFoundError(
        f"Only the bible knows {entry.name} so far; create the character from the bible first.",
        code="CHARACTER_NOT_FOUND",
        candidates=[entry.name],
        in_bible=True,
    )


def _entry(
    entries: list[BibleCharacter], spoken: str, lenient: bool
) -> tuple[BibleCharacter | None, Resolution]:
    found = resolve(spoken, [e.name for e in entries], lenient=lenient)
    return next((e for e in entries if e.name == found.name), None), found


def _unresolved(found: Resolution) -> StudioError:
    if found.ambiguous:
        return AmbiguousNameError(KIND, found.spoken, found.candidates)
    return UnknownNameError(KIND, found.spoken, found.candidates)
