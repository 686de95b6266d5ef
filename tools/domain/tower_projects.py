"""Which old project a row of an old Tower database belongs to.

The documented shape keys `episodes` by UUID while children carry an integer that cannot refer to
it. The integer is an episode's `metadata.project_id`, else its place by creation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tools.domain.tower import OldRow
from tools.domain.tower_values import moment

_LATEST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class OldProjects:
    """The keys of old projects by what their children may call them."""

    by_key: dict[str, str] = field(default_factory=dict[str, str])
    by_number: dict[int, str] = field(default_factory=dict[int, str])
    doubled: tuple[tuple[str, int], ...] = ()
    """Episodes whose number an earlier one has already."""

    def meant(self, project_id: Any) -> str | None:
        """The key of the project that a child's `project_id` means, None where there is none."""
        if isinstance(project_id, bool) or project_id is None:
            return None
        text = str(project_id).strip()
        if isinstance(project_id, int) or text.lstrip("-").isdecimal():
            return self.by_number.get(int(text)) if len(text) < 20 else None
        return self.by_key.get(text.lower())


def match_projects(projects: Sequence[OldRow], episodes: Sequence[OldRow]) -> OldProjects:
    """Rows of `projects` keep their numbers; episodes take what those leave free.

    Without a `projects` table an episode that names no number of its own counts by its place, as
    long as no other episode names that number.
    """
    by_number = {
        int(row.key.partition(":")[2]): row.key
        for row in projects
        if row.key.partition(":")[2].isdecimal()
    }
    stated: dict[str, int] = {}
    doubled: list[tuple[str, int]] = []
    in_order = sorted(episodes, key=_created)
    for row in in_order:
        number = stated_number(row)
        if number is None:
            continue
        stated[row.key] = number
        if number in by_number:
            doubled.append((row.key, number))
        else:
            by_number[number] = row.key
    if not projects:
        for place, row in enumerate(in_order, start=1):
            if row.key not in stated:
                by_number.setdefault(place, row.key)
    by_key = {row.key.partition(":")[2].lower(): row.key for row in (*projects, *episodes)}
    return OldProjects(by_key=by_key, by_number=by_number, doubled=tuple(doubled))


def stated_number(row: OldRow) -> int | None:
    """An episode's `metadata.project_id`, as a number or written as text."""
    metadata = row.columns.get("metadata")
    number: Any = metadata.get("project_id") if isinstance(metadata, dict) else None
    if isinstance(number, str) and number.strip().isdecimal() and len(number) < 20:
        return int(number)
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def _created(row: OldRow) -> tuple[datetime, str]:
    return moment(row.columns.get("created_at")) or _LATEST, row.key
