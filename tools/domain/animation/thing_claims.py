"""Claims on what is worn, its colours, and what is held."""

from __future__ import annotations

from collections.abc import Iterator

from tools.domain.animation.bodies import weapon_named_in, word_said
from tools.domain.animation.claim import Claim, Verdict, claimed
from tools.domain.animation.color_claims import matched
from tools.domain.animation.dna import CharacterDNA
from tools.domain.animation.measures import Measures
from tools.domain.reading.colors import hex_of
from tools.domain.reading.mention import Mention
from tools.domain.reading.outfit import slot_of

_UNARMED = ("unarmed", "bare handed", "barehanded", "no weapon", "without a weapon",
            "without weapon", "weaponless", "no weapons")  # fmt: skip
_TWO_HANDED_LEAST, _SHORT_MOST = 0.22, 0.5
"""Body heights of a weapon that stand out: a two-handed one shows more than the first even where
the body hides half of it; a dagger never shows the second."""
_LONG_M, _SMALL_M = 0.9, 0.35
_LARGE_LEAST, _SMALL_LEAST = 0.035, 0.004
"""The share of the figure that a large garment or hair must have of its colour, and a small one."""
_LARGE_SLOTS = frozenset({"whole", "outer", "top", "legs"})


def thing_claims(mention: Mention, dna: CharacterDNA, measures: Measures | None) -> Iterator[Claim]:
    """A garment, hair, skin or eyes: by colour where one is said, else by the definition."""
    words = mention.words or mention.value
    if mention.role == "prop":
        return
    if mention.role == "garment" and "equipment" in dna.measured:
        worn = mention.value.replace("_", " ") in dna.equipment
        detail = f"It is defined {'with' if worn else 'without'} one."
        right: Verdict = "supported" if worn != mention.negated else "contradicted"
        yield claimed(f"no {words}" if mention.negated else words, "garment", right, detail)
    elif mention.negated or not mention.shades:
        detail = "What a garment is does not show in colours and outlines."
        yield claimed(f"no {words}" if mention.negated else words, "garment", "not_visible", detail)
    if mention.negated:
        return
    for shade in mention.shades:
        family = {"hair": "hair", "eyes": "eyes", "skin": "skin"}.get(mention.family, "cloth")
        wanted = hex_of(shade.tones, shade.names, family)
        if wanted:
            yield _color(f"{shade.words} {mention.value.replace('_', ' ')}", wanted, mention, dna,
                         measures)  # fmt: skip


def _color(
    said: str, wanted: str, mention: Mention, dna: CharacterDNA, measures: Measures | None
) -> Claim:
    shares = {one.color: one.share for one in measures.palette} if measures else {}
    shares = shares or dict.fromkeys(dna.palette, 1.0)
    if not shares:
        return claimed(said, "color", "not_visible", "The picture has no figure with colours.")
    match = matched(wanted, shares)
    detail = (
        f"The nearest colour is {match.nearest}, {match.apart:.2f} from {wanted} in OKLab;"
        f" {min(match.share, 1.0):.0%} of the figure passes for it."
    )
    large = mention.role in ("hair", "hair_style", "hair_color", "outfit") or (
        mention.role == "garment" and slot_of(mention.value) in _LARGE_SLOTS
    )
    verdict: Verdict = "not_visible"
    if match.share >= (_LARGE_LEAST if large else _SMALL_LEAST):
        verdict = "supported"
    elif large and not match.akin:
        verdict = "contradicted"
    return claimed(said, "color", verdict, detail, round(match.apart, 3))


def weapon_claims(text: str, dna: CharacterDNA, measures: Measures | None) -> Iterator[Claim]:
    named = weapon_named_in(text)
    seen = measures.weapon if measures and measures.readable else None
    defined = "equipment" in dna.measured
    if word_said(text, _UNARMED):
        armed = dna.weapon_type is not None or seen is not None
        known = defined or seen is not None
        detail = f"It has a {dna.weapon_type}." if armed else "No weapon stands out."
        verdict: Verdict = "contradicted" if armed else "supported" if known else "not_visible"
        yield claimed("unarmed", "weapon", verdict, detail, seen.length if seen else None)
        return
    if named is None:
        return
    if defined:
        right = dna.weapon_type == named.name
        detail = f"It is defined with {dna.weapon_type or 'no weapon'}."
        yield claimed(named.name, "weapon", "supported" if right else "contradicted", detail)
        return
    if seen is None:
        detail = "Nothing thin and straight stands out of the silhouette; it may be hidden."
        yield claimed(named.name, "weapon", "not_visible", detail)
        return
    stuff = "metal-grey" if seen.metallic else f"of colour {seen.color}"
    detail = f"Something {stuff} stands out by {seen.length:.2f} body heights."
    too_short = named.reach_m > _LONG_M and named.reach_m < 5 and seen.length < _TWO_HANDED_LEAST
    too_long = named.reach_m < _SMALL_M and seen.length > _SHORT_MOST
    verdict = "contradicted" if too_short or too_long else "supported"
    yield claimed(named.name, "weapon", verdict, detail, seen.length)
