"""Which project somebody has open who calls tools outside of a conversation."""

from __future__ import annotations

from collections import OrderedDict

from tools.domain.actor import Actor
from tools.domain.errors import ForbiddenError
from tools.studio import threads
from tools.studio.studio import Studio

_VIEWERS_MOST = 1_000


class OpenProjects:
    """Each user's open project, kept in a conversation of their own that holds nothing else.

    A viewer writes nothing: what a viewer has open is known to this process only.
    """

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._of_viewers: OrderedDict[tuple[str, str], int] = OrderedDict()

    async def of(self, actor: Actor) -> int | None:
        if (known := self._of_viewers.get(_key(actor))) is not None:
            return known
        async with self._studio.store.read(actor) as work:
            thread = await work.threads.known_as(actor, _external_id(actor))
        return thread.project_id if thread else None

    async def open(self, actor: Actor, project_id: int) -> None:
        try:
            thread = await threads.thread_of_caller(
                self._studio, actor, _external_id(actor), project_id=project_id
            )
            if thread.project_id != project_id or not thread.title:
                await threads.change_thread(
                    self._studio, actor, thread.id, title="Tools (MCP)", project_id=project_id
                )
        except ForbiddenError:
            self._of_viewers[_key(actor)] = project_id
            self._of_viewers.move_to_end(_key(actor))
            while len(self._of_viewers) > _VIEWERS_MOST:
                self._of_viewers.popitem(last=False)


def _external_id(actor: Actor) -> str:
    return f"mcp:{actor.user}"


def _key(actor: Actor) -> tuple[str, str]:
    return actor.workspace, actor.user
