"""Takes of animations and their sheets in PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from store.rows import Rows
from tools.domain.actor import Actor
from tools.domain.animation.script import AnimationScript
from tools.domain.animations import Choice, Note, SheetRecord, Take, TakeInput
from tools.domain.errors import NotFoundError


class TakeRows(Rows):
    """Writing methods act on a take that the unit of work holds, and so has found to be ours."""

    concept = "takes"

    async def open(
        self, actor: Actor, *, run_id: UUID, animation_id: int, input: TakeInput
    ) -> Take:
        await self._run(
            "open",
            workspace=actor.workspace,
            run_id=run_id,
            animation_id=animation_id,
            input=Jsonb(input.model_dump(mode="json")),
        )
        return await self.of_run(actor, run_id)

    async def get(self, actor: Actor, animation_id: int, number: int | None = None) -> Take:
        take = await self._one(
            Take, "get", workspace=actor.workspace, animation_id=animation_id, number=number
        )
        if take is None:
            what = "no take yet" if number is None else f"no take {number}"
            raise NotFoundError(f"Animation {animation_id} has {what}.", code="TAKE_NOT_FOUND")
        return take

    async def newest(self, actor: Actor, animation_id: int) -> Take | None:
        return await self._one(
            Take, "get", workspace=actor.workspace, animation_id=animation_id, number=None
        )

    async def of_run(self, actor: Actor, run_id: UUID) -> Take:
        take = await self._one(Take, "of_run", workspace=actor.workspace, run_id=run_id)
        if take is None:
            raise NotFoundError("The animation was deleted meanwhile.", code="TAKE_NOT_FOUND")
        return take

    async def hold(self, actor: Actor, run_id: UUID) -> Take:
        await self._record("hold", workspace=actor.workspace, run_id=run_id)
        return await self.of_run(actor, run_id)

    async def all_of(self, actor: Actor, animation_id: int) -> list[Take]:
        return await self._all(Take, "all_of", workspace=actor.workspace, animation_id=animation_id)

    async def learn(self, actor: Actor, run_id: UUID, facts: Mapping[str, Any]) -> None:
        await self._run("learn", run_id=run_id, facts=Jsonb(dict(facts)))

    async def note(self, actor: Actor, run_id: UUID, stage: str, notes: Sequence[Note]) -> None:
        await self._run(
            "note",
            run_id=run_id,
            notes=Jsonb({stage: [note.model_dump(mode="json") for note in notes]}),
        )

    async def choose(self, actor: Actor, run_id: UUID, choices: Sequence[Choice]) -> None:
        chosen = [choice.model_dump(mode="json") for choice in choices]
        await self._run("choose", run_id=run_id, choices=Jsonb(chosen))

    async def write(
        self, actor: Actor, run_id: UUID, scripts: Mapping[str, AnimationScript]
    ) -> None:
        written = {who: script.model_dump(mode="json") for who, script in scripts.items()}
        await self._run("write", run_id=run_id, scripts=Jsonb(written))

    async def shift(self, actor: Actor, run_id: UUID, shifts: Mapping[str, int]) -> None:
        await self._run("shift", run_id=run_id, shifts=Jsonb(dict(shifts)))

    async def order_sprites(self, actor: Actor, run_id: UUID) -> None:
        await self._run("order_sprites", run_id=run_id)

    async def put_sheet(self, actor: Actor, sheet: SheetRecord) -> None:
        await self._run(
            "put_sheet",
            run_id=sheet.run_id,
            who=sheet.who,
            facing=sheet.facing,
            request_key=sheet.request_key,
            raw_sha256=sheet.raw_sha256,
            sha256=sheet.sha256,
            document=Jsonb(sheet.document.model_dump(mode="json")),
        )

    async def sheets(self, actor: Actor, run_id: UUID) -> list[SheetRecord]:
        return await self._all(SheetRecord, "sheets", workspace=actor.workspace, run_id=run_id)

    async def drawn_before(
        self, actor: Actor, animation_id: int, request_key: str
    ) -> SheetRecord | None:
        return await self._one(
            SheetRecord,
            "drawn_before",
            workspace=actor.workspace,
            animation_id=animation_id,
            request_key=request_key,
        )
