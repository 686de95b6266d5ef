"""Pictures by Gemini through the purse: nothing is sent over the limit, nothing is paid twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from store.database import open_database
from store.files import AssetFiles
from tests.integration.hosted_models.gemini_server import Drop, Gemini, drawn
from tests.integration.hosted_models.test_pictures_over_http import (
    ASKED,
    COST_USD,
    QUOTA,
    USAGE,
    no_picture,
    picture,
)
from tests.integration.hosted_models.test_vision_over_http import PNG
from tools.backends.embedders.embedded import EmbeddedEmbedder
from tools.backends.gemini.authors import GeminiAuthor
from tools.backends.gemini.painting import GeminiPainter
from tools.domain.actor import LOCAL, Actor
from tools.domain.errors import SpendingLimitError
from tools.domain.spending import PaidCall
from tools.ports.rendering import (
    BackendBusyError,
    BackendRejectedError,
    RenderRequest,
    RenderResult,
)
from tools.studio.paying import AnswerLostError, drawn_once, paid
from tools.studio.studio import Studio


@pytest.fixture
async def studio(database_url: str, tmp_path: Path) -> AsyncIterator[Studio]:
    async with open_database(database_url) as database:
        yield Studio(
            store=database.store,
            files=AssetFiles.in_folder(tmp_path / "assets"),
            renderers=(),
            embedder=EmbeddedEmbedder(),
            watch=database.news,
        )


@pytest.fixture
async def actor(studio: Studio) -> Actor:
    run_id = uuid7()
    async with studio.store.begin(LOCAL) as work:
        await work.runs.add(LOCAL, run_id=run_id, kind="generation", input={})
    return LOCAL.on_behalf_of(run_id)


@pytest.fixture
async def painter(gemini: Gemini) -> AsyncIterator[GeminiPainter]:
    opened = GeminiPainter(api_key="k", base_url=gemini.url, timeout_s=5)
    yield opened
    await opened.close()


async def made(
    studio: Studio, actor: Actor, painter: GeminiPainter, request: RenderRequest = ASKED
) -> RenderResult:
    return await drawn_once(
        studio,
        actor,
        key="k",
        node="render",
        backend=painter.name,
        price_usd=painter.price_usd(request),
        draw=lambda: painter.render(request),
    )


async def booked(studio: Studio) -> list[PaidCall]:
    async with studio.store.read(LOCAL) as work:
        return await work.spending.newest(LOCAL, before=None, limit=10)


async def test_a_picture_over_the_limit_is_never_asked_for(
    gemini: Gemini, studio: Studio, actor: Actor, painter: GeminiPainter
) -> None:
    with pytest.raises(SpendingLimitError):
        await made(replace(studio, daily_limit_usd=0.01), actor, painter)
    assert gemini.seen == []
    assert await booked(studio) == []


async def test_a_picture_is_paid_for_once(
    gemini: Gemini, studio: Studio, actor: Actor, painter: GeminiPainter
) -> None:
    gemini.answers = [drawn(picture(), usage=USAGE)]
    first = await made(studio, actor, painter)
    assert await made(studio, actor, painter) == first
    assert len(gemini.seen) == 1
    (call,) = await booked(studio)
    assert call.cost_usd == pytest.approx(COST_USD)
    assert (call.backend, call.model, call.settled) == ("gemini", painter.model, True)
    assert (call.input_tokens, call.output_tokens) == (1000, 1420)


async def test_after_a_full_quota_it_is_asked_again(
    gemini: Gemini, studio: Studio, actor: Actor, painter: GeminiPainter
) -> None:
    gemini.answers = [(429, QUOTA), drawn(picture(), usage=USAGE)]
    with pytest.raises(BackendBusyError):
        await made(studio, actor, painter)
    await made(studio, actor, painter)
    assert [call.cost_usd for call in await booked(studio)] == [pytest.approx(COST_USD), 0.0]


async def test_after_a_broken_connection_it_is_not(
    gemini: Gemini, studio: Studio, actor: Actor, painter: GeminiPainter
) -> None:
    gemini.answers = [Drop(), drawn(picture(), usage=USAGE)]
    for _ in range(2):
        with pytest.raises(AnswerLostError):
            await made(studio, actor, painter)
    assert len(gemini.seen) == 1
    (call,) = await booked(studio)
    assert (call.cost_usd, call.settled) == (pytest.approx(painter.price_usd(ASKED)), False)


async def test_a_refusal_is_booked_at_what_it_cost(
    gemini: Gemini, studio: Studio, actor: Actor, painter: GeminiPainter
) -> None:
    gemini.answers = [no_picture("IMAGE_SAFETY")]
    with pytest.raises(BackendRejectedError) as refused:
        await made(studio, actor, painter)
    assert refused.value.code == "SAFETY_REFUSED"
    (call,) = await booked(studio)
    assert (call.cost_usd, call.settled) == (pytest.approx(COST_USD), True)


async def test_seeing_is_billed_by_its_tokens(gemini: Gemini, studio: Studio, actor: Actor) -> None:
    answer: dict[str, Any] = {
        "candidates": [{"content": {"parts": [{"text": '{"instigator": {}}'}]}}],
        "usageMetadata": {"promptTokenCount": 2000, "candidatesTokenCount": 400},
    }
    gemini.answers = [answer]
    author = GeminiAuthor("gemini:gemini-2.5-flash", api_key="k", base_url=gemini.url)
    for _ in range(2):
        said = await paid(
            studio, actor, "dna", ["a"], author, lambda seer: seer.see([("instigator", PNG)])
        )
        assert said == {"instigator": {}}
    await author.close()
    assert len(gemini.seen) == 1
    (call,) = await booked(studio)
    assert call.cost_usd == pytest.approx((2000 * 0.30 + 400 * 2.50) / 1_000_000)
    assert (call.model, call.settled) == ("gemini-2.5-flash", True)
    assert call.cost_usd < author.price_usd
