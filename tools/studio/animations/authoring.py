"""Scripts and suggestions from a configured model, held to the rules that write them else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

from tools.domain.actor import Actor
from tools.domain.animation.anatomy import cannot_respond
from tools.domain.animation.dna import ResponderSuggestion
from tools.domain.animation.kinds import ResponderKind
from tools.domain.animation.script import AnimationScript
from tools.domain.animation.suggestion_merging import merged_suggestions
from tools.domain.animations import INSTIGATOR, Choice, Note, Take
from tools.ports.authoring import ScriptRequest, SuggestionRequest
from tools.ports.rendering import BackendError
from tools.studio.animations.paying import PaidAuthor
from tools.studio.animations.timelines import checked
from tools.studio.paying import paid
from tools.studio.scripting import Written, written_script
from tools.studio.studio import Studio


async def author_driving(
    studio: Studio, actor: Actor, take: Take, ruled: AnimationScript
) -> tuple[AnimationScript, list[Note]]:
    """The instigator's script by the model where one is configured, in the ruled one's timing."""
    if studio.author is None:
        return ruled, []
    request = ScriptRequest(
        who=INSTIGATOR,
        action_type=ruled.action_type,
        difficulty_tier=ruled.difficulty_tier,
        perspective=ruled.perspective,
        budget_ms=tuple(frame.duration_ms for frame in ruled.frames),
        dna=take.facts.dnas[INSTIGATOR],
        brief=take.cast[0].claims,
    )
    written = await written_script(
        PaidAuthor(studio=studio, actor=actor, author=studio.author),
        request,
        check=lambda script: checked(take, {INSTIGATOR: script}, (), {}).violations,
        derive=lambda: ruled,
    )
    return written.script, _notes(written)


async def author_response(
    studio: Studio,
    actor: Actor,
    take: Take,
    choice: Choice,
    ruled: Mapping[str, AnimationScript],
) -> tuple[AnimationScript, list[Note]]:
    """One responder's script by the model where one is configured, bound to the instigator's."""
    own = ruled[choice.who]
    if studio.author is None:
        return own, []
    shift = take.shifts.get(choice.who, 0)
    request = ScriptRequest(
        who=choice.who,
        action_type=own.action_type,
        difficulty_tier=own.difficulty_tier,
        perspective=own.perspective,
        budget_ms=tuple(frame.duration_ms for frame in own.frames),
        dna=take.facts.dnas[choice.who],
        other=take.facts.dnas[INSTIGATOR],
        interaction=take.facts.interactions[choice.who],
        instigator_script=ruled[INSTIGATOR],
        kind=choice.kind,
        response=choice.action,
        shift=shift,
    )

    def broken(script: AnimationScript):
        scripts = {INSTIGATOR: ruled[INSTIGATOR], choice.who: _bound_as(script, own)}
        return checked(take, scripts, (choice,), {choice.who: shift}).violations

    written = await written_script(
        PaidAuthor(studio=studio, actor=actor, author=studio.author),
        request,
        check=broken,
        derive=lambda: own,
    )
    return _bound_as(written.script, own), _notes(written)


async def author_suggestions(
    studio: Studio,
    actor: Actor,
    take: Take,
    who: str,
    ruled: Sequence[ResponderSuggestion],
) -> tuple[tuple[ResponderSuggestion, ...], list[Note]]:
    """The ruled suggestions, with the model's reasons and further ways where one is configured."""
    if studio.suggester is None:
        return tuple(ruled), []
    suggester, facts = studio.suggester, take.facts
    dna = facts.dnas[who]
    possible: tuple[ResponderKind, ...] = tuple(
        kind for kind in get_args(ResponderKind) if cannot_respond(kind, dna) is None
    )
    request = SuggestionRequest(
        action_type=take.order.action_type,
        instigator=facts.dnas[INSTIGATOR],
        responder=dna,
        interaction=facts.interactions[who],
        kinds=possible,
        names={member.who: member.name for member in take.cast},
    )
    asked = [who, take.order.action_type, dna.model_dump(mode="json")]
    try:
        said = await paid(
            studio, actor, "suggest", asked, suggester, lambda model: model.suggest(request)
        )
    except BackendError as error:
        return tuple(ruled), [Note(code="SUGGESTER_FAILED", who=who, detail=str(error))]
    return merged_suggestions(ruled, said, dna), []


def _bound_as(script: AnimationScript, own: AnimationScript) -> AnimationScript:
    """A model's script marked with how it is bound, as the ruled one is."""
    return script.model_copy(
        update={
            "response": own.response,
            "swap_frame": own.swap_frame,
            "alignment": own.alignment,
        }
    )


def _notes(written: Written) -> list[Note]:
    return [
        Note(
            code=one.code,
            who=one.who,
            frame=one.frame,
            detail=one.detail,
            repaired_by=one.repaired_by,
        )
        for one in written.repairs
    ]
