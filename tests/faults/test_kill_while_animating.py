"""kill -9 at every node boundary of the animations' graphs: the same end, the same effects."""

from __future__ import annotations

import pytest

from api.sample import load_sample
from api.settings import Settings
from api.wiring import open_service
from graph.animation.build import build_dual, build_single
from tests.faults.conftest import Fallen, expect_killed, fall
from tests.faults.dying import die_animating, performed
from tools.domain.actor import LOCAL
from tools.studio.animations.keeping import AnimationWish, create_animation
from tools.studio.animations.overview import overview, takes_of
from tools.studio.finding import find_character


def boundaries() -> list[tuple[str, str, str]]:
    graphs = {"single": build_single(None), "dual": build_dual(None)}
    return [
        (name, node, when)
        for name, graph in graphs.items()
        for node in graph.builder.nodes
        for when in ("before", "after")
    ]


async def begun(settings: Settings, url: str, mode: str) -> int:
    """A small animation of the sample's characters."""
    async with open_service(settings, url=url) as service:
        studio = service.studio
        project = await load_sample(studio, LOCAL)
        kai, _ = await find_character(studio, LOCAL, project.id, "Kai")
        genzo, _ = await find_character(studio, LOCAL, project.id, "Genzo")
        wish = AnimationWish(
            generation_mode=mode,
            sprite_px=64,
            character_id=kai.id,
            responder_character_ids=[genzo.id] if mode == "dual" else [],
        )
        return (await create_animation(studio, LOCAL, wish)).id


async def rows(service, table: str) -> int:
    async with service.database.pool.connection() as connection:
        answer = await connection.execute(f"select count(*) from {table}")
        return (await answer.fetchone())[0]


@pytest.fixture(scope="module")
async def fallen(mortals, mortal_settings, prepared_url, asked) -> Fallen:
    """Every asked-for death, on copies of a database with one animation of each kind."""
    animations = {
        mode: await begun(mortal_settings, prepared_url, mode) for mode in ("single", "dual")
    }
    made = Fallen(prepared_url, asked)
    stories = {one: (mortal_settings, made.urls[one], *one, animations[one[0]]) for one in asked}
    made.animations = animations
    await fall(mortals, die_animating, made, stories)
    return made


@pytest.mark.parametrize(("graph", "node", "when"), boundaries())
async def test_another_process_finishes_the_take(
    graph: str, node: str, when: str, fallen: Fallen, mortal_settings: Settings
) -> None:
    expect_killed(fallen, (graph, node, when))
    animation = fallen.animations[graph]
    async with open_service(mortal_settings, url=fallen.urls[graph, node, when]) as service:
        take = await performed(service.studio, animation)
        seen = await overview(service.studio, LOCAL, animation)
        takes = await takes_of(service.studio, LOCAL, animation)
        effects = await rows(service, "effects")
    everybody = ["instigator", "responder"] if graph == "dual" else ["instigator"]
    assert take.status == "completed"
    assert [one.number for one in takes] == [1]
    assert [sheet.who for sheet in seen.sheets] == everybody
    assert effects == len(everybody)
