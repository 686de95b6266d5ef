"""The prompts of a picture: one for the whole, and one for each of several figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tools.backends.comfyui.cast import Figure, embeddings_of
from tools.backends.comfyui.families import Dialect, Family
from tools.backends.comfyui.nodes import NodeCatalogue
from tools.backends.comfyui.plan import Gathered
from tools.backends.comfyui.wording import (
    Said,
    adjusted,
    palette_words,
    stressed_in,
    unwanted,
    worded,
)
from tools.ports.rendering import RenderRequest


@dataclass(frozen=True, kw_only=True)
class Prompts:
    """`positive` is the prompt, with several figures followed by one for each; `negative` None
    where the model takes none."""

    positive: tuple[str, ...]
    negative: str | None


def prompts_for(
    request: RenderRequest,
    figures: Sequence[Figure],
    nodes: NodeCatalogue,
    family: Family,
    dialect: Dialect,
    gathered: Gathered,
    *,
    opening: str = "",
) -> Prompts:
    """The prompts; `opening` is a sentence of our own that prose begins with.

    Raises `BackendRejectedError` for an embedding that the server has not.
    """
    embeddings = [embeddings_of(figure, nodes) for figure in figures]
    gathered.note(*(note for one in embeddings for note in one.notes))
    alone = len(figures) == 1
    words = [figures[0].words] if alone else _crowd(request, figures)
    said = [*words, *adjusted(request.adjustments), palette_words(request.palette)]
    said = [bare for phrase in said if (bare := phrase.strip().rstrip(".,;"))]
    stressed = stressed_in(figures[0].definition, request.adjustments) if alone else {}
    whole = Said(
        words=", ".join(said),
        opening=opening,
        stressed=tuple(phrase for phrases, _ in stressed.values() for phrase in phrases),
        bare=tuple(word for _, bare in stressed.values() for word in bare),
        triggers=_triggers(figures[0]) if alone else (),
        embeddings=embeddings[0].wanted if alone else (),
    )
    prompts = [worded(whole, family, dialect)]
    for figure, theirs in () if alone else zip(figures, embeddings, strict=True):
        own = Said(words=figure.words, triggers=_triggers(figure), embeddings=theirs.wanted)
        prompts.append(worded(own, family, dialect, quality=False))
    against = [name for one in embeddings for name in one.unwanted]
    negative = unwanted(request.negative_prompt, against, family) if family.negative else None
    return Prompts(positive=tuple(prompts), negative=negative)


def _crowd(request: RenderRequest, figures: Sequence[Figure]) -> list[str]:
    """What holds for the whole picture of several figures."""
    return [f"{len(figures)} people", request.scene, request.style]


def _triggers(figure: Figure) -> tuple[str, ...]:
    return tuple(word for lora in figure.settings.loras for word in lora.triggers)
