"""What the character's definition leaves open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tools.domain.analysis.facts import CharacterFacts
from tools.domain.analysis.finding import Action, Finding, count, listed
from tools.domain.analysis.subjects import character_subject
from tools.domain.reading.mention import Mention
from tools.domain.reading.mentions import read_mentions
from tools.domain.reading.sources import sources_of

_WANTED = {
    "hair": "hair colour",
    "hair_style": "hair style",
    "eyes": "eye colour",
    "outfit": "outfit",
    "gender": "gender",
}
_SERIOUS = frozenset({"hair", "eyes", "outfit"})
_ASKED_UNDER = {
    "hair": "appearance.hair",
    "hair_style": "appearance.hair",
    "eyes": "appearance.eyes",
    "outfit": "appearance.style",
    "gender": "appearance.gender",
}


def definition_gaps(facts: CharacterFacts) -> Iterator[Finding]:
    """What nobody has said of the looks, so that each renderer fills it in as it likes."""
    gaps = missing_looks(facts.definition)
    if not gaps:
        return
    name = facts.character.name
    told = [_WANTED[gap] for gap in gaps]
    described = facts.definition.get("generation_prompts", {}).get("visual_description")
    known = _said_elsewhere(described, gaps)
    yield Finding(
        code="DEFINITION_GAPS",
        rule="definition_gaps",
        severity="warning" if _SERIOUS & set(gaps) else "info",
        subject=character_subject(facts.character),
        sentence=f"The definition of {name} does not say: {listed(told)}.",
        figures={
            "gaps": count(len(gaps), "unsaid features"),
            "features": count(len(_WANTED), "features looked for"),
        },
        action=Action(
            sentence="Write it into the appearance, so that every renderer draws the same.",
            tool="update_character",
            args={"character": name, **({"appearance": known} if known else {})},
            needs=[_ASKED_UNDER[gap] for gap in gaps if _key(gap) not in known],
        ),
    )


def missing_looks(definition: Mapping[str, Any]) -> list[str]:
    """The features of `hair hair_style eyes outfit gender` that no text of the definition says."""
    mentions: list[Mention] = []
    for source in sources_of(definition):
        if source.field == "text" and not source.absent:
            mentions += read_mentions(source.text, source.head, "look", source.story).mentions
    said = {_feature(m) for m in mentions if not m.negated}
    said |= {"hair" for m in mentions if m.family == "hair" and m.shades}
    said |= {"hair_style" for m in mentions if m.family == "hair" and _has_style(m)}
    said |= {"hair", "hair_style"} if any(m.value == "bald" for m in mentions) else set()
    said |= {"eyes" for m in mentions if m.role == "eye" and m.shades}
    if definition.get("gender"):
        said.add("gender")
    return [feature for feature in _WANTED if feature not in said]


def _feature(mention: Mention) -> str:
    return "outfit" if mention.role in ("garment", "outfit") else ""


def _has_style(mention: Mention) -> bool:
    return mention.role == "hair_style" or bool(mention.length or mention.texture)


def _key(gap: str) -> str:
    return _ASKED_UNDER[gap].removeprefix("appearance.")


def _said_elsewhere(described: Any, gaps: list[str]) -> dict[str, str]:
    """What the prompt's own description says of the gaps, by key of the appearance."""
    if not isinstance(described, str):
        return {}
    found: dict[str, str] = {}
    for mention in read_mentions(described).mentions:
        words = described[mention.start : mention.end].strip() if mention.start >= 0 else ""
        family = {"hair": "hair", "eyes": "eyes"}.get(mention.family)
        if family in gaps and mention.shades and words:
            found.setdefault(family, words)
    return found
