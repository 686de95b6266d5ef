"""Templates: kept in a workspace, some of them open to all."""

from __future__ import annotations

from typing import Protocol, TypeVar

from tools.domain.actor import Actor
from tools.domain.character_templates import CharacterTemplate, CharacterTemplateContent
from tools.domain.paging import Page
from tools.domain.styles import StyleContent, StyleTemplate
from tools.domain.templates import Template, TemplateContent

C = TypeVar("C", bound=TemplateContent, contravariant=True)
T = TypeVar("T", bound=Template)


class Templates(Protocol[C, T]):
    async def add(self, actor: Actor, content: C) -> T:
        """Raises `NameTakenError`."""
        ...

    async def names(self, actor: Actor) -> dict[str, int]:
        """Those of the workspace, oldest first."""
        ...

    async def called(self, actor: Actor, name: str) -> T | None:
        """The workspace's own of that name, in whatever spelling."""
        ...

    async def shared_as(self, actor: Actor, name: str) -> list[T]:
        """Those of other workspaces that are shared under that name; three at most."""
        ...

    async def get(self, actor: Actor, template_id: int) -> T:
        """The workspace's own, or a shared one. Raises `NotFoundError` (`TEMPLATE_NOT_FOUND`)."""
        ...

    async def hold(self, actor: Actor, template_id: int) -> T:
        """As `get`, locked until the unit of work ends."""
        ...

    async def page(self, actor: Actor, *, limit: int, cursor: str | None) -> Page[T]:
        """The workspace's own and the shared ones of others, oldest first."""
        ...

    async def save(self, actor: Actor, template_id: int, content: C) -> T:
        """Write the workspace's own, held template as its next version. Raises `NameTakenError`."""
        ...

    async def remove(self, actor: Actor, template_id: int) -> None:
        """Raises `NotFoundError` (`TEMPLATE_NOT_FOUND`)."""
        ...


class StyleTemplates(Templates[StyleContent, StyleTemplate], Protocol): ...


class CharacterTemplates(Templates[CharacterTemplateContent, CharacterTemplate], Protocol): ...
