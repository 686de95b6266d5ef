"""Acts as drawings: at every twelfth of a second a pose, a face, and what sways."""

from __future__ import annotations

import math
from collections.abc import Mapping
from random import Random

from pydantic import BaseModel, ConfigDict

from tools.backends.sketch.clip.acts import Act, Part
from tools.domain.animation.kinds import ActionType
from tools.domain.choreography.manner import Manner, weapon_class
from tools.domain.choreography.movement import movement
from tools.domain.choreography.posing import drawn
from tools.domain.choreography.repertoire import action_movement
from tools.domain.faces import Expression
from tools.domain.look import PropKind
from tools.domain.rig import LIMITS, Angles, Joint, PoseAngles
from tools.domain.rig.posing import blended

DRAWINGS_A_SECOND = 12
"""Drawn on twos at 24 frames a second."""
_REST = 30
"""Drawings of an idle round: one breath of two and a half seconds."""


class Moment(BaseModel):
    """One drawing of a figure. `travel` is in head heights forwards, `hair` and `cloth` how far
    their ends are left behind, in hundredths of a head."""

    model_config = ConfigDict(frozen=True)

    angles: PoseAngles
    expression: Expression | None = None
    mouth: Expression | None = None
    eyes_open: float = 1.0
    hair: float = 0.0
    cloth: float = 0.0
    travel: float = 0.0
    wields: bool = False
    spell: bool = False
    yaw: float = 0.0
    """How much further the whole figure is turned, in degrees."""


class Motion(BaseModel):
    """A figure's drawings, played round and round. Feet of a `gait` push the ground past.

    `acts` means that its arms are its own: props are wielded and nothing is carried about.
    """

    model_config = ConfigDict(frozen=True)

    moments: tuple[Moment, ...]
    gait: bool = False
    acts: bool = False


def motion_of(part: Part, rest: PoseAngles, seed: int, *, drawings: int | None = None) -> Motion:
    """The drawings of an act that begins in, or returns to, a pose at rest.

    `drawings` is how many a round of a gait has; as the act has them unless told.
    """
    chance = Random(f"clip {part.act} {seed}")
    if part.act in _GAITS:
        return _gait(part, chance, drawings)
    if part.act in _ACTIONS:
        return _action(part, chance)
    return _living(part, rest, chance)


_GAITS: Mapping[Act, tuple[ActionType, int]] = {"walk": ("walk", 14), "run": ("run", 8)}
"""The action of the repertoire, and the drawings of one round of two steps."""
_ACTIONS: Mapping[Act, ActionType] = {
    "strike": "light_attack", "heavy_strike": "heavy_attack", "combo": "combo",
    "cast": "cast_spell", "jump": "jump", "cheer": "victory", "dodge": "dodge", "block": "block",
}  # fmt: skip


_WAITS_USUAL = 10
_WAITS: Mapping[Act, int] = {
    "strike": 3, "heavy_strike": 5, "combo": 4, "block": 5, "dodge": 5, "jump": 4, "cheer": 1,
}  # fmt: skip
"""The fewest drawings on guard before the action comes again; a fight has no long rests."""

_UPRIGHT: tuple[PropKind | None, ...] = ("staff", "spear")
"""What one walks with upright."""


def _gait(part: Part, chance: Random, drawings: int | None) -> Motion:
    action, usual = _GAITS[part.act]
    count = drawings or usual
    manner = _manner(part, 0.86 if part.act == "walk" else 1.0)
    name = action_movement(action, manner)
    lag = 5.0 if part.act == "walk" else 11.0
    blink = chance.randrange(count)
    moments = [
        _shown(
            name, 0, index / count, manner,
            hair=-lag + 0.35 * lag * math.sin(4 * math.pi * index / count),
            cloth=-lag + 0.5 * lag * math.sin(4 * math.pi * index / count + 0.8),
            eyes=_BLINK.get((index - blink) % count, 1.0) if part.act == "walk" else 1.0,
            wields=part.armed not in _UPRIGHT,
        )
        for index in range(count)
    ]  # fmt: skip
    return Motion(moments=tuple(moments), gait=True, acts=True)


def _action(part: Part, chance: Random) -> Motion:
    """The action once, then a while on guard, round and round."""
    manner = _manner(part, 1.0)
    name = action_movement(_ACTIONS[part.act], manner)
    whole = movement("actions", name)
    spell = part.act == "cast"
    moments: list[Moment] = []
    for at, section in enumerate(whole.sections):
        count = max(1, round(section.ms * DRAWINGS_A_SECOND / 1000))
        shares = [(index + 0.5) / count for index in range(count)]
        if count == 1:
            shares = [section.golden]
        moments += [_shown(name, at, share, manner, spell=spell and at > 0) for share in shares]
    guard, last = moments[0], moments[-1]
    back = [
        last.model_copy(
            update={
                "angles": blended(last.angles, guard.angles, share),
                "travel": last.travel + (guard.travel - last.travel) * share,
                "spell": False,
            }
        )
        for share in (0.3, 0.65, 0.9)
    ]
    waits = _WAITS.get(part.act, _WAITS_USUAL) + chance.randrange(5)
    on_guard = [_breathing(guard, index / waits) for index in range(waits)]
    return Motion(moments=_swayed([guard, *moments, *back, *on_guard]), acts=True)


