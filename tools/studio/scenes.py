"""Scenes: what happens, who is there, on which branch."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from tools.domain.actor import Actor
from tools.domain.changes import FieldChange, field_changes
from tools.domain.characters import only_in_bible
from tools.domain.documents import merge_patch
from tools.domain.errors import (
    AmbiguousNameError,
    InvalidError,
    LimitExceededError,
    NotFoundError,
    UnknownNameError,
)
from tools.domain.naming import Resolution, fold, resolve
from tools.domain.paging import LIMIT_DEFAULT, Page
from tools.domain.scenes import (
    MAIN_BRANCH,
    SCENE_FIELDS,
    Scene,
    SceneContent,
    scene_document,
)
from tools.ports.store import UnitOfWork
from tools.studio.bible import bible_if_any
from tools.studio.content import expect_version, modelled, named, storable
from tools.studio.limits import within_text_limit
from tools.studio.studio import Studio

CAST_MOST = 50
SCENE_NUMBER_MOST = 1_000_000
Casting = Literal["spoken", "written"]
"""Names as a director says them (a part will do, unknown ones are refused), or as a client wrote
them (whole, an unknown one is kept: validation reports it)."""


@dataclass(frozen=True, kw_only=True)
class SceneEdit:
    """A scene after a change; `near` are the names that were spelt otherwise."""

    scene: Scene
    changes: list[FieldChange]
    near: list[Resolution] = field(default_factory=list[Resolution])


async def create_scene(
    studio: Studio,
    actor: Actor,
    project_id: int,
    *,
    description: str = "",
    characters: Sequence[str] = (),
    scene_number: int | None = None,
    branch: str = MAIN_BRANCH,
    fields: Mapping[str, Any] | None = None,
    casting: Casting = "written",
) -> SceneEdit:
    """The next scene of the branch, or the one with that number.

    `fields` may hold `status`, `workflow_data`, `video_path`. Raises `NotFoundError`
    (`PROJECT_NOT_FOUND`), `ConflictError` (`SCENE_NUMBER_TAKEN`), `UnknownNameError`,
    `AmbiguousNameError`, `InvalidError`, `LimitExceededError`.
    """
    async with studio.store.begin(actor) as work:
        next_number = await work.scenes.next_number(actor, project_id, branch_named(branch))
        cast, near = await _cast(work, actor, project_id, characters, casting)
        content = _content(
            {
                **(fields or {}),
                "branch_name": branch,
                "scene_number": next_number if scene_number is None else scene_number,
                "description": description,
                "characters": cast,
            }
        )
        scene = await work.scenes.add(actor, project_id, content)
        await work.revisions.add(actor, "scene", scene.id, scene.version, scene_document(scene))
        return SceneEdit(scene=scene, changes=field_changes({}, scene_document(scene)), near=near)


async def get_scene(studio: Studio, actor: Actor, scene_id: int) -> Scene:
    """Raises `NotFoundError` (`SCENE_NOT_FOUND`)."""
    async with studio.store.read(actor) as work:
        return await work.scenes.get(actor, scene_id)


async def list_scenes(
    studio: Studio,
    actor: Actor,
    project_id: int | None = None,
    *,
    branch: str | None = None,
    limit: int = LIMIT_DEFAULT,
    cursor: str | None = None,
) -> Page[Scene]:
    """By project, branch and number. Raises `NotFoundError` for an unknown project."""
    async with studio.store.read(actor) as work:
        if project_id is not None:
            await work.projects.get(actor, project_id)
        return await work.scenes.page(
            actor,
            project_id=project_id,
            branch=branch_named(branch) if branch else None,
            limit=limit,
            cursor=cursor,
        )


async def list_branches(studio: Studio, actor: Actor, project_id: int) -> list[str]:
    """The branches that hold scenes."""
    async with studio.store.read(actor) as work:
        return await work.scenes.branches(actor, project_id)


async def find_scene(
    studio: Studio, actor: Actor, project_id: int, scene_number: int, branch: str = MAIN_BRANCH
) -> Scene:
    """Raises `NotFoundError` (`SCENE_NOT_FOUND`) with the numbers and branches that there are."""
    branch = branch_named(branch)
    async with studio.store.read(actor) as work:
        if 0 < scene_number <= SCENE_NUMBER_MOST:
            scene = await work.scenes.at(actor, project_id, branch, scene_number)
            if scene is not None:
                return scene
        scenes = await work.scenes.all_of(actor, project_id)
    numbers = [scene.scene_number for scene in scenes if scene.branch_name == branch]
    branches = sorted({scene.branch_name for scene in scenes})
    there = f"it has {', '.join(map(str, numbers))}" if numbers else "it has none"
    others = "" if numbers else f" Branches with scenes: {', '.join(branches)}."
    told = f"There is no scene {scene_number} on the branch “{branch}”; {there}.{others}"
    raise NotFoundError(
        told if scenes else f"There is no scene {scene_number}: the story has no scenes yet.",
        code="SCENE_NOT_FOUND",
        scene_numbers=numbers,
        branches=branches,
    )


async def update_scene(
    studio: Studio,
    actor: Actor,
    scene_id: int,
    *,
    patch: Mapping[str, Any],
    expected: int | None = None,
    casting: Casting = "written",
) -> SceneEdit:
    """Merge `patch` (`SCENE_FIELDS`) into the scene; a list of characters replaces the cast.

    Raises `NotFoundError`, `StaleVersionError`, `ConflictError` (`SCENE_NUMBER_TAKEN`),
    `UnknownNameError`, `AmbiguousNameError`, `InvalidError`, `LimitExceededError`.
    """
    async with studio.store.begin(actor) as work:
        before = await work.scenes.hold(actor, scene_id)
        expect_version("scene", before.version, expected)
        storable("scene", patch)
        known = {key: value for key, value in patch.items() if key in SCENE_FIELDS}
        near: list[Resolution] = []
        if known.get("characters") is not None:
            known["characters"], near = await _cast(
                work, actor, before.project_id, known["characters"], casting
            )
        after = _merged(before, known)
        changed = field_changes(scene_document(before), scene_document(after))
        if not changed:
            return SceneEdit(scene=before, changes=[], near=near)
        saved = await work.scenes.save(actor, after, expected=expected)
        await work.revisions.add(actor, "scene", saved.id, saved.version, scene_document(saved))
        return SceneEdit(scene=saved, changes=changed, near=near)


async def delete_scene(
    studio: Studio, actor: Actor, scene_id: int, *, expected: int | None = None
) -> None:
    """Raises `NotFoundError`, `StaleVersionError`."""
    async with studio.store.begin(actor) as work:
        scene = await work.scenes.hold(actor, scene_id)
        expect_version("scene", scene.version, expected)
        await work.scenes.remove(actor, scene_id)


def branch_named(name: str) -> str:
    """The branch's name as it is kept. Raises `InvalidError`, `LimitExceededError`."""
    return named("branch", name)


