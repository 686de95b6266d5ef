"""The list of conversations, and coming back to one."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.stage import Stage


def test_conversations_are_found_renamed_and_deleted_after_asking(stage: Stage):
    stage.open().say("Who is in the cast?")
    listed = stage.page.locator(".thread")
    stage.page.get_by_role("button", name="Rename “Who is in the cast?”").press("Enter")
    stage.page.keyboard.type("The lantern scene")
    stage.page.keyboard.press("Enter")
    title = stage.page.get_by_role("heading", level=1)
    expect(title).to_have_text("The lantern scene")
    stage.page.get_by_label("Search conversations").fill("lantern")
    expect(listed).to_have_count(1)
    stage.page.get_by_role("button", name="Delete “The lantern scene”").press("Enter")
    stage.page.get_by_role("button", name="Keep it").click()
    expect(listed).to_have_count(1)
    stage.page.get_by_role("button", name="Delete “The lantern scene”").press("Enter")
    stage.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(listed).to_have_count(0)
    expect(title).to_have_text("New conversation")


def test_a_reload_in_the_middle_of_a_turn_loses_nothing(stage: Stage):
    stage.open().type("Generate Kai Nakamura leaning on a lamp post in the rain")
    expect(stage.calls.first).to_be_visible()
    stage.page.reload()
    expect(stage.pictures).to_have_count(1, timeout=20_000)
    expect(stage.page.locator(".by-user")).to_have_count(1)
    expect(stage.page.locator(".by-director")).to_have_count(1)
    expect(stage.calls).to_have_count(1)


def test_an_answer_that_comes_between_two_readings_is_shown(stage: Stage):
    """The turn ends after the messages were read and before its events are asked for."""
    stage.open().say("Who is in the cast?")
    answered = stage.page.evaluate(
        "async (path) => (await fetch(path)).json()",
        stage.page.url.replace("/#/t/", "/api/chat/threads/") + "/messages",
    )
    before = {"items": answered["items"][:1], "next_cursor": None}
    stage.page.route("**/messages?limit=200", lambda route: route.fulfill(json=before), times=1)
    stage.page.reload()
    expect(stage.last_answer()).to_contain_text("Kai Nakamura")


def test_a_conversation_opens_from_the_list_with_everything_said(stage: Stage):
    stage.open().say("Which projects do we have?")
    address = stage.page.url
    stage.page.get_by_role("link", name="New conversation").click()
    expect(stage.page.locator(".empty")).to_be_visible()
    stage.page.get_by_role("link", name="Which projects do we have?").first.click()
    expect(stage.page.locator(".by-user .line")).to_have_text("Which projects do we have?")
    assert stage.page.url == address


def test_an_example_of_the_empty_page_begins_a_conversation(stage: Stage):
    stage.open()
    stage.page.get_by_role("button", name="What does the bible say about").click()
    stage.settled()
    expect(stage.calls.first).to_have_attribute("data-status", "ok")


def test_text_that_looks_like_markup_stays_text(stage: Stage):
    attack = "<img src=x onerror=\"document.title='owned'\"><b>bold</b> **strong** `code`"
    stage.open().say(f"Create a project called {attack}")
    expect(stage.page.locator(".by-user .line")).to_contain_text("<img src=x onerror=")
    stage.calls.first.locator("summary").click()
    stage.page.get_by_role("button", name="Rename").first.press("Enter")
    stage.page.keyboard.type("<script>document.title='owned'</script>")
    stage.page.keyboard.press("Enter")
    expect(stage.page.get_by_role("heading", level=1)).to_have_text(
        "<script>document.title='owned'</script>"
    )
    stage.page.reload()
    expect(stage.page.locator(".by-user .line")).to_contain_text("<b>bold</b>")
    assert stage.page.locator("#app b, #app img[src='x'], #app script").count() == 0
    assert stage.page.title() == "Echo Director"
