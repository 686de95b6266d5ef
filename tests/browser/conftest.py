"""A Chromium and a running service for the whole session; a fresh page for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, sync_playwright

from tests.browser.chromium import ARGUMENTS, chromium_path
from tests.browser.served import Served
from tests.browser.stage import Stage

WIDE = {"width": 1366, "height": 820}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium_path()
    if path is None:
        pytest.skip("no Chromium is installed: apt-get install --no-install-recommends chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, headless=True, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The service with the sample production, shared by the tests that leave it whole."""
    service = Served(tmp_path_factory.mktemp("served") / "data").start()
    yield service
    service.stop()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Start a service of the test's own, with settings of its own."""
    started: list[Served] = []

    def start(**environment: str) -> Served:
        service = Served(tmp_path / f"data{len(started)}", **environment).start()
        started.append(service)
        return service

    yield start
    for service in started:
        service.stop()


@pytest.fixture
def faults() -> list[str]:
    """What the console and the page complained of; a test that expects some clears it."""
    return []


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport=WIDE, locale="en-GB")
    opened.set_default_timeout(15_000)
    yield opened
    opened.close()


@pytest.fixture
def open_stage(context: BrowserContext, faults: list[str]) -> Callable[[Served], Stage]:
    """A page on a service, its console watched."""

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            faults.append(message.text)

    def open_(service: Served) -> Stage:
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: faults.append(str(error)))
        return Stage(page, service.url)

    return open_


@pytest.fixture
def stage(
    open_stage: Callable[[Served], Stage], served: Served, faults: list[str]
) -> Iterator[Stage]:
    """The page on the shared service; no error may reach its console."""
    yield open_stage(served)
    assert faults == []
