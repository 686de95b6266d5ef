"""Parts of the figure kept as SVG files: layers, anchors and colour slots.

A part's top-level `<g data-layer="NAME">` are its layers (elements outside any belong to the
layer `main`). Within them:

- `data-slot="NAME.TONE"` becomes `fill` (on a gradient's `<stop>`: `stop-color`) of that tone
  of `palette[NAME]`; with a bare `data-stroke` it becomes `stroke` instead, and
  `data-stroke="NAME.TONE"` strokes besides the fill.
- `data-outline` marks an outer shape: `outline.py` inks it under all fills. Its value may name
  a slot for the ink; without one the element's own slot gives it.
- `data-region="eyes"` (hair, face, eyes, accessories ...) says whose pixels these are in masks;
  the innermost wins.
- `<circle data-anchor="NAME" cx cy r="0"/>` is an anchor, not drawn.
- `id`s (gradients, clips) are made unique by the `scope` a caller gives; `<defs>` go inside the
  layer that uses them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

from tools.backends.sketch.tones import tone

_SVG = "{http://www.w3.org/2000/svg}"
_OWN = ("data-slot", "data-stroke", "data-outline", "data-layer")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")


class PartError(Exception):
    """A part file is missing, malformed, or asks for a colour that the palette lacks."""


@dataclass(frozen=True)
class _Scoped:
    name: str


@dataclass(frozen=True)
class _Slot:
    name: str
    tone: str


_Piece = str | _Slot | _Scoped


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part file, parsed once. Coordinates are the file's own user units, y down."""

    path: str
    layers: Mapping[str, tuple[_Piece, ...]]
    anchors: Mapping[str, tuple[float, float]]

    def layer(self, name: str, palette: Mapping[str, str], scope: str = "") -> str:
        """The SVG fragment of one layer in these colours; empty when there is no such layer.

        Raises `PartError` when the palette lacks a slot.
        """
        return "".join(self._text(piece, palette, scope) for piece in self.layers.get(name, ()))

    def _text(self, piece: _Piece, palette: Mapping[str, str], scope: str) -> str:
        if isinstance(piece, str):
            return piece
        if isinstance(piece, _Scoped):
            return f"{scope}{piece.name}"
        color = palette.get(piece.name)
        if color is None:
            raise PartError(f"{self.path} needs a colour for {piece.name!r}")
        return tone(color, piece.tone)


@cache
def load_part(path: str) -> Part:
    """The part at a path under `parts/`, such as `body/hand_open.svg`. Raises `PartError`."""
    try:
        text = files("tools.backends.sketch").joinpath("parts", *path.split("/")).read_text("utf-8")
        root = ElementTree.fromstring(text)
    except (OSError, ElementTree.ParseError) as error:
        raise PartError(f"no usable part at {path}: {error}") from error
    anchors: dict[str, tuple[float, float]] = {}
    layers: dict[str, list[_Piece]] = {}
    for child in root:
        _write(child, layers.setdefault(child.get("data-layer", "main"), []), anchors, path)
    joined = {name: tuple(_joined(pieces)) for name, pieces in layers.items() if pieces}
    return Part(path=path, layers=joined, anchors=anchors)


def _write(
    element: ElementTree.Element,
    out: list[_Piece],
    anchors: dict[str, tuple[float, float]],
    path: str,
) -> None:
    if not isinstance(element.tag, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        return  # a comment
    anchor = element.get("data-anchor")
    if anchor is not None:
        anchors[anchor] = (float(element.get("cx", "0")), float(element.get("cy", "0")))
        return
    tag = element.tag.removeprefix(_SVG)
    if tag in ("title", "desc", "metadata"):
        return
    out.append(f"<{tag}")
    for key, value in element.attrib.items():
        if key not in _OWN:
            _write_attribute(key.removeprefix("{http://www.w3.org/1999/xlink}"), value, out)
    _write_slots(element, tag, out, path)
    children = list(element)
    if not children:
        out.append("/>")
        return
    out.append(">")
    for child in children:
        _write(child, out, anchors, path)
    out.append(f"</{tag}>")


def _write_attribute(key: str, value: str, out: list[_Piece]) -> None:
    reference = _REFERENCE.fullmatch(value)
    if key == "id":
        out += [' id="', _Scoped(value), '"']
    elif key == "href" and value.startswith("#"):
        out += [' href="#', _Scoped(value[1:]), '"']
    elif reference:
        out += [f' {key}="url(#', _Scoped(reference[1]), ')"']
    else:
        out.append(f" {key}={quoteattr(value)}")


def _write_slots(element: ElementTree.Element, tag: str, out: list[_Piece], path: str) -> None:
    slot, stroke, outline = (element.get(key) for key in _OWN[:3])
    only_stroke = stroke is not None and "." not in stroke
    if slot is not None:
        target = "stop-color" if tag == "stop" else "stroke" if only_stroke else "fill"
        out += [f' {target}="', _slot(slot, path), '"']
        if only_stroke and element.get("fill") is None:
            out.append(' fill="none"')
    if stroke is not None and not only_stroke:
        out += [' stroke="', _slot(stroke, path), '"']
    if outline is not None:
        ink = outline if "." in outline else f"{(slot or 'ink.line').split('.')[0]}.line"
        out += [' data-outline="', _slot(ink, path), '"']


def _slot(text: str, path: str) -> _Slot:
    name, _, tone_name = text.partition(".")
    try:
        tone("#808080", tone_name)
    except ValueError as error:
        raise PartError(f"{path}: slot {text!r}: {error}") from error
    return _Slot(name, tone_name)


def _joined(pieces: list[_Piece]) -> list[_Piece]:
    joined: list[_Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined
