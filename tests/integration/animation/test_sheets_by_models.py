"""Sheets drawn by models, careless as these are, through the post-processing of sprites."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import numpy as np
import pytest
from PIL import Image, ImageDraw

from api.app import create_app
from api.databases import copied_database, dropped_database
from api.sample import load_sample
from api.settings import Settings
from api.wiring import open_service
from tests.integration.animation.conftest import Stage, told
from tests.integration.comfyui.fake.nodes import Models
from tests.integration.comfyui.fake.server import FakeComfy
from tests.integration.hosted_models.gemini_server import (
    BOUND_S,
    Gemini,
    Silence,
    drawn,
    serving,
)
from tests.unit.guides.distorting import Careless, redrawn
from tools.backends.comfyui.pool import ComfyPool
from tools.backends.comfyui.renderer import ComfyRenderer, prompt_id_of
from tools.backends.comfyui.sheets import ComfySheets
from tools.backends.cutout.renderer import CutoutRenderer
from tools.backends.gemini.painting import GeminiPainter
from tools.backends.gemini.sheets import GeminiSheets
from tools.backends.sketch.renderer import SketchRenderer
from tools.domain.actor import LOCAL
from tools.domain.animation.script import AnimationFrame
from tools.imaging.decoding import decode
from tools.imaging.sheets.checking import fault_of
from tools.ports.animating import SheetRequest
from tools.ports.guiding import SheetGuides
from tools.ports.rendering import BackendDownError, BackendRejectedError, Reference
from tools.studio.animations.guiding import guides_for
from tools.studio.animations.mending import mend_frame
from tools.studio.finding import find_character
from tools.studio.studio import Studio

USAGE: dict[str, Any] = {
    "promptTokenCount": 1000,
    "candidatesTokenCount": 1200,
    "candidatesTokensDetails": [{"modality": "IMAGE", "tokenCount": 1120}],
    "totalTokenCount": 2200,
}
HERO = {"name": "Ib", "description": "a man with brown hair and a blue coat"}


@dataclass
class Careful(list[Any]):
    """Answers of a model that redraws the layout it is shown, as carelessly as told, one each."""

    gemini: Gemini
    ways: list[Careless] = field(default_factory=list[Careless])
    cell_px: int = 256

    def pop(self, index: Any = -1) -> Any:
        way = self.ways.pop(0)
        layouts = [data for name, _, data in self.gemini.pictures() if name == "Layout guide:"]
        grid = self.gemini.data()["grid"]
        key = tuple(np.asarray(Image.open(io.BytesIO(layouts[0])).convert("RGB"))[0, 0].tolist())
        return drawn(redrawn(layouts[0], grid["columns"], self.cell_px, key, way), usage=USAGE,
                     mime_type="image/jpeg")  # fmt: skip


@pytest.fixture(scope="module")
def hosted() -> Iterator[Gemini]:
    with serving() as server:
        yield server


@pytest.fixture
def gemini(hosted: Gemini) -> Gemini:
    hosted.seen.clear()
    return hosted


def careful(gemini: Gemini, *ways: Careless, cell_px: int = 256) -> Careful:
    """Let the model answer so, one way a request."""
    answers = Careful(gemini, list(ways), cell_px)
    gemini.answers = answers
    return answers


@pytest.fixture(scope="module")
async def modelled(
    hosted: Gemini, template_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Stage]:
    """The sample's fighters, in a service that prefers Gemini."""
    url = copied_database(template_url, f"test_{uuid4().hex[:12]}")
    home: Path = tmp_path_factory.mktemp("modelled")
    settings = Settings.model_validate(
        {
            "data_dir": home, "lease_s": 1.0, "render_workers": 1, "model": "embedded",
            "backend": ("gemini", "sketch", "cutout"), "GEMINI_API_KEY": "k",
            "GOOGLE_GEMINI_BASE_URL": hosted.url,
        }
    )  # fmt: skip
    async with open_service(settings, url=url) as service:
        project = await load_sample(service.studio, LOCAL)
        kai, _ = await find_character(service.studio, LOCAL, project.id, "Kai")
        genzo, _ = await find_character(service.studio, LOCAL, project.id, "Genzo")
        app = create_app(settings, service=service)
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(
                transport=transport, base_url="http://127.0.0.1:8328", timeout=60
            ) as http,
        ):
            yield Stage(http=http, service=service, project=project.id, kai=kai.id, genzo=genzo.id)
    dropped_database(url)


