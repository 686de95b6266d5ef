"""Analyses over HTTP: each figure is the database's, and follows it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from uuid_utils.compat import uuid7

from api.sample import load_sample
from store.database import Database
from tools.catalog.catalog import CATALOG
from tools.catalog.tool import Call
from tools.domain.actor import LOCAL
from tools.domain.assessments import Assessment
from tools.domain.characters import Character
from tools.domain.errors import NeedsProjectError, NotFoundError
from tools.domain.scenes import Scene
from tools.studio.analysis import analyze_character as analyze
from tools.studio.analysis import analyze_project, suggest_optimizations
from tools.studio.analysis_story import align_story, evolve_character
from tools.studio.scenes import create_scene, update_scene
from tools.studio.studio import Studio

ECHO = "/api/anime/echo"
KAI = "Kai Nakamura"


class Production:
    """The sample production, with what a test puts into its tables."""

    def __init__(self, studio: Studio, database: Database, project: int, kai: Character) -> None:
        self.studio, self.database, self.project, self.kai = studio, database, project, kai

    async def score(self, value: float, *drifted: str) -> int:
        regions = [
            {"region": region, "difference": 0.6 if region in drifted else 0.1}
            for region in ("hair", "outfit")
        ]
        codes = [f"{region.upper()}_DRIFT" for region in drifted]
        kept = Assessment(
            score=value,
            similarity=value,
            verdict="approved" if value >= 0.85 else "needs_revision",
            space="embedded-1",
            domain="rendered",
            design=self.kai.design,
            report={"codes": codes, "regions": regions, "cosine": value},
        )
        async with self.studio.store.begin(LOCAL) as work:
            number, _ = await work.scores.keep(
                LOCAL, character_id=self.kai.id, picture_id=None, assessment=kept
            )
        return number

    async def generation(self, *attempts: dict[str, Any], **run: Any) -> UUID:
        run_id = uuid7()
        order = {"character": KAI, "backend": "sketch", "max_iterations": 3, "seed": 1}
        given = {"status": "completed", "worked_s": 4.0, "error": None} | run
        async with self.database.pool.connection() as connection:
            await connection.execute(
                "insert into runs (id, kind, workspace_id, user_id, project_id, character_id,"
                " status, input, result, error, worked_s, started_at)"
                " values (%s, 'generation', 'local', 'local', %s, %s, %s, %s, %s, %s, %s, now())",
                (
                    run_id,
                    self.project,
                    self.kai.id,
                    given["status"],
                    json.dumps({"order": order | run.get("order", {})}),
                    json.dumps({"attempts": attempts}),
                    json.dumps(given["error"]),
                    given["worked_s"],
                ),
            )
        return run_id

    async def scene(self, description: str, *cast: str) -> Scene:
        edit = await create_scene(
            self.studio, LOCAL, self.project, description=description, characters=cast
        )
        return edit.scene

    async def rows(self, sql: str, *values: Any) -> list[Any]:
        async with self.database.pool.connection() as connection:
            return await (await connection.execute(sql, values)).fetchall()


@pytest.fixture
async def production(studio: Studio, database: Database) -> Production:
    project = await load_sample(studio, LOCAL)
    async with studio.store.read(LOCAL) as work:
        (kai,) = await work.characters.called(LOCAL, project.id, KAI)
    return Production(studio, database, project.id, kai)


def failed(number: int, *codes: str) -> dict[str, Any]:
    return {"number": number, "codes": list(codes), "passes": False, "rank": 2, "score": 0.4}


def passed(number: int, *because: str) -> dict[str, Any]:
    adjustments = {"because": list(because)} if because else {}
    return {"number": number, "codes": [], "passes": True, "rank": 1, "adjustments": adjustments}


async def asked(client: httpx.AsyncClient, path: str, **body: Any) -> dict[str, Any]:
    answer = await client.post(f"{ECHO}/{path}", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_the_figures_of_a_character_are_those_of_its_rows(
    production: Production, client: httpx.AsyncClient
) -> None:
    numbers = [await production.score(value) for value in (0.9, 0.8)]
    numbers.append(await production.score(0.4, "hair"))
    found = await asked(client, "character/analyze", character_name=KAI)
    ((mean,),) = await production.rows(
        "select avg(consistency_score) from character_consistency_scores where character_id = %s",
        production.kai.id,
    )
    figures = found["figures"]
    assert figures["score_trend.mean"]["value"] == pytest.approx(mean, abs=1e-4)
    assert sorted(figures["score_trend.mean"]["rows"]["scores"]) == sorted(numbers)
    assert figures["drifting_region.drift_share"]["value"] == pytest.approx(1 / 3, abs=1e-4)
    assert found["rests_on"]["counts"]["scores"] == 3
    assert found["rests_on"]["window"]["since"] is not None
    assert "hair" in found["summary"]
    assert found["written_by"] == "embedded"


async def test_another_score_changes_the_figures_and_the_text(
    production: Production, client: httpx.AsyncClient
) -> None:
    await production.score(0.9)
    await production.score(0.4, "hair")
    before = await asked(client, "analyze-character", character_id=production.kai.id)
    await production.score(0.4, "outfit")
    await production.score(0.4, "outfit")
    after = await asked(client, "analyze-character", character_id=production.kai.id)
    shares = [a["figures"]["drifting_region.drift_share"]["value"] for a in (before, after)]
    assert shares == [0.5, 0.5]
    assert [a["figures"]["score_trend.mean"]["n"] for a in (before, after)] == [2, 4]
    assert before["summary"] != after["summary"]
    assert "outfit" in after["summary"]


async def test_an_analysis_is_kept_as_the_character_s_assessment_with_its_date(
    production: Production, client: httpx.AsyncClient
) -> None:
    found = await asked(client, "character/analyze", character_name="kai", project_id=1)
    kept = (await client.get(f"/api/anime/characters/{production.kai.id}")).json()
    assert kept["echo_assessment"]["summary"] == found["summary"]
    assert kept["echo_assessment"]["assessed_at"][:19] == found["assessed_at"][:19]
    assert kept["version"] == production.kai.version, "an assessment is no edit"
    assert kept["last_validation_date"] is None, "nor a validation"


async def test_a_viewer_reads_the_analysis_and_keeps_nothing(production: Production) -> None:
    viewer = replace(LOCAL, role="viewer")
    found = await analyze(production.studio, viewer, production.kai.id)
    assert found.assessed_at is None
    assert found.report.findings
    async with production.studio.store.read(LOCAL) as work:
        kai = await work.characters.get(LOCAL, production.kai.id)
    assert kai.echo_assessment is None


async def test_suggestions_say_what_to_call_and_what_is_expected(
    production: Production, client: httpx.AsyncClient
) -> None:
    await production.score(0.4, "hair")
    await production.generation(failed(1, "HAIR_DRIFT"), passed(2, "HAIR_DRIFT"))
    found = await asked(client, "suggest-improvements", character_name=KAI)
    first = next(s for s in found["suggestions"] if s["code"] == "REGION_DRIFTS")
    assert first["action"]["tool"] == "generate_image"
    assert first["action"]["adjustments"]["emphasis"] == ["hair"]
    effect = first["action"]["effect"]
    assert (effect["before"], effect["after"]) == (1.0, 0.0)
    assert [s["rank"] for s in found["suggestions"]] == list(
        range(1, len(found["suggestions"]) + 1)
    )


async def test_a_project_names_strangers_and_scenes_without_references(
    production: Production, client: httpx.AsyncClient
) -> None:
    scene = await production.scene("Kai meets nobody.", KAI, "Nobody")
    found = await asked(client, "project/analyze", project_id=production.project)
    codes = {one["code"] for one in found["findings"]}
    assert {"SCENES_WITH_UNKNOWN_CHARACTERS", "SCENES_WITHOUT_REFERENCE"} <= codes
    lacking = found["figures"]["scenes_without_reference.scenes_without_reference"]
    assert (lacking["value"], lacking["rows"]["scenes"]) == (1, [scene.id])
    await update_scene(production.studio, LOCAL, scene.id, patch={"characters": []})
    again = await asked(client, "project/analyze", project_id=production.project)
    assert not {"SCENES_WITH_UNKNOWN_CHARACTERS", "SCENES_WITHOUT_REFERENCE"} & {
        one["code"] for one in again["findings"]
    }


async def test_templates_that_nobody_took_are_named_until_somebody_does(
    production: Production, client: httpx.AsyncClient
) -> None:
    style = {"name": "Ink", "generation_params": {"style": "ink wash"}}
    made = await client.post("/api/anime/style-templates", json=style)
    assert made.status_code == 201, made.text
    found = await asked(client, "project/analyze", project_id=production.project)
    assert found["figures"]["unused_templates.unused_style_templates"]["value"] == 1
    applied = await client.post(
        f"/api/anime/characters/{production.kai.id}/apply-template",
        json={"template_id": made.json()["id"]},
    )
    assert applied.status_code == 200, applied.text
    again = await asked(client, "project/analyze", project_id=production.project)
    assert "UNUSED_STYLE_TEMPLATES" not in {one["code"] for one in again["findings"]}


async def test_optimizations_estimate_what_failed_attempts_took(
    production: Production, client: httpx.AsyncClient
) -> None:
    empty = await asked(client, "project/optimize", project_id=production.project)
    assert empty["findings"] == [] and "nothing" in empty["summary"]
    await production.generation(failed(1, "HAIR_DRIFT"), passed(2, "HAIR_DRIFT"), worked_s=4.0)
    await production.generation(status="failed", error={"code": "BACKEND_DOWN"}, worked_s=30.0)
    found = await asked(client, "project/optimize", project_id=production.project)
    assert [one["code"] for one in found["suggestions"]] == [
        "BACKEND_FAILS",
        "RETRIES_FOR_HAIR_DRIFT",
    ]
    assert found["figures"]["failing_backend.wasted"]["value"] == 30.0
    assert found["figures"]["reason_codes.spared"]["value"] == 2.0
    await production.generation(failed(1, "HAIR_DRIFT"), passed(2), worked_s=4.0)
    more = await asked(client, "project/optimize", project_id=production.project)
    assert more["figures"]["reason_codes.spared"]["value"] == 4.0


async def test_the_story_is_held_against_the_arcs_of_the_bible(
    production: Production, client: httpx.AsyncClient
) -> None:
    first = await production.scene("Kai refuses a paid kill.", KAI)
    found = await asked(client, "story/align", project_id=production.project)
    kai = next(arc for arc in found["arcs"] if arc["character"] == KAI)
    shown = [step for step in kai["steps"] if step["status"] == "shown"]
    assert [(s["path"], s["scene_id"]) for s in shown] == [("beats[0]", first.id)]
    coverage = f"arc_findings.{KAI}.arc_coverage"
    assert found["figures"][coverage]["value"] == 0.2
    await production.scene("He loses the warranty of the rented eye.", KAI)
    again = await asked(client, "story/align", project_id=production.project, branch="main")
    assert again["figures"][coverage]["value"] == 0.4


async def test_a_proposal_is_answered_with_how_to_apply_it_and_applies(
    production: Production, client: httpx.AsyncClient
) -> None:
    path = f"character/{production.kai.id}/evolve"
    found = await asked(client, path, narrative="Kai dyes his hair silver.")
    patch = found["proposal"]["patch"]
    assert patch["appearance"]["hair"].startswith("silver hair")
    assert found["proposal"]["regions"] == ["hair"]
    unchanged = (await client.get(f"/api/anime/characters/{production.kai.id}")).json()
    assert unchanged["version"] == production.kai.version, "nothing is applied unasked"
    how = found["apply"]
    once = {"json": how["body"], "headers": how["headers"]}
    done = await client.request(how["method"], how["path"], **once)
    assert done.status_code == 200
    assert done.json()["appearance"] == unchanged["appearance"] | patch["appearance"]
    stale = await client.request(how["method"], how["path"], **once)
    assert stale.status_code == 412


async def test_scenes_may_be_read_instead_of_a_narrative(
    production: Production, client: httpx.AsyncClient
) -> None:
    path = f"{ECHO}/character/{production.kai.id}/evolve"
    nothing = await client.post(path)
    assert (nothing.status_code, nothing.json()["code"]) == (422, "NOTHING_TO_READ")
    scene = await production.scene("Kai wears a red coat.", KAI)
    read = (await client.post(path, json={"scene_ids": [scene.id]})).json()
    assert read["proposal"]["reasons"][0]["scene_id"] == scene.id
    assert (await client.post(path)).json()["proposal"] == read["proposal"]
    strange = await client.post(path, json={"scene_ids": [scene.id + 999]})
    assert (strange.status_code, strange.json()["code"]) == (404, "SCENE_NOT_FOUND")


async def test_where_there_is_nothing_to_improve_on_it_says_what_to_do(
    production: Production, client: httpx.AsyncClient
) -> None:
    answer = await client.post(f"{ECHO}/character/improve", json={"character_name": KAI})
    assert (answer.status_code, answer.json()["code"]) == (409, "NOTHING_TO_IMPROVE")
    assert "Generate a picture of Kai Nakamura" in answer.json()["detail"]
    await production.score(0.95)
    fine = await client.post(f"{ECHO}/character/improve", json={"character_name": KAI})
    assert fine.status_code == 409
    assert "no drift" in fine.json()["detail"]


REFUSED: tuple[tuple[str, dict[str, Any], int, str], ...] = (
    ("character/analyze", {}, 422, "INVALID"),
    ("character/analyze", {"character_name": "Nobody"}, 404, "CHARACTER_NOT_FOUND"),
    ("character/analyze", {"character_id": 2_000_000_000}, 404, "CHARACTER_NOT_FOUND"),
    ("character/analyze", {"character_name": "\x00"}, 422, "INVALID"),
    ("suggest-improvements", {"character_name": "x" * 200}, 422, "LIMIT_EXCEEDED"),
    ("project/analyze", {"project_id": 2_000_000_000}, 404, "PROJECT_NOT_FOUND"),
    ("project/optimize", {"project_id": 2_000_000_000}, 404, "PROJECT_NOT_FOUND"),
    ("story/align", {"project_id": 1, "branch": "elsewhere"}, 404, "BRANCH_NOT_FOUND"),
    ("story/align", {"project_id": 1, "branch": "\x00"}, 422, "INVALID"),
    ("character/1/evolve", {"narrative": "x" * 20_001}, 422, "LIMIT_EXCEEDED"),
    ("character/1/evolve", {"narrative": "\x00"}, 422, "INVALID"),
    ("character/1/evolve", {"scene_ids": [1] * 101}, 422, "LIMIT_EXCEEDED"),
)


async def test_what_cannot_be_analysed_is_refused_by_name(
    production: Production, client: httpx.AsyncClient
) -> None:
    for path, body, status, code in REFUSED:
        answer = await client.post(f"{ECHO}/{path}", json=body)
        told = (path, answer.status_code, answer.json()["code"])
        assert told == (path, status, code), answer.text


async def test_another_workspace_s_things_are_not_there(production: Production) -> None:
    stranger = replace(LOCAL, workspace=f"other-{uuid4().hex[:6]}")
    for ask in (
        lambda: analyze(production.studio, stranger, production.kai.id),
        lambda: analyze_project(production.studio, stranger, production.project),
        lambda: suggest_optimizations(production.studio, stranger, production.project),
        lambda: align_story(production.studio, stranger, production.project),
        lambda: evolve_character(production.studio, stranger, production.kai.id, narrative="x"),
    ):
        with pytest.raises(NotFoundError):
            await ask()


async def test_the_director_s_tools_say_what_the_routes_say(
    production: Production, client: httpx.AsyncClient
) -> None:
    await production.score(0.9)
    await production.score(0.4, "hair")
    await production.generation(failed(1, "HAIR_DRIFT"), passed(2))
    call = Call(studio=production.studio, actor=LOCAL, project_id=production.project)
    project = {"project_id": production.project}
    for tool, args, path, body in (
        ("analyze_character", {"character": "kai"}, "character/analyze", {"character_name": KAI}),
        ("suggest_improvements", {"character": KAI}, "suggest-improvements", {"character_id": 1}),
        ("analyze_project", {}, "project/analyze", project),
        ("suggest_optimizations", {}, "project/optimize", project),
    ):
        told = (await CATALOG[tool](call, args)).content
        found = await asked(client, path, **body)
        assert told["message"] == found["summary"]
        figures = {name: figure["value"] for name, figure in found["figures"].items()}
        assert {name: figure["value"] for name, figure in told["figures"].items()} == figures
        assert len(told["findings"]) == len(found["findings"])
    with pytest.raises(NeedsProjectError):
        await CATALOG["analyze_project"](replace(call, project_id=None), {})


async def test_an_attempt_that_was_kept_without_its_number_is_counted_by_its_place(
    production: Production, client: httpx.AsyncClient
) -> None:
    await production.generation({"codes": ["HAIR_DRIFT"]}, {"passes": True})
    found = await asked(client, "suggest-improvements", character_name=KAI)
    assert found["rests_on"]["counts"]["attempts"] == 2
