"""Pictures that came out blank, by backend."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tools.domain.analysis.facts import ProjectFacts
from tools.domain.analysis.finding import Action, Finding, Subject, count, measure
from tools.domain.analysis.savings.spent import seconds_an_attempt
from tools.domain.ranking import BLANK_PICTURE


def blank_pictures(facts: ProjectFacts) -> Iterator[Finding]:
    """Attempts with nothing on them: work that a sound workflow or checkpoint would spare."""
    blank: defaultdict[str, list[str]] = defaultdict(list)
    made: defaultdict[str, int] = defaultdict(int)
    for generation in facts.generations:
        name = generation.backend or "unknown"
        made[name] += len(generation.attempts)
        blank[name] += [
            str(generation.id) for a in generation.attempts if a.broken == BLANK_PICTURE
        ]
    for name, generations in sorted(blank.items(), key=lambda one: -len(one[1])):
        if not generations:
            continue
        own = [g for g in facts.generations if (g.backend or "unknown") == name]
        each_s = seconds_an_attempt(own) or 0.0
        yield Finding(
            code="BLANK_PICTURES",
            rule="blank_pictures",
            severity="warning",
            subject=Subject(kind="backend", name=name),
            sentence=(
                f"{len(generations)} of {made[name]} pictures of {name} came out blank, "
                f"{len(generations) * each_s:.1f} s of work."
            ),
            figures={
                "blank_pictures": count(
                    len(generations), "pictures", generations=dict.fromkeys(generations)
                ),
                "spared": measure(len(generations) * each_s, "s", len(generations)),
            },
            action=Action(
                sentence=f"Check the workflow and the checkpoint that {name} runs.",
                request={"method": "GET", "path": "/readyz"},
            ),
        )
