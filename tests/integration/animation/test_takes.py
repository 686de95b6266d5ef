"""Takes: kept and addressable, repeated or opened anew, shifted, edited, mended, chained."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from tests.integration.animation.conftest import Stage, refused, told


async def test_the_same_input_gives_the_stored_take_and_other_input_a_new_one(
    stage: Stage,
) -> None:
    animation = await stage.begun()
    first = await stage.scripted(animation)
    assert await stage.scripted(animation) == first
    confirmed = await stage.confirmed(animation)
    assert await stage.confirmed(animation) == confirmed
    assert confirmed["take"] == 1
    drawn = await stage.drawn(animation)
    assert await stage.drawn(animation) == drawn
    other = await stage.confirmed(animation, "dodge")
    assert other["take"] == 2
    assert (await stage.scripted(animation, "light_attack"))["take"] == 3
    takes = told(await stage.get(f"/projects/{animation}/takes"))["items"]
    assert [take["take"] for take in takes] == [1, 2, 3]
    kept = told(await stage.get(f"/projects/{animation}?take=1"))
    assert kept["spritesheet_url"] == drawn["instigator"]["spritesheet_url"]
    answer = await stage.get(f"/projects/{animation}?take=9")
    assert refused(answer) == (404, "TAKE_NOT_FOUND")


async def test_a_take_keeps_the_character_that_it_was_opened_with(stage: Stage) -> None:
    animation = await stage.alone()
    body = {"project_id": animation, "action_type": "victory"}
    told(await stage.post("/single/generate-script", **body))
    patch = {"responder_character_ids": [stage.kai], "character_id": stage.genzo}
    answer = await stage.http.put(
        f"/api/pipeline/projects/{animation}", json=patch | {"generation_mode": "dual"}
    )
    changed = told(answer)
    assert changed["instigator"]["character"] == "Genzo Arakida"
    seen = told(await stage.get(f"/projects/{animation}?take=1"))
    assert seen["animation_script"]["action_type"] == "victory"
    assert (await stage.scripted(animation))["take"] == 2


async def test_a_refused_shift_leaves_everything_as_it_was(stage: Stage) -> None:
    animation = await stage.begun()
    await stage.scripted(animation)
    confirmed = await stage.confirmed(animation)
    before = told(await stage.get(f"/projects/{animation}"))
    most = confirmed["alignment"]["max"]
    answer = await stage.post(f"/{animation}/alignment", frames=most + 1)
    assert refused(answer) == (422, "TEMPORAL_CAUSALITY_VIOLATION")
    assert answer.json()["frame"] is not None
    assert answer.json()["alignment"]["max"] == most
    assert told(await stage.get(f"/projects/{animation}")) == before


async def test_a_shift_moves_the_binding_and_a_drawn_take_is_drawn_again(stage: Stage) -> None:
    animation = await stage.begun()
    await stage.scripted(animation)
    confirmed = await stage.confirmed(animation)
    assert confirmed["alignment"]["max"] >= 1
    shifted = told(await stage.post(f"/{animation}/alignment", frames=1))
    assert (shifted["value"], shifted["take"], shifted["drawn"]) == (1, 1, False)
    assert shifted["report"]["violations"] == []
    drawn = await stage.drawn(animation)
    back = told(await stage.post(f"/{animation}/alignment", frames=0))
    assert (back["value"], back["take"], back["drawn"]) == (0, 2, True)
    now = told(await stage.get(f"/projects/{animation}"))
    assert now["responder_animation_script"] == confirmed["responder_script"]
    assert now["spritesheet_url"] == drawn["instigator"]["spritesheet_url"]
    assert now["responder_spritesheet_url"] != drawn["responder"]["spritesheet_url"]


async def put_script(stage: Stage, animation: int, who: str, script: Any) -> Any:
    return await stage.http.put(f"/api/pipeline/{animation}/scripts/{who}", json=script)


async def test_an_edited_script_goes_through_every_rule(stage: Stage) -> None:
    animation = await stage.begun()
    await stage.scripted(animation)
    confirmed = await stage.confirmed(animation)
    before = told(await stage.get(f"/projects/{animation}"))
    early = confirmed["responder_script"] | {}
    early["frames"] = [dict(frame) for frame in early["frames"]]
    early["frames"][0] |= {"phase": "Impact Received", "impact_window": True}
    answer = await put_script(stage, animation, "responder", early)
    assert refused(answer) == (422, "TEMPORAL_CAUSALITY_VIOLATION")
    assert answer.json()["frame"] == 0
    short = confirmed["responder_script"] | {
        "frame_count": 4,
        "frames": confirmed["responder_script"]["frames"][:4],
    }
    answer = await put_script(stage, animation, "responder", short)
    assert refused(answer) == (422, "FRAME_COUNT_MISMATCH")
    assert answer.json()["detail"] == "Frame count mismatch"
    torn = confirmed["responder_script"] | {"frame_count": 4}
    answer = await put_script(stage, animation, "responder", torn)
    assert refused(answer) == (422, "FRAME_COUNT_MISMATCH")
    answer = await put_script(stage, animation, "responder", {"frames": "none"})
    assert refused(answer) == (422, "SCRIPT_MALFORMED")
    slow = confirmed["responder_script"] | {}
    slow["frames"] = [frame | {"duration_ms": 500} for frame in slow["frames"]]
    answer = await put_script(stage, animation, "responder", slow)
    assert refused(answer) == (422, "DURATION_MISMATCH")
    assert told(await stage.get(f"/projects/{animation}")) == before
    answer = await put_script(stage, animation, "responder-2", confirmed["responder_script"])
    assert refused(answer) == (404, "FIGURE_NOT_FOUND")


async def test_an_edited_instigator_drives_the_responder_anew(stage: Stage) -> None:
    animation = await stage.begun()
    await stage.scripted(animation)
    script = (await stage.confirmed(animation))["instigator_script"]
    slower = script | {
        "frames": [f | {"duration_ms": f["duration_ms"] + 10} for f in script["frames"]]
    }
    edited = told(await put_script(stage, animation, "instigator", slower))
    assert edited["report"]["violations"] == []
    both = edited["scripts"]
    assert [f["duration_ms"] for f in both["responder"]["frames"]] == [
        f["duration_ms"] for f in slower["frames"]
    ]
    assert (await stage.drawn(animation))["take"] == 1


async def test_one_frame_is_mended_and_the_rest_is_byte_for_byte_the_same(stage: Stage) -> None:
    animation = await stage.begun()
    await stage.scripted(animation)
    await stage.confirmed(animation)
    drawn = await stage.drawn(animation)
    recoloured = {"appearance": {"hair": "long bright orange hair"}}
    told(await stage.http.put(f"/api/anime/characters/{stage.kai}", json=recoloured))
    answer = await stage.post(f"/{animation}/frames/instigator/2/regenerate", seed=7)
    mended = told(answer)
    before, after = drawn["instigator"]["frame_urls"], mended["frame_urls"]
    assert [url for i, url in enumerate(after) if i != 2] == [
        url for i, url in enumerate(before) if i != 2
    ]
    assert mended["frame_url"] == after[2]
    assert mended["seed"] == 7
    sheet = Image.open(io.BytesIO(await stage.bytes_at(mended["spritesheet_url"])))
    width, height = mended["width"], mended["height"]
    for index, url in enumerate(after):
        left = index % mended["columns"] * width
        top = index // mended["columns"] * height
        cell = sheet.crop((left, top, left + width, top + height))
        frame = Image.open(io.BytesIO(await stage.bytes_at(url)))
        assert cell.tobytes() == frame.convert(cell.mode).tobytes()
    status = told(await stage.get(f"/projects/{animation}"))
    assert status["frame_urls"] == after
    assert status["responder_frame_urls"] == drawn["responder"]["frame_urls"]
    answer = await stage.post(f"/{animation}/frames/instigator/60/regenerate")
    assert refused(answer) == (404, "FRAME_NOT_FOUND")
    answer = await stage.post(f"/{animation}/frames/instigator/0/regenerate?facing=45")
    assert refused(answer) == (404, "FACING_NOT_FOUND")


async def test_sequences_of_the_same_two_are_chained_and_drawn(stage: Stage) -> None:
    parts = []
    for action, response in (("light_attack", "block"), ("heavy_attack", "full_hit")):
        animation = await stage.begun()
        await stage.scripted(animation, action)
        await stage.confirmed(animation, response)
        parts.append(animation)
    answer = await stage.post("/combos", animations=parts)
    assert answer.status_code == 201, answer.text
    combo = answer.json()
    assert combo["metadata"]["combo"] == parts
    count = combo["animation_script"]["frame_count"]
    assert count == combo["responder_animation_script"]["frame_count"]
    assert count == len(combo["frame_urls"]) == len(combo["responder_frame_urls"])
    alone = await stage.alone()
    told(await stage.post("/single/generate-script", project_id=alone, action_type="light_attack"))
    answer = await stage.post("/combos", animations=[parts[0], alone])
    assert refused(answer) == (422, "CASTS_DIFFER")


async def test_exports_are_files_to_keep(stage: Stage) -> None:
    animation = await stage.begun()
    await stage.scripted(animation)
    await stage.confirmed(animation)
    await stage.drawn(animation)
    for format in ("godot", "gif", "aseprite"):
        answer = await stage.get(f"/{animation}/export?format={format}")
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-disposition"].startswith("attachment")
        assert len(answer.content) > 500
    answer = await stage.get(f"/{animation}/export?format=flash")
    assert refused(answer) == (422, "VALIDATION_ERROR")


async def test_a_drawing_that_failed_is_drawn_in_a_new_take(stage: Stage) -> None:
    animation = await stage.begun()
    await stage.scripted(animation)
    confirmed = await stage.confirmed(animation)
    cancelled = await stage.http.post(f"/api/generations/{confirmed['generation_id']}/cancel")
    assert told(cancelled)["status"] == "cancelled"
    drawn = await stage.drawn(animation)
    assert drawn["take"] == 2
    now = told(await stage.get(f"/projects/{animation}"))
    assert now["animation_script"] == confirmed["instigator_script"]


async def test_another_answer_is_taken_after_one_that_could_not_be(stage: Stage) -> None:
    animation = await stage.begun()
    suggested = await stage.scripted(animation)
    told(await stage.http.post(f"/api/generations/{suggested['generation_id']}/cancel"))
    confirmed = await stage.confirmed(animation, "block")
    assert confirmed["take"] == 2
    assert confirmed["report"]["violations"] == []
