"""Saved styles in PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from psycopg.types.json import Jsonb

from store.conflicts import name_taken
from store.rows import Rows
from tools.domain.actor import Actor
from tools.domain.errors import NotFoundError
from tools.domain.naming import fold
from tools.domain.paging import Page, after_number, page_of
from tools.domain.styles import StyleTemplate


class StyleTemplateRows(Rows):
    concept = "styles"

    async def add(
        self,
        actor: Actor,
        *,
        name: str,
        description: str,
        generation_params: Mapping[str, Any],
        shared: bool = False,
    ) -> StyleTemplate:
        async with name_taken(self._connection, "style template", name):
            template = await self._one(
                StyleTemplate,
                "add",
                workspace=actor.workspace,
                user=actor.user,
                name=name,
                name_key=fold(name),
                description=description,
                generation_params=Jsonb(dict(generation_params)),
                shared=shared,
            )
        assert template is not None
        return template

    async def names(self, actor: Actor) -> dict[str, int]:
        rows = await self._records("names", workspace=actor.workspace)
        return {row["name"]: row["id"] for row in rows}

    async def called(self, actor: Actor, name: str) -> StyleTemplate | None:
        return await self._one(
            StyleTemplate, "called", workspace=actor.workspace, name_key=fold(name)
        )

    async def shared_as(self, actor: Actor, name: str) -> list[StyleTemplate]:
        return await self._all(
            StyleTemplate, "shared_as", workspace=actor.workspace, name_key=fold(name)
        )

    async def get(self, actor: Actor, template_id: int) -> StyleTemplate:
        return await self._found(actor, template_id, "get")

    async def hold(self, actor: Actor, template_id: int) -> StyleTemplate:
        return await self._found(actor, template_id, "hold")

    async def page(self, actor: Actor, *, limit: int, cursor: str | None) -> Page[StyleTemplate]:
        rows = await self._all(
            StyleTemplate,
            "page",
            workspace=actor.workspace,
            after=after_number(cursor),
            limit=limit,
        )
        return page_of(rows, limit, lambda template: template.id)

    async def save(self, actor: Actor, template: StyleTemplate) -> StyleTemplate:
        async with name_taken(self._connection, "style template", template.name):
            saved = await self._one(
                StyleTemplate,
                "save",
                workspace=actor.workspace,
                template_id=template.id,
                name=template.name,
                name_key=fold(template.name),
                description=template.description,
                generation_params=Jsonb(template.generation_params),
                shared=template.shared,
            )
        return saved or await self.get(actor, template.id)

    async def remove(self, actor: Actor, template_id: int) -> None:
        if not await self._run("remove", workspace=actor.workspace, template_id=template_id):
            raise _unknown(template_id)

    async def _found(self, actor: Actor, template_id: int, statement: str) -> StyleTemplate:
        template = await self._one(
            StyleTemplate, statement, workspace=actor.workspace, template_id=template_id
        )
        if template is None:
            raise _unknown(template_id)
        return template


def _unknown(template_id: int) -> NotFoundError:
    return NotFoundError(f"There is no style template {template_id}.", code="TEMPLATE_NOT_FOUND")
