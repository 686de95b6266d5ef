"""One server of a pool: how it answers, what its nodes are, which jobs are on their way to it."""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from tools.backends.comfyui.nodes import NodeCatalogue
from tools.backends.comfyui.server import ComfyServer
from tools.domain.circuits import WHOLE, Circuit, failed
from tools.ports.rendering import BackendDownError, BackendError

T = TypeVar("T")

_HELD = ("running", "pending", "done")
"""States of a job that is not to be made anew."""
_CATALOGUE_WITHIN_S = 30.0
"""A server with many extensions takes seconds to list its nodes."""


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long a server may take to answer, and how long its list of nodes is taken as true."""

    answer_s: float
    catalogue_s: float


@dataclass(frozen=True, kw_only=True)
class Look:
    """What a server answered: how many jobs run and wait there, its nodes, and whether it holds
    the job that was asked for. `coming` were on their way to it when it was asked."""

    waiting: int
    coming: frozenset[str]
    nodes: NodeCatalogue
    holds: bool


class Member:
    """`clock` gives seconds that never go back, `jitter` a number from 0 to 1."""

    def __init__(
        self,
        server: ComfyServer,
        patience: Patience,
        *,
        clock: Callable[[], float],
        jitter: Callable[[], float],
    ) -> None:
        self.server = server
        self.circuit: Circuit = WHOLE
        self._patience = patience
        self._clock = clock
        self._jitter = jitter
        self._nodes: NodeCatalogue | None = None
        self._nodes_read_at: float | None = None
        self._reading = asyncio.Lock()
        self._on_their_way: set[str] = set()

    @property
    def name(self) -> str:
        """The address, without credentials."""
        return self.server.url

    @property
    def known_nodes(self) -> NodeCatalogue | None:
        """The nodes as they were told last, however long ago."""
        return self._nodes

    def expect(self, prompt_id: str) -> None:
        """A job is on its way, which the server does not count yet."""
        self._on_their_way.add(prompt_id)

    def arrived(self, prompt_id: str) -> None:
        """The server counts the job itself, or it will not come."""
        self._on_their_way.discard(prompt_id)

    def forget_nodes(self) -> None:
        """Read the nodes again when they are asked for next."""
        self._nodes_read_at = None

    async def look(self, prompt_id: str) -> Look:
        """Raises `BackendDownError`, and sets the server aside."""
        coming = await self._still_coming()
        holds = await self.holds(prompt_id)
        waiting = await self.asked(self.server.waiting)
        nodes = await self.nodes()
        return Look(waiting=waiting, coming=coming, nodes=nodes, holds=holds)

    async def holds(self, prompt_id: str) -> bool:
        """Whether it has the job, ended well or not ended. Raises as `look` does."""
        return await self.asked(partial(self.server.find, prompt_id)) in _HELD

    def load(self, look: Look) -> int:
        """The server's jobs and those on their way, now and when it was asked."""
        return look.waiting + len(look.coming | self._on_their_way)

    async def nodes(self) -> NodeCatalogue:
        """Its nodes, at most some seconds old. Raises `BackendDownError`, and sets it aside."""
        async with self._reading:
            if self._nodes is None or self.nodes_age_s() >= self._patience.catalogue_s:
                read_at = self._clock()
                told = await self.asked(self.server.object_info, within_s=_CATALOGUE_WITHIN_S)
                named = await self.asked(self.server.embeddings)
                self._nodes = NodeCatalogue(told, embeddings=named)
                self._nodes_read_at = read_at
            return self._nodes

    async def asked(
        self, question: Callable[[], Awaitable[T]], *, within_s: float | None = None
    ) -> T:
        """The answer, which closes the circuit; without one in time the server is set aside.

        Raises `BackendDownError`.
        """
        limit_s = within_s or self._patience.answer_s
        try:
            async with asyncio.timeout(limit_s):
                answer = await question()
        except TimeoutError as error:
            self.broke(f"did not answer within {limit_s:g} s")
            raise BackendDownError(f"{self.name} {self.circuit.reason}.") from error
        except BackendError as error:
            self.failed_with(error)
            raise BackendDownError(str(error), code=error.code) from error
        self._answered()
        return answer

    def failed_with(self, error: BackendError) -> None:
        """Set the server aside."""
        words = str(error).rstrip(".")
        said = words.removeprefix(f"The ComfyUI server at {self.name} ")
        self.broke(f"({words})" if said == words else said)

    def broke(self, reason: str) -> None:
        """Set the server aside; `reason` ends a sentence that begins with its address."""
        self.circuit = failed(self.circuit, now=self._clock(), jitter=self._jitter(), reason=reason)

    async def probe(self) -> None:
        """Ask a small question, to see whether the server is back."""
        with contextlib.suppress(BackendDownError):
            await self.asked(self.server.waiting)

    def due(self) -> bool:
        """Whether the server's pause is over."""
        return self.circuit.due(self._clock())

    def rested(self, at_least_s: float) -> bool:
        """Whether its last failure is so long ago."""
        return self._clock() - self.circuit.asked_at >= at_least_s

    def nodes_age_s(self) -> float:
        """Seconds since the nodes were read; endless where they are to be read again."""
        return math.inf if self._nodes_read_at is None else self._clock() - self._nodes_read_at

    def _answered(self) -> None:
        if not self.circuit.whole:
            self.forget_nodes()
        self.circuit = WHOLE

    async def _still_coming(self) -> frozenset[str]:
        """The jobs on their way that the server does not know yet; what it knows it counts."""
        for prompt_id in tuple(self._on_their_way):
            if await self.holds(prompt_id):
                self.arrived(prompt_id)
        return frozenset(self._on_their_way)
