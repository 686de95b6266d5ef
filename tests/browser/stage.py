"""The page as a user handles it: speak, wait, read."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

TURN_MS = 30_000


class Stage:
    """One browser page on the service."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    def open(self, path: str = "") -> Stage:
        self.page.goto(self.url + path)
        expect(self.box).to_be_visible()
        return self

    @property
    def box(self) -> Locator:
        return self.page.get_by_label("Message to the director")

    @property
    def calls(self) -> Locator:
        return self.page.locator(".call")

    @property
    def pictures(self) -> Locator:
        return self.page.locator(".conversation .picture")

    @property
    def approval(self) -> Locator:
        return self.page.get_by_role("region", name="Approval needed")

    def type(self, words: str) -> Stage:
        """Type into the focused message box and send with Enter, as a keyboard user does."""
        expect(self.box).to_be_focused()
        self.page.keyboard.type(words)
        self.page.keyboard.press("Enter")
        return self

    def say(self, words: str) -> Stage:
        """Say it and wait until the turn has ended or waits."""
        self.box.fill(words)
        self.box.press("Enter")
        expect(self.page.locator(".by-user .line").last).to_have_text(words)
        return self.settled()

    def settled(self) -> Stage:
        expect(self.page.get_by_role("button", name="Send")).to_be_visible(timeout=TURN_MS)
        expect(self.page.locator('.by-director[aria-busy="true"]')).to_have_count(0)
        return self

    def last_answer(self) -> Locator:
        return self.page.locator(".by-director").last

    def axe(self) -> list[str]:
        """What axe finds wrong: `rule: target`, one a line."""
        from axe_playwright_python.sync_playwright import Axe

        found: dict[str, Any] = Axe().run(self.page).response
        return [
            f"{rule['id']}: {node['target']} {node.get('failureSummary', '')}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]
