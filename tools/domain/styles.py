"""Styles that were saved to be used again, and what one makes of a character."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from tools.domain.characters import CharacterContent
from tools.domain.generation_params import SAMPLING, canonical, read_params
from tools.domain.templates import LeftAlone, Template, TemplateContent


class StyleContent(TemplateContent):
    """What people write of a saved style; `generation_params` holds what
    `tools.domain.generation_params` lists, and keys of one's own, which do nothing."""

    generation_params: dict[str, Any] = Field(default_factory=dict[str, Any])


class StyleTemplate(StyleContent, Template):
    """A saved style.

    As a `style` in an order its name means the workspace's own styles only, so that no other
    workspace gives words a meaning here.
    """

    @property
    def words(self) -> str:
        """What it says of how to draw: its style words; one without any parameters means its
        description, or its name."""
        params = read_params(self.generation_params)
        if params.values or params.rendering:
            return params.values.get("style", "")
        return self.description or self.name


def style_applied(
    style: StyleTemplate, character: CharacterContent
) -> tuple[dict[str, Any], list[LeftAlone]]:
    """The character's fields with the style in them, and what of the style did nothing.

    Parameters of sampling and models go to `rendering`, the others to `generation_preferences`,
    under the keys that orders know; each replaces what stood there.
    """
    params = read_params(style.generation_params)
    wanted = {**params.values, **({"style": style.words} if style.words else {})}
    sampling = {key: wanted.pop(key) for key in SAMPLING if key in wanted}
    fields = {
        "generation_preferences": {**character.generation_preferences, **_as_json(wanted)},
        "rendering": {**character.rendering, **sampling, **params.rendering},
    }
    left = [LeftAlone(key=key, reason="No generation has a use for it.") for key in params.unknown]
    left += [LeftAlone(key=f.key, reason=f"The value {f.message}.") for f in params.faults]
    return fields, left


def style_of(character: CharacterContent, over: Mapping[str, Any]) -> dict[str, Any]:
    """The generation parameters in which a character is drawn; those of `over` go first.

    Style words are those of its preferences, else the style tags of its prompts.
    """
    kept = read_params(character.generation_preferences)
    rendered = read_params(character.rendering)
    tags = read_params({"style": character.generation_prompts.get("style_tags")})
    own = {**tags.values, **rendered.values, **rendered.rendering, **kept.rendering, **kept.values}
    said = {canonical(key) for key in over}
    return {**_as_json({k: v for k, v in own.items() if k not in said}), **over}


def _as_json(values: dict[str, Any]) -> dict[str, Any]:
    return {key: list(said) if isinstance(said, tuple) else said for key, said in values.items()}
