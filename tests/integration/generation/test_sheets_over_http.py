"""Character sheets: fourteen pictures drawn once each, scored, and laid out on one."""

from __future__ import annotations

import asyncio
import io
from dataclasses import replace
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from PIL import Image

from tests.integration.generation.conftest import Stage
from tests.integration.generation.painters import Chalk, blank, dyed
from tools.catalog.catalog import CATALOG
from tools.catalog.tool import Call
from tools.domain.actor import LOCAL
from tools.domain.cells import sheet_cells
from tools.domain.errors import StudioError
from tools.ports.rendering import BackendDownError
from tools.studio.finding import find_character
from tools.studio.generation import get_generation
from tools.studio.sheets import SheetWish, order_sheet
from tools.studio.threads import open_thread

NAMES = [cell.name for cell in sheet_cells()]
SMALL = {"cell_side_px": 128, "seed": 7}


async def kai(stage: Stage) -> int:
    found, _ = await find_character(stage.studio, LOCAL, stage.project, "Kai")
    return found.id


async def ordered(stage: Stage, **body: Any) -> UUID:
    answer = await stage.http.post(
        f"/api/anime/characters/{await kai(stage)}/sheet", json=SMALL | body
    )
    assert answer.status_code == 202, answer.text
    assert answer.headers["Location"] == f"/api/status/{answer.json()['id']}"
    return UUID(answer.json()["id"])


async def made(stage: Stage, **body: Any) -> dict[str, Any]:
    run_id = await ordered(stage, **body)
    await stage.sheet_driver().drive(run_id)
    return await stage.status(run_id)


async def test_the_director_makes_a_sheet_of_every_cell_and_shows_the_whole(stage: Stage) -> None:
    call = Call(studio=stage.studio, actor=LOCAL, project_id=stage.project, patience_s=0.0)
    begun = await CATALOG["generate_character_sheet"](call, {"character": "kai"})
    assert begun.content["message"].startswith("The character sheet of Kai Nakamura is queued")
    run_id = UUID(begun.content["generation_id"])
    thread = await open_thread(stage.studio, LOCAL, project_id=stage.project)
    await stage.rows("update runs set thread_id = %s where id = %s", thread.id, run_id)
    await stage.sheet_driver().drive(run_id)
    outcome = await CATALOG["get_generation_status"](call, {})
    sheet = await stage.status(run_id)
    assert (sheet["kind"], sheet["status"], sheet["error"]) == ("sheet", "completed", None)
    assert outcome.content["verdict"] == sheet["verdict"]
    assert outcome.artifacts[0].label == sheet["image"]["label"] == "Sheet of Kai Nakamura 1"
    assert "8 poses and 6 expressions" in outcome.content["message"]
    assert "front view is now canonical" in outcome.content["message"]
    async with stage.studio.store.read(LOCAL) as work:
        (message,) = await work.threads.latest(LOCAL, thread.id, limit=5)
    assert message.text.startswith("The character sheet of Kai Nakamura is ready.")
    assert message.content["artifacts"][0]["sha256"] == sheet["image"]["sha256"]
    await _every_cell_is_a_picture(stage, sheet)
    await _the_front_view_is_the_reference(stage, sheet)
    await _every_score_stands_in_a_row(stage, sheet)
    await _the_whole_is_no_reference(call, sheet)
    await _the_same_again_is_held_against_it(stage, sheet)


async def _every_cell_is_a_picture(stage: Stage, sheet: dict[str, Any]) -> None:
    assert [cell["name"] for cell in sheet["cells"]] == NAMES
    assert len({cell["image"]["sha256"] for cell in sheet["cells"]}) == 14
    assert all(cell["image"]["provenance"]["cell"] == cell["name"] for cell in sheet["cells"])
    assert sheet["cells"][4]["image"]["label"] == "Kai Nakamura, sitting 1"
    assert len(sheet["images"]) == 15
    page = await stage.http.get(sheet["sheet_url"])
    assert page.headers["content-type"] == "image/png"
    whole = np.asarray(Image.open(io.BytesIO(page.content)))
    part = (await stage.http.get(sheet["cells"][1]["image"]["url"])).content
    assert _holds(whole, np.asarray(Image.open(io.BytesIO(part)).convert("RGB"))[2:-2, 2:-2])


def _holds(whole: np.ndarray, part: np.ndarray) -> bool:
    height, width = part.shape[:2]
    rows, columns = np.nonzero((whole[:-height, :-width] == part[0, 0]).all(2))
    return any(
        (whole[y : y + height, x : x + width] == part).all()
        for y, x in zip(rows.tolist(), columns.tolist(), strict=True)
    )


