"""What belongs to the workspace in an old database: saved styles, and its users' preferences."""

from __future__ import annotations

from tools.domain.saved_preferences import changed_preference, preference_types
from tools.domain.tower import Brought, OldRow
from tools.domain.tower_rows import preference_of, style_of
from tools.ports.tower import TowerSource
from tools.studio.tower_keeping import Import, named_apart, taken_over, told_apart, written


async def bring_styles(importing: Import, source: TowerSource) -> None:
    async for batch in source.rows("style_templates"):
        brought = taken_over(importing, "style_template", batch, style_of)
        rows = await told_apart(importing, "style_template", brought)
        await named_apart(importing, "style_template", rows)
        await written(importing, "style_template", rows)


async def bring_preferences(importing: Import, source: TowerSource) -> None:
    """One of each type a user; what the user prefers here already stays."""
    work, actor = importing.work, importing.actor
    async for batch in source.rows("user_preferences"):
        brought = taken_over(importing, "preference", batch, _checked)
        rows = await told_apart(importing, "preference", brought)
        places = {
            row.id: (0, f"{row.columns['user_id']} {row.columns['preference_type']}")
            for row in rows
        }
        taken = await work.tower.taken(actor, "preference", list(places.values()))
        free = [
            row
            for row in rows
            if taken.setdefault(places[row.id], row.id) == row.id or not row.is_new
        ]
        for row in rows:
            if row not in free:
                says = "The user has a preference of this type here."
                importing.ledger.settled("preference", row.key, "kept", says)
        await written(importing, "preference", free)


def _checked(row: OldRow) -> Brought:
    """The preference as it is kept here.

    What stands under the type's own name is its `value`. Raises `UnfitRowError`, `InvalidError`.
    """
    brought = preference_of(row)
    columns = brought.columns
    kind, data = columns["preference_type"], columns["preference_data"]
    if "value" not in data and kind in data:
        data = {**data, "value": data[kind]}
    said = next(iter(preference_types({kind: data}).items()))
    kept = changed_preference(said[0], None, said[1])
    return Brought(key=row.key, columns={**columns, "preference_data": kept})
