"""Which backend draws: the first of those preferred that can do what the order needs, now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tools.domain.errors import InvalidError, UnavailableError
from tools.domain.generations import PassedOver
from tools.ports.rendering import Capability, Readiness, Renderer
from tools.studio.studio import Studio

RUN_WORKFLOWS = frozenset({"comfyui"})
"""Backends that run graphs in ComfyUI's API format."""
_NEEDED_FOR: dict[Capability, str] = {
    "text_to_image": "make pictures from words",
    "video": "make clips",
    "regional": "draw several characters in one picture",
}


@dataclass(frozen=True, kw_only=True)
class Needs:
    """What an order asks of a backend."""

    clip: bool = False
    companions: bool = False
    workflow: bool = False

    @property
    def capabilities(self) -> frozenset[Capability]:
        needed: list[Capability] = ["video" if self.clip else "text_to_image"]
        if self.companions:
            needed.append("regional")
        return frozenset(needed)


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Who draws, and who was preferred but could not."""

    renderer: Renderer
    passed_over: tuple[PassedOver, ...] = ()


async def choose_renderer(studio: Studio, needs: Needs, backend: str | None = None) -> Chosen:
    """The first of the studio's renderers that is ready for `needs`, or `backend` and no other.

    Raises `InvalidError` (`UNKNOWN_BACKEND`, `BACKEND_CANNOT`) for a backend that is not there or
    never could, `UnavailableError` (`NO_RENDERER`) with everyone's reason and advice.
    """
    asked = _asked(studio.renderers, needs, backend)
    passed: list[PassedOver] = []
    advice: list[str] = []
    for renderer in asked:
        reason = _lacks(renderer.name, renderer.capabilities, needs)
        if reason is None:
            found = await renderer.ready()
            reason = _refusal(renderer.name, found, needs)
            if reason is None:
                return Chosen(renderer=renderer, passed_over=tuple(passed))
            advice += [found.advice] if found.advice else []
        passed.append(PassedOver(backend=renderer.name, reason=reason))
    raise _nobody(needs, passed, advice)


def renderer_named(studio: Studio, name: str | None) -> Renderer:
    """The renderer that an order chose; without a name, the first that draws from words.

    Raises `UnavailableError` (`NO_RENDERER`) where this process does not have it.
    """
    for renderer in studio.renderers:
        if renderer.name == name or (name is None and "text_to_image" in renderer.capabilities):
            return renderer
    detail = f"The backend {name} is not configured in this process." if name else _NONE
    raise UnavailableError(detail, code="NO_RENDERER")


def draws_from_words(renderer: Renderer) -> bool:
    """Whether it is a model that is told in words what to draw, and shown guides.

    One that gives layered vectors draws from the definition itself.
    """
    return "svg" not in renderer.capabilities


_NONE = "No configured backend makes pictures from words. Set ECHO_DIRECTOR_BACKEND."


def _asked(
    renderers: Sequence[Renderer], needs: Needs, backend: str | None
) -> tuple[Renderer, ...]:
    if backend is None:
        return tuple(renderers)
    named = next((renderer for renderer in renderers if renderer.name == backend), None)
    if named is None:
        configured = [renderer.name for renderer in renderers]
        raise InvalidError(
            f"There is no backend “{backend}” here. Configured: {', '.join(configured) or 'none'}.",
            code="UNKNOWN_BACKEND",
            candidates=configured,
        )
    if (cannot := _lacks(named.name, named.capabilities, needs)) is not None:
        raise InvalidError(f"{named.name} {cannot}.", code="BACKEND_CANNOT")
    return (named,)


def _refusal(name: str, found: Readiness, needs: Needs) -> str | None:
    if not found.ok:
        return found.detail
    return _lacks(name, found.capabilities, needs, now=" now")


def _lacks(
    name: str, capabilities: frozenset[Capability], needs: Needs, now: str = ""
) -> str | None:
    """What it cannot do of the needs, as the end of a sentence that its name begins."""
    if missing := sorted(needs.capabilities - capabilities):
        return f"cannot{now} {' or '.join(_NEEDED_FOR[one] for one in missing)}"
    if needs.workflow and name not in RUN_WORKFLOWS:
        return "runs no workflows"
    return None


def _nobody(needs: Needs, passed: Sequence[PassedOver], advice: Sequence[str]) -> UnavailableError:
    wanted = " and ".join(_NEEDED_FOR[one] for one in sorted(needs.capabilities))
    if not passed:
        return UnavailableError(_NONE, code="NO_RENDERER", reasons=[])
    told = " ".join(f"{one.backend}: {one.reason.rstrip('.')}." for one in passed)
    todo = " ".join(dict.fromkeys(advice))
    return UnavailableError(
        " ".join(part for part in (f"No backend can {wanted} now.", told, todo) if part),
        code="NO_RENDERER",
        reasons=[one.model_dump() for one in passed],
    )
