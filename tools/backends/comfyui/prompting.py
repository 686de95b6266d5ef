"""The prompts of a picture: one for the whole, and one for each of several figures."""

from __future__ import annotations

from collections.abc import Sequence

from tools.backends.comfyui.cast import Figure, embeddings_of
from tools.backends.comfyui.families import Dialect, Family
from tools.backends.comfyui.nodes import NodeCatalogue
from tools.backends.comfyui.plan import Gathered
from tools.backends.comfyui.wording import Said, adjusted, palette_words, stressed_in, worded
from tools.ports.rendering import RenderRequest


def prompts_for(
    request: RenderRequest,
    figures: Sequence[Figure],
    nodes: NodeCatalogue,
    family: Family,
    dialect: Dialect,
    gathered: Gathered,
) -> list[str]:
    """The prompt, and with several figures one more for each.

    Raises `BackendRejectedError` for an embedding that the server has not.
    """
    alone = len(figures) == 1
    words = [figures[0].words] if alone else _crowd(request, figures)
    said = [*words, *adjusted(request.adjustments), palette_words(request.palette)]
    stressed = stressed_in(figures[0].definition, request.adjustments) if alone else {}
    whole = Said(
        words=", ".join(word for word in said if word),
        stressed=tuple(phrase for phrases, _ in stressed.values() for phrase in phrases),
        bare=tuple(word for _, bare in stressed.values() for word in bare),
        triggers=_triggers(figures[0]) if alone else (),
        embeddings=_embeddings(figures[0], nodes, gathered) if alone else (),
    )
    prompts = [worded(whole, family, dialect)]
    for figure in () if alone else figures:
        theirs = Said(
            words=figure.words,
            triggers=_triggers(figure),
            embeddings=_embeddings(figure, nodes, gathered),
        )
        prompts.append(worded(theirs, family, dialect, quality=False))
    return prompts


def _crowd(request: RenderRequest, figures: Sequence[Figure]) -> list[str]:
    """What holds for the whole picture of several figures."""
    return [f"{len(figures)} people", request.scene, request.style]


def _triggers(figure: Figure) -> tuple[str, ...]:
    return tuple(word for lora in figure.settings.loras for word in lora.triggers)


def _embeddings(
    figure: Figure, nodes: NodeCatalogue, gathered: Gathered
) -> tuple[tuple[str, float], ...]:
    found, notes = embeddings_of(figure, nodes)
    gathered.note(*notes)
    return found
