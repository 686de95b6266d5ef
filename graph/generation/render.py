"""Fifth node: the picture is drawn and kept, once."""

from __future__ import annotations

import time
from typing import Any
from uuid import UUID

from langgraph.runtime import Runtime
from uuid_utils.compat import uuid7

from graph.generation.progress import reached, share_done
from graph.generation.state import GenerationContext, GenerationState
from tools.domain.documents import digest
from tools.domain.pictures import Asset
from tools.ports.rendering import Reference, RenderRequest, RenderResult

NODE = "render"


async def render(state: GenerationState, runtime: Runtime[GenerationContext]) -> GenerationState:
    """Draw with the run's backend. Raises `BackendError`."""
    context, parameters = runtime.context, state.get("parameters", {})
    key = digest([str(context.run.id), NODE, parameters])
    async with context.studio.store.read(context.actor) as work:
        done, result = await work.effects.result(context.actor, key)
    if done and result is not None:
        return GenerationState(rendered=result)
    await reached(context, "render", share_done(state, 0.1))
    begun = time.monotonic()
    drawn = await context.renderer.render(await _request(context, state), None)
    took_s = time.monotonic() - begun
    return GenerationState(rendered=await _keep(context, state, key, drawn, took_s))


async def _request(context: GenerationContext, state: GenerationState) -> RenderRequest:
    asked = state.get("parameters", {})
    references = [
        Reference(sha256=sha256, data=await context.studio.files.get(sha256))
        for sha256 in asked["references"]
    ]
    return RenderRequest(
        definition=state.get("definition", {}),
        scene=asked["scene"],
        style=asked["style"],
        prompt=asked["prompt"],
        negative_prompt=asked["negative_prompt"],
        palette=tuple(asked["palette"]),
        seed=asked["seed"],
        width=asked["width"],
        height=asked["height"],
        references=tuple(references),
        adjustments=asked["adjustments"],
    )


async def _keep(
    context: GenerationContext, state: GenerationState, key: str, drawn: RenderResult, took_s: float
) -> dict[str, Any]:
    """The bytes first, then picture, link and effect in one transaction."""
    asked, actor = state.get("parameters", {}), context.actor
    sha256 = await context.studio.files.put(drawn.png)
    asset = Asset(
        sha256=sha256,
        type="image/png",
        size=len(drawn.png),
        width=asked["width"],
        height=asked["height"],
    )
    picture_id: UUID = uuid7()
    async with context.studio.store.begin(actor) as work:
        await work.links.link(actor, asset, subject=f"picture:{picture_id}", role="image")
        picture = await work.pictures.add(
            actor,
            picture_id=picture_id,
            project_id=state.get("project_id"),
            character_id=state.get("character_id"),
            sha256=sha256,
            name=str(state.get("definition", {}).get("name", "picture")),
            domain=drawn.domain,
            design=state.get("design"),
            provenance=_provenance(context, state, drawn, took_s),
        )
        result = {
            "picture_id": str(picture.id),
            "sha256": sha256,
            "label": picture.label,
            "undrawn": list(drawn.undrawn),
        }
        await work.effects.keep(actor, key, NODE, result)
    return result


def _provenance(
    context: GenerationContext, state: GenerationState, drawn: RenderResult, took_s: float
) -> dict[str, Any]:
    asked = state.get("parameters", {})
    kept = ("prompt", "negative_prompt", "scene", "style", "seed", "references", "adjustments")
    return {
        "backend": drawn.backend,
        "model": drawn.model,
        "workflow_digest": digest([drawn.backend, drawn.model, dict(drawn.parameters)]),
        **{name: asked[name] for name in kept},
        "parent": None,
        "parameters": dict(drawn.parameters),
        "width": asked["width"],
        "height": asked["height"],
        "attempt": asked["attempt"],
        "undrawn": list(drawn.undrawn),
        "time_s": round(took_s, 3),
        "cost_usd": drawn.cost_usd,
        "run_id": str(context.run.id),
    }
