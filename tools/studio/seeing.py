"""Stages 1 and 1b by a model: what it sees of the characters, held to what is measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from tools.domain.animation.constraints import interaction_of, merged_interaction
from tools.domain.animation.dna import CharacterDNA, InteractionConstraints
from tools.domain.animation.dna_merging import DNAWarning, merged_dna
from tools.ports.authoring import Seer
from tools.ports.rendering import BackendError

_IN_ONE_CALL = 2


@dataclass(frozen=True, kw_only=True)
class Seen:
    """DNAs by who, with the warnings of each; `failed` says why the model saw nothing.

    `interaction` is of the instigator and the first responder, refined by the model; None where
    there is no responder.
    """

    dnas: Mapping[str, CharacterDNA]
    interaction: InteractionConstraints | None = None
    warnings: Mapping[str, tuple[DNAWarning, ...]] = field(
        default_factory=dict[str, tuple[DNAWarning, ...]]
    )
    failed: str | None = None


async def seen_dnas(
    seer: Seer | None,
    pictures: Sequence[tuple[str, bytes]],
    measured: Mapping[str, CharacterDNA],
    facts: Mapping[str, Any] | None = None,
) -> Seen:
    """The measured DNAs completed by what the model sees.

    `pictures` are pairs of who and picture bytes, the instigator's and the first responder's
    first: these two go in one call, further ones in one each. `measured` has a DNA for each
    character, pictured or not. A model that fails changes nothing but `failed`: measures stand
    by themselves.
    """
    dnas = dict(measured)
    warnings: dict[str, tuple[DNAWarning, ...]] = {}
    refined: InteractionConstraints | None = None
    failed: str | None = None
    for sent in _calls(pictures):
        if seer is None:
            break
        known = {**(facts or {}), "measured": {who: _figures(measured[who]) for who, _ in sent}}
        try:
            said = await seer.see(sent, known)
        except BackendError as error:
            failed = str(error)
            break
        for who, _ in sent:
            dnas[who], warnings[who] = merged_dna(measured[who], _object(said.get(who)))
        refined = refined or _interaction(said.get("interaction"))
    ruled = _ruled(dnas)
    if ruled is not None and refined is not None:
        ruled = merged_interaction(ruled, refined)
    return Seen(dnas=dnas, interaction=ruled, warnings=warnings, failed=failed)


def _calls(pictures: Sequence[tuple[str, bytes]]) -> list[list[tuple[str, bytes]]]:
    together, rest = list(pictures[:_IN_ONE_CALL]), pictures[_IN_ONE_CALL:]
    return [calls for calls in (together, *([one] for one in rest)) if calls]


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _ruled(dnas: Mapping[str, CharacterDNA]) -> InteractionConstraints | None:
    if "instigator" not in dnas or "responder" not in dnas:
        return None
    return interaction_of(dnas["instigator"], dnas["responder"])


def _figures(dna: CharacterDNA) -> dict[str, Any]:
    """What is measured of a character, for the model to know."""
    return dna.model_dump(mode="json", include=set(dna.measured))


def _interaction(said: Any) -> InteractionConstraints | None:
    try:
        return InteractionConstraints.model_validate(said)
    except ValidationError:
        return None
