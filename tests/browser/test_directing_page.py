"""The main job in the page: direct, see the tool calls, the picture, its verdict."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.stage import Stage

COMMAND = "Generate Kai Nakamura walking through the neon alley"


def test_a_command_typed_on_the_keyboard_becomes_a_tool_call_a_picture_and_a_verdict(stage: Stage):
    stage.open().type(COMMAND).settled()
    call = stage.calls.first
    expect(call).to_have_attribute("data-status", "ok")
    expect(call).to_contain_text("Generate image")
    expect(call).to_contain_text("Kai Nakamura · walking through the neon alley")
    image = stage.pictures.locator("img")
    expect(image).to_have_count(1)
    assert image.evaluate("async (shown) => (await shown.decode(), shown.naturalWidth)") > 0
    expect(stage.pictures.locator(".verdict")).to_contain_text(re.compile(r"unscored|score \d"))
    expect(stage.box).to_be_focused()
    expect(stage.page.get_by_role("heading", level=1)).to_have_text(COMMAND)


def test_a_tool_card_opens_by_keyboard_and_shows_arguments_and_result(stage: Stage):
    stage.open().say("What does Kai Nakamura look like?")
    summary = stage.calls.first.locator("summary")
    summary.focus()
    stage.page.keyboard.press("Enter")
    body = stage.calls.first.locator(".call-body")
    expect(body).to_contain_text("Arguments")
    expect(body.locator("dt", has_text="Hair").first).to_be_visible()
    body.get_by_role("button", name="JSON").click()
    expect(body.locator("pre").last).to_contain_text('"hair"')


def test_a_correction_draws_a_second_picture_and_says_what_changed(stage: Stage):
    stage.open().say("Generate Kai Nakamura standing on a rooftop at night")
    stage.say("Make his jacket red and draw him again")
    tools = stage.last_answer().locator(".call-tool")
    expect(tools).to_have_text(["Update character", "Generate image"])
    expect(stage.pictures).to_have_count(2)
    expect(stage.pictures.last.locator(".notes")).to_contain_text("changed")


def test_an_unknown_name_is_refused_and_a_click_on_a_candidate_says_it_right(stage: Stage):
    stage.open().say("Generate Kaito Nakano on a bridge")
    call = stage.calls.first
    expect(call).to_have_attribute("data-status", "error")
    call.get_by_role("button", name="Kai Nakamura").click()
    said = stage.page.locator(".by-user .line").last
    expect(said).to_have_text("Generate Kai Nakamura on a bridge")
    stage.settled()
    expect(stage.last_answer().locator(".call")).to_have_attribute("data-status", "ok")
    expect(stage.pictures).to_have_count(1)


def test_a_picture_opens_large_and_escape_gives_the_focus_back(stage: Stage):
    stage.open().say("Generate Genzo Arakida in a dojo")
    stage.say("Generate Genzo Arakida in the snow")
    expect(stage.pictures).to_have_count(2)
    frame = stage.pictures.first.get_by_role("button", name="Enlarge")
    frame.focus()
    stage.page.keyboard.press("Enter")
    lightbox = stage.page.get_by_role("dialog")
    expect(lightbox).to_contain_text("Picture 1 of 2")
    expect(lightbox).to_contain_text("in a dojo")
    stage.page.keyboard.press("ArrowRight")
    expect(lightbox).to_contain_text("Picture 2 of 2")
    stage.page.keyboard.press("Escape")
    expect(lightbox).to_have_count(0)
    expect(frame).to_be_focused()


def test_shift_enter_breaks_the_line_and_an_empty_message_is_not_sent(stage: Stage):
    stage.open()
    stage.page.keyboard.press("Enter")
    expect(stage.page.locator(".message")).to_have_count(0)
    stage.page.keyboard.type("Who is in the cast?")
    stage.page.keyboard.press("Shift+Enter")
    stage.page.keyboard.type("Thank you")
    expect(stage.box).to_have_value("Who is in the cast?\nThank you")


def test_a_pasted_picture_goes_with_the_message(stage: Stage):
    stage.open()
    stage.page.evaluate(
        """async () => {
          const canvas = Object.assign(document.createElement("canvas"), {width: 64, height: 64});
          canvas.getContext("2d").fillRect(8, 8, 32, 32);
          const blob = await new Promise((done) => canvas.toBlob(done));
          const data = new DataTransfer();
          data.items.add(new File([blob], "board.png", {type: "image/png"}));
          const carried = {clipboardData: data, bubbles: true, cancelable: true};
          document.querySelector("#message").dispatchEvent(new ClipboardEvent("paste", carried));
        }"""
    )
    expect(stage.page.locator('.attachments li[data-uploading="false"]')).to_have_count(1)
    stage.say("Who is in the cast?")
    expect(stage.page.locator(".by-user .attached img")).to_have_count(1)
    stage.page.reload()
    expect(stage.page.locator(".by-user .attached img")).to_have_count(1)
