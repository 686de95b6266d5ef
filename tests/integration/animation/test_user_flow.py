"""The user flow of the pipelines: characters, script, response, sprites."""

from __future__ import annotations

import hashlib

from tests.integration.animation.conftest import Stage, knight_png, told


async def test_an_attack_is_answered_bound_and_drawn(stage: Stage) -> None:
    animation = await stage.begun()
    suggested = await stage.scripted(animation)
    ways = suggested["suggested_responder_actions"]
    assert len(ways) >= 3
    assert sum(way["recommended"] for way in ways) == 1
    confirmed = await stage.confirmed(animation, ways[0]["action"])
    assert confirmed["report"]["violations"] == []
    assert confirmed["instigator_script"]["frame_count"] == confirmed["frame_count"]
    assert confirmed["responder_script"]["frame_count"] == confirmed["frame_count"]
    drawn = await stage.drawn(animation)
    for who in ("instigator", "responder"):
        sprites = drawn[who]
        assert sprites["frame_count"] == len(sprites["frame_urls"]) == confirmed["frame_count"]
        data = await stage.bytes_at(sprites["spritesheet_url"])
        assert hashlib.sha256(data).hexdigest() in sprites["spritesheet_url"]
    assert drawn["instigator"]["durations_ms"] == drawn["responder"]["durations_ms"]
    assert drawn["instigator"]["width"] == drawn["responder"]["width"]
    assert drawn["instigator"]["height"] == drawn["responder"]["height"]
    status = told(await stage.get(f"/dual/{animation}/status"))
    assert all(value for name, value in status.items() if name.startswith(("is_", "has_")))
    assert status["missing"] == []


async def test_the_projects_columns_are_those_of_the_first_responder(stage: Stage) -> None:
    animation = await stage.begun()
    await stage.scripted(animation)
    confirmed = await stage.confirmed(animation)
    drawn = await stage.drawn(animation)
    project = told(await stage.get(f"/projects/{animation}"))
    assert project["generation_mode"] == "dual"
    assert project["responder_dna"] == project["responders"][0]["dna"]
    assert project["interaction_constraints"]["mass_ratio"] > 0
    assert project["responder_animation_script"] == confirmed["responder_script"]
    assert project["responder_spritesheet_url"] == drawn["responder"]["spritesheet_url"]
    assert project["responder_frame_urls"] == drawn["responder"]["frame_urls"]
    assert project["responder_reference_url"] is None


async def test_one_character_acts_alone(stage: Stage) -> None:
    animation = await stage.alone()
    body = {"project_id": animation, "action_type": "walk", "perspective": "top_down"}
    scripted = told(await stage.post("/single/generate-script", **body))
    assert scripted["report"]["violations"] == []
    sprites = await stage.drawn(animation, "single")
    assert sprites["frame_count"] == scripted["frame_count"]


async def test_each_direction_has_a_sheet_of_its_own(stage: Stage) -> None:
    animation = await stage.alone(directions=4)
    body = {"project_id": animation, "action_type": "idle"}
    told(await stage.post("/single/generate-script", **body))
    sprites = await stage.drawn(animation, "single")
    assert [sheet["facing"] for sheet in sprites["directions"]] == [0, 90, 180, 270]
    assert len({sheet["spritesheet_url"] for sheet in sprites["directions"]}) == 4


async def test_uploaded_pictures_are_cut_out_and_moved_and_kept_as_they_came(stage: Stage) -> None:
    animation = await stage.begun(character_id=None, responder_character_ids=[], project_id=None)
    first, second = knight_png(), knight_png(fill="#905050")
    told(await stage.upload(f"/projects/{animation}/reference-image", first))
    project = told(await stage.upload(f"/projects/{animation}/responder-image", second, place=1))
    assert await stage.bytes_at(project["reference_url"]) == first
    assert await stage.bytes_at(project["responder_reference_url"]) == second
    await stage.scripted(animation)
    await stage.confirmed(animation, "full_hit")
    drawn = await stage.drawn(animation)
    assert drawn["instigator"]["backend"] == drawn["responder"]["backend"] == "cutout"


async def test_both_dnas_come_from_one_form_and_claims_are_checked(stage: Stage) -> None:
    animation = await stage.begun(character_id=None, responder_character_ids=[], project_id=None)
    answer = told(
        await stage.http.post(
            "/api/pipeline/dual/extract-dna",
            files={
                "instigator_image": ("a.png", knight_png()),
                "responder_image": ("b.png", knight_png(fill="#905050")),
            },
            data={"project_id": str(animation), "claims": "a knight in bright green armour"},
            headers={"X-Requested-With": "test"},
        )
    )
    assert answer["instigator_dna"]["palette"] != answer["responder_dna"]["palette"]
    assert answer["interaction"]["reach_advantage"] in ("A", "B", "equal")
    assert answer["claims"]["instigator"]["claims"]
    again = told(await stage.get(f"/projects/{animation}"))
    assert again["dna"] == answer["instigator_dna"]


async def test_several_responders_answer_each_in_their_way(stage: Stage) -> None:
    animation = await stage.begun(responder_character_ids=[stage.genzo, stage.genzo])
    suggested = await stage.scripted(animation)
    assert [one["who"] for one in suggested["responders"]] == ["responder", "responder-2"]
    chosen = {"responder": "dodge", "responder-2": "full_hit"}
    confirmed = await stage.confirmed(animation, chosen)
    kinds = [one["confirmed_action"]["kind"] for one in confirmed["responder_scripts"]]
    assert kinds == ["dodge", "full_hit"]
    assert confirmed["report"]["violations"] == []
    assert any(note["code"] == "SAME_CHARACTER" for note in confirmed["warnings"])
    drawn = await stage.drawn(animation)
    assert [one["who"] for one in drawn["responders"]] == ["responder", "responder-2"]


async def test_a_counter_swaps_the_roles(stage: Stage) -> None:
    animation = await stage.begun()
    await stage.scripted(animation)
    confirmed = await stage.confirmed(animation, "counter")
    assert confirmed["report"]["violations"] == []
    swap = confirmed["responder_script"]["swap_frame"]
    assert swap is not None
    phases = [frame["phase"] for frame in confirmed["responder_script"]["frames"]]
    assert "Contact" in phases[swap:]
    struck = [frame["phase"] for frame in confirmed["instigator_script"]["frames"]]
    assert "Impact Received" in struck[swap:]


async def test_with_respond_async_the_work_is_followed_elsewhere(stage: Stage) -> None:
    animation = await stage.begun()
    answer = await stage.http.post(
        "/api/pipeline/dual/generate-script",
        json={"project_id": animation, "action_type": "light_attack"},
        headers={"Prefer": "respond-async"},
    )
    assert answer.status_code == 202
    where = answer.headers["location"]
    assert where == f"/api/status/{answer.json()['id']}"
    waiting = await stage.scripted(animation, "light_attack")
    status = told(await stage.http.get(where))
    assert status["status"] == "waiting"
    assert status["id"] == waiting["generation_id"]
