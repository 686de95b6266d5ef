"""Templates of either kind: kept, changed with their history, found by name, removed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from tools.domain.actor import Actor
from tools.domain.changes import FieldChange, field_changes
from tools.domain.character_templates import CharacterTemplate, CharacterTemplateContent
from tools.domain.documents import merge_patch
from tools.domain.errors import (
    AmbiguousNameError,
    ForbiddenError,
    InvalidError,
    LimitExceededError,
    UnknownNameError,
)
from tools.domain.generation_params import read_params
from tools.domain.naming import Resolution, resolve
from tools.domain.paging import LIMIT_DEFAULT, Page
from tools.domain.revisions import Revision, Versioned
from tools.domain.styles import StyleContent, StyleTemplate
from tools.domain.templates import Template, TemplateContent
from tools.ports.store import UnitOfWork
from tools.ports.templates import Templates
from tools.studio.content import expect_version, modelled, named
from tools.studio.studio import Studio

TEMPLATE_BYTES_MOST = 100_000

C = TypeVar("C", bound=TemplateContent)
T = TypeVar("T", bound=Template)


@dataclass(frozen=True, kw_only=True)
class Shelf(Generic[C, T]):
    """One kind of template: what it is called, what people write of it, where it is kept.

    `check` raises `InvalidError` for content that could not be applied.
    """

    what: str
    history: Versioned
    content: type[C]
    rows: Callable[[UnitOfWork], Templates[C, T]]
    check: Callable[[C], None]


@dataclass(frozen=True, kw_only=True)
class TemplateEdit(Generic[T]):
    """A template after a change; without `changes` it was so already."""

    template: T
    changes: list[FieldChange]


async def create_template(studio: Studio, actor: Actor, shelf: Shelf[C, T], **fields: Any) -> T:
    """Raises `NameTakenError`, `InvalidError`, `LimitExceededError`."""
    async with studio.store.begin(actor) as work:
        return await new_template(work, actor, shelf, checked_content(shelf, fields))


async def new_template(work: UnitOfWork, actor: Actor, shelf: Shelf[C, T], content: C) -> T:
    """Checked content becomes a template, in this unit of work. Raises `NameTakenError`."""
    template = await shelf.rows(work).add(actor, content)
    await work.revisions.add(
        actor, shelf.history, template.id, template.version, content.model_dump()
    )
    return template


def checked_content(shelf: Shelf[C, T], fields: Mapping[str, Any]) -> C:
    """The shelf's fields as checked content. Raises `InvalidError`, `LimitExceededError`."""
    kept = {key: value for key, value in fields.items() if key in shelf.content.model_fields}
    content = modelled(shelf.content, shelf.what, {"name": "", **kept})
    checked = content.model_copy(update={"name": named("name", content.name)})
    if len(json.dumps(kept).encode("utf-8", "surrogatepass")) > TEMPLATE_BYTES_MOST:
        raise LimitExceededError(
            f"The {shelf.what} is larger than {TEMPLATE_BYTES_MOST} bytes.",
            limit=TEMPLATE_BYTES_MOST,
        )
    shelf.check(checked)
    return checked


async def get_template(studio: Studio, actor: Actor, shelf: Shelf[C, T], template_id: int) -> T:
    """Raises `NotFoundError` (`TEMPLATE_NOT_FOUND`)."""
    async with studio.store.read(actor) as work:
        return await shelf.rows(work).get(actor, template_id)


async def list_templates(
    studio: Studio,
    actor: Actor,
    shelf: Shelf[C, T],
    *,
    limit: int = LIMIT_DEFAULT,
    cursor: str | None = None,
) -> Page[T]:
    """The workspace's own and the shared ones of others, oldest first."""
    async with studio.store.read(actor) as work:
        return await shelf.rows(work).page(actor, limit=limit, cursor=cursor)


async def find_template(
    studio: Studio, actor: Actor, shelf: Shelf[C, T], spoken: str
) -> tuple[T, Resolution]:
    """The template that a name means: one of the workspace, else a shared one of exactly that name.

    Raises `UnknownNameError`, `AmbiguousNameError`.
    """
    async with studio.store.read(actor) as work:
        rows = shelf.rows(work)
        names = await rows.names(actor)
        found = resolve(spoken, list(names))
        if found.name is not None:
            return await rows.get(actor, names[found.name]), found
        shared = [] if found.ambiguous else await rows.shared_as(actor, spoken)
    if len(shared) == 1:
        return shared[0], Resolution(spoken=spoken, name=shared[0].name, match="exact")
    if found.ambiguous or shared:
        several = found.candidates if found.ambiguous else [f"{t.name} ({t.id})" for t in shared]
        raise AmbiguousNameError(shelf.what, spoken, several)
    raise UnknownNameError(shelf.what, spoken, found.candidates)


