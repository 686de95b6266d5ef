"""The generation pipeline on the real database: attempts, references, designs, failures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from api.sample import load_sample
from api.wiring import open_renderers, open_service
from tools.domain.actor import LOCAL
from tools.domain.generations import Generation
from tools.ports.rendering import (
    BackendBusyError,
    BackendRejectedError,
    Readiness,
    Renderer,
    RenderRequest,
    RenderResult,
)
from tools.studio.characters import update_character
from tools.studio.finding import find_character
from tools.studio.generation import get_generation, wait_for
from tools.studio.likeness import similar_to_character, similar_to_words
from tools.studio.ordering import ImageWish, order_image

SIDE = 512
ALLEY = "walking through the neon alley"


@dataclass
class Wayward:
    """A renderer that does something to each request before the real one draws it."""

    real: Renderer
    does: Callable[[int, RenderRequest], RenderRequest]
    asked: int = 0

    @property
    def name(self) -> str:
        return self.real.name

    @property
    def capabilities(self) -> frozenset[Any]:
        return self.real.capabilities

    async def ready(self) -> Readiness:
        return await self.real.ready()

    def price_usd(self, request: RenderRequest) -> float:
        return self.real.price_usd(request)

    async def stop(self, key: str) -> None:
        await self.real.stop(key)

    async def render(self, request: RenderRequest, progress: Any = None) -> RenderResult:
        self.asked += 1
        return await self.real.render(self.does(self.asked, request), progress)


@pytest.fixture(scope="module")
def sketch(tmp_path_factory: pytest.TempPathFactory):
    from api.settings import Settings

    settings = Settings(
        data_dir=tmp_path_factory.mktemp("r"), render_workers=1, backend=("sketch",)
    )
    with open_renderers(settings) as renderers:
        yield renderers[0]


@pytest.fixture
def obedient(sketch: Renderer) -> Wayward:
    return Wayward(sketch, lambda _, request: request)


@pytest.fixture
async def staged(settings, database_url: str, obedient: Wayward):
    """A service with the sample production, whose renderer a test can lead astray."""
    wide = settings.model_copy(update={"picture_side_px": SIDE, "patience_s": 60.0})
    async with open_service(wide, url=database_url, renderers=(obedient,)) as service:
        project = await load_sample(service.studio, LOCAL)
        yield service.studio, project.id


async def generate(studio, project: int, **wish: Any) -> Generation:
    wish = {"scene_description": ALLEY, "seed": 7} | wish
    ordered, _ = await order_image(studio, LOCAL, project, "Kai", ImageWish(**wish))
    return await wait_for(studio, LOCAL, ordered)


def dyed(request: RenderRequest, hair: str) -> RenderRequest:
    definition = dict(request.definition)
    definition["appearance"] = {**definition["appearance"], "hair": hair}
    definition["visual_traits"] = {}
    return replace(request, definition=definition)


async def test_the_first_picture_becomes_canonical_and_raises_the_version_once(staged) -> None:
    studio, project = staged
    before, _ = await find_character(studio, LOCAL, project, "Kai")
    made = await generate(studio, project)
    after, _ = await find_character(studio, LOCAL, project, "Kai")
    assert made.result["reference"] == "canonical"
    assert made.result["verdict"] == "no_reference"
    assert after.version == before.version + 1
    assert after.image_path == f"/api/assets/{made.result['sha256']}"


async def test_the_next_picture_is_scored_by_a_calibration_that_is_on_record(staged) -> None:
    studio, project = staged
    await generate(studio, project)
    made = await generate(studio, project, scene_description="at the shrine in the snow", seed=8)
    assert made.result["reference"] == "candidate"
    assert made.result["verdict"] == "approved"
    async with studio.store.read(LOCAL) as work:
        (newest, *_) = await work.scores.history(LOCAL, made.run.character_id, limit=5)
        row = await work.calibrations.find(LOCAL, newest.space, newest.domain)
    assert newest.score == made.result["score"]
    assert row is not None
    assert newest.calibration_id == row.id


async def test_an_attempt_that_drifts_is_adjusted_for_by_its_reason(staged, obedient) -> None:
    studio, project = staged
    await generate(studio, project)
    first = obedient.asked + 1
    obedient.does = lambda n, request: dyed(request, "long orange hair") if n == first else request
    made = await generate(studio, project, scene_description="on a rooftop at sunset")
    astray, mended = made.result["attempts"]
    assert "HAIR_DRIFT" in astray["codes"]
    assert "hair" in mended["adjustments"]["emphasis"]
    assert "HAIR_DRIFT" in mended["adjustments"]["because"]
    assert made.result["number"] == 2
    assert made.result["score"] > astray["score"]


async def test_the_best_attempt_is_kept_where_none_passes(staged, obedient) -> None:
    studio, project = staged
    await generate(studio, project)
    obedient.does = lambda _, request: dyed(request, "long orange hair")
    made = await generate(studio, project, max_iterations=2)
    assert len(made.result["attempts"]) == 2
    assert made.result["verdict"] != "approved"
    assert made.result["score"] == max(a["score"] for a in made.result["attempts"])


async def test_after_an_edit_only_what_was_asked_for_has_changed(staged) -> None:
    studio, project = staged
    await generate(studio, project)
    kai, _ = await find_character(studio, LOCAL, project, "Kai")
    await update_character(
        studio, LOCAL, kai.id, patch={"appearance": {"style": "red vest"}}, in_words=True
    )
    made = await generate(studio, project)
    async with studio.store.read(LOCAL) as work:
        (newest, *_) = await work.scores.history(LOCAL, kai.id, limit=1)
    change = newest.report["design_change"]
    assert change["kept_promise"] is True, [
        (r["region"], r["difference"]["difference"]) for r in change["regions"]
    ]
    changed = {r["region"] for r in change["regions"] if r["changed"]}
    assert changed == {"outfit"}
    assert made.result["reference"] == "canonical"


async def test_the_same_order_gives_the_same_bytes(staged) -> None:
    studio, project = staged
    first, second = await generate(studio, project), await generate(studio, project)
    assert first.result["sha256"] == second.result["sha256"]


async def test_exploration_draws_every_candidate_with_a_seed_of_its_own(staged) -> None:
    studio, project = staged
    made = await generate(studio, project, mode="creative_exploration", max_iterations=3)
    assert len({p.sha256 for p in made.pictures}) == 3
    assert [p.provenance["seed"] for p in made.pictures] == [7, 8, 9]


async def test_exploration_tries_what_the_words_leave_open_and_says_so(staged) -> None:
    studio, project = staged
    wish = {"scene_description": "side view, in the rain", "mode": "creative_exploration"}
    made = await generate(studio, project, **wish, max_iterations=3)
    stagings = [p.provenance["parameters"]["drawing"]["staging"] for p in made.pictures]
    assert {staging["view"] for staging in stagings} == {"side"}
    assert len({(s["framing"], s["scene"]["light"]) for s in stagings}) == 3
    changes = made.result["attempts"][0]["changes"]
    assert {change["code"] for change in changes} == {"EXPLORATION"}
    assert {change["adjustment"] for change in changes} == {"framing", "light"}


async def test_a_rejected_picture_fails_with_the_backends_sentence(staged, obedient) -> None:
    studio, project = staged

    def refuse(_: int, request: RenderRequest) -> RenderRequest:
        raise BackendRejectedError("This cannot be drawn.")

    obedient.does = refuse
    made = await generate(studio, project)
    assert made.status == "failed"
    assert made.run.error == {"code": "BACKEND_REJECTED", "detail": "This cannot be drawn."}
    assert made.pictures == ()


async def test_a_busy_backend_is_asked_again_later(staged, obedient) -> None:
    studio, project = staged

    def busy_once(n: int, request: RenderRequest) -> RenderRequest:
        if n == 1:
            raise BackendBusyError("Full.", retry_after=1)
        return request

    obedient.does = busy_once
    made = await generate(studio, project)
    assert made.status == "completed"
    assert obedient.asked == 2


async def test_likenesses_are_found_by_character_and_by_colour(staged) -> None:
    studio, project = staged
    await generate(studio, project)
    ordered, _ = await order_image(studio, LOCAL, project, "Genzo", ImageWish(seed=3))
    other = await wait_for(studio, LOCAL, ordered)
    second = await generate(studio, project, scene_description="at the shrine", seed=9)
    kai, _ = await find_character(studio, LOCAL, project, "Kai")
    near = await similar_to_character(studio, LOCAL, kai)
    assert near[0].sha256 == second.result["sha256"]
    assert {n.sha256 for n in near} == {second.result["sha256"], other.result["sha256"]}
    by_colour = await similar_to_words(studio, LOCAL, project, "somebody with black hair", limit=2)
    assert by_colour[0].character == "Kai Nakamura"


async def test_a_generation_is_found_by_the_start_of_its_id(staged) -> None:
    from tools.studio.generation import find_generation

    studio, project = staged
    made = await generate(studio, project)
    found = await find_generation(studio, LOCAL, project, str(made.id)[-36:][:18])
    assert (await get_generation(studio, LOCAL, made.id)).id == found.id
