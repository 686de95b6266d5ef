"""The user flow of the two-character pipeline: characters, script, response, sprites."""

from __future__ import annotations


async def test_an_attack_is_answered_bound_and_drawn(stage) -> None:
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
        sheet = await stage.http.get(sprites["spritesheet_url"])
        assert sheet.headers["content-type"] == "image/png"
    assert drawn["instigator"]["durations_ms"] == drawn["responder"]["durations_ms"]
    status = (await stage.http.get(f"/api/pipeline/dual/{animation}/status")).json()
    assert all(value for name, value in status.items() if name.startswith(("is_", "has_")))