def _living(part: Part, rest: PoseAngles, chance: Random) -> Motion:
    """Breath, weight and gaze in a pose, and what the act adds to it."""
    blink = chance.randrange(6, _REST - 4)
    moments: list[Moment] = []
    for index in range(_REST):
        round_ = 2 * math.pi * index / _REST
        angles = _turned(rest, _life(part.act, index, rest))
        moments.append(
            Moment(
                angles=angles,
                eyes_open=_BLINK.get(index - blink, 1.0),
                mouth=_mouth(part.act, index, chance),
                hair=4.5 * math.sin(round_ - 0.9) + 1.6 * math.sin(3 * round_),
                cloth=4.0 * math.sin(round_ - 1.3) + 1.8 * math.sin(2 * round_ + 0.4),
                yaw=_facing(part.act, index),
                wields=part.act == "draw_blade",
            )
        )
    return Motion(moments=tuple(moments))


_BLINK: Mapping[int, float] = {0: 0.45, 1: 0.0, 2: 0.6}
"""How open the eyes are in the drawings of a blink."""
_TALKING: tuple[Expression | None, ...] = ("surprised", None, "happy", "surprised", None, None)


def _mouth(act: Act, index: int, chance: Random) -> Expression | None:
    if act != "talk":
        return None
    pause = index >= _REST - 8
    return None if pause else _TALKING[(index + chance.randrange(2)) % len(_TALKING)]


def _facing(act: Act, index: int) -> float:
    """Turns of the whole figure: away, held, and back."""
    if act != "turn":
        return 0.0
    return -58.0 * _held(index / _REST, 0.15, 0.4, 0.7, 0.95)


def _held(place: float, starts: float, there: float, leaves: float, back: float) -> float:
    """0 before `starts`, 1 from `there` to `leaves`, 0 again from `back`; eased."""
    if place <= there:
        way = (place - starts) / (there - starts)
    elif place >= leaves:
        way = (back - place) / (back - leaves)
    else:
        way = 1.0
    way = min(1.0, max(0.0, way))
    return way * way * (3 - 2 * way)


Turns = dict[Joint, tuple[float, float, float]]


def _life(act: Act, index: int, rest: PoseAngles) -> Turns:
    """What is added to the joints of the pose, in degrees: flex, abduct, twist."""
    round_ = 2 * math.pi * index / _REST
    breath, weight = math.sin(round_), math.sin(round_ + 0.6)
    turns: Turns = {
        "waist": (0.5 * breath, 0.7 * weight, 0.0),
        "chest": (-1.9 * breath, -0.5 * weight, 0.0),
        "neck": (0.9 * breath, 0.0, 0.0),
        "head": (0.8 * math.sin(round_ - 0.5), 0.9 * math.sin(round_ + 1.7), 1.6 * weight),
        "clavicle_l": (0.0, 1.8 * breath, 0.0),
        "clavicle_r": (0.0, 1.8 * breath, 0.0),
        "shoulder_l": (0.8 * breath, 1.2 * breath, 0.0),
        "shoulder_r": (0.8 * breath, 1.2 * breath, 0.0),
        "elbow_l": (1.6 * math.sin(round_ - 0.7), 0.0, 0.0),
        "elbow_r": (1.6 * math.sin(round_ - 0.7), 0.0, 0.0),
    }
    for joint, (flex, abduct, twist) in _added(act, index, rest).items():
        one, two, three = turns.get(joint, (0.0, 0.0, 0.0))
        turns[joint] = (one + flex, abduct + two, twist + three)
    return turns


