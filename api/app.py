"""The HTTP service: routes, problems, borders."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api import problems
from api.borders import BodyLimit, LocalOrigin
from api.description import Described
from api.gate import Gate
from api.mcp import http as mcp
from api.metrics import Measured, Meter
from api.once import CreatedOnce, document
from api.routes import (
    analytics,
    assets,
    batches,
    bible,
    bible_characters,
    branches,
    character_templates,
    characters,
    chat,
    commands,
    consistency,
    delegation,
    director,
    echo_analysis,
    echo_generation,
    generations,
    health,
    metrics,
    pipeline,
    preference_analytics,
    preferences,
    projects,
    queue,
    reference_search,
    references,
    scene_generation,
    scene_validation,
    scenes,
    session,
    sheets,
    spending,
    style_templates,
    ui,
    webhooks,
    workflows,
)
from api.sample import load_sample
from api.settings import Settings
from api.wiring import Service, open_service
from tools.domain.actor import LOCAL
from tools.domain.errors import StudioError

_ROUTES = (
    projects,
    bible,
    bible_characters,
    characters,
    references,
    reference_search,
    consistency,
    style_templates,
    character_templates,
    preferences,
    preference_analytics,
    scenes,
    scene_generation,
    scene_validation,
    branches,
    director,
    echo_analysis,
    delegation,
    commands,
    echo_generation,
    generations,
    sheets,
    batches,
    queue,
    workflows,
    webhooks,
    spending,
    analytics,
    pipeline,
    chat,
    assets,
    session,
    health,
    metrics,
    ui,
)
_PROBLEM: dict[int | str, dict[str, Any]] = {
    "4XX": {
        "description": "A problem (RFC 9457).",
        "content": {problems.MEDIA_TYPE: {"schema": problems.Problem.model_json_schema()}},
    }
}


def create_app(
    settings: Settings,
    *,
    service: Service | None = None,
    url: str | None = None,
    sample: bool = False,
    bound: str = "127.0.0.1",
) -> FastAPI:
    """The application; without a `service` it opens its own when it starts, on `url` if given.

    `sample` loads the sample production first, where it is not there yet. `bound` is the address
    that the server listens on, which decides by what names it may be called.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None, None]:
        if service:
            _equip(app, service)
            async with mcp.serving(app, service.studio):
                yield
            return
        async with open_service(settings, url=url) as opened:
            if sample:
                await load_sample(opened.studio, LOCAL)
            _equip(app, opened)
            async with mcp.serving(app, opened.studio):
                yield

    app = Described(
        title="Echo Director",
        version=version("echo-director"),
        summary="A chat-driven agent service for anime and sprite production.",
        lifespan=lifespan,
        responses=_PROBLEM,
    )
    app.add_exception_handler(StudioError, problems.studio_problem)
    app.add_exception_handler(RequestValidationError, problems.validation_problem)
    app.add_exception_handler(HTTPException, problems.http_problem)
    app.add_exception_handler(Exception, problems.unexpected_problem)
    app.add_middleware(CreatedOnce)
    app.add_middleware(BodyLimit)
    app.add_middleware(Gate)
    app.add_middleware(LocalOrigin, bound=bound, hosts=settings.allowed_hosts)
    app.state.meter = Meter()
    app.add_middleware(Measured, meter=app.state.meter)
    for routes in _ROUTES:
        app.include_router(routes.router)
    document(app)
    app.router.routes.append(mcp.route())
    return app


def _equip(app: FastAPI, service: Service) -> None:
    app.state.service = service
    app.state.studio = service.studio
    app.state.director = service.director
