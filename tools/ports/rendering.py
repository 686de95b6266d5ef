"""Pictures, made by whatever backend can: the request, the result, and how it can fail."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from tools.domain.workflows import Workflow
from tools.ports.guiding import Guides

Capability = Literal[
    "text_to_image",
    "image_to_image",
    "identity_reference",
    "pose",
    "regional",
    "upscale",
    "video",
    "svg",
    "workflow",
]
"""`workflow`: runs graphs of the user's own, in ComfyUI's API format."""
Progress = Callable[[float, str], Awaitable[None]]
"""Takes the done share, 0 to 1, and a few words on the step."""


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A canonical picture of the character: its PNG bytes and their sha256."""

    sha256: str
    data: bytes


@dataclass(frozen=True, kw_only=True)
class Companion:
    """A further character of the picture, as the first one is in `RenderRequest`."""

    definition: Mapping[str, Any]
    prompt: str = ""
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RenderRequest:
    """One picture, or one clip, to make.

    `definition` is the character as stored: name, description, appearance, rendering and the
    bible's visual_traits. `scene` holds the user's words on the place and the action. Sides in
    pixels. `key` names this very picture: it is the same when it is asked for again after an
    interruption, so that a backend can find what it has begun. `frames` above 1 make a clip of
    that many at `frame_rate` a second. `companions` stand to the right of the first character,
    in order.
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
    key: str = ""
    companions: tuple[Companion, ...] = ()
    guides: Guides | None = None
    workflow: Workflow | None = None
    """A workflow of the user's own, for backends that run workflows."""
    frames: int = 1
    frame_rate: int = 24


@dataclass(frozen=True, kw_only=True)
class Clip:
    """An encoded clip; `type` is its media type."""

    data: bytes
    type: Literal["video/mp4", "video/webm"]


@dataclass(frozen=True, kw_only=True)
class Usage:
    """What a hosted model counted, in tokens."""

    input_tokens: int = 0
    output_tokens: int = 0


@dataclass(frozen=True, kw_only=True)
class RenderResult:
    """PNG bytes and where they come from; `undrawn` are words that the backend cannot draw.

    `notes` are sentences for the user on what the backend did in another way than asked, such as
    without the identity reference. `prompt` and `negative_prompt` are as they were sent, None
    where none was. `workflow` is the graph as it was sent. `png` is a clip's first frame.
    """

    png: bytes
    backend: str
    model: str
    undrawn: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    prompt: str | None = None
    negative_prompt: str | None = None
    workflow: Mapping[str, Any] | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    cost_usd: float | None = None
    usage: Usage | None = None
    clip: Clip | None = None
    domain: Literal["rendered", "generated"] = "rendered"
    """Drawn by an embedded renderer, or made by a model: the kind of picture for calibrations."""


class BackendError(Exception):
    """A renderer could not make the picture; the message is a sentence for the user.

    `code` is a stable upper-case word for the kind of failure. `cost_usd` is what the call cost
    all the same; None where it may have been charged and nobody knows.
    """

    code = "BACKEND_FAILED"
    cost_usd: float | None = 0.0
    usage: Usage | None = None

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        if code:
            self.code = code


class BackendRejectedError(BackendError):
    """Asking again unchanged is of no use."""

    code = "BACKEND_REJECTED"


class BackendBusyError(BackendError):
    """Asking again after `retry_after` seconds may work."""

    code = "BACKEND_BUSY"

    def __init__(self, message: str, *, retry_after: float, code: str | None = None) -> None:
        super().__init__(message, code=code)
        self.retry_after = retry_after


class BackendDownError(BackendError):
    """The backend cannot be reached now."""

    code = "BACKEND_DOWN"


class BackendStoppedError(BackendError):
    """Somebody stopped the work at the backend itself; it did not fail."""

    code = "BACKEND_STOPPED"


@dataclass(frozen=True, kw_only=True)
class Readiness:
    """What a backend can do at this moment. `advice` says what to do where `ok` is false."""

    ok: bool
    capabilities: frozenset[Capability]
    detail: str
    advice: str = ""


class Renderer(Protocol):
    """One backend. What it can and cannot do is data."""

    @property
    def name(self) -> str: ...

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What this kind of backend can do where everything that it needs is there."""
        ...

    async def ready(self) -> Readiness:
        """What it can do now; asks a remote server at most every few seconds. Never raises."""
        ...

    def price_usd(self, request: RenderRequest) -> float:
        """The most that the picture may cost; 0 where nothing is paid."""
        ...

    async def render(
        self, request: RenderRequest, progress: Progress | None = None
    ) -> RenderResult:
        """Make one picture, of exactly the asked size.

        Raises `BackendRejectedError`, `BackendBusyError`, `BackendDownError` or
        `BackendStoppedError`. Cancelling gives up waiting; `stop` ends the work itself.
        """
        ...

    async def stop(self, key: str) -> None:
        """End the work on the request of this key, wherever it is done; nothing where there is
        none. Never raises."""
        ...
