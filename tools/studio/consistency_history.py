"""A character's scores over time: the rows, their trend, and what a finding looks like."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from tools.domain.actor import Actor
from tools.domain.assessments import Validation
from tools.domain.characters import Character
from tools.domain.consistency import Place, Region
from tools.domain.errors import NotFoundError
from tools.domain.paging import LIMIT_DEFAULT, Page
from tools.domain.trends import Tendency, tendency
from tools.domain.windows import span
from tools.imaging.thumbnail import thumbnail
from tools.studio.images import pixels_at
from tools.studio.studio import Studio

TREND_ROWS = 200
TREND_ROWS_MOST = 500
_CROP_SIDE_PX = 240
Shown = Literal["picture", "reference"]


@dataclass(frozen=True, kw_only=True)
class ConsistencyHistory:
    """A page of scores, newest first, and what the newest `trend_rows` of the window say."""

    character: Character
    page: Page[Validation]
    tendency: Tendency
    trend_rows: int


async def consistency_history(
    studio: Studio,
    actor: Actor,
    character_id: int,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = LIMIT_DEFAULT,
    cursor: str | None = None,
    trend_rows: int = TREND_ROWS,
) -> ConsistencyHistory:
    """The scores from `since` to before `until`; either end may be open.

    Raises `NotFoundError` (`CHARACTER_NOT_FOUND`), `InvalidError` (`BAD_WINDOW`, `BAD_CURSOR`).
    """
    span(since, until)
    async with studio.store.read(actor) as work:
        character = await work.characters.get(actor, character_id)
        page = await work.scores.page(
            actor, character_id, since=since, until=until, limit=limit, cursor=cursor
        )
        points = await work.scores.points(
            actor, character_id, since=since, until=until, limit=trend_rows
        )
    return ConsistencyHistory(
        character=character, page=page, tendency=tendency(points), trend_rows=trend_rows
    )


async def region_crop(
    studio: Studio, actor: Actor, character_id: int, score_id: int, region: Region, shown: Shown
) -> bytes:
    """A score's region cut out of the picture, or of what it was held against, as a small PNG.

    Raises `NotFoundError` (`CHARACTER_NOT_FOUND`, `SCORE_NOT_FOUND`, `CROP_NOT_FOUND`,
    `ASSET_NOT_FOUND`).
    """
    async with studio.store.read(actor) as work:
        await work.characters.get(actor, character_id)
        found = await work.scores.get(actor, character_id, score_id)
        sha256, place = cut_of(found, region, shown)
        asset = None if sha256 is None else await work.links.get(actor, sha256)
    if asset is None or place is None:
        raise NotFoundError(
            f"The score {score_id} has no {region.value} in the {shown}.", code="CROP_NOT_FOUND"
        )
    name = f"crop-{place.left}-{place.top}-{place.right}-{place.bottom}.png"
    if (kept := await studio.files.derived(asset.sha256, name)) is not None:
        return kept
    pixels = await pixels_at(studio, asset.sha256)
    part = pixels[place.top : place.bottom, place.left : place.right]
    png = await asyncio.to_thread(thumbnail, part, _CROP_SIDE_PX)
    await studio.files.keep_derived(asset.sha256, name, png)
    return png


def differences_in(report: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The regions' differences that a score's report holds, of a comparison or of a new design."""
    if isinstance(report.get("regions"), list):
        return report["regions"]
    change = report.get("design_change") or {}
    return [one["difference"] for one in change.get("regions", [])]


def cut_of(found: Validation, region: Region, shown: Shown) -> tuple[str | None, Place | None]:
    """The file and the place of a region, in its own pixels; None where the score has none."""
    report = found.report
    place = next(
        (
            one.get(f"{'candidate' if shown == 'picture' else 'reference'}_place")
            for one in differences_in(report)
            if one.get("region") == region.value
        ),
        None,
    )
    if shown == "reference":
        sha256 = found.reference_sha256 or report.get("compared_with")
    else:
        sha256 = found.picture_sha256
    if place is None or sha256 is None:
        return None, None
    cut = Place.model_validate(place)
    within = report.get("within") if shown == "picture" else None
    return sha256, _moved(cut, Place.model_validate(within)) if within else cut


def _moved(cut: Place, within: Place) -> Place:
    return Place(
        left=cut.left + within.left,
        top=cut.top + within.top,
        right=cut.right + within.left,
        bottom=cut.bottom + within.top,
    )
