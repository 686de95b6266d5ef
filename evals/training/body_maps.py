"""Which part of the body each pixel of a drawn figure belongs to: the truth for the parser."""

from __future__ import annotations

from xml.etree import ElementTree

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.backends.sketch.compose import draw
from tools.backends.sketch.raster import png_of
from tools.domain.look import Look
from tools.domain.staging import Drawing, Staging
from tools.imaging.decoding import decode
from tools.imaging.parser import CLASSES, Part
from tools.imaging.picture import Picture

_SVG = "{http://www.w3.org/2000/svg}"
_PARTS = {
    "hair": Part.HAIR,
    "face": Part.SKIN,
    "skin": Part.SKIN,
    "eyes": Part.EYES,
    "torso": Part.TORSO,
    "legs": Part.LEGS,
    "feet": Part.FEET,
}
_STEP = 30
"""Grey levels between two parts in the map's drawing, so that blended rims can be told."""


def figure_and_parts(
    look: Look, staging: Staging, seed: int, side: int
) -> tuple[Picture, Picture, NDArray[np.uint8]]:
    """The whole picture, its figure alone (both side x side x 4), and each pixel's `Part`."""
    svg = draw(Drawing(look=look, staging=staging), seed, side, side)
    root = ElementTree.fromstring(svg)
    for child in list(root):
        if child.get("data-region") == "background":
            root.remove(child)
    _without_furniture(root)
    alone = decode(png_of(ElementTree.tostring(root, "unicode"), side, side))
    _flatten(root, Part.BACKGROUND, inked=False)
    flat = decode(png_of(ElementTree.tostring(root, "unicode"), side * 2, side * 2))
    cover = cv2.resize(flat[:, :, 3], (side, side), interpolation=cv2.INTER_AREA)
    inked = cv2.dilate(cover, np.ones((3, 3), np.uint8)) > 127
    alone[~inked] = 0
    return decode(png_of(svg, side, side)), alone, _parts(flat, alone[:, :, 3] > 127)


def _without_furniture(node: ElementTree.Element) -> None:
    """What the figure sits on or leans against is not the figure."""
    for child in list(node):
        if child.get("id") == "seat":
            node.remove(child)
        else:
            _without_furniture(child)


def _flatten(node: ElementTree.Element, part: Part, *, inked: bool) -> None:
    """Paint every shape in its part's grey; lines and glows under the figure become nothing."""
    region = node.get("data-region")
    if region is not None:
        part = _PARTS.get(region, Part.EXTRA)
        inked = True
    if node.tag in (f"{_SVG}defs", f"{_SVG}clipPath"):
        return
    node.attrib.pop("filter", None)
    for name in ("fill", "stroke"):
        if node.get(name) not in (None, "none"):
            level = int(part) * _STEP
            node.set(name, f"#{level:02x}{level:02x}{level:02x}" if inked else "none")
    for child in node:
        _flatten(child, part, inked=inked)


def _parts(flat: Picture, solid: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """The nearest clean grey for each pixel of the figure; nothing where the figure is not."""
    level = flat[:, :, 0].astype(np.float32) / _STEP
    clean = (np.abs(level - np.round(level)) < 0.04) & (flat[:, :, 3] > 250) & (level > 0.5)
    label = np.where(clean, np.round(level), 0).astype(np.uint8)
    side = solid.shape[0]
    votes = [
        cv2.resize((label == part).astype(np.float32), (side, side), interpolation=cv2.INTER_AREA)
        for part in range(CLASSES)
    ]
    counted = np.stack(votes[1:])
    best = (counted.argmax(axis=0) + 1).astype(np.uint8)
    known = (counted.max(axis=0) > 0.2).astype(np.uint8)
    _, nearest = cv2.distanceTransformWithLabels(
        1 - known, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    seeds = np.zeros(int(nearest.max()) + 1, dtype=np.uint8)
    seeds[nearest[known > 0]] = best[known > 0]
    return np.where(solid, seeds[nearest], 0).astype(np.uint8)
