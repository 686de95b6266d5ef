"""What the rig supplies to models that draw: poses, masks and roughs of the same drawing."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image
from pydantic import BaseModel, ConfigDict

from tools.backends.sketch.compose import draw, layer_of, window
from tools.backends.sketch.ensemble import Ensemble, Member, ensemble_of, ensemble_svg, member_svg
from tools.backends.sketch.figure.geometry import number
from tools.backends.sketch.keypoints import sprite_points
from tools.backends.sketch.light import dimmed
from tools.backends.sketch.raster import png_of
from tools.backends.sketch.regions import LEVEL, REGIONS, painted_by_region
from tools.backends.sketch.sprite.draw import draw_frames
from tools.backends.sketch.sprite.placing import placed
from tools.backends.sketch.sprite.sheet import SheetOrder, on_key
from tools.domain.staging import Drawing
from tools.imaging.openpose import Points, pose_picture, within
from tools.imaging.picture import Mask, Picture
from tools.imaging.sheets.packing import packed, sheet_shape
from tools.imaging.sheets.png import fast_png
from tools.ports.guiding import Guides, SheetGuides

SHEET_SIDE_MOST = 2048
"""The widest that a sheet of guides is, in pixels."""
_STICK_SHARE = 1 / 64
"""Half the width of a sprite's limbs in its cell; sprites have short, thick limbs."""


class PictureOrder(BaseModel):
    """What a worker is told: the figures from left to right, and the picture's size."""

    model_config = ConfigDict(frozen=True)

    drawings: tuple[Drawing, ...]
    seed: int
    width: int
    height: int
    face_to_face: bool = False
    """Whether the figures are turned to each other, not all to the picture's right."""


def picture_guides(order: PictureOrder) -> Guides:
    """Pose, rough and masks of one picture."""
    ensemble = _ensemble(order)
    people = [
        within({name: ensemble.pixel(*place) for name, place in member.points().items()},
               order.width, order.height)
        for member in ensemble.members
    ]  # fmt: skip
    return Guides(
        pose=fast_png(pose_picture(people, order.width, order.height)),
        rough=png_of(picture_svg(order, ensemble), order.width, order.height),
        masks={name: _mask_png(mask) for name, mask in _masks(ensemble).items()},
    )


def _ensemble(order: PictureOrder) -> Ensemble:
    return ensemble_of(
        order.drawings, order.seed, order.width, order.height, face_to_face=order.face_to_face
    )


def picture_svg(order: PictureOrder, ensemble: Ensemble | None = None) -> str:
    """The picture as a layered SVG document, whoever stands in it."""
    if len(order.drawings) == 1:
        return draw(order.drawings[0], order.seed, order.width, order.height)
    return ensemble_svg(ensemble or _ensemble(order))


def sheet_guides(order: SheetOrder) -> SheetGuides:
    """Skeletons and sprites of all frames, in cells of the order's size."""
    cell = order.cell_px
    columns = min(sheet_shape(len(order.frames))[0], SHEET_SIDE_MOST // cell)
    rows = -(-len(order.frames) // columns)
    scene = placed(order.look, order.frames, order.perspective, order.facing, cell)
    people: list[Points] = []
    for index, (puppet, frame) in enumerate(zip(scene.puppets, scene.frames, strict=True)):
        points = within(sprite_points(puppet, frame.expression), cell, cell)
        row, column = divmod(index, columns)
        people.append({n: (x + column * cell, y + row * cell) for n, (x, y) in points.items()})
    cells = draw_frames(
        order.look, order.frames, perspective=order.perspective, facing=order.facing,
        cell_px=cell, style=order.style, seed=order.seed,
    )  # fmt: skip
    pose = pose_picture(people, columns * cell, rows * cell, stick=cell * _STICK_SHARE)
    return SheetGuides(
        pose=fast_png(pose),
        rough=fast_png(on_key(packed(cells, columns), order.key_color)),
        columns=columns,
        rows=rows,
        cell_px=cell,
    )


def _masks(ensemble: Ensemble) -> dict[str, Mask]:
    """Whose pixels are whose, in front of all else: by part of the figures and by figure."""
    shape = (ensemble.height, ensemble.width)
    front = layer_of(
        ensemble.place, "front", ensemble.members[0].stage.zoom, ensemble.width, ensemble.height
    )
    hidden = _pixels(_in_window(ensemble, front), ensemble)[:, :, 3] > 127
    parts: dict[str, Mask] = {name: np.zeros(shape, dtype=np.bool_) for name in REGIONS[1:]}
    figures: dict[str, Mask] = {}
    for place in (at + 1 for at in reversed(ensemble.from_back)):
        shown, index = _regions_of(ensemble, ensemble.members[place - 1], place)
        own = shown & ~hidden
        hidden |= shown
        figures[f"figure-{place}"] = own
        for at, name in enumerate(REGIONS[1:], 1):
            parts[name] |= own & (index == at)
    seen = {name: mask for name, mask in parts.items() if mask.any()}
    return {**seen, **dict(sorted(figures.items()))}


def _regions_of(ensemble: Ensemble, member: Member, place: int) -> tuple[Mask, np.ndarray]:
    """Where a figure alone is, and at each pixel the number of the region that it shows."""
    unlit = dimmed(ensemble.place.light, 0.0)
    svg = painted_by_region(_in_window(ensemble, member_svg(member, unlit, place, shadow=False)))
    pixels = _pixels(svg, ensemble)
    index = np.clip(np.rint(pixels[:, :, 0] / LEVEL), 0, len(REGIONS) - 1).astype(np.uint8)
    return pixels[:, :, 3] > 127, index


def _in_window(ensemble: Ensemble, fragment: str) -> str:
    """A fragment alone on nothing, where it lies in the picture."""
    box = window(ensemble.place.ground_y, ensemble.width, ensemble.height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{ensemble.width}"'
        f' height="{ensemble.height}" viewBox="{" ".join(number(value) for value in box)}">'
        f"{fragment}</svg>"
    )


def _pixels(svg: str, ensemble: Ensemble) -> Picture:
    png = png_of(svg, ensemble.width, ensemble.height)
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGBA"), dtype=np.uint8)


def _mask_png(mask: Mask) -> bytes:
    out = io.BytesIO()
    Image.fromarray(mask.astype(np.uint8) * 255, mode="L").save(out, "PNG", compress_level=1)
    return out.getvalue()
