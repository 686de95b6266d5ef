"""An author whose requests are paid for, and made once a take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from tools.domain.actor import Actor
from tools.ports.authoring import ScriptAuthor, ScriptRequest
from tools.studio.paying import paid
from tools.studio.studio import Studio


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
        """As `ScriptAuthor.write`; raises as `paid` does too."""
        self.asked += 1
        asked = {field.name: _plain(getattr(request, field.name)) for field in fields(request)}
        return await paid(
            self.studio,
            self.actor,
            f"script {request.who}",
            [self.name, self.asked, asked],
            self.author,
            lambda author: author.write(request),
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
