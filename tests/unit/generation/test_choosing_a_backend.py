"""Which backend draws an order, and what is said of those that do not."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from api.settings import Settings
from api.wiring import open_offline
from tools.domain.errors import InvalidError, UnavailableError
from tools.ports.rendering import Capability, Readiness, RenderRequest, RenderResult
from tools.studio.choosing import Needs, choose_renderer, draws_from_words, renderer_named

WORDS: frozenset[Capability] = frozenset({"text_to_image"})


@dataclass
class Told:
    """A renderer that is as it is told to be; nobody asks it to draw here."""

    name: str
    capabilities: frozenset[Capability] = WORDS
    ok: bool = True
    now: frozenset[Capability] | None = None
    detail: str = "fine"
    advice: str = ""
    asked: list[str] = field(default_factory=list)

    async def ready(self) -> Readiness:
        self.asked.append("ready")
        return Readiness(
            ok=self.ok,
            capabilities=self.capabilities if self.now is None else self.now,
            detail=self.detail,
            advice=self.advice,
        )

    def price_usd(self, request: RenderRequest) -> float:
        return 0.0

    async def render(self, request: RenderRequest, progress=None) -> RenderResult:
        raise AssertionError("nobody asked for a picture")

    async def stop(self, key: str) -> None:
        return


@pytest.fixture
def studio_with(tmp_path: Path):
    from dataclasses import replace

    with open_offline(Settings(data_dir=tmp_path, backend=())) as studio:
        yield lambda *renderers: replace(studio, renderers=renderers)


def down(name: str = "comfyui") -> Told:
    return Told(
        name,
        ok=False,
        detail="http://127.0.0.1:8188 refused the connection",
        advice="Start ComfyUI.",
    )


async def test_the_first_that_is_ready_draws_and_those_before_are_named(studio_with) -> None:
    studio = studio_with(down(), Told("gemini"), Told("sketch"))
    chosen = await choose_renderer(studio, Needs())
    assert chosen.renderer.name == "gemini"
    (passed,) = chosen.passed_over
    assert passed.sentence == (
        "comfyui was passed over: http://127.0.0.1:8188 refused the connection."
    )


async def test_a_backend_that_never_could_is_not_asked_whether_it_is_ready(studio_with) -> None:
    still, moving = Told("gemini"), Told("comfyui", WORDS | {"video"})
    chosen = await choose_renderer(studio_with(still, moving), Needs(clip=True))
    assert chosen.renderer.name == "comfyui"
    assert chosen.passed_over[0].reason == "cannot make clips"
    assert still.asked == []


async def test_what_a_server_cannot_do_at_the_moment_passes_it_over(studio_with) -> None:
    bare = Told("comfyui", WORDS | {"regional"}, now=WORDS)
    able = Told("sketch", WORDS | {"regional"})
    chosen = await choose_renderer(studio_with(bare, able), Needs(companions=True))
    assert chosen.renderer.name == "sketch"
    assert chosen.passed_over[0].reason == "cannot now draw several characters in one picture"


async def test_where_nobody_can_every_reason_and_advice_is_told(studio_with) -> None:
    with pytest.raises(UnavailableError) as refused:
        await choose_renderer(studio_with(down(), Told("sketch")), Needs(clip=True))
    assert refused.value.code == "NO_RENDERER"
    assert refused.value.detail.startswith(
        "No configured backend can make clips. comfyui: cannot make clips. sketch: cannot make "
        "clips. Clips are made by the embedded renderer, sketch: add sketch to "
        "ECHO_DIRECTOR_BACKEND. Or by ComfyUI: add comfyui to ECHO_DIRECTOR_BACKEND"
    )
    bare = Told("comfyui", WORDS | {"video"}, now=WORDS)
    with pytest.raises(UnavailableError) as passing:
        await choose_renderer(studio_with(bare), Needs(clip=True))
    assert passing.value.detail == (
        "No backend can make clips now. comfyui: cannot now make clips."
    )
    with pytest.raises(UnavailableError) as alone:
        await choose_renderer(studio_with(down()), Needs())
    assert "refused the connection" in alone.value.detail
    assert alone.value.detail.endswith("Start ComfyUI.")
    assert alone.value.facts["reasons"][0]["backend"] == "comfyui"


async def test_without_any_backend_the_setting_is_named(studio_with) -> None:
    with pytest.raises(UnavailableError, match="ECHO_DIRECTOR_BACKEND"):
        await choose_renderer(studio_with(), Needs())


async def test_a_named_backend_draws_or_nobody_does(studio_with) -> None:
    studio = studio_with(Told("sketch"), down())
    assert (await choose_renderer(studio, Needs(), "sketch")).renderer.name == "sketch"
    with pytest.raises(UnavailableError) as refused:
        await choose_renderer(studio, Needs(), "comfyui")
    assert refused.value.code == "NO_RENDERER"
    with pytest.raises(InvalidError) as unknown:
        await choose_renderer(studio, Needs(), "dalle")
    assert unknown.value.code == "UNKNOWN_BACKEND"
    assert unknown.value.facts["candidates"] == ["sketch", "comfyui"]
    with pytest.raises(InvalidError) as never:
        await choose_renderer(studio, Needs(companions=True), "sketch")
    assert never.value.code == "BACKEND_CANNOT"
    assert never.value.detail.startswith("sketch cannot draw several characters in one picture. ")


async def test_only_a_backend_that_runs_workflows_takes_one(studio_with) -> None:
    studio = studio_with(Told("sketch"), Told("a fork of it", WORDS | {"workflow"}))
    chosen = await choose_renderer(studio, Needs(workflow=True))
    assert chosen.renderer.name == "a fork of it"
    assert chosen.passed_over[0].sentence == "sketch was passed over: cannot run workflows."


def test_an_order_of_an_older_release_is_drawn_by_the_first_that_takes_words(studio_with) -> None:
    studio = studio_with(Told("cutout", frozenset()), Told("sketch"))
    assert renderer_named(studio, None).name == "sketch"
    with pytest.raises(UnavailableError) as gone:
        renderer_named(studio, "gemini")
    assert gone.value.code == "NO_RENDERER"


def test_what_gives_vectors_draws_from_the_definition() -> None:
    assert draws_from_words(Told("gemini"))
    assert not draws_from_words(Told("sketch", WORDS | {"svg"}))