def names_listed(characters: str | Sequence[str] | None) -> list[str]:
    """The cast of a request: a list, or a list written as JSON text (seed 000, section 5.1).

    Raises `InvalidError`.
    """
    listed: Any = characters or []
    if isinstance(listed, str):
        try:
            listed = json.loads(listed)
        except (ValueError, RecursionError):
            listed = None
    if not isinstance(listed, list | tuple) or not all(isinstance(name, str) for name in listed):
        raise InvalidError(
            "`characters` is a list of names.",
            errors=[{"path": "$.characters", "message": "This must be a list of names."}],
        )
    return list(listed)


def _merged(before: Scene, patch: Mapping[str, Any]) -> Scene:
    lasting = {key: getattr(before, key) for key in ("branch_name", "scene_number", "status")}
    content = _content({**lasting, **merge_patch(scene_document(before), patch)})
    return before.model_copy(update=content.model_dump())


def _content(fields: Mapping[str, Any]) -> SceneContent:
    """Raises `InvalidError`, `LimitExceededError`."""
    content = modelled(SceneContent, "scene", fields)
    if content.scene_number < 1:
        raise InvalidError("Scenes are numbered from 1.")
    if content.scene_number > SCENE_NUMBER_MOST:
        raise LimitExceededError(
            f"The last scene number is {SCENE_NUMBER_MOST}.", limit=SCENE_NUMBER_MOST
        )
    within_text_limit("status", content.status)
    return content.model_copy(update={"branch_name": branch_named(content.branch_name)})


async def _cast(
    work: UnitOfWork, actor: Actor, project_id: int, characters: Sequence[str], casting: Casting
) -> tuple[list[str], list[Resolution]]:
    if not characters:
        return [], []
    if len(characters) > CAST_MOST:
        raise LimitExceededError(f"A scene holds at most {CAST_MOST} characters.", limit=CAST_MOST)
    _, entries = await bible_if_any(work, actor, project_id)
    known = await work.characters.names(actor, project_id)
    names = [*(n.name for n in known), *only_in_bible((e.name for e in entries), known)]
    by_key = {fold(name): name for name in names}
    if casting == "written":
        cast = [by_key.get(fold(name), named("name", name)) for name in characters]
        return list(dict.fromkeys(cast)), []
    found = [_meant(name, names) for name in characters]
    cast = [one.name for one in found if one.name]
    return list(dict.fromkeys(cast)), [one for one in found if one.match == "near"]


def _meant(spoken: str, names: Sequence[str]) -> Resolution:
    found = resolve(spoken, names)
    if found.ambiguous:
        raise AmbiguousNameError("character", spoken, found.candidates)
    if found.name is None:
        raise UnknownNameError("character", spoken, found.candidates)
    return found
