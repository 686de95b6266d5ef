"""What the studio makes on the page: a clip that plays, a sheet that is shown whole, its words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.served import Served
from tests.browser.stage import Stage

MADE_MS = 60_000
_DECODED = "video => video.readyState >= 1 && !video.error && video.videoWidth > 0"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Draws small and answers at once, so that jobs are seen at work."""
    service = Served(
        tmp_path_factory.mktemp("small") / "data",
        ECHO_DIRECTOR_PICTURE_SIDE_PX="64",
        ECHO_DIRECTOR_PATIENCE_S="0",
    ).start()
    yield service
    service.stop()


@pytest.fixture
def studio(open_stage, small: Served, faults: list[str]) -> Iterator[Stage]:
    yield open_stage(small)
    assert faults == []


def test_a_clip_plays_where_it_stands_and_large(studio: Stage):
    studio.open().say("add a scene: Kai walks through the neon alley with Mara")
    studio.say("make a 1 second clip of scene 1")
    assert "The clip of Kai Nakamura and Mara Voss" in studio.last_answer().inner_text()
    clip = studio.page.locator(".conversation video")
    expect(clip).to_have_attribute("controls", "", timeout=MADE_MS)
    expect(clip).to_have_attribute("poster", re.compile(r"^/api/assets/[0-9a-f]{64}\?w="))
    handle = clip.element_handle()
    assert handle
    studio.page.wait_for_function(_DECODED, arg=handle)
    assert clip.evaluate("video => video.play().then(() => video.paused)") is False
    expect(studio.page.locator(".job")).to_have_count(0)
    assert studio.axe() == []
    studio.page.locator(".reel button").last.click()
    dialog = studio.page.get_by_role("dialog")
    expect(dialog.locator("video")).to_have_attribute("controls", "")
    expect(dialog).to_contain_text(re.compile(r"Clip\s*24 frames, 1 s"))


def test_a_sheet_says_how_far_it_is_and_is_shown_whole(studio: Stage):
    studio.open().say("make a character sheet of Genzo")
    job = studio.page.locator(".job", has_text="Drawing the character sheet of Genzo Arakida")
    expect(job).to_be_visible()
    expect(job.locator(".job-state")).not_to_have_text("At work")
    sheet = studio.page.locator(".picture.whole")
    expect(sheet).to_contain_text(re.compile(r"\d+ of 14 pictures approved"), timeout=MADE_MS)
    expect(job).to_have_count(0)
    image = sheet.locator("img")
    studio.page.wait_for_function(
        "img => img.complete && img.naturalWidth", arg=image.element_handle()
    )
    shown = image.evaluate(
        "img => [img.clientWidth / img.clientHeight, img.naturalWidth / img.naturalHeight]"
    )
    assert shown[0] == pytest.approx(shown[1], abs=0.02)
    said = studio.page.locator(".said").first.bounding_box()
    drawn = image.bounding_box()
    assert said and drawn and drawn["width"] > 0.95 * said["width"]
    assert studio.axe() == []
    sheet.get_by_role("button", name="Enlarge").press("Enter")
    dialog = studio.page.get_by_role("dialog")
    expect(dialog.get_by_role("row")).to_have_count(15)
    expect(dialog.get_by_role("row").nth(1)).to_contain_text("Front")
    assert studio.axe() == []
