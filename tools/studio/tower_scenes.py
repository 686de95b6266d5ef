"""Scenes of an old database; numbers that stand twice get the next ones of their branch."""

from __future__ import annotations

from collections.abc import Sequence

from tools.domain.tower import Brought, OldRow
from tools.domain.tower_rows import scene_of
from tools.ports.tower import TowerSource
from tools.studio.content import named
from tools.studio.scenes import CAST_MOST, SCENE_NUMBER_MOST
from tools.studio.tower_keeping import Import, Row, taken_over, told_apart, written
from tools.studio.tower_places import Places

_BATCH = 500
Place = tuple[int, str, int]


async def bring_scenes(importing: Import, source: TowerSource, places: Places) -> None:
    """First the scenes whose numbers are free, then those that need one."""
    late: list[str] = []
    async for batch in source.rows("scenes"):
        rows = await _read(importing, batch, places)
        late += await _write_where_free(importing, rows)
    last: dict[tuple[int, str], int] = {}
    for start in range(0, len(late), _BATCH):
        async for batch in source.rows("scenes", only=late[start : start + _BATCH]):
            await _write_behind(importing, await _read(importing, batch, places, again=True), last)


async def _read(
    importing: Import, batch: Sequence[OldRow], places: Places, *, again: bool = False
) -> list[Row]:
    asked = {row.key: row.columns.get("project_id") for row in batch}
    placed: list[Brought] = []
    for row in taken_over(importing, "scene", batch, _checked, counted=not again):
        project_id, says = await places.of(asked[row.key])
        columns = {**row.columns, "project_id": project_id}
        placed.append(Brought(key=row.key, columns=columns, notes=(*row.notes, *says)))
    rows: list[Row] = []
    for row in await told_apart(importing, "scene", placed):
        if row.columns["project_id"] is None:
            importing.ledger.settled("scene", row.key, "kept", "Its project was deleted here.")
        else:
            rows.append(row)
    return rows


def _checked(row: OldRow) -> Brought:
    """The scene. Raises `UnfitRowError`, `InvalidError`, `LimitExceededError`."""
    brought = scene_of(row, cast_most=CAST_MOST)
    named("branch", brought.columns["branch_name"])
    for name in brought.columns["characters"]:
        named("name of a character", name)
    return brought


async def _write_where_free(importing: Import, rows: Sequence[Row]) -> list[str]:
    """Write the rows whose numbers are free; returns the keys of the others.

    A scene that is here already and whose new place is taken keeps the one that it has.
    """
    numbered = [row for row in rows if row.columns["scene_number"] is not None]
    taken = await importing.work.tower.scene_numbers(
        importing.actor, [_place(row) for row in numbered]
    )
    claimed: dict[Place, int] = {}
    free: list[Row] = []
    late: list[str] = []
    for row in rows:
        number = row.columns["scene_number"]
        place = _place(row) if number is not None else None
        holder = None if place is None else taken.get(place) or claimed.setdefault(place, row.id)
        if holder == row.id:
            free.append(row)
        elif row.is_new:
            late.append(row.key)
        else:
            row.columns["branch_name"] = row.columns["scene_number"] = None
            free.append(row)
    await written(importing, "scene", free)
    return late


async def _write_behind(
    importing: Import, rows: Sequence[Row], last: dict[tuple[int, str], int]
) -> None:
    """Write rows behind the last scene of their branches."""
    fitting: list[Row] = []
    for row in rows:
        branch: tuple[int, str] = (row.columns["project_id"], row.columns["branch_name"])
        if branch not in last:
            last[branch] = await importing.work.tower.last_scene(importing.actor, *branch)
        if last[branch] >= SCENE_NUMBER_MOST:
            importing.ledger.skipped("scene", row.key, "Its branch has no free number left.")
            continue
        last[branch] += 1
        before = row.columns["scene_number"]
        why = f"The number {before} is taken" if before else "It has no number that can be one"
        row.notes += (f"{why}; it is scene {last[branch]} of “{branch[1]}” here.",)
        row.columns["scene_number"] = last[branch]
        fitting.append(row)
    await written(importing, "scene", fitting)


def _place(row: Row) -> Place:
    columns = row.columns
    return columns["project_id"], columns["branch_name"], columns["scene_number"]
