"""Animations and their figures in PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from psycopg.types.json import Jsonb
from pydantic import BaseModel

from store.conflicts import stale
from store.rows import Rows
from tools.domain.actor import Actor
from tools.domain.animations import Animation, Figure
from tools.domain.errors import NotFoundError
from tools.domain.paging import Page, after_number, page_of

_EDITED = {"name", "generation_mode", "perspective", "directions", "sprite_px", "style"}


class AnimationRows(Rows):
    concept = "animations"

    async def add(self, actor: Actor, animation: Mapping[str, Any]) -> Animation:
        row = await self._record(
            "add",
            workspace=actor.workspace,
            user=actor.user,
            **{**animation, "metadata": Jsonb(animation.get("metadata", {}))},
        )
        if row is None:
            raise NotFoundError(
                f"There is no project {animation['project_id']}.", code="PROJECT_NOT_FOUND"
            )
        return await self.get(actor, row["id"])

    async def get(self, actor: Actor, animation_id: int) -> Animation:
        found = await self._one(
            Animation, "get", workspace=actor.workspace, animation_id=animation_id
        )
        if found is None:
            raise _unknown(animation_id)
        return found

    async def hold(self, actor: Actor, animation_id: int) -> Animation:
        await self._record("hold", workspace=actor.workspace, animation_id=animation_id)
        return await self.get(actor, animation_id)

    async def newest(self, actor: Actor, *, project_id: int | None) -> Animation | None:
        row = await self._record("newest", workspace=actor.workspace, project_id=project_id)
        return await self.get(actor, row["id"]) if row else None

    async def page(
        self,
        actor: Actor,
        *,
        project_id: int | None,
        limit: int,
        cursor: str | None,
        newest: bool = False,
    ) -> Page[Animation]:
        rows = await self._all(
            Animation,
            "page",
            workspace=actor.workspace,
            project_id=project_id,
            after=after_number(cursor),
            newest=newest,
            limit=limit,
        )
        return page_of(rows, limit, lambda animation: animation.id)

    async def save(self, actor: Actor, animation: Animation, *, expected: int | None) -> Animation:
        fields = animation.model_dump(include=_EDITED)
        saved = await self._run(
            "save",
            workspace=actor.workspace,
            animation_id=animation.id,
            metadata=Jsonb(animation.metadata),
            expected=expected,
            **fields,
        )
        now = await self.get(actor, animation.id)
        if not saved:
            raise stale("animation", now.version, expected)
        return now

    async def put_figure(self, actor: Actor, animation_id: int, figure: Figure) -> None:
        put = await self._run(
            "put_figure",
            workspace=actor.workspace,
            animation_id=animation_id,
            place=figure.place,
            character_id=figure.character_id,
            reference_sha256=figure.reference_sha256,
            joints=Jsonb(figure.joints),
            claims=figure.claims,
            dna=_document(figure.dna),
            dna_source=figure.dna_source,
            interaction=_document(figure.interaction),
        )
        if not put:
            raise NotFoundError(
                f"There is no character {figure.character_id}.", code="CHARACTER_NOT_FOUND"
            )
        await self._run("touch", workspace=actor.workspace, animation_id=animation_id)

    async def drop_figures(self, actor: Actor, animation_id: int, *, beyond: int) -> None:
        await self._run(
            "drop_figures", workspace=actor.workspace, animation_id=animation_id, beyond=beyond
        )

    async def remove(self, actor: Actor, animation_id: int) -> None:
        if not await self._run("remove", workspace=actor.workspace, animation_id=animation_id):
            raise _unknown(animation_id)


def _document(model: BaseModel | None) -> Jsonb | None:
    return None if model is None else Jsonb(model.model_dump(mode="json"))


def _unknown(animation_id: int) -> NotFoundError:
    return NotFoundError(f"There is no animation {animation_id}.", code="ANIMATION_NOT_FOUND")
