"""Every rule, in the order in which their findings are told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from tools.domain.validation.arcs import arc_has_no_gaps
from tools.domain.validation.casts import scene_cast_is_in_the_bible
from tools.domain.validation.descriptions import descriptions_agree
from tools.domain.validation.eras import technology_fits_the_period
from tools.domain.validation.palettes import colors_are_in_the_palette, palette_can_be_read
from tools.domain.validation.production import Finding, Production
from tools.domain.validation.relations import relationships_are_mutual, relationships_lead_somewhere

Rule = Callable[[Production], Iterable[Finding]]

RULES: Mapping[str, Rule] = {
    rule.__name__: rule
    for rule in (
        scene_cast_is_in_the_bible,
        descriptions_agree,
        relationships_lead_somewhere,
        relationships_are_mutual,
        arc_has_no_gaps,
        palette_can_be_read,
        colors_are_in_the_palette,
        technology_fits_the_period,
    )
}
"""The rules by name; a rule's findings carry its name."""

_GRAVITY = ("error", "warning", "info")


def validate(production: Production) -> list[Finding]:
    """What all rules find, errors first."""
    found = [finding for rule in RULES.values() for finding in rule(production)]
    return sorted(found, key=lambda finding: _GRAVITY.index(finding.severity))