async def update_template(
    studio: Studio,
    actor: Actor,
    shelf: Shelf[C, T],
    template_id: int,
    *,
    patch: Mapping[str, Any],
    expected: int | None = None,
) -> TemplateEdit[T]:
    """Merge `patch` into the template; a change raises the version and keeps the old one.

    Raises `NotFoundError`, `ForbiddenError` (`TEMPLATE_NOT_YOURS`), `StaleVersionError`,
    `NameTakenError`, `InvalidError`, `LimitExceededError`.
    """
    async with studio.store.begin(actor) as work:
        before = await _held(work, actor, shelf, template_id, expected)
        merged = merge_patch(_written(shelf, before), patch)
        return await _rewrite(work, actor, shelf, before, merged)


async def delete_template(
    studio: Studio,
    actor: Actor,
    shelf: Shelf[C, T],
    template_id: int,
    *,
    expected: int | None = None,
) -> T:
    """What it was applied to keeps what it took. Raises as `update_template` does."""
    async with studio.store.begin(actor) as work:
        template = await _held(work, actor, shelf, template_id, expected)
        await shelf.rows(work).remove(actor, template_id)
        return template


async def template_versions(
    studio: Studio,
    actor: Actor,
    shelf: Shelf[C, T],
    template_id: int,
    *,
    limit: int = LIMIT_DEFAULT,
    cursor: str | None = None,
) -> tuple[Page[Revision], Revision | None]:
    """Newest first, and the one before the last of them, to tell what that changed.

    Raises `NotFoundError`, `ForbiddenError` (`TEMPLATE_NOT_YOURS`).
    """
    async with studio.store.read(actor) as work:
        _require_own(shelf, await shelf.rows(work).get(actor, template_id))
        page = await work.revisions.page(
            actor, shelf.history, template_id, limit=limit, cursor=cursor
        )
        if not page.items or page.next_cursor is None:
            return page, None
        earlier = page.items[-1].version - 1
        return page, await work.revisions.one(actor, shelf.history, template_id, earlier)


async def restore_template(
    studio: Studio,
    actor: Actor,
    shelf: Shelf[C, T],
    template_id: int,
    version: int,
    *,
    expected: int | None = None,
) -> TemplateEdit[T]:
    """Write an earlier version again, as the next one.

    Raises as `update_template` does, and `NotFoundError` (`VERSION_NOT_FOUND`).
    """
    async with studio.store.begin(actor) as work:
        before = await _held(work, actor, shelf, template_id, expected)
        revision = await work.revisions.one(actor, shelf.history, template_id, version)
        return await _rewrite(work, actor, shelf, before, revision.document)


async def _held(
    work: UnitOfWork, actor: Actor, shelf: Shelf[C, T], template_id: int, expected: int | None
) -> T:
    template = await shelf.rows(work).hold(actor, template_id)
    _require_own(shelf, template)
    expect_version(shelf.what, template.version, expected)
    return template


async def _rewrite(
    work: UnitOfWork, actor: Actor, shelf: Shelf[C, T], before: T, fields: Mapping[str, Any]
) -> TemplateEdit[T]:
    content, was = checked_content(shelf, fields), _written(shelf, before)
    changes = field_changes(was, content.model_dump())
    if not changes:
        return TemplateEdit(template=before, changes=[])
    after = await shelf.rows(work).save(actor, before.id, content)
    await work.revisions.add(actor, shelf.history, after.id, after.version, content.model_dump())
    return TemplateEdit(template=after, changes=changes)


def _written(shelf: Shelf[C, T], template: T) -> dict[str, Any]:
    return template.model_dump(include=set(shelf.content.model_fields))


def _require_own(shelf: Shelf[C, T], template: T) -> None:
    if not template.own:
        raise ForbiddenError(
            f"The {shelf.what} “{template.name}” is shared by another workspace: it may be read "
            "and applied, but not changed, and its history is theirs. Save one of your own.",
            code="TEMPLATE_NOT_YOURS",
        )


def _fit(content: StyleContent) -> None:
    """Raises `InvalidError` for parameters that a generation knows and could not take."""
    if faults := read_params(content.generation_params).faults:
        raise InvalidError(
            f"The parameter {faults[0].key[:60]} {faults[0].message}.",
            code="BAD_PARAMETER",
            errors=[
                {"path": f"$.generation_params.{fault.key}", "message": fault.message}
                for fault in faults
            ],
        )


def _anything(content: CharacterTemplateContent) -> None:
    """A character may be anything."""


STYLES: Shelf[StyleContent, StyleTemplate] = Shelf(
    what="style template",
    history="style_template",
    content=StyleContent,
    rows=lambda work: work.styles,
    check=_fit,
)
CHARACTERS: Shelf[CharacterTemplateContent, CharacterTemplate] = Shelf(
    what="character template",
    history="character_template",
    content=CharacterTemplateContent,
    rows=lambda work: work.character_templates,
    check=_anything,
)
