"""SVG to PNG and to pixels, always the same bytes for the same drawing."""

from __future__ import annotations

import resvg_py


def png_of(svg: str, width: int, height: int) -> bytes:
    """The PNG bytes of an SVG document at exactly this size in pixels; no system fonts."""
    data = resvg_py.svg_to_bytes(svg_string=svg, width=width, height=height, skip_system_fonts=True)
    return bytes(data)
