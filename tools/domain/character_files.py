"""Character files: one character's definition as a JSON object (seed 000, section 2.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.domain.bible import BibleCharacterContent
from tools.domain.characters import CharacterContent
from tools.domain.documents import merge_patch
from tools.domain.shape import Faults

_KNOWN = ("name", "gender", "description", "appearance", "generation_prompts", "rendering")
_MARKS = ("appearance", "generation_prompts")
_BIBLE_MARKS = ("visual_traits", "personality_traits", "relationships", "evolution_arc")


def is_character_file(document: Mapping[str, Any]) -> bool:
    """Whether a document describes one character by its looks (and is no entry of a bible)."""
    return (
        "name" in document
        and "characters" not in document
        and any(mark in document for mark in _MARKS)
        and not any(mark in document for mark in _BIBLE_MARKS)
    )


def read_character_file(document: Mapping[str, Any], path: str = "$") -> CharacterContent:
    """The character that a file describes.

    `gender` becomes a key of the appearance, `generation_prompts` stays whole with its
    `comfyui_workflow` also as `rendering.workflow`, and unknown keys go to `extra`. Raises
    `InvalidError` with the paths of what does not fit.
    """
    faults = Faults()
    appearance = faults.object_at(document, "appearance", path)
    gender = faults.text_at(document, "gender", path)
    prompts = faults.object_at(document, "generation_prompts", path)
    rendering = faults.object_at(document, "rendering", path)
    workflow = faults.text_at(prompts, "comfyui_workflow", f"{path}.generation_prompts")
    content = CharacterContent(
        name=faults.name(document, path),
        description=faults.text_at(document, "description", path),
        appearance={**({"gender": gender} if gender else {}), **appearance},
        generation_prompts=prompts,
        rendering={**({"workflow": workflow} if workflow else {}), **rendering},
        extra={key: value for key, value in document.items() if key not in _KNOWN},
    )
    faults.settle("a character file")
    return content


def character_file(content: CharacterContent) -> dict[str, Any]:
    """The file that describes a character; a file that was read is written as it was."""
    appearance = dict(content.appearance)
    gender = appearance.pop("gender", None)
    prompts, rendering = _prompts_and_rendering(content)
    parts: dict[str, Any] = {
        "gender": gender,
        "description": content.description,
        "appearance": appearance,
        "generation_prompts": prompts,
        "rendering": rendering,
    }
    kept = {key: value for key, value in parts.items() if value or key == "appearance"}
    extra = {key: value for key, value in content.extra.items() if key not in _KNOWN}
    return {"name": content.name, **kept, **extra}


def with_older_names(
    fields: Mapping[str, Any], before: CharacterContent | None = None
) -> dict[str, Any]:
    """The fields with `gender` and `comfyui_workflow` where they are kept.

    `gender` goes to the appearance, `comfyui_workflow`, beside the prompts or in them, to
    `rendering.workflow`. Where both places are given, the one that changes `before` counts, else
    the place of their own.
    """
    given = dict(fields)
    prompts = given.get("generation_prompts")
    older = [given.pop("comfyui_workflow")] if "comfyui_workflow" in given else []
    if not older and isinstance(prompts, Mapping) and "comfyui_workflow" in prompts:
        older = [prompts["comfyui_workflow"]]
    for workflow in older:
        given["rendering"] = _moved(
            given.get("rendering"), "workflow", workflow, before, "rendering"
        )
    if "gender" in given:
        looks, gender = given.get("appearance"), given.pop("gender")
        given["appearance"] = _moved(looks, "gender", gender, before, "appearance")
    return given


def _moved(
    place: Any, key: str, value: Any, before: CharacterContent | None, field: str
) -> dict[str, Any]:
    held: dict[str, Any] = dict(place) if isinstance(place, Mapping) else {}
    known = getattr(before, field).get(key) if before else None
    if key not in held or held[key] == known:
        held[key] = value
    return held


def character_files(document: Any) -> list[CharacterContent] | None:
    """The characters where the document is one character file or a list of them, else None.

    The list may stand bare or under `characters` with nothing beside it.
    """
    if isinstance(document, Mapping) and is_character_file(document):
        return [read_character_file(document)]
    listed = document.get("characters") if isinstance(document, Mapping) else document
    alone = not isinstance(document, Mapping) or set(document) == {"characters"}
    if not alone or not isinstance(listed, list) or not listed:
        return None
    if not all(isinstance(entry, Mapping) and is_character_file(entry) for entry in listed):
        return None
    return [read_character_file(entry, f"$[{index}]") for index, entry in enumerate(listed)]


def into_bible(
    known: BibleCharacterContent | None, content: CharacterContent
) -> BibleCharacterContent:
    """The bible's entry of a character after its file was taken in, key by key."""
    before = known or BibleCharacterContent(name=content.name)
    carried = {
        "generation_prompts": content.generation_prompts,
        "rendering": content.rendering,
    }
    return before.model_copy(
        update={
            "description": content.description or before.description,
            "visual_traits": merge_patch(before.visual_traits, content.appearance),
            "extra": {
                **before.extra,
                **content.extra,
                **{key: value for key, value in carried.items() if value},
            },
        }
    )


def _prompts_and_rendering(content: CharacterContent) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both as the file holds them: the workflow stands in the prompts where there are any."""
    prompts, rendering = dict(content.generation_prompts), dict(content.rendering)
    workflow = rendering.get("workflow")
    if workflow and "comfyui_workflow" in prompts:
        prompts["comfyui_workflow"] = rendering.pop("workflow")
    return prompts, rendering
