"""A request for a picture in the words and pictures that Gemini is sent."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from tools.backends.gemini.drawing import Order
from tools.backends.gemini.sizing import cropped
from tools.imaging.decoding import UnreadablePictureError
from tools.ports.rendering import Companion, Reference, RenderRequest

_TEXT_MOST = 4_000
_ITEMS_MOST = 60
_DEPTH_MOST = 5
_LABEL_MOST = 100
_SHOWN = ("name", "description", "gender", "appearance")


def order_of(request: RenderRequest, *, pictures_most: int) -> tuple[Order, tuple[str, ...]]:
    """What is sent, with at most so many pictures; and notes for the user on what is not."""
    everything = list(_pictures(request))
    sent, left = everything[:pictures_most], everything[pictures_most:]
    return replace(words_of(request), pictures=sent), _notes(left, pictures_most)


def words_of(request: RenderRequest) -> Order:
    """What is sent, without the pictures."""
    return Order(
        instruction=_instruction(),
        data=_data(request),
        width=request.width,
        height=request.height,
        seed=request.seed,
    )


def pictures_at_most(request: RenderRequest) -> int:
    """How many pictures belong to the request, however many a model takes."""
    crops = request.adjustments.get("crops")
    references = [request.references, *(one.references for one in request.companions)]
    return (
        sum(len(listed) for listed in references)
        + (len(crops) if isinstance(crops, Mapping) else 0)
        + (2 if request.guides else 0)
    )


def _data(request: RenderRequest) -> dict[str, Any]:
    """The user's words and what is known of the characters, as data."""
    first = Companion(
        definition=request.definition, prompt=request.prompt, references=request.references
    )
    data = {
        "characters": [_character(one) for one in (first, *request.companions)],
        "scene": request.scene,
        "style": request.style,
        "palette": list(request.palette),
        "avoid": request.negative_prompt,
        "attend_to": request.adjustments.get("emphasis", []),
        "view": request.adjustments.get("view"),
        "framing": request.adjustments.get("framing"),
    }
    return {key: _short(value) for key, value in data.items() if value}


def _character(character: Companion) -> dict[str, Any]:
    shown = {key: character.definition.get(key) for key in _SHOWN}
    shown |= {"words": character.prompt}
    return {key: value for key, value in shown.items() if value}


def _pictures(request: RenderRequest) -> Iterator[tuple[str, bytes]]:
    """The most needed first: everybody's identity, the pose, what drifted, then the rest."""
    cast = [(_name(request.definition), request.references)]
    cast += [(_name(one.definition), one.references) for one in request.companions]
    for name, references in cast:
        if references:
            yield f"Reference of {name}:", references[0].data
    if request.guides:
        yield "Pose guide: keep the pose, not the style:", request.guides.rough
    yield from _details(request)
    for name, references in cast:
        for reference in references[1:]:
            yield f"Reference of {name}:", reference.data
    if request.guides:
        yield "Skeleton: the same pose:", request.guides.pose


def _details(request: RenderRequest) -> Iterator[tuple[str, bytes]]:
    """The places of the reference that show what an earlier attempt got wrong."""
    crops = request.adjustments.get("crops")
    known = {reference.sha256: reference for reference in request.references}
    for region, place in (crops if isinstance(crops, Mapping) else {}).items():
        reference = known.get(place.get("of", "")) if isinstance(place, Mapping) else None
        detail = _detail(reference, place) if reference else None
        if detail:
            name = json.dumps(str(region)[:_LABEL_MOST], ensure_ascii=False)
            yield f"Reference of {_name(request.definition)}, detail {name}:", detail


def _detail(reference: Reference, place: Mapping[str, Any]) -> bytes | None:
    sides = [place.get(side) for side in ("left", "top", "right", "bottom")]
    left, top, right, bottom = (round(s) if isinstance(s, int | float) else 0 for s in sides)
    if right <= left or bottom <= top:
        return None
    try:
        return cropped(reference.data, (left, top, right, bottom))
    except UnreadablePictureError:
        return None


def _name(definition: Mapping[str, Any]) -> str:
    return json.dumps(str(definition.get("name", ""))[:_LABEL_MOST], ensure_ascii=False)


def _notes(left: list[tuple[str, bytes]], most: int) -> tuple[str, ...]:
    if not left:
        return ()
    what = "; ".join(label.rstrip(":") for label, _ in left)
    return (f"The model takes {most} pictures; these were left out: {what}.",)


def _short(value: Any, depth: int = 0) -> Any:
    """The value with long texts and lists cut, so that no file can fill a request."""
    if isinstance(value, str):
        return value[:_TEXT_MOST]
    if isinstance(value, Mapping):
        kept = list(value.items())[:_ITEMS_MOST] if depth < _DEPTH_MOST else []
        return {str(key)[:_LABEL_MOST]: _short(inner, depth + 1) for key, inner in kept}
    if isinstance(value, list | tuple):
        kept = value[:_ITEMS_MOST] if depth < _DEPTH_MOST else ()
        return [_short(inner, depth + 1) for inner in kept]
    return value if isinstance(value, int | float | bool) or value is None else str(value)


@cache
def _instruction() -> str:
    return files("prompts").joinpath("picture.txt").read_text("utf-8").rstrip()
