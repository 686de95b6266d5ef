"""What can go wrong in the studio, named for what the catcher does next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class StudioError(Exception):
    """A failure that the user can act on.

    `code` is a stable upper-case word, the message a sentence, `facts` what a client may want
    beside it (candidates, limits, versions).
    """

    code = "STUDIO_ERROR"
    title = "The studio could not do this"

    def __init__(self, detail: str, *, code: str | None = None, **facts: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or type(self).code
        self.facts = facts


class NotFoundError(StudioError):
    """There is no such thing in the actor's workspace."""

    code = "NOT_FOUND"
    title = "Not found"


class UnknownNameError(NotFoundError):
    """No thing of this kind has that name; `candidates` are the nearest that exist."""

    def __init__(self, kind: str, spoken: str, candidates: Sequence[str] = ()) -> None:
        nearest = f" The nearest: {', '.join(candidates)}." if candidates else ""
        super().__init__(
            f"There is no {kind} called “{spoken}” here.{nearest}",
            code=f"{kind.upper().replace(' ', '_')}_NOT_FOUND",
            candidates=list(candidates),
        )


class ConflictError(StudioError):
    """The request does not fit the present state."""

    code = "CONFLICT"
    title = "Conflict"


class AmbiguousNameError(ConflictError):
    """Several things fit the name."""

    code = "AMBIGUOUS_NAME"
    title = "Ambiguous name"

    def __init__(self, kind: str, spoken: str, candidates: Sequence[str]) -> None:
        super().__init__(
            f"“{spoken}” could be any of these: {', '.join(candidates)}. Which {kind} is meant?",
            candidates=list(candidates),
        )


class NameTakenError(ConflictError):
    """Another thing of this kind has the name already."""

    code = "NAME_TAKEN"
    title = "Name taken"


class StaleVersionError(StudioError):
    """The thing was changed since the version that the writer saw."""

    code = "VERSION_CONFLICT"
    title = "Changed meanwhile"


class InvalidError(StudioError):
    """The request cannot be understood or is not allowed as it stands.

    `facts["errors"]` may list `{path, message}`.
    """

    code = "INVALID"
    title = "Invalid request"


class LimitExceededError(StudioError):
    """Something is larger than the stated limit, which `facts["limit"]` gives."""

    code = "LIMIT_EXCEEDED"
    title = "Over the limit"


class UnauthenticatedError(StudioError):
    """Who asks is not known: no key, or none that is in force."""

    code = "KEY_REQUIRED"
    title = "A key is needed"


class ForbiddenError(StudioError):
    """The actor's role does not allow this."""

    code = "FORBIDDEN"
    title = "Not allowed"


class NeedsProjectError(StudioError):
    """The conversation has no current project, and the tool needs one."""

    code = "NO_PROJECT"
    title = "No project is open"


class UnavailableError(StudioError):
    """Something that this needs is not there now; the message says what to do."""

    code = "UNAVAILABLE"
    title = "Not available"


class EffectDoneError(StudioError):
    """The effect happened in an earlier attempt of the run."""

    code = "ALREADY_DONE"
    title = "Already done"


class SpendingLimitError(StudioError):
    """The paid call would pass what the user may spend a day."""

    code = "SPENDING_LIMIT_REACHED"
    title = "Spending limit reached"


class LeaseLostError(StudioError):
    """Another process drives the run now, or it has ended: what this one did counts no more."""

    code = "LEASE_LOST"
    title = "Lease lost"
