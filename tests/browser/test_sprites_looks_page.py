"""How the sprite studio looks and reads: themes, a phone, keyboards, screen readers."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import expect

from tests.browser.served import Served
from tests.browser.sprite_stage import KNIGHT, SpriteStage, bound_fight, drawn_fight_of
from tests.browser.stage import Stage


@pytest.fixture
def sprites(stage: Stage) -> SpriteStage:
    return SpriteStage(stage)


@pytest.fixture(scope="module")
def drawn(served: Served) -> int:
    return drawn_fight_of(served)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong_in_any_room(
    sprites: SpriteStage, drawn: int, scheme: Literal["light", "dark"]
):
    sprites.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    sprites.open()
    sprites.page.get_by_label("Picture of the instigator", exact=True).set_input_files(KNIGHT)
    expect(sprites.page.get_by_role("img", name="knight.png")).to_be_visible()
    assert sprites.stage.axe() == []
    for room in ("dna", "booth", "stage"):
        sprites.open(f"#/sprites/{drawn}/{room}")
        expect(sprites.page.get_by_role("navigation", name="Steps")).to_be_visible()
        assert sprites.stage.axe() == [], room


def test_axe_finds_nothing_wrong_in_the_joints_and_in_a_refusal(
    sprites: SpriteStage, served: Served, faults: list[str]
):
    page = sprites.open().page
    page.get_by_role("radio", name="Single").check()
    page.get_by_label("Picture of the instigator", exact=True).set_input_files(KNIGHT)
    sprites.extracted()
    sprites.button("Joints").click()
    expect(page.locator(".joint")).not_to_have_count(0)
    assert sprites.stage.axe() == []
    sprites.open(f"#/sprites/{bound_fight(served, 'light_attack', 'Partial Block')}/stage")
    sprites.shift.press("Home")
    sprites.shift.press("ArrowLeft")
    expect(sprites.fault).to_be_visible()
    assert sprites.stage.axe() == []
    faults.clear()


def test_a_phone_shows_every_room_without_scrolling_sideways(sprites: SpriteStage, drawn: int):
    sprites.page.set_viewport_size({"width": 360, "height": 740})
    for address in (
        "#/sprites",
        *(f"#/sprites/{drawn}/{room}" for room in ("dna", "booth", "stage")),
    ):
        sprites.open(address)
        expect(sprites.page.locator("main > *").first).to_be_visible()
        widths = sprites.page.evaluate(
            """[...document.querySelectorAll('html, main')]
                .map((part) => [part.scrollWidth, part.clientWidth])"""
        )
        assert all(content <= room for content, room in widths), (address, widths)
    sprites.button("Animations").click()
    expect(sprites.page.get_by_role("navigation", name="Animation list")).to_be_visible()


def test_the_whole_way_can_be_gone_with_keys(sprites: SpriteStage):
    page = sprites.open().page
    page.get_by_role("radio", name="Single").press("Space")
    page.get_by_role("button", name="Kai Nakamura", exact=True).press("Enter")
    page.get_by_role("button", name="Extract the DNA").press("Enter")
    page.get_by_role("link", name="To the director’s booth").press("Enter")
    page.get_by_role("radio", name="Idle", exact=True).press("Space")
    sprites.button("Write the script").press("Enter")
    sprites.button("Generate sprites").press("Enter")
    expect(sprites.canvas).to_have_attribute("data-ready", "true", timeout=30_000)


def test_an_address_names_the_animation_the_room_and_the_take(sprites: SpriteStage, drawn: int):
    sprites.open(f"#/sprites/{drawn}/booth")
    current = sprites.page.get_by_role("navigation", name="Steps").locator("[aria-current]")
    expect(current).to_have_text("Director’s booth")
    sprites.open(f"#/sprites/{drawn}/stage?take=1")
    expect(current).to_have_text("Stage")
    sprites.page.get_by_role("link", name="Chat", exact=True).click()
    expect(sprites.stage.box).to_be_visible()
    sprites.page.go_back()
    expect(current).to_have_text("Stage")


def test_still_motion_is_respected_and_otherwise_it_plays(sprites: SpriteStage, drawn: int):
    sprites.open(f"#/sprites/{drawn}/stage")
    expect(sprites.button("Play")).to_be_visible()
    sprites.page.emulate_media(reduced_motion="no-preference")
    sprites.page.reload()
    expect(sprites.button("Pause")).to_be_visible()
    expect(sprites.count).not_to_contain_text("0 /")


def test_the_client_of_the_pipeline_is_served_with_its_five_methods(sprites: SpriteStage):
    sprites.open()
    names = sprites.page.evaluate(
        "async () => Object.keys((await import('/ui/pipeline.js')).api).slice(0, 5)"
    )
    assert names == [
        "extractDualDNA",
        "generateDualScript",
        "confirmResponderAction",
        "generateDualSprites",
        "getDualPipelineStatus",
    ]
