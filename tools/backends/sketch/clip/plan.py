"""A clip as a plan: who moves how, where each cel lies, how the ground and the camera go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from tools.backends.sketch.clip.acts import Act, Move, Part, act_of, move_of
from tools.backends.sketch.clip.motion import Motion, motion_of
from tools.backends.sketch.clip.player import Player, player_of
from tools.backends.sketch.clip.scenery import Scenery, scenery_of
from tools.backends.sketch.compose import window
from tools.backends.sketch.ensemble import Ensemble, Member, ensemble_of, member_svg
from tools.backends.sketch.figure.geometry import number
from tools.backends.sketch.guides import PictureOrder
from tools.backends.sketch.light import dimmed
from tools.backends.sketch.posebook import pose_named
from tools.backends.sketch.raster import png_of
from tools.backends.sketch.setting import draw_still
from tools.backends.sketch.stage import reach
from tools.domain.look import PropKind
from tools.domain.staging import Drawing

_GAITS: frozenset[Act] = frozenset({"walk", "run"})
_ALONG: frozenset[Act] = frozenset({"idle", "talk", "nod", "turn"})
"""What can be done while everybody walks on."""
_AROUND = 0.34
"""How much further than its joints a figure is drawn, of its height: hair, cloth, what it holds."""


class ClipOrder(BaseModel):
    """What a worker is told: the picture, the words for each figure, and for the camera."""

    model_config = ConfigDict(frozen=True)

    picture: PictureOrder
    words: tuple[str, ...]
    scene: str
    frames: int


@dataclass(frozen=True, kw_only=True)
class Cast:
    """The figures of a clip where they stand; `parts` are what they do."""

    ensemble: Ensemble
    players: tuple[Player, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class ClipPlan:
    """What the composer needs: the scenery, the drawings of each figure's round, how far the
    ground has gone by in pixels up to each drawing of the leading figure's round, the camera."""

    scenery: Scenery
    rounds: tuple[int, ...]
    steps_px: tuple[float, ...]
    move: Move
    acts: tuple[Act, ...]
    from_back: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Cel:
    """One figure at one moment: PNG bytes, and where they lie in the picture, in pixels."""

    png: bytes
    left: int
    top: int


def clip_plan(order: str) -> ClipPlan:
    """The plan with the scenery drawn; `order` is a `ClipOrder` as JSON."""
    told, cast = _cast(order)
    picture = told.picture
    ensemble = cast.ensemble
    first = picture.drawings[0].staging
    still = draw_still(first.scene, picture.seed)
    unit = picture.width / window(still.ground_y, picture.width, picture.height)[2]
    leading = cast.players[0]
    scale = ensemble.members[0].scale * unit
    return ClipPlan(
        scenery=scenery_of(
            still, first.scene, picture.seed, leading.zoom, picture.width, picture.height
        ),
        rounds=tuple(len(player.motion.moments) for player in cast.players),
        steps_px=tuple(step * scale for step in leading.steps),
        move=move_of(told.scene),
        acts=tuple(part.act for part in cast.parts),
        from_back=ensemble.from_back,
    )


def draw_cel(order: str, who: int, index: int) -> Cel:
    """One figure at one moment of its round."""
    told, cast = _cast(order)
    picture, player = told.picture, cast.players[who]
    stage, drawing = player.stage(index), player.shown(index)
    member = replace(cast.ensemble.members[who], drawing=drawing, stage=stage)
    first = picture.drawings[0].staging
    light = dimmed(cast.ensemble.place.light, first.scene_light)
    left, top, right, bottom = _box(member, cast.ensemble, picture)
    user_left, user_top, wide, _ = window(
        cast.ensemble.place.ground_y, picture.width, picture.height
    )
    unit = wide / picture.width
    width, height = right - left, bottom - top
    document = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="{number(user_left + left * unit)} {number(user_top + top * unit)}'
        f' {number(width * unit)} {number(height * unit)}">'
        f"{member_svg(member, light, who + 1)}</svg>"
    )
    return Cel(png=png_of(document, width, height), left=left, top=top)


