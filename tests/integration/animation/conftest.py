"""Characters of the sample who fight, over HTTP, with one real service behind all."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from PIL import Image, ImageDraw

from api.app import create_app
from api.databases import copied_database, dropped_database
from api.sample import load_sample
from api.settings import Settings
from api.wiring import Service, open_service
from tools.domain.actor import LOCAL
from tools.studio.finding import find_character

PIPELINE = "/api/pipeline"
OURS = {"X-Requested-With": "test"}


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A client, and the numbers of the sample's project and of those who fight in it."""

    http: httpx.AsyncClient
    service: Service
    project: int
    kai: int
    genzo: int

    async def post(self, path: str, **body: Any) -> httpx.Response:
        return await self.http.post(f"{PIPELINE}{path}", json=body)

    async def get(self, path: str) -> httpx.Response:
        return await self.http.get(f"{PIPELINE}{path}")

    async def bytes_at(self, url: str) -> bytes:
        answer = await self.http.get(url)
        assert answer.status_code == 200, answer.text
        return answer.content

    async def upload(self, path: str, png: bytes, **form: Any) -> httpx.Response:
        return await self.http.post(
            f"{PIPELINE}{path}", files={"file": ("a.png", png)}, data=form, headers=OURS
        )

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

    async def alone(self, **fields: Any) -> int:
        """The number of a new animation of Kai alone."""
        return await self.begun(generation_mode="single", responder_character_ids=[], **fields)

    async def scripted(self, animation: int, action: str = "heavy_attack", **body: Any) -> Any:
        asked = {"project_id": animation, "action_type": action} | body
        return told(await self.post("/dual/generate-script", **asked))

    async def confirmed(self, animation: int, response: Any = "Staggered Hit") -> Any:
        body = {"project_id": animation, "responder_action": response}
        return told(await self.post("/dual/confirm-responder", **body))

    async def drawn(self, animation: int, mode: str = "dual") -> Any:
        return told(await self.post(f"/{mode}/generate-sprites", project_id=animation))


def told(answer: httpx.Response) -> Any:
    """What a request that went well answers."""
    assert answer.status_code == 200, answer.text
    return answer.json()


def refused(answer: httpx.Response) -> tuple[int, str]:
    """Status and code of a problem."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return answer.status_code, answer.json()["code"]


def knight_png(side: int = 256, fill: str = "#6a7890") -> bytes:
    """A small figure of our own with head, trunk, arms and legs, on white."""
    image = Image.new("RGB", (side, side), "#ffffff")
    draw = ImageDraw.Draw(image)
    unit = side / 16
    parts = (
        ((6, 1, 10, 5), "#e0b090"), ((5.5, 5, 10.5, 10.5), fill), ((4, 5.2, 5.4, 10), fill),
        ((10.6, 5.2, 12, 10), fill), ((5.8, 10.5, 7.7, 15), "#3a3030"),
        ((8.3, 10.5, 10.2, 15), "#3a3030"),
    )  # fmt: skip
    for box, color in parts:
        draw.rectangle([value * unit for value in box], fill=color, outline="#181018")
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture(scope="session")
async def stage(
    template_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Stage]:
    url = copied_database(template_url, f"test_{uuid4().hex[:12]}")
    home: Path = tmp_path_factory.mktemp("stage")
    settings = Settings(data_dir=home, lease_s=1.0, render_workers=1, model="embedded")
    async with open_service(settings, url=url) as service:
        project = await load_sample(service.studio, LOCAL)
        kai, _ = await find_character(service.studio, LOCAL, project.id, "Kai")
        genzo, _ = await find_character(service.studio, LOCAL, project.id, "Genzo")
        app = create_app(settings, service=service)
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        base = "http://127.0.0.1:8328"
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url=base, timeout=60) as http,
        ):
            yield Stage(http=http, service=service, project=project.id, kai=kai.id, genzo=genzo.id)
    dropped_database(url)