async def sprites(stage: Stage, action: str = "light_attack") -> tuple[int, httpx.Response]:
    animation = await stage.alone()
    told(await stage.post("/single/generate-script", project_id=animation, action_type=action))
    return animation, await stage.post("/single/generate-sprites", project_id=animation)


async def booked(stage: Stage) -> list[float]:
    async with stage.service.studio.store.read(LOCAL) as work:
        calls = await work.spending.newest(LOCAL, before=None, limit=50)
    return [call.cost_usd for call in calls]


async def test_a_sheet_by_a_model_becomes_small_frames_in_the_colours_of_the_character(
    modelled: Stage, gemini: Gemini
) -> None:
    careful(gemini, Careless(empty=(2,)), Careless())
    before = len(await booked(modelled))
    animation, answer = await sprites(modelled)
    made = told(answer)
    sheet = decode(await modelled.bytes_at(made["spritesheet_url"]))
    shown = sheet[sheet[:, :, 3] > 0]
    count = len(made["frames"])
    async with modelled.service.studio.store.read(LOCAL) as work:
        take = await work.takes.newest(LOCAL, animation)
        assert take is not None
        (record,) = await work.takes.sheets(LOCAL, take.run_id)
    document = record.document
    assert (document.backend, document.cell_px, document.exact) == ("gemini", 256, False)
    assert 64 <= document.width <= 72 and 64 <= document.height <= 72
    palette = {tuple(bytes.fromhex(c[1:])) for c in take.facts.dnas["instigator"].palette}
    assert {tuple(color) for color in shown[:, :3].tolist()} <= palette
    assert set(np.unique(sheet[:, :, 3]).tolist()) == {0, 255}
    for frame in document.frames:
        assert 20 <= frame.box.height <= 66
        assert frame.box.y + frame.box.height <= document.height
    assert count == len(document.frames)
    assert take.facts.backends == {"instigator": "gemini"}
    seeds = [body["generationConfig"]["seed"] for _, body, _ in gemini.seen]
    assert len(seeds) == len(set(seeds)) == 2
    assert document.seed % 2**31 == seeds[1]
    assert len(await booked(modelled)) == before + 2
    data = gemini.data(0)
    assert data["grid"]["figures"] == len(data["frames"]) == count
    assert [name for name, _, _ in gemini.pictures(0)][-2:] == [
        "Layout guide:",
        "Skeletons of the same poses:",
    ]
    redone = careful(gemini, Careless(shift=20))
    mended = await mend_frame(modelled.service.studio, LOCAL, animation, "instigator", 1)
    assert not redone.ways
    after = mended.sheet.document
    assert [f.sha256 == g.sha256 for f, g in zip(after.frames, document.frames, strict=True)] == [
        at != 1 for at in range(count)
    ]
    here, there = after.frames[1].pivot, document.frames[1].pivot
    assert abs(here[0] - there[0]) <= 1
    assert abs(here[1] - there[1]) <= 1


async def test_two_wrong_sheets_are_refused_with_the_reason(
    modelled: Stage, gemini: Gemini
) -> None:
    careful(gemini, Careless(empty=(1,)), Careless(empty=(1, 3)))
    _, answer = await sprites(modelled, "block")
    assert answer.status_code == 422
    problem = answer.json()
    assert "gemini did not draw the sheet that was asked for, 2 times" in problem["detail"]
    assert "there is none in cell 2." in problem["detail"]
    assert "cells 2, 4" in problem["detail"]
    assert len(gemini.seen) == 2


async def test_a_sheet_that_is_refused_for_good_ends_the_calls_for_the_others(
    modelled: Stage, gemini: Gemini
) -> None:
    gemini.left.clear()
    refused = (403, {"message": "no such key", "status": "PERMISSION_DENIED"})
    gemini.answers = [Silence(), refused, Silence(), Silence()]
    animation = await modelled.alone(directions=4)
    told(await modelled.post("/single/generate-script", project_id=animation, action_type="idle"))
    answer = await modelled.post("/single/generate-sprites", project_id=animation)
    assert answer.status_code == 422
    assert "refuses the key" in answer.json()["detail"]
    assert await asyncio.to_thread(gemini.left.wait, BOUND_S / 2)


