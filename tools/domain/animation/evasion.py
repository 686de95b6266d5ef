"""How far somebody gets out of the way."""

from __future__ import annotations

from collections.abc import Sequence

from tools.domain.animation.dna import CharacterDNA, Mobility
from tools.domain.animation.kinds import Perspective, Phase, ResponderKind
from tools.domain.choreography.manner import manner_of
from tools.domain.choreography.repertoire import reaction_movement

_BACKSTEP_HEADS: dict[Mobility, float] = {"low": 0.5, "medium": 0.8, "high": 1.1}
"""A step back covers some 0.3 of a body height, a leap half of it, of figures 2.5 heads tall."""
_IN_PLACE = ("dodge_duck",)


def backstep_heads(
    dna: CharacterDNA,
    *,
    words: str,
    kind: ResponderKind,
    perspective: Perspective,
    phases: Sequence[Phase],
) -> float:
    """How far back an evasion goes, in head heights: 0 for one that ducks where it stands."""
    if kind != "dodge":
        return _BACKSTEP_HEADS[dna.mobility] / 2
    name = reaction_movement(
        kind,
        manner_of(dna, "HEAVY", perspective),
        response=words,
        evading=sum(phase in ("Evade Action", "Recovery") for phase in phases),
        falling=0,
    )
    return 0.0 if name in _IN_PLACE else _BACKSTEP_HEADS[dna.mobility]
