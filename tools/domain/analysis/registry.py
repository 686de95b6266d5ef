"""Every rule of an analysis, in the order in which its findings are told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from tools.domain.analysis.character.bible_step import bible_step
from tools.domain.analysis.character.contradictions import contradictions
from tools.domain.analysis.character.definition_gaps import definition_gaps
from tools.domain.analysis.character.design_churn import design_churn
from tools.domain.analysis.character.drifting_region import drifting_region
from tools.domain.analysis.character.palette_distance import palette_distance
from tools.domain.analysis.character.prompt_conflicts import prompt_conflicts
from tools.domain.analysis.character.reference_lacking import reference_lacking
from tools.domain.analysis.character.retries import retries
from tools.domain.analysis.character.score_trend import score_trend
from tools.domain.analysis.character.undrawn_words import undrawn_words
from tools.domain.analysis.character.unused import unused
from tools.domain.analysis.character.verdicts import verdicts
from tools.domain.analysis.facts import CharacterFacts, ProjectFacts
from tools.domain.analysis.finding import Finding, by_gravity
from tools.domain.analysis.project.bible_findings import bible_findings
from tools.domain.analysis.project.diverging_branches import diverging_branches
from tools.domain.analysis.project.drifting_attribute import drifting_attribute
from tools.domain.analysis.project.generation_cost import generation_cost
from tools.domain.analysis.project.look_alikes import look_alikes
from tools.domain.analysis.project.never_approved import never_approved
from tools.domain.analysis.project.scenes_with_strangers import scenes_with_strangers
from tools.domain.analysis.project.scenes_without_reference import scenes_without_reference
from tools.domain.analysis.project.unused_characters import unused_characters
from tools.domain.analysis.project.unused_templates import unused_templates
from tools.domain.analysis.project.weakest_character import weakest_character
from tools.domain.analysis.savings.blank_pictures import blank_pictures
from tools.domain.analysis.savings.failing_backend import failing_backend
from tools.domain.analysis.savings.hopeless_characters import hopeless_characters
from tools.domain.analysis.savings.reason_codes import reason_codes
from tools.domain.analysis.savings.surplus_attempts import surplus_attempts
from tools.domain.analysis.savings.waiting import waiting

F = TypeVar("F")
Rule = Callable[[F], Iterable[Finding]]

CHARACTER_RULES: Mapping[str, Rule[CharacterFacts]] = {
    rule.__name__: rule
    for rule in (
        drifting_region,
        score_trend,
        reference_lacking,
        prompt_conflicts,
        contradictions,
        bible_step,
        verdicts,
        retries,
        definition_gaps,
        undrawn_words,
        palette_distance,
        unused,
        design_churn,
    )
}
"""The rules on one character by name; a rule's findings carry its name."""

PROJECT_RULES: Mapping[str, Rule[ProjectFacts]] = {
    rule.__name__: rule
    for rule in (
        look_alikes,
        scenes_with_strangers,
        scenes_without_reference,
        never_approved,
        weakest_character,
        drifting_attribute,
        bible_findings,
        generation_cost,
        unused_characters,
        diverging_branches,
        unused_templates,
    )
}
"""The rules on a whole project."""

SAVINGS: Mapping[str, Rule[ProjectFacts]] = {
    rule.__name__: rule
    for rule in (
        reason_codes,
        surplus_attempts,
        failing_backend,
        hopeless_characters,
        blank_pictures,
        waiting,
    )
}
"""The rules on what would save time; their findings are ranked by it."""


def on_character(facts: CharacterFacts) -> list[Finding]:
    """What all rules find on a character, errors first."""
    return by_gravity(found for rule in CHARACTER_RULES.values() for found in rule(facts))


def on_project(facts: ProjectFacts) -> list[Finding]:
    """What all rules find on a project, errors first."""
    return by_gravity(found for rule in PROJECT_RULES.values() for found in rule(facts))


def savings(facts: ProjectFacts) -> list[Finding]:
    """What would save most, the largest estimate first; those without one last."""
    found = [one for rule in SAVINGS.values() for one in rule(facts)]
    return sorted(found, key=lambda one: -_spared_s(one))


def _spared_s(finding: Finding) -> float:
    known = [
        finding.figures[name].value
        for name in ("spared", "wasted", "worked")
        if name in finding.figures
    ]
    return float(known[0]) if known else 0.0
