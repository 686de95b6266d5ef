"""Contact sheets of everything that the sketch renderer draws: `python -m evals.pictures`."""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import get_args

from PIL import Image, ImageDraw, ImageFont

from tools.backends.sketch.compose import draw
from tools.backends.sketch.raster import png_of
from tools.domain.look import (
    Eyes,
    Garment,
    GarmentKind,
    Hair,
    HairStyle,
    Look,
    Prop,
    PropKind,
)
from tools.domain.reading import read_drawing
from tools.domain.staging import (
    Drawing,
    Expression,
    Framing,
    Pose,
    Scene,
    SettingKind,
    Staging,
    View,
)

FOLDER = Path("docs/pictures")
MOST_BYTES = 900_000
SEED = 7
LABEL = 22
"""Pixels under each picture for its words."""

KAI = {
    "name": "Kai Nakamura",
    "description": "A young man, a courier of the lower city.",
    "gender": "male",
    "visual_traits": {
        "hair": "dark black hair with electric neon blue streaks",
        "eyes": "left eye bright blue, right eye cyan cybernetic",
        "outfit": "black tactical military vest with glowing blue circuits",
    },
}
KAI_SCENE = "Kai walks through the neon alley at night, focused"


@dataclass(frozen=True)
class Cell:
    """One labelled picture of a sheet."""

    label: str
    drawing: Drawing


@dataclass(frozen=True)
class Sheet:
    """A sheet of cells, `side` pixels each."""

    name: str
    cells: tuple[Cell, ...]
    columns: int
    side: int = 250


def sheets() -> tuple[Sheet, ...]:
    """Every sheet of docs/pictures but the hero."""
    return (
        Sheet("hair", tuple(_hair()), 4, 260),
        Sheet("expressions", tuple(_expressions()), 3, 300),
        Sheet("outfits", tuple(_outfits()), 6, 270),
        Sheet("garments", tuple(_garments()), 8, 200),
        Sheet("props", tuple(_props()), 6, 250),
        Sheet("poses", tuple(_poses()), 5, 260),
        Sheet("views", tuple(_views()), 4, 300),
        Sheet("settings", tuple(_settings()), 5, 280),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the sheets and the hero picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="which sheets; all, and the hero, if none")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    asked = parser.parse_args(arguments)
    asked.folder.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        for sheet in sheets():
            if asked.names and sheet.name not in asked.names:
                continue
            drawings = [cell.drawing for cell in sheet.cells]
            pictures = list(pool.map(_picture, drawings, [sheet.side] * len(drawings)))
            _save(_mounted(sheet, pictures), asked.folder / f"{sheet.name}.png")
    if not asked.names or "kai" in asked.names:
        hero = Image.open(io.BytesIO(_picture(read_drawing(KAI, KAI_SCENE), 1024)))
        _save(hero.convert("RGB"), asked.folder / "kai.png")


def _picture(drawing: Drawing, side: int) -> bytes:
    return png_of(draw(drawing, SEED, side, side), side, side)


