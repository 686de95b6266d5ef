"""Contact sheets of everything that the sketch renderer draws: `python -m evals.pictures`."""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import get_args

from PIL import Image, ImageDraw, ImageFont

from evals.clip_pictures import write_clip_pictures
from evals.pictured_outfits import OUTFITS, worn
from evals.sprite_pictures import write_sprites
from tools.backends.sketch.compose import draw
from tools.backends.sketch.garments import outer, tops
from tools.backends.sketch.raster import png_of
from tools.domain.cells import sheet_cells
from tools.domain.look import (
    Eyes,
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
from tools.imaging.character_sheet import SheetCell, character_sheet
from tools.imaging.decoding import decode

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
        if not asked.names or "sheet" in asked.names:
            _save(_character_sheet(pool.map), asked.folder / "sheet.png")
    if not asked.names or "kai" in asked.names:
        hero = Image.open(io.BytesIO(_picture(read_drawing(KAI, KAI_SCENE), 1024)))
        _save(hero.convert("RGB"), asked.folder / "kai.png")
    if not asked.names or "clip" in asked.names:
        write_clip_pictures(KAI, KAI_SCENE, asked.folder)
    if not asked.names or "sprites" in asked.names:
        write_sprites(asked.folder)


def _picture(drawing: Drawing, side: int) -> bytes:
    return png_of(draw(drawing, SEED, side, side), side, side)


def _character_sheet(mapped: Callable[..., Iterable[bytes]]) -> Image.Image:
    """Kai in all poses and expressions, laid out as the service does it."""
    cells = sheet_cells()
    drawings = [read_drawing(KAI, cell.scene) for cell in cells]
    pictures = mapped(_picture, drawings, [384] * len(cells))
    laid = character_sheet(
        str(KAI["name"]),
        "Eight poses, six expressions",
        [
            SheetCell(kind=cell.kind, label=cell.label, pixels=decode(data), verdict="")
            for cell, data in zip(cells, pictures, strict=True)
        ],
    )
    page = Image.open(io.BytesIO(laid.png)).convert("RGB")
    page.thumbnail((1400, 1400), Image.Resampling.LANCZOS)
    return page


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


PLAIN = (
    worn("turtleneck", "#3a4152"),
    worn("trousers", "#2b303c"),
    worn("boots", "#33261f"),
)
ON_THE_HEAD = frozenset(
    {"hat", "witch_hat", "cap", "helmet", "crown", "hood", "headband", "headphones", "glasses"}
    | {"goggles", "eyepatch", "mask", "cat_ears", "horns", "earrings", "necklace", "scarf"}
)
UPPER = frozenset((*outer.CUTS, *tops.CUTS, "tie", "belt", "gloves", "gauntlets", "pauldrons"))
LONG = frozenset({"dress", "kimono", "robe", "bodysuit", "trench_coat", "cloak", "cape"})
UNDERNEATH = (worn("tshirt", "#e4e6ec"), worn("shorts", "#c8ccd6"))
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
        garments=(worn("hoodie", "#5b6fb0"), *PLAIN[1:]),
    )  # fmt: skip
    for expression in get_args(Expression):
        staging = Staging(expression=expression, framing="portrait", view="front")
        yield Cell(expression, Drawing(look=look, staging=staging))


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
        garment = worn(kind, colors[index % len(colors)], "#f0c860")
        base = (
            ()
            if kind in ("barefoot", "bodysuit")
            else (worn("tshirt", "#e4e6ec"), worn("shorts", "#c8ccd6"))
        )
        over = {"dress", "kimono", "robe", "bodysuit"}
        garments = (garment,) if kind in over else (*base, garment)
        staging = Staging(framing=_best_framing(kind))
        yield Cell(kind, Drawing(look=Look(garments=garments), staging=staging))


def _best_framing(kind: GarmentKind) -> Framing:
    if kind in ON_THE_HEAD:
        return "portrait"
    return "knees" if kind in UPPER - LONG else "full"


def _props() -> Iterable[Cell]:
    garments = (worn("shirt", "#e8e4da"), worn("vest", "#4a3a50"), *PLAIN[1:])
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
