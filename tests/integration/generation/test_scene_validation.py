"""Scenes validated across their characters, and searches among pictures, over HTTP."""

from __future__ import annotations

from typing import Any

from tests.integration.generation.conftest import Stage
from tests.integration.generation.test_references_over_http import ANIME, FORM, bytes_of, drawn
from tools.domain.actor import LOCAL
from tools.domain.generations import Generation

CAST = ["Kai Nakamura", "Mara Voss"]


async def scene(stage: Stage, *cast: str) -> dict[str, Any]:
    body = {"project_id": stage.project, "description": "They talk.", "characters": list(cast)}
    answer = await stage.http.post(f"{ANIME}/scenes", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def validated(stage: Stage, made: dict[str, Any], **query: Any) -> dict[str, Any]:
    place = f"{ANIME}/projects/{stage.project}/scenes/{made['scene_number']}/validate"
    answer = await stage.http.post(place, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def rules(answer: dict[str, Any], character: str) -> set[str]:
    return {one["rule"] for one in answer["findings"] if one["character"] == character}


async def drawn_scene(stage: Stage, made: dict[str, Any]) -> Generation:
    order = await stage.http.post(
        f"{ANIME}/scenes/{made['id']}/generate", json={"max_iterations": 1, "width": 512}
    )
    assert order.status_code == 202, order.text
    return await stage.draw(order.json()["id"])


async def test_who_is_unknown_and_who_has_no_reference_is_found(stage: Stage) -> None:
    made = await scene(stage, "Kai Nakamura", "Nobody Known")
    answer = await validated(stage, made)
    assert {"cast_is_in_the_project", "scene_cast_is_in_the_bible"} <= rules(answer, "Nobody Known")
    assert "cast_has_references" in rules(answer, "Kai Nakamura")
    assert answer["valid"] is False
    assert {one["scene"] for one in answer["findings"]} == {made["scene_number"]}

    await drawn(stage)
    again = await validated(stage, made)
    assert "cast_has_references" not in rules(again, "Kai Nakamura")
    assert again["characters"][0]["verdict"] == "approved"
    assert again["characters"][0]["score_id"]


async def test_two_who_look_alike_are_found_with_the_figures(stage: Stage) -> None:
    first, second = CAST
    kai = (await characters(stage))[first]
    double = await stage.http.post(
        f"{ANIME}/characters",
        json={"project_id": stage.project, "name": "Ryo Double", "appearance": kai["appearance"]},
    )
    assert double.status_code == 201
    for name in (first, second, "Ryo Double"):
        await drawn(stage, character=name, seed=3)
    answer = await validated(stage, await scene(stage, first, second, "Ryo Double"))
    pairs = {(one["first"], one["second"]): one for one in answer["pairs"]}
    alike, apart = pairs[first, "Ryo Double"], pairs[first, second]
    assert alike["too_alike"] is True
    assert apart["too_alike"] is False
    assert alike["cosine"] > apart["cosine"]
    assert apart["told_apart_by"]
    told = [one for one in answer["findings"] if one["rule"] == "cast_can_be_told_apart"]
    assert [one["character"] for one in told] == ["Ryo Double"]


async def test_the_scenes_own_picture_says_who_stands_where(stage: Stage) -> None:
    for name in CAST:
        await drawn(stage, character=name, seed=3)
    made = await scene(stage, *CAST)
    assert (await validated(stage, made))["pictures"] == []
    picture = (await drawn_scene(stage, made)).best
    assert picture is not None
    answer = await validated(stage, made)
    (shown,) = answer["pictures"]
    assert shown["picture"]["sha256"] == picture.sha256
    places = {one["name"]: one["box"] for one in shown["characters"] if one["found"]}
    assert set(places) == set(CAST)
    lefts = [places[name]["left"] for name in CAST]
    assert lefts == sorted(lefts)
    assert shown["cannot_tell"]


async def test_a_scene_that_is_not_there_is_not_found(stage: Stage) -> None:
    made = await scene(stage, *CAST)
    place = f"{ANIME}/projects/{stage.project}/scenes"
    for path in (f"{place}/77/validate", f"{place}/{made['scene_number']}/validate?branch=other"):
        answer = await stage.http.post(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "SCENE_NOT_FOUND")


async def test_a_search_finds_every_picture_there_is_best_first(stage: Stage) -> None:
    own = [await drawn(stage), await drawn(stage, seed=5, scene_description="running")]
    strange = await drawn(stage, character="Mara Voss", seed=6)
    search = f"{ANIME}/references/search"

    async def found(**body: Any) -> list[str]:
        answer = await stage.http.post(search, json=body)
        assert answer.status_code == 200, answer.text
        similarities = [one["similarity"] for one in answer.json()["items"]]
        assert similarities == sorted(similarities, reverse=True)
        return [one["sha256"] for one in answer.json()["items"]]

    assert await found(character_name="Kai Nakamura") == [own[1], strange]
    assert await found(image=own[1]) == [own[0], strange]
    assert set(await found(query="silver hair", limit=50)) == {*own, strange}
    assert len(await found(query="silver hair", project_id=stage.project, limit=2)) == 2
    png = await bytes_of(stage, strange)
    upload = await stage.http.post(search, files={"file": ("a.png", png)}, headers=FORM)
    assert upload.json()["items"][0]["sha256"] == strange
    assert upload.json()["items"][0]["similarity"] > 0.999
    assert upload.json()["space"] == stage.studio.embedder.space


async def test_a_search_takes_exactly_one_of_words_picture_and_character(stage: Stage) -> None:
    search = f"{ANIME}/references/search"
    for body in (
        {}, {"query": "red hair", "character": "Kai"}, {"query": "xyzzy"},
        {"query": "red hair", "limit": 51}, {"image": "last"},
    ):  # fmt: skip
        assert (await stage.http.post(search, json=body)).status_code == 422
    for body in ({"image": "0" * 64}, {"character": "Nobody"}, {"query": "a", "project_id": 9999}):
        assert (await stage.http.post(search, json=body)).status_code == 404


async def characters(stage: Stage) -> dict[str, dict[str, Any]]:
    async with stage.studio.store.read(LOCAL) as work:
        page = await work.characters.page(LOCAL, stage.project, limit=200, cursor=None)
    return {one.name: one.model_dump() for one in page.items}
