"""The characters of a picture, with what is said and shown of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tools.backends.comfyui.naming import named, short, told
from tools.backends.comfyui.nodes import NodeCatalogue
from tools.backends.comfyui.rendering_settings import Lora, RenderingSettings, settings_of
from tools.domain.definition import build_generation_prompt
from tools.ports.rendering import BackendRejectedError, Reference, RenderRequest


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One character, counted from 1, left to right; `words` is what it looks like and does."""

    number: int
    name: str
    words: str
    definition: Mapping[str, Any]
    references: tuple[Reference, ...]
    settings: RenderingSettings


def figures_of(request: RenderRequest) -> list[Figure]:
    """The request's characters. Raises `BackendRejectedError` for malformed settings."""
    words = request.prompt or _described(request.definition, request.scene, request.style or None)
    first = _figure(1, request.definition, words, request.references)
    return [
        first,
        *(
            _figure(
                number,
                companion.definition,
                companion.prompt or _described(companion.definition),
                companion.references,
            )
            for number, companion in enumerate(request.companions, 2)
        ),
    ]


def loras_of(figures: list[Figure], nodes: NodeCatalogue) -> dict[str, Lora]:
    """All LoRAs by the names that the server has for them; each once.

    Raises `BackendRejectedError` for one that it has not.
    """
    found: dict[str, Lora] = {}
    for figure in figures:
        for lora in figure.settings.loras:
            name = named(lora.name, nodes.loras())
            if name is None:
                raise BackendRejectedError(
                    f"The server has no LoRA {short(lora.name)} for {figure.name}"
                    f" ({told(lora.name, nodes.loras())}).",
                    code="COMFYUI_UNKNOWN_LORA",
                )
            found.setdefault(name, lora)
    return found


@dataclass(frozen=True, kw_only=True)
class Embeddings:
    """Names of embeddings with their strengths, for either prompt, and what is to be noted."""

    wanted: tuple[tuple[str, float], ...] = ()
    unwanted: tuple[tuple[str, float], ...] = ()
    notes: tuple[str, ...] = ()


def embeddings_of(figure: Figure, nodes: NodeCatalogue) -> Embeddings:
    """The figure's embeddings, by the names that the server has for them.

    Raises `BackendRejectedError` for one that the server is known not to have.
    """
    found: dict[bool, list[tuple[str, float]]] = {True: [], False: []}
    for embedding in figure.settings.embeddings:
        known = nodes.embeddings
        name = embedding.name if known is None else named(embedding.name, known)
        if name is None:
            raise BackendRejectedError(
                f"The server has no embedding {short(embedding.name)} for {figure.name}"
                f" ({told(embedding.name, known or ())}).",
                code="COMFYUI_UNKNOWN_EMBEDDING",
            )
        found[embedding.unwanted].append((name, embedding.strength))
    unsure = bool(figure.settings.embeddings) and nodes.embeddings is None
    note = "It could not be checked whether the server has the embeddings; it skips one it lacks."
    return Embeddings(
        wanted=tuple(found[False]), unwanted=tuple(found[True]), notes=(note,) if unsure else ()
    )


def _figure(
    number: int, definition: Mapping[str, Any], words: str, references: tuple[Reference, ...]
) -> Figure:
    return Figure(
        number=number,
        name=short(definition.get("name") or f"character {number}"),
        words=words,
        definition=definition,
        references=references,
        settings=settings_of(definition),
    )


def _described(definition: Mapping[str, Any], scene: str = "", style: str | None = None) -> str:
    """The prompt that a caller who gave none would have given."""
    name = str(definition.get("name") or "the character")
    known = {**definition, "name": name}
    return build_generation_prompt([known], name, scene, style).prompt
