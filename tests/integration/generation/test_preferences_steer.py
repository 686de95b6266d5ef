"""Preferences steer pictures: what was preferred is drawn, and said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.integration.generation.conftest import Stage
from tools.catalog.catalog import CATALOG
from tools.catalog.tool import Call, Outcome
from tools.domain.actor import LOCAL
from tools.domain.generations import Generation
from tools.domain.workflows import Workflow
from tools.studio.generation import get_generation

PREFERENCES = "/api/anime/user/preferences"


@pytest.fixture(autouse=True)
async def nothing_kept(stage: Stage) -> None:
    for table in ("user_preferences", "style_templates", "character_templates"):
        await stage.rows(f"delete from {table}")


async def prefer(stage: Stage, **preferences: Any) -> None:
    answer = await stage.http.put(PREFERENCES, json={"preferences": preferences})
    assert answer.status_code == 200, answer.text


async def preferred(stage: Stage, **body: Any) -> dict[str, Any]:
    answer = await stage.http.post(
        "/api/anime/characters/generate-preferred",
        json={"character_name": "Kai", "project_id": stage.project} | body,
    )
    assert answer.status_code == 202, answer.text
    assert answer.headers["Location"] == f"/api/status/{answer.json()['id']}"
    return answer.json()


async def drawn(stage: Stage, ordered: dict[str, Any], **studio: Any) -> Generation:
    return await stage.draw(UUID(ordered["id"]), **studio)


def told(preferences: list[dict[str, Any]]) -> dict[str, tuple[Any, str]]:
    return {one["parameter"]: (one["value"], one["source"]) for one in preferences}


async def test_every_preference_reaches_the_picture_and_is_said(stage: Stage) -> None:
    await prefer(
        stage, style="ink wash", lighting={"value": "golden hour"}, palette="crimson, #00ff88",
        aspect_ratio="16:9", quality="draft", negative_prompt="text, watermark",
    )  # fmt: skip
    ordered = await preferred(stage, scene_description="walking on the beach")
    assert told(ordered["preferences"]) == {
        "style": ("ink wash", "user"),
        "lighting": ("golden hour", "user"),
        "palette": (["#b3142f", "#00ff88"], "user"),
        "width": (168, "user"),
        "height": (96, "user"),
        "quality_threshold": (0.7, "user"),
        "max_iterations": (1, "user"),
        "steps": (12, "user"),
        "negative_prompt": ("text, watermark", "user"),
    }
    made = await drawn(stage, ordered)
    assert made.best is not None
    came_of = made.best.provenance
    assert came_of["preferences"] == ordered["preferences"]
    assert (came_of["width"], came_of["height"]) == (168, 96)
    assert came_of["palette"] == ["#b3142f", "#00ff88"]
    assert "ink wash" in came_of["prompt"] and "golden hour" in came_of["prompt"]
    assert "hard neon rim light" not in came_of["prompt"]
    assert came_of["negative_prompt"].endswith("cartoon, text, watermark")
    assert made.order.quality_threshold == 0.7 and made.order.max_iterations == 1
    assert "ink" in came_of["undrawn"]
    status = await stage.status(made.id)
    assert status["preferences"] == ordered["preferences"]
    assert any(note.startswith("As you prefer: style ink wash") for note in status["notes"])


async def test_light_in_words_is_drawn_where_the_scene_leaves_it_open(stage: Stage) -> None:
    plain = await drawn(stage, await preferred(stage, scene_description="on the beach"))
    await prefer(stage, lighting="moonlight")
    dark = await drawn(stage, await preferred(stage, scene_description="on the beach"))
    said = await drawn(stage, await preferred(stage, scene_description="on the beach at noon"))
    hours = [
        one.best.provenance["parameters"]["drawing"]["staging"]["scene"]["time_of_day"]
        for one in (plain, dark, said)
        if one.best
    ]
    assert hours == ["day", "night", "day"]


async def test_an_applied_style_steers_the_next_pictures_of_the_character(stage: Stage) -> None:
    style = await stage.http.post(
        "/api/anime/style-templates",
        json={
            "name": "Wet Asphalt",
            "generation_params": {"style": "glossy", "aspect_ratio": "2:1", "checkpoint": "wet"},
        },
    )
    characters = await stage.http.get("/api/anime/characters", params={"project_id": stage.project})
    kai = next(one for one in characters.json()["items"] if one["name"].startswith("Kai"))
    before = await stage.made()
    await stage.http.post(
        f"/api/anime/characters/{kai['id']}/apply-template",
        json={"template_id": style.json()["id"]},
    )
    async with stage.preferring(stage.painter) as http:
        ordered = (await http.post("/api/generate", json=stage.body())).json()
        asked = (await http.post("/api/generate", json=stage.body(style="oil", width=64))).json()
    assert (before.order.style, before.order.width) == ("", 128)
    assert told(ordered["preferences"]) == {
        "style": ("glossy", "character"),
        "width": (184, "character"),
        "height": (88, "character"),
    }
    assert told(asked["preferences"]) == {"height": (64, "character")}
    assert asked["order"]["style"] == "oil"
    made = await drawn(stage, ordered, renderers=(stage.painter,))
    assert stage.painter.asked[-1].definition["rendering"]["checkpoint"] == "wet"
    assert made.best is not None and "glossy" in made.best.provenance["prompt"]


async def test_a_style_named_in_an_order_brings_its_model(stage: Stage) -> None:
    await stage.http.post(
        "/api/anime/style-templates",
        json={"name": "Wet", "generation_params": {"style": "glossy", "loras": ["rain"]}},
    )
    async with stage.preferring(stage.painter) as http:
        ordered = (await http.post("/api/generate", json=stage.body(style="WET"))).json()
    made = await drawn(stage, ordered, renderers=(stage.painter,))
    assert ordered["order"]["style"] == "glossy"
    assert stage.painter.asked[-1].definition["rendering"]["loras"] == ["rain"]
    again = await stage.repeat(made.id)
    assert again.order.rendering == {"loras": ["rain"]}
    assert again.order.preferences == made.order.preferences


async def test_a_style_may_name_a_workflow_of_ones_own(stage: Stage) -> None:
    graph = {"9": {"class_type": "SaveImage", "inputs": {"filename_prefix": "mine"}}}
    async with stage.service.studio.store.begin(LOCAL) as work:
        await work.workflows.put(LOCAL, Workflow(name="mine", graph=graph, slots={}))
    await stage.http.post(
        "/api/anime/style-templates",
        json={"name": "Wet", "generation_params": {"style": "glossy", "workflow": "mine"}},
    )
    async with stage.preferring(stage.painter) as http:
        ordered = (await http.post("/api/generate", json=stage.body(style="wet"))).json()
    assert ordered["order"]["workflow"]["graph"] == graph
    assert told(ordered["preferences"])["rendering.workflow"] == ("mine", "request")


async def test_the_requests_preferences_go_before_the_saved_ones(stage: Stage) -> None:
    await prefer(stage, style="ink", lighting="soft")
    ordered = await preferred(
        stage, user_preferences={"style": "photorealistic", "lighting": "dramatic", "mood": "x"}
    )
    assert told(ordered["preferences"]) == {
        "style": ("photorealistic", "request"),
        "lighting": ("dramatic", "request"),
    }
    assert any("mood" in note for note in ordered["notes"])


async def test_a_plain_order_does_not_follow_the_saved_preferences(stage: Stage) -> None:
    await prefer(stage, style="ink", aspect_ratio="16:9")
    made = await stage.http.post("/api/generate", json=stage.body())
    assert made.json()["preferences"] == [] and made.json()["order"]["style"] == ""


async def test_preferences_that_cannot_be_meant_refuse_the_order(stage: Stage) -> None:
    refused = await stage.http.post(
        "/api/anime/characters/generate-preferred",
        json={"character_name": "Kai", "user_preferences": {"quality": "superb"}},
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "BAD_PREFERENCE")
    assert await stage.rows("select id from runs") == []


async def test_what_a_repetition_asks_otherwise_was_no_preference(stage: Stage) -> None:
    await prefer(stage, style="ink", lighting="soft")
    made = await drawn(stage, await preferred(stage))
    again = await stage.repeat(made.id, style="oil")
    assert [one.parameter for one in again.order.preferences] == ["lighting"]


async def test_figures_tell_which_preference_set_what_and_was_accepted(stage: Stage) -> None:
    async def figures(**window: Any) -> dict[str, Any]:
        answer = await stage.http.get("/api/anime/analytics/preferences", params=window)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def effect(of: dict[str, Any], preference: str) -> dict[str, Any]:
        return next(one for one in of["preferences"] if one["preference"] == preference)

    assert (await figures())["generations"] == {"n": 0, "accepted": 0, "acceptance": None}
    await stage.made()
    await prefer(stage, style="ink")
    steered = await drawn(stage, await preferred(stage, scene_description="in the forest"))
    await stage.rows('update runs set result = result || \'{"verdict": "needs_revision"}\'')
    found = await figures()
    assert found["generations"] == {"n": 2, "accepted": 1, "acceptance": 0.5}
    style = effect(found, "style")
    assert (style["with_it"]["n"], style["with_it"]["acceptance"]) == (1, 0.0)
    assert (style["without_it"]["n"], style["without_it"]["acceptance"]) == (1, 1.0)
    assert style["difference"] == -1.0 and effect(found, "palette")["with_it"]["n"] == 0
    assert found["settings"] == [
        {"preference": "style", "parameter": "style", "value": "ink", "source": "user",
         "n": 1, "accepted": 0, "acceptance": 0.0}
    ]  # fmt: skip
    await stage.rows(
        'update runs set result = result || \'{"verdict": "approved"}\' where id = %s', steered.id
    )
    assert effect(await figures(), "style")["with_it"]["acceptance"] == 1.0
    past = datetime.now(UTC) - timedelta(days=1)
    assert (await figures(until=past.isoformat()))["generations"]["n"] == 0


async def told_to(stage: Stage, tool: str, **said: Any) -> Outcome:
    call = Call(studio=stage.studio, actor=LOCAL, project_id=stage.project, patience_s=0)
    return await CATALOG[tool](call, said)


async def test_the_tools_keep_apply_and_prefer(stage: Stage) -> None:
    saved = await told_to(
        stage, "save_style_template", name="Wet Asphalt", description="Rain",
        generation_params={"style": "glossy", "lighting": "neon"},
    )  # fmt: skip
    assert saved.content["style_template"]["generation_params"]["lighting"] == "neon"
    applied = await told_to(stage, "apply_style_template", template="asphalt", character="Kai")
    assert "generation_preferences.style" in applied.content["changed"]
    again = await told_to(stage, "apply_style_template", template="wet", character="Kai")
    assert "unchanged" in again.content
    copied = await told_to(stage, "save_style_template", name="Kai's", character="Kai")
    assert copied.content["style_template"]["generation_params"]["style"] == "glossy"
    listed = await told_to(stage, "list_style_templates")
    assert [one["name"] for one in listed.content["style_templates"]] == ["Wet Asphalt", "Kai's"]
    await told_to(stage, "save_character_template", name="Ronin", character="Kai")
    made = await told_to(stage, "apply_character_template", template="ronin", character="Genzo")
    assert made.content["new_design"] and "appearance.hair" in made.content["changed"]
    templates = await told_to(stage, "list_character_templates")
    assert [one["name"] for one in templates.content["character_templates"]] == ["Ronin"]


async def test_a_picture_asked_for_in_chat_follows_the_preferences(stage: Stage) -> None:
    empty = await told_to(stage, "get_preferences")
    assert empty.content["preferences"] == {}
    await told_to(stage, "set_preference", preference_type="palette", value="red and blue")
    await told_to(stage, "set_preference", preference_type="quality", value="0.5")
    kept = await told_to(stage, "get_preferences")
    assert kept.content["preferences"] == {"palette": "red and blue", "quality": "0.5"}
    ordered = await told_to(stage, "generate_image", character="Kai", max_iterations=2)
    made = await get_generation(stage.studio, LOCAL, UUID(ordered.generation_id or ""))
    assert {one.parameter: one.value for one in made.order.preferences} == {
        "palette": ["#d0272d", "#2360d8"], "quality_threshold": 0.5, "steps": 12,
    }  # fmt: skip
    assert made.order.max_iterations == 2
    await told_to(stage, "set_preference", preference_type="quality", value="none")
    left = await told_to(stage, "get_preferences")
    assert left.content["preferences"] == {"palette": "red and blue"}
