"""The embedder that needs no weights to download: measured colours, gradients and outline."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from tools.domain.consistency import Region
from tools.imaging.anatomy import Zone
from tools.imaging.matching import match
from tools.imaging.measured import measure
from tools.imaging.picture import Floats, Picture
from tools.imaging.resemblance import Weights, similarity
from tools.imaging.search_vector import DIMENSIONS, search_vector, wished_vector, zone_colors
from tools.ports.embedding import Embedding

SPACE = "embedded-1"
_ZONES = {
    Region.HAIR: Zone.CROWN,
    Region.SKIN: Zone.FACE,
    Region.OUTFIT: Zone.TORSO,
    Region.LEGS: Zone.LEGS,
}


class EmbeddedEmbedder:
    """The space `embedded-1`: 512 numbers, equal for equal pixels on every machine."""

    @property
    def space(self) -> str:
        return SPACE

    @property
    def dimensions(self) -> int:
        return DIMENSIONS

    def embed(self, picture: Picture) -> Embedding:
        """The figure's vector, from its pixels alone."""
        measured = measure(picture)
        described = measured.description
        return Embedding(
            space=SPACE,
            vector=search_vector(described),
            regions={region: zone_colors(described, zone) for region, zone in _ZONES.items()},
            measured=measured,
        )

    def embed_colors(self, wishes: Mapping[Region, str]) -> Floats:
        """A vector near figures with these colours in hair, skin, outfit or legs.

        Raises `ValueError` where no wish is of one of these.
        """
        return wished_vector(
            {_ZONES[region]: c for region, c in wishes.items() if region in _ZONES}
        )

    def similarity(self, first: Embedding, second: Embedding) -> float:
        """The fitted model's value, where both were measured; else the cosine, cut at 0."""
        if first.measured is None or second.measured is None:
            return max(0.0, min(1.0, float(first.vector @ second.vector)))
        one, other = first.measured.description, second.measured.description
        return similarity(one, other, match(one, other), _weights())


@cache
def _weights() -> Weights:
    data = (
        files("tools.backends.embedders")
        .joinpath("embedded_weights.json")
        .read_text(encoding="utf-8")
    )
    return Weights.model_validate_json(data)
