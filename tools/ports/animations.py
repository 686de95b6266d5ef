"""Where animations are kept, with their figures, takes and sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from tools.domain.actor import Actor
from tools.domain.animation.script import AnimationScript
from tools.domain.animations import Animation, Choice, Figure, Note, SheetRecord, Take, TakeInput
from tools.domain.paging import Page


class Animations(Protocol):
    async def add(self, actor: Actor, animation: Mapping[str, Any]) -> Animation:
        """A new animation from the fields of `Animation`, without figures.

        Raises `NotFoundError` (`PROJECT_NOT_FOUND`).
        """
        ...

    async def get(self, actor: Actor, animation_id: int) -> Animation:
        """Raises `NotFoundError` (`ANIMATION_NOT_FOUND`)."""
        ...

    async def hold(self, actor: Actor, animation_id: int) -> Animation:
        """The animation, locked until the unit of work ends. Raises `NotFoundError`."""
        ...

    async def newest(self, actor: Actor, *, project_id: int | None) -> Animation | None:
        """The animation that was touched last, of the anime project where one is given."""
        ...

    async def page(
        self,
        actor: Actor,
        *,
        project_id: int | None,
        limit: int,
        cursor: str | None,
        newest: bool = False,
    ) -> Page[Animation]:
        """In the order in which they were made; the other way round with `newest`."""
        ...

    async def save(self, actor: Actor, animation: Animation, *, expected: int | None) -> Animation:
        """Write what people edit and raise the version. Raises `StaleVersionError`."""
        ...

    async def put_figure(self, actor: Actor, animation_id: int, figure: Figure) -> None:
        """Write the figure at its place. Raises `NotFoundError` (`CHARACTER_NOT_FOUND`)."""
        ...

    async def drop_figures(self, actor: Actor, animation_id: int, *, beyond: int) -> None:
        """Remove the figures whose place is greater than `beyond`."""
        ...

    async def remove(self, actor: Actor, animation_id: int) -> None:
        """Raises `NotFoundError`."""
        ...


class Takes(Protocol):
    async def open(
        self, actor: Actor, *, run_id: UUID, animation_id: int, input: TakeInput
    ) -> Take:
        """The next take of the animation; its run exists already."""
        ...

    async def get(self, actor: Actor, animation_id: int, number: int | None = None) -> Take:
        """By its number, the newest without one. Raises `NotFoundError` (`TAKE_NOT_FOUND`)."""
        ...

    async def newest(self, actor: Actor, animation_id: int) -> Take | None: ...

    async def of_run(self, actor: Actor, run_id: UUID) -> Take:
        """Raises `NotFoundError` (`TAKE_NOT_FOUND`) where the animation was deleted meanwhile."""
        ...

    async def hold(self, actor: Actor, run_id: UUID) -> Take:
        """As `of_run`, locked until the unit of work ends."""
        ...

    async def all_of(self, actor: Actor, animation_id: int) -> list[Take]:
        """Oldest first."""
        ...

    async def learn(self, actor: Actor, run_id: UUID, facts: Mapping[str, Any]) -> None:
        """Merge fields of `TakeFacts` into the take's, field by field."""
        ...

    async def note(self, actor: Actor, run_id: UUID, stage: str, notes: Sequence[Note]) -> None:
        """Set the notes of one stage."""
        ...

    async def choose(self, actor: Actor, run_id: UUID, choices: Sequence[Choice]) -> None: ...

    async def write(
        self, actor: Actor, run_id: UUID, scripts: Mapping[str, AnimationScript]
    ) -> None:
        """Set the scripts of those named; those of the others stay."""
        ...

    async def shift(self, actor: Actor, run_id: UUID, shifts: Mapping[str, int]) -> None: ...

    async def order_sprites(self, actor: Actor, run_id: UUID) -> None: ...

    async def put_sheet(self, actor: Actor, sheet: SheetRecord) -> None:
        """Write a sheet; it replaces the one of its take, character and facing."""
        ...

    async def sheets(self, actor: Actor, run_id: UUID) -> list[SheetRecord]:
        """The instigator's first, each character's by facing."""
        ...

    async def drawn_before(
        self, actor: Actor, animation_id: int, request_key: str
    ) -> SheetRecord | None:
        """A sheet of any take of the animation for which the same was asked."""
        ...
