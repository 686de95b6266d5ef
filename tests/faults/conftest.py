"""Deaths take their time, so all that a file asks for happen first, a few at once."""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
from collections.abc import Callable, Iterator, Mapping
from multiprocessing.context import BaseContext
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from api.databases import copied_database, dropped_database
from api.settings import Settings

AT_ONCE = 3
_DEATH_S = 60

Boundary = tuple[str, str, str]
"""A graph's name, one of its nodes, and whether death comes `before` or `after` it."""


class Fallen:
    """Databases in which a service died, by the boundary at which it did.

    They go with the session's server; dropping each would take longer than its test.
    """

    def __init__(self, template_url: str, boundaries: list[Boundary]) -> None:
        self.urls = {
            one: copied_database(template_url, f"fell_{uuid4().hex[:12]}") for one in boundaries
        }
        self.exit_codes: dict[Boundary, int | None] = {}
        self.animations: dict[str, int] = {}
        self.project = 0
        self.thread = UUID(int=0)


@pytest.fixture(scope="session")
def mortals() -> BaseContext:
    """Processes that have the service imported already, each a fork of one that never ran it."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.dying", "tools.backends.sketch.renderer"])
    return context


@pytest.fixture(scope="module")
def mortal_settings(tmp_path_factory) -> Settings:
    folder: Path = tmp_path_factory.mktemp("faults")
    return Settings(
        data_dir=folder, picture_side_px=128, lease_s=1.0, render_workers=1, model="embedded"
    )


@pytest.fixture(scope="module")
def asked(request) -> list[Boundary]:
    """The boundaries of this file's tests that were selected."""
    return [
        (item.callspec.params["graph"], item.callspec.params["node"], item.callspec.params["when"])
        for item in request.session.items
        if item.path == request.path and hasattr(item, "callspec")
    ]


async def fall(
    mortals: BaseContext,
    target: Callable[..., None],
    fallen: Fallen,
    stories: Mapping[Boundary, tuple[object, ...]],
) -> None:
    """Let a process of its own live each story to its death."""
    places = asyncio.Semaphore(AT_ONCE)

    async def one(boundary: Boundary, story: tuple[object, ...]) -> None:
        async with places:
            fallen.exit_codes[boundary] = await asyncio.to_thread(_died, mortals, target, story)

    await asyncio.gather(*(one(boundary, story) for boundary, story in stories.items()))


def expect_killed(fallen: Fallen, boundary: Boundary) -> None:
    assert fallen.exit_codes[boundary] == -signal.SIGKILL


def _died(
    mortals: BaseContext, target: Callable[..., None], story: tuple[object, ...]
) -> int | None:
    process = mortals.Process(target=target, args=story)
    process.start()
    process.join(_DEATH_S)
    if process.is_alive():
        process.kill()
        process.join()
        return None
    return process.exitcode


@pytest.fixture(scope="module")
def prepared_url(template_url: str) -> Iterator[str]:
    """A database of the file's own, to be made ready once and copied for every boundary."""
    url = copied_database(template_url, f"ready_{uuid4().hex[:12]}")
    yield url
    dropped_database(url)
