"""Whether a body has what an action needs."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from tools.domain.animation.dna import CharacterDNA
from tools.domain.animation.kinds import ActionType, ResponderKind

_SWUNG: frozenset[str] = frozenset({"light_attack", "heavy_attack", "combo"})


def can_perform(
    action: ActionType, dna: CharacterDNA, *, name: str = "This character"
) -> str | None:
    """A question to ask where the anatomy forbids the action; None where it does not."""
    missing = _first_missing(_facts()["needs"].get(action, ()), dna)
    if missing is None:
        return None
    verb = str(_facts()["verbs"][action])
    if action in _SWUNG and missing == "hands" and dna.weapon_type:
        verb = f"swing {_article(dna.weapon_type)}"
    reason = str(_facts()["words"][missing]).format(verb=verb)
    return f"{name} has {reason}. Which action should it be?"


def cannot_respond(kind: ResponderKind, dna: CharacterDNA) -> str | None:
    """What a responder lacks to answer so, as in `no arms to block with`; None if nothing."""
    missing = _first_missing(_facts()["response_needs"].get(kind, ()), dna)
    if missing is None:
        return None
    return str(_facts()["words"][missing]).format(verb=_facts()["verbs"][kind])


def _first_missing(needs: tuple[str, ...] | list[str], dna: CharacterDNA) -> str | None:
    lost = missing_parts(dna)
    return next((part for part in needs if part in lost), None)


def missing_parts(dna: CharacterDNA) -> frozenset[str]:
    """The parts and abilities that the anatomical constraints take away."""
    facts = _facts()
    said = [_plain(constraint) for constraint in dna.anatomical_constraints]
    lost = {
        part
        for part, phrases in facts["missing"].items()
        if any(f" {_plain(phrase)} " in f" {text} " for phrase in phrases for text in said)
    }
    for part in tuple(lost):
        lost.update(facts["implies"].get(part, ()))
    return frozenset(lost)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z]+", text.lower().replace("’", "'").replace("'", "")))


def _article(thing: str) -> str:
    return f"{'an' if thing[:1].lower() in 'aeiou' else 'a'} {thing}"


@lru_cache(maxsize=1)
def _facts() -> dict[str, Any]:
    place = files("tools.domain.animation").joinpath("anatomy.toml")
    return tomllib.loads(place.read_text("utf-8"))
