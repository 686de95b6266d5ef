"""How files are named that are copied for the user: by their label, ending as what they hold."""

from __future__ import annotations

_BEGINS = {
    ".png": (0, b"\x89PNG\r\n\x1a\n"),
    ".jpg": (0, b"\xff\xd8\xff"),
    ".gif": (0, b"GIF8"),
    ".webp": (8, b"WEBP"),
    ".mp4": (4, b"ftyp"),
    ".webm": (0, b"\x1a\x45\xdf\xa3"),
    ".json": (0, b"{"),
}
"""Of each kind of file, where its mark begins and the mark."""


def file_name(label: str, data: bytes) -> str:
    """Letters and digits of the label, all else a hyphen, and the ending that the data ask for."""
    ending = _ending(data)
    return f"{''.join(c if c.isalnum() else '-' for c in label.removesuffix(ending))}{ending}"


def _ending(data: bytes) -> str:
    for ending, (at, begins) in _BEGINS.items():
        if data.startswith(begins, at):
            return ending
    return ""
