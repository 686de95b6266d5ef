"""Workflows of the user's own, over HTTP, kept in the real database."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.workflows.graphs import distilled, text_to_image
from tools.domain.actor import Actor
from tools.domain.errors import NotFoundError
from tools.studio.workflows import get_workflow, list_workflows

SLOTS = {"prompt": "6.text", "seed": ["3.seed"]}


def _body(**more: Any) -> dict[str, Any]:
    return {"name": "Ink wash", "graph": text_to_image(), "slots": SLOTS, **more}


async def test_a_registered_workflow_is_answered_as_it_is_kept(serving, studio):
    http = serving(studio)
    made = await http.post("/api/workflows", json=_body(description="soft"))
    assert made.status_code == 201, made.text
    assert made.headers["etag"] == '"1"'
    body = made.json()
    assert body["slots"] == {
        "prompt": [{"node": "6", "input": "text"}],
        "seed": [{"node": "3", "input": "seed"}],
    }
    assert body["output"] == "9"
    assert body["graph"] == text_to_image()
    assert not body["slots_suggested"]
    read = await http.get("/api/workflows/ink%20WASH")
    assert read.json() == {**body, "check": None}
    listed = (await http.get("/api/workflows")).json()["items"]
    assert [(one["name"], one["nodes"], one["version"]) for one in listed] == [("Ink wash", 7, 1)]
    assert "graph" not in listed[0]


async def test_without_slots_they_are_found_by_the_wires(serving, studio):
    made = await serving(studio).post(
        "/api/workflows", json={"name": "own", "graph": text_to_image()}
    )
    assert made.json()["slots_suggested"]
    assert made.json()["slots"]["negative_prompt"] == [{"node": "7", "input": "text"}]


async def test_where_no_server_answers_it_is_kept_unchecked(serving, checking, servers):
    servers.away = True
    made = await serving(checking).post("/api/workflows", json=_body())
    assert made.status_code == 201
    assert made.json()["check"]["status"] == "unchecked"
    assert "cannot be reached" in made.json()["check"]["detail"]


async def test_what_the_servers_would_refuse_is_not_kept(serving, checking, servers):
    http = serving(checking)
    made = await http.post("/api/workflows", json=_body(graph=distilled(), slots=None))
    assert made.status_code == 422
    assert made.json()["code"] == "WORKFLOW_UNFIT"
    assert "No server has the node BasicGuider." in [e["message"] for e in made.json()["errors"]]
    assert (await http.get("/api/workflows")).json()["items"] == []


async def test_a_kept_workflow_is_checked_again_when_asked(serving, checking, servers):
    http = serving(checking)
    assert (await http.post("/api/workflows", json=_body())).json()["check"]["status"] == "fits"
    servers.nodes.discard("VAEDecode")
    checked = (await http.post("/api/workflows/Ink wash/check")).json()
    assert checked["status"] == "unfit"
    assert checked["problems"] == ["No server has the node VAEDecode."]


async def test_a_graph_that_does_not_fit_is_a_problem_with_its_path(serving, studio):
    http = serving(studio)
    for wrong, path in (
        ({"graph": {"nodes": [], "links": []}}, "$.graph"),
        ({"graph": {}}, "$.graph"),
        ({"slots": {"prompt": "99.text"}}, "$.slots.prompt[0]"),
        ({"output": "77"}, "$.output"),
    ):
        made = await http.post("/api/workflows", json=_body(**wrong))
        assert made.status_code == 422
        assert made.headers["content-type"] == "application/problem+json"
        assert made.json()["errors"][0]["path"] == path
    assert (await http.get("/api/workflows")).json()["items"] == []


async def test_a_name_that_cannot_stand_in_an_address_is_refused(serving, studio):
    http = serving(studio)
    for name in ("", "a/b", "..", "text_to_image", "a\x00b", "x" * 101, "\u200b", "?"):
        made = await http.post("/api/workflows", json=_body(name=name))
        assert made.status_code in (409, 422), name
    assert (await http.get("/api/workflows")).json()["items"] == []


async def test_a_second_workflow_of_the_name_is_a_conflict(serving, studio):
    http = serving(studio)
    await http.post("/api/workflows", json=_body())
    again = await http.post("/api/workflows", json=_body(name="INK  wash"))
    assert again.status_code == 409
    assert again.json()["code"] == "NAME_TAKEN"
    assert (await http.get("/api/workflows/Ink wash")).json()["version"] == 1


async def test_a_replacement_keeps_what_it_leaves_out(serving, studio):
    http = serving(studio)
    await http.post("/api/workflows", json=_body(description="soft"))
    graph = text_to_image()
    graph["3"]["inputs"]["steps"] = 12
    put = await http.put("/api/workflows/Ink wash", json={"graph": graph})
    assert put.status_code == 200
    assert put.headers["etag"] == '"2"'
    assert put.json()["description"] == "soft"
    assert set(put.json()["slots"]) == {"prompt", "seed"}
    assert put.json()["graph"]["3"]["inputs"]["steps"] == 12
    anew = await http.put("/api/workflows/Ink wash", json={"slots": None})
    assert "steps" in anew.json()["slots"]


async def test_a_writer_who_saw_another_version_is_told(serving, studio):
    http = serving(studio)
    await http.post("/api/workflows", json=_body())
    await http.put(
        "/api/workflows/Ink wash", json={"description": "2"}, headers={"If-Match": '"1"'}
    )
    stale = {"If-Match": '"1"'}
    put = await http.put("/api/workflows/Ink wash", json={"description": "3"}, headers=stale)
    gone = await http.delete("/api/workflows/Ink wash", headers=stale)
    assert (put.status_code, gone.status_code) == (412, 412)
    assert (await http.get("/api/workflows/Ink wash")).json()["description"] == "2"
    kept = await http.delete("/api/workflows/Ink wash", headers={"If-Match": '"2"'})
    assert kept.status_code == 204


async def test_an_unknown_name_offers_the_nearest(serving, studio):
    http = serving(studio)
    await http.post("/api/workflows", json=_body())
    for answer in (
        await http.get("/api/workflows/ink wush"),
        await http.put("/api/workflows/ink wush", json={}),
        await http.delete("/api/workflows/ink wush"),
        await http.post("/api/workflows/ink wush/check"),
    ):
        assert answer.status_code == 404
        assert answer.json()["code"] == "WORKFLOW_NOT_FOUND"
        assert answer.json()["candidates"] == ["Ink wash"]


async def test_a_long_list_comes_in_pages(serving, studio):
    http = serving(studio)
    for number in range(5):
        await http.post("/api/workflows", json=_body(name=f"graph {number}"))
    names: list[str] = []
    cursor = None
    while True:
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (await http.get("/api/workflows", params=query)).json()
        names += [one["name"] for one in page["items"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    assert names == [f"graph {number}" for number in range(5)]


async def test_another_workspace_sees_none_of_it(serving, studio):
    await serving(studio).post("/api/workflows", json=_body())
    stranger = Actor(workspace="elsewhere", user="stranger")
    with pytest.raises(NotFoundError):
        await get_workflow(studio, stranger, "Ink wash")
    assert (await list_workflows(studio, stranger)).items == []


async def test_two_registrations_at_once_make_one(serving, studio):
    import asyncio

    http = serving(studio)
    answers = await asyncio.gather(*(http.post("/api/workflows", json=_body()) for _ in range(4)))
    assert sorted(a.status_code for a in answers) == [201, 409, 409, 409]
    assert (await http.get("/api/workflows/Ink wash")).json()["version"] == 1
