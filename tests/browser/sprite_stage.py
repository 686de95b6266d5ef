"""The sprite studio as a user handles it, and pictures of people to upload."""

from __future__ import annotations

import io
import json
from typing import Any
from urllib.request import Request, urlopen

from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.served import Served
from tests.browser.stage import Stage

Color = tuple[int, int, int]

_SKIN: Color = (233, 190, 160)
_TROUSERS: Color = (60, 60, 80)
_BOOTS: Color = (70, 40, 20)
DRAWING_MS = 30_000


def person(coat: Color, hair: Color, *, sword: bool = False) -> bytes:
    """A PNG of somebody who stands facing us, 320 by 420 pixels."""
    image = Image.new("RGB", (320, 420), (244, 244, 240))
    pen = ImageDraw.Draw(image)
    pen.ellipse((120, 30, 200, 115), fill=_SKIN)
    pen.pieslice((112, 20, 208, 120), 180, 360, fill=hair)
    pen.rectangle((148, 110, 172, 130), fill=_SKIN)
    pen.polygon([(115, 128), (205, 128), (198, 250), (122, 250)], fill=coat)
    pen.polygon([(115, 128), (95, 140), (70, 215), (88, 225), (122, 165)], fill=coat)
    pen.polygon([(205, 128), (225, 140), (250, 215), (232, 225), (198, 165)], fill=coat)
    pen.ellipse((66, 212, 92, 238), fill=_SKIN)
    pen.ellipse((228, 212, 254, 238), fill=_SKIN)
    pen.polygon([(124, 250), (158, 250), (152, 380), (124, 380)], fill=_TROUSERS)
    pen.polygon([(162, 250), (196, 250), (196, 380), (168, 380)], fill=_TROUSERS)
    pen.rectangle((112, 378, 153, 396), fill=_BOOTS)
    pen.rectangle((167, 378, 208, 396), fill=_BOOTS)
    if sword:
        pen.polygon([(238, 228), (246, 228), (268, 60), (256, 60)], fill=(150, 160, 175))
        pen.rectangle((226, 218, 262, 226), fill=(120, 90, 30))
    held = io.BytesIO()
    image.save(held, "PNG")
    return held.getvalue()


KNIGHT = FilePayload(
    name="knight.png",
    mimeType="image/png",
    buffer=person((170, 40, 40), (60, 40, 25), sword=True),
)
SQUIRE = FilePayload(
    name="squire.png", mimeType="image/png", buffer=person((40, 70, 150), (220, 190, 90))
)


class SpriteStage:
    """The studio on one browser page."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.page: Page = stage.page
        self.page.emulate_media(reduced_motion="reduce")

    def open(self, address: str = "#/sprites") -> SpriteStage:
        self.page.goto(self.stage.url + address)
        expect(self.page.get_by_role("main", name="Sprite studio")).to_have_attribute(
            "aria-busy", "false"
        )
        return self

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def cast(self, *names: str) -> SpriteStage:
        """Choose characters for the instigator and the responders, in this order."""
        roles = ("instigator", "responder", "responder 2")
        for name, role in zip(names, roles, strict=False):
            group = self.page.get_by_role("group", name=f"Characters for the {role}", exact=True)
            group.get_by_role("button", name=name, exact=True).click()
        return self

    def extracted(self) -> SpriteStage:
        self.page.get_by_role("button", name="Extract").click()
        expect(self.page.get_by_role("link", name="To the director’s booth")).to_be_visible()
        return self

    def directed(self, action: str = "Heavy attack") -> SpriteStage:
        """In the booth: choose the action and ask how it could be answered."""
        self.page.get_by_role("link", name="To the director’s booth").click()
        self.page.get_by_role("radio", name=action, exact=True).check()
        self.button("Suggest responses").click()
        expect(self.responses.first).to_be_visible()
        return self

    def answered(self, response: str) -> SpriteStage:
        self.responses.filter(has_text=response).click()
        expect(self.button("Generate sprites")).to_be_visible()
        return self

    def drawn(self) -> SpriteStage:
        self.button("Generate sprites").click()
        expect(self.canvas).to_have_attribute("data-ready", "true", timeout=DRAWING_MS)
        return self

    @property
    def responses(self) -> Locator:
        return self.page.locator(".response")

    @property
    def canvas(self) -> Locator:
        return self.page.locator(".sprites-canvas")

    @property
    def count(self) -> Locator:
        return self.page.locator(".frame-count")

    @property
    def shift(self) -> Locator:
        return self.page.get_by_role("slider")

    @property
    def fault(self) -> Locator:
        return self.page.locator(".fault")

    @property
    def animation_id(self) -> str:
        return self.page.url.split("#/sprites/")[1].split("/")[0]

    def drag_track(self, frames: float) -> None:
        """Drag the responder's frames by so many of their mean width, and let go."""
        lane = self.page.locator(".track-shift .frames")
        box = lane.bounding_box()
        assert box is not None
        count = lane.locator(".cell").count()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + frames * box["width"] / count, y, steps=6)
        self.page.mouse.up()


def bound_fight(served: Served, action: str, response: str, **settings: int) -> int:
    """The number of an animation in which Kai acts and Genzo answers, not drawn yet."""
    cast = {
        c["name"]: c["id"] for c in _asked(served, "api/anime/characters?project_id=1")["items"]
    }
    body = {
        "generation_mode": "dual",
        "project_id": 1,
        "character_id": cast["Kai Nakamura"],
        "responder_character_ids": [cast["Genzo Arakida"]],
        **settings,
    }
    made = _asked(served, "api/pipeline/projects", body)["id"]
    order = {"project_id": made, "action_type": action}
    _asked(served, "api/pipeline/dual/generate-script", order)
    answer = {"project_id": made, "responder_action": response}
    _asked(served, "api/pipeline/dual/confirm-responder", answer)
    return int(made)


def drawn_fight_of(served: Served, **settings: int) -> int:
    """The number of an animation that is drawn, small."""
    made = bound_fight(served, "light_attack", "Staggered Hit", sprite_px=64, **settings)
    _asked(served, "api/pipeline/dual/generate-sprites", {"project_id": made})
    return made


def _asked(served: Served, path: str, body: dict[str, Any] | None = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = Request(served.url + path, data, {"Content-Type": "application/json"})
    with urlopen(request, timeout=DRAWING_MS / 1000) as answer:
        return json.load(answer)
