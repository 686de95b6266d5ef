"""How far the character's colours are from the bible's palette."""

from __future__ import annotations

from collections.abc import Iterator

from tools.domain.analysis.facts import CharacterFacts
from tools.domain.analysis.finding import Action, Figure, Finding, listed, measure
from tools.domain.analysis.subjects import character_subject
from tools.domain.definition import palette_of
from tools.domain.validation.descriptions import APART
from tools.domain.validation.shades import chroma, distance, stated_in_appearance

_GREY = 0.04
"""Below this chroma (OKLab) a colour is grey, black or white, which every palette allows."""


def palette_distance(facts: CharacterFacts) -> Iterator[Finding]:
    """The distance (OKLab) of each stated colour to the palette's nearest; the mean, the farthest.

    Skin and greys are left out; a colour is off from the distance at which two are two colours.
    """
    palette = palette_of(facts.bible)
    stated = [
        (one.thing, words, color)
        for one in stated_in_appearance(facts.definition.get("appearance") or {})
        if one.family != "skin"
        for words, color in one.colors
        if chroma(color) > _GREY
    ]
    if not palette or not stated:
        return
    gaps = [
        (min(distance(color, allowed) for allowed in palette), thing, words)
        for thing, words, color in stated
    ]
    off = sorted((gap for gap in gaps if gap[0] > APART), reverse=True)
    mean = sum(gap for gap, _, _ in gaps) / len(gaps)
    name, farthest = facts.character.name, max(gaps)
    shown = _measured(facts)
    pictures = f" Its pictures are {shown['pictures'].value:.2f} off on average." if shown else ""
    told = [f"{words} {thing} ({gap:.2f})" for gap, thing, words in off]
    yield Finding(
        code="OFF_PALETTE" if off else "ON_PALETTE",
        rule="palette_distance",
        severity="warning" if off else "info",
        subject=character_subject(facts.character),
        sentence=(
            f"{len(off)} of {len(gaps)} colours of {name} are off the bible's palette: "
            f"{listed(told)}.{pictures}"
            if off
            else f"All {len(gaps)} colours of {name} are near the bible's palette, the farthest "
            f"{farthest[2]} {farthest[1]} at {farthest[0]:.2f} (OKLab).{pictures}"
        ),
        figures={
            "palette_distance_mean": measure(mean, "OKLab distance", len(gaps)),
            "palette_distance_most": measure(farthest[0], "OKLab distance", len(gaps)),
            "colors_off_palette": measure(len(off), "colours", len(gaps)),
            "off_from": measure(APART, "OKLab distance, the limit"),
            **shown,
        },
        action=Action(
            sentence=f"Take a colour of the palette for the {off[0][1]}, or widen the palette.",
            tool="update_character",
            args={"character": name},
            needs=["appearance"],
        )
        if off
        else None,
    )


def _measured(facts: CharacterFacts) -> dict[str, Figure]:
    """How far the scored pictures are from the palette by their pixels, where it was measured."""
    found: dict[int, float] = {}
    for score in facts.present:
        palette = (score.report.get("bible") or {}).get("palette")
        if palette is not None and score.id is not None:
            found[score.id] = float(palette["distance"])
    if not found:
        return {}
    mean = sum(found.values()) / len(found)
    return {"pictures": measure(mean, "OKLab distance, by pixels", len(found), scores=found)}
