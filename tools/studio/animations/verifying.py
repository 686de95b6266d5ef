"""Stage 2: what the user claims of the characters, held against what is measured."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from tools.domain.animation.claims import ClaimReport, verify_claims
from tools.domain.animation.dna import CharacterDNA
from tools.domain.animations import CastMember, Note
from tools.studio.animations.measuring import measures_of
from tools.studio.studio import Studio


async def claim_reports(
    studio: Studio, cast: Sequence[CastMember], dnas: Mapping[str, CharacterDNA]
) -> dict[str, ClaimReport]:
    """A report for each character of whom something is claimed, by `who`."""
    reports: dict[str, ClaimReport] = {}
    for member in cast:
        if member.claims:
            measures = await measures_of(studio, member)
            reports[member.who] = await asyncio.to_thread(
                verify_claims, member.claims, dnas[member.who], measures
            )
    return reports


def claim_notes(reports: Mapping[str, ClaimReport]) -> list[Note]:
    """A warning for each claim that is contradicted."""
    return [
        Note(code="CLAIM_CONTRADICTED", who=who, detail=f"“{claim.claim}”: {claim.detail}")
        for who, report in reports.items()
        for claim in report.contradicted
    ]
