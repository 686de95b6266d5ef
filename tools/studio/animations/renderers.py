"""Which backend draws a character's sheets: the first that can, and is ready when a take opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tools.domain.animation.facings import facings_of
from tools.domain.animations import INSTIGATOR, CastMember, Note, Take, TakeOrder
from tools.domain.errors import InvalidError, UnavailableError
from tools.ports.animating import SheetAbilities, SheetSource, SpriteRenderer
from tools.studio.studio import Studio


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Who draws a character, from what, and who was preferred but not ready, with reasons."""

    who: str
    renderer: SpriteRenderer
    source: SheetSource
    passed_over: Mapping[str, str]

    @property
    def notes(self) -> tuple[Note, ...]:
        return tuple(
            Note(
                code="BACKEND_PASSED_OVER",
                who=self.who,
                detail=f"{name} was passed over: {reason.rstrip('.')}.",
            )
            for name, reason in self.passed_over.items()
        )


async def renderer_for(studio: Studio, member: CastMember, order: TakeOrder) -> Chosen:
    """The first that can draw this and is ready now.

    Raises `InvalidError` (`NO_RENDERER`) where none ever could, `UnavailableError` (`NO_RENDERER`)
    where none that could is ready; with everybody's reason.
    """
    reasons: list[str] = []
    passed: dict[str, str] = {}
    advice: list[str] = []
    for renderer in studio.sprite_renderers:
        sources = _sources(member, renderer.sheet_abilities)
        lacking = _lacking(renderer.sheet_abilities, order, sources)
        if lacking:
            reasons.append(f"{renderer.name} {lacking}")
            continue
        found = await renderer.ready()
        if found.ok:
            return Chosen(who=member.who, renderer=renderer, source=sources[0], passed_over=passed)
        passed[renderer.name] = found.detail
        reasons.append(f"{renderer.name} is not ready: {found.detail.rstrip('.')}")
        advice += [found.advice] if found.advice else []
    why = "; ".join(reasons) or "none is configured"
    detail = " ".join([f"No backend can draw {member.name} so: {why}.", *dict.fromkeys(advice)])
    if passed:
        raise UnavailableError(detail, code="NO_RENDERER", who=member.who)
    raise InvalidError(detail, code="NO_RENDERER", who=member.who)


async def chosen_for(studio: Studio, cast: Sequence[CastMember], order: TakeOrder) -> list[Chosen]:
    """Who draws each of them, before anything is begun. Raises as `renderer_for` does."""
    return [await renderer_for(studio, member, order) for member in cast]


async def backends_of(
    studio: Studio, cast: Sequence[CastMember], order: TakeOrder
) -> dict[str, str]:
    """The backend of each character by `who`: what a machine must have to draw them."""
    return named(await chosen_for(studio, cast, order))


def named(chosen: Sequence[Chosen]) -> dict[str, str]:
    return {one.who: one.renderer.name for one in chosen}


async def drawer_of(
    studio: Studio, take: Take, member: CastMember, *, backend: str | None = None
) -> tuple[SpriteRenderer, SheetSource]:
    """`backend`, else the one that was chosen when the take was opened, else the first that can.

    Raises `UnavailableError` (`NO_RENDERER`) where this process does not have it, and as
    `renderer_for` does.
    """
    name = backend or take.facts.backends.get(member.who)
    if name is None:
        chosen = await renderer_for(studio, member, take.order)
        return chosen.renderer, chosen.source
    for renderer in studio.sprite_renderers:
        if renderer.name == name:
            sources = _sources(member, renderer.sheet_abilities)
            if lacking := _lacking(renderer.sheet_abilities, take.order, sources):
                raise InvalidError(f"{name} {lacking}.", code="NO_RENDERER", who=member.who)
            return renderer, sources[0]
    raise UnavailableError(
        f"The backend {name}, which draws {member.name}, is not configured in this process.",
        code="NO_RENDERER",
        who=member.who,
    )


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
