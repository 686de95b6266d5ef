"""Pictures, drawn by whatever backend can: the request, the result, and how it can fail."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

Capability = Literal["text_to_image", "identity_reference", "regional", "video", "svg"]
Progress = Callable[[float, str], Awaitable[None]]
"""Takes the done share, 0 to 1, and a few words on the step."""


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A canonical picture of the character: its PNG bytes and their sha256."""

    sha256: str
    data: bytes


@dataclass(frozen=True, kw_only=True)
class RenderRequest:
    """One picture to make.

    `definition` is the character as stored: name, description, appearance and the bible's
    visual_traits. `scene` holds the user's words on the place and the action. Sides in pixels.
    """

    definition: Mapping[str, Any]
    scene: str = ""
    style: str = ""
    prompt: str = ""
    negative_prompt: str = ""
    palette: tuple[str, ...] = ()
    seed: int = 0
    width: int = 1024
    height: int = 1024
    references: tuple[Reference, ...] = ()
    adjustments: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """What earlier attempts taught: reason code to the change that it asks for."""


@dataclass(frozen=True, kw_only=True)
class RenderResult:
    """PNG bytes and where they come from; `undrawn` are words that the backend cannot draw."""

    png: bytes
    backend: str
    model: str
    undrawn: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    cost_usd: float | None = None
    domain: Literal["rendered", "generated"] = "rendered"
    """Drawn by an embedded renderer, or made by a model: the kind of picture for calibrations."""


class BackendError(Exception):
    """A renderer could not make the picture; the message is a sentence for the user."""


class BackendRejectedError(BackendError):
    """Asking again unchanged is of no use."""


class BackendBusyError(BackendError):
    """Asking again after `retry_after` seconds may work."""

    def __init__(self, message: str, *, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class BackendDownError(BackendError):
    """The backend cannot be reached now."""


class Renderer(Protocol):
    """One backend. What it can and cannot do is data: `capabilities`."""

    @property
    def name(self) -> str: ...

    @property
    def capabilities(self) -> frozenset[Capability]: ...

    async def render(
        self, request: RenderRequest, progress: Progress | None = None
    ) -> RenderResult:
        """Make one picture, of exactly the asked size.

        Raises `BackendRejectedError`, `BackendBusyError` or `BackendDownError`.
        """
        ...
