"""How the page looks and reads: themes, small screens, screen readers, the policy."""

from __future__ import annotations

from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from tests.browser.served import Served
from tests.browser.stage import Stage

_BACKGROUND = "getComputedStyle(document.documentElement).backgroundColor"


def _lightness(color: str) -> float:
    return sum(int(part) for part in color.removeprefix("rgb(").removesuffix(")").split(",")) / 765


def test_the_theme_follows_the_system_and_the_toggle_overrules_it(stage: Stage):
    stage.page.emulate_media(color_scheme="dark")
    stage.open()
    assert _lightness(stage.page.evaluate(_BACKGROUND)) < 0.2
    stage.page.get_by_role("button", name="Theme: as the system").click()
    assert _lightness(stage.page.evaluate(_BACKGROUND)) > 0.8
    stage.page.reload()
    assert _lightness(stage.page.evaluate(_BACKGROUND)) > 0.8


def test_a_phone_shows_everything_without_scrolling_sideways(stage: Stage):
    stage.page.set_viewport_size({"width": 360, "height": 740})
    stage.open().say("Generate Kai Nakamura walking through the neon alley")
    stage.calls.first.locator("summary").click()
    stage.say("What does the bible say about Kai Nakamura?")
    stage.calls.last.locator("summary").click()
    stage.say("delete Genzo Arakida")
    widths = stage.page.evaluate(
        """[...document.querySelectorAll('html, main, .composer')]
            .map((part) => [part.scrollWidth, part.clientWidth])"""
    )
    assert all(content <= room for content, room in widths), widths
    stage.page.get_by_role("button", name="Conversations").click()
    search = stage.page.get_by_label("Search conversations")
    expect(search).to_be_visible()
    stage.page.keyboard.press("Escape")
    expect(search).not_to_be_visible()
    expect(stage.page.get_by_role("button", name="Conversations")).to_be_focused()
    stage.approval.get_by_role("button", name="Reject").click()
    stage.page.keyboard.press("Enter")
    stage.settled()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong_in_the_main_states(stage: Stage, scheme: str):
    stage.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    stage.open()
    assert stage.axe() == []
    stage.say("Generate Kai Nakamura walking through the neon alley")
    stage.calls.first.locator("summary").click()
    stage.say("delete Genzo Arakida")
    expect(stage.approval).to_be_visible()
    assert stage.axe() == []
    stage.approval.get_by_role("button", name="Edit arguments").click()
    assert stage.axe() == []
    stage.page.keyboard.press("Escape")
    stage.approval.get_by_role("button", name="Reject").click()
    stage.page.keyboard.press("Enter")
    stage.settled()
    stage.say("Generate Kaito Nakano on a bridge")
    assert stage.axe() == []
    stage.pictures.first.get_by_role("button", name="Enlarge").click()
    expect(stage.page.get_by_role("dialog")).to_be_visible()
    assert stage.axe() == []


def test_the_first_link_skips_to_the_message_box_and_stays_in_the_conversation(stage: Stage):
    stage.open().say("Who is in the cast?")
    skip = stage.page.locator("a, button, input").first
    expect(skip).to_have_text("Skip to the message box")
    skip.focus()
    expect(skip).to_be_in_viewport()
    stage.page.keyboard.press("Enter")
    expect(stage.box).to_be_focused()
    expect(stage.page.locator(".by-user")).to_have_count(1)


def test_screen_readers_hear_of_the_answer_and_of_approvals(stage: Stage):
    stage.open().say("Who is in the cast?")
    heard = stage.page.locator('.for-readers[aria-live="polite"]')
    expect(heard).to_contain_text("Kai Nakamura")
    stage.say("delete Genzo Arakida")
    expect(heard).to_contain_text("Approval needed")
    stage.approval.get_by_role("button", name="Reject").click()
    stage.page.keyboard.press("Enter")
    stage.settled()


def test_the_page_loads_nothing_from_elsewhere_and_allows_no_inline_script(
    stage: Stage, served: Served
):
    asked: list[str] = []
    stage.page.on("request", lambda request: asked.append(request.url))
    stage.open()
    assert asked and all(url.startswith((served.url, "blob:")) for url in asked)
    with urlopen(served.url) as answer:
        policy = answer.headers["Content-Security-Policy"]
        page = answer.read().decode()
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert "<script>" not in page and "style=" not in page