async def _the_front_view_is_the_reference(stage: Stage, sheet: dict[str, Any]) -> None:
    front = sheet["cells"][0]
    assert sheet["result"]["reference"]["cell"] == "front_standing"
    assert sheet["result"]["reference"]["sha256"] == front["image"]["sha256"]
    assert front["finding"]["score"] is None
    assert "it is the reference now" in front["finding"]["note"]
    rows = await stage.rows("select sha256, status from character_references")
    assert rows == [(front["image"]["sha256"], "canonical")]
    character = (await stage.http.get(f"/api/anime/characters/{await kai(stage)}")).json()
    assert character["image_path"] == front["image"]["url"]


async def _every_score_stands_in_a_row(stage: Stage, sheet: dict[str, Any]) -> None:
    rows = await stage.rows(
        "select picture_id::text, consistency_score from character_consistency_scores "
        "where run_id = %s",
        sheet["id"],
    )
    kept = {cell["image"]["id"]: cell["finding"]["score"] for cell in sheet["cells"]}
    assert dict(rows) == kept
    assert sum(score is not None for score in kept.values()) == 13


async def _the_whole_is_no_reference(call: Call, sheet: dict[str, Any]) -> None:
    for name in ("approve_reference", "check_consistency"):
        with pytest.raises(StudioError, match="whole character sheet") as refused:
            await CATALOG[name](call, {"character": "Kai", "image": sheet["image"]["label"]})
        assert refused.value.code == "WHOLE_SHEET"


async def _the_same_again_is_held_against_it(stage: Stage, sheet: dict[str, Any]) -> None:
    """The same seed gives the same pictures, and a key one run."""
    path = f"/api/anime/characters/{await kai(stage)}/sheet"
    body = {"cell_side_px": 128, "seed": sheet["order"]["seed"]}
    runs = [
        (await stage.http.post(path, json=body, headers={"Idempotency-Key": key})).json()["id"]
        for key in ("one", "one", "two")
    ]
    assert runs[0] == runs[1] != runs[2]
    await stage.sheet_driver().drive(UUID(runs[0]))
    again = await stage.status(UUID(runs[0]))
    drawn = [[cell["image"]["sha256"] for cell in one["cells"]] for one in (sheet, again)]
    assert drawn[0] == drawn[1]
    assert again["result"]["reference"]["cell"] is None
    assert again["cells"][0]["finding"]["note"] == "This picture is the canonical reference itself."
    assert len(await stage.rows("select 1 from character_references")) == 1


async def test_a_cell_that_drifts_or_is_blank_is_named_with_what_is_wrong(
    stage: Stage, painter
) -> None:
    async def dye(number: int, request: Any) -> Any:
        return dyed(request, "long orange hair") if request.scene.startswith("walking") else None

    def answers(number: int, request: Any, answer: Any) -> Any:
        png = blank(request) if "sad" in request.scene else answer.png
        return replace(answer, png=png, domain="rendered")

    painter.before, painter.answers = dye, answers
    sheet = await made(stage, backend="comfyui", cell_side_px=192)
    found = {cell["name"]: cell["finding"] for cell in sheet["cells"]}
    walking, sitting, sad = found["walking"], found["sitting"], found["sad"]
    assert walking["verdict"] != "approved" and sitting["verdict"] == "approved"
    assert walking["why"][0].startswith("hair: ")
    assert walking["score"] < sitting["score"] - 0.1
    assert (sad["verdict"], sad["score"]) == ("needs_revision", None)
    assert sad["why"] == ["Nothing is on the picture: it is black, or of one colour."]
    assert sheet["verdict"] == "needs_review"
    assert [why.split(":")[0] for why in sheet["result"]["why"]][:1] == ["Walking"]
    assert sheet["result"]["why"][-1].startswith("Sad: Nothing is on the picture")


async def test_what_is_drawn_is_not_drawn_again_and_without_calibration_goes_to_review(
    stage: Stage, painter
) -> None:
    async def fail_late(number: int, request: Any) -> None:
        if number == 9:
            raise BackendDownError("The server went away.")

    painter.real, painter.before = Chalk(), fail_late
    run_id = await ordered(stage, backend="comfyui")
    await stage.sheet_driver().drive(run_id)
    halfway = await stage.status(run_id)
    assert halfway["status"] == "queued"
    drawn = {cell["name"]: cell["image"]["sha256"] for cell in halfway["cells"] if cell["image"]}
    assert 5 <= len(drawn) < 14
    asked, painter.before = len(painter.asked), None
    await stage.sheet_driver("another worker").drive(run_id)
    done = await stage.status(run_id)
    assert done["status"] == "completed"
    assert len(painter.asked) - asked == 14 - len(drawn)
    unscored = [cell["finding"] for cell in done["cells"][1:]]
    assert {one["verdict"] for one in unscored} == {"unscored"}
    assert all("no calibration" in one["why"][0] for one in unscored)
    assert (done["verdict"], done["result"]["approved"]) == ("needs_review", 1)
    assert done["notes"] == ["Drawn without the identity reference."]
    assert drawn.items() <= {c["name"]: c["image"]["sha256"] for c in done["cells"]}.items()
    assert len(done["images"]) == 15


