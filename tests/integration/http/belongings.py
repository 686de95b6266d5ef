"""A workspace with one of everything, made over HTTP."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

import httpx
from PIL import Image

from api.sample import load_sample
from tests.unit.workflows.graphs import text_to_image
from tools.domain.actor import Actor
from tools.studio.studio import Studio

HERO = "Kai Nakamura"


@dataclass
class Things:
    """What a workspace has: by the name of a path parameter, or of a key in a body.

    `by_path` holds what a name means in paths with a certain part; the first that fits counts.
    """

    values: dict[str, Any] = field(default_factory=dict)
    by_path: dict[str, Any] = field(default_factory=dict)

    def of(self, path: str, parameter: str) -> Any:
        """The value for a path's parameter; raises `KeyError` where none is known."""
        for part, values in self.by_path.items():
            if part in path and parameter in values:
                return values[parameter]
        return self.values[parameter]


async def furnish(http: httpx.AsyncClient, studio: Studio, actor: Actor, word: str) -> Things:
    """One of everything, made over HTTP as a user makes it.

    `word` stands in these things and in no request of a walk: an answer that holds it tells.
    """
    project = (await load_sample(studio, actor)).id
    things = Things()
    values = things.values
    values["project_id"] = project
    await _put(http, f"/api/anime/projects/{project}", {"synopsis": word})
    found = await _get(http, "/api/anime/characters", project_id=project)
    values["character_id"] = next(one["id"] for one in found["items"] if one["name"] == HERO)
    await _put(http, f"/api/anime/characters/{values['character_id']}", {"description": word})
    scene = {"project_id": project, "description": word, "characters": [HERO]}
    values["scene_id"] = (await _post(http, "/api/anime/scenes", scene))["id"]
    values |= {"scene_number": 1, "scene_ids": [values["scene_id"]], "n": 1, "version": 1}
    values |= {"a": "main", "b": "main", "branch": "main", "who": "instigator", "index": 0}
    values |= {"character": HERO, "character_name": HERO, "characters": [HERO], "name": HERO}
    values["part"] = "js/main.js"
    await _told(http, values, project, word)
    await _drawn(http, values, project, word)
    await _compared(http, values)
    await _templates(http, things, word)
    graph = {"name": "inks", "graph": text_to_image(), "description": word}
    await _post(http, "/api/workflows", graph)
    things.by_path["/api/workflows"] = {"name": "inks", "workflow": "inks"}
    body = {"name": word, "project_id": project, "action_type": "idle"}
    values["animation_id"] = (await _post(http, "/api/pipeline/projects", body))["id"]
    things.by_path["/api/pipeline/projects"] = {"project_id": project}
    things.by_path["/api/pipeline"] = {
        "project_id": values["animation_id"],
        "animations": [values["animation_id"]] * 2,
    }
    return things


async def _told(http: httpx.AsyncClient, values: dict[str, Any], project: int, word: str) -> None:
    thread = await _post(http, "/api/chat/threads", {"title": word, "project_id": project})
    values["thread_id"] = thread["id"]
    said = {"text": f"Who is {word}?"}
    await _post(http, f"/api/chat/threads/{thread['id']}/messages", said)
    body = {"task": "Show me the cast", "conversation_id": "caller", "context": {}}
    values["task_id"] = (await _post(http, "/api/anime/echo/delegate", body))["id"]
    await _ended(http, f"/api/anime/echo/delegate/{values['task_id']}/events")


async def _drawn(http: httpx.AsyncClient, values: dict[str, Any], project: int, word: str) -> None:
    order = {"character": HERO, "project_id": project, "scene_description": word}
    made = (await _post(http, "/api/generate", {**order, "max_iterations": 1}))["id"]
    values["generation_id"] = values["parent_generation_id"] = made
    await _ended(http, f"/api/status/{made}/events")
    files = {"file": ("a.png", picture(word))}
    answer = await http.post("/api/assets", files=files, headers={"X-Requested-With": "test"})
    values["sha256"] = answer.json()["sha256"]
    values |= {"images": [values["sha256"]], "asset": values["sha256"]}


async def _compared(http: httpx.AsyncClient, values: dict[str, Any]) -> None:
    """A reference of the character, and its newest score."""
    address = f"/api/anime/characters/{values['character_id']}"
    shown = (await _get(http, f"/api/status/{values['generation_id']}"))["image"]["sha256"]
    kept = await _post(http, f"{address}/references", {"asset": shown, "approve": True})
    values["reference_id"] = kept["id"]
    values["score_id"] = (await _post(http, f"{address}/validate", {}))["id"]
    values["region"] = "hair"


async def _templates(http: httpx.AsyncClient, things: Things, word: str) -> None:
    """A style and a character template."""
    style = {"name": "ink", "description": word, "style": {"line": "ink"}}
    ink = (await _post(http, "/api/anime/style-templates", style))["id"]
    address = f"/api/anime/characters/{things.values['character_id']}/save-as-template"
    saved = (await _post(http, address, {"name": "ronin", "description": word}))["id"]
    things.by_path["/templates/character"] = {"template_id": saved}
    things.by_path["/apply-template/{"] = {"template_id": saved}
    things.values["template_id"] = ink


async def _ended(http: httpx.AsyncClient, events: str) -> None:
    """Wait until the run's log says that it has ended."""
    async with http.stream("GET", events, timeout=60) as lines:
        async for line in lines.aiter_lines():
            if '"run.ended"' in line:
                return


def picture(word: str) -> bytes:
    """A picture that is another for each word."""
    buffer = io.BytesIO()
    Image.frombytes("L", (8, 8), word.encode().ljust(64)).resize((96, 96)).save(buffer, "PNG")
    return buffer.getvalue()


async def _get(http: httpx.AsyncClient, path: str, **query: Any) -> Any:
    return _answered(await http.get(path, params=query))


async def _post(http: httpx.AsyncClient, path: str, body: Any) -> Any:
    return _answered(await http.post(path, json=body, timeout=60))


async def _put(http: httpx.AsyncClient, path: str, body: Any) -> Any:
    return _answered(await http.put(path, json=body))


def _answered(answer: httpx.Response) -> Any:
    assert answer.is_success, f"{answer.request.method} {answer.request.url}: {answer.text}"
    return answer.json()
