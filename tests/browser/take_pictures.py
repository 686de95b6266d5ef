"""The page's pictures in docs/pictures: `python -m tests.browser.take_pictures`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.chromium import ARGUMENTS, chromium_path
from tests.browser.served import Served
from tests.browser.sprite_stage import KNIGHT, SQUIRE, SpriteStage
from tests.browser.stage import Stage

OUT = Path(__file__).parents[2] / "docs" / "pictures"
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


def main() -> None:
    path = chromium_path()
    if path is None:
        raise SystemExit("Install Chromium first: apt-get install --no-install-recommends chromium")
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        service = Served(Path(folder) / "data", ECHO_DIRECTOR_PICTURE_SIDE_PX="1024").start()
        try:
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            _take(browser, service)
            _take_sprites(browser, service)
            browser.close()
        finally:
            service.stop()


def _take(browser: Browser, service: Served) -> None:
    stage = _stage(browser, service, DESK, "light").open()
    stage.say("Generate Mara Voss at a bar counter at night")
    stage.say("Generate Kai Nakamura walking through the neon alley")
    address = stage.page.url.removeprefix(service.url)
    _keep(stage, "chat-light")
    stage.say("Make his jacket red and draw him again")
    _keep(stage, "chat-correction")
    stage.pictures.last.get_by_role("button", name="Enlarge").click()
    _keep(stage, "chat-picture")
    stage.page.keyboard.press("Escape")
    stage.say("delete Genzo Arakida")
    expect(stage.approval).to_be_visible()
    for theme, screen, name in (
        ("dark", DESK, "chat-dark"),
        ("light", PHONE, "chat-phone"),
    ):
        other = _stage(browser, service, screen, theme).open(address)
        expect(other.approval).to_be_visible()
        _keep(other, name)
    _keep(_stage(browser, service, DESK, "dark").open(), "chat-empty-dark")
    _keep(_stage(browser, service, DESK, "light").open(), "chat-empty")


def _take_sprites(browser: Browser, service: Served) -> None:
    """The studio's rooms, from two pictures and from two characters."""
    uploaded = SpriteStage(_stage(browser, service, DESK, "light")).open()
    for role, picture in (("instigator", KNIGHT), ("responder", SQUIRE)):
        place = uploaded.page.get_by_label(f"Picture of the {role}", exact=True)
        place.set_input_files(picture)
    _keep(uploaded.stage, "sprites-new")
    uploaded.extracted()
    _keep(uploaded.stage, "sprites-dna")
    uploaded.page.get_by_role("button", name="Joints").first.click()
    expect(uploaded.page.locator(".joint")).not_to_have_count(0)
    _keep(uploaded.stage, "sprites-joints")
    sprites = SpriteStage(_stage(browser, service, DESK, "light")).open()
    sprites.cast("Kai Nakamura", "Genzo Arakida").extracted().directed()
    _keep(sprites.stage, "sprites-booth")
    sprites.answered("Staggered Hit").drawn()
    sprites.page.locator(".track[data-who=instigator] .cell[data-impact=true]").first.click()
    _keep(sprites.stage, "sprites-stage")
    address = f"#/sprites/{sprites.animation_id}/stage"
    for theme, screen, name in (
        ("dark", DESK, "sprites-stage-dark"),
        ("light", PHONE, "sprites-phone"),
    ):
        other = SpriteStage(_stage(browser, service, screen, theme)).open(address)
        expect(other.canvas).to_have_attribute("data-ready", "true")
        other.page.locator(".track[data-who=instigator] .cell[data-impact=true]").first.click()
        _keep(other.stage, name)


def _stage(browser: Browser, service: Served, screen: dict[str, int], theme: str) -> Stage:
    context = browser.new_context(
        viewport=screen, color_scheme=theme, reduced_motion="reduce", locale="en-GB"
    )
    return Stage(context.new_page(), service.url)


def _keep(stage: Stage, name: str) -> None:
    """One picture, once every image that is in sight has loaded."""
    stage.page.evaluate(
        """Promise.all([...document.images].filter((image) => image.offsetParent)
            .map((image) => image.decode()))"""
    )
    stage.page.wait_for_timeout(300)
    stage.page.screenshot(path=OUT / f"{name}.png")


if __name__ == "__main__":
    main()
