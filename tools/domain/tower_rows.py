"""Rows of an old Tower database in our words, one function a table.

Each takes a row as JSON wrote it, and raises `UnfitRowError` with a sentence where nothing fitting
can be made of it. What has no column here is kept under `tower`.
"""

from __future__ import annotations

import json
from typing import Any

from tools.domain.scenes import MAIN_BRANCH
from tools.domain.tower import Brought, OldRow, UnfitRowError
from tools.domain.tower_values import date, dates, document, leftover, required, text, uuid

STATUS_CHARACTERS_MOST = 50
USER_CHARACTERS_MOST = 100
WORKFLOW_NAME_CHARACTERS_MOST = 200
SCENE_NUMBER_MOST = 1_000_000
VERSION_MOST = 1_000_000_000
_DATES = ("created_at", "updated_at")


def project_of(row: OldRow) -> Brought:
    """A row of `episodes`, or of `projects`, where names and descriptions stand in their place."""
    old = row.columns
    metadata = document(old, "metadata")
    rest = leftover(
        old, ("id", "title", "name", "synopsis", "description", "status", "metadata", *_DATES)
    )
    return Brought(
        key=row.key,
        columns={
            "title": required(old, "title", "name"),
            "synopsis": text(old, "synopsis") or text(old, "description"),
            "status": text(old, "status", STATUS_CHARACTERS_MOST) or "active",
            "metadata": {**metadata, **({"tower": rest} if rest else {})},
            "legacy_id": uuid(old.get("id")),
            **dates(old),
        },
    )


def character_of(row: OldRow) -> Brought:
    """A row of `characters`; the old score stands in `extra.tower` and is no score of ours."""
    old = row.columns
    workflow = text(old, "comfyui_workflow", None)
    named = _is_name(workflow)
    rest = leftover(
        old,
        (
            "id", "project_id", "name", "description", "version", "image_path",
            "comfyui_workflow", "echo_assessment", "generation_preferences", "created_by", *_DATES,
        ),
    )  # fmt: skip
    if old.get("consistency_score") is not None:
        rest["note"] = _score_note(old["consistency_score"])
    path = text(old, "image_path")
    kept = {
        **rest,
        **({"image_path": path} if path else {}),
        **({"comfyui_workflow": workflow} if workflow and not named else {}),
    }
    graph = "The workflow is a whole graph; register it with `echo-director workflow add`."
    return Brought(
        key=row.key,
        columns={
            "name": required(old, "name"),
            "description": text(old, "description"),
            "version": _version(old),
            "rendering": {"workflow": workflow} if named else {},
            "generation_preferences": document(old, "generation_preferences"),
            "echo_assessment": _marked(old),
            "created_by": text(old, "created_by", USER_CHARACTERS_MOST) or None,
            "extra": {"tower": kept} if kept else {},
            **dates(old),
        },
        notes=(graph,) if workflow and not named else (),
    )


def scene_of(row: OldRow, *, cast_most: int) -> Brought:
    """A row of `scenes`; `scene_number` is None where the branch's next is to be taken."""
    old = row.columns
    cast = cast_of(old.get("characters"))
    if len(cast) > cast_most:
        raise UnfitRowError(f"It has {len(cast)} characters, the limit is {cast_most}.")
    rest = leftover(
        old,
        (
            "id", "project_id", "branch_name", "scene_number", "description", "characters",
            "video_path", "status", "workflow_data", "user_id", *_DATES,
        ),
    )  # fmt: skip
    return Brought(
        key=row.key,
        columns={
            "branch_name": text(old, "branch_name").strip() or MAIN_BRANCH,
            "scene_number": _scene_number(old),
            "description": text(old, "description"),
            "characters": cast,
            "video_path": text(old, "video_path") or None,
            "status": text(old, "status", STATUS_CHARACTERS_MOST) or "draft",
            "workflow_data": {
                **document(old, "workflow_data"),
                **({"tower": rest} if rest else {}),
            },
            "user_id": text(old, "user_id", USER_CHARACTERS_MOST) or None,
            **dates(old),
        },
    )


def bible_of(row: OldRow) -> Brought:
    """A row of `project_bibles`."""
    old = row.columns
    fields = ("visual_style", "world_setting", "narrative_guidelines")
    rest = leftover(old, ("id", "project_id", "title", "description", *fields, *_DATES))
    return Brought(
        key=row.key,
        columns={
            "title": text(old, "title"),
            "description": text(old, "description"),
            **{field: document(old, field) for field in fields},
            "extra": {"tower": rest} if rest else {},
        },
    )


