"""Overviews worded as the stage endpoints answer them."""

from __future__ import annotations

from api.routes.pipeline.answers import FIRST, ChoiceAnswer, sprites_answer
from api.routes.pipeline.bodies import (
    DualSpritesAnswer,
    ResponderFacts,
    ResponderScript,
    ScriptsAnswer,
    SingleScriptAnswer,
    SingleSpritesAnswer,
    StatusAnswer,
    SuggestionsAnswer,
)
from tools.domain.animation.script import AnimationScript
from tools.domain.animation.violations import RuleReport
from tools.domain.animations import INSTIGATOR, Budget, Take, choice_of
from tools.studio.animations.overview import Overview


def suggestions_answer(take: Take) -> SuggestionsAnswer:
    facts, responders = take.facts, responder_facts(take)
    budget = _budget(take)
    return SuggestionsAnswer(
        project_id=take.animation_id,
        take=take.number,
        generation_id=str(take.run_id),
        instigator_dna=facts.dnas[INSTIGATOR],
        responder_dna=responders[0].dna,
        interaction=responders[0].interaction,
        suggested_responder_actions=responders[0].suggested_actions,
        responders=responders,
        budget=budget,
        frame_count=budget.frame_count,
        warnings=list(take.warnings),
    )


def responder_facts(take: Take) -> list[ResponderFacts]:
    facts = take.facts
    return [
        ResponderFacts(
            who=member.who,
            name=member.name,
            dna=facts.dnas[member.who],
            interaction=facts.interactions[member.who],
            suggested_actions=list(facts.suggestions.get(member.who, ())),
        )
        for member in take.cast
        if member.who != INSTIGATOR
    ]


def scripts_answer(take: Take) -> ScriptsAnswer:
    scripts = _scripts(take)
    responders: list[ResponderScript] = []
    for member in take.cast:
        chosen = choice_of(take.choices, member.who)
        if chosen is not None:
            responders.append(
                ResponderScript(
                    who=member.who,
                    name=member.name,
                    confirmed_action=ChoiceAnswer(action=chosen.action, kind=chosen.kind),
                    script=scripts[member.who],
                    alignment=take.facts.alignments[member.who],
                )
            )
    return ScriptsAnswer(
        project_id=take.animation_id,
        take=take.number,
        generation_id=str(take.run_id),
        instigator_script=scripts[INSTIGATOR],
        responder_script=responders[0].script,
        responder_scripts=responders,
        frame_count=scripts[INSTIGATOR].frame_count,
        alignment=responders[0].alignment,
        report=_report(take),
        warnings=list(take.warnings),
    )


def single_script_answer(take: Take) -> SingleScriptAnswer:
    script = _scripts(take)[INSTIGATOR]
    return SingleScriptAnswer(
        project_id=take.animation_id,
        take=take.number,
        generation_id=str(take.run_id),
        dna=take.facts.dnas[INSTIGATOR],
        budget=_budget(take),
        script=script,
        frame_count=script.frame_count,
        report=_report(take),
        warnings=list(take.warnings),
    )


def dual_sprites_answer(seen: Overview) -> DualSpritesAnswer:
    take = _taken(seen)
    sprites = {who: sprites_answer(seen, who) for who in (INSTIGATOR, *take.responders)}
    instigator, first = sprites[INSTIGATOR], sprites[take.responders[0]]
    assert instigator is not None and first is not None
    return DualSpritesAnswer(
        project_id=take.animation_id,
        take=take.number,
        generation_id=str(take.run_id),
        instigator=instigator,
        responder=first,
        responders=[made for who, made in sprites.items() if who != INSTIGATOR and made],
        frame_count=instigator.frame_count,
        report=take.facts.report,
        warnings=list(take.warnings),
    )


def single_sprites_answer(seen: Overview) -> SingleSpritesAnswer:
    take, sprites = _taken(seen), sprites_answer(seen, INSTIGATOR)
    assert sprites is not None
    return SingleSpritesAnswer(
        **sprites.model_dump(),
        project_id=take.animation_id,
        take=take.number,
        generation_id=str(take.run_id),
        warnings=list(take.warnings),
    )


def status_answer(seen: Overview) -> StatusAnswer:
    take, animation = seen.take, seen.animation
    known = set(take.facts.dnas) if take else set[str]()
    known |= {figure.who for figure in animation.figures if figure.dna}
    scripts = set(take.scripts or {}) if take else set[str]()
    frames = {sheet.who for sheet in seen.sheets}
    return StatusAnswer(
        project_id=animation.id,
        is_dual=animation.generation_mode == "dual",
        has_instigator_dna=INSTIGATOR in known,
        has_responder_dna=FIRST in known,
        has_instigator_script=INSTIGATOR in scripts,
        has_responder_script=FIRST in scripts,
        has_instigator_frames=INSTIGATOR in frames,
        has_responder_frames=FIRST in frames,
        take=take.number if take else None,
        generation_id=str(take.run_id) if take else None,
        status=take.status if take else None,
        stage=take.stage if take else None,
        progress=take.progress if take else 0.0,
        missing=_missing(seen),
    )


def _missing(seen: Overview) -> list[str]:
    """The stages that are still to be asked for, in their order."""
    take = seen.take
    dual = seen.animation.generation_mode == "dual"
    missing: list[str] = []
    if take is None or take.status in ("failed", "cancelled"):
        missing.append("generate-script")
    if dual and (take is None or take.choices is None):
        missing.append("confirm-responder")
    if take is None or not take.sprites_ordered:
        missing.append("generate-sprites")
    return missing


def _scripts(take: Take) -> dict[str, AnimationScript]:
    assert take.scripts is not None
    return take.scripts


def _budget(take: Take) -> Budget:
    assert take.facts.budget is not None
    return take.facts.budget


def _report(take: Take) -> RuleReport:
    return take.facts.report or RuleReport(rules=())


def _taken(seen: Overview) -> Take:
    assert seen.take is not None
    return seen.take
