"""Paid calls happen once a take: one whose answer was lost is not repeated in silence."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from tools.domain.actor import Actor
from tools.domain.documents import digest
from tools.ports.authoring import ScriptAuthor, ScriptRequest
from tools.ports.rendering import BackendDownError
from tools.studio.studio import Studio


class AnswerLostError(BackendDownError):
    """The call was made before the service was interrupted, and its answer is gone."""

    def __init__(self) -> None:
        super().__init__("A model was asked before an interruption, and its answer was lost.")


async def paid(
    studio: Studio, actor: Actor, node: str, asked: Any, call: Callable[[], Awaitable[Any]]
) -> Any:
    """The answer to `asked`, from the run's effects where the call was made before.

    Without a run it is simply called. Raises `AnswerLostError`, and what the call raises.
    """
    if actor.run_id is None:
        return await call()
    key = digest([str(actor.run_id), node, asked])
    async with studio.store.read(actor) as work:
        done, result = await work.effects.result(actor, key)
    if done and result is None:
        raise AnswerLostError
    if done:
        return result
    async with studio.store.begin(actor) as work:
        await work.effects.keep(actor, key, node, None)
    answer = await call()
    async with studio.store.begin(actor) as work:
        await work.effects.keep(actor, key, node, answer)
    return answer


@dataclass(kw_only=True)
class PaidAuthor:
    """An author whose every request is made once a run.

    `asked` tells apart the times that it is asked the same: a model may answer otherwise.
    """

    studio: Studio
    actor: Actor
    author: ScriptAuthor
    asked: int = 0

    @property
    def name(self) -> str:
        return self.author.name

    async def write(self, request: ScriptRequest) -> dict[str, Any]:
        """As `ScriptAuthor.write`; raises `AnswerLostError` too."""
        self.asked += 1
        asked = {field.name: _plain(getattr(request, field.name)) for field in fields(request)}
        return await paid(
            self.studio,
            self.actor,
            f"script {request.who}",
            [self.name, self.asked, asked],
            lambda: self.author.write(request),
        )


def _plain(value: Any) -> Any:
    """A field of a request as a JSON document."""
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value
