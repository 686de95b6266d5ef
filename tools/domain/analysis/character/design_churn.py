"""How often the character was changed, and designs that nobody approved a picture of."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from tools.domain.analysis.facts import CharacterFacts
from tools.domain.analysis.finding import Finding, count, measure, plural
from tools.domain.analysis.subjects import character_subject

_RESTLESS = 0.5


def design_churn(facts: CharacterFacts) -> Iterator[Finding]:
    """Versions, designs among them, and designs left without a canonical reference.

    A warning where two designs or more were left before anybody approved a picture of them.
    """
    designs = [v.design for v in reversed(facts.versions) if v.design]
    ordered = list(dict.fromkeys(designs))
    if len(facts.versions) < 2:
        return
    approved = {r.design for r in facts.references if r.status != "candidate"}
    bare = [d for d in ordered if d not in approved and d != facts.character.design]
    changes = sum(a != b for a, b in pairwise(designs))
    share = changes / (len(facts.versions) - 1)
    name = facts.character.name
    without = f", {len(bare)} of them left without a canonical reference" if bare else ""
    yield Finding(
        code="DESIGNS_ABANDONED" if len(bare) > 1 else "DESIGN_HISTORY",
        rule="design_churn",
        severity="warning" if len(bare) > 1 and share >= _RESTLESS else "info",
        subject=character_subject(facts.character),
        sentence=(
            f"{name} has {plural(len(facts.versions), 'version')} in "
            f"{plural(len(ordered), 'design')}{without}."
        ),
        figures={
            "versions": count(
                len(facts.versions), "versions", versions=[v.version for v in facts.versions]
            ),
            "designs": count(len(ordered), "designs"),
            "designs_without_reference": count(len(bare), "designs"),
            "design_change_share": measure(
                share, "share of edits that changed the design", len(facts.versions) - 1
            ),
        },
    )
