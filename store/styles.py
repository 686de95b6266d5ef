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
from tools.domain.styles import StyleTemplate


class StyleTemplateRows(Rows):
    concept = "styles"

    async def add(
        self, actor: Actor, *, name: str, description: str, generation_params: Mapping[str, Any]
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
            )
        assert template is not None
        return template

    async def names(self, actor: Actor) -> dict[str, int]:
        rows = await self._records("names", workspace=actor.workspace)
        return {row["name"]: row["id"] for row in rows}

    async def get(self, actor: Actor, template_id: int) -> StyleTemplate:
        template = await self._one(
            StyleTemplate, "get", workspace=actor.workspace, template_id=template_id
        )
        if template is None:
            raise NotFoundError(
                f"There is no style template {template_id}.", code="TEMPLATE_NOT_FOUND"
            )
        return template
