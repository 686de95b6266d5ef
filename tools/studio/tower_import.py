"""Bringing an old Tower database over, again and again without doubling anything."""

from __future__ import annotations

from tools.domain.actor import Actor
from tools.domain.tower import Ledger, TowerReport
from tools.ports.tower import TowerPictures, TowerSource
from tools.studio.studio import Studio
from tools.studio.tower_belongings import bring_preferences, bring_styles
from tools.studio.tower_bibles import Bibles
from tools.studio.tower_characters import Album, bring_characters, bring_scores
from tools.studio.tower_keeping import Import
from tools.studio.tower_places import bring_projects
from tools.studio.tower_scenes import bring_scenes

DOCUMENTED = (
    "episodes", "characters", "scenes", "project_bibles", "bible_characters",
    "character_consistency_scores", "style_templates", "user_preferences",
)  # fmt: skip
"""The tables of the documented shape."""


class _OnlyLookedError(Exception):
    """Undoes what a dry run wrote."""


async def import_tower(
    studio: Studio,
    actor: Actor,
    source: TowerSource,
    pictures: TowerPictures,
    *,
    dry_run: bool = False,
) -> TowerReport:
    """Take over what is new or changed in the old database, in one transaction.

    A row that was brought before is known again by its table and id under the old database's name.
    What was edited or deleted here since stays so and is reported, as is each row that cannot be
    taken over. A dry run does all of it but keeps no files, and undoes it. Raises `ForbiddenError`.
    """
    ledger = Ledger()
    tables = await source.tables()
    try:
        async with studio.store.begin(actor) as work:
            importing = Import(work=work, actor=actor, source=source.name, ledger=ledger)
            await work.tower.alone(actor, source.name)
            places = await bring_projects(importing, source)
            album = Album(files=pictures, studio=None if dry_run else studio)
            await bring_characters(importing, source, places, album)
            await bring_scenes(importing, source, places)
            await Bibles(importing).bring(source, places)
            await bring_scores(importing, source)
            await bring_styles(importing, source)
            await bring_preferences(importing, source)
            if dry_run:
                raise _OnlyLookedError
    except _OnlyLookedError:
        pass
    return ledger.report(source.name, _missing(tables), dry_run=dry_run)


def _missing(tables: frozenset[str]) -> list[str]:
    """Tables of the documented shape that are not there; `projects` stands for `episodes`."""
    there = tables | {"episodes"} if "projects" in tables else tables
    return [table for table in DOCUMENTED if table not in there]
