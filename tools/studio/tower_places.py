"""Where rows of an old database go: the projects that are brought, and “Imported” for the rest."""

from __future__ import annotations

from typing import Any

from tools.domain.tower import Brought, OldRow
from tools.domain.tower_projects import OldProjects, match_projects
from tools.domain.tower_rows import project_of
from tools.ports.tower import TowerSource
from tools.studio.tower_keeping import Import, named_apart, taken_over, told_apart, written

IMPORTED = "Imported"
_IMPORTED_KEY = "imported"
_TABLES = {"projects": "project", "episodes": "episode"}


class Places:
    """Which project of ours a child's `project_id` means."""

    def __init__(self, importing: Import, old: OldProjects, ours: dict[str, int | None]) -> None:
        self._importing = importing
        self._old = old
        self._ours = ours

    async def of(self, project_id: Any) -> tuple[int | None, tuple[str, ...]]:
        """The project, None where it was deleted here; and what is to be said of that."""
        key = self._old.meant(project_id)
        if key is not None and key in self._ours:
            return self._ours[key], ()
        if _IMPORTED_KEY not in self._ours:
            self._ours[_IMPORTED_KEY] = await self._imported()
        said = "no project" if project_id is None else f"the project {project_id}, which is none"
        return self._ours[_IMPORTED_KEY], (f"It names {said} here: it is in “{IMPORTED}”.",)

    async def _imported(self) -> int | None:
        synopsis = "What an import brought whose project it did not find."
        row = Brought(
            key=_IMPORTED_KEY,
            columns={
                "title": IMPORTED,
                "synopsis": synopsis,
                "status": "active",
                "metadata": {},
                "legacy_id": None,
                "created_at": None,
                "updated_at": None,
            },
        )
        self._importing.ledger.read("project")
        rows = await told_apart(self._importing, "project", [row])
        await named_apart(self._importing, "project", rows, column="title")
        await written(self._importing, "project", rows)
        return (await _ours(self._importing, [_IMPORTED_KEY]))[_IMPORTED_KEY]


async def bring_projects(importing: Import, source: TowerSource) -> Places:
    """Take over `projects` and `episodes`; both stay whole in memory, by their keys only."""
    old: dict[str, list[OldRow]] = {table: [] for table in _TABLES}
    ours: dict[str, int | None] = {}
    for table, prefix in _TABLES.items():
        async for batch in source.rows(table):
            keyed = [
                OldRow(key=f"{prefix}:{row.key}", columns=row.columns, fault=row.fault)
                for row in batch
            ]
            brought = taken_over(importing, "project", keyed, project_of)
            rows = await told_apart(importing, "project", brought)
            await named_apart(importing, "project", rows, column="title")
            await written(importing, "project", rows)
            ours |= await _ours(importing, [row.key for row in brought])
            old[table] += [_slim(row) for row in keyed]
    matched = match_projects(old["projects"], old["episodes"])
    for key, number in matched.doubled:
        says = f"Another project has its number {number}; rows of that number are there."
        importing.ledger.note("project", key, says)
    return Places(importing, matched, ours)


async def _ours(importing: Import, keys: list[str]) -> dict[str, int | None]:
    """By key the project here, None where it was deleted."""
    work, actor = importing.work, importing.actor
    notes = await work.tower.known(actor, importing.source, "project", keys)
    there = await work.tower.digests(actor, "project", [note["id"] for note in notes.values()])
    return {key: note["id"] if note["id"] in there else None for key, note in notes.items()}


def _slim(row: OldRow) -> OldRow:
    """What matching needs of a project."""
    metadata = row.columns.get("metadata")
    number = metadata.get("project_id") if isinstance(metadata, dict) else None
    columns = {
        "created_at": row.columns.get("created_at"),
        "metadata": {"project_id": number} if number is not None else None,
    }
    return OldRow(key=row.key, columns=columns)
