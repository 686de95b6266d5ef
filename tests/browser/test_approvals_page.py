"""Calls that cannot be undone wait in the page for the user."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from tests.browser.served import Served
from tests.browser.stage import Stage


@pytest.fixture
def doomed(served: Served) -> Iterator[str]:
    """A character that a test may delete."""
    name = "Extra Doomed"
    body = json.dumps({"name": name, "project_id": 1, "appearance": {"hair": "grey"}}).encode()
    url = f"{served.url}api/anime/characters"
    with urlopen(Request(url, body, {"Content-Type": "application/json"})) as answer:
        made = json.load(answer)
    yield name
    with urlopen(f"{url}?project_id=1") as answer:
        left = [c["id"] for c in json.load(answer)["items"] if c["id"] == made["id"]]
    for character_id in left:
        urlopen(Request(f"{url}/{character_id}", method="DELETE")).close()


def test_a_rejection_carries_its_reason_and_nothing_is_deleted(stage: Stage, doomed: str):
    stage.open().say(f"delete {doomed}")
    expect(stage.approval).to_be_focused()
    stage.approval.get_by_role("button", name="Reject").press("Enter")
    stage.page.keyboard.type("We still need him")
    stage.page.keyboard.press("Enter")
    stage.settled()
    expect(stage.calls.first).to_have_attribute("data-status", "rejected")
    expect(stage.last_answer()).to_contain_text("We still need him")
    stage.say("Who is in the cast?")
    expect(stage.last_answer()).to_contain_text(doomed)


def test_an_approval_runs_the_call(stage: Stage, doomed: str):
    stage.open().say(f"delete {doomed}")
    stage.approval.get_by_role("button", name="Approve", exact=True).click()
    stage.settled()
    expect(stage.calls.first).to_have_attribute("data-status", "ok")
    stage.say("Who is in the cast?")
    expect(stage.last_answer()).not_to_contain_text(doomed)


def test_edited_arguments_are_what_runs(stage: Stage, doomed: str):
    stage.open().say("delete Kai Nakamura")
    stage.approval.get_by_role("button", name="Edit arguments").click()
    field = stage.approval.get_by_label("Character")
    expect(field).to_be_focused()
    expect(field).to_have_value("Kai Nakamura")
    field.fill(doomed)
    stage.page.keyboard.press("Enter")
    stage.settled()
    expect(stage.calls.first).to_contain_text(doomed)
    stage.say("Who is in the cast?")
    expect(stage.last_answer()).to_contain_text("Kai Nakamura")
    expect(stage.last_answer()).not_to_contain_text(doomed)


def test_an_open_approval_is_still_there_after_a_reload(stage: Stage, doomed: str):
    stage.open().say(f"delete {doomed}")
    expect(stage.approval).to_be_visible()
    stage.page.reload()
    expect(stage.approval).to_contain_text(doomed)
    expect(stage.page.locator(".by-user")).to_have_count(1)
    stage.approval.get_by_role("button", name="Reject").click()
    stage.page.keyboard.press("Enter")
    stage.settled()
    expect(stage.calls.first).to_have_attribute("data-status", "rejected")


def test_going_on_to_something_else_leaves_it_undone(stage: Stage, doomed: str):
    stage.open().say(f"delete {doomed}")
    expect(stage.approval).to_be_visible()
    stage.say("Who is in the cast?")
    expect(stage.approval).to_have_count(0)
    expect(stage.calls.first).to_have_attribute("data-status", "rejected")
    expect(stage.last_answer()).to_contain_text(doomed)
