"""Templates in PostgreSQL: two tables of one shape."""

from __future__ import annotations

from typing import Any, ClassVar, Generic, TypeVar

from psycopg.types.json import Jsonb

from store.conflicts import name_taken
from store.rows import Rows
from tools.domain.actor import Actor
from tools.domain.character_templates import CharacterTemplate, CharacterTemplateContent
from tools.domain.errors import NotFoundError
from tools.domain.naming import fold
from tools.domain.paging import Page, after_number, page_of
from tools.domain.styles import StyleContent, StyleTemplate
from tools.domain.templates import Template, TemplateContent

C = TypeVar("C", bound=TemplateContent)
T = TypeVar("T", bound=Template)


class _TemplateRows(Rows, Generic[C, T]):
    """`documents` are the columns that hold JSON, `model` is what a row becomes."""

    what: ClassVar[str]
    documents: ClassVar[tuple[str, ...]]
    model: type[T]

    async def add(self, actor: Actor, content: C) -> T:
        async with name_taken(self._connection, self.what, content.name):
            template = await self._one(
                self.model,
                "add",
                workspace=actor.workspace,
                user=actor.user,
                **self._columns(content),
            )
        assert template is not None
        return template

    async def names(self, actor: Actor) -> dict[str, int]:
        rows = await self._records("names", workspace=actor.workspace)
        return {row["name"]: row["id"] for row in rows}

    async def called(self, actor: Actor, name: str) -> T | None:
        return await self._one(self.model, "called", workspace=actor.workspace, name_key=fold(name))

    async def shared_as(self, actor: Actor, name: str) -> list[T]:
        return await self._all(
            self.model, "shared_as", workspace=actor.workspace, name_key=fold(name)
        )

    async def get(self, actor: Actor, template_id: int) -> T:
        return await self._found(actor, template_id, "get")

    async def hold(self, actor: Actor, template_id: int) -> T:
        return await self._found(actor, template_id, "hold")

    async def page(self, actor: Actor, *, limit: int, cursor: str | None) -> Page[T]:
        rows = await self._all(
            self.model,
            "page",
            workspace=actor.workspace,
            after=after_number(cursor),
            limit=limit,
        )
        return page_of(rows, limit, lambda template: template.id)

    async def save(self, actor: Actor, template_id: int, content: C) -> T:
        async with name_taken(self._connection, self.what, content.name):
            saved = await self._one(
                self.model,
                "save",
                workspace=actor.workspace,
                template_id=template_id,
                **self._columns(content),
            )
        if saved is None:
            raise self._unknown(template_id)
        return saved

    async def remove(self, actor: Actor, template_id: int) -> None:
        if not await self._run("remove", workspace=actor.workspace, template_id=template_id):
            raise self._unknown(template_id)

    async def _found(self, actor: Actor, template_id: int, statement: str) -> T:
        template = await self._one(
            self.model, statement, workspace=actor.workspace, template_id=template_id
        )
        if template is None:
            raise self._unknown(template_id)
        return template

    def _columns(self, content: C) -> dict[str, Any]:
        return {
            "name": content.name,
            "name_key": fold(content.name),
            "description": content.description,
            "shared": content.shared,
            **{name: Jsonb(getattr(content, name)) for name in self.documents},
        }

    def _unknown(self, template_id: int) -> NotFoundError:
        return NotFoundError(f"There is no {self.what} {template_id}.", code="TEMPLATE_NOT_FOUND")


class StyleTemplateRows(_TemplateRows[StyleContent, StyleTemplate]):
    concept = "styles"
    what = "style template"
    documents = ("generation_params",)
    model = StyleTemplate


class CharacterTemplateRows(_TemplateRows[CharacterTemplateContent, CharacterTemplate]):
    concept = "character_templates"
    what = "character template"
    documents = ("appearance", "generation_prompts", "rendering", "generation_preferences")
    model = CharacterTemplate
