"""Fake ComfyUI servers of both families, and clients of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from tests.integration.comfyui.fake.server import FakeComfy
from tools.backends.comfyui.server import ComfyServer, Patience

QUICK = Patience(connect_s=2.0, poll_s=0.2, bare_poll_s=0.05, down_s=0.3, silent_s=2.0)


@pytest.fixture(params=["0.26.0", "0.3.64"])
def comfy_version(request: pytest.FixtureRequest) -> str:
    """Both families; every test that uses it runs for each."""
    return request.param


@pytest.fixture
def start_comfy() -> Iterator[Callable[..., FakeComfy]]:
    """Starts fake servers, which stop with the test; takes the arguments of `FakeComfy`."""
    started: list[FakeComfy] = []

    def start(*args, **options) -> FakeComfy:
        fake = FakeComfy(*args, **options).start()
        started.append(fake)
        return fake

    yield start
    for fake in started:
        fake.stop()


@pytest.fixture
def comfy(start_comfy: Callable[..., FakeComfy], comfy_version: str) -> FakeComfy:
    """One fake server of each family in turn."""
    return start_comfy(comfy_version)


@pytest.fixture
async def connect() -> AsyncIterator[Callable[..., ComfyServer]]:
    """Clients with short patience, closed with the test; takes the arguments of `ComfyServer`."""
    opened: list[ComfyServer] = []

    def open_client(url: str, **options) -> ComfyServer:
        client = ComfyServer(url, **{"patience": QUICK, **options})
        opened.append(client)
        return client

    yield open_client
    for client in opened:
        await client.close()


@pytest.fixture
def client(comfy: FakeComfy, connect: Callable[..., ComfyServer]) -> ComfyServer:
    """A client of `comfy`."""
    return connect(comfy.url)
