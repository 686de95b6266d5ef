"""What the bible's validation finds, by rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tools.domain.analysis.facts import ProjectFacts
from tools.domain.analysis.finding import Action, Finding, count, plural, quoted
from tools.domain.analysis.subjects import project_subject
from tools.domain.bible import BibleContent
from tools.domain.validation import Finding as Contradiction
from tools.domain.validation import Production, validate


def bible_findings(facts: ProjectFacts) -> Iterator[Finding]:
    """One finding for each rule that found something, with the first of its contradictions."""
    if facts.bible is None:
        yield Finding(
            code="NO_BIBLE",
            rule="bible_findings",
            severity="warning",
            subject=project_subject(facts),
            sentence=f"“{quoted(facts.title)}” has no bible.",
            figures={"bible_characters": count(0, "characters of the bible")},
            action=Action(
                sentence="Write down how the production looks and what its story obeys.",
                tool="write_bible",
                needs=["visual_style", "world_setting"],
            ),
        )
        return
    production = Production(
        bible=BibleContent.model_validate(
            facts.bible.model_dump(include=set(BibleContent.model_fields))
        ),
        entries=facts.entries,
        characters=facts.characters,
        scenes=facts.scenes,
    )
    by_rule: defaultdict[str, list[Contradiction]] = defaultdict(list)
    for found in validate(production):
        by_rule[found.rule].append(found)
    for rule, found in by_rule.items():
        more = f" ({plural(len(found) - 1, 'more such finding')})" if len(found) > 1 else ""
        yield Finding(
            code=rule.upper(),
            rule="bible_findings",
            severity=found[0].severity,
            subject=project_subject(facts),
            sentence=f"{quoted(found[0].message, 400).rstrip('.')}{more}.",
            figures={"contradictions": count(len(found), f"findings of {rule}")},
            action=Action(sentence=quoted(found[0].suggestion, 400), tool="validate_bible"),
        )
