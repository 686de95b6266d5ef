"""Claims on a body: how many there are, its mass, build, height and proportions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tools.domain.animation.bodies import word_said
from tools.domain.animation.claim import Aspect, Claim, Verdict, claimed
from tools.domain.animation.dna import CharacterDNA
from tools.domain.animation.measures import Measures

_COUNTED = re.compile(
    r"\b(two|three|four|five|2|3|4|5|a single|one)\s+"
    r"(?:people|persons|characters|figures|fighters|men|women|knights|warriors|character|figure)\b",
    re.IGNORECASE,
)
_COUNT = {"two": 2, "three": 3, "four": 4, "five": 5, "a single": 1, "one": 1}
_HEADS = re.compile(
    r"\b(\d+(?:\.\d+)?|two|three|four|five|six|seven|eight)\s+heads?\s+(?:tall|high)"
)
_NUMBERS = {"two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0,
            "eight": 8.0}  # fmt: skip
_CHIBI_MOST, _HEADS_WITHIN = 4.0, 0.15
HEAVY = ("heavy", "heavyweight", "heavily built", "huge", "massive", "hulking", "ponderous")
LIGHT = ("light", "lightweight", "feather light", "nimble", "dainty")
_MASS_STEPS = ("light", "medium", "heavy", "massive")
_BUILD_STEPS = {"slim": 0, "average": 1, "athletic": 1, "stocky": 2, "massive": 3}


def figure_claims(text: str, measures: Measures | None) -> Iterator[Claim]:
    match = _COUNTED.search(text)
    if match is None:
        return
    said = match[1].lower()
    count = _COUNT.get(said) or int(said)
    if measures is None or measures.background == "none":
        yield claimed(match[0], "figures", "not_visible", "No figure stands out in the picture.")
        return
    seen = measures.figures
    verdict: Verdict = "supported" if seen == count else "contradicted"
    if seen < count and measures.background == "busy":
        verdict = "not_visible"
    yield claimed(match[0], "figures", verdict, f"Figures that stand apart: {seen}.", seen)


def mass_claims(text: str, dna: CharacterDNA) -> Iterator[Claim]:
    said = next((word for word in HEAVY if word_said(_of_person(text), (word,))), None)
    wanted, low = (2, False) if said else (0, True)
    said = said or next((word for word in LIGHT if word_said(_of_person(text), (word,))), None)
    if said is None:
        return
    yield _stepped(
        said, "mass", wanted, _MASS_STEPS.index(dna.mass_class), f"mass is {dna.mass_class}",
        known="mass_class" in dna.measured, low=low,
    )  # fmt: skip


def _of_person(text: str) -> str:
    """Without what a heaviness of things speaks of ("heavy armor", "a heavy axe")."""
    return re.sub(
        r"\b(?:heavy|light|huge|massive|giant)\s+(?=(?:\w+\s+)?(?:armou?r|plate|axe|sword|hammer|"
        r"cloak|cape|boots|coat|shield|weapon|blade|spear|gun|rifle|attack|brown|blue|green|red|"
        r"grey|gray|pink|purple|yellow))",
        "",
        text,
        flags=re.IGNORECASE,
    )


def build_claims(facts: Mapping[str, str], dna: CharacterDNA) -> Iterator[Claim]:
    said = facts.get("build")
    if said is None or said == "average":
        return
    if said == "athletic":
        exact = dna.body_type == "athletic"
        detail = "Muscles do not show in a silhouette."
        yield claimed(said, "build", "supported" if exact else "not_visible", detail)
        return
    wanted, seen = _BUILD_STEPS[said], _BUILD_STEPS[dna.body_type]
    yield _stepped(
        said, "build", wanted, seen, f"build is {dna.body_type}",
        known="body_type" in dna.measured, low=said == "slim",
    )  # fmt: skip


def _stepped(
    said: str, aspect: Aspect, wanted: int, seen: int, what: str, *, known: bool, low: bool
) -> Claim:
    """An ordered class: right or beyond, one step off (within the error), or further off."""
    if not known:
        return claimed(said, aspect, "not_visible", "The picture does not show it.")
    beyond = seen <= wanted if low else seen >= wanted
    if beyond:
        return claimed(said, aspect, "supported", f"The {what}.")
    if abs(seen - wanted) == 1:
        return claimed(said, aspect, "not_visible", f"The {what}, one step off: within the error.")
    return claimed(said, aspect, "contradicted", f"The {what}.")


def height_claims(facts: Mapping[str, str], text: str, dna: CharacterDNA) -> Iterator[Claim]:
    said = facts.get("height")
    if said is None or (said == "tall" and _HEADS.search(text.lower())):
        return
    if "equipment" not in dna.measured:
        yield claimed(said, "height", "not_visible", "A picture of one figure has no scale.")
        return
    own = dna.body_proportions.height_class
    verdict: Verdict = "supported" if own == said else "contradicted"
    yield claimed(said, "height", verdict, f"It is defined as {own}.")


def heads_claims(text: str, dna: CharacterDNA) -> Iterator[Claim]:
    heads, known = dna.body_proportions.head_to_body, "body_proportions" in dna.measured
    match = _HEADS.search(text.lower())
    detail = f"The figure is {heads:g} heads tall."
    if match:
        wanted = _NUMBERS.get(match[1]) or float(match[1])
        right = abs(heads - wanted) <= _HEADS_WITHIN * wanted
        yield _seen(match[0], "proportions", right, detail, heads, known=known)
    if word_said(text, ("chibi", "super deformed")):
        yield _seen("chibi", "proportions", heads < _CHIBI_MOST, detail, heads, known=known)


def _seen(
    said: str, aspect: Aspect, right: bool, detail: str, figure: float, *, known: bool
) -> Claim:
    if not known:
        return claimed(said, aspect, "not_visible", "The picture does not show it.")
    return claimed(said, aspect, "supported" if right else "contradicted", detail, figure)
