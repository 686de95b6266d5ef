"""A service that kills itself (SIGKILL) before or after one node of one graph."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import Any
from uuid import UUID

from langchain_core.runnables import RunnableLambda

import api.wiring as wiring
import graph.director.turns as turns
from api.settings import Settings
from graph.director.turns import Message
from tools.domain.actor import LOCAL


def die(
    settings: Settings, url: str, graph: str, node: str, when: str, thread: str, text: str
) -> None:
    """Say `text` in the thread, and die on the way, `when` (`before`, `after`) the node runs."""
    module, name = {
        "director": (turns, "build_director"),
        "generation": (wiring, "build_generation"),
    }[graph]
    build = getattr(module, name)
    setattr(module, name, lambda checkpoints: _mortal(build(checkpoints), node, when))
    asyncio.run(_speak(settings, url, thread, text))


async def _speak(settings: Settings, url: str, thread: str, text: str) -> None:
    async with wiring.open_service(settings, url=url) as service:
        run_id = await service.director.say(LOCAL, UUID(thread), Message(text=text))
        await service.director.answer(LOCAL, run_id)


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
