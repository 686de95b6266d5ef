"""A turn of the director over HTTP, beside a bare LangGraph agent in the same run."""

from __future__ import annotations

import asyncio
import statistics
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

from evals.bench.load import Client, Load, load
from evals.bench.servers import Server, running

CLIENTS = 16
TURNS = 25
LONG_THREAD_TURNS = 200
_ENDS = 10
_SAID = {"text": "list the projects"}


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A server, and how its conversations are opened and spoken in."""

    name: str
    server: Server
    url: str
    opens: str | None

    async def paths(self, count: int) -> list[str]:
        if self.opens is None:
            return [f"/threads/{uuid4()}/messages" for _ in range(count)]
        async with Client(self.server.port) as client:
            threads = [await client.post(self.opens, {}) for _ in range(count)]
        return [f"{self.opens}/{thread['id']}/messages" for thread in threads]


def measure(director_url: str, bare_url: str, data_dir: Path) -> dict[str, Any]:
    """Rates, latencies, growth, memory and start, of both; and the ratios."""
    environment = {
        "ECHO_DIRECTOR_DATABASE_URL": director_url,
        "ECHO_DIRECTOR_DATA_DIR": str(data_dir),
    }
    serve = ["-m", "api.cli", "serve"]
    bare = ["-m", "evals.bench.bare_agent", "--url", bare_url]
    with running(serve, environment=environment) as ours, running(bare) as theirs:
        idle_mb = ours.memory_mb
        director = Subject(
            name="director", server=ours, url=director_url, opens="/api/chat/threads"
        )
        agent = Subject(name="bare agent", server=theirs, url=bare_url, opens=None)
        found = asyncio.run(_both(director, agent))
    return {
        "ready_s": round(ours.ready_s, 2),
        "idle_memory_mb": round(idle_mb, 1),
        **found,
    }


async def _both(director: Subject, agent: Subject) -> dict[str, Any]:
    rates: dict[str, list[Load]] = {director.name: [], agent.name: []}
    for subject in (director, agent):
        await load(subject.server.port, await subject.paths(4), _SAID, turns=5)
    for _ in range(3):  # taken in turns, so that noise falls on both
        for subject in (agent, director):
            paths = await subject.paths(CLIENTS)
            rates[subject.name].append(await load(subject.server.port, paths, _SAID, turns=TURNS))
    single = {
        s.name: await load(s.server.port, await s.paths(1), _SAID, turns=100)
        for s in (agent, director)
    }
    growth = {s.name: await _long_thread(s) for s in (agent, director)}
    return _figures(rates, single, growth)


def _figures(
    rates: dict[str, list[Load]], single: dict[str, Load], growth: dict[str, dict[str, float]]
) -> dict[str, Any]:
    both: dict[str, Any] = {
        name: {
            "turns_a_second_16_clients": round(statistics.median(one.rate for one in loads), 1),
            "p95_ms_16_clients": round(
                statistics.median(one.percentile_ms(0.95) for one in loads), 1
            ),
            "turn_ms_1_client": round(single[name].percentile_ms(0.5), 2),
            **growth[name],
        }
        for name, loads in rates.items()
    }
    director, agent = both["director"], both["bare agent"]
    rate = "turns_a_second_16_clients"
    return {
        "turns": both,
        "cost_ratio_16_clients": round(agent[rate] / director[rate], 2),
        "cost_ratio_1_client": round(director["turn_ms_1_client"] / agent["turn_ms_1_client"], 2),
    }


async def _long_thread(subject: Subject) -> dict[str, float]:
    """How a conversation grows: its last turns against its first, and what it leaves on disk."""
    before = _size(subject.url)
    (path,) = await subject.paths(1)
    spent = (await load(subject.server.port, [path], _SAID, turns=LONG_THREAD_TURNS)).times_s
    first, last = statistics.median(spent[1 : _ENDS + 1]), statistics.median(spent[-_ENDS:])
    return {
        "turn_200_over_turn_2": round(last / first, 2),
        "kb_a_turn_of_200": round((_size(subject.url) - before) / LONG_THREAD_TURNS / 1000, 1),
    }


def _size(url: str) -> int:
    """Bytes of all tables with their indexes, dead rows removed first."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("vacuum full")
        row = connection.execute(
            "select sum(pg_total_relation_size(oid)) from pg_class where relkind = 'r' "
            "and relnamespace = 'public'::regnamespace"
        ).fetchone()
    return int(row[0]) if row else 0
