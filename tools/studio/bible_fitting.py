"""A picture held against its project's bible: the palette, and the looks it gives a character."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tools.domain.actor import Actor
from tools.domain.bible_fit import BibleFit, bible_fit
from tools.domain.characters import Character
from tools.domain.naming import fold
from tools.domain.validation.palettes import palette_in
from tools.imaging.measured import Measured
from tools.imaging.region_colors import region_colors
from tools.ports.store import UnitOfWork
from tools.studio.bible import bible_if_any


@dataclass(frozen=True, kw_only=True)
class BibleMeasure:
    """What a bible says that pixels can be held against; `known` where it knows the character."""

    exists: bool = False
    known: bool = False
    palette: Sequence[str] = ()
    traits: Mapping[str, Any] = field(default_factory=dict[str, Any])


async def bible_measure(work: UnitOfWork, actor: Actor, character: Character) -> BibleMeasure:
    """The palette of the project's bible, and what it says of the character's looks."""
    bible, entries = await bible_if_any(work, actor, character.project_id)
    if bible is None:
        return BibleMeasure()
    names = {fold(character.name), fold(character.bible_name)}
    entry = next((one for one in entries if fold(one.name) in names), None)
    return BibleMeasure(
        exists=True,
        known=entry is not None,
        palette=palette_in(bible.visual_style),
        traits=entry.visual_traits if entry else {},
    )


def fit_of(measure: BibleMeasure, seen: Measured) -> BibleFit | None:
    """None where there is no bible. Some milliseconds: call it in a thread."""
    if not measure.exists:
        return None
    shown = region_colors(seen)
    return bible_fit(
        {region: one.colors for region, one in shown.items()},
        {region: one.size for region, one in shown.items()},
        measure.palette,
        measure.traits,
    )