async def test_cancelling_a_sheet_stops_its_cells_at_the_backend(stage: Stage, painter) -> None:
    begun = asyncio.Event()

    async def hang(number: int, request: Any) -> None:
        if number > 2:
            begun.set()
            await asyncio.Event().wait()

    painter.real, painter.before = Chalk(), hang
    run_id = await ordered(stage, backend="comfyui")
    driving = asyncio.create_task(stage.sheet_driver().drive(run_id))
    async with asyncio.timeout(10):
        await begun.wait()
        answer = await stage.http.post(f"/api/generations/{run_id}/cancel")
        await driving
    assert (answer.json()["status"], answer.json()["kind"]) == ("cancelled", "sheet")
    assert painter.stopped
    assert (await stage.status(run_id))["sheet_url"] is None


async def test_a_blank_first_picture_becomes_no_reference(stage: Stage, painter) -> None:
    painter.real = Chalk()
    painter.answers = lambda number, request, answer: replace(answer, png=blank(request))
    sheet = await made(stage, backend="comfyui")
    assert (sheet["status"], sheet["error"]["code"]) == ("failed", "BLANK_PICTURE")
    assert await stage.rows("select 1 from character_references") == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"cell_side_px": 4000}, "LIMIT_EXCEEDED"),
        ({"backend": "nobody"}, "UNKNOWN_BACKEND"),
        ({"quality_threshold": 3}, "VALIDATION"),
        ({"seed": -1}, "VALIDATION"),
        ({"style": "\x00"}, "VALIDATION"),
    ],
)
async def test_a_sheet_beyond_a_limit_is_refused(stage: Stage, body: dict, code: str) -> None:
    path = f"/api/anime/characters/{await kai(stage)}/sheet"
    answer = await stage.http.post(path, json=body)
    assert answer.status_code == 422
    if code != "VALIDATION":
        assert answer.json()["code"] == code
    assert await stage.rows("select 1 from runs") == []


async def test_a_sheet_needs_a_character_and_no_body(stage: Stage) -> None:
    unknown = await stage.http.post("/api/anime/characters/999999/sheet")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "CHARACTER_NOT_FOUND")
    known = await stage.http.post(f"/api/anime/characters/{await kai(stage)}/sheet")
    assert known.status_code == 202
    assert known.json()["order"]["side"] == 128


async def test_a_sheet_is_in_the_queue_and_is_not_repeated_as_a_picture(stage: Stage) -> None:
    run_id = await ordered(stage)
    queue = (await stage.http.get("/api/queue")).json()["items"]
    assert [(one["kind"], one["place"]) for one in queue] == [("sheet", 1)]
    again = await stage.http.post(f"/api/generations/{run_id}/regenerate")
    assert (again.status_code, again.json()["code"]) == (422, "NOT_A_PICTURE")
    assert "sheet anew" in again.json()["detail"]


async def test_a_character_only_in_the_bible_is_created_for_its_sheet(stage: Stage) -> None:
    call = Call(studio=stage.studio, actor=LOCAL, project_id=stage.project, patience_s=0.0)
    outcome = await CATALOG["generate_character_sheet"](call, {"character": "Mara"})
    assert outcome.content["created_from_bible"] == "Mara Voss"
    assert outcome.content["status"] == "queued"


async def test_what_was_generated_is_listed_and_the_newest_open_one_is_stopped(
    stage: Stage,
) -> None:
    call = Call(studio=stage.studio, actor=LOCAL, project_id=stage.project)
    empty = await CATALOG["list_generations"](call, {})
    assert empty.content["generations"] == []
    picture = await stage.made()
    sheet = await order_sheet(stage.studio, LOCAL, await kai(stage), SheetWish(cell_side=128))
    listed = (await CATALOG["list_generations"](call, {})).content
    assert [(one["kind"], one["status"]) for one in listed["generations"]] == [
        ("sheet", "queued"), ("generation", "completed"),
    ]  # fmt: skip
    assert listed["generations"][1]["verdict"] == picture.result["verdict"]
    stopped = await CATALOG["cancel_generation"](call, {})
    assert stopped.content["generation_id"] == str(sheet.id)
    assert (await get_generation(stage.studio, LOCAL, sheet.id)).status == "cancelled"
    with pytest.raises(StudioError, match="Nothing is being generated"):
        await CATALOG["cancel_generation"](call, {})
    with pytest.raises(StudioError, match="has ended: completed"):
        await CATALOG["cancel_generation"](call, {"generation_id": str(picture.id)})