def asked(count: int = 4, **changes: Any) -> SheetRequest:
    frames = tuple(
        AnimationFrame(frame_index=i, phase="Idle", duration_ms=90) for i in range(count)
    )
    facts: dict[str, Any] = {
        "frames": frames, "perspective": "side", "facing": 90.0, "cell_px": 64, "style": "pixel",
        "key_color": "#ff00ff", "definition": HERO, "seed": 5, "key": "a sheet",
        "prompt": "brown hair, blue coat",
    }  # fmt: skip
    return SheetRequest(**{**facts, **changes})


@pytest.fixture(scope="module")
async def rig() -> AsyncIterator[SketchRenderer]:
    sketch = SketchRenderer(workers=1)
    yield sketch
    sketch.close()


@pytest.fixture
async def painter(gemini: Gemini) -> AsyncIterator[GeminiPainter]:
    opened = GeminiPainter(api_key="k", base_url=gemini.url, timeout_s=20)
    yield opened
    await opened.close()


def layout(columns: int, rows: int, cell_px: int) -> SheetGuides:
    """A plain figure in every cell."""
    rough = Image.new("RGB", (columns * cell_px, rows * cell_px), "#ff00ff")
    pen = ImageDraw.Draw(rough)
    for row in range(rows):
        for column in range(columns):
            x, y, unit = column * cell_px, row * cell_px, cell_px / 8
            pen.ellipse((x + 3 * unit, y + unit, x + 5 * unit, y + 3 * unit), fill="#e0b090")
            pen.rectangle((x + 3 * unit, y + 3 * unit, x + 5 * unit, y + 7 * unit), fill="#204080")
    whole, black = io.BytesIO(), io.BytesIO()
    rough.save(whole, "PNG")
    Image.new("RGB", rough.size).save(black, "PNG")
    return SheetGuides(
        pose=black.getvalue(), rough=whole.getvalue(), columns=columns, rows=rows, cell_px=cell_px
    )


async def test_gemini_draws_on_a_canvas_of_a_ratio_it_has_and_long_sheets_in_several(
    gemini: Gemini, painter: GeminiPainter
) -> None:
    careful(gemini, Careless(shift=1), Careless(shift=1), cell_px=64)
    request = asked(20, guides=layout(5, 4, 64))
    sheets = GeminiSheets(painter)
    made = await sheets.render_sheet(request)
    assert (made.columns, made.rows, made.cell_px) == (5, 4, 64)
    pixels = decode(made.png)
    assert pixels.shape == (256, 320, 4)
    assert [gemini.data(call)["grid"]["figures"] for call in (0, 1)] == [10, 10]
    assert made.cost_usd is not None
    assert 0 < made.cost_usd <= sheets.price_usd(request)
    assert fault_of(pixels, rows=4, columns=5, frame_count=20, key=(255, 0, 255)) is None
    for call in (0, 1):
        shown = Image.open(io.BytesIO(gemini.pictures(call)[0][2])).size
        ratio = gemini.seen[call][1]["generationConfig"]["imageConfig"]["aspectRatio"]
        across, down = (int(part) for part in ratio.split(":"))
        assert shown[0] / shown[1] == pytest.approx(across / down, rel=0.02)


async def test_a_sheet_of_another_shape_is_refused_with_what_it_cost(
    gemini: Gemini, painter: GeminiPainter
) -> None:
    square = io.BytesIO()
    Image.new("RGB", (64, 64), "#ff00ff").save(square, "PNG")
    gemini.answers = [drawn(square.getvalue(), usage=USAGE)]
    with pytest.raises(BackendRejectedError, match="not the ratio") as refused:
        await GeminiSheets(painter).render_sheet(asked(4, guides=layout(4, 1, 64)))
    assert refused.value.code == "SHEET_UNUSABLE"
    assert refused.value.cost_usd is not None
    assert refused.value.cost_usd > 0


