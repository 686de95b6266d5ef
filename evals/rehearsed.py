"""Animations that a world begins with: begun as anybody begins one, left where the world says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast, get_args

from evals.world import SceneryError, WorldAnimation
from tools.domain.actor import LOCAL
from tools.domain.animation.choosing import chosen_response
from tools.domain.animation.dna import ResponderSuggestion
from tools.domain.animation.kinds import ActionType
from tools.domain.animations import Take
from tools.studio.animations.starting import AnimationOrder, start_animation
from tools.studio.studio import Studio

_PATIENCE_S = 120.0


async def rehearse(studio: Studio, project_id: int, wanted: WorldAnimation) -> None:
    """A dual animation waits for the responders' choice then, a single one for its sprites.

    Where the world names suggestions, these are offered, in its order and under its names: each
    with the reason that the studio found for its kind, as far as it found one, and the studio's
    recommendation where that kind is among them, else the first. Raises `StudioError`,
    `SceneryError`.
    """
    if wanted.action_type not in get_args(ActionType):
        raise SceneryError(f"no animation is a “{wanted.action_type}”")
    others = [wanted.responder] if isinstance(wanted.responder, str) else wanted.responder or ()
    order = AnimationOrder(
        character=wanted.character,
        responders=others,
        action_type=cast("ActionType", wanted.action_type),
    )
    started = await start_animation(studio, LOCAL, project_id, order, patience_s=_PATIENCE_S)
    gate = bool(started.take.facts.suggestions) if others else started.take.written
    if not gate:
        raise SceneryError(f"the animation of {wanted.character} did not get to where it waits")
    if others and wanted.suggested:
        await _suggest(studio, started.take, wanted.suggested)


async def _suggest(studio: Studio, take: Take, names: Sequence[str]) -> None:
    offered = {
        who: [one.model_dump(mode="json") for one in _renamed(ways, names)]
        for who, ways in take.facts.suggestions.items()
    }
    async with studio.store.begin(LOCAL) as work:
        await work.takes.hold(LOCAL, take.run_id)
        await work.takes.learn(LOCAL, take.run_id, {"suggestions": offered})


def _renamed(
    ways: Sequence[ResponderSuggestion], names: Sequence[str]
) -> list[ResponderSuggestion]:
    found = [_named(name, ways) for name in names]
    best = next((n for n, one in enumerate(found) if one.recommended), 0)
    return [one.model_copy(update={"recommended": n == best}) for n, one in enumerate(found)]


def _named(name: str, ways: Sequence[ResponderSuggestion]) -> ResponderSuggestion:
    meant = chosen_response(name, ways)
    if meant is None:
        raise SceneryError(f"“{name}” is no way to respond")
    own = next((way for way in ways if way.kind == meant.kind), meant)
    return own.model_copy(update={"action": name})
