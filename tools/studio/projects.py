"""Projects: begin one, find one, change one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.domain.actor import Actor
from tools.domain.documents import merge_patch
from tools.domain.errors import (
    AmbiguousNameError,
    ForbiddenError,
    InvalidError,
    UnknownNameError,
)
from tools.domain.naming import Resolution, resolve
from tools.domain.paging import LIMIT_DEFAULT, Page
from tools.domain.projects import Project
from tools.studio.content import storable
from tools.studio.generation import cancel_within
from tools.studio.limits import within_name_limit, within_text_limit
from tools.studio.studio import Studio


async def create_project(
    studio: Studio,
    actor: Actor,
    *,
    title: str,
    synopsis: str = "",
    metadata: Mapping[str, Any] | None = None,
) -> Project:
    """Raises `NameTakenError`, `InvalidError`."""
    within_name_limit("title", title)
    within_text_limit("synopsis", synopsis)
    storable("project", metadata or {})
    async with studio.store.begin(actor) as work:
        return await work.projects.add(
            actor, title=title.strip(), synopsis=synopsis, metadata=metadata or {}
        )


async def get_project(studio: Studio, actor: Actor, project_id: int) -> Project:
    async with studio.store.read(actor) as work:
        return await work.projects.get(actor, project_id)


async def list_projects(
    studio: Studio, actor: Actor, *, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[Project]:
    async with studio.store.read(actor) as work:
        return await work.projects.page(actor, limit=limit, cursor=cursor)


async def find_project(studio: Studio, actor: Actor, spoken: str) -> tuple[Project, Resolution]:
    """The project that a name means. Raises `UnknownNameError`, `AmbiguousNameError`."""
    async with studio.store.read(actor) as work:
        titles = await work.projects.titles(actor)
        resolution = resolve(spoken, list(titles))
        if resolution.name is None:
            raise _not_found(resolution)
        return await work.projects.get(actor, titles[resolution.name]), resolution


async def update_project(
    studio: Studio,
    actor: Actor,
    project_id: int,
    *,
    patch: Mapping[str, Any],
    expected: int | None = None,
) -> Project:
    """Merge `patch` (`title synopsis status metadata`) into the project.

    Raises `NotFoundError`, `StaleVersionError`, `NameTakenError`, `InvalidError`.
    """
    if unknown := set(patch) - {"title", "synopsis", "status", "metadata"}:
        raise InvalidError(f"A project has no {', '.join(sorted(unknown))}.")
    if "title" in patch:
        within_name_limit("title", patch["title"] or "")
    within_text_limit("synopsis", patch.get("synopsis") or "")
    storable("project", patch)
    async with studio.store.begin(actor) as work:
        before = await work.projects.get(actor, project_id)
        merged = merge_patch(before.model_dump(), patch)
        after = Project.model_validate(
            {"synopsis": "", "metadata": {}, "status": "active", **merged}
        )
        if after == before and expected in (None, before.version):
            return before
        return await work.projects.save(actor, after, expected=expected)


async def delete_project(studio: Studio, actor: Actor, project_id: int) -> None:
    """Delete it with all that is in it; what is being made for it is cancelled first.

    Raises `ForbiddenError` for anyone but an owner, `NotFoundError`.
    """
    if actor.role == "editor":
        raise ForbiddenError("Only an owner deletes a project with all that is in it.")
    async with studio.store.begin(actor) as work:
        await work.projects.get(actor, project_id)
        for run in await work.runs.open_in(actor, project_id):
            await cancel_within(work, actor, run)
        await work.projects.remove(actor, project_id)


def _not_found(resolution: Resolution) -> UnknownNameError | AmbiguousNameError:
    if resolution.ambiguous:
        return AmbiguousNameError("project", resolution.spoken, resolution.candidates)
    return UnknownNameError("project", resolution.spoken, resolution.candidates)
