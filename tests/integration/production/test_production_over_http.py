"""The production over HTTP: bodies as the seeds write them, merging, versions, problems."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from httpx import AsyncClient, Response

SAMPLES = Path(__file__).parents[3] / "tools" / "samples" / "neon_ronin"
BIBLE = {
    "title": "Neon Ronin",
    "description": "A bodyguard without a master.",
    "visual_style": {"art_direction": "photorealistic anime", "color_palette": ["#0b1026"]},
    "world_setting": {"time_period": "cyberpunk future", "location": "Neo-Tokyo"},
    "narrative_guidelines": {"tone": "dark action", "themes": ["revenge", "justice"]},
}


def sample(name: str) -> dict[str, Any]:
    return json.loads((SAMPLES / name).read_text("utf-8"))


def is_problem(answer: Response, status: int, code: str) -> bool:
    body = answer.json()
    return (
        answer.status_code == status
        and answer.headers["content-type"] == "application/problem+json"
        and (body["status"], body["code"]) == (status, code)
    )


@pytest.fixture
async def project(client: AsyncClient) -> str:
    answer = await client.post("/api/anime/projects", json={"name": "Neon Ronin"})
    return f"/api/anime/projects/{answer.json()['id']}"


async def test_a_bible_is_made_read_and_merged(client: AsyncClient, project: str) -> None:
    made = await client.post(f"{project}/bible", json=BIBLE)
    merged = await client.put(
        f"{project}/bible", json={"visual_style": {"lighting_style": "neon"}, "title": "N"}
    )
    read = (await client.get(f"{project}/bible")).json()
    assert made.status_code == 201 and made.headers["etag"] == '"1"'
    assert merged.json() == read and read["version"] == 2
    assert read["visual_style"] == {**BIBLE["visual_style"], "lighting_style": "neon"}


async def test_a_second_bible_and_a_missing_one_are_problems(
    client: AsyncClient, project: str
) -> None:
    assert is_problem(await client.get(f"{project}/bible"), 404, "BIBLE_NOT_FOUND")
    await client.post(f"{project}/bible", json=BIBLE)
    assert is_problem(await client.post(f"{project}/bible", json=BIBLE), 409, "BIBLE_EXISTS")
    assert is_problem(await client.get("/api/anime/projects/999/bible"), 404, "PROJECT_NOT_FOUND")


async def test_a_version_seen_before_answers_412(client: AsyncClient, project: str) -> None:
    await client.post(f"{project}/bible", json=BIBLE)
    stale = {"If-Match": '"7"'}
    answer = await client.put(f"{project}/bible", json={"title": "x"}, headers=stale)
    assert is_problem(answer, 412, "VERSION_CONFLICT") and answer.json()["version"] == 1


async def test_the_bible_s_characters_live_under_the_project_and_at_the_older_address(
    client: AsyncClient, project: str
) -> None:
    number = int(project.rsplit("/", 1)[1])
    kai = {"name": "Kai Nakamura", "visual_traits": {"hair": "black"}}
    assert (await client.post(f"{project}/bible/characters", json=kai)).status_code == 201
    older = await client.post(
        "/api/anime/bible/characters", json={"project_id": number, "name": "AC/DC Ōe"}
    )
    listed = await client.get("/api/anime/bible/characters", params={"project_id": number})
    assert older.status_code == 201
    assert [c["name"] for c in listed.json()["items"]] == ["Kai Nakamura", "AC/DC Ōe"]
    slashed = f"{project}/bible/characters/ac%2Fdc%20%C5%8De"
    assert (await client.get(slashed)).json()["name"] == "AC/DC Ōe"
    assert (await client.delete(slashed)).status_code == 204
    assert is_problem(await client.get(slashed), 404, "BIBLE_CHARACTER_NOT_FOUND")
    again = await client.post(f"{project}/bible/characters", json={"name": "KAI NAKAMURA"})
    assert is_problem(again, 409, "NAME_TAKEN")


async def test_an_entry_is_merged_and_a_null_removes(client: AsyncClient, project: str) -> None:
    entry = f"{project}/bible/characters/Kai"
    await client.post(
        f"{project}/bible/characters",
        json={"name": "Kai", "visual_traits": {"hair": "black", "weapon": "katana"}},
    )
    answer = await client.put(
        entry, json={"visual_traits": {"weapon": None, "eyes": "blue"}, "personality_traits": None}
    )
    assert answer.json()["visual_traits"] == {"hair": "black", "eyes": "blue"}
    assert is_problem(
        await client.put(f"{project}/bible/characters/Ka", json={}),
        404,
        "BIBLE_CHARACTER_NOT_FOUND",
    )


async def test_history_restore_export_and_import_fit_together(
    client: AsyncClient, project: str
) -> None:
    document = {**sample("bible.json"), "season": 2}
    dry = await client.post(f"{project}/bible/import", params={"dry_run": True}, json=document)
    assert dry.json()["added"] == ["Kai Nakamura", "Mara Voss", "Genzo Arakida"]
    assert is_problem(await client.get(f"{project}/bible"), 404, "BIBLE_NOT_FOUND")
    await client.post(f"{project}/bible/import", json=document)
    assert (await client.post(f"{project}/bible/export")).json() == document
    await client.delete(f"{project}/bible/characters/Mara%20Voss")
    history = (await client.get(f"{project}/bible/history", params={"limit": 1})).json()
    assert history["items"][0]["changed"][0].startswith("/characters/Mara Voss")
    older = await client.get(f"{project}/bible/history", params={"cursor": history["next_cursor"]})
    assert [change["version"] for change in older.json()["items"]] == [1]
    restored = await client.post(f"{project}/bible/restore/1")
    assert restored.json()["version"] == 3
    assert (await client.post(f"{project}/bible/export")).json() == document


async def test_a_character_file_is_imported_and_comes_back_the_same(
    client: AsyncClient, project: str
) -> None:
    file = {**sample("kai_nakamura.json"), "notes": ["x", None]}
    done = await client.post(f"{project}/bible/import", json=file)
    assert done.json()["characters_written"] == ["Kai Nakamura"]
    back = await client.post(f"{project}/bible/export", params={"character": "Kai Nakamura"})
    assert back.json() == file


async def test_validation_names_rule_path_and_culprit(client: AsyncClient, project: str) -> None:
    number = int(project.rsplit("/", 1)[1])
    await client.post(f"{project}/bible", json=BIBLE)
    await client.post("/api/anime/scenes", json={"project_id": number, "characters": ["Ghost"]})
    answer = (await client.post(f"{project}/bible/validate")).json()
    (finding,) = answer["findings"]
    assert not answer["valid"]
    assert finding["rule"] == "scene_cast_is_in_the_bible" and finding["severity"] == "error"
    assert (finding["character"], finding["scene"]) == ("Ghost", 1)
    assert finding["path"] == "$.scenes['main/1'].characters[0]" and finding["suggestion"]


async def test_a_character_keeps_the_older_names_of_its_fields(
    client: AsyncClient, project: str
) -> None:
    number = int(project.rsplit("/", 1)[1])
    made = await client.post(
        "/api/anime/characters",
        params={"project_id": number},
        json={"name": "Kai", "description": "x", "comfyui_workflow": "w1", "gender": "male"},
    )
    body = made.json()
    assert made.status_code == 201 and body["version"] == 1
    assert (body["comfyui_workflow"], body["rendering"]) == ("w1", {"workflow": "w1"})
    assert body["appearance"] == {"gender": "male"} and body["created_by"] == "local"
    changed = await client.put(f"/api/anime/characters/{body['id']}", json=body | {"gender": "f"})
    assert changed.json()["version"] == 2
    assert changed.json()["design"] != body["design"]


async def test_what_an_answer_holds_can_be_sent_back_unchanged(
    client: AsyncClient, project: str
) -> None:
    number = int(project.rsplit("/", 1)[1])
    made = (
        await client.post(
            "/api/anime/characters",
            json={"project_id": number, **sample("mara_voss.json"), "mood": "wry"},
        )
    ).json()
    same = await client.put(f"/api/anime/characters/{made['id']}", json=made)
    assert same.json() == made and made["extra"] == {"mood": "wry"}


async def test_versions_are_listed_and_restored(client: AsyncClient, project: str) -> None:
    number = int(project.rsplit("/", 1)[1])
    made = (
        await client.post(
            "/api/anime/characters",
            json={"project_id": number, "name": "Kai", "appearance": {"hair": "black"}},
        )
    ).json()
    place = f"/api/anime/characters/{made['id']}"
    await client.put(place, json={"appearance": {"hair": "red"}})
    versions = (await client.get(f"{place}/versions")).json()["items"]
    assert [v["version"] for v in versions] == [2, 1]
    assert "/appearance/hair" in versions[0]["changed"]
    restored = (await client.post(f"{place}/restore/1")).json()
    assert (restored["version"], restored["design"]) == (3, made["design"])
    assert is_problem(await client.post(f"{place}/restore/9"), 404, "VERSION_NOT_FOUND")


async def test_a_character_from_the_bible_is_synced_with_it(
    client: AsyncClient, project: str
) -> None:
    number = int(project.rsplit("/", 1)[1])
    await client.post(f"{project}/bible/import", json=sample("bible.json"))
    made = await client.post(
        "/api/anime/characters/from-bible", json={"project_id": number, "name": "Mara Voss"}
    )
    place = f"/api/anime/characters/{made.json()['id']}"
    await client.put(place, json={"appearance": {"eyes": "grey eyes"}})
    await client.put(
        f"{project}/bible/characters/Mara%20Voss",
        json={"visual_traits": {"eyes": "green eyes", "hair": "short black hair"}},
    )
    sync = (await client.put(f"{place}/sync-bible")).json()
    assert [change["path"] for change in sync["applied"]] == ["/appearance/hair"]
    assert sync["conflicts"][0] | {"bible_before": None} == {
        "path": "/appearance/eyes",
        "bible_before": None,
        "bible": "green eyes",
        "character": "grey eyes",
        "bible_changed": True,
    }
    settled = await client.put(f"{place}/sync-bible", params={"prefer": "bible"})
    assert settled.json()["character"]["appearance"]["eyes"] == "green eyes"
    again = await client.post(
        "/api/anime/characters/from-bible", json={"project_id": number, "name": "Mara Voss"}
    )
    assert is_problem(again, 409, "NAME_TAKEN")


async def test_fifty_puts_at_once_keep_every_change(client: AsyncClient, project: str) -> None:
    number = int(project.rsplit("/", 1)[1])
    made = await client.post("/api/anime/characters", json={"project_id": number, "name": "Kai"})
    place = f"/api/anime/characters/{made.json()['id']}"
    answers = await asyncio.gather(
        *(client.put(place, json={"appearance": {f"k{n}": "v"}}) for n in range(50))
    )
    assert {answer.status_code for answer in answers} == {200}
    assert len((await client.get(place)).json()["appearance"]) == 50


async def test_a_scene_takes_its_cast_as_a_list_or_as_json_text(
    client: AsyncClient, project: str
) -> None:
    number = int(project.rsplit("/", 1)[1])
    body = {"project_id": number, "description": "rain", "branch_name": "alt"}
    text = await client.post("/api/anime/scenes", json=body | {"characters": '["Kai", "Mara"]'})
    listed = await client.post("/api/anime/scenes", json=body | {"characters": ["Kai"]})
    assert text.json()["characters"] == ["Kai", "Mara"] and text.json()["user_id"] == "local"
    assert (listed.json()["scene_number"], listed.json()["branch"]) == (2, "alt")
    wrong = await client.post("/api/anime/scenes", json=body | {"characters": "Kai"})
    assert is_problem(wrong, 422, "INVALID")
    taken = await client.post("/api/anime/scenes", json=body | {"scene_number": 2})
    assert is_problem(taken, 409, "SCENE_NUMBER_TAKEN")
    on_main = await client.get("/api/anime/scenes", params={"project_id": number, "branch": "main"})
    assert on_main.json() == {"items": [], "next_cursor": None}


async def test_a_scene_is_changed_and_removed(client: AsyncClient, project: str) -> None:
    number = int(project.rsplit("/", 1)[1])
    made = await client.post("/api/anime/scenes", json={"project_id": number})
    place = f"/api/anime/scenes/{made.json()['id']}"
    changed = await client.put(place, json={"status": "final"}, headers={"If-Match": '"1"'})
    stale = await client.put(place, json={"status": "draft"}, headers={"If-Match": '"1"'})
    assert (changed.json()["status"], changed.json()["version"]) == ("final", 2)
    assert is_problem(stale, 412, "VERSION_CONFLICT")
    assert (await client.delete(place)).status_code == 204
    assert is_problem(await client.get(place), 404, "SCENE_NOT_FOUND")


DEEP: Any = {}
for _ in range(200):
    DEEP = {"a": DEEP}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"name": ""}, "INVALID"),
        ({"name": "x" * 101}, "LIMIT_EXCEEDED"),
        ({"name": "a\u0000b"}, "INVALID"),
        ({"name": "a\ud800"}, "INVALID"),
        ({"name": "x", "description": "y" * 20_001}, "LIMIT_EXCEEDED"),
        ({"name": "x", "appearance": {"a": "\u0000"}}, "INVALID"),
        ({"name": "x", "appearance": DEEP}, "LIMIT_EXCEEDED"),
        ({"name": "x", "appearance": {"a": "y" * 1_000_001}}, "LIMIT_EXCEEDED"),
        ({"name": "x", "appearance": "black hair"}, "VALIDATION_ERROR"),
        ({"name": 7}, "VALIDATION_ERROR"),
        ({}, "VALIDATION_ERROR"),
    ],
)
async def test_what_cannot_be_kept_is_a_clear_problem_and_nothing_is_stored(
    client: AsyncClient, project: str, body: dict[str, Any], code: str
) -> None:
    number = int(project.rsplit("/", 1)[1])
    answer = await client.post(
        "/api/anime/characters",
        content=json.dumps({"project_id": number, **body}),
        headers={"content-type": "application/json"},
    )
    assert is_problem(answer, 422, code), answer.text
    listed = await client.get("/api/anime/characters", params={"project_id": number})
    assert listed.json()["items"] == []


async def test_numbers_without_a_value_are_refused(client: AsyncClient, project: str) -> None:
    answer = await client.put(
        f"{project}/bible",
        content='{"world_setting": {"n": NaN, "m": 1e999}}',
        headers={"content-type": "application/json"},
    )
    assert is_problem(answer, 422, "INVALID")


async def test_text_in_any_script_comes_back_as_it_was(client: AsyncClient, project: str) -> None:
    number = int(project.rsplit("/", 1)[1])
    name = "リン·Zoë 👩🏽‍🎤 لين"
    made = await client.post(
        "/api/anime/characters",
        json={"project_id": number, "name": "リン·Zoë لين", "description": name},
    )
    assert (made.json()["name"], made.json()["description"]) == ("リン·Zoë لين", name)
