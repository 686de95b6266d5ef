"""Ways for a responder to answer an action, with reasons."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from tools.domain.animation.anatomy import cannot_respond
from tools.domain.animation.constraints import likelihoods, reach_m, speed_ms
from tools.domain.animation.dna import DualCharacterDNA, ResponderSuggestion
from tools.domain.animation.forces import driven_heads
from tools.domain.animation.kinds import ContactAction, ResponderKind
from tools.domain.animation.script import Force

OFFERED = 5
_IN_ROW = 0.25
"""What being in the action's row of good choices is worth."""
_FULL_BLOW = Force(x=1.0, y=0.0, magnitude=1.0)


def suggestions_for(
    action: ContactAction, dna: DualCharacterDNA
) -> tuple[ResponderSuggestion, ...]:
    """Five ways to answer, best first within the action's row and then within the rest.

    The row's are always there, and always one that dodges. The one recommended is the likeliest
    (`likelihoods`, and how a kind suits the action) that the responder's anatomy allows.
    """
    facts = response_facts()
    row: dict[ResponderKind, str] = {kind: name for name, kind in facts["rows"][action]}
    weights = _weights(action, dna, row)
    rest: list[ResponderKind] = [kind for kind in weights if kind not in row]
    rest.sort(key=lambda kind: (kind != "dodge", -weights[kind]))
    first: list[ResponderKind] = sorted(row, key=lambda kind: -weights[kind])
    offered = (first + rest)[:OFFERED]
    best = max(
        offered, key=lambda kind: (cannot_respond(kind, dna.responder) is None, weights[kind])
    )
    return tuple(
        ResponderSuggestion(
            action=row.get(kind) or str(facts["names"][kind]),
            kind=kind,
            reason=_reason(kind, dna),
            recommended=kind == best,
        )
        for kind in offered
    )


def _weights(
    action: ContactAction, dna: DualCharacterDNA, row: dict[ResponderKind, str]
) -> dict[ResponderKind, float]:
    suits = response_facts()["suits"][action]
    likely = likelihoods(dna.instigator, dna.responder)
    named = dna.interaction.likely_responses
    return {
        kind: round(
            likely[kind]
            + suits.get(kind, 0.0)
            + (_IN_ROW if kind in row else 0.0)
            + (0.3 / (1 + named.index(kind)) if kind in named else 0.0),
            6,
        )
        for kind in likely
    }


def _reason(kind: ResponderKind, dna: DualCharacterDNA) -> str:
    lacking = cannot_respond(kind, dna.responder)
    if lacking is not None:
        return f"Against its anatomy: the responder has {lacking}."
    ratio = dna.interaction.mass_ratio
    theirs, ours = speed_ms(dna.instigator), speed_ms(dna.responder)
    far, near = reach_m(dna.instigator), reach_m(dna.responder)
    pace = f"{ours:.1f} m/s against {theirs:.1f} m/s"
    drive = driven_heads(_FULL_BLOW, ratio, kind)
    match kind:
        case "dodge":
            said = {
                "B": "the responder is the quicker and is gone before the blow arrives",
                "A": "the responder is the slower, so it has to start at the first sign",
                "equal": "both are as quick, so the wind-up gives just enough time",
            }[dna.interaction.speed_advantage]
            return f"At {pace} {said}."
        case "block":
            held = "the guard holds" if ratio <= 1.0 else "the guard gives way a little"
            weapon = dna.responder.weapon_type or "bare arms"
            return (
                f"At a mass ratio of {ratio:.2f} {held}: with {weapon} the responder slides "
                f"{drive:.2f} head heights."
            )
        case "partial_hit":
            return (
                f"At a mass ratio of {ratio:.2f} a glancing blow shakes the responder and drives "
                f"it {drive:.2f} head heights without throwing it."
            )
        case "full_hit":
            return (
                f"At a mass ratio of {ratio:.2f} the whole blow carries through and drives the "
                f"responder up to {drive:.2f} head heights along its force."
            )
        case "counter":
            return f"At {pace} the responder can use the recovery of a blow that has missed."
        case "interrupt":
            longer = f"a reach of {near:.1f} m against {far:.1f} m"
            return f"With {longer}, at {pace}, the responder strikes during the wind-up."


@lru_cache(maxsize=1)
def response_facts() -> dict[str, Any]:
    """The tables of `responses.toml`."""
    place = files("tools.domain.animation").joinpath("responses.toml")
    return tomllib.loads(place.read_text("utf-8"))
