"""Saved styles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from tools.domain.actor import Actor
from tools.domain.paging import Page
from tools.domain.styles import StyleTemplate


class StyleTemplates(Protocol):
    async def add(
        self,
        actor: Actor,
        *,
        name: str,
        description: str,
        generation_params: Mapping[str, Any],
        shared: bool = False,
    ) -> StyleTemplate:
        """Raises `NameTakenError`."""
        ...

    async def names(self, actor: Actor) -> dict[str, int]:
        """Those of the workspace, oldest first."""
        ...

    async def called(self, actor: Actor, name: str) -> StyleTemplate | None:
        """The workspace's own of that name, in whatever spelling."""
        ...

    async def shared_as(self, actor: Actor, name: str) -> list[StyleTemplate]:
        """Those of other workspaces that are shared under that name; three at most."""
        ...

    async def get(self, actor: Actor, template_id: int) -> StyleTemplate:
        """The workspace's own, or a shared one. Raises `NotFoundError` (`TEMPLATE_NOT_FOUND`)."""
        ...

    async def hold(self, actor: Actor, template_id: int) -> StyleTemplate:
        """As `get`; the workspace's own is locked until the unit of work ends."""
        ...

    async def page(self, actor: Actor, *, limit: int, cursor: str | None) -> Page[StyleTemplate]:
        """The workspace's own and the shared ones of others, oldest first."""
        ...

    async def save(self, actor: Actor, template: StyleTemplate) -> StyleTemplate:
        """Write the workspace's own, held template as its next version. Raises `NameTakenError`."""
        ...

    async def remove(self, actor: Actor, template_id: int) -> None: ...
