"""A service that kills itself (SIGKILL) before or after one node of one graph."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path
from typing import Any
from uuid import UUID

from langchain_core.runnables import RunnableLambda

import graph.director.turns as turns
from api import drives, wiring
from api.commands.program import program
from api.settings import Settings
from graph.director.turns import Message
from tools.domain.actor import LOCAL
from tools.domain.animations import Take
from tools.studio.animations.advancing import StageInput, advance
from tools.studio.animations.keeping import get_animation
from tools.studio.batches import BatchItem, order_batch
from tools.studio.ordering import ImageWish
from tools.studio.sheets import SheetWish, order_sheet_of
from tools.studio.studio import Studio


def die(
    settings: Settings, url: str, graph: str, node: str, when: str, thread: str, text: str
) -> None:
    """Say `text` in the thread, and die on the way, `when` (`before`, `after`) the node runs."""
    _make_mortal(graph, node, when)
    asyncio.run(_speak(settings, url, thread, text))


def die_animating(
    settings: Settings, url: str, graph: str, node: str, when: str, animation: int
) -> None:
    """Bring the animation from script to sprites, and die on the way."""
    _make_mortal(graph, node, when)
    asyncio.run(_animate(settings, url, animation))


def die_ordering(
    settings: Settings, url: str, graph: str, node: str, when: str, project: int
) -> None:
    """Order a character sheet, or a batch of generations, and die while it is made."""
    _make_mortal(graph, node, when)
    asyncio.run(_order(settings, url, graph, project))


def toil(url: str, data_dir: str) -> None:
    """`echo-director worker` on that database, until killed."""
    os.environ["ECHO_DIRECTOR_DATABASE_URL"] = url
    os.environ["ECHO_DIRECTOR_LEASE_S"] = "1"
    os.environ["ECHO_DIRECTOR_RENDER_WORKERS"] = "1"
    Path(data_dir, "assets").mkdir(exist_ok=True)
    program()(["worker", "--backend", "sketch", "--concurrency", "2", "--data-dir", data_dir])


async def performed(studio: Studio, animation: int) -> Take:
    """Script, response and sprites of an animation, each once however often it is asked for."""
    found = await get_animation(studio, LOCAL, animation)
    dual = found.generation_mode == "dual"
    action = StageInput(action_type="light_attack")
    await advance(studio, LOCAL, animation, "suggestions" if dual else "scripts", action)
    if dual:
        await advance(studio, LOCAL, animation, "scripts", StageInput(choice="dodge"))
    return await advance(studio, LOCAL, animation, "sprites", StageInput())


async def _speak(settings: Settings, url: str, thread: str, text: str) -> None:
    """Ends by the kill alone: a run can be answered before its worker has left the last node."""
    async with wiring.open_service(settings, url=url) as service:
        run_id = await service.director.say(LOCAL, UUID(thread), Message(text=text))
        await service.director.answer(LOCAL, run_id)
        await asyncio.Event().wait()


async def _animate(settings: Settings, url: str, animation: int) -> None:
    """Ends by the kill alone: a take can be finished before its worker has left the last node."""
    async with wiring.open_service(settings, url=url) as service:
        await performed(service.studio, animation)
        await asyncio.Event().wait()


async def _order(settings: Settings, url: str, graph: str, project: int) -> None:
    async with wiring.open_service(settings, url=url) as service:
        if graph == "sheet":
            wish = SheetWish(cell_side=64, seed=7)
            await order_sheet_of(service.studio, LOCAL, project, "Kai", wish)
        else:
            items = [
                BatchItem(at=name, wish=ImageWish(seed=7), project_id=project, character=name)
                for name in ("Kai", "Genzo")
            ]
            await order_batch(service.studio, LOCAL, items)
        await asyncio.Event().wait()


def _make_mortal(graph: str, node: str, when: str) -> None:
    module, name = {
        "director": (turns, "build_director"),
        "generation": (drives, "build_generation"),
        "sheet": (drives, "build_sheet"),
        "single": (drives, "build_single"),
        "dual": (drives, "build_dual"),
    }[graph]
    build = getattr(module, name)
    setattr(module, name, lambda checkpoints: _mortal(build(checkpoints), node, when))


def _mortal(graph: Any, node: str, when: str) -> Any:
    builder = graph.builder
    living = builder.nodes[node].runnable

    async def dying(state: Any, config: Any) -> Any:
        if when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        await living.ainvoke(state, config)
        os.kill(os.getpid(), signal.SIGKILL)

    builder.nodes[node].runnable = RunnableLambda(dying)
    return builder.compile(checkpointer=graph.checkpointer, name=graph.name)
