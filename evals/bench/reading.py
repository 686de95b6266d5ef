"""Lists and look-ups over a production with very many characters."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from api.app import create_app
from api.settings import Settings
from evals.bench.crowd import Crowd, gather
from evals.bench.load import Client, Load
from evals.bench.servers import running

CHARACTERS = 20_000
_ROUNDS = 120
_WARM_UP = 5
_NOT_READING = re.compile(r"/events$|/export$|^/ui/|^/$|^/docs|^/healthz$|^/readyz$|^/api/session$")
_NEEDS_BYTES = "/api/assets/"
_BASELINE = "/healthz"


def measure(url: str, data_dir: Path) -> dict[str, Any]:
    """The 95th percentile of each reading route in ms, one client, on an upgraded database."""
    crowd = gather(url, CHARACTERS)
    environment = {
        "ECHO_DIRECTOR_DATABASE_URL": url,
        "ECHO_DIRECTOR_DATA_DIR": str(data_dir),
        "ECHO_DIRECTOR_RENDER_WORKERS": "1",
    }
    command = ["-m", "api.cli", "serve"]
    with running(command, environment=environment) as server:
        measured, baseline_ms = asyncio.run(_ask(server.port, crowd))
    worst = max(measured, key=lambda path: measured[path])
    return {
        "characters": crowd.characters,
        "scores": crowd.scores,
        "routes": len(measured),
        "worst_p95_ms": measured[worst],
        "worst_route": worst,
        "healthz_p95_ms": baseline_ms,
        "p95_ms_by_route": dict(sorted(measured.items(), key=lambda item: -item[1])),
    }


async def _ask(port: int, crowd: Crowd) -> tuple[dict[str, float], float]:
    async with Client(port) as client:
        samples = await things(client, crowd)
        baseline = await _timed(client, _BASELINE)
        asked = addresses(reading_paths(), samples)
        measured = {path: await _timed(client, address) for path, address in asked.items()}
    return measured, baseline


async def _timed(client: Client, address: str) -> float:
    for _ in range(_WARM_UP):
        await client.get(address)
    times: list[float] = []
    begun = time.perf_counter()
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        await client.get(address)
        times.append(time.perf_counter() - start)
    load = Load(times_s=tuple(times), wall_s=time.perf_counter() - begun)
    return round(load.percentile_ms(0.95), 2)


def reading_paths() -> dict[str, Sequence[str]]:
    """Every GET of the OpenAPI document that reads the database, and its query parameters."""
    document = create_app(Settings(model="embedded")).openapi()
    return {
        path: [one["name"] for one in ways["get"].get("parameters", ()) if one["in"] == "query"]
        for path, ways in document["paths"].items()
        if "get" in ways and not _NOT_READING.search(path) and not path.startswith(_NEEDS_BYTES)
    }


class Asking(Protocol):
    """A client that posts JSON and answers with JSON."""

    async def post(self, path: str, body: Any) -> Any: ...


async def things(client: Asking, crowd: Crowd) -> dict[str, str]:
    """One of each thing that paths name: those of the crowd, and a few made now."""
    anime, project = "/api/anime", crowd.project_id
    bible = f"{anime}/projects/{project}/bible"
    await client.post(f"{bible}/characters", {"name": "Mara"})
    style = await client.post(f"{anime}/style-templates", {"name": "Neon", "generation_params": {}})
    template = await client.post(f"{anime}/templates/character", {"name": "Ronin"})
    single, dual = [
        await client.post("/api/pipeline/projects", {"generation_mode": mode})
        for mode in ("single", "dual")
    ]
    scene = await client.post(f"{anime}/scenes", {"project_id": project, "description": "Dawn"})
    return {
        "project_id": str(project),
        "character_id": str(crowd.character_id),
        "character_name": quote(crowd.character),
        "scene_id": str(scene["id"]),
        "generation_id": str(crowd.run_id),
        "thread_id": str(crowd.thread_id),
        "name": "Mara",
        "a": "main",
        "b": "main",
        "style_template_id": str(style["id"]),
        "character_template_id": str(template["id"]),
        "animation_id": str(single["id"]),
        "dual_animation_id": str(dual["id"]),
    }


def addresses(paths: Mapping[str, Sequence[str]], samples: Mapping[str, str]) -> dict[str, str]:
    """What to ask for each path whose things there are; a project is named where one can be."""
    found: dict[str, str] = {}
    for path, queries in paths.items():
        named = _named(path)
        if any(name not in samples for name in named.values()):
            continue
        address = path
        for placeholder, name in named.items():
            address = address.replace(f"{{{placeholder}}}", samples[name])
        if "character_id" in queries:
            address += f"?character_id={samples['character_id']}"
        elif "project_id" in queries:
            address += f"?project_id={samples['project_id']}"
        found[path] = address
    return found


_MEANT = {
    "/pipeline/dual/": {"animation_id": "dual_animation_id"},
    "/style-templates/": {"template_id": "style_template_id"},
    "/templates/character/": {"template_id": "character_template_id"},
    "/api/workflows/": {"name": "workflow"},
}
"""What a placeholder means in some paths only."""


def _named(path: str) -> dict[str, str]:
    """Which thing each placeholder of a path means."""
    here = next((meant for folder, meant in _MEANT.items() if folder in path), {})
    placeholders: list[str] = re.findall(r"{(\w+)}", path)
    return {name: here.get(name, name) for name in placeholders}
