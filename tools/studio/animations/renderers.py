"""Which backend draws a character's sheets: the first that declares that it can."""

from __future__ import annotations

from collections.abc import Sequence

from tools.domain.animation.facings import facings_of
from tools.domain.animations import INSTIGATOR, CastMember, TakeOrder
from tools.domain.errors import InvalidError
from tools.ports.animating import SheetAbilities, SheetSource, SpriteRenderer
from tools.studio.studio import Studio


def renderer_for(
    studio: Studio, member: CastMember, order: TakeOrder
) -> tuple[SpriteRenderer, SheetSource]:
    """The backend, and what it draws from. Raises `InvalidError` (`NO_RENDERER`) with reasons."""
    reasons: list[str] = []
    for renderer in studio.sprite_renderers:
        abilities = renderer.sheet_abilities
        sources = _sources(member, abilities)
        lacking = _lacking(abilities, order, sources)
        if not lacking:
            return renderer, sources[0]
        reasons.append(f"{renderer.name} {lacking}")
    why = "; ".join(reasons) or "none is configured"
    raise InvalidError(
        f"No backend can draw {member.name} so: {why}.", code="NO_RENDERER", who=member.who
    )


def expect_drawable(studio: Studio, cast: Sequence[CastMember], order: TakeOrder) -> None:
    """Raises `InvalidError` (`NO_RENDERER`) before anything is begun."""
    for member in cast:
        renderer_for(studio, member, order)


def facings_for(order: TakeOrder, who: str) -> tuple[int, ...]:
    return facings_of(order.perspective, order.directions, responder=who != INSTIGATOR)


def _sources(member: CastMember, abilities: SheetAbilities) -> list[SheetSource]:
    """What there is of the character that the backend can draw from, the definition first."""
    there: dict[SheetSource, bool] = {
        "definition": member.definition is not None,
        "picture": member.reference_sha256 is not None,
    }
    return [source for source in there if there[source] and source in abilities.sources]


def _lacking(
    abilities: SheetAbilities, order: TakeOrder, sources: Sequence[SheetSource]
) -> str | None:
    """What the backend cannot do of this, as the end of a sentence; None where it can."""
    if not sources:
        return f"draws from a {' or a '.join(sorted(abilities.sources))} only"
    if order.perspective not in abilities.perspectives:
        return f"cannot show the perspective {order.perspective}"
    if order.style not in abilities.styles:
        return f"cannot draw the style {order.style}"
    if order.directions > 1 and not abilities.turns:
        return "cannot turn the figure to other directions"
    return None
