"""Characters of an old database with their pictures, and the scores that it gave them."""

from __future__ import annotations

from dataclasses import dataclass

from uuid_utils.compat import uuid7

from tools.domain.design import design_of
from tools.domain.errors import StudioError
from tools.domain.pictures import Asset
from tools.domain.tower import Brought
from tools.domain.tower_rows import character_of, score_of
from tools.ports.tower import TowerPictures, TowerSource
from tools.studio.images import kept_image
from tools.studio.studio import Studio
from tools.studio.tower_keeping import (
    Import,
    Row,
    named_apart,
    taken_over,
    told_apart,
    written,
)
from tools.studio.tower_places import Places

_NO_FILE = "The picture {path} is not there or may not be read; its path is kept in `extra.tower`."


@dataclass(frozen=True, kw_only=True)
class Album:
    """Where picture files are found and kept; `studio` is None in a dry run, which keeps none."""

    files: TowerPictures
    studio: Studio | None


async def bring_characters(
    importing: Import, source: TowerSource, places: Places, album: Album
) -> None:
    async for batch in source.rows("characters"):
        asked = {row.key: row.columns.get("project_id") for row in batch}
        placed: list[Brought] = []
        for row in taken_over(importing, "character", batch, character_of):
            project_id, says = await places.of(asked[row.key])
            placed.append(_with_picture(album, _placed(row, project_id, says)))
        rows = [
            row
            for row in await told_apart(importing, "character", placed)
            if _there(importing, row)
        ]
        await named_apart(importing, "character", rows, scope="project_id")
        assets = {row.id: await _asset(importing, album, row) for row in rows}
        for row in rows:
            row.columns["design"] = design_of({})
            asset = assets[row.id]
            row.columns["image_path"] = asset.url if asset else None
        await written(importing, "character", rows)
        for row in rows:
            if asset := assets[row.id]:
                await _add_picture(importing, row, asset)


async def bring_scores(importing: Import, source: TowerSource) -> None:
    """The old scores, in the space `tower` and without a figure of ours."""
    work, actor = importing.work, importing.actor
    async for batch in source.rows("character_consistency_scores"):
        keys = {row.key: str(row.columns.get("character_id")) for row in batch}
        characters = await work.tower.known(
            actor, importing.source, "character", list(set(keys.values()))
        )
        ids = {key: note["id"] for key, note in characters.items()}
        designs = await work.tower.designs(actor, list(ids.values()))
        brought: list[Brought] = []
        for row in taken_over(importing, "score", batch, score_of):
            character_id = ids.get(keys[row.key])
            if character_id is None:
                says = f"Its character {keys[row.key]} was not brought."
                importing.ledger.skipped("score", row.key, says)
                continue
            columns = {**row.columns, "character_id": character_id}
            brought.append(Brought(key=row.key, columns=columns))
        rows: list[Row] = []
        for row in await told_apart(importing, "score", brought):
            design = designs.get(row.columns["character_id"])
            if design is None:
                says = "Its character was deleted here."
                importing.ledger.settled("score", row.key, "kept", says)
                continue
            row.columns["design"] = design
            rows.append(row)
        await written(importing, "score", rows)


def _placed(row: Brought, project_id: int | None, says: tuple[str, ...]) -> Brought:
    return Brought(
        key=row.key,
        columns={**row.columns, "project_id": project_id},
        notes=(*row.notes, *says),
    )


def _there(importing: Import, row: Row) -> bool:
    """Whether the row's project is there; else it is counted as kept away."""
    if row.columns["project_id"] is None:
        importing.ledger.settled("character", row.key, "kept", "Its project was deleted here.")
        return False
    return True


def _with_picture(album: Album, row: Brought) -> Brought:
    """The row with the size of its picture's file, so that a file that comes later is noticed."""
    path = _path(row.columns)
    size = album.files.size(path) if path else None
    notes = row.notes if size or not path else (*row.notes, _NO_FILE.format(path=path))
    return Brought(key=row.key, columns={**row.columns, "picture_bytes": size}, notes=notes)


async def _asset(importing: Import, album: Album, row: Row) -> Asset | None:
    """The row's picture, kept; None where it has none, or had the same before."""
    path = _path(row.columns)
    if album.studio is None or path is None or row.columns["picture_bytes"] is None:
        return None
    try:
        asset = await kept_image(album.studio, album.files.read(path))
    except (OSError, StudioError) as error:
        says = error.detail if isinstance(error, StudioError) else str(error)
        row.notes += (f"The picture {path} was left: {says}",)
        return None
    if not row.is_new:
        character = await importing.work.characters.get(importing.actor, row.id)
        if character.image_path == asset.url:
            return None
    return asset


async def _add_picture(importing: Import, row: Row, asset: Asset) -> None:
    work, actor = importing.work, importing.actor
    picture_id = uuid7()
    await work.links.link(actor, asset, subject=f"picture:{picture_id}", role="original")
    await work.pictures.add(
        actor,
        picture_id=picture_id,
        project_id=row.columns["project_id"],
        character_id=row.id,
        sha256=asset.sha256,
        name=row.columns["name"] or "Picture",
        domain="uploaded",
        design=row.columns["design"],
        provenance={
            "backend": "upload",
            "imported_from": importing.source,
            "path": _path(row.columns),
        },
    )


def _path(columns: dict[str, object]) -> str | None:
    extra = columns["extra"]
    kept = extra.get("tower") if isinstance(extra, dict) else None
    path = kept.get("image_path") if isinstance(kept, dict) else None
    return path if isinstance(path, str) else None
