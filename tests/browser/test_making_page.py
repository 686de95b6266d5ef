"""What the page tells of a picture's way: its place in the queue, retries, cost, repetitions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Locator, expect

from tests.browser.served import Served
from tests.browser.stage import Stage
from tests.integration.comfyui.fake.server import FakeComfy
from tests.integration.hosted_models.gemini_server import closed_port_url, drawn, serving
from tests.unit.comfyui.catalogues import WAN

Serve = Callable[..., Served]
OpenStage = Callable[[Served], Stage]

DRAWN_MS = 20_000
_LATER = {
    "status": "RESOURCE_EXHAUSTED",
    "message": "Slow down.",
    "details": [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "3s"}],
}
_USAGE = {"promptTokenCount": 1000, "candidatesTokenCount": 1120, "totalTokenCount": 2120}
_CLIP_OF_SEVERAL = {"character": "Kai Nakamura", "frames": 8, "candidates": 2}


def _card(stage: Stage, name: str) -> Locator:
    return stage.page.locator(".job", has_text=name)


def _queue(stage: Stage) -> Locator:
    stage.page.get_by_role("button", name="Queue", exact=True).click()
    return stage.page.get_by_role("dialog", name="Queue")


def _drawing() -> bytes:
    """A picture with something on it."""
    drawn_on = Image.new("RGB", (256, 256), "#88aacc")
    ImageDraw.Draw(drawn_on).ellipse((60, 20, 190, 240), fill="#442211", outline="#ffffff", width=9)
    kept = BytesIO()
    drawn_on.save(kept, "PNG")
    return kept.getvalue()


def _making(picture: Locator) -> Locator:
    picture.locator(".making-fold summary").click()
    return picture.locator(".making")


def _seed(making: Locator) -> str:
    return making.locator("dt", has_text=re.compile("^Seed$")).locator("+ dd").inner_text()


def test_a_picture_that_waits_says_in_which_place_and_why_another_backend_draws_it(
    serve: Serve, open_stage: OpenStage, faults: list[str]
):
    service = serve(
        ECHO_DIRECTOR_WORKER_CONCURRENCY="0",
        ECHO_DIRECTOR_PATIENCE_S="0",
        ECHO_DIRECTOR_BACKEND="comfyui,sketch",
        ECHO_DIRECTOR_COMFYUI_URLS=closed_port_url(),
    )
    stage = open_stage(service).open()
    stage.say("Generate Kai Nakamura on a rooftop")
    faults.clear()  # The service says that it is not ready: it has no worker.
    stage.say("Generate Genzo Arakida in a dojo")
    kai, genzo = _card(stage, "Kai Nakamura"), _card(stage, "Genzo Arakida")
    expect(kai).to_contain_text("Next in line; no worker is up for the embedded renderers")
    expect(genzo).to_contain_text("2nd in line")
    expect(kai).to_contain_text("for Sketch")
    expect(kai).to_contain_text("Not ComfyUI")
    stage.page.set_viewport_size({"width": 360, "height": 740})
    panel = _queue(stage)
    expect(panel.get_by_role("list", name="Runs").get_by_role("listitem")).to_have_count(2)
    expect(panel).to_contain_text("no worker is up; 2 waiting")
    assert stage.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert stage.axe() == []
    panel.get_by_role("button", name="Cancel Kai Nakamura").click()
    expect(panel.get_by_role("list", name="Runs").get_by_role("listitem")).to_have_count(1)
    stage.page.keyboard.press("Escape")
    expect(stage.page.get_by_role("button", name="Queue", exact=True)).to_be_focused()
    expect(kai).to_contain_text("Cancelled")
    expect(genzo).to_contain_text("Next in line")
    assert faults == []


@pytest.fixture(scope="module")
def remote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Draws by Gemini, which is busy at first, and makes clips by ComfyUI."""
    comfy = FakeComfy(models=WAN).start()
    with serving() as gemini:
        gemini.answers = [(429, _LATER), *[drawn(_drawing(), usage=_USAGE)] * 4]
        service = Served(
            tmp_path_factory.mktemp("remote") / "data",
            ECHO_DIRECTOR_PATIENCE_S="0",
            ECHO_DIRECTOR_BACKEND="gemini,comfyui",
            ECHO_DIRECTOR_DAILY_LIMIT_USD="3",
            ECHO_DIRECTOR_COMFYUI_URLS=comfy.url,
            GEMINI_API_KEY="k",
            GOOGLE_GEMINI_BASE_URL=gemini.url,
        ).start()
        yield service
        service.stop()
    comfy.stop()