@pytest.fixture
def comfy() -> Iterator[FakeComfy]:
    """A server with a checkpoint and nothing to hold a character or a pose."""
    bare = Models(loras=(), control_nets=(), upscalers=(), diffusion=(), text_encoders=(), vaes=())
    fake = FakeComfy(models=bare).start()
    yield fake
    fake.stop()


@pytest.fixture
async def comfy_sheets(comfy: FakeComfy) -> AsyncIterator[ComfySheets]:
    pool = ComfyPool([comfy.url])
    yield ComfySheets(ComfyRenderer(pool))
    await pool.close()


async def test_comfyui_draws_over_the_sprites_and_says_that_the_reference_was_not_used(
    comfy: FakeComfy, comfy_sheets: ComfySheets, rig: SketchRenderer
) -> None:
    definition = {**HERO, "rendering": {"denoise": 0.04, "steps": 2}}
    request = asked(definition=definition)
    guides = await rig.sheet_guides(request, cell_px=256)
    portrait = Reference(sha256="0" * 64, data=guides.rough)
    shares: list[float] = []

    async def progress(done: float, words: str) -> None:
        shares.append(done)

    made = await comfy_sheets.render_sheet(
        replace(request, guides=guides, references=(portrait,)), progress
    )
    assert (made.backend, made.exact, made.cell_px) == ("comfyui", False, 256)
    pixels = decode(made.png)
    assert pixels.shape == (guides.rows * 256, guides.columns * 256, 4)
    assert fault_of(
        pixels, rows=guides.rows, columns=guides.columns, frame_count=4, key=(255, 0, 255)
    ) is None  # fmt: skip
    assert any("reference picture was not used" in note for note in made.notes)
    assert shares == sorted(shares)
    (sent,) = comfy.submitted
    assert sent["prompt_id"] == prompt_id_of("a sheet")
    words = " ".join(
        node["inputs"]["text"]
        for node in sent["prompt"].values()
        if node["class_type"] == "CLIPTextEncode"
    )
    assert "sprite sheet" in words
    assert "4 frames" in words
    assert "magenta" in words
    assert "blue coat" in words


async def test_pages_of_a_sheet_without_a_key_are_jobs_of_their_own(comfy: FakeComfy) -> None:
    pool = ComfyPool([comfy.url])
    sheets = ComfySheets(ComfyRenderer(pool), side_most=256)
    request = asked(2, key="", definition={**HERO, "rendering": {"steps": 1}})
    for _ in range(2):
        await sheets.render_sheet(request)
    sent = [job["prompt_id"] for job in comfy.submitted]
    assert len(sent) == len(set(sent)) == 4
    await pool.close()


async def test_a_sheet_is_not_ready_where_no_server_answers(comfy: FakeComfy) -> None:
    comfy.stop()
    pool = ComfyPool([comfy.url])
    sheets = ComfySheets(ComfyRenderer(pool))
    assert not (await sheets.ready()).ok
    with pytest.raises(BackendDownError):
        await sheets.render_sheet(asked())
    await pool.close()


async def test_a_picture_without_a_definition_begins_with_sprites_of_that_picture(
    modelled: Stage, rig: SketchRenderer
) -> None:
    sheet = await rig.render_sheet(asked(1, cell_px=256, key_color="#ffffff", style="pixel"))
    request = asked(definition=None, picture=sheet.png)
    studio: Studio = replace(
        modelled.service.studio, guide=rig, sprite_renderers=(CutoutRenderer(),)
    )
    abilities = ComfySheets(ComfyRenderer(ComfyPool(["http://127.0.0.1:9"]))).sheet_abilities
    made = await guides_for(studio, request, abilities)
    plain = await rig.sheet_guides(request, cell_px=256)
    assert made is not None
    assert made.pose == plain.pose
    pixels = decode(made.rough)
    key = (pixels[:, :, :3] == (255, 0, 255)).all(axis=2)
    figure = pixels[~key][:, :3].astype(np.int16)
    blue = (figure[:, 2] > figure[:, 0] + 30).mean()
    other = decode(plain.rough)
    bare = other[~(other[:, :, :3] == (255, 0, 255)).all(axis=2)][:, :3].astype(np.int16)
    assert blue > 0.15 > (bare[:, 2] > bare[:, 0] + 30).mean()
