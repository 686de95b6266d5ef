"""The sprite studio in the page: from two characters to bound sprites, played and exported."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.served import Served
from tests.browser.sprite_stage import (
    DRAWING_MS,
    KNIGHT,
    SQUIRE,
    SpriteStage,
    bound_fight,
    drawn_fight_of,
)
from tests.browser.stage import Stage

_PIXELS = """(canvas) => {
    const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    return data.filter((value, index) => index % 4 === 3 && value > 0).length;
}"""
_EMPTY_COLUMNS = """(canvas) => {
    const {width, height} = canvas;
    const data = canvas.getContext('2d').getImageData(0, 0, width, height).data;
    const rows = [...Array(height).keys()];
    const columns = [...Array(width).keys()];
    const filled = columns.map((x) => rows.some((y) => data[4 * (y * width + x) + 3]));
    const figures = filled.slice(filled.indexOf(true), filled.lastIndexOf(true));
    return figures.filter((one) => !one).length;
}"""
_PICTURE = "(canvas) => canvas.toDataURL()"


@pytest.fixture
def sprites(stage: Stage) -> SpriteStage:
    return SpriteStage(stage)


@pytest.fixture
def fight(sprites: SpriteStage, served: Served) -> SpriteStage:
    """Kai strikes, Genzo steps back: bound, not drawn."""
    return sprites.open(f"#/sprites/{bound_fight(served, 'heavy_attack', 'Backstep Dodge')}")


@pytest.fixture(scope="session")
def drawn_fight(served: Served) -> int:
    """The number of an animation that is drawn; the tests that use it leave its takes alone."""
    return drawn_fight_of(served, directions=4)


def test_two_uploaded_pictures_become_bound_sprites(sprites: SpriteStage):
    page = sprites.open().page
    expect(sprites.button("Extract both DNAs")).to_be_disabled()
    page.get_by_label("Picture of the instigator", exact=True).set_input_files(KNIGHT)
    _drop(sprites, "responder")
    sprites.extracted()
    instigator = page.get_by_role("region", name="DNA of Instigator")
    expect(instigator).to_contain_text("Sword")
    expect(instigator.get_by_text("measured").first).to_be_attached()
    colors = instigator.locator(".swatches").first.locator("li")
    assert "rgb(170, 40, 40)" in colors.first.evaluate("each => getComputedStyle(each).background")
    expect(page.get_by_role("region", name="Instigator against Responder")).to_contain_text(": 1")
    sprites.directed()
    expect(sprites.responses.filter(has_text="Recommended")).to_have_count(1)
    assert sprites.responses.count() >= 3
    sprites.answered("Backstep Dodge")
    expect(page.locator(".tracks .phases")).to_have_count(2)
    expect(page.locator(".track[data-who=instigator] .phases")).to_contain_text("Contact")
    expect(page.locator(".track[data-who=responder] .phases")).to_contain_text("Evade Action")
    sprites.drawn()
    assert sprites.canvas.evaluate(_PIXELS) > 2000
    expect(page.get_by_role("region", name="Rules")).to_contain_text(re.compile(r"all \d+ hold"))


def test_two_characters_fight_and_own_words_open_a_second_take(sprites: SpriteStage):
    sprites.open().cast("Kai Nakamura", "Genzo Arakida")
    page = sprites.extracted().directed().answered("Backstep Dodge").page
    page.get_by_role("link", name="Director’s booth").click()
    chosen = sprites.responses.filter(has_text="Backstep Dodge")
    expect(chosen).to_have_attribute("aria-pressed", "true")
    page.get_by_label("How Genzo Arakida responds, in your own words").fill("parries the blade")
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Take")).to_have_value("2")
    expect(page.locator(".track[data-who=responder]")).to_contain_text("parries the blade")
    page.get_by_role("combobox", name="Take").select_option("1")
    expect(page.locator(".track[data-who=responder]")).to_contain_text("Backstep Dodge")


def test_a_track_dragged_within_the_range_shifts_and_beyond_it_snaps_back(
    fight: SpriteStage, faults: list[str]
):
    expect(fight.shift).to_have_attribute("aria-valuenow", "0")
    most = int(fight.shift.get_attribute("aria-valuemax") or 0)
    assert most >= 1
    fight.drag_track(1)
    expect(fight.shift).to_have_attribute("aria-valuenow", "1")
    expect(fight.fault).to_have_count(0)
    before = fight.page.locator(".track[data-who=responder] .phases").inner_text()
    fight.drag_track(most + 1)
    expect(fight.fault).to_contain_text(
        f"The shift can be {fight.shift.get_attribute('aria-valuemin')} to {most}"
    )
    expect(fight.fault).to_have_attribute("data-code", "TEMPORAL_CAUSALITY_VIOLATION")
    expect(fight.page.locator(".cell[data-broken=true]")).to_have_count(1)
    expect(fight.shift).to_have_attribute("aria-valuenow", "1")
    assert fight.page.locator(".track[data-who=responder] .phases").inner_text() == before
    faults.clear()


def test_arrow_keys_shift_and_are_refused_at_the_end_of_the_range(
    fight: SpriteStage, faults: list[str]
):
    least = int(fight.shift.get_attribute("aria-valuemin") or 0)
    fight.shift.press("Home")
    expect(fight.shift).to_have_attribute("aria-valuenow", str(least))
    expect(fight.shift).to_be_focused()
    fight.shift.press("ArrowLeft")
    expect(fight.fault).to_contain_text("Temporal causality violation")
    expect(fight.shift).to_have_attribute("aria-valuenow", str(least))
    faults.clear()


_FOUR_TIMES = """() => {
    const c = document.querySelector(".sprites-canvas");
    return c.clientWidth === 4 * c.width && c.clientHeight === 4 * c.height;
}"""


def test_the_player_steps_plays_and_zooms_by_whole_factors(sprites: SpriteStage, drawn_fight: int):
    page = sprites.open(f"#/sprites/{drawn_fight}").page
    expect(sprites.canvas).to_have_attribute("data-ready", "true")
    expect(sprites.count).to_contain_text("0 /")
    first = sprites.canvas.evaluate(_PICTURE)
    sprites.button("Next frame").click()
    expect(sprites.count).to_contain_text("1 /")
    assert sprites.canvas.evaluate(_PICTURE) != first
    sprites.button("Onion skin").click()
    expect(sprites.button("Onion skin")).to_have_attribute("aria-pressed", "true")
    stage = page.get_by_role("group", name="Stage: space plays")
    stage.press("Home")
    stage.press("ArrowLeft")
    count = page.locator(".track[data-who=instigator] .cell").count()
    expect(sprites.count).to_have_text(f"{count - 1} / {count - 1}")
    page.get_by_label("Zoom").select_option("4")
    expect(sprites.canvas).to_have_attribute("data-zoom", "4")
    page.wait_for_function(_FOUR_TIMES)
    assert sprites.canvas.evaluate("c => getComputedStyle(c).imageRendering") == "pixelated"
    stage.press("Space")
    expect(sprites.button("Pause")).to_be_visible()
    expect(sprites.count).to_contain_text("2 /")
    sprites.button("Pause").click()
    sprites.button("Show frame 0").click()
    expect(sprites.count).to_contain_text("0 /")


def test_both_stand_at_contact_distance_in_the_frame_of_the_blow(
    sprites: SpriteStage, drawn_fight: int
):
    page = sprites.open(f"#/sprites/{drawn_fight}").page
    expect(sprites.canvas).to_have_attribute("data-ready", "true")
    page.get_by_role("group", name="Facing").get_by_role("button", name="East").click()
    struck = page.locator(".track[data-who=instigator] .cell[data-impact=true]").first
    struck.click()
    assert sprites.canvas.evaluate(_EMPTY_COLUMNS) == 0


def test_facings_are_chosen_by_their_compass_names(sprites: SpriteStage, drawn_fight: int):
    sprites.open(f"#/sprites/{drawn_fight}")
    facing = sprites.page.get_by_role("group", name="Facing")
    expect(facing.get_by_role("button")).to_have_text(["South", "East", "North", "West"])
    expect(sprites.canvas).to_have_attribute("data-ready", "true")
    south = sprites.canvas.evaluate(_PICTURE)
    facing.get_by_role("button", name="East").click()
    expect(facing.get_by_role("button", name="East")).to_have_attribute("aria-pressed", "true")
    expect(sprites.canvas).to_have_attribute("data-ready", "true")
    sprites.page.wait_for_function(
        "(before) => document.querySelector('.sprites-canvas').toDataURL() !== before", arg=south
    )


def test_an_export_is_saved_under_its_own_name(
    sprites: SpriteStage, drawn_fight: int, tmp_path: Path
):
    sprites.open(f"#/sprites/{drawn_fight}")
    panel = sprites.page.get_by_role("region", name="Export")
    expect(panel.get_by_role("button")).to_have_text(
        ["Godot 4", "Unity", "Phaser", "Aseprite", "TexturePacker", "GIF", "APNG", "WebP", "MP4"]
    )
    with sprites.page.expect_download() as saved:
        panel.get_by_role("button", name="Godot 4").click()
    saved.value.save_as(tmp_path / "godot.zip")
    assert saved.value.suggested_filename.endswith("_godot.zip")
    assert any(
        name.endswith(".tres") for name in zipfile.ZipFile(tmp_path / "godot.zip").namelist()
    )


def test_one_frame_is_drawn_again_and_the_others_stay(sprites: SpriteStage, drawn_fight: int):
    page = sprites.open(f"#/sprites/{drawn_fight}").page
    expect(sprites.canvas).to_have_attribute("data-ready", "true")
    sprites.button("Show frame 1").click()
    shown = page.locator(".track[data-who=responder] .cell img")
    before = shown.evaluate_all("all => all.map((one) => one.src)")
    with page.expect_response(
        lambda answer: "/frames/responder/1/regenerate" in answer.url
    ) as sent:
        sprites.button("Draw frame 1 of Genzo Arakida again").click()
    assert sent.value.ok
    expect(sprites.button("Draw frame 1 of Genzo Arakida again")).to_be_enabled()
    after = shown.evaluate_all("all => all.map((one) => one.src)")
    assert after[:1] + after[2:] == before[:1] + before[2:]


def test_a_joint_is_put_right_by_dragging_and_by_arrow_keys(sprites: SpriteStage):
    page = sprites.open().page
    page.get_by_role("radio", name="Single").check()
    page.get_by_label("Picture of the instigator", exact=True).set_input_files(KNIGHT)
    sprites.extracted()
    sprites.button("Joints").click()
    elbow = page.locator('.joint[data-joint="elbow_l"]')
    elbow.scroll_into_view_if_needed()
    start = _place(elbow)
    box = elbow.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    with page.expect_response(lambda answer: answer.request.method == "PUT"):
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 20, y - 12, steps=4)
        page.mouse.up()
    expect(elbow).to_have_attribute("data-corrected", "true")
    dragged = _place(elbow)
    assert dragged[0] > start[0] + 5 and dragged[1] < start[1] - 3
    with page.expect_response(lambda answer: answer.request.method == "PUT"):
        elbow.press("Shift+ArrowLeft")
    moved = re.compile(f"^Left elbow, at {dragged[0] - 10}, {dragged[1]}, corrected$")
    expect(elbow).to_have_attribute("aria-label", moved)
    kept = page.evaluate(
        "(path) => fetch(path).then((answer) => answer.json())",
        f"/api/pipeline/{sprites.animation_id}/joints/instigator",
    )
    assert kept["corrected"] == ["elbow_l"]
    assert round(kept["joints"]["elbow_l"][0]) == dragged[0] - 10
    sprites.button("Trust the estimate").click()
    expect(elbow).to_have_attribute("data-corrected", "false")
    assert _place(elbow) == start


def test_a_refusal_of_the_service_stands_where_it_was_asked(
    sprites: SpriteStage, faults: list[str]
):
    page = sprites.open().page
    page.get_by_role("radio", name="Single").check()
    blank = {"name": "blank.png", "mimeType": "image/png", "buffer": b"no picture at all"}
    page.get_by_label("Picture of the instigator", exact=True).set_input_files(blank)  # type: ignore[arg-type]
    page.get_by_role("button", name="Extract").click()
    expect(sprites.fault).to_be_visible()
    expect(sprites.fault).to_contain_text("picture")
    expect(page.locator(".animation-item", has_text="blank")).to_have_count(0)
    faults.clear()


def test_one_character_alone_walks(sprites: SpriteStage):
    page = sprites.open().page
    page.get_by_role("radio", name="Single").check()
    sprites.cast("Kai Nakamura").extracted()
    page.get_by_role("link", name="To the director’s booth").click()
    page.get_by_role("radio", name="Walk", exact=True).check()
    sprites.button("Write the script").click()
    sprites.drawn()
    expect(page.locator(".track:not(.ruler)")).to_have_count(1)
    page.reload()
    newest = page.locator(".animation-item").first
    expect(newest.locator(f'a[href="#/sprites/{sprites.animation_id}"]')).to_contain_text("Walk")
    expect(sprites.shift).to_have_count(0)


def test_animations_of_one_cast_are_chained(sprites: SpriteStage, served: Served):
    made = drawn_fight_of(served)
    bound_fight(served, "heavy_attack", "Full Impact", sprite_px=64)
    page = sprites.open(f"#/sprites/{made}").page
    one = page.locator(".track[data-who=instigator] .cell").count()
    chain = page.get_by_role("region", name="Chain")
    chain.get_by_role("button", name="Heavy attack, Full Impact").first.click()
    chain.get_by_role("button", name="Chain into a combo").click()
    expect(sprites.count).not_to_contain_text(f"/ {one - 1}", timeout=DRAWING_MS)
    expect(page.locator(".track[data-who=instigator] .cell[data-join=true]")).to_have_count(1)
    assert page.locator(".track[data-who=instigator] .cell").count() > one


def test_drawing_is_cancelled_and_can_be_ordered_again(
    sprites: SpriteStage, served: Served, faults: list[str]
):
    made = bound_fight(served, "combo", "Rolling Dodge", sprite_px=128, directions=8)
    page = sprites.open(f"#/sprites/{made}").page
    sprites.button("Generate sprites").click()
    expect(page.get_by_role("progressbar", name="Drawing the sprites")).to_be_visible()
    sprites.button("Cancel").click()
    expect(sprites.button("Generate sprites")).to_be_enabled(timeout=DRAWING_MS)
    expect(sprites.fault).to_have_count(0)
    faults.clear()


def test_an_animation_is_deleted_after_asking(sprites: SpriteStage, faults: list[str]):
    page = sprites.open().page
    page.get_by_role("radio", name="Single").check()
    page.get_by_label("Name").fill("To be deleted")
    sprites.cast("Kai Nakamura").extracted()
    page.locator(".animation-item", has_text="To be deleted").hover()
    page.get_by_role("button", name="Delete “To be deleted”").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("heading", name="Who moves?")).to_be_visible()
    expect(page.locator(".animation-item", has_text="To be deleted")).to_have_count(0)


def _drop(sprites: SpriteStage, role: str) -> None:
    """Drop the squire's picture onto a place in the cast, as a file manager does."""
    data = sprites.page.evaluate_handle(
        """(bytes) => {
            const held = new DataTransfer();
            const file = new File([new Uint8Array(bytes)], 'squire.png', {type: 'image/png'});
            held.items.add(file);
            return held;
        }""",
        list(SQUIRE["buffer"]),
    )
    place = sprites.page.get_by_role("button", name=f"Picture of the {role}")
    place.dispatch_event("drop", {"dataTransfer": data})


def _place(joint: Locator) -> tuple[int, int]:
    """Where the joint says that it is, in pixels of the picture."""
    found = re.search(r"at (\d+), (\d+)", joint.get_attribute("aria-label") or "")
    assert found
    return int(found[1]), int(found[2])
