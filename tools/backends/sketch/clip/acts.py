"""What a figure does in a clip, and what the camera does, by the words of the scene."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

from tools.domain.look import PropKind
from tools.domain.staging import Pose

Act = Literal[
    "idle", "walk", "run", "strike", "heavy_strike", "combo", "cast", "jump", "cheer", "dodge",
    "block", "wave", "talk", "turn", "work", "draw_blade", "nod",
]  # fmt: skip
Move = Literal["still", "push_in", "pull_back", "pan_left", "pan_right"]

_ACTS: tuple[tuple[Act, str], ...] = (
    ("draw_blade", r"(draw|unsheath|unsheathe)(s|es|ing)?\s+(\w+\s+){0,3}"
                   r"(blade|sword|katana|dagger|weapon|knife|axe)"),
    ("combo", r"combo|flurry|onslaught|duel(s|l?ing)?|spar(s|ring)?"),
    ("heavy_strike", r"smash(es|ing)?|cleav(es?|ing)|slam(s|ming)?|heavy (blow|attack|strike)"),
    ("strike", r"attack(s|ing)?|strik(es?|ing)|slash(es|ing)?|stab(s|bing)?|punch(es|ing)?"
               r"|fight(s|ing)?|swing(s|ing)?|battl(es?|ing)|hit(s|ting)?|shoot(s|ing)?|fir(es|ing)"),
    ("cast", r"cast(s|ing)?|conjur(es?|ing)|summon(s|ing)?|spell|magic"),
    ("block", r"block(s|ing)?|parr(y|ies|ying)|defend(s|ing)?|guard(s|ing)?"),
    ("dodge", r"dodg(es?|ing)|evad(es?|ing)|duck(s|ing)?|sidestep(s|ping)?"),
    ("jump", r"jump(s|ing)?|leap(s|ing)?|hop(s|ping)?|vault(s|ing)?"),
    ("run", r"run(s|ning)?|sprint(s|ing)?|dash(es|ing)?|chas(es?|ing)|flee(s|ing)?|rac(es|ing)"),
    ("walk", r"walk(s|ing)?|stroll(s|ing)?|wander(s|ing)?|march(es|ing)?|step(s|ping)? (through"
             r"|into|along|towards?)|stalk(s|ing)?|patrol(s|ling)?|pac(es|ing)|approach(es|ing)?"),
    ("cheer", r"cheer(s|ing)?|celebrat(es?|ing)|victor(y|ious)|triumph(s|ant)?|danc(es?|ing)"),
    ("wave", r"wav(es?|ing)|greet(s|ing)?|beckon(s|ing)?"),
    ("work", r"hack(s|ing)?|typ(es|ing)|writ(es|ing)|cook(s|ing)|paint(s|ing)|repair(s|ing)?"
             r"|build(s|ing)?|work(s|ing)|stud(ies|ying)|read(s|ing)|play(s|ing)"),
    ("turn", r"turn(s|ing)? (around|round|back|to|towards?|his|her|their|away)?|look(s|ing)? "
             r"(around|back|over)|glanc(es?|ing)"),
    ("talk", r"talk(s|ing)?|speak(s|ing)?|sa(y|ys|ying)|argu(es?|ing)|chat(s|ting)?"
             r"|discuss(es|ing)?|whisper(s|ing)?|shout(s|ing)?|convers(es?|ing)|explain(s|ing)?|ask(s|ing)?"
             r"|tell(s|ing)?|sing(s|ing)?|confront(s|ing)?|laugh(s|ing)?"),
    ("nod", r"nod(s|ding)?|agree(s|ing)?"),
)  # fmt: skip


def _reading(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


_READ: tuple[tuple[Act, re.Pattern[str]], ...] = tuple((act, _reading(of)) for act, of in _ACTS)
_BY_POSE: Mapping[Pose, Act] = {
    "walking": "walk", "running": "run", "jumping": "jump", "casting": "cast", "waving": "wave",
    "cheering": "cheer", "fighting_stance": "strike", "dynamic_action": "combo",
}  # fmt: skip
_SEATED: frozenset[Pose] = frozenset({"sitting", "kneeling", "lying", "leaning", "crouching"})
_WHILE_SEATED: frozenset[Act] = frozenset({"idle", "talk", "nod", "turn", "work", "wave"})
_BLADES: frozenset[PropKind] = frozenset({"katana", "sword", "dagger", "spear", "staff", "axe"})
_MOVES: tuple[tuple[Move, str], ...] = (
    ("pull_back", r"(zoom|zooms|zooming) out|pull(s|ing)? (back|out)|widen(s|ing)?"),
    ("push_in", r"(zoom|zooms|zooming)( in)?|push(es|ing)? in|clos(es|ing) in|dolly in|dramatic"),
    ("pan_left", r"pan(s|ning)? (to the )?left"),
    ("pan_right", r"pan(s|ning)?|track(s|ing) shot|sweeps? across"),
)
_READ_MOVES: tuple[tuple[Move, re.Pattern[str]], ...] = tuple(
    (move, _reading(of)) for move, of in _MOVES
)


class Part(BaseModel):
    """What one figure does."""

    model_config = ConfigDict(frozen=True)

    act: Act = "idle"
    armed: PropKind | None = None


def act_of(words: str, pose: Pose, held: PropKind | None) -> Part:
    """The first act that the words name; else what the pose is about, else living on in it."""
    act = _first_said(words) or _BY_POSE.get(pose, "idle")
    if pose in _SEATED and act not in _WHILE_SEATED:
        act = "idle"
    armed = held if held in _BLADES else None
    if act == "draw_blade" and armed is None:
        act = "idle"
    return Part(act=act, armed=armed)


def covered(act: Act, words: str) -> bool:
    """Whether these words of a scene are what the act shows."""
    return any(name == act and reading.search(words) for name, reading in _READ)


def unacted(words: str, act: Act) -> str:
    """The word for what a figure was to do where it does something else; empty where it does it."""
    said = _said_first(words)
    return said[1] if said and said[0] != act else ""


def _first_said(words: str) -> Act | None:
    """The act that the words name first."""
    said = _said_first(words)
    return said[0] if said else None


def _said_first(words: str) -> tuple[Act, str] | None:
    """The act that the words name first, with what names it."""
    found: tuple[int, Act, str] | None = None
    for act, reading in _READ:
        said = reading.search(words)
        if said and (found is None or said.start() < found[0]):
            found = (said.start(), act, said[0])
    return found[1:] if found else None


def move_of(words: str) -> Move:
    """What the camera does: what the words say, else nothing."""
    for move, reading in _READ_MOVES:
        if reading.search(words):
            return move
    return "still"
