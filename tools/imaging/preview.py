"""Small WebP copies of pictures, for lists and pages."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

_QUALITY = 85


def preview(data: bytes, width: int) -> bytes:
    """The picture's first frame `width` pixels wide as WebP bytes, its proportions kept.

    `data` must have been accepted by `tools.imaging.decoding.decode` before.
    """
    with Image.open(BytesIO(data)) as image:
        image.draft("RGB", (width, width))
        height = max(1, round(image.height * width / image.width))
        small = image.convert("RGBA").resize((width, height), Image.Resampling.BOX, reducing_gap=2)
    kept = BytesIO()
    small.save(kept, "WEBP", quality=_QUALITY, method=0)
    return kept.getvalue()