def bible_character_of(row: OldRow) -> Brought:
    """A row of `bible_characters`."""
    old = row.columns
    fields = ("visual_traits", "personality_traits", "relationships", "evolution_arc")
    rest = leftover(old, ("id", "bible_id", "name", "description", *fields, *_DATES))
    return Brought(
        key=row.key,
        columns={
            "name": required(old, "name"),
            "description": text(old, "description"),
            **{field: document(old, field) for field in fields},
            "extra": {"tower": rest} if rest else {},
        },
    )


def score_of(row: OldRow) -> Brought:
    """A row of `character_consistency_scores`: without a score of ours, the old one in `report`."""
    old = row.columns
    rest = leftover(old, ("id", "character_id", "echo_assessment", "validation_date"))
    return Brought(
        key=row.key,
        columns={
            "report": {"note": _score_note(old.get("consistency_score")), "tower": rest},
            "echo_assessment": _marked(old),
            "validation_date": date(old, "validation_date"),
        },
    )


def style_of(row: OldRow) -> Brought:
    """A row of `style_templates`."""
    old = row.columns
    rest = leftover(old, ("id", "name", "description", "generation_params", "created_by", *_DATES))
    return Brought(
        key=row.key,
        columns={
            "name": required(old, "name"),
            "description": text(old, "description"),
            "generation_params": {
                **document(old, "generation_params"),
                **({"tower": rest} if rest else {}),
            },
            "created_by": text(old, "created_by", USER_CHARACTERS_MOST) or None,
            **dates(old),
        },
    )


def preference_of(row: OldRow) -> Brought:
    """A row of `user_preferences`."""
    old = row.columns
    return Brought(
        key=row.key,
        columns={
            "user_id": required(old, "user_id"),
            "preference_type": required(old, "preference_type"),
            "preference_data": document(old, "preference_data"),
            "updated_at": date(old, "updated_at"),
        },
    )


def cast_of(written: Any) -> list[str]:
    """The names of a scene: a JSON list (also of objects with a `name`), or names with commas.

    Raises `UnfitRowError` for JSON that is broken or holds something else.
    """
    if written is None:
        return []
    listed = written
    if isinstance(written, str):
        bare = written.strip()
        if not bare.startswith(("[", "{", '"')):
            return _unique(part.strip() for part in bare.split(","))
        try:
            listed = json.loads(bare)
        except (ValueError, RecursionError):
            raise UnfitRowError("`characters` is not valid JSON.") from None
    listed = listed if isinstance(listed, list) else [listed]
    names = [entry.get("name") if isinstance(entry, dict) else entry for entry in listed]
    if not all(isinstance(name, str) for name in names):
        raise UnfitRowError("`characters` holds something that is no name.")
    return _unique(str(name).strip() for name in names)


def _score_note(score: Any) -> str:
    number = isinstance(score, int | float) and not isinstance(score, bool)
    return (
        f"{score if number else 'This'} is a score of the old system, which drew it at random: "
        "it is kept as it stood, and part of no figure."
    )


def _marked(old: dict[str, Any]) -> dict[str, Any] | None:
    """The old adviser's opinion, which says that it is one."""
    said = document(old, "echo_assessment")
    return {**said, "source": "tower"} if said else None


def _version(old: dict[str, Any]) -> int:
    number = old.get("version")
    if not isinstance(number, int) or isinstance(number, bool):
        return 1
    return min(max(number, 1), VERSION_MOST)


def _scene_number(old: dict[str, Any]) -> int | None:
    number = old.get("scene_number")
    if isinstance(number, str) and number.strip().isdecimal() and len(number) < 10:
        number = int(number)
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    if not isinstance(number, int) or isinstance(number, bool):
        return None
    return number if 1 <= number <= SCENE_NUMBER_MOST else None


def _is_name(workflow: str) -> bool:
    short = 0 < len(workflow.strip()) <= WORKFLOW_NAME_CHARACTERS_MOST
    return short and "\n" not in workflow and not workflow.lstrip().startswith(("{", "["))


def _unique(names: Any) -> list[str]:
    return list(dict.fromkeys(name for name in names if name))
