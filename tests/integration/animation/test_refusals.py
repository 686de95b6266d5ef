"""What the pipeline refuses: with the seed's sentence, a code, and nothing changed."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.integration.animation.conftest import OURS, Stage, knight_png, refused, told


async def test_without_pictures_the_seeds_sentences_say_which_is_missing(stage: Stage) -> None:
    animation = await stage.begun(character_id=None, responder_character_ids=[])
    body = {"project_id": animation, "action_type": "heavy_attack"}
    answer = await stage.post("/dual/generate-script", **body)
    assert refused(answer) == (422, "MISSING_INSTIGATOR_IMAGE")
    told(await stage.upload(f"/projects/{animation}/reference-image", knight_png()))
    answer = await stage.post("/dual/generate-script", **body)
    assert refused(answer) == (422, "MISSING_RESPONDER_IMAGE")
    assert answer.json()["detail"] == "No responder reference image"


async def test_a_single_project_is_not_in_dual_mode(stage: Stage) -> None:
    animation = await stage.alone()
    body = {"project_id": animation, "action_type": "heavy_attack"}
    for answer in (
        await stage.post("/dual/generate-script", **body),
        await stage.post("/dual/confirm-responder", project_id=animation, responder_action="dodge"),
        await stage.post("/dual/generate-sprites", project_id=animation),
        await stage.get(f"/dual/{animation}/status"),
        await stage.upload(f"/projects/{animation}/responder-image", knight_png()),
    ):
        assert refused(answer) == (409, "NOT_DUAL_MODE")
        assert answer.json()["detail"] == "Project is not in dual mode"
    dual = await stage.begun()
    answer = await stage.post("/single/generate-script", **body | {"project_id": dual})
    assert refused(answer) == (409, "NOT_SINGLE_MODE")


async def test_an_action_without_contact_is_refused_and_the_others_named(stage: Stage) -> None:
    animation = await stage.begun()
    answer = await stage.post("/dual/generate-script", project_id=animation, action_type="walk")
    assert refused(answer) == (422, "ACTION_HAS_NO_CONTACT")
    for action in ("light_attack", "heavy_attack", "combo", "cast_spell"):
        assert action in answer.json()["detail"]


async def test_steps_out_of_order_say_what_is_missing(stage: Stage) -> None:
    animation = await stage.begun()
    sprites = await stage.post("/dual/generate-sprites", project_id=animation)
    assert refused(sprites) == (409, "STAGE_NOT_READY")
    assert sprites.json()["missing"] == ["generate-script", "confirm-responder"]
    confirm = await stage.post(
        "/dual/confirm-responder", project_id=animation, responder_action="dodge"
    )
    assert refused(confirm) == (409, "STAGE_NOT_READY")
    shift = await stage.post(f"/{animation}/alignment", frames=1)
    assert refused(shift) == (409, "STAGE_NOT_READY")
    frame = await stage.post(f"/{animation}/frames/instigator/0/regenerate")
    assert refused(frame) == (409, "STAGE_NOT_READY")
    export = await stage.get(f"/{animation}/export?format=gif")
    assert refused(export) == (409, "STAGE_NOT_READY")
    await stage.scripted(animation)
    for answer in (
        await stage.post("/dual/generate-sprites", project_id=animation),
        await stage.post(f"/{animation}/alignment", frames=1),
    ):
        assert refused(answer) == (409, "RESPONDER_ACTION_NOT_CONFIRMED")


async def test_sprites_with_other_values_than_the_scripts_are_refused(stage: Stage) -> None:
    animation = await stage.begun()
    await stage.scripted(animation)
    await stage.confirmed(animation)
    answer = await stage.post(
        "/dual/generate-sprites",
        project_id=animation,
        action_type="light_attack",
        difficulty_tier="BOSS",
    )
    assert refused(answer) == (409, "SCRIPT_DIFFERS")
    status = told(await stage.get(f"/dual/{animation}/status"))
    assert not status["has_instigator_frames"]


async def test_words_that_are_no_answer_are_refused_with_the_suggestions(stage: Stage) -> None:
    animation = await stage.begun()
    ways = (await stage.scripted(animation))["suggested_responder_actions"]
    answer = await stage.post(
        "/dual/confirm-responder", project_id=animation, responder_action="turquoise"
    )
    assert refused(answer) == (422, "UNKNOWN_RESPONSE")
    assert answer.json()["candidates"] == [way["action"] for way in ways]


async def test_an_action_that_a_body_cannot_do_is_asked_about(stage: Stage) -> None:
    snake = await stage.http.post(
        "/api/anime/characters",
        json={
            "project_id": stage.project,
            "name": "Sssilas",
            "description": "A talking serpent without hands, no arms and no legs.",
        },
    )
    animation = await stage.begun(character_id=snake.json()["id"])
    answer = await stage.post(
        "/dual/generate-script", project_id=animation, action_type="heavy_attack"
    )
    assert refused(answer) == (422, "ACTION_NOT_POSSIBLE")
    assert answer.json()["question"].endswith("?")
    status = told(await stage.get(f"/dual/{animation}/status"))
    assert not status["has_instigator_script"]
    assert status["status"] == "failed"


async def test_two_cannot_both_strike_back(stage: Stage) -> None:
    animation = await stage.begun(responder_character_ids=[stage.genzo, stage.kai])
    await stage.scripted(animation)
    body = {"project_id": animation, "responder_action": ["counter", "interrupt"]}
    assert refused(await stage.post("/dual/confirm-responder", **body)) == (409, "ONE_COUNTER_ONLY")
    body["responder_action"] = ["counter"]
    answer = await stage.post("/dual/confirm-responder", **body)
    assert refused(answer) == (422, "RESPONSES_MISSING")


def _png(image: Image.Image, format: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def _animated() -> bytes:
    frames = [Image.new("P", (64, 64), color) for color in (1, 2)]
    return _png(frames[0], "GIF", save_all=True, append_images=frames[1:])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"not a picture", "UNREADABLE_IMAGE"),
        (knight_png()[:-200], "UNREADABLE_IMAGE"),
    ],
    ids=["words", "cut off"],
)
async def test_what_is_no_picture_is_refused(stage: Stage, data: bytes, code: str) -> None:
    animation = await stage.begun(character_id=None, responder_character_ids=[])
    answer = await stage.upload(f"/projects/{animation}/reference-image", data)
    assert refused(answer) == (422, code)
    assert told(await stage.get(f"/projects/{animation}"))["reference_url"] is None


@pytest.mark.parametrize(
    "data",
    [
        _png(Image.new("RGB", (1, 1), "red")),
        _png(Image.new("RGB", (200, 200), "white")),
        _png(Image.new("CMYK", (200, 200)), "JPEG"),
        _animated(),
    ],
    ids=["one pixel", "blank", "blank CMYK", "animated and blank"],
)
async def test_a_picture_that_shows_nobody_is_refused_when_it_is_read(
    stage: Stage, data: bytes
) -> None:
    animation = await stage.begun(
        generation_mode="single", character_id=None, responder_character_ids=[]
    )
    told(await stage.upload(f"/projects/{animation}/reference-image", data))
    answer = await stage.http.post(
        "/api/pipeline/single/extract-dna", data={"project_id": str(animation)},
        files={"unused": ("x", b"")}, headers=OURS,
    )  # fmt: skip
    assert refused(answer) == (422, "NO_FIGURE_IN_PICTURE")
    scripted = await stage.post("/single/generate-script", project_id=animation, action_type="idle")
    assert refused(scripted) == (422, "NO_FIGURE_IN_PICTURE")


async def test_a_form_of_another_site_is_refused(stage: Stage) -> None:
    animation = await stage.begun()
    answer = await stage.http.post(
        f"/api/pipeline/projects/{animation}/reference-image",
        files={"file": ("a.png", knight_png())},
    )
    assert refused(answer) == (403, "MISSING_HEADER")


async def test_a_backend_that_cannot_turn_says_so_before_anything_begins(stage: Stage) -> None:
    animation = await stage.begun(
        generation_mode="single", character_id=None, responder_character_ids=[], directions=8
    )
    told(await stage.upload(f"/projects/{animation}/reference-image", knight_png()))
    answer = await stage.post("/single/generate-script", project_id=animation, action_type="idle")
    assert refused(answer) == (422, "NO_RENDERER")
    assert "turn" in answer.json()["detail"]


@pytest.mark.parametrize(
    "fields",
    [
        {"sprite_px": 63}, {"sprite_px": 513}, {"directions": 3}, {"style": "oil"},
        {"generation_mode": "triple"}, {"perspective": "below"},
    ],
)  # fmt: skip
async def test_settings_that_cannot_be_are_refused(stage: Stage, fields: dict[str, object]) -> None:
    answer = await stage.post("/projects", **fields)
    assert refused(answer) == (422, "VALIDATION_ERROR")


async def test_characters_that_are_not_there_are_not_found(stage: Stage) -> None:
    answer = await stage.post("/projects", character_id=999_999)
    assert refused(answer) == (404, "CHARACTER_NOT_FOUND")
    answer = await stage.post("/projects", project_id=999_999)
    assert refused(answer) == (404, "PROJECT_NOT_FOUND")
    assert refused(await stage.get("/projects/999999")) == (404, "ANIMATION_NOT_FOUND")
