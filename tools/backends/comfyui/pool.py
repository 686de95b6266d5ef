"""Several ComfyUI servers as one: each job to the least loaded, broken ones set aside."""

from __future__ import annotations

import asyncio
import random
import time
from collections import OrderedDict
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tools.backends.comfyui.health import ServerHealth, health_of
from tools.backends.comfyui.member import Look, Member, Patience
from tools.backends.comfyui.nodes import NodeCatalogue
from tools.backends.comfyui.placement import Offer, Silence, chosen
from tools.backends.comfyui.server import ComfyServer
from tools.ports.rendering import BackendDownError, BackendRejectedError

Fits = Callable[[NodeCatalogue], str | None]
"""None where a server's nodes can do the job, else why not, as the end of a sentence."""

PENDING_MOST = 16
_JOB_S = 10.0
"""How long a job may take, as long as none was seen."""
_RETRY_AFTER_S = (2.0, 120.0)
_SOON_S = 1.0
"""A server that is set aside is not asked sooner again, however much it is wanted."""
_PLACES_REMEMBERED = 1000


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A job's server, and the nodes that it has."""

    server: ComfyServer
    nodes: NodeCatalogue


class ComfyPool:
    """A job goes to the server that has it already, else to the least loaded that can do it.

    A server that fails is left alone for a while that doubles with each failure; when that is
    over, the next job has it asked again without waiting for it, unless nobody else can do the
    job. A server takes at most `pending_most` jobs at once. `answer_s` is how long one may take
    to answer a small question; `catalogue_s` how long its nodes are taken as told.
    """

    def __init__(
        self,
        urls: Sequence[str],
        *,
        pending_most: int = PENDING_MOST,
        answer_s: float = 10.0,
        catalogue_s: float = 30.0,
        connect: Callable[[str], ComfyServer] = ComfyServer,
        clock: Callable[[], float] = time.monotonic,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """Raises `ValueError` for an address that is no URL."""
        patience = Patience(answer_s=answer_s, catalogue_s=catalogue_s)
        self._members = [
            Member(connect(url), patience, clock=clock, jitter=jitter)
            for url in dict.fromkeys(urls)
        ]
        self._pending_most = pending_most
        self._clock = clock
        self._job_s: float | None = None
        self._probes: dict[Member, asyncio.Task[None]] = {}
        self._places: OrderedDict[str, Member] = OrderedDict()

    @asynccontextmanager
    async def server_for(self, fits: Fits, *, prompt_id: str) -> AsyncGenerator[Placed, None]:
        """The server for a job, which counts as on its way there until the server knows it.

        `BackendDownError` inside sets the server aside; after `BackendRejectedError` its nodes
        are read again. Raises `BackendDownError`, `BackendRejectedError` or `BackendBusyError`,
        each naming the servers and why.
        """
        member, nodes = await self._place(fits, prompt_id)
        began = self._clock()
        try:
            yield Placed(server=member.server, nodes=nodes)
        except BackendDownError as error:
            member.failed_with(error)
            raise
        except BackendRejectedError:
            member.forget_nodes()
            raise
        else:
            self._took(self._clock() - began)
        finally:
            member.arrived(prompt_id)

    async def holding(self, prompt_id: str) -> ComfyServer | None:
        """The server that has the job in its queue or its history; where none says so, the one
        that it was given to and that does not answer now."""

        async def held(member: Member) -> bool | None:
            try:
                return await member.holds(prompt_id)
            except BackendDownError:
                return None

        told = await asyncio.gather(*map(held, self._members))
        says = dict(zip(self._members, told, strict=True))
        before = self._places.get(prompt_id)
        silent = before if before is not None and says[before] is None else None
        member = next((member for member, holds in says.items() if holds), silent)
        return member.server if member else None

    async def catalogues(self) -> list[tuple[ComfyServer, NodeCatalogue]]:
        """Every server that answers, with its nodes; they may be some seconds old."""
        due = [member for member in self._members if member.due()]
        rested = [m for m in self._members if m not in due and m.rested(_SOON_S)]
        return await self._told(due) or await self._told(rested)

    async def health(self) -> list[ServerHealth]:
        """Every server as it is now, asked anew."""
        return list(await asyncio.gather(*map(health_of, self._members)))

    async def close(self) -> None:
        for probe in self._probes.values():
            probe.cancel()
        await asyncio.gather(*self._probes.values(), return_exceptions=True)
        await asyncio.gather(*(member.server.close() for member in self._members))

    async def _place(self, fits: Fits, prompt_id: str) -> tuple[Member, NodeCatalogue]:
        """Ask those that are well; wait for the others only where that does not do."""
        fits = _once(fits)
        before = self._places.get(prompt_id)
        first = [member for member in self._members if member.circuit.whole or member is before]
        looks = await self._looked(first, prompt_id)
        probes = {self._probe(member) for member in self._aside() if member.due()}
        if not self._would_do(looks, fits):
            probes |= {self._probe(member) for member in self._aside() if member.rested(_SOON_S)}
            if probes:
                await asyncio.wait(probes)
            back = [m for m in self._members if m.circuit.whole and m not in looks]
            looks |= await self._looked(back, prompt_id)
        if not self._would_do(looks, fits):
            looks |= await self._read_anew(looks, prompt_id)
        member = self._decide(looks, fits)
        member.expect(prompt_id)
        self._remember(prompt_id, member)
        return member, looks[member].nodes

    async def _told(self, members: Sequence[Member]) -> list[tuple[ComfyServer, NodeCatalogue]]:
        async def nodes(member: Member) -> NodeCatalogue | None:
            try:
                return await member.nodes()
            except BackendDownError:
                return None

        told = await asyncio.gather(*map(nodes, members))
        return [(m.server, known) for m, known in zip(members, told, strict=True) if known]

    async def _looked(self, members: Iterable[Member], prompt_id: str) -> dict[Member, Look]:
        """What those that answer say."""

        async def look(member: Member) -> Look | None:
            try:
                return await member.look(prompt_id)
            except BackendDownError:
                return None

        asked = list(members)
        looks = await asyncio.gather(*map(look, asked))
        return {member: look for member, look in zip(asked, looks, strict=True) if look}

    def _would_do(self, looks: Mapping[Member, Look], fits: Fits) -> bool:
        return any(
            look.holds or (fits(look.nodes) is None and member.load(look) < self._pending_most)
            for member, look in looks.items()
        )

    async def _read_anew(self, looks: Mapping[Member, Look], prompt_id: str) -> dict[Member, Look]:
        """Look again where the nodes were told a while ago: somebody may have added one."""
        old = [member for member in looks if member.nodes_age_s() >= _SOON_S]
        for member in old:
            member.forget_nodes()
        return await self._looked(old, prompt_id)

    def _decide(self, looks: Mapping[Member, Look], fits: Fits) -> Member:
        offers = {
            Offer(
                server=member.name,
                load=member.load(look),
                misfit=fits(look.nodes),
                holds=look.holds,
            ): member
            for member, look in looks.items()
        }
        best = chosen(
            list(offers),
            [_silence(member, fits) for member in self._members if member not in looks],
            load_most=self._pending_most,
            retry_after_s=self._retry_after_s(),
        )
        return offers[best]

    def _aside(self) -> list[Member]:
        return [member for member in self._members if not member.circuit.whole]

    def _probe(self, member: Member) -> asyncio.Task[None]:
        """Whether the server is back, asked once at a time."""
        running = self._probes.get(member)
        if running is None or running.done():
            running = self._probes[member] = asyncio.create_task(member.probe())
        return running

    def _remember(self, prompt_id: str, member: Member) -> None:
        self._places[prompt_id] = member
        self._places.move_to_end(prompt_id)
        while len(self._places) > _PLACES_REMEMBERED:
            self._places.popitem(last=False)

    def _took(self, seconds: float) -> None:
        """Learn how long jobs take, the newest weighing a quarter."""
        known = seconds if self._job_s is None else self._job_s
        self._job_s = known + (seconds - known) / 4

    def _retry_after_s(self) -> float:
        shortest, longest = _RETRY_AFTER_S
        return min(longest, max(shortest, _JOB_S if self._job_s is None else self._job_s))


def _once(fits: Fits) -> Fits:
    """The same, asked once for each catalogue: a whole job may be planned to find out."""
    told: dict[int, tuple[NodeCatalogue, str | None]] = {}

    def remembered(nodes: NodeCatalogue) -> str | None:
        if id(nodes) not in told:
            told[id(nodes)] = nodes, fits(nodes)
        return told[id(nodes)][1]

    return remembered


def _silence(member: Member, fits: Fits) -> Silence:
    known = member.known_nodes
    return Silence(
        server=member.name,
        reason=member.circuit.reason,
        fitted=known is not None and fits(known) is None,
    )
