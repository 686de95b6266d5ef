"""What a failed attempt changes for the next one: reason code to adjustment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tools.domain.orchestration import Adjustment
from tools.domain.ranking import BLANK_PICTURE
from tools.domain.shortcomings import LOW_ALIGNMENT, LOW_QUALITY

_FIRST: Mapping[str, Mapping[str, Any]] = {
    "HAIR_DRIFT": {"emphasis": ["hair"], "scene_light": 0.5},
    "EYES_DRIFT": {"emphasis": ["eyes"], "view": "three_quarter"},
    "SKIN_DRIFT": {"emphasis": ["skin"], "scene_light": 0.3},
    "OUTFIT_DRIFT": {"emphasis": ["outfit"], "scene_light": 0.5},
    "LEGS_DRIFT": {"emphasis": ["legs"], "framing": "full"},
    "FEET_DRIFT": {"emphasis": ["feet"], "framing": "full"},
    "ACCESSORIES_DRIFT": {"emphasis": ["accessories"]},
    "SILHOUETTE_DRIFT": {"view": "three_quarter", "framing": "full"},
}
_ON_RECORD = "because"
BELOW_THRESHOLD = "BELOW_THRESHOLD"
"""The reason of a change that no region asked for: the score alone was too low."""
_SEED_CODES = frozenset({BLANK_PICTURE, LOW_QUALITY, LOW_ALIGNMENT})
"""What the same seed would bring again."""
_PLAIN = "studio"
"""The place without a light of its own."""
_LEAST_LIGHT = 0.25
_WORDED = frozenset({"emphasis", "crops"})
"""What only a renderer that is told in words, or shown pictures, can take."""
_SAID_UNDER: Mapping[str, str] = {"outfit": "style", "accessories": "weapon"}
"""Regions whose words stand under another key of the appearance."""


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """What an attempt was drawn from, as far as adjustments change it.

    `by_words`: the renderer is told in words what to draw, rather than by the definition.
    """

    by_words: bool = False
    setting: str = _PLAIN
    view: str | None = None
    framing: str | None = None

    def with_adjustments(self, before: Mapping[str, Any]) -> dict[str, Any]:
        return {"scene_light": 1.0, "view": self.view, "framing": self.framing, **before}


def adjustments_after(codes: Iterable[str], before: Mapping[str, Any]) -> dict[str, Any]:
    """The next attempt's adjustments: those so far, and what each reason code asks for.

    `emphasis` lists regions whose words weigh more, `scene_light` (0 to 1) is the share of the
    scene's tint on the figure, halved each time it is asked for again; `view` and `framing`
    return to those of the reference. `another_seed` is how far the seed has moved on, since a
    blank or badly made picture comes out the same again. `because` keeps the codes, in order.
    """
    after: dict[str, Any] = dict(before)
    for code in codes:
        if code in _SEED_CODES:
            after["another_seed"] = before.get("another_seed", 0) + 1
            after[_ON_RECORD] = [*dict.fromkeys([*after.get(_ON_RECORD, []), code])]
        wanted = _FIRST.get(code, {})
        for name, value in wanted.items():
            if name == "emphasis":
                after[name] = [*dict.fromkeys([*after.get(name, []), *value])]
            elif name == "scene_light":
                after[name] = min(value, before.get(name, 1.0) / 2, after.get(name, 1.0))
            else:
                after[name] = value
        if wanted:
            after[_ON_RECORD] = [*dict.fromkeys([*after.get(_ON_RECORD, []), code])]
    return after


def moved_on(
    codes: Iterable[str], after: Mapping[str, Any], before: Mapping[str, Any], drawn: Drawn
) -> dict[str, Any]:
    """The adjustments, further than those `before` where the codes lead to the same picture again.

    Then the light of the scene on the figure is halved, down to a quarter; where the place has
    none, or that was tried, the seed moves on.
    """
    if changes_made(codes, before, after, drawn):
        return dict(after)
    light = before.get("scene_light", 1.0)
    if drawn.setting != _PLAIN and light > _LEAST_LIGHT:
        further: dict[str, Any] = {"scene_light": light / 2}
    else:
        further = {"another_seed": before.get("another_seed", 0) + 1}
    because = [*dict.fromkeys([*after.get(_ON_RECORD, []), BELOW_THRESHOLD])]
    return {**after, **further, _ON_RECORD: because}


def changes_made(
    codes: Iterable[str], before: Mapping[str, Any], after: Mapping[str, Any], drawn: Drawn
) -> list[Adjustment]:
    """What the next picture is drawn with otherwise than the last, each with its reason."""
    codes, made = tuple(codes), drawn.with_adjustments(before)
    return [
        Adjustment(code=_reason(name, value, codes), adjustment=name, value=value)
        for name, whole in after.items()
        if name != _ON_RECORD and (drawn.by_words or name not in _WORDED)
        for value in [_added(whole, before.get(name))]
        if value not in ([], {}) and whole != made.get(name)
    ]


def _added(value: Any, before: Any) -> Any:
    """What is new in a list or an object, else the value."""
    if isinstance(value, list):
        return [one for one in value if one not in (before or [])]
    if isinstance(value, Mapping):
        return {key: one for key, one in value.items() if (before or {}).get(key) != one}
    return value


def _reason(name: str, value: Any, codes: Iterable[str]) -> str:
    """The codes that asked for it, the first reason first; the threshold where none did."""
    asking = [code for code in codes if _asks(code, name, value)]
    return " ".join(dict.fromkeys(asking)) or BELOW_THRESHOLD


def _asks(code: str, name: str, value: Any) -> bool:
    if name == "another_seed":
        return code in _SEED_CODES
    if name == "crops":
        return any(code == f"{str(region).upper()}_DRIFT" for region in value)
    wanted = _FIRST.get(code, {})
    if name == "emphasis":
        return any(region in value for region in wanted.get(name, []))
    return name in wanted


def crops_after(
    codes: Iterable[str],
    regions: Iterable[Mapping[str, Any]],
    reference: str | None,
    before: Mapping[str, Any],
) -> dict[str, Any]:
    """The adjustments, with the places of the reference that show what drifted.

    `crops` gives for each region `of`, the reference's sha256, and `left top right bottom` in its
    pixels. `regions` are those of the comparison that the codes come from.
    """
    places = {f"{str(r['region']).upper()}_DRIFT": r for r in regions}
    crops = dict(before.get("crops", {}))
    for code in codes:
        place = places.get(code, {}).get("reference_place")
        if place and reference:
            crops[places[code]["region"]] = {"of": reference, **place}
    return {**before, "crops": crops} if crops else dict(before)


def emphasised(prompt: str, definition: Mapping[str, Any], adjustments: Mapping[str, Any]) -> str:
    """The prompt, opened by the character's words on the regions that need weight."""
    appearance = definition.get("appearance") or {}
    said = [appearance.get(_SAID_UNDER.get(r, r)) for r in adjustments.get("emphasis", [])]
    return ", ".join([*(words for words in said if isinstance(words, str)), prompt])
