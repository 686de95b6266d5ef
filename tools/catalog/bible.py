"""The project's bible, as the director words it."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from tools.catalog.names import note
from tools.catalog.sentences import counted, described, told
from tools.catalog.tool import Arguments, Artifact, Call, Family, NoArguments, Outcome
from tools.catalog.wording import changes_worded, filled
from tools.domain.bible import Bible, BibleCharacter
from tools.domain.pictures import Asset
from tools.domain.revisions import ChangeInFull
from tools.studio import bible, bible_characters, bible_import, bible_validation

FAMILY = Family()
_HISTORY_MOST = 20
_HISTORY_TOLD = 5


class WriteBible(Arguments):
    title: str | None = Field(None, description="The bible's title.")
    description: str | None = Field(None, description="What the production is about.")
    visual_style: dict[str, Any] | None = Field(
        None,
        description="How it looks: art_direction, color_palette (list of hex), lighting_style, …",
    )
    world_setting: dict[str, Any] | None = Field(
        None, description="Where and when it plays: time_period, location, atmosphere, …"
    )
    narrative_guidelines: dict[str, Any] | None = Field(
        None, description="What its stories obey: tone, themes (list), rules, …"
    )


class NamedBibleCharacter(Arguments):
    name: str = Field(description="The character's name in the bible.")


class WriteBibleCharacter(NamedBibleCharacter):
    description: str | None = Field(None, description="Who the character is.")
    visual_traits: dict[str, Any] | None = Field(
        None, description="How the character looks: gender, hair, eyes, style (outfit), weapon, …"
    )
    personality_traits: dict[str, Any] | None = Field(
        None, description="How the character is: core, fear, habit, …"
    )
    relationships: dict[str, Any] | None = Field(
        None, description="What binds the character to others, by their names."
    )
    evolution_arc: dict[str, Any] | None = Field(
        None, description="How the character changes: from, to, beats (list)."
    )


class ImportBible(Arguments):
    document: dict[str, Any] = Field(
        description="A bible document as export_bible gives it, or a character file."
    )


@FAMILY.tool(NoArguments, reads=True)
async def get_bible(call: Call, _: NoArguments) -> Outcome:
    """Look up the project's bible: visual style, world setting, narrative guidelines."""
    found = await bible.get_bible(call.studio, call.actor, call.project)
    names = await bible_characters.list_bible_characters(call.studio, call.actor, call.project)
    return Outcome(
        content={
            "bible": _worded(found),
            "characters": [c.name for c in names],
            "message": described(
                found.title or "The bible",
                found.description,
                found.visual_style,
                found.world_setting,
                found.narrative_guidelines,
                {"characters": [c.name for c in names]},
            ),
        }
    )


@FAMILY.tool(WriteBible)
async def write_bible(call: Call, said: WriteBible) -> Outcome:
    """Create the project's bible, or merge into it key by key. Only give what changes."""
    edit = await bible.write_bible(
        call.studio, call.actor, call.project, patch=said.model_dump(exclude_none=True)
    )
    return Outcome(
        content={"created": edit.created, "version": edit.bible.version}
        | {"message": told("The bible", edit.changes)}
        | changes_worded(edit.changes)
    )


@FAMILY.tool(NoArguments, reads=True)
async def list_bible_characters(call: Call, _: NoArguments) -> Outcome:
    """List the characters that the bible defines."""
    found = await bible_characters.list_bible_characters(call.studio, call.actor, call.project)
    return Outcome(
        content={
            "characters": [{"name": c.name, "description": c.description} for c in found],
            "message": counted("characters in the bible", [c.name for c in found]),
        }
    )


@FAMILY.tool(NamedBibleCharacter, reads=True)
async def get_bible_character(call: Call, said: NamedBibleCharacter) -> Outcome:
    """Look up what the bible says of one character."""
    character, found = await bible_characters.find_bible_character(
        call.studio, call.actor, call.project, said.name
    )
    return Outcome(
        content={"character": _character_worded(character), "message": _told(character)}
        | note(found)
    )


@FAMILY.tool(WriteBibleCharacter)
async def write_bible_character(call: Call, said: WriteBibleCharacter) -> Outcome:
    """Add a character to the bible, or merge into its entry key by key. Only give what changes."""
    edit = await bible_characters.write_bible_character(
        call.studio,
        call.actor,
        call.project,
        said.name,
        patch=said.model_dump(exclude_none=True, exclude={"name"}),
        spoken=True,
    )
    alike = (
        {"note": f"This is a new entry beside {' and '.join(edit.alike)}."} if edit.alike else {}
    )
    return Outcome(
        content={"character": edit.character.name, "created": edit.created}
        | {"bible_version": edit.version}
        | {"message": told(f"The bible's {edit.character.name}", edit.changes)}
        | changes_worded(edit.changes)
        | alike
        | (note(edit.found) if edit.found else {})
    )


