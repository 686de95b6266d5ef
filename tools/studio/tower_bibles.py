"""Bibles of an old database with their characters: one version of each for all that changed."""

from __future__ import annotations

from dataclasses import dataclass

from tools.domain.bible import bible_document
from tools.domain.documents import canonical_bytes
from tools.domain.tower import Brought
from tools.domain.tower_rows import bible_character_of, bible_of
from tools.ports.tower import TowerSource
from tools.studio.bible_keeping import keep_bible
from tools.studio.limits import BIBLE_CHARACTERS_MOST, DOCUMENT_BYTES_MOST
from tools.studio.tower_keeping import (
    Import,
    Row,
    named_apart,
    remembered,
    taken_over,
    told_apart,
    written,
)
from tools.studio.tower_places import Places

_ROOM_BYTES = 2_000
"""What a character may need beyond its own text: its place in the document."""


@dataclass(kw_only=True)
class _Size:
    characters: int
    bytes: int


class Bibles:
    """The bibles that an import writes into; `projects` maps their ids to their projects."""

    def __init__(self, importing: Import) -> None:
        self._importing = importing
        self._projects: dict[int, int] = {}
        self._changed: set[int] = set()
        self._sizes: dict[int, _Size] = {}

    async def bring(self, source: TowerSource, places: Places) -> None:
        """Take over the bibles, then their characters, then write each changed one's version."""
        async for batch in source.rows("project_bibles"):
            asked = {row.key: row.columns.get("project_id") for row in batch}
            brought: list[Brought] = []
            for row in taken_over(self._importing, "bible", batch, bible_of):
                project_id, says = await places.of(asked[row.key])
                columns = {**row.columns, "project_id": project_id}
                brought.append(Brought(key=row.key, columns=columns, notes=says))
            for row in await told_apart(self._importing, "bible", brought):
                await self._write(row)
        async for batch in source.rows("bible_characters", by="bible_id"):
            await self._bring_characters(
                {row.key: str(row.columns.get("bible_id")) for row in batch},
                taken_over(self._importing, "bible_character", batch, bible_character_of),
            )
        for bible_id in sorted(self._changed):
            await self._keep(bible_id)

    async def _write(self, row: Row) -> None:
        work, actor, ledger = self._importing.work, self._importing.actor, self._importing.ledger
        project_id = row.columns["project_id"]
        if project_id is None:
            ledger.settled("bible", row.key, "kept", "Its project was deleted here.")
            return
        bible = await work.bibles.hold(actor, project_id)
        if row.is_new and bible.id in self._changed:
            ledger.skipped("bible", row.key, "Another bible of its project was brought.")
            return
        if row.is_new and bible.version > 0:
            ledger.settled("bible", row.key, "kept", "The project has a bible of its own here.")
            return
        row.id = bible.id
        await work.tower.change(actor, "bible", [{**row.columns, "id": bible.id}])
        self._changed.add(bible.id)
        self._projects[bible.id] = project_id
        await remembered(self._importing, "bible", [row])

    async def _bring_characters(self, bibles: dict[str, str], brought: list[Brought]) -> None:
        work, actor, ledger = self._importing.work, self._importing.actor, self._importing.ledger
        notes = await work.tower.known(
            actor, self._importing.source, "bible", list(set(bibles.values()))
        )
        there = await work.tower.digests(actor, "bible", [note["id"] for note in notes.values()])
        ids = {key: note["id"] for key, note in notes.items()}
        placed: list[Brought] = []
        for row in brought:
            bible_id = ids.get(bibles[row.key])
            if bible_id is None:
                says = f"Its bible {bibles[row.key]} was not brought."
                ledger.skipped("bible_character", row.key, says)
            else:
                columns = {**row.columns, "bible_id": bible_id}
                placed.append(Brought(key=row.key, columns=columns))
        rows: list[Row] = []
        for row in await told_apart(self._importing, "bible_character", placed):
            if row.columns["bible_id"] not in there:
                says = "Its bible was deleted here."
                ledger.settled("bible_character", row.key, "kept", says)
            elif await self._fits(row):
                rows.append(row)
        await named_apart(self._importing, "bible_character", rows, scope="bible_id")
        await written(self._importing, "bible_character", rows)
        self._changed |= {row.columns["bible_id"] for row in rows}

    async def _fits(self, row: Row) -> bool:
        """Whether the bible has room for the row; else it is left out and said."""
        bible_id = row.columns["bible_id"]
        size = self._sizes.get(bible_id) or await self._measured(bible_id)
        self._sizes[bible_id] = size
        needed = len(canonical_bytes(row.columns)) + _ROOM_BYTES
        limits = (
            (
                row.is_new and size.characters >= BIBLE_CHARACTERS_MOST,
                BIBLE_CHARACTERS_MOST,
                "characters",
            ),
            (size.bytes + needed > DOCUMENT_BYTES_MOST, DOCUMENT_BYTES_MOST, "bytes"),
        )
        for full, most, what in limits:
            if full:
                says = f"Its bible is full: the limit is {most} {what}."
                self._importing.ledger.skipped("bible_character", row.key, says)
                return False
        size.characters += row.is_new
        size.bytes += needed
        return True

    async def _measured(self, bible_id: int) -> _Size:
        work, actor = self._importing.work, self._importing.actor
        bible = await work.tower.bible(actor, bible_id)
        characters = await work.bibles.characters(actor, bible_id)
        self._projects[bible_id] = bible.project_id
        written = canonical_bytes(bible_document(bible, characters))
        return _Size(characters=len(characters), bytes=len(written))

    async def _keep(self, bible_id: int) -> None:
        work, actor = self._importing.work, self._importing.actor
        await keep_bible(work, actor, await work.bibles.hold(actor, self._projects[bible_id]))
