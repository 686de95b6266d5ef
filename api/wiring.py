"""The one composition root: the service, the command line, the evals and the tests start here."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Generator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace

import psycopg
from langchain_core.language_models import BaseChatModel
from procrastinate.exceptions import ConnectorException
from psycopg_pool import PoolTimeout

from agent.models import ModelSettings, chat_model, close_model
from agent.writing import ModelWriter
from api.backends import Backends, embedded_sheets, open_backends, open_embedded
from api.databases import ready_database, shared_database
from api.drives import drives, this_process
from api.settings import Backend, Settings
from api.upkeep import collecting
from api.webhooks import telling
from api.worker import Post, enter_tasks, working
from graph.director.turns import Director
from store.assets import PostgresAssetLedger
from store.database import Connections, Database, open_database
from store.files import AssetFiles
from store.fleet import PostgresFleet
from store.leases import PostgresLeases
from store.schema import UnfitDatabaseError, pending
from tools.backends.embedders.calibrations import shipped_calibrations
from tools.backends.embedders.embedded import EmbeddedEmbedder
from tools.catalog.catalog import CATALOG
from tools.domain.actor import LOCAL
from tools.domain.queues import met_in, queues_of
from tools.ports.embedding import Embedder
from tools.ports.rendering import Renderer
from tools.studio.offline import MemoryFiles, NoRuns, NoStore
from tools.studio.studio import Studio

_log = logging.getLogger(__name__)
_DATABASE = "echo_director"
_EVERYWHERE: tuple[Backend, ...] = ("sketch", "cutout")
"""Backends that need nothing, for animations of which only a part is drawn by another."""


@dataclass(frozen=True, kw_only=True)
class Service:
    """Everything that one process of Echo Director has open."""

    settings: Settings
    studio: Studio
    director: Director
    database: Database
    files: AssetFiles
    backends: Backends


@asynccontextmanager
async def open_service(
    settings: Settings, *, url: str | None = None, renderers: tuple[Renderer, ...] | None = None
) -> AsyncGenerator[Service, None]:
    """Open everything on an upgraded database (`url`, else the one that the settings name).

    `renderers` of `open_renderers` may be shared by several services. Raises
    `DatabaseStartError`, `UnfitDatabaseError`.
    """
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(
            open_database(url or await ready_database(settings))
        )
        backends, files = await _opened(stack, settings, renderers), _files(settings, database)
        model = await stack.enter_async_context(_conversing(settings))
        studio = replace(
            _studio(settings, database, files, backends), writer=_writer(settings, model)
        )
        await _load_calibrations(database)
        service = Service(
            settings=settings,
            studio=studio,
            director=_director(settings, studio, database, model),
            database=database,
            files=files,
            backends=backends,
        )
        post = Post(
            name=this_process(),
            queues=queues_of(settings.backend),
            concurrency=settings.worker_concurrency,
            lease_s=settings.lease_s,
        )
        await stack.enter_async_context(_driving(settings, studio, database, post))
        await stack.enter_async_context(_recovering(service))
        await stack.enter_async_context(telling(settings, database, post.name))
        await stack.enter_async_context(collecting(database.pool, files))
        yield service


@asynccontextmanager
async def open_worker(
    settings: Settings, backends: Sequence[Backend], concurrency: int, *, grace_s: float = 5.0
) -> AsyncGenerator[Post, None]:
    """A worker of the fleet, for the queues of these backends, beside a service that runs.

    Raises `UnavailableError` where there is no database or asset store to share, and
    `UnfitDatabaseError` where the database is of another release.
    """
    queues = queues_of(backends)
    met = met_in(queues, settings.backend)
    also = [name for name in settings.backend if name in met]
    able = settings.model_copy(
        update={
            "backend": tuple(dict.fromkeys([*backends, *also, *_EVERYWHERE])),
            "render_workers": settings.render_workers or concurrency,
        }
    )
    url = await asyncio.to_thread(shared_database, able)
    if behind := await pending(url):
        raise UnfitDatabaseError(
            f"The database lacks {len(behind)} migrations of this release. Start the service of "
            "this release first, or run `echo-director db upgrade`."
        )
    most = Connections()
    budget = Connections(
        pool=min(concurrency + 4, most.pool),
        checkpoints=min(concurrency + 1, most.checkpoints),
        jobs=min(4, most.jobs),
    )
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(url, budget))
        opened, files = await _opened(stack, able), _files(able, database)
        studio = _studio(able, database, files, opened)
        post = Post(
            name=this_process(),
            queues=queues,
            concurrency=concurrency,
            lease_s=able.lease_s,
            grace_s=grace_s,
        )
        await stack.enter_async_context(_driving(able, studio, database, post))
        yield post


@asynccontextmanager
async def _driving(
    settings: Settings, studio: Studio, database: Database, post: Post
) -> AsyncGenerator[None, None]:
    """Take jobs for as long as the block runs."""
    enter_tasks(database.jobs, drives(settings, studio, database))
    fleet = PostgresFleet(database.pool, database.jobs)
    async with working(database.jobs, fleet, post):
        yield


@asynccontextmanager
async def open_studio(settings: Settings) -> AsyncGenerator[Studio, None]:
    """The use cases on the configured database, without director, worker or recovery."""
    async with AsyncExitStack() as stack:
        url = await ready_database(settings)
        database = await stack.enter_async_context(open_database(url))
        backends, files = await _opened(stack, settings), _files(settings, database)
        yield _studio(settings, database, files, backends)


@contextlib.contextmanager
def open_offline(settings: Settings) -> Generator[Studio, None, None]:
    """The use cases that need no database, for commands that turn files into files."""
    with open_embedded(settings) as embedded:
        yield Studio(
            store=NoStore(),
            files=MemoryFiles(),
            renderers=embedded.renderers,
            embedder=EmbeddedEmbedder(),
            watch=NoRuns(),
            picture_side_px=settings.picture_side_px,
            sprite_renderers=embedded_sheets(settings, embedded),
            guide=embedded.guide,
        )


async def prepared(settings: Settings) -> str:
    """The URL of the upgraded database, once the models are known to be configured.

    What is wrong with the settings shows here, before a server starts. Raises
    `ModelNotConfiguredError`, `AuthorNotConfiguredError`, `DatabaseStartError`,
    `UnfitDatabaseError`.
    """
    if settings.model != "embedded":
        chat_model(settings.model, _access(settings))
    async with AsyncExitStack() as stack:
        await _opened(stack, settings)
    return await ready_database(settings)


def _studio(
    settings: Settings, database: Database, files: AssetFiles, backends: Backends
) -> Studio:
    return Studio(
        store=database.store,
        files=files,
        renderers=backends.renderers,
        embedder=chosen_embedder(settings),
        watch=database.news,
        patience_s=settings.patience_s,
        picture_side_px=settings.picture_side_px,
        clip_frames_most=settings.clip_frames_most,
        sprite_renderers=backends.sprite_renderers,
        seer=backends.author,
        suggester=backends.author,
        author=backends.author,
        guide=backends.guide,
        adviser=backends.adviser,
        workflow_check=backends.workflow_check,
        daily_limit_usd=settings.daily_limit_usd,
        keeps_metadata=settings.picture_metadata == "keep",
    )


def _files(settings: Settings, database: Database) -> AssetFiles:
    """Raises `AssetStoreUnavailableError` where the configured store cannot be meant."""
    return AssetFiles.at(
        settings.assets_url,
        folder=settings.data_dir / "assets",
        ledger=PostgresAssetLedger(database.pool),
    )


@contextlib.contextmanager
def open_renderers(settings: Settings) -> Generator[tuple[Renderer, ...], None, None]:
    """The embedded picture renderers that are configured, to be shared by several services."""
    with open_embedded(settings) as embedded:
        yield embedded.renderers


async def _opened(
    stack: AsyncExitStack, settings: Settings, renderers: tuple[Renderer, ...] | None = None
) -> Backends:
    """All configured backends; `renderers` are taken for the embedded ones where they are given."""
    embedded = stack.enter_context(open_embedded(settings))
    if renderers:
        embedded = replace(embedded, renderers=renderers)
    return await stack.enter_async_context(open_backends(settings, embedded))


def chosen_embedder(settings: Settings) -> Embedder:
    if settings.clip:
        from tools.backends.embedders.clip import load_clip

        return load_clip(settings.clip)
    return EmbeddedEmbedder()


@asynccontextmanager
async def _conversing(settings: Settings) -> AsyncGenerator[BaseChatModel, None]:
    """The configured chat model, with whatever it keeps open to its provider."""
    model = chat_model(settings.model, _access(settings))
    try:
        yield model
    finally:
        await close_model(model)


def _writer(settings: Settings, model: BaseChatModel) -> ModelWriter | None:
    """Who words analyses: the chat model where it is a hosted one, else nobody."""
    return None if settings.model == "embedded" else ModelWriter(model, settings.model)


def _director(
    settings: Settings, studio: Studio, database: Database, model: BaseChatModel
) -> Director:
    return Director(
        studio=studio,
        leases=PostgresLeases(database.pool, database.news),
        model=model.bind_tools([tool.schema() for tool in CATALOG.values()]),
        catalog=CATALOG,
        checkpoints=database.checkpoints,
        owner=this_process(),
        lease_s=settings.lease_s,
    )


async def _load_calibrations(database: Database) -> None:
    """Write the calibrations that ship with this release as rows."""
    async with database.store.begin(LOCAL) as work:
        for row in shipped_calibrations():
            await work.calibrations.put(
                LOCAL,
                space=row.space,
                domain=row.domain,
                data_set=row.data_set,
                n=row.n,
                ece=row.ece,
                parameters=row.model_dump(include={"a", "b", "c"}),
                fitted_at=row.fitted_at.isoformat(),
            )


@asynccontextmanager
async def _recovering(service: Service) -> AsyncGenerator[None, None]:
    """Pick up the turns of processes that died, now and while this one runs."""

    async def look() -> None:
        while True:
            try:
                await service.director.recover()
            except (psycopg.Error, PoolTimeout, ConnectorException):
                _log.warning(
                    "The recovery could not reach the database; it looks again.", exc_info=True
                )
            await asyncio.sleep(service.settings.lease_s / 2)

    task = asyncio.create_task(look(), name="recovery")
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await service.director.close()


def _access(settings: Settings) -> ModelSettings:
    """Key and address of the chosen model's provider."""
    provider = settings.model.partition(":")[0]
    keys = {"gemini": settings.gemini_api_key, "openai": settings.openai_api_key}
    brain = settings.echo_brain_url
    addresses = {
        "gemini": settings.gemini_base_url,
        "openai": settings.openai_base_url,
        "echo-brain": brain.get_secret_value() if brain else None,
    }
    key = keys.get(provider)
    return ModelSettings(
        api_key=key.get_secret_value() if key else None, base_url=addresses.get(provider)
    )