def _added(act: Act, index: int, rest: PoseAngles) -> Turns:
    place = index / _REST
    fast = math.sin(2 * math.pi * 5 * place)
    match act:
        case "wave":
            return {"elbow_l": (8 * fast, 0, 0), "shoulder_l": (0, 7 * fast, 12 * fast),
                    "wrist_l": (0, 10 * fast, 0), "head": (0, 3 * fast * 0.4, 0)}  # fmt: skip
        case "talk":
            beat = max(0.0, math.sin(2 * math.pi * 3 * place)) * _held(place, 0, 0.1, 0.65, 0.8)
            lift = _held(place, 0.02, 0.15, 0.6, 0.8)
            return {
                "head": (4 * beat, 0, 3 * math.sin(2 * math.pi * 2 * place)),
                "shoulder_l": (16 * lift, 2 * lift, 0),
                "elbow_l": (52 * lift + 16 * beat, 0, -30 * lift),
            }
        case "nod":
            nod = max(0.0, math.sin(2 * math.pi * 3 * place)) * _held(place, 0.05, 0.15, 0.5, 0.7)
            return {"head": (11 * nod, 0, 0), "neck": (4 * nod, 0, 0)}
        case "turn":
            look = _held(place, 0.08, 0.3, 0.68, 0.92)
            return {"head": (0, 0, -20 * look), "chest": (0, 0, -10 * look)}
        case "work":
            other = math.sin(2 * math.pi * 5 * place + 2.1)
            arms = _reaching(rest)
            return {
                "elbow_l": (arms + 7 * fast, 0, 10), "elbow_r": (arms + 7 * other, 0, 10),
                "shoulder_l": (26 + 3 * fast, 2, 8), "shoulder_r": (26 + 3 * other, 2, 8),
                "wrist_l": (8 * other, 0, 0), "wrist_r": (8 * fast, 0, 0), "head": (9, 0, 0),
            }  # fmt: skip
        case "draw_blade":
            up = _held(place, 0.12, 0.3, 0.8, 0.99)
            return {
                "shoulder_r": (58 * up, 12 * up, 10 * up), "elbow_r": (34 * up, 0, 0),
                "chest": (2 * up, 0, -10 * up), "hip_l": (12 * up, 4 * up, 0),
                "knee_l": (16 * up, 0, 0), "knee_r": (12 * up, 0, 0), "hip_r": (4 * up, 5 * up, 0),
            }  # fmt: skip
        case _:
            return {}


def _reaching(rest: PoseAngles) -> float:
    """How much an elbow bends before hands at rest are at work before the body."""
    return max(0.0, 66.0 - rest.angles("elbow_l").flex)


def _turned(pose: PoseAngles, turns: Turns) -> PoseAngles:
    joints = dict(pose.joints)
    for joint, (flex, abduct, twist) in turns.items():
        now, limits = pose.angles(joint), LIMITS[joint]
        joints[joint] = Angles(
            flex=_within(now.flex + flex, limits.flex),
            abduct=_within(now.abduct + abduct, limits.abduct),
            twist=_within(now.twist + twist, limits.twist),
        )
    return pose.model_copy(update={"joints": joints})


def _within(angle: float, limits: tuple[float, float]) -> float:
    return round(min(limits[1], max(limits[0], angle)), 2)


def _breathing(guard: Moment, place: float) -> Moment:
    breath = math.sin(2 * math.pi * place)
    turns: Turns = {
        "chest": (-1.8 * breath, 0, 0), "neck": (0.9 * breath, 0, 0),
        "shoulder_l": (1.4 * breath, 0.8 * breath, 0),
        "shoulder_r": (1.4 * breath, 0.8 * breath, 0),
    }  # fmt: skip
    return guard.model_copy(update={"angles": _turned(guard.angles, turns)})


def _swayed(moments: list[Moment]) -> tuple[Moment, ...]:
    """Hair and cloth left behind by where the body was two drawings before."""
    out: list[Moment] = []
    for index, moment in enumerate(moments):
        before = moments[index - 2]
        moved = moment.travel - before.travel
        dropped = moment.angles.lift - before.angles.lift
        lag = max(-14.0, min(14.0, -60.0 * moved - 14.0 * abs(dropped)))
        out.append(moment.model_copy(update={"hair": round(lag, 1), "cloth": round(lag, 1)}))
    return tuple(out)


def _manner(part: Part, size: float) -> Manner:
    kind = part.armed
    return Manner(
        tier="HEAVY", perspective="side", weapon=weapon_class(kind, "medium" if kind else "none"),
        mass="medium", weapon_mass="medium" if kind else "none", reach="medium",
        mobility="high", size=size, time=1.0, tell=1.0,
    )  # fmt: skip


def _shown(
    name: str, section: int, share: float, manner: Manner, *, hair: float = 0.0,
    cloth: float = 0.0, eyes: float = 1.0, spell: bool = False, wields: bool = True,
) -> Moment:  # fmt: skip
    found = drawn("actions", name, section, share, manner)
    return Moment(
        angles=PoseAngles(
            joints=found.joints,
            left_hand=found.left_hand,
            right_hand=found.right_hand,
            stance=found.stance,
            lift=found.lift,
        ),
        expression=None if found.expression == "neutral" else found.expression,
        eyes_open=eyes,
        hair=round(hair, 1),
        cloth=round(cloth, 1),
        travel=found.travel,
        wields=wields,
        spell=spell,
    )
