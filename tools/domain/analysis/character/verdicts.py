"""What became of the character's pictures: the shares of the verdicts."""

from __future__ import annotations

from collections.abc import Iterator

from tools.domain.analysis.facts import CharacterFacts
from tools.domain.analysis.finding import Action, Finding, measure
from tools.domain.analysis.subjects import character_subject

_WORDS = {
    "approved": "approved",
    "needs_revision": "to be revised",
    "needs_review": "for a person to look at",
    "no_reference": "without a reference to compare with",
    "unscored": "without a calibrated score",
}
_JUDGED = ("approved", "needs_revision", "needs_review")
_POOR_SHARE = 0.5


def verdicts(facts: CharacterFacts) -> Iterator[Finding]:
    """Shares over the scores of the present design; a warning where most were not approved."""
    shares = facts.tendency.verdicts
    if not shares:
        return
    judged = [s for s in facts.present if s.verdict in _JUDGED]
    failed = sum(s.verdict != "approved" for s in judged)
    poor = bool(judged) and failed / len(judged) > _POOR_SHARE
    figures = {
        f"{one.verdict}_share": measure(
            one.share,
            "share of the scores of the present design",
            facts.tendency.n,
            scores=[s.id for s in facts.present if s.verdict == one.verdict and s.id is not None],
        )
        for one in shares
    }
    told = ", ".join(f"{one.n} {_WORDS[one.verdict]}" for one in shares)
    yield Finding(
        code="MOST_REJECTED" if poor else "VERDICTS",
        rule="verdicts",
        severity="warning" if poor else "info",
        subject=character_subject(facts.character),
        sentence=f"Of {facts.tendency.n} scores in the present design: {told}.",
        figures=figures,
        action=_action(facts) if poor else None,
    )


def _action(facts: CharacterFacts) -> Action:
    name = facts.character.name
    return Action(
        sentence=(
            f"Look at {name}'s reference: where it is not what you want any more, approve another."
        ),
        tool="get_consistency_history",
        args={"character": name},
    )
