"""Small copies of pictures, for reports."""

from __future__ import annotations

from tools.imaging.decoding import encode_png
from tools.imaging.oklab import shrunk
from tools.imaging.picture import Picture


def thumbnail(picture: Picture, side: int = 240) -> bytes:
    """The picture as PNG bytes with its longer side at most `side` pixels."""
    return encode_png(shrunk(picture, side))
