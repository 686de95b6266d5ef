"""Which backend draws: the first of those preferred that can do what the order needs, now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tools.domain.errors import InvalidError, UnavailableError
from tools.domain.generations import PassedOver
from tools.ports.rendering import Capability, Readiness, Renderer
from tools.studio.studio import Studio

_NEEDED_FOR: dict[Capability, str] = {
    "text_to_image": "make pictures from words",
    "video": "make clips",
    "regional": "draw several characters in one picture",
    "workflow": "run workflows",
}
_ADD_COMFYUI = (
    "add comfyui to ECHO_DIRECTOR_BACKEND and set ECHO_DIRECTOR_COMFYUI_URLS to its address."
)
_WHO_ELSE: dict[Capability, str] = {
    "video": "Clips are made by the embedded renderer, sketch: add sketch to "
    "ECHO_DIRECTOR_BACKEND. Or by ComfyUI: " + _ADD_COMFYUI + " Without duration and frames a "
    "picture is drawn.",
    "regional": "Several characters are drawn by sketch, ComfyUI or Gemini: add one of them to "
    "ECHO_DIRECTOR_BACKEND.",
    "workflow": f"Workflows are run by ComfyUI: {_ADD_COMFYUI}",
}
"""What to do where no configured backend ever could."""


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
        if self.workflow:
            needed.append("workflow")
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
        reason = _lacks(renderer.capabilities, needs)
        if reason is None:
            found = await renderer.ready()
            reason = _refusal(found, needs)
            if reason is None:
                return Chosen(renderer=renderer, passed_over=tuple(passed))
            advice += [found.advice] if found.advice else []
        passed.append(PassedOver(backend=renderer.name, reason=reason))
    raise _nobody(asked, needs, passed, advice)


def runs_workflows(renderer: Renderer) -> bool:
    """Whether it runs graphs of the user's own."""
    return "workflow" in renderer.capabilities


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
    if (cannot := _lacks(named.capabilities, needs)) is not None:
        able = [one.name for one in renderers if needs.capabilities <= one.capabilities]
        others = [f"{' or '.join(able)} can."] if able else []
        told = [f"{named.name} {cannot}.", *others, *_who_else(renderers, needs)]
        raise InvalidError(" ".join(told), code="BACKEND_CANNOT")
    return (named,)


def _refusal(found: Readiness, needs: Needs) -> str | None:
    if not found.ok:
        return found.detail
    return _lacks(found.capabilities, needs, now=" now")


def _lacks(capabilities: frozenset[Capability], needs: Needs, now: str = "") -> str | None:
    """What it cannot do of the needs, as the end of a sentence that its name begins."""
    if missing := sorted(needs.capabilities - capabilities):
        return f"cannot{now} {' or '.join(_NEEDED_FOR[one] for one in missing)}"
    return None


def _nobody(
    asked: Sequence[Renderer], needs: Needs, passed: Sequence[PassedOver], advice: Sequence[str]
) -> UnavailableError:
    if not passed:
        return UnavailableError(_NONE, code="NO_RENDERER", reasons=[])
    wanted = " and ".join(_NEEDED_FOR[one] for one in sorted(needs.capabilities))
    able = any(needs.capabilities <= one.capabilities for one in asked)
    refused = f"No backend can {wanted} now." if able else f"No configured backend can {wanted}."
    told = " ".join(f"{one.backend}: {one.reason.rstrip('.')}." for one in passed)
    todo = " ".join(dict.fromkeys([*advice, *_who_else(asked, needs)]))
    return UnavailableError(
        " ".join(part for part in (refused, told, todo) if part),
        code="NO_RENDERER",
        reasons=[one.model_dump() for one in passed],
    )


def _who_else(renderers: Sequence[Renderer], needs: Needs) -> list[str]:
    """What to do about needs that none of these renderers ever meets."""
    known = frozenset[Capability]().union(*(one.capabilities for one in renderers))
    return [_WHO_ELSE[one] for one in sorted(needs.capabilities - known) if one in _WHO_ELSE]
