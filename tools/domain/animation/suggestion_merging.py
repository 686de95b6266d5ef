"""Suggestions of a model, held to the rules that suggestions have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from tools.domain.animation.anatomy import cannot_respond
from tools.domain.animation.dna import CharacterDNA, ResponderSuggestion
from tools.domain.animation.kinds import ResponderKind

SUGGESTED_MOST = 6
_OF_THE_ROW = 2
_NAME_MOST, _REASON_MOST = 48, 240


def merged_suggestions(
    ruled: Sequence[ResponderSuggestion],
    said: Iterable[Mapping[str, Any]],
    responder: CharacterDNA,
) -> tuple[ResponderSuggestion, ...]:
    """The model's suggestions where they are sound, completed by the rules', at most six.

    What the responder's anatomy forbids goes, and so does a second one of a name. Both kinds of
    the action's row, which lead the rules' suggestions, are always there. The model's
    recommendation counts where it makes exactly one; else the rules' does.
    """
    sound = _distinct([*(one for one in map(_read, said) if one), *ruled])
    able = [one for one in sound if cannot_respond(one.kind, responder) is None]
    row = [_first(one.kind, [*able, *ruled]) for one in ruled[:_OF_THE_ROW]]
    others = [one for one in able if one not in row][: SUGGESTED_MOST - len(row)]
    kept = sorted((*row, *others), key=lambda one: sound.index(one) if one in sound else len(sound))
    recommended = [one for one in kept if one.recommended and one not in ruled]
    best = recommended[0] if len(recommended) == 1 else _ruled_best(kept, ruled)
    return tuple(one.model_copy(update={"recommended": one is best}) for one in kept)


def _first(kind: ResponderKind, among: Iterable[ResponderSuggestion]) -> ResponderSuggestion:
    return next(one for one in among if one.kind == kind)


def _read(said: Mapping[str, Any]) -> ResponderSuggestion | None:
    try:
        one = ResponderSuggestion.model_validate(said)
    except ValidationError:
        return None
    action = " ".join(one.action.split())[:_NAME_MOST]
    reason = " ".join(one.reason.split())[:_REASON_MOST]
    if not action or not reason:
        return None
    return one.model_copy(update={"action": action, "reason": reason})


def _distinct(suggestions: Iterable[ResponderSuggestion]) -> list[ResponderSuggestion]:
    kept: dict[str, ResponderSuggestion] = {}
    for one in suggestions:
        kept.setdefault(one.action.casefold(), one)
    return list(kept.values())


def _ruled_best(
    kept: Sequence[ResponderSuggestion], ruled: Sequence[ResponderSuggestion]
) -> ResponderSuggestion:
    kind = next((one.kind for one in ruled if one.recommended), None)
    return next((one for one in kept if one.kind == kind), kept[0])
