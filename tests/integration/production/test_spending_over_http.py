"""What a user has spent, over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from api.app import create_app
from tools.domain.actor import LOCAL, Actor
from tools.ports.rendering import Usage
from tools.studio.paying import billed
from tools.studio.studio import Studio


@pytest.fixture
async def client(studio: Studio, settings: Any) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a studio with a limit."""
    app = create_app(settings)
    app.state.studio = replace(studio, daily_limit_usd=1.0)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    base_url = "http://127.0.0.1:8328"
    async with httpx.AsyncClient(transport=transport, base_url=base_url) as http:
        yield http


async def pay(studio: Studio, model: str, cost_usd: float | None, actor: Actor = LOCAL) -> None:
    async with billed(studio, actor, backend="gemini", model=model, price_usd=0.2) as bill:
        bill.paid(cost_usd, Usage(input_tokens=10, output_tokens=2))


async def test_nothing_spent_is_an_answer(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/spending")
    assert answer.json() == {
        "day": datetime.now(UTC).date().isoformat(),
        "total_usd": 0,
        "limit_usd": 1.0,
        "left_usd": 1.0,
        "models": [],
        "items": [],
        "next_cursor": None,
    }


async def test_the_day_stands_beside_its_limit_by_model(
    client: httpx.AsyncClient, studio: Studio
) -> None:
    await pay(studio, "small", 0.05)
    await pay(studio, "large", 0.15)
    await pay(studio, "new", None)
    await pay(studio, "small", 0.5, Actor(user="somebody else"))
    body = (await client.get("/api/spending")).json()
    assert body["total_usd"] == pytest.approx(0.4)
    assert body["left_usd"] == pytest.approx(0.6)
    assert [(m["model"], m["cost_usd"], m["unsettled_usd"]) for m in body["models"]] == [
        ("new", 0.2, 0.2),
        ("large", 0.15, 0.0),
        ("small", 0.05, 0.0),
    ]
    assert [(c["model"], c["settled"]) for c in body["items"]] == [
        ("new", False),
        ("large", True),
        ("small", True),
    ]


async def test_calls_come_a_page_at_a_time_newest_first(
    client: httpx.AsyncClient, studio: Studio
) -> None:
    for n in range(5):
        await pay(studio, f"m{n}", 0.01)
    seen: list[str] = []
    cursor: str | None = None
    for _ in range(3):
        params = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        body = (await client.get("/api/spending", params=params)).json()
        seen += [call["model"] for call in body["items"]]
        cursor = body["next_cursor"]
    assert seen == ["m4", "m3", "m2", "m1", "m0"]
    assert cursor is None


@pytest.mark.parametrize("cursor", ["???", "MTI"])
async def test_a_cursor_of_another_list_is_refused(client: httpx.AsyncClient, cursor: str) -> None:
    answer = await client.get("/api/spending", params={"cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (422, "BAD_CURSOR")
