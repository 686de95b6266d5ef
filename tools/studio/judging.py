"""How well a picture is made, and how much of what was asked is on it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from tools.domain.pictures import PictureDomain
from tools.domain.ranking import clip_score, drawn_share
from tools.imaging.picture import Picture as Pixels
from tools.imaging.quality import Quality, picture_quality
from tools.ports.embedding import Embedder, TextEmbedder
from tools.studio.images import pixels_at
from tools.studio.studio import Studio


class Judgement(BaseModel):
    """`alignment` is 0 to 1, None where nothing measures it; `measured_by` says what did."""

    model_config = ConfigDict(frozen=True)

    quality: Quality
    alignment: float | None = None
    measured_by: str | None = None


async def judged(
    studio: Studio, sha256: str, *, asked: str, undrawn: Sequence[str], domain: PictureDomain
) -> Judgement:
    """Measure a picture by its pixels, and hold it against the words that were asked for.

    An embedder that takes words measures them; else an embedded renderer's own list of what it
    could not draw does; a model draws without such a list, so then nothing does.
    """
    pixels = await pixels_at(studio, sha256)
    quality = await asyncio.to_thread(picture_quality, pixels)
    if quality.blank:
        return Judgement(quality=quality)
    if asked.strip() and isinstance(studio.embedder, TextEmbedder):
        cosine = await asyncio.to_thread(_cosine, studio.embedder, pixels, asked)
        return Judgement(
            quality=quality, alignment=clip_score(cosine), measured_by=studio.embedder.space
        )
    share = drawn_share(asked, undrawn) if domain == "rendered" else None
    told = None if share is None else "undrawn words"
    return Judgement(quality=quality, alignment=share, measured_by=told)


def _cosine(embedder: Embedder, pixels: Pixels, words: str) -> float:
    assert isinstance(embedder, TextEmbedder)
    return float(embedder.embed(pixels).vector @ embedder.embed_text(words))
