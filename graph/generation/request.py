"""What the renderer is given: the words, the characters, pictures of them, guides from the rig."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from graph.generation.state import GenerationContext, GenerationState, order_in
from tools.imaging.decoding import decode, encode_png
from tools.ports.guiding import Guides
from tools.ports.rendering import (
    BackendDownError,
    BackendRejectedError,
    Companion,
    Reference,
    RenderRequest,
)
from tools.studio.choosing import draws_from_words

SAMPLING = ("denoise", "steps", "cfg")
_GUIDED = frozenset({"pose", "regional", "image_to_image"})
_MARGIN = 0.15
"""How much more of the reference a crop shows on each side than the region, by its size."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request, the crops among its references by region, and notes for the user."""

    request: RenderRequest
    crops: Mapping[str, Reference]
    notes: tuple[str, ...] = ()

    @property
    def guides(self) -> dict[str, str]:
        """The guides, name to sha256."""
        guides = self.request.guides
        return {} if guides is None else {n: sha256(p).hexdigest() for n, p in _named(guides)}


async def asked_of(context: GenerationContext, state: GenerationState, key: str) -> Asked:
    """The request of this attempt. Raises `UnavailableError` where a reference is gone."""
    asked = state.get("parameters", {})
    references = [await _reference(context, one) for one in asked["references"]]
    crops = await _crops(context, asked["adjustments"])
    request = RenderRequest(
        definition=_with_overrides(
            state.get("definition", {}), order_in(state).rendering, asked["adjustments"]
        ),
        scene=asked["scene"],
        style=asked["style"],
        prompt=asked["prompt"],
        negative_prompt=asked["negative_prompt"],
        palette=tuple(asked["palette"]),
        seed=asked["seed"],
        width=asked["width"],
        height=asked["height"],
        references=(*references, *crops.values()),
        adjustments=asked["adjustments"],
        key=key,
        companions=await _companions(context, state),
        workflow=order_in(state).workflow,
        frames=asked.get("frames", 1),
        frame_rate=asked.get("frame_rate", 24),
    )
    guides, note = await _guides(context, request)
    return Asked(
        request=replace(request, guides=guides), crops=crops, notes=(note,) if note else ()
    )


def _with_overrides(
    definition: Mapping[str, Any], rendering: Mapping[str, Any], adjustments: Mapping[str, Any]
) -> dict[str, Any]:
    """The order's `rendering` and `denoise steps cfg` come before the character's own."""
    sampled = {name: adjustments[name] for name in SAMPLING if name in adjustments}
    said = {**rendering, **sampled}
    if not said:
        return dict(definition)
    return {**definition, "rendering": {**(definition.get("rendering") or {}), **said}}


async def _reference(context: GenerationContext, digest: str) -> Reference:
    return Reference(sha256=digest, data=await context.studio.files.get(digest))


async def _companions(context: GenerationContext, state: GenerationState) -> tuple[Companion, ...]:
    return tuple(
        [
            Companion(
                definition=one["definition"],
                references=tuple([await _reference(context, r) for r in one["references"]]),
            )
            for one in state.get("companions", [])
        ]
    )


async def _crops(
    context: GenerationContext, adjustments: Mapping[str, Any]
) -> dict[str, Reference]:
    """Parts of the reference that an earlier attempt lost, larger by a margin."""
    cut: dict[str, Reference] = {}
    for region, place in adjustments.get("crops", {}).items():
        data = await context.studio.files.get(place["of"])
        png = await asyncio.to_thread(_cropped, data, place)
        cut[region] = Reference(sha256=sha256(png).hexdigest(), data=png)
    return cut


def _cropped(data: bytes, place: Mapping[str, int]) -> bytes:
    pixels = decode(data)
    height, width = pixels.shape[:2]
    across = round((place["right"] - place["left"]) * _MARGIN)
    down = round((place["bottom"] - place["top"]) * _MARGIN)
    left, right = max(0, place["left"] - across), min(width, place["right"] + across)
    top, bottom = max(0, place["top"] - down), min(height, place["bottom"] + down)
    return encode_png(pixels[top : max(bottom, top + 1), left : max(right, left + 1)])


async def _guides(
    context: GenerationContext, request: RenderRequest
) -> tuple[Guides | None, str | None]:
    """For models that take them; without a guide they draw from the words, and a note says so."""
    renderer, guide = context.renderer, context.studio.guide
    if guide is None or not draws_from_words(renderer) or not renderer.capabilities & _GUIDED:
        return None, None
    try:
        return await guide.guides(request), None
    except (BackendRejectedError, BackendDownError) as error:
        return None, f"Drawn without the rig's guides: {error}"


def _named(guides: Guides) -> list[tuple[str, bytes]]:
    return [("pose", guides.pose), ("rough", guides.rough), *guides.masks.items()]
