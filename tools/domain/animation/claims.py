"""Stage 2: what a user claims of a character, claim by claim, against what can be seen."""

from __future__ import annotations

from collections.abc import Iterator

from tools.domain.animation.bodies import body_data, phrases_said, word_said
from tools.domain.animation.body_claims import (
    HEAVY,
    LIGHT,
    build_claims,
    figure_claims,
    heads_claims,
    height_claims,
    mass_claims,
)
from tools.domain.animation.claim import Claim, ClaimReport, claimed
from tools.domain.animation.dna import CharacterDNA
from tools.domain.animation.measures import Measures
from tools.domain.animation.thing_claims import thing_claims, weapon_claims
from tools.domain.reading.mentions import read_mentions

__all__ = ["Claim", "ClaimReport", "verify_claims"]


def verify_claims(text: str, dna: CharacterDNA, measures: Measures | None = None) -> ClaimReport:
    """Check what a user says ("a heavy knight with a red cape and a two-handed sword").

    Colours, weapon, proportions and number of figures are checked against the pixels, mass and
    build within the error of a silhouette, the rest against the definition where there is one.
    What can be neither shown nor ruled out is said to be not visible: no claim is dropped.
    """
    reading = read_mentions(text)
    facts = dict(reading.facts)
    claims = [
        *figure_claims(text, measures),
        *_archetype(text, dna),
        *mass_claims(text, dna),
        *build_claims(facts, dna),
        *height_claims(facts, text, dna),
        *heads_claims(text, dna),
        *(claim for mention in reading.mentions for claim in thing_claims(mention, dna, measures)),
        *weapon_claims(text, dna, measures),
        *_anatomy(text, dna),
        *_rest(reading.unknown),
    ]
    return ClaimReport(text=text, claims=tuple(claims))


def _archetype(text: str, dna: CharacterDNA) -> Iterator[Claim]:
    rows = [row for row in body_data()["archetype"] if word_said(text, row["words"])]
    for row in rows[:1]:
        name = str(row["name"])
        if "archetype" not in dna.measured:
            yield claimed(name, "archetype", "not_visible", "Pixels do not tell who somebody is.")
        elif dna.archetype == name:
            yield claimed(name, "archetype", "supported", f"It is defined as {name}.")
        else:
            yield claimed(name, "archetype", "contradicted", f"It is defined as {dna.archetype}.")


def _anatomy(text: str, dna: CharacterDNA) -> Iterator[Claim]:
    for said in phrases_said(text, body_data()["constraint"]):
        if said in dna.anatomical_constraints:
            yield claimed(said, "anatomy", "supported", "It is defined so.")
        else:
            yield claimed(said, "anatomy", "not_visible", "A silhouette does not show it surely.")


_CHECKED = frozenset({"handed", "chibi", "unarmed", *(word for word in HEAVY + LIGHT)})


def _rest(unknown: tuple[str, ...]) -> Iterator[Claim]:
    known = {word for row in body_data()["archetype"] for word in row["words"]}
    for word in unknown:
        if word.lower() not in _CHECKED and word.lower() not in known:
            yield claimed(word, "words", "not_visible", "No rule checks this word.")