def _mounted(sheet: Sheet, pictures: list[bytes]) -> Image.Image:
    rows = -(-len(pictures) // sheet.columns)
    page = Image.new("RGB", (sheet.columns * sheet.side, rows * (sheet.side + LABEL)), "#20232b")
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(13)
    for index, (cell, data) in enumerate(zip(sheet.cells, pictures, strict=True)):
        x = index % sheet.columns * sheet.side
        y = index // sheet.columns * (sheet.side + LABEL)
        page.paste(Image.open(io.BytesIO(data)).convert("RGB"), (x, y))
        at = (x + sheet.side / 2, y + sheet.side + LABEL / 2)
        pen.text(at, cell.label, font=font, fill="#e8eaf0", anchor="mm")
    return page


def _save(page: Image.Image, path: Path) -> None:
    """The picture as PNG, with a palette where it would otherwise be too large."""
    out = io.BytesIO()
    page.save(out, "PNG", optimize=True)
    for colors in (256, 128, 64):
        if out.tell() <= MOST_BYTES:
            break
        out = io.BytesIO()
        page.quantize(colors, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    path.write_bytes(out.getvalue())


def _worn(
    kind: GarmentKind, color: str, accent: str | None = None, glowing: bool = False
) -> Garment:
    return Garment(kind=kind, color=color, accent=accent, glowing=glowing)


PLAIN = (
    _worn("turtleneck", "#3a4152"),
    _worn("trousers", "#2b303c"),
    _worn("boots", "#33261f"),
)
_HAIR_COLORS = (
    "#2a1c18",
    "#8a3a22",
    "#d9b04a",
    "#c9485b",
    "#6a4fc0",
    "#2f8f7a",
    "#e8e2f0",
    "#2b4fa0",
)


def _hair() -> Iterable[Cell]:
    for index, style in enumerate(get_args(HairStyle)):
        hair = Hair(style=style, color=_HAIR_COLORS[index % len(_HAIR_COLORS)])
        look = Look(
            hair=hair, presentation="feminine" if index % 2 else "masculine", garments=PLAIN
        )
        yield Cell(style, Drawing(look=look, staging=Staging(framing="portrait")))


def _expressions() -> Iterable[Cell]:
    eyes = Eyes(left="#3fae6a", right="#d9902a")
    look = Look(
        hair=Hair(style="bob", color="#c9485b"), eyes=eyes, presentation="feminine",
        garments=(_worn("hoodie", "#5b6fb0"), *PLAIN[1:]),
    )  # fmt: skip
    for expression in get_args(Expression):
        staging = Staging(expression=expression, framing="portrait", view="front")
        yield Cell(expression, Drawing(look=look, staging=staging))


OUTFITS: dict[str, tuple[str, tuple[Garment, ...]]] = {
    "street": ("masculine", (_worn("tshirt", "#d84040", "#ffffff"), _worn("jeans", "#36507f"),
                             _worn("sneakers", "#2a2a30"))),
    "school blazer": ("masculine", (_worn("shirt", "#f2f2f4"), _worn("tie", "#a02035", "#d8b060"),
                                    _worn("trousers", "#5a6070"), _worn("shoes", "#2a2018"),
                                    _worn("blazer", "#27305a", "#c9a24a"))),
    "sailor uniform": ("feminine", (_worn("sailor_top", "#f6f6fa", "#27335f"),
                                    _worn("pleated_skirt", "#27335f"), _worn("shoes", "#3a241c"))),
    "knight": ("masculine", (_worn("breastplate", "#c4cad4", "#c9a24a"), _worn("greaves", "#c4cad4"),
                             _worn("gauntlets", "#c4cad4"), _worn("pauldrons", "#c4cad4"),
                             _worn("boots", "#6a6f7a"), _worn("cape", "#a01828", "#6a0f1c"))),
    "courier": ("masculine", (_worn("turtleneck", "#2b2f3a"), _worn("cargo_trousers", "#30343e"),
                              _worn("boots", "#17171c"), _worn("gloves", "#17171c"),
                              _worn("tactical_vest", "#181a20", "#18b4ff", True))),
    "samurai": ("masculine", (_worn("kimono", "#f0ede4", "#2c3450"), _worn("hakama", "#2c3450"),
                              _worn("haori", "#5f86b8", "#20304f"), _worn("sandals", "#8a6a4a"))),
    "kimono": ("feminine", (_worn("kimono", "#c23a58", "#f0d8a0"), _worn("sandals", "#5a3a2a"))),
    "wizard": ("neutral", (_worn("robe", "#4a3078", "#e0b84a"), _worn("witch_hat", "#3a2460", "#e0b84a"),
                           _worn("boots", "#3a2a20"))),
    "ranger": ("masculine", (_worn("tunic", "#3f6b40", "#d8b868"), _worn("trousers", "#6a543a"),
                             _worn("boots", "#4a3220"), _worn("cloak", "#28432e", "#1a2a1e"))),
    "scientist": ("feminine", (_worn("turtleneck", "#333844"), _worn("trousers", "#585f70"),
                               _worn("shoes", "#222222"), _worn("lab_coat", "#f4f6f8"),
                               _worn("glasses", "#2a2a34"))),
    "detective": ("masculine", (_worn("shirt", "#e8e4da"), _worn("tie", "#7a2030"),
                                _worn("trousers", "#2c2c34"), _worn("shoes", "#2a1d16"),
                                _worn("trench_coat", "#b89468"))),
    "pilot suit": ("feminine", (_worn("bodysuit", "#2a2d3e", "#ff3fa4", True),
                                _worn("boots", "#e8e8f0", "#ff3fa4"), _worn("headphones", "#e8e8f0"))),
    "winter": ("feminine", (_worn("sweater", "#d6c6a8", "#a04040"), _worn("long_skirt", "#6a3a4a"),
                            _worn("boots", "#3a241c"), _worn("scarf", "#b03030", "#f0e0c0"))),
    "rocker": ("masculine", (_worn("tshirt", "#e8e8ea"), _worn("leather_jacket", "#1d1c22"),
                             _worn("jeans", "#28364f"), _worn("boots", "#1a181c"))),
    "summer dress": ("feminine", (_worn("dress", "#e6eef6", "#4a76c8"), _worn("sandals", "#8a5a3a"))),
    "explorer": ("feminine", (_worn("tank_top", "#d0b890"), _worn("shorts", "#6a5a3e"),
                              _worn("belt", "#4a3020"), _worn("boots", "#4a3626"),
                              _worn("backpack", "#a0602a"))),
    "hoodie": ("neutral", (_worn("hoodie", "#e0a030", "#ffffff"), _worn("cargo_trousers", "#4c5648"),
                           _worn("sneakers", "#f2f2f4", "#e03030"))),
    "racer": ("masculine", (_worn("tshirt", "#202228"), _worn("jacket", "#b02a30", "#f0c040"),
                            _worn("trousers", "#23252e"), _worn("sneakers", "#ffffff"))),
}  # fmt: skip
_STYLES: tuple[HairStyle, ...] = (
    "messy",
    "short",
    "long_straight",
    "undercut",
    "spiky",
    "ponytail",
)


def outfit_look(index: int, name: str) -> Look:
    """Someone in one of the outfits; hair varies with the index."""
    kind, garments = OUTFITS[name]
    style = _STYLES[index % len(_STYLES)]
    hair = Hair(style=style, color=_HAIR_COLORS[index % len(_HAIR_COLORS)])
    return Look.model_validate({"hair": hair, "presentation": kind, "garments": garments})


def _outfits() -> Iterable[Cell]:
    for index, name in enumerate(OUTFITS):
        yield Cell(name, Drawing(look=outfit_look(index, name), staging=Staging(view="front")))


def _garments() -> Iterable[Cell]:
    colors = ("#b8404a", "#3f66a8", "#4c8a5a", "#8a5aa8", "#c08a3a", "#50586a")
    for index, kind in enumerate(get_args(GarmentKind)):
        garment = _worn(kind, colors[index % len(colors)], "#f0c860")
        base = (
            ()
            if kind in ("barefoot", "bodysuit")
            else (_worn("tshirt", "#e4e6ec"), _worn("shorts", "#c8ccd6"))
        )
        over = {"dress", "kimono", "robe"}
        garments = (garment,) if kind in over else (*base, garment)
        yield Cell(kind, Drawing(look=Look(garments=garments), staging=Staging()))


def _props() -> Iterable[Cell]:
    garments = (_worn("shirt", "#e8e4da"), _worn("vest", "#4a3a50"), *PLAIN[1:])
    for kind in get_args(PropKind):
        look = Look(garments=garments, prop=Prop(kind=kind), presentation="masculine")
        yield Cell(kind, Drawing(look=look, staging=Staging()))


def _poses() -> Iterable[Cell]:
    look = outfit_look(3, "racer")
    for pose in get_args(Pose):
        yield Cell(pose, Drawing(look=look, staging=Staging(pose=pose)))
    yield Cell("close-up", Drawing(look=look, staging=Staging(framing="portrait")))


def _views() -> Iterable[Cell]:
    for index, name in ((3, "knight"), (2, "sailor uniform"), (4, "courier")):
        for view in get_args(View):
            label = f"{name}, {view}"
            yield Cell(label, Drawing(look=outfit_look(index, name), staging=Staging(view=view)))
    framings: tuple[Framing, ...] = get_args(Framing)
    for framing in framings:
        look = outfit_look(10, "detective")
        yield Cell(f"framing: {framing}", Drawing(look=look, staging=Staging(framing=framing)))


def _settings() -> Iterable[Cell]:
    times = ("day", "night", "sunset", "dawn")
    weathers = ("clear", "clear", "rain", "clear", "petals", "snow", "fog", "storm")
    names = list(OUTFITS)
    for index, setting in enumerate(get_args(SettingKind)):
        scene = Scene.model_validate(
            {"setting": setting, "time_of_day": times[index % 4], "weather": weathers[index % 8]}
        )
        look = outfit_look(index, names[index % len(names)])
        label = f"{setting}, {scene.time_of_day}, {scene.weather}"
        yield Cell(label, Drawing(look=look, staging=Staging(scene=scene)))


if __name__ == "__main__":
    main()
