"""What a tool of the director is: its words, its arguments, and what it answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from tools.domain.actor import Actor
from tools.domain.errors import NeedsProjectError
from tools.studio.studio import Studio


class Arguments(BaseModel):
    """The arguments of a tool; a null stands for one that is left out."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class NoArguments(Arguments):
    """For tools that take none."""


class Artifact(BaseModel):
    """Something that the user interface shows beside the answer."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["image", "animation", "video", "file"]
    url: str
    sha256: str | None = None
    label: str


class Asking(BaseModel):
    """What a tool wants the user to say next; it blocks nothing.

    A `choice` has `options` to choose from; a `question` is open.
    """

    model_config = ConfigDict(frozen=True)

    kind: Literal["choice", "question"]
    prompt: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Call:
    """What a tool knows beside its arguments: who asks, and for which project.

    `pictures` are those attached to the message, as sha256, newest last. `defaults` are what the
    caller wants where the message leaves it open; `patience_s` replaces the studio's.
    """

    studio: Studio
    actor: Actor
    project_id: int | None = None
    pictures: tuple[str, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict[str, Any])
    patience_s: float | None = None

    @property
    def project(self) -> int:
        """The current project's id. Raises `NeedsProjectError`."""
        if self.project_id is None:
            raise NeedsProjectError(
                "No project is open. Open one with open_project, or create one."
            )
        return self.project_id


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A tool's answer: facts for the model, artifacts for the user.

    `opened_project` makes that project the conversation's current one, `generation_id` is a run
    that the call started; `asks` ends the turn with a question to the user.
    """

    content: Mapping[str, Any]
    artifacts: tuple[Artifact, ...] = ()
    opened_project: int | None = None
    generation_id: str | None = None
    asks: Asking | None = None


A = TypeVar("A", bound=Arguments)
Body = Callable[[Call, A], Awaitable[Outcome]]


@dataclass(frozen=True, kw_only=True)
class Tool(Generic[A]):
    """One entry of the catalogue. `destroys` marks what cannot be restored."""

    name: str
    description: str
    arguments: type[A]
    body: Body[A]
    destroys: bool = False
    reads: bool = False

    def schema(self) -> dict[str, Any]:
        """The tool as chat models are told of it, in the OpenAI form."""
        parameters = self.arguments.model_json_schema()
        parameters.pop("title", None)
        parameters.pop("description", None)
        function = {"name": self.name, "description": self.description, "parameters": parameters}
        return {"type": "function", "function": function}

    async def __call__(self, call: Call, arguments: Mapping[str, Any]) -> Outcome:
        """Check the arguments and run. Raises `pydantic.ValidationError`, `StudioError`."""
        return await self.body(call, self.arguments.model_validate(dict(arguments)))


@dataclass(frozen=True)
class Family:
    """The tools of one file, in the order in which they were worded."""

    tools: list[Tool[Any]] = field(default_factory=list[Tool[Any]])

    def tool(
        self, arguments: type[A], *, destroys: bool = False, reads: bool = False
    ) -> Callable[[Body[A]], Body[A]]:
        """Enter a function under its own name, with its docstring as the description."""

        def enter(body: Body[A]) -> Body[A]:
            self.tools.append(
                Tool(
                    name=body.__name__,
                    description=" ".join((body.__doc__ or "").split()),
                    arguments=arguments,
                    body=body,
                    destroys=destroys,
                    reads=reads,
                )
            )
            return body

        return enter
