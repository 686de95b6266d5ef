"""Saved styles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from tools.domain.actor import Actor
from tools.domain.styles import StyleTemplate


class StyleTemplates(Protocol):
    async def add(
        self, actor: Actor, *, name: str, description: str, generation_params: Mapping[str, Any]
    ) -> StyleTemplate:
        """Raises `NameTakenError`."""
        ...

    async def names(self, actor: Actor) -> dict[str, int]: ...

    async def get(self, actor: Actor, template_id: int) -> StyleTemplate: ...
