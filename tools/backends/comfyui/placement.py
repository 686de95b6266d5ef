"""Which of several ComfyUI servers a job goes to, from what they answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tools.ports.rendering import BackendBusyError, BackendDownError, BackendRejectedError


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What one server answered.

    `load` counts the jobs that run and wait there and those on their way. `misfit` says why it
    cannot do the job, as the end of a sentence; None where it can. `holds` says that it has this
    very job already.
    """

    server: str
    load: int
    misfit: str | None = None
    holds: bool = False


@dataclass(frozen=True, kw_only=True)
class Silence:
    """A server that did not answer, why, and whether it could do the job when it last did."""

    server: str
    reason: str
    fitted: bool = False


def chosen(
    offers: Sequence[Offer],
    silent: Sequence[Silence] = (),
    *,
    load_most: int,
    retry_after_s: float,
) -> Offer:
    """The server that holds the job; else of those that can do it the least loaded.

    Equal loads go to the first. Raises `BackendDownError` where none answers, or only one that
    is silent could do it; `BackendRejectedError` where none can; `BackendBusyError` with
    `retry_after_s` where all that can are full.
    """
    held = next((offer for offer in offers if offer.holds), None)
    if held:
        return held
    able = [offer for offer in offers if offer.misfit is None]
    if not able:
        raise _nobody(offers, silent)
    best = min(able, key=lambda offer: offer.load)
    if best.load >= load_most:
        raise BackendBusyError(_full(able, load_most), retry_after=retry_after_s)
    return best


def _nobody(
    offers: Sequence[Offer], silent: Sequence[Silence]
) -> BackendDownError | BackendRejectedError:
    quiet = _listed({one.server: one.reason for one in silent})
    if not offers:
        return BackendDownError(f"No ComfyUI server answers: {quiet}.")
    reasons = _listed({offer.server: offer.misfit or "" for offer in offers})
    absent = [one for one in silent if one.fitted]
    if absent:
        able = _listed({one.server: one.reason for one in absent})
        return BackendDownError(f"The ComfyUI server that can do this is away: {able}.")
    aside = f" Without an answer: {quiet}." if silent else ""
    return BackendRejectedError(f"No ComfyUI server can do this: {reasons}.{aside}")


def _full(able: Sequence[Offer], load_most: int) -> str:
    loads = _listed({offer.server: f"{offer.load} jobs" for offer in able})
    return f"Every ComfyUI server that can do this is full ({load_most} jobs at most): {loads}."


def _listed(said: Mapping[str, str]) -> str:
    return "; ".join(f"{server} {words}".strip().rstrip(".") for server, words in said.items())
