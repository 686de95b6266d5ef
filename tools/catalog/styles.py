"""Style templates and character templates, as the director words them."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from tools.catalog.names import note
from tools.catalog.sentences import counted
from tools.catalog.tool import Arguments, Call, Family, NoArguments, Outcome
from tools.catalog.wording import edited, filled, notes
from tools.domain.character_templates import CharacterTemplate
from tools.domain.naming import Resolution
from tools.domain.paging import LIMIT_MOST
from tools.domain.styles import StyleTemplate
from tools.studio import template_applying, templates
from tools.studio.finding import find_character
from tools.studio.templates import CHARACTERS, STYLES

FAMILY = Family()


class SaveStyleTemplate(Arguments):
    name: str = Field(description="The new style's name.")
    description: str | None = Field(None, description="What the style is for, in words.")
    character: str | None = Field(
        None, description="Take the style from this character, by name or a part of it."
    )
    generation_params: dict[str, Any] | None = Field(
        None,
        description='The style itself, such as {"style": "ink wash", "lighting": "soft", '
        '"palette": ["#203040"], "aspect_ratio": "16:9"}.',
    )


class ApplyTemplate(Arguments):
    template: str = Field(description="The template's name, or a part of it.")
    character: str = Field(description="The character's name, or a part of it.")


class SaveCharacterTemplate(Arguments):
    name: str = Field(description="The new template's name.")
    character: str = Field(description="The character to make it from, by name or a part of it.")


@FAMILY.tool(NoArguments, reads=True)
async def list_style_templates(call: Call, _: NoArguments) -> Outcome:
    """List the saved styles."""
    page = await templates.list_templates(call.studio, call.actor, STYLES, limit=LIMIT_MOST)
    return Outcome(
        content={
            "style_templates": [_style(style) for style in page.items],
            "more": page.next_cursor is not None,
            "message": counted("saved styles", [style.name for style in page.items]),
        }
    )


@FAMILY.tool(SaveStyleTemplate)
async def save_style_template(call: Call, said: SaveStyleTemplate) -> Outcome:
    """Save a style under a name, from parameters, from a character that has it, or from both."""
    given, found = said.generation_params or {}, None
    if said.character:
        character, found = await find_character(
            call.studio, call.actor, call.project, said.character
        )
        made = await template_applying.save_style_of(
            call.studio,
            call.actor,
            character.id,
            name=said.name,
            description=said.description,
            generation_params=given,
        )
    else:
        made = await templates.create_template(
            call.studio,
            call.actor,
            STYLES,
            name=said.name,
            description=said.description or "",
            generation_params=given,
        )
    return Outcome(
        content={
            "style_template": _style(made),
            "created": True,
            "message": f"The style “{made.name}” is saved.{_says(made)}",
        }
        | notes([found])
    )


@FAMILY.tool(ApplyTemplate)
async def apply_style_template(call: Call, said: ApplyTemplate) -> Outcome:
    """Have a character drawn in a saved style from now on."""
    character, who = await find_character(call.studio, call.actor, call.project, said.character)
    style, which = await templates.find_template(call.studio, call.actor, STYLES, said.template)
    done = await template_applying.apply_style(call.studio, call.actor, character.id, style.id)
    return _applied(done, who, which)


@FAMILY.tool(NoArguments, reads=True)
async def list_character_templates(call: Call, _: NoArguments) -> Outcome:
    """List the character templates."""
    page = await templates.list_templates(call.studio, call.actor, CHARACTERS, limit=LIMIT_MOST)
    return Outcome(
        content={
            "character_templates": [_template(template) for template in page.items],
            "more": page.next_cursor is not None,
            "message": counted("character templates", [one.name for one in page.items]),
        }
    )


@FAMILY.tool(SaveCharacterTemplate)
async def save_character_template(call: Call, said: SaveCharacterTemplate) -> Outcome:
    """Save a character as a template, to make others like it."""
    character, found = await find_character(call.studio, call.actor, call.project, said.character)
    made = await template_applying.save_as_template(
        call.studio, call.actor, character.id, name=said.name
    )
    return Outcome(
        content={
            "character_template": _template(made),
            "created": True,
            "message": f"{character.name} is saved as the character template “{made.name}”.",
        }
        | note(found)
    )


@FAMILY.tool(ApplyTemplate)
async def apply_character_template(call: Call, said: ApplyTemplate) -> Outcome:
    """Give a character what a character template says; its name and what else it has stay."""
    character, who = await find_character(call.studio, call.actor, call.project, said.character)
    template, which = await templates.find_template(
        call.studio, call.actor, CHARACTERS, said.template
    )
    done = await template_applying.apply_character_template(
        call.studio, call.actor, character.id, template.id
    )
    return _applied(done, who, which)


def _applied(done: template_applying.Applied, *found: Resolution) -> Outcome:
    content = {"template": done.template.name} | edited(done.edit) | notes(found)
    if done.left_alone:
        useless = ", ".join(one.key for one in done.left_alone)
        content["message"] += f" Of no use here: {useless}."
        content["left_alone"] = [one.model_dump() for one in done.left_alone]
    return Outcome(content=content)


def _style(style: StyleTemplate) -> dict[str, Any]:
    return filled(
        name=style.name,
        description=style.description,
        generation_params=style.generation_params,
        version=style.version,
        shared=style.shared or None,
        of_another_workspace=None if style.own else True,
    )


def _template(template: CharacterTemplate) -> dict[str, Any]:
    return filled(
        name=template.name,
        description=template.description,
        appearance=template.appearance,
        version=template.version,
        shared=template.shared or None,
        of_another_workspace=None if template.own else True,
    )


def _says(style: StyleTemplate) -> str:
    return f" It says: {style.words}." if style.words else ""
