"""Pictures as vectors: what a use case needs of an embedder, whichever it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from tools.domain.consistency import Region
from tools.imaging.measured import Measured
from tools.imaging.picture import Floats, Picture


@dataclass(frozen=True, kw_only=True)
class Embedding:
    """A picture as one vector of length 1 (float32) in `space`, and one of each region.

    `measured` is the figure that was found on the way, where the space rests on it.
    """

    space: str
    vector: Floats
    regions: Mapping[Region, Floats] = field(default_factory=dict[Region, Floats])
    measured: Measured | None = None


class EmbedderUnavailableError(Exception):
    """The embedder's library or weights are not here; the message says what to do."""


class Embedder(Protocol):
    """One space. Vectors of two spaces never meet in one search."""

    @property
    def space(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    def embed(self, picture: Picture) -> Embedding:
        """The picture's vector. Takes tens of milliseconds: call it in a thread."""
        ...

    def similarity(self, first: Embedding, second: Embedding) -> float:
        """How alike two of this space's embeddings are, 0 to 1; no probability."""
        ...


@runtime_checkable
class TextEmbedder(Protocol):
    """A space that words can be put into beside pictures."""

    @property
    def space(self) -> str: ...

    def embed_text(self, text: str) -> Floats:
        """The words as a vector of length 1 in the pictures' space."""
        ...


@runtime_checkable
class ColorEmbedder(Protocol):
    """A space that colours by region can be put into beside pictures."""

    def embed_colors(self, wishes: Mapping[Region, str]) -> Floats:
        """A vector of length 1 near figures with these colours (`#rrggbb`).

        Raises `ValueError` where no wish is of a region that the space knows.
        """
        ...
