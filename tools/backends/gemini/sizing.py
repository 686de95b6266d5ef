"""Pictures on their way to a model, small enough, and on their way back, of exactly one size."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import numpy as np
from PIL import Image

from tools.imaging.decoding import decode
from tools.imaging.picture import Picture

SIDE_MOST_PX = 1536
_SIDE_LEAST_PX = 64
_JPEG_QUALITY = 90
_SHRINK = 0.7


@dataclass(frozen=True, kw_only=True)
class Sized:
    """A picture of the asked size; `crop` is left, top, right, bottom in pixels of the one that
    came, `scale` by how much what is within was enlarged."""

    picture: Picture
    came_px: tuple[int, int]
    crop: tuple[int, int, int, int]
    scale: float

    @property
    def lost(self) -> float:
        """The share of the picture that was cut away, 0 to 1."""
        left, top, right, bottom = self.crop
        return 1 - (right - left) * (bottom - top) / (self.came_px[0] * self.came_px[1])


def to_send(data: bytes, *, bytes_most: int) -> tuple[bytes, str]:
    """A picture without its metadata, at most 1536 pixels a side, and its media type.

    PNG where that is small enough, else JPEG on white, scaled down until it is. Raises
    `UnreadablePictureError`.
    """
    image = Image.fromarray(decode(data))
    if max(image.size) > SIDE_MOST_PX:
        image.thumbnail((SIDE_MOST_PX, SIDE_MOST_PX), Image.Resampling.LANCZOS)
    png = _written(image, "PNG")
    if len(png) <= bytes_most:
        return png, "image/png"
    flat = Image.new("RGB", image.size, "white")
    flat.paste(image, mask=image.getchannel("A"))
    jpeg = _written(flat, "JPEG")
    while len(jpeg) > bytes_most and max(flat.size) > _SIDE_LEAST_PX:
        smaller = (max(1, round(flat.width * _SHRINK)), max(1, round(flat.height * _SHRINK)))
        flat = flat.resize(smaller, Image.Resampling.LANCZOS)
        jpeg = _written(flat, "JPEG")
    return jpeg, "image/jpeg"


def cropped(data: bytes, box: tuple[int, int, int, int]) -> bytes:
    """PNG bytes of a part of a picture, `box` as in `Sized.crop`. Raises as `to_send` does."""
    return _written(Image.fromarray(decode(data)).crop(box), "PNG")


def sized(picture: Picture, width: int, height: int) -> Sized:
    """The picture scaled to cover width x height pixels, and cut to them around its middle."""
    came_height, came_width = picture.shape[:2]
    scale = max(width / came_width, height / came_height)
    across = min(came_width, max(1, round(width / scale)))
    down = min(came_height, max(1, round(height / scale)))
    left, top = (came_width - across) // 2, (came_height - down) // 2
    box = (left, top, left + across, top + down)
    image = Image.fromarray(picture)
    if box != (0, 0, came_width, came_height) or (came_width, came_height) != (width, height):
        image = image.resize((width, height), Image.Resampling.LANCZOS, box=box)
    return Sized(
        picture=_pixels(image), came_px=(came_width, came_height), crop=box, scale=round(scale, 4)
    )


def _pixels(image: Image.Image) -> Picture:
    return np.array(image.convert("RGBA"), dtype=np.uint8)


def _written(image: Image.Image, kind: str) -> bytes:
    buffer = BytesIO()
    if kind == "JPEG":
        image.save(buffer, kind, quality=_JPEG_QUALITY)
    else:
        image.save(buffer, kind, compress_level=3)
    return buffer.getvalue()
