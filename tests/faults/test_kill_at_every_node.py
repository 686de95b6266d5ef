"""kill -9 at every node boundary of every graph: the same end, the same number of effects."""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
from multiprocessing.context import BaseContext
from uuid import UUID

import pytest

from api.sample import load_sample
from api.settings import Settings
from api.wiring import open_service
from graph.director.build import build_director
from graph.generation.build import build_generation
from tests.faults.dying import die
from tools.domain.actor import LOCAL
from tools.domain.runs import Run
from tools.studio.threads import open_thread

TEXT = {
    "director": "Create a character called Juno with green hair",
    "generation": "Generate Kai Nakamura walking through the neon alley",
}
_VISITED = {"generation": {"improve"}}
"""Nodes that this story does not reach: the first picture of a design has nothing to drift from."""


def boundaries() -> list[tuple[str, str, str]]:
    graphs = {"director": build_director(None), "generation": build_generation(None)}
    return [
        (name, node, when)
        for name, graph in graphs.items()
        for node in graph.builder.nodes
        if node not in _VISITED.get(name, set())
        for when in ("before", "after")
    ]


@pytest.fixture(scope="module")
def mortals() -> BaseContext:
    """Processes that have the service imported already, each a fork of one that never ran it."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.dying", "tools.backends.sketch.renderer"])
    return context


def died(mortals: BaseContext, *arguments: object) -> int | None:
    process = mortals.Process(target=die, args=arguments)
    process.start()
    process.join(60)
    return process.exitcode


async def ended(service, thread: UUID) -> list[Run]:
    """The conversation's runs, once another process has brought all of them to their end."""
    async with asyncio.timeout(40):
        while True:
            async with service.studio.store.read(LOCAL) as work:
                runs = await work.runs.of_thread(LOCAL, thread)
            if runs and all(run.ended for run in runs):
                return runs
            waiting = next(run for run in runs if not run.ended)
            await service.studio.watch.ended(LOCAL, waiting.id, timeout_s=2)


@pytest.mark.parametrize(("graph", "node", "when"), boundaries())
async def test_another_process_brings_it_to_the_same_end(
    graph: str,
    node: str,
    when: str,
    settings: Settings,
    database_url: str,
    mortals: BaseContext,
) -> None:
    async with open_service(settings, url=database_url) as service:
        project = await load_sample(service.studio, LOCAL)
        thread = (await open_thread(service.studio, LOCAL, project_id=project.id)).id
    story = (settings, database_url, graph, node, when, str(thread), TEXT[graph])
    assert await asyncio.to_thread(died, mortals, *story) == -signal.SIGKILL
    async with open_service(settings, url=database_url) as service:
        runs = await ended(service, thread)
        async with service.studio.store.read(LOCAL) as work:
            characters = await work.characters.names(LOCAL, project.id)
            pictures = await work.pictures.recent(LOCAL, project_id=project.id, limit=10)
            messages = await work.threads.latest(LOCAL, thread, limit=10)
    assert {run.status for run in runs} == {"completed"}
    assert len([run for run in runs if run.kind == "turn"]) == 1
    if graph == "director":
        assert [c.name for c in characters].count("Juno") == 1
    else:
        assert len([run for run in runs if run.kind == "generation"]) == 1
        assert len({picture.sha256 for picture in pictures}) == 1
        assert len(pictures) == 1
    assert [message.role for message in messages][:2] == ["user", "assistant"]
    assert sum(message.role == "assistant" for message in messages) == 1
