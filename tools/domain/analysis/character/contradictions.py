"""What bible, character and scenes say against each other."""

from __future__ import annotations

from collections.abc import Iterator

from tools.domain.analysis.facts import CharacterFacts
from tools.domain.analysis.finding import Action, Finding, count, quoted
from tools.domain.analysis.subjects import character_subject
from tools.domain.bible import BibleContent
from tools.domain.naming import fold
from tools.domain.validation import Production, validate


def contradictions(facts: CharacterFacts) -> Iterator[Finding]:
    """The findings of the bible's validation that are about this character."""
    if facts.bible is None:
        return
    production = Production(
        bible=BibleContent.model_validate(facts.bible.model_dump(include=_CONTENT)),
        entries=facts.entries,
        characters=(facts.character,),
        scenes=facts.scenes,
    )
    mine = {fold(facts.character.name), fold(facts.character.bible_name)}
    found = [one for one in validate(production) if fold(one.character or "") in mine]
    for one in found:
        yield Finding(
            code=one.rule.upper(),
            rule="contradictions",
            severity=one.severity,
            subject=character_subject(facts.character),
            sentence=quoted(one.message, 500),
            figures={"contradictions": count(len(found), "findings of the validation")},
            action=Action(sentence=quoted(one.suggestion, 500), tool="validate_bible"),
        )


_CONTENT = set(BibleContent.model_fields)
