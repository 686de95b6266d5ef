"""Pictures and the assets under them in PostgreSQL."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from store.rows import Rows
from tools.domain.actor import Actor
from tools.domain.errors import NotFoundError
from tools.domain.naming import fold
from tools.domain.pictures import Asset, Picture, PictureDomain


class PictureRows(Rows):
    concept = "pictures"

    async def add(
        self,
        actor: Actor,
        *,
        picture_id: UUID,
        project_id: int | None,
        character_id: int | None,
        sha256: str,
        name: str,
        domain: PictureDomain,
        design: str | None,
        provenance: Mapping[str, Any],
    ) -> Picture:
        picture = await self._one(
            Picture,
            "add",
            picture_id=picture_id,
            workspace=actor.workspace,
            project_id=project_id,
            character_id=character_id,
            run_id=actor.run_id,
            sha256=sha256,
            name=name,
            stem=_file_stem(name),
            label_pattern=_literal(name) + " %",
            domain=domain,
            design=design,
            provenance=Jsonb(dict(provenance)),
        )
        return picture or await self.get(actor, picture_id)

    async def get(self, actor: Actor, picture_id: UUID) -> Picture:
        picture = await self._one(Picture, "get", workspace=actor.workspace, picture_id=picture_id)
        if picture is None:
            raise NotFoundError(f"There is no picture {picture_id}.", code="IMAGE_NOT_FOUND")
        return picture

    async def newest(self, actor: Actor, *, character_id: int) -> Picture | None:
        return await self._one(
            Picture, "newest", workspace=actor.workspace, character_id=character_id
        )

    async def recent(self, actor: Actor, *, project_id: int, limit: int) -> list[Picture]:
        rows = await self._all(
            Picture, "recent", workspace=actor.workspace, project_id=project_id, limit=limit
        )
        return rows[::-1]

    async def called(self, actor: Actor, project_id: int, spoken: str) -> list[Picture]:
        return await self._all(
            Picture,
            "called",
            workspace=actor.workspace,
            project_id=project_id,
            spoken=spoken.strip().lower(),
        )

    async def of_run(self, actor: Actor, run_id: UUID) -> list[Picture]:
        return await self._all(Picture, "of_run", workspace=actor.workspace, run_id=run_id)

    async def of_scene(self, actor: Actor, scene_id: int, *, limit: int) -> list[Picture]:
        return await self._all(
            Picture,
            "of_scene",
            workspace=actor.workspace,
            scene_id=str(scene_id),
            limit=limit,
        )


class AssetLinkRows(Rows):
    concept = "assets"

    async def link(self, actor: Actor, asset: Asset, *, subject: str, role: str) -> None:
        await self._run(
            "link",
            workspace=actor.workspace,
            subject=subject,
            role=role,
            sha256=asset.sha256,
            type=asset.type,
            size=asset.size,
            width=asset.width,
            height=asset.height,
        )

    async def get(self, actor: Actor, sha256: str) -> Asset:
        asset = await self._one(Asset, "get", workspace=actor.workspace, sha256=sha256)
        if asset is None:
            raise NotFoundError("There is no such file.", code="ASSET_NOT_FOUND")
        return asset


def _file_stem(name: str) -> str:
    """A file name that every system takes: letters of any script, digits and underscores."""
    return re.sub(r"\W+", "_", fold(name)).strip("_") or "picture"


def _literal(name: str) -> str:
    return name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
