"""How the responders answer, from what somebody said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tools.domain.animation.anatomy import cannot_respond
from tools.domain.animation.choosing import chosen_response
from tools.domain.animation.dna import ResponderSuggestion
from tools.domain.animation.errors import SecondSwapError
from tools.domain.animations import Choice, Take
from tools.domain.errors import InvalidError
from tools.studio.animations.timelines import strikes_back
from tools.studio.limits import within_name_limit

Spoken = str | Sequence[str] | Mapping[str, str]
"""One answer for all responders, a list in their order, or an object by `who`."""


def chosen(take: Take, spoken: Spoken) -> tuple[Choice, ...]:
    """Every responder's choice, in their order.

    Raises `InvalidError` (`UNKNOWN_RESPONSE`, `RESPONSES_MISSING`), `ConflictError`
    (`ONE_COUNTER_ONLY`).
    """
    words = _by_who(take, spoken)
    choices: list[Choice] = []
    for who, said in words.items():
        within_name_limit("responder_action", said)
        suggestions = take.facts.suggestions[who]
        found = chosen_response(said, suggestions)
        if found is None:
            names = [suggestion.action for suggestion in suggestions]
            raise InvalidError(
                f"“{said}” says no way to answer. Choose one of: {', '.join(names)}.",
                code="UNKNOWN_RESPONSE",
                who=who,
                candidates=names,
            )
        _expect_possible(take, who, found)
        choices.append(Choice(who=who, action=found.action, kind=found.kind))
    if len(striking := strikes_back(choices)) > 1:
        raise SecondSwapError(
            f"Only one responder can strike back, not {' and '.join(striking)}.", who=striking
        )
    return tuple(choices)


def _expect_possible(take: Take, who: str, found: ResponderSuggestion) -> None:
    """Raises `InvalidError` (`ACTION_NOT_POSSIBLE`) with a `question`."""
    lacking = cannot_respond(found.kind, take.facts.dnas[who])
    if lacking is None:
        return
    member = take.member(who)
    name = member.name if member else who
    question = f"{name} has {lacking}. How should {name} answer instead?"
    raise InvalidError(question, code="ACTION_NOT_POSSIBLE", question=question, who=who)


def _by_who(take: Take, spoken: Spoken) -> dict[str, str]:
    everybody = take.responders
    if isinstance(spoken, str):
        return dict.fromkeys(everybody, spoken)
    if isinstance(spoken, Mapping):
        if set(spoken) != set(everybody):
            raise _incomplete(everybody)
        return {who: spoken[who] for who in everybody}
    if len(spoken) != len(everybody):
        raise _incomplete(everybody)
    return dict(zip(everybody, spoken, strict=True))


def _incomplete(everybody: Sequence[str]) -> InvalidError:
    return InvalidError(
        f"Say how each responder answers: {', '.join(everybody)}.",
        code="RESPONSES_MISSING",
        responders=list(everybody),
    )
