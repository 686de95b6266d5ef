"""The page of a service that wants a key: asked for once, then everything goes on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.served import Served
from tests.browser.stage import Stage


def _key_of(service: Served) -> str:
    """A key, made by the command line while the service runs."""
    command = [sys.executable, "-c", "from api.cli import main; main()", "keys", "create"]
    command += ["--workspace", "films", "--user", "Ann", "--role", "owner"]
    environment = {**os.environ, "ECHO_DIRECTOR_DATA_DIR": str(service.data_dir)}
    made = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return made.stdout.strip()


def test_the_page_asks_for_a_key_and_goes_on(
    serve: Callable[..., Served], open_stage: Callable[[Served], Stage], faults: list[str]
) -> None:
    service = serve()
    secret = _key_of(service)
    stage = open_stage(service)
    page = stage.page
    page.goto(service.url)
    dialog = page.get_by_role("dialog", name="Key")
    while not dialog.is_visible():
        page.reload()
        page.wait_for_load_state("networkidle")
    field = dialog.get_by_label("Key", exact=True)
    expect(field).to_be_focused()
    assert stage.axe() == []
    field.fill("ed_wrong")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("not known")
    field.fill(secret)
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(page.locator(".service-line")).to_contain_text("embedded model")
    stage.say("Create a project called Rain")
    expect(stage.calls).to_have_count(1)
    assert page.evaluate("document.cookie") == ""
    page.reload()
    expect(page.locator(".by-user .line")).to_have_text("Create a project called Rain")
    expect(dialog).to_have_count(0)
    expect(page.locator(".signed-in")).to_contain_text("Ann · films")
    page.get_by_role("button", name="Leave").click()
    expect(field).to_be_focused()
    assert {text for text in faults if "401" not in text} == set()
    faults.clear()
