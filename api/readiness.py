"""What is configured, reachable and missing, and what to do about it."""

from __future__ import annotations

import asyncio
from importlib.util import find_spec

from pydantic import BaseModel

from api.backends import Backends
from api.settings import Settings
from api.wiring import Service
from store.schema import UnfitDatabaseError, pending
from tools.domain.actor import LOCAL
from tools.domain.errors import StudioError
from tools.domain.queues import queues_of
from tools.studio.keys import keys_exist

_EMBEDDED = ("sketch", "cutout")
_ANSWER_S = 15.0


class Finding(BaseModel):
    """One part of the service. `advice` says what to do where `ok` is false."""

    part: str
    ok: bool
    needed: bool
    detail: str
    advice: str = ""


async def examine(service: Service) -> list[Finding]:
    return [
        await _database(service),
        await _jobs(service),
        await _assets(service),
        await _borders(service),
        *await backends(service.settings, service.backends),
        *await adviser(service.backends),
        model(service.settings),
        vision(service.settings),
        clip(service.settings),
    ]


async def _database(service: Service) -> Finding:
    where = "configured" if service.settings.database_url else "embedded"
    try:
        async with asyncio.timeout(5), service.database.pool.connection() as connection:
            row = await (
                await connection.execute(
                    "select current_setting('server_version'), extversion from pg_extension "
                    "where extname = 'vector'"
                )
            ).fetchone()
    except Exception as error:
        return Finding(
            part="database",
            ok=False,
            needed=True,
            detail=f"{where}: {type(error).__name__}",
            advice="Start it, or look into server.log in the data directory.",
        )
    version, vector = row or ("?", "?")
    detail = f"{where}, PostgreSQL {version}, pgvector {vector}"
    try:
        missing = await pending(service.database.url)
    except UnfitDatabaseError as error:
        return Finding(part="database", ok=False, needed=True, detail=detail, advice=str(error))
    advice = "Start the service again; it brings the database up to date." if missing else ""
    return Finding(part="database", ok=not missing, needed=True, detail=detail, advice=advice)


async def _jobs(service: Service) -> Finding:
    if service.settings.worker_concurrency == 0:
        return await _fleet(service)
    alive = any(task.get_name() == "worker" and not task.done() for task in asyncio.all_tasks())
    advice = "" if alive else "Start the service again; its log says why the worker ended."
    return Finding(
        part="jobs", ok=alive, needed=True, detail="worker inside the service", advice=advice
    )


async def _fleet(service: Service) -> Finding:
    """Whether others take the jobs that this service leaves to them; it serves without, too."""
    try:
        async with asyncio.timeout(5), service.studio.store.read(LOCAL) as work:
            figures = await work.runs.queue_figures()
    except Exception as error:
        detail = f"left to the fleet, which cannot be asked after: {type(error).__name__}"
        return Finding(part="jobs", ok=False, needed=False, detail=detail)
    taken = queues_of(service.settings.backend)
    counts = {one.queue: one.workers for one in figures if one.queue in taken}
    told = ", ".join(f"{queue} {count}" for queue, count in counts.items())
    lonely = [queue for queue, count in counts.items() if not count]
    advice = f"Start `echo-director worker` for: {', '.join(lonely)}." if lonely else ""
    return Finding(
        part="jobs",
        ok=not lonely,
        needed=False,
        detail=f"left to the fleet, workers alive: {told or 'none'}",
        advice=advice,
    )


async def backends(settings: Settings, opened: Backends) -> list[Finding]:
    """Each configured renderer as it is now, and each ComfyUI server behind it."""
    asked = {renderer.name: renderer for renderer in (*opened.sprite_renderers, *opened.renderers)}
    names = [name for name in settings.backend if name in asked]
    states = dict(zip(names, await asyncio.gather(*(asked[n].ready() for n in names)), strict=True))
    draws = {name for name, now in states.items() if "text_to_image" in now.capabilities}
    findings = [
        Finding(
            part=f"backend {name}",
            ok=now.ok,
            needed=name in _EMBEDDED or not draws - {name},
            detail=now.detail,
            advice=now.advice,
        )
        for name, now in states.items()
    ]
    if not draws:
        advice = "Nothing can draw from words: add sketch to ECHO_DIRECTOR_BACKEND."
        findings.append(
            Finding(part="pictures", ok=False, needed=True, detail="no backend", advice=advice)
        )
    return findings + await _comfyui_servers(opened)


