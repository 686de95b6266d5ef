"""Long drawings, stopping, and a service that goes away and comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.served import Served
from tests.browser.stage import Stage

Serve = Callable[..., Served]
OpenStage = Callable[[Served], Stage]


def test_a_picture_that_outlives_its_turn_shows_progress_and_then_arrives(
    serve: Serve, open_stage: OpenStage, faults: list[str]
):
    stage = open_stage(serve(ECHO_DIRECTOR_PATIENCE_S="0")).open()
    stage.page.evaluate(
        """() => {
          window.seen = new Set();
          new MutationObserver(() => {
            const bar = document.querySelector('[role="progressbar"]');
            if (bar) window.seen.add(Number(bar.getAttribute("aria-valuenow")));
          }).observe(document.body, {subtree: true, childList: true, attributes: true});
        }"""
    )
    stage.say("Generate Kai Nakamura on a rooftop")
    expect(stage.pictures).to_have_count(1, timeout=20_000)
    expect(stage.page.get_by_role("progressbar")).to_have_count(0)
    assert stage.page.evaluate("[...window.seen].some((share) => share > 0)")
    expect(stage.page.locator(".by-director")).to_have_count(2)
    stage.page.reload()
    expect(stage.pictures).to_have_count(1)
    assert faults == []


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Draws large, so that there is time to interrupt it; takes over quickly what was left."""
    data = tmp_path_factory.mktemp("slow") / "data"
    service = Served(data, ECHO_DIRECTOR_PICTURE_SIDE_PX="2048", ECHO_DIRECTOR_LEASE_S="1").start()
    yield service
    service.stop()


def test_escape_stops_the_turn_and_says_so(slow: Served, open_stage: OpenStage, faults: list[str]):
    stage = open_stage(slow).open()
    stage.type("Generate Kai Nakamura on a rooftop")
    expect(stage.calls.first).to_be_visible()
    stage.page.keyboard.press("Escape")
    stage.settled()
    expect(stage.last_answer()).to_contain_text("Stopped")
    expect(stage.pictures).to_have_count(0)
    assert faults == []


def test_a_service_that_crashes_in_mid_turn_and_comes_back_loses_nothing(
    slow: Served, open_stage: OpenStage
):
    stage = open_stage(slow).open()
    stage.type("Generate Kai Nakamura on a rooftop at night")
    expect(stage.calls.first).to_be_visible()
    slow.kill()
    expect(stage.page.get_by_text("Connection lost. Reconnecting")).to_be_visible()
    stage.box.fill("What does Kai look like?")
    slow.start()
    expect(stage.page.get_by_text("Connection lost. Reconnecting")).to_have_count(0, timeout=30_000)
    expect(stage.calls.first).to_have_attribute("data-status", "ok", timeout=30_000)
    expect(stage.last_answer().locator(".prose")).not_to_be_empty()
    expect(stage.page.locator(".by-user")).to_have_count(1)
    expect(stage.page.locator(".by-director")).to_have_count(1)
    expect(stage.box).to_have_value("What does Kai look like?")
    stage.settled()


def test_a_message_that_could_not_be_sent_stays_in_the_box_and_goes_when_the_service_is_back(
    open_stage: OpenStage, served: Served
):
    stage = open_stage(served).open()
    stage.page.context.set_offline(True)
    stage.type("Who is in the cast?")
    expect(stage.page.get_by_role("alert")).to_contain_text("Not sent")
    expect(stage.box).to_have_value("Who is in the cast?")
    expect(stage.page.locator(".message")).to_have_count(0)
    stage.page.context.set_offline(False)
    expect(stage.page.get_by_text("Connection lost. Reconnecting")).to_have_count(0, timeout=10_000)
    stage.box.press("Enter")
    stage.settled()
    expect(stage.last_answer()).to_contain_text("Kai Nakamura")
