"""How long an animation takes: scripts by the thousand, and a dual one from chat to sheets."""

from __future__ import annotations

import asyncio
import statistics
import time
from itertools import product
from pathlib import Path
from typing import Any, get_args
from uuid import UUID

from api.sample import load_sample
from api.settings import Settings
from api.wiring import Service, open_service
from graph.director.turns import Message
from tools.domain.actor import LOCAL
from tools.domain.animation.derivation import derived
from tools.domain.animation.dna import BodyProportions, CharacterDNA
from tools.domain.animation.kinds import ContactAction, DifficultyTier, Perspective, ResponderKind
from tools.domain.animation.temporal import check_binding
from tools.domain.choreography import choreographed
from tools.domain.turns import TurnAnswer
from tools.studio.threads import open_thread

_SCRIPTS = 1_000
_FRAMES = 8
_ROUNDS = 3
_TALK = (
    "make Kai hit Mara with a heavy attack",
    "Backstep Dodge",
    "generate the sprites",
)


def measure(url: str, data_dir: Path) -> dict[str, Any]:
    """Seconds for 1,000 bound scripts on one core, and for a dual animation of 8 frames each."""
    return {"scripts_1000_s": _scripts(), **asyncio.run(_dual(url, data_dir))}


def _scripts() -> float:
    """The median of three rounds; every script must hold."""
    dna = CharacterDNA(
        archetype="swordswoman",
        body_type="average",
        body_proportions=BodyProportions(head_to_body=2.7, height_class="average"),
        mass_class="medium",
        mobility="medium",
        dominant_colors=("#203040",),
        weapon_type="sword",
        weapon_mass="medium",
    )
    ways = list(
        product(
            get_args(ContactAction),
            get_args(ResponderKind),
            get_args(DifficultyTier),
            get_args(Perspective),
        )
    )
    spent: list[float] = []
    for _ in range(_ROUNDS):
        begun = time.perf_counter()
        for number in range(_SCRIPTS):
            action, kind, tier, perspective = ways[number % len(ways)]
            ratio = 0.5 + number % 16 / 10
            driving = choreographed(
                action, frame_count=_FRAMES, tier=tier, perspective=perspective, dna=dna
            )
            instigator, responder = derived(
                driving, kind=kind, dna=dna, mass_ratio=ratio, instigator_dna=dna
            )
            if not check_binding(instigator, responder, kind=kind, mass_ratio=ratio).holds:
                raise RuntimeError(f"a script breaks the rules: {action}, {kind}")
        spent.append(time.perf_counter() - begun)
    return round(statistics.median(spent), 2)


async def _dual(url: str, data_dir: Path) -> dict[str, Any]:
    """The median over three conversations, after one to warm up the drawing process."""
    spent: list[float] = []
    async with open_service(Settings(data_dir=data_dir), url=url) as service:
        project = await load_sample(service.studio, LOCAL)
        for _ in range(_ROUNDS + 1):
            thread = await open_thread(service.studio, LOCAL, project_id=project.id)
            begun = time.perf_counter()
            answers = [await _answer(service, thread.id, text) for text in _TALK]
            spent.append(time.perf_counter() - begun)
            if not any(artifact.kind == "animation" for artifact in answers[-1].artifacts):
                said = " / ".join(answer.message for answer in answers)
                raise RuntimeError(f"no sprites came of it: {said}")
    return {"dual_chat_to_sheets_s": round(statistics.median(spent[1:]), 2), "frames": _FRAMES}


async def _answer(service: Service, thread_id: UUID, text: str) -> TurnAnswer:
    run = await service.director.say(LOCAL, thread_id, Message(text=text))
    return await service.director.answer(LOCAL, run)