async def _comfyui_servers(opened: Backends) -> list[Finding]:
    if opened.comfyui is None:
        return []
    return [
        Finding(
            part=f"ComfyUI {server.url}",
            ok=server.ok,
            needed=False,
            detail=server.detail,
            advice="" if server.ok else "Start it, or take it out of ECHO_DIRECTOR_COMFYUI_URLS.",
        )
        for server in await opened.comfyui.health()
    ]


async def adviser(opened: Backends) -> list[Finding]:
    """Echo Brain, where one is configured; without it everything goes on."""
    if opened.adviser is None:
        return []
    health = await opened.adviser.health()
    advice = "" if health.ok else "Start it, or unset ECHO_DIRECTOR_ECHO_BRAIN_URL."
    return [
        Finding(part="echo brain", ok=health.ok, needed=False, detail=health.detail, advice=advice)
    ]


async def _assets(service: Service) -> Finding:
    try:
        async with asyncio.timeout(_ANSWER_S):
            where = await service.files.health()
    except (StudioError, TimeoutError) as error:
        return Finding(
            part="assets",
            ok=False,
            needed=True,
            detail=str(error) or "The asset store does not answer.",
            advice="Look at ECHO_DIRECTOR_ASSETS_URL and the store's own variables.",
        )
    return Finding(part="assets", ok=True, needed=True, detail=where)


async def _borders(service: Service) -> Finding:
    """Who may ask, and under which names this service may be called."""
    try:
        async with asyncio.timeout(5):
            locked = await keys_exist(service.studio.store)
    except Exception as error:
        detail = f"The keys cannot be read: {type(error).__name__}"
        return Finding(part="keys", ok=False, needed=True, detail=detail)
    hosts = ", ".join(service.settings.allowed_hosts)
    told = (
        "each request needs a key; any address may be bound"
        if locked
        else "none: workspace local, for this machine only; only loopback may be bound"
    )
    return Finding(
        part="keys", ok=True, needed=True, detail=told + (f"; also called {hosts}" if hosts else "")
    )


def model(settings: Settings) -> Finding:
    """The director's chat model, and whether its key is there."""
    provider, _, name = settings.model.partition(":")
    if provider == "embedded":
        detail = "embedded: English directing language, no key, no network"
        return Finding(part="model", ok=True, needed=True, detail=detail)
    keys = {"gemini": settings.gemini_api_key, "openai": settings.openai_api_key}
    has_key = keys.get(provider) is not None
    variable = f"{provider.upper()}_API_KEY"
    return Finding(
        part="model",
        ok=has_key,
        needed=True,
        detail=f"{provider}: {name}, {'key set' if has_key else 'no key'}",
        advice="" if has_key else f"Set {variable}, or ECHO_DIRECTOR_MODEL=embedded.",
    )


def vision(settings: Settings) -> Finding:
    """The model that sees pictures and writes scripts is optional: the rules do without."""
    named = settings.vision_model
    if not named:
        detail = "none: pictures are measured, scripts follow from rules"
        return Finding(part="vision model", ok=True, needed=False, detail=detail)
    ok = named.rpartition(":")[0] in ("", "gemini") and settings.gemini_api_key is not None
    advice = "" if ok else "Name a model as gemini:MODEL and set GEMINI_API_KEY, or unset it."
    return Finding(part="vision model", ok=ok, needed=False, detail=f"{named}", advice=advice)


def clip(settings: Settings) -> Finding:
    """CLIP is optional: without it the embedded embedder scores."""
    installed = find_spec("open_clip") is not None
    wanted = settings.clip is not None
    detail = "in use" if wanted and installed else "not in use; the embedded embedder scores"
    advice = "" if installed else "Install the extra: pip install 'echo-director[clip]'."
    return Finding(
        part="clip", ok=installed or not wanted, needed=wanted, detail=detail, advice=advice
    )
