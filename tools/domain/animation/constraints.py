"""What two characters' bodies and weapons mean to each other, by written rules."""

from __future__ import annotations

import math
from collections.abc import Iterable

from tools.domain.animation.dna import (
    Advantage,
    CharacterDNA,
    HeightClass,
    InteractionConstraints,
    Mobility,
)
from tools.domain.animation.forces import clipped_ratio
from tools.domain.animation.kinds import ResponderKind
from tools.domain.animation.physique import physique_of
from tools.domain.choreography.figures import ARM_SHARE
from tools.domain.choreography.manner import BODY_KG, REACH_M, WEAPON_KG

REACH_EQUAL_M = 0.1
"""A hand's width: reaches that differ by less are equal."""
SPEED_EQUAL_MS = 0.3
"""Speeds that differ by less are equal."""
LIKELY_WEIGHT = 0.5
LIKELY_LEAST = 3
REFINED_AT_MOST = 1.25
"""A model's mass ratio may be so many times ours, or ours so many times the model's."""

_STATURE: dict[HeightClass, float] = {"short": 0.93, "average": 1.0, "tall": 1.07}
"""The 10th, 50th and 90th percentile of adult stature over its median (NHANES 2015-2018, each
sex by itself)."""
_PACE_MS: dict[Mobility, float] = {"low": 3.0, "medium": 5.0, "high": 7.0}
"""A jog, a run and a sprint over a few metres, in metres a second."""


def interaction_of(instigator: CharacterDNA, responder: CharacterDNA) -> InteractionConstraints:
    """What follows from two DNAs: A is the instigator, B the responder.

    Reach and speed are an advantage beyond 0.1 m and 0.3 m/s; the mass ratio is clipped to
    0.1 to 10. `likely_responses` are the kinds of a weight of 0.5 or more, three at least, the
    likeliest first (`likelihoods`).
    """
    ratio = clipped_ratio(total_kg(instigator) / total_kg(responder))
    weights = likelihoods(instigator, responder)
    ranked: list[ResponderKind] = sorted(weights, key=lambda kind: -weights[kind])
    return InteractionConstraints(
        reach_advantage=_advantage(reach_m(instigator) - reach_m(responder), REACH_EQUAL_M),
        speed_advantage=_advantage(speed_ms(instigator) - speed_ms(responder), SPEED_EQUAL_MS),
        mass_ratio=round(ratio, 3),
        likely_responses=tuple(
            kind
            for place, kind in enumerate(ranked)
            if place < LIKELY_LEAST or weights[kind] >= LIKELY_WEIGHT
        ),
    )


def total_kg(dna: CharacterDNA) -> float:
    """Body and weapon in kilograms: what build and stature say, as far as the mass class agrees.

    The class already counts build, stature and all that is worn and held (`physique`), so they
    only say where in it a body lies; one that lies elsewhere by them has the class's own mass.
    """
    body = physique_of(
        dna.body_type,
        dna.body_proportions.height_class,
        load_kg=WEAPON_KG[dna.weapon_mass],
    )
    if body.mass_class == dna.mass_class:
        return body.body_kg + body.load_kg
    return BODY_KG[dna.mass_class]


def reach_m(dna: CharacterDNA) -> float:
    """From the shoulder to the end of what is held, in metres; arms grow with stature."""
    return REACH_M[dna.reach] * _STATURE[dna.body_proportions.height_class]


def speed_ms(dna: CharacterDNA) -> float:
    """How fast it moves and strikes, in metres a second: its pace, slowed by what it swings.

    The same work gives an arm with a weapon sqrt(arm / (arm + weapon)) of the empty arm's speed;
    an arm is 5.3 % of the body's mass (Winter, "Biomechanics and Motor Control of Human
    Movement", table 4.1).
    """
    arm = BODY_KG[dna.mass_class] * ARM_SHARE
    return _PACE_MS[dna.mobility] * math.sqrt(arm / (arm + WEAPON_KG[dna.weapon_mass]))


def likelihoods(instigator: CharacterDNA, responder: CharacterDNA) -> dict[ResponderKind, float]:
    """How likely each kind is, as weights without a unit, by logarithms of the three ratios.

    Who is quicker dodges, counters and interrupts; a guard holds against the lighter and needs
    something to hold it with; what is much heavier goes all the way through; and who reaches
    further can interrupt.
    """
    quick = math.log2(speed_ms(responder) / speed_ms(instigator))
    heavy = math.log2(clipped_ratio(total_kg(instigator) / total_kg(responder)))
    longer = math.log2(reach_m(responder) / reach_m(instigator))
    armed = 0.5 if responder.weapon_mass != "none" else -0.5
    return {
        "dodge": 1.0 + quick,
        "block": 0.8 + armed - 0.6 * heavy,
        "partial_hit": 0.9 - 0.3 * abs(heavy) - 0.4 * quick,
        "full_hit": 0.6 + 0.7 * heavy - 0.5 * quick,
        "counter": 0.1 + 0.8 * quick + 0.4 * armed,
        "interrupt": 0.0 + 0.5 * quick + 0.6 * longer,
    }


def merged_interaction(
    ruled: InteractionConstraints, model_said: InteractionConstraints
) -> InteractionConstraints:
    """What rules and a model make of two characters together.

    A model may break a tie, move the mass ratio by a quarter and order the responses. It cannot
    turn an advantage round, nor name a response that the rules leave out.
    """
    least, most = ruled.mass_ratio / REFINED_AT_MOST, ruled.mass_ratio * REFINED_AT_MOST
    ratio = clipped_ratio(min(max(model_said.mass_ratio, least), most))
    return InteractionConstraints(
        reach_advantage=_refined(ruled.reach_advantage, model_said.reach_advantage),
        speed_advantage=_refined(ruled.speed_advantage, model_said.speed_advantage),
        mass_ratio=round(ratio, 3),
        likely_responses=_reordered(ruled.likely_responses, model_said.likely_responses),
    )


def _advantage(more: float, equal: float) -> Advantage:
    if abs(more) < equal:
        return "equal"
    return "A" if more > 0 else "B"


def _refined(ruled: Advantage, said: Advantage) -> Advantage:
    return said if ruled == "equal" else ruled


def _reordered(
    ruled: Iterable[ResponderKind], said: Iterable[ResponderKind]
) -> tuple[ResponderKind, ...]:
    known = tuple(ruled)
    first: dict[ResponderKind, None] = {}
    for kind in said:
        if kind in known:
            first[kind] = None
    return (*first, *(kind for kind in known if kind not in first))