def test_a_busy_backend_is_waited_for_and_what_the_picture_cost_is_shown(
    remote: Served, open_stage: OpenStage, faults: list[str]
):
    stage = open_stage(remote).open()
    stage.say("Generate Kai Nakamura on a rooftop")
    card = _card(stage, "Kai Nakamura")
    again = "Gemini's quota is used up: Slow down. Trying again"
    expect(card).to_contain_text(again, timeout=DRAWN_MS)
    expect(card).to_contain_text("for Gemini")
    expect(stage.pictures).to_have_count(1, timeout=DRAWN_MS)
    expect(card).to_have_count(0)
    making = _making(stage.pictures)
    expect(making).to_contain_text("gemini-")
    expect(making).to_contain_text(re.compile(r"Cost\s*\$0\.\d+"))
    panel = _queue(stage)
    expect(panel).to_contain_text(re.compile(r"\$0\.\d+ of \$3\.00; \$2\.\d+ left"))
    expect(panel).to_contain_text("Nothing runs and nothing waits.")
    assert faults == []


def test_a_picture_is_drawn_again_at_its_own_place_and_stays_there(stage: Stage):
    stage.open().say("Generate Genzo Arakida in a dojo")
    first = _making(stage.pictures.first)
    cards = _most_cards(stage)
    first.get_by_role("button", name="Again").click()
    expect(stage.pictures).to_have_count(2, timeout=DRAWN_MS)
    same = _making(stage.pictures.last)
    expect(same).to_contain_text("an earlier picture, unchanged")
    assert _seed(same) == _seed(first)
    stage.pictures.first.get_by_role("button", name="Enlarge").click()
    stage.page.get_by_role("dialog").get_by_role("button", name="Another seed").click()
    expect(stage.page.get_by_role("dialog")).to_have_count(0)
    expect(stage.pictures).to_have_count(3, timeout=DRAWN_MS)
    assert cards() == {1: "repeats"}
    assert _seed(_making(stage.pictures.last)) != _seed(first)
    stage.say("Who is in the cast?")
    stage.page.reload()
    expect(stage.page.locator(".message").nth(1).locator(".picture")).to_have_count(3)
    assert stage.axe() == []


def test_a_clip_plays_where_it_stands_and_its_candidates_are_ranked_with_reasons(
    remote: Served, open_stage: OpenStage, faults: list[str]
):
    stage = open_stage(remote).open()
    made = _ordered(stage, _CLIP_OF_SEVERAL)
    stage.page.evaluate(
        """async (made) => {
          const {contentOf} = await import('/ui/js/generations.js');
          const told = {seq: 1, role: 'artifact', run_id: made.id, text: 'Here.',
            created_at: null, content: contentOf(made)};
          (await import('/ui/js/store.js')).set({messages: [told]});
        }""",
        made,
    )
    video = stage.pictures.locator("video")
    video.evaluate("async (shown) => { shown.muted = true; await shown.play(); }")
    assert video.evaluate("shown => shown.videoWidth") > 0
    making = _making(stage.pictures)
    expect(making.get_by_role("group", name="Passed over")).to_contain_text("Gemini")
    candidates = making.locator(".candidates li")
    expect(candidates).to_have_count(2)
    best = made["result"]["attempts"][made["result"]["ranking"][0] - 1]
    expect(candidates.first).to_contain_text(best["why"])
    shown = candidates.first.locator("img")
    assert shown.evaluate("async (shown) => (await shown.decode(), shown.naturalWidth)") > 0
    assert faults == []


def _most_cards(stage: Stage) -> Callable[[], dict[int, str]]:
    """From now on: how many cards of running pictures stood at once at most, and in what list."""
    stage.page.evaluate(
        """() => {
          window.most = [0, ''];
          new MutationObserver(() => {
            const cards = [...document.querySelectorAll('.job')];
            if (cards.length > window.most[0])
              window.most = [cards.length, cards[0].closest('ol')?.className ?? ''];
          }).observe(document.body, {subtree: true, childList: true});
        }"""
    )

    def most() -> dict[int, str]:
        count, place = stage.page.evaluate("window.most")
        return {count: place}

    return most


def _ordered(stage: Stage, body: dict[str, Any]) -> dict[str, Any]:
    """A generation that is made and followed by its events, as it is in the end."""
    return stage.page.evaluate(
        """async (body) => {
          const {json} = await import('/ui/js/api.js');
          const {followRun} = await import('/ui/js/runs.js');
          const taken = await json('/api/generate', {method: 'POST', body});
          return followRun(taken.id, new AbortController().signal, () => {});
        }""",
        body,
    )
