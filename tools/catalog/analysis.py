"""Analyses, as the director words them."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from tools.catalog.names import note
from tools.catalog.tool import Arguments, Call, Family, NoArguments, Outcome
from tools.domain.analysis.report import Report, Suggestion
from tools.studio import analysis
from tools.studio.finding import find_character

FAMILY = Family()


class OfCharacter(Arguments):
    character: str = Field(description="The character's name, or a part of it.")


@FAMILY.tool(OfCharacter)
async def analyze_character(call: Call, said: OfCharacter) -> Outcome:
    """Say how a character stands by its scores, references, versions, scenes and the bible."""
    character, found = await find_character(call.studio, call.actor, call.project, said.character)
    analysed = await analysis.analyze_character(call.studio, call.actor, character.id)
    return Outcome(content={"character": character.name} | _told(analysed.report) | note(found))


@FAMILY.tool(OfCharacter, reads=True)
async def suggest_improvements(call: Call, said: OfCharacter) -> Outcome:
    """Suggest what would improve a character, from its figures, in order of weight."""
    character, found = await find_character(call.studio, call.actor, call.project, said.character)
    advised = await analysis.suggest_improvements(call.studio, call.actor, character.id)
    return Outcome(
        content={"character": character.name}
        | _told(advised.report)
        | {"suggestions": [_suggested(one) for one in advised.suggestions]}
        | note(found)
    )


@FAMILY.tool(NoArguments, reads=True)
async def analyze_project(call: Call, said: NoArguments) -> Outcome:
    """Say how the production stands: look-alikes, scenes without references, the bible, costs."""
    report = await analysis.analyze_project(call.studio, call.actor, call.project)
    return Outcome(content=_told(report))


@FAMILY.tool(NoArguments, reads=True)
async def suggest_optimizations(call: Call, said: NoArguments) -> Outcome:
    """Suggest what would save attempts and time, from the generations that were made."""
    advised = await analysis.suggest_optimizations(call.studio, call.actor, call.project)
    return Outcome(
        content=_told(advised.report)
        | {"suggestions": [_suggested(one) for one in advised.suggestions]}
    )


def _told(report: Report) -> dict[str, Any]:
    return {
        "written_by": report.written_by,
        "findings": [
            {"code": one.code, "severity": one.severity, "sentence": one.sentence}
            for one in report.findings
        ],
        "figures": {
            name: {"value": figure.value, "unit": figure.unit, "n": figure.n}
            for name, figure in report.figures.items()
        },
        "rests_on": report.rests_on.counts,
        "message": report.summary,
    }


def _suggested(one: Suggestion) -> dict[str, Any]:
    """A suggestion with the call that carries it out."""
    action = one.action
    told: dict[str, Any] = {"code": one.code, "suggestion": one.suggestion}
    if action.tool:
        told |= {"tool": action.tool, "args": action.args, "needs": action.needs}
    if action.effect:
        told["expected"] = action.effect.basis
    return told
