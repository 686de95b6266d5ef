"""Words as a vector to search pictures with, as far as an embedder's space can take words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tools.domain.consistency import Region
from tools.domain.look import Look
from tools.domain.reading import read_drawing
from tools.domain.reading.outfit import slot_of
from tools.ports.embedding import ColorEmbedder, Embedder, TextEmbedder

_WORN: Mapping[str, Region] = {
    "top": Region.OUTFIT,
    "outer": Region.OUTFIT,
    "whole": Region.OUTFIT,
    "legs": Region.LEGS,
}


def wished(embedder: Embedder, query: str) -> Sequence[float] | None:
    """The query as a vector of the embedder's space; None where it says nothing the space knows.

    A space with a text side takes the words as they are, the others the colours that they give
    to hair, skin, outfit and legs.
    """
    if isinstance(embedder, TextEmbedder):
        return embedder.embed_text(query).tolist()
    colors = colors_wished(query)
    if not colors or not isinstance(embedder, ColorEmbedder):
        return None
    return embedder.embed_colors(colors).tolist()


def colors_wished(query: str) -> dict[Region, str]:
    """The colours (`#rrggbb`) that words give to regions; a region left unsaid is left out."""
    said, unsaid = (
        _colors(read_drawing({"description": query}).look),
        _colors(read_drawing({}).look),
    )
    return {region: color for region, color in said.items() if unsaid.get(region) != color}


def _colors(look: Look) -> dict[Region, str]:
    colors = {Region.HAIR: look.hair.color, Region.SKIN: look.skin}
    for garment in look.garments:
        if region := _WORN.get(slot_of(garment.kind)):
            colors[region] = garment.color
    return colors
