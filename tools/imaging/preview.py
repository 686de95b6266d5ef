"""Small WebP copies of pictures, for lists and pages."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps

_QUALITY = 85


def preview(data: bytes, width: int) -> bytes:
    """The picture's first frame, upright and `width` pixels wide, as WebP bytes.

    Its proportions are kept, its metadata is not. `data` must have been accepted by
    `tools.imaging.decoding.decode` before.
    """
    with Image.open(BytesIO(data)) as image:
        image.draft("RGB", (width, width))
        upright = ImageOps.exif_transpose(image)
        height = max(1, round(upright.height * width / upright.width))
        small = upright.convert("RGBA").resize(
            (width, height), Image.Resampling.BOX, reducing_gap=2
        )
    small.info.clear()
    kept = BytesIO()
    small.save(kept, "WEBP", quality=_QUALITY, method=0)
    return kept.getvalue()
