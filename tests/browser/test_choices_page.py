"""Animating in the conversation: choices as buttons, animations that lead into the studio."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.stage import Stage


def test_a_choice_is_clicked_drawn_exported_and_opened_in_the_studio(stage: Stage, tmp_path: Path):
    page = stage.open().page
    page.emulate_media(reduced_motion="reduce")
    stage.say("make Kai Nakamura hit Genzo Arakida with a heavy attack")
    choices = page.get_by_role("group", name="How should Genzo Arakida respond?")
    expect(choices.get_by_role("button")).not_to_have_count(0)
    expect(choices.get_by_text("Recommended")).to_have_count(1)
    choices.get_by_role("button", name="Backstep Dodge").click()
    expect(page.locator(".by-user .line").last).to_have_text("Backstep Dodge")
    stage.settled()
    expect(stage.last_answer()).to_contain_text("Backstep Dodge")
    expect(choices.get_by_role("button", name="Full Impact")).to_be_disabled()
    expect(page.locator(".job")).to_have_count(0)
    stage.say("generate the sprites")
    shown = page.locator(".conversation .animation-picture")
    expect(shown.locator("img")).to_have_css("image-rendering", "pixelated")
    stage.say("export it for godot")
    with page.expect_download() as saved:
        stage.last_answer().locator("a.file").click()
    assert saved.value.suggested_filename.endswith(".zip")
    shown.get_by_role("link", name="Open in Sprites").click()
    expect(page.locator('.sprites-canvas[data-ready="true"]')).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kai Nakamura")
    page.get_by_role("link", name="Chat", exact=True).click()
    expect(shown).to_be_visible()


def test_a_choice_that_was_passed_over_stays_readable_and_is_not_said_again(stage: Stage):
    stage.open().say("make Kai Nakamura hit Genzo Arakida with a light attack")
    choices = stage.page.get_by_role("group", name="How should Genzo Arakida respond?")
    expect(choices.get_by_role("button").first).to_be_enabled()
    stage.say("Who is in the cast?")
    expect(choices.get_by_role("button").first).to_be_disabled()