@lru_cache(maxsize=4)
def _cast(order: str) -> tuple[ClipOrder, Cast]:
    told = ClipOrder.model_validate_json(order)
    picture = told.picture
    parts = _together(
        [
            act_of(words, drawing.staging.pose, _held(drawing))
            for words, drawing in zip(told.words, picture.drawings, strict=True)
        ]
    )
    drawings = [
        _at_rest(drawing, part) for drawing, part in zip(picture.drawings, parts, strict=True)
    ]
    walks = any(part.act in _GAITS for part in parts)
    ensemble = ensemble_of(
        drawings,
        picture.seed,
        picture.width,
        picture.height,
        face_to_face=picture.face_to_face and not walks,
    )
    players = [
        player_of(
            drawing,
            motion_of(part, pose_named(drawing.staging.pose).angles, picture.seed + 31 * who),
            ensemble.place.ground_y,
            turned=member.turned,
        )
        for who, (drawing, part, member) in enumerate(
            zip(drawings, parts, ensemble.members, strict=True)
        )
    ]
    players = _in_step(players, parts, [member.scale for member in ensemble.members], picture.seed)
    return told, Cast(ensemble=ensemble, players=tuple(players), parts=tuple(parts))


def _together(parts: list[Part]) -> list[Part]:
    """Who walks on takes along those who only stand about; where somebody acts, nobody leaves."""
    walking = next((part.act for part in parts if part.act in _GAITS), None)
    if walking is None or len(parts) == 1:
        return parts
    if all(part.act in _GAITS | _ALONG for part in parts):
        return [part.model_copy(update={"act": walking}) for part in parts]
    return [
        part.model_copy(update={"act": "idle"}) if part.act in _GAITS else part for part in parts
    ]


def _at_rest(drawing: Drawing, part: Part) -> Drawing:
    """Who lives on in a pose that only passes by stands instead."""
    passing = drawing.staging.pose in ("walking", "running", "jumping", "dynamic_action")
    if not passing or part.act in _GAITS or part.act == "jump":
        return drawing
    staging = drawing.staging.model_copy(update={"pose": "standing"})
    return drawing.model_copy(update={"staging": staging})


def _in_step(
    players: list[Player], parts: list[Part], scales: list[float], seed: int
) -> list[Player]:
    """Everybody as fast as the leading one: who has shorter legs makes quicker steps."""
    leading = players[0]
    if not leading.motion.gait:
        return players
    speed = abs(leading.steps[-1]) * scales[0] / len(leading.motion.moments)
    out = [leading]
    for who, player in enumerate(players[1:], 1):
        own = abs(player.steps[-1]) * scales[who]
        count = max(6, round(own / max(speed, 1e-6)))
        motion: Motion = motion_of(
            parts[who], pose_named("standing").angles, seed + 31 * who, drawings=count
        )
        out.append(replace(player, motion=motion))
    return out


def _held(drawing: Drawing) -> PropKind | None:
    prop = drawing.staging.prop or drawing.look.prop
    return prop.kind if prop else None


def _box(member: Member, ensemble: Ensemble, picture: PictureOrder) -> tuple[int, int, int, int]:
    """The part of the picture in which the figure is drawn, in pixels; never empty."""
    body = member.stage.figure.body
    left, top, right, bottom = reach(body, 0.0)
    around = _AROUND * (bottom - top)
    x0, y0 = ensemble.pixel(*member.at(left - around, top - around))
    x1, y1 = ensemble.pixel(*member.at(right + around, bottom + 0.4 * around))
    first = min(max(0, int(x0)), picture.width - 1)
    upper = min(max(0, int(y0)), picture.height - 1)
    last, lower = min(picture.width, int(x1) + 1), min(picture.height, int(y1) + 1)
    return first, upper, max(first + 1, last), max(upper + 1, lower)
