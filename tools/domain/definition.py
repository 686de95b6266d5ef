"""A character's definition as renderers and prompts get it: the bible and the character in one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from tools.domain.bible import BibleCharacterContent, BibleContent
from tools.domain.characters import Character
from tools.domain.design import design_of
from tools.domain.errors import UnknownNameError
from tools.domain.inheritance import inherited
from tools.domain.naming import resolve
from tools.domain.reading.mentions import read_mentions
from tools.domain.reading.sources import appearance_sources
from tools.domain.validation.descriptions import disagreeing
from tools.domain.validation.shades import stated_in_appearance, stated_in_story

Definition = Mapping[str, Any]


class GenerationPrompt(BaseModel):
    """The words that go to a renderer: what to show, what to keep out."""

    model_config = ConfigDict(frozen=True)

    prompt: str
    negative_prompt: str


def definition_of(
    bible: BibleContent | None, entry: BibleCharacterContent | None, character: Character
) -> dict[str, Any]:
    """What a renderer is told of a character.

    Keys: `name description gender appearance visual_traits generation_prompts rendering
    visual_style`. The appearance is the character's own over the bible's visual traits; a trait
    that the character took from the bible and dropped since stays dropped.
    """
    dropped = _base_appearance(character).keys() - character.appearance.keys()
    known = inherited(entry) if entry else {}
    traits = {k: v for k, v in (entry.visual_traits if entry else {}).items() if k not in dropped}
    appearance = {**traits, **character.appearance}
    return {
        "name": character.name,
        "description": character.description or known.get("description", ""),
        "gender": appearance.get("gender"),
        "appearance": appearance,
        "visual_traits": traits,
        "generation_prompts": _current_prompts(character, known),
        "rendering": {**known.get("rendering", {}), **character.rendering},
        "visual_style": bible.visual_style if bible else {},
    }


def palette_of(bible: BibleContent | None) -> tuple[str, ...]:
    """The bible's palette: the hex colours of `visual_style.color_palette`, lower case."""
    listed = bible.visual_style.get("color_palette") if bible else None
    colors = listed if isinstance(listed, list) else []
    return tuple(c.lower() for c in colors if isinstance(c, str) and _is_long_hex(c))


def build_generation_prompt(
    definitions: Iterable[Definition],
    character_name: str,
    scene_context: str = "",
    style_override: str | None = None,
    *,
    lighting: str | None = None,
) -> GenerationPrompt:
    """The prompt for one character in a scene (seed 000, section 2.2).

    `style_override` takes the place of the character's style tags and the bible's art direction,
    `lighting` that of the bible's lighting.
    Raises `UnknownNameError` where no definition has that name.
    """
    by_name = {str(definition["name"]): definition for definition in definitions}
    found = resolve(character_name, list(by_name), lenient=False)
    if found.name is None:
        raise UnknownNameError("character", character_name, found.candidates)
    definition = by_name[found.name]
    prompts = _object(definition.get("generation_prompts"))
    parts = [*_identity(definition, prompts), scene_context]
    parts += _style(definition, style_override, lighting)
    return GenerationPrompt(
        prompt=", ".join(_once(parts)),
        negative_prompt=", ".join(_once(_listed(prompts.get("negative_prompts")))),
    )


def looks_worded(appearance: Mapping[str, Any]) -> list[str]:
    """The appearance in phrases that stand alone: `{"hair": "red"}` says "red hair"."""
    sources = {source.path: source for source in appearance_sources(appearance)}
    worded: list[str] = []
    for key, value in appearance.items():
        source = sources.get((key,))
        if key == "gender":
            continue
        if source is None or source.head is None or not isinstance(value, str):
            worded += _listed(value)
        elif any(mention.noun_start < 0 for mention in read_mentions(value, source.head).mentions):
            worded.append(f"{value} {key.replace('_', ' ')}")
        else:
            worded.append(value)
    return worded


def lighting_worded(lighting: str) -> str:
    """Words for a light as they stand in a prompt: `dramatic` is `dramatic lighting` there."""
    lit = not lighting or any(word in lighting.casefold() for word in ("light", "lit"))
    return lighting if lit else f"{lighting} lighting"


def _identity(definition: Definition, prompts: Mapping[str, Any]) -> list[str]:
    described = prompts.get("visual_description")
    return [
        str(definition["name"]),
        str(definition.get("gender") or ""),
        described if isinstance(described, str) else "",
        *looks_worded(_object(definition.get("appearance"))),
    ]


def _style(definition: Definition, style_override: str | None, lighting: str | None) -> list[str]:
    style = _object(definition.get("visual_style"))
    light = [lighting_worded(lighting)] if lighting else _listed(style.get("lighting_style"))
    if style_override:
        return [style_override, *light]
    tags = _listed(_object(definition.get("generation_prompts")).get("style_tags"))
    return [*tags, *_listed(style.get("art_direction")), *light]


def _current_prompts(character: Character, known: Mapping[str, Any]) -> dict[str, Any]:
    """The prompts, without a visual description that an edit of the appearance made untrue."""
    prompts = {**known.get("generation_prompts", {}), **character.generation_prompts}
    base = _base_appearance(character)
    edited = bool(base) and design_of(base) != design_of(character.appearance)
    if edited or _contradicts(prompts.get("visual_description"), character):
        prompts.pop("visual_description", None)
    return prompts


def _contradicts(described: Any, character: Character) -> bool:
    """Whether a description gives other colours than the appearance has now."""
    if not isinstance(described, str):
        return False
    now = list(stated_in_appearance(character.appearance))
    return any(disagreeing(now, stated_in_story(described)))


def _base_appearance(character: Character) -> dict[str, Any]:
    return _object((character.bible_base or {}).get("appearance"))


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _listed(value: Any) -> list[str]:
    """Every text in a value, in order, however deep."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [words for held in value.values() for words in _listed(held)]
    if isinstance(value, list | tuple):
        return [words for held in value for words in _listed(held)]
    return []


def _once(parts: Iterable[str]) -> list[str]:
    """The parts that say something, each once, without regard to case."""
    bare = (" ".join(part.split()).rstrip(".,;") for part in parts)
    kept: dict[str, str] = {}
    for part in bare:
        kept.setdefault(part.casefold(), part)
    return [part for part in kept.values() if part]


def _is_long_hex(color: str) -> bool:
    digits = color.lower().removeprefix("#")
    return len(color) == 7 and len(digits) == 6 and all(c in "0123456789abcdef" for c in digits)
