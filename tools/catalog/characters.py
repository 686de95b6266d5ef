"""The project's characters, as the director words them."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from tools.catalog.names import note
from tools.catalog.sentences import counted, described, told
from tools.catalog.tool import Arguments, Call, Family, NoArguments, Outcome
from tools.catalog.wording import changes_worded, edited, filled
from tools.domain.characters import Character
from tools.domain.paging import LIMIT_MOST
from tools.studio import characters
from tools.studio.finding import find_character
from tools.studio.inheritance import Sync
from tools.studio.inheritance import sync_character as sync

FAMILY = Family()


class OneCharacter(Arguments):
    character: str = Field(description="The character's name, or a part of it.")


class CreateCharacter(Arguments):
    name: str = Field(description="The new character's full name.")
    description: str | None = Field(None, description="Who the character is.")
    appearance: dict[str, Any] | None = Field(
        None, description="How the character looks: gender, hair, eyes, style (outfit), weapon, …"
    )
    from_bible: bool | None = Field(None, description="Take the definition from the bible.")


class UpdateCharacter(OneCharacter):
    name: str | None = Field(None, description="A new name.")
    description: str | None = Field(None, description="A new description.")
    appearance: dict[str, Any] | None = Field(
        None,
        description='Only what should look otherwise, such as {"hair": "silver bob"} or '
        '{"style": "red jacket"}; null takes something away.',
    )


@FAMILY.tool(NoArguments, reads=True)
async def list_characters(call: Call, _: NoArguments) -> Outcome:
    """List the characters of the project."""
    page = await characters.list_characters(call.studio, call.actor, call.project, limit=LIMIT_MOST)
    return Outcome(
        content={
            "characters": [
                filled(name=c.name, description=c.description, version=c.version)
                for c in page.items
            ],
            "more": page.next_cursor is not None,
            "message": counted("characters", [c.name for c in page.items]),
        }
    )


@FAMILY.tool(OneCharacter, reads=True)
async def get_character(call: Call, said: OneCharacter) -> Outcome:
    """Look up one character: description, appearance, version."""
    character, found = await find_character(call.studio, call.actor, call.project, said.character)
    return Outcome(
        content={"character": _worded(character), "message": _told(character)} | note(found)
    )


@FAMILY.tool(CreateCharacter)
async def create_character(call: Call, said: CreateCharacter) -> Outcome:
    """Create a character of the project, from the words given or from the bible's definition."""
    if said.from_bible:
        character, found = await characters.create_from_bible(
            call.studio,
            call.actor,
            call.project,
            said.name,
            description=said.description,
            appearance=said.appearance,
        )
        return Outcome(
            content={"character": _worded(character), "created": True, "from_bible": True}
            | {"message": f"Created from the bible. {_told(character)}"}
            | note(found)
        )
    character = await characters.create_character(
        call.studio,
        call.actor,
        call.project,
        name=said.name,
        description=said.description or "",
        appearance=said.appearance or {},
    )
    return Outcome(
        content={
            "character": _worded(character),
            "created": True,
            "message": f"Created. {_told(character)}",
        }
    )


@FAMILY.tool(UpdateCharacter)
async def update_character(call: Call, said: UpdateCharacter) -> Outcome:
    """Change a character's name, description or appearance. What is not named stays as it is."""
    character, found = await find_character(call.studio, call.actor, call.project, said.character)
    edit = await characters.update_character(
        call.studio,
        call.actor,
        character.id,
        patch=said.model_dump(exclude_none=True, exclude={"character"}),
        in_words=True,
    )
    return Outcome(
        content=edited(edit)
        | filled(regions=edit.regions, scenes_renamed=edit.scenes)
        | note(found)
    )


@FAMILY.tool(OneCharacter, destroys=True)
async def delete_character(call: Call, said: OneCharacter) -> Outcome:
    """Delete a character with its versions, pictures and scores. The bible keeps its entry."""
    character, _ = await find_character(
        call.studio, call.actor, call.project, said.character, lenient=False
    )
    deleted = await characters.delete_character(call.studio, call.actor, character.id)
    return Outcome(
        content={
            "deleted": deleted.name,
            "message": f"{deleted.name} is deleted. The bible keeps its entry, if it had one.",
        }
    )


@FAMILY.tool(OneCharacter)
async def sync_character(call: Call, said: OneCharacter) -> Outcome:
    """Pull into a character what changed in the bible; changes made by hand stay."""
    character, found = await find_character(call.studio, call.actor, call.project, said.character)
    done = await sync(call.studio, call.actor, character.id)
    return Outcome(
        content={
            "character": done.character.name,
            "version": done.character.version,
            "new_design": done.before.design != done.character.design,
            "message": _sync_told(done),
        }
        | changes_worded(done.applied)
        | filled(conflicts=[conflict.model_dump() for conflict in done.conflicts])
        | ({} if done.applied else {"unchanged": "Nothing was taken from the bible."})
        | note(found)
    )


def _told(character: Character) -> str:
    return described(character.name, character.description, character.appearance)


def _sync_told(done: Sync) -> str:
    said = told(done.character.name, done.applied)
    if not done.applied:
        said = f"{done.character.name} takes nothing new from the bible."
    if not done.conflicts:
        return said
    fields = ", ".join(c.path.strip("/").replace("/", ".") for c in done.conflicts)
    return f"{said} Changed by hand and kept: {fields}."


def _worded(character: Character) -> dict[str, Any]:
    return filled(
        name=character.name,
        description=character.description,
        appearance=character.appearance,
        version=character.version,
        generation_prompts=character.generation_prompts,
        image=character.image_path,
        consistency_score=character.consistency_score,
    )
