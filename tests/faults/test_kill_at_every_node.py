"""kill -9 at every node boundary of every graph: the same end, the same number of effects."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest

from api.sample import load_sample
from api.settings import Settings
from api.wiring import open_service
from graph.director.build import build_director
from graph.generation.build import build_generation
from tests.faults.conftest import Fallen, expect_killed, fall
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


@pytest.fixture(scope="module")
async def fallen(mortals, mortal_settings, prepared_url, asked) -> Fallen:
    """Every asked-for death, on copies of a database with the sample and a conversation."""
    async with open_service(mortal_settings, url=prepared_url) as service:
        project = await load_sample(service.studio, LOCAL)
        thread = await open_thread(service.studio, LOCAL, project_id=project.id)
    made = Fallen(prepared_url, asked)
    made.project, made.thread = project.id, thread.id
    stories = {
        one: (mortal_settings, made.urls[one], *one, str(thread.id), TEXT[one[0]]) for one in asked
    }
    await fall(mortals, die, made, stories)
    return made


@pytest.mark.parametrize(("graph", "node", "when"), boundaries())
async def test_another_process_brings_it_to_the_same_end(
    graph: str, node: str, when: str, fallen: Fallen, mortal_settings: Settings
) -> None:
    expect_killed(fallen, (graph, node, when))
    thread, project = fallen.thread, fallen.project
    async with open_service(mortal_settings, url=fallen.urls[graph, node, when]) as service:
        runs = await ended(service, thread)
        async with service.studio.store.read(LOCAL) as work:
            characters = await work.characters.names(LOCAL, project)
            pictures = await work.pictures.recent(LOCAL, project_id=project, limit=10)
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
