"""An MP4 with its index before its frames, so that it plays while it is still being loaded.

Boxes as in ISO/IEC 14496-12: a 32-bit size, a four-letter type, and for size 1 a 64-bit size.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_CONTAINERS = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
_OFFSETS = {b"stco": ">I", b"co64": ">Q"}
_MOST_32_BITS = 2**32 - 1


def index_first(mp4: bytes) -> bytes:
    """The same clip with `moov` before `mdat`; what is laid out in another way stays as it is."""
    boxes = list(_boxes(mp4, 0, len(mp4)))
    kinds = [kind for kind, _, _ in boxes]
    if kinds.count(b"moov") != 1 or kinds.count(b"mdat") != 1:
        return mp4
    if kinds.index(b"moov") < kinds.index(b"mdat"):
        return mp4
    parts = {kind: mp4[start:end] for kind, start, end in boxes}
    moved = bytearray(parts[b"moov"])
    if not _shift(moved, 0, len(moved), len(moved)):
        return mp4
    ordered = [mp4[start:end] for kind, start, end in boxes if kind != b"moov"]
    ordered.insert(kinds.index(b"mdat"), bytes(moved))
    return b"".join(ordered)


def _boxes(data: bytes | bytearray, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Type, start and end of each box between two places; ends at the first that is malformed."""
    at = start
    while at + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, at)
        if size == 1 and at + 16 <= end:
            (size,) = struct.unpack_from(">Q", data, at + 8)
        size = size or end - at
        if size < 8 or at + size > end:
            return
        yield kind, at, at + size
        at += size


def _shift(data: bytearray, start: int, end: int, by: int) -> bool:
    """Move every chunk's offset; False where one no longer fits in its 32 bits."""
    for kind, first, last in _boxes(data, start, end):
        if kind in _CONTAINERS:
            if not _shift(data, first + 8, last, by):
                return False
        elif kind in _OFFSETS:
            form = _OFFSETS[kind]
            (count,) = struct.unpack_from(">I", data, first + 12)
            for index in range(count):
                place = first + 16 + index * struct.calcsize(form)
                (offset,) = struct.unpack_from(form, data, place)
                if form == ">I" and offset + by > _MOST_32_BITS:
                    return False
                struct.pack_into(form, data, place, offset + by)
    return True