@FAMILY.tool(NamedBibleCharacter, destroys=True)
async def remove_bible_character(call: Call, said: NamedBibleCharacter) -> Outcome:
    """Remove a character from the bible."""
    removed = await bible_characters.remove_bible_character(
        call.studio, call.actor, call.project, said.name
    )
    return Outcome(
        content={"removed": removed.name, "message": f"{removed.name} is no longer in the bible."}
    )


@FAMILY.tool(NoArguments, reads=True)
async def validate_bible(call: Call, _: NoArguments) -> Outcome:
    """Look for contradictions in the bible, and between it, the characters and the scenes."""
    report = await bible_validation.validate_bible(call.studio, call.actor, call.project)
    return Outcome(
        content={
            "valid": report.valid,
            "findings": [finding.model_dump(exclude_none=True) for finding in report.findings],
            "message": _findings_told([finding.message for finding in report.findings]),
        }
    )


@FAMILY.tool(NoArguments, reads=True)
async def get_bible_history(call: Call, _: NoArguments) -> Outcome:
    """Look up who changed what in the bible, and when; newest first."""
    page = await bible.bible_history(call.studio, call.actor, call.project, limit=_HISTORY_MOST)
    history = page.items
    return Outcome(
        content={
            "versions": [
                change.model_dump(mode="json", include={"version", "author", "at", "changed"})
                for change in history
            ],
            "more": page.next_cursor is not None,
            "message": _history_told(history),
        }
    )


@FAMILY.tool(NoArguments)
async def export_bible(call: Call, _: NoArguments) -> Outcome:
    """Export the bible with all its characters as a JSON document."""
    document = await bible.export_bible(call.studio, call.actor, call.project)
    kept = await bible.keep_export(call.studio, call.actor, call.project, document)
    artifacts = (_file(kept),) if kept else ()
    message = f"The bible with its {len(document['characters'])} characters is in bible.json."
    return Outcome(content={"document": document, "message": message}, artifacts=artifacts)


@FAMILY.tool(ImportBible, destroys=True)
async def import_bible(call: Call, said: ImportBible) -> Outcome:
    """Import a bible document (what it holds replaces what was) or a character file (merged)."""
    done = await bible_import.import_bible(call.studio, call.actor, call.project, said.document)
    return Outcome(
        content={"bible_version": done.version}
        | {"message": told("The bible", done.changes)}
        | filled(
            added=done.added,
            changed_characters=done.changed,
            removed=done.removed,
            characters_written=done.characters_written,
        )
        | changes_worded(done.changes)
    )


def _told(character: BibleCharacter) -> str:
    return described(
        character.name,
        character.description,
        character.visual_traits,
        character.personality_traits,
        filled(relationships=character.relationships, evolution_arc=character.evolution_arc),
    )


def _findings_told(messages: list[str]) -> str:
    if not messages:
        return "The bible contradicts itself nowhere that the rules can see."
    return "\n".join([f"{len(messages)} findings:", *(f"- {message}" for message in messages)])


def _history_told(history: list[ChangeInFull]) -> str:
    lines = [
        f"- version {change.version} by {change.author}, {change.at:%d %B %Y %H:%M}: "
        f"{', '.join(_dotted(path) for path in change.changed[:4]) or 'nothing'}"
        for change in history[:_HISTORY_TOLD]
    ]
    return "\n".join([f"The bible is at version {history[0].version}.", *lines])


def _dotted(pointer: str) -> str:
    return pointer.strip("/").replace("/", ".")


def _file(kept: Asset) -> Artifact:
    return Artifact(kind="file", url=kept.url, sha256=kept.sha256, label="bible.json")


def _worded(found: Bible) -> dict[str, Any]:
    return filled(
        title=found.title,
        description=found.description,
        visual_style=found.visual_style,
        world_setting=found.world_setting,
        narrative_guidelines=found.narrative_guidelines,
        version=found.version,
    )


def _character_worded(character: BibleCharacter) -> dict[str, Any]:
    return filled(
        name=character.name,
        description=character.description,
        visual_traits=character.visual_traits,
        personality_traits=character.personality_traits,
        relationships=character.relationships,
        evolution_arc=character.evolution_arc,
    )
