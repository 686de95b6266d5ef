"""What is configured, reachable and missing, and what to do about it."""

from __future__ import annotations

import asyncio
from importlib.util import find_spec

from pydantic import BaseModel

from api.settings import Settings
from api.wiring import Service
from store.schema import pending

_HERE = ("sketch", "cutout")
_DRAWS_FROM_WORDS = ("sketch",)


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
        _jobs(),
        *backends(service.settings),
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
    missing = await pending(service.database.url)
    detail = f"{where}, PostgreSQL {version}, pgvector {vector}"
    return Finding(part="database", ok=not missing, needed=True, detail=detail)


def _jobs() -> Finding:
    alive = any(task.get_name() == "worker" and not task.done() for task in asyncio.all_tasks())
    advice = "" if alive else "Start the service again; its log says why the worker ended."
    return Finding(
        part="jobs", ok=alive, needed=True, detail="worker inside the service", advice=advice
    )


def backends(settings: Settings) -> list[Finding]:
    """Each configured renderer: those that this release has, and those that it has not."""
    draws = any(name in _DRAWS_FROM_WORDS for name in settings.backend)
    instead = "The other backends of the list draw instead."
    missing = instead if draws else "Nothing can draw: add sketch to ECHO_DIRECTOR_BACKEND."
    return [
        Finding(
            part=f"backend {name}",
            ok=name in _HERE,
            needed=name in _HERE or not draws,
            detail="embedded renderer" if name in _HERE else "not part of this release",
            advice="" if name in _HERE else missing,
        )
        for name in settings.backend
    ]


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
