"""Two characters of the sample who fight, over HTTP, with a real service behind."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from api.sample import load_sample
from tools.domain.actor import LOCAL
from tools.studio.finding import find_character

PIPELINE = "/api/pipeline"


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A client, and the numbers of the sample's project and of those who fight in it."""

    http: httpx.AsyncClient
    project: int
    kai: int
    genzo: int

    async def post(self, path: str, **body: Any) -> httpx.Response:
        return await self.http.post(f"{PIPELINE}{path}", json=body)

    async def begun(self, **fields: Any) -> int:
        """The number of a new animation: Kai against Genzo, small, seen from the side."""
        body = {
            "generation_mode": "dual",
            "sprite_px": 64,
            "project_id": self.project,
            "character_id": self.kai,
            "responder_character_ids": [self.genzo],
        } | fields
        made = await self.post("/projects", **body)
        assert made.status_code == 201, made.text
        return made.json()["id"]

    async def scripted(self, animation: int, action: str = "heavy_attack", **body: Any) -> Any:
        asked = {"project_id": animation, "action_type": action} | body
        return await told(await self.post("/dual/generate-script", **asked))

    async def confirmed(self, animation: int, response: Any = "Staggered Hit") -> Any:
        body = {"project_id": animation, "responder_action": response}
        return await told(await self.post("/dual/confirm-responder", **body))

    async def drawn(self, animation: int) -> Any:
        return await told(await self.post("/dual/generate-sprites", project_id=animation))


async def told(answer: httpx.Response) -> Any:
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
async def stage(client: httpx.AsyncClient, service: Any) -> AsyncIterator[Stage]:
    studio = service.studio
    project = await load_sample(studio, LOCAL)
    kai, _ = await find_character(studio, LOCAL, project.id, "Kai")
    genzo, _ = await find_character(studio, LOCAL, project.id, "Genzo")
    yield Stage(http=client, project=project.id, kai=kai.id, genzo=genzo.id)
