"""Whether an action is possible, how many frames it gets, and how it may be answered."""

from __future__ import annotations

from typing import cast, get_args

from tools.domain.animation.anatomy import can_perform
from tools.domain.animation.budget import frame_budget
from tools.domain.animation.dna import DualCharacterDNA, ResponderSuggestion
from tools.domain.animation.kinds import ContactAction
from tools.domain.animation.suggestions import suggestions_for
from tools.domain.animations import INSTIGATOR, Budget, Take, TakeOrder
from tools.domain.errors import InvalidError


def expect_contact(order: TakeOrder) -> None:
    """Raises `InvalidError` (`ACTION_HAS_NO_CONTACT`) for what nobody can answer."""
    possible = get_args(ContactAction)
    if order.action_type not in possible:
        raise InvalidError(
            f"{order.action_type} does not reach another character. These do: "
            f"{', '.join(possible)}.",
            code="ACTION_HAS_NO_CONTACT",
            actions=list(possible),
        )


def planned(take: Take) -> Budget:
    """The instigator's budget.

    Raises `InvalidError` (`ACTION_NOT_POSSIBLE`) with a `question` where its body forbids it.
    """
    order, dna = take.order, take.facts.dnas[INSTIGATOR]
    question = can_perform(order.action_type, dna, name=take.cast[0].name)
    if question is not None:
        raise InvalidError(question, code="ACTION_NOT_POSSIBLE", question=question, who=INSTIGATOR)
    budget = frame_budget(
        order.action_type,
        tier=order.difficulty_tier,
        weapon_mass=dna.weapon_mass,
        perspective=order.perspective,
    )
    return Budget(frame_count=budget.frame_count, reasons=(budget.why,))


def suggested(take: Take) -> dict[str, tuple[ResponderSuggestion, ...]]:
    """Each responder's suggestions, by `who`."""
    action = cast(ContactAction, take.order.action_type)
    facts = take.facts
    return {
        who: suggestions_for(
            action,
            DualCharacterDNA(
                instigator=facts.dnas[INSTIGATOR],
                responder=facts.dnas[who],
                interaction=facts.interactions[who],
            ),
        )
        for who in take.responders
    }
