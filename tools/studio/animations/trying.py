"""One sheet from a backend: over guides, paid for once, and asked for again where it is wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial

from tools.domain.actor import Actor
from tools.domain.documents import digest
from tools.imaging.decoding import UnreadablePictureError
from tools.imaging.sheets.checking import fault_of
from tools.imaging.sheets.reading import read_sheet
from tools.ports.animating import Sheet, SheetRequest, SpriteRenderer
from tools.ports.guiding import SheetGuides
from tools.ports.rendering import BackendRejectedError, Progress
from tools.studio.animations.guiding import guides_for
from tools.studio.paying import sheet_once
from tools.studio.studio import Studio

TRIES = 2
"""How often a model that draws the wrong figures is asked for a sheet, each with its own seed."""
UNUSABLE = "SHEET_UNUSABLE"
"""The code of a sheet that is not the one that was asked for."""
_SEEDS = 2**31

Watch = Callable[[SpriteRenderer, str], AbstractContextManager[None]]
"""Notes for as long as a block runs that a backend works on the request of a key."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One sheet to draw: `key` is the digest of all that is asked, the backend's name among it."""

    request: SheetRequest
    renderer: SpriteRenderer
    key: str


def unwatched(renderer: SpriteRenderer, key: str) -> AbstractContextManager[None]:
    return nullcontext()


async def drawn_sheet(
    studio: Studio,
    actor: Actor,
    wanted: Wanted,
    *,
    key: str,
    node: str,
    progress: Progress | None = None,
    watch: Watch = unwatched,
) -> tuple[Sheet, int]:
    """The sheet, and the seed that it was drawn with.

    A sheet that is not exact is looked at: one with figures missing, added or out of their cells
    is asked for once more. Raises `BackendRejectedError` (`SHEET_UNUSABLE`) with the reason where
    that is wrong too, `SpendingLimitError`, and what the backend raises.
    """
    guided = _Guided(studio, wanted)
    faults: list[str] = []
    for turn in range(TRIES):
        seed = (wanted.request.seed + turn * 1_000_003) % _SEEDS if turn else wanted.request.seed
        request = replace(wanted.request, seed=seed, key=digest([key, turn]) if turn else key)
        with watch(wanted.renderer, request.key):
            try:
                sheet = await sheet_once(
                    studio,
                    actor,
                    key=request.key,
                    node=node,
                    price_usd=wanted.renderer.price_usd(request),
                    backend=wanted.renderer.name,
                    draw=partial(guided.draw, request, progress),
                )
            except BackendRejectedError as error:
                if error.code != UNUSABLE:
                    raise
                faults.append(str(error))
                continue
        fault = None if sheet.exact else await asyncio.to_thread(_fault, sheet, request)
        if fault is None:
            return sheet, seed
        faults.append(fault)
    what = " ".join(dict.fromkeys(faults))
    raise BackendRejectedError(
        f"{wanted.renderer.name} did not draw the sheet that was asked for, {TRIES} times. {what}",
        code=UNUSABLE,
    )


@dataclass
class _Guided:
    """Draws over guides, made when first needed and then kept."""

    studio: Studio
    wanted: Wanted
    guides: SheetGuides | None = None

    async def draw(self, request: SheetRequest, progress: Progress | None) -> Sheet:
        renderer = self.wanted.renderer
        if renderer.sheet_abilities.wants_guides and self.guides is None:
            self.guides = await guides_for(self.studio, request, renderer.sheet_abilities)
        return await renderer.render_sheet(replace(request, guides=self.guides), progress)


def _fault(sheet: Sheet, request: SheetRequest) -> str | None:
    code = request.key_color.removeprefix("#")
    red, green, blue = bytes.fromhex(code)
    try:
        return fault_of(
            read_sheet(sheet.png),
            rows=sheet.rows,
            columns=sheet.columns,
            frame_count=len(request.frames),
            key=(red, green, blue),
        )
    except UnreadablePictureError as error:
        return str(error)
