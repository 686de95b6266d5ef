"""Sprite sheets by Gemini: redrawn cell by cell after the rig's layout, from reference pictures."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import cv2
import numpy as np

from tools.backends.gemini.abilities import abilities_of
from tools.backends.gemini.drawing import Drawn, Order, drawn, price_usd
from tools.backends.gemini.failures import costing
from tools.backends.gemini.painting import GeminiPainter
from tools.domain.animation.sheet_words import background_words, style_words, view_words
from tools.imaging.decoding import UnreadablePictureError, decode, encode_png
from tools.imaging.oklab import from_hex
from tools.imaging.picture import Picture
from tools.imaging.sheets.packing import sheet_shape
from tools.imaging.sheets.paging import Page, pages_of, rows_of, stacked
from tools.ports.animating import Sheet, SheetAbilities, SheetRequest
from tools.ports.rendering import (
    BackendError,
    BackendRejectedError,
    Progress,
    Readiness,
    Usage,
)

CELL_PX = 256
SIDE_MOST = 1024
"""A model draws more figures than fit this at 256 pixels each ever less alike."""
_SHAPE_LOST = 0.08
"""How far a picture's ratio may be off before its figures are squeezed beyond use."""
_TEXT_MOST = 4_000
_POSE_MOST = 300
