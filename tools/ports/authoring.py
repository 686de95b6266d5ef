"""Models that see characters and write scripts: what is asked of them, and how they can fail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from tools.domain.animation.dna import CharacterDNA, InteractionConstraints
from tools.domain.animation.kinds import ActionType, DifficultyTier, Perspective, ResponderKind
from tools.domain.animation.script import AnimationScript
from tools.domain.animation.violations import Violation
from tools.ports.rendering import BackendRejectedError


class UnreadableAnswerError(BackendRejectedError):
    """The model answered, but nothing that can be read; asking again may give better."""


class AuthorNotConfiguredError(Exception):
    """The model cannot be used as configured; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class ScriptRequest:
    """One script to write, of one character.

    `budget_ms` are the frames' durations, in order. For a responder `instigator_script` is the
    timeline to be bound to, `response` and `kind` how it answers and `shift` the alignment.
    `dna` is whose script it is, `other` the one it acts on or answers. `brief` holds words of
    the user, as data. After a failed attempt `previous` is what the model wrote, as it came,
    and `violations` what it broke.
    """

    who: str
    action_type: ActionType
    difficulty_tier: DifficultyTier
    perspective: Perspective
    budget_ms: tuple[int, ...]
    dna: CharacterDNA
    other: CharacterDNA | None = None
    interaction: InteractionConstraints | None = None
    instigator_script: AnimationScript | None = None
    kind: ResponderKind | None = None
    response: str = ""
    shift: int = 0
    brief: str = ""
    previous: Mapping[str, Any] | None = None
    violations: tuple[Violation, ...] = ()

    @property
    def frame_count(self) -> int:
        return len(self.budget_ms)

    @property
    def role(self) -> Literal["instigator", "responder"]:
        return "responder" if self.instigator_script is not None else "instigator"


@dataclass(frozen=True, kw_only=True)
class SuggestionRequest:
    """Ways to answer an action, wanted from a model; `kinds` are those that are possible."""

    action_type: ActionType
    instigator: CharacterDNA
    responder: CharacterDNA
    interaction: InteractionConstraints
    kinds: tuple[ResponderKind, ...]
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    at_least: int = 3


class Seer(Protocol):
    """Sees what characters are."""

    @property
    def name(self) -> str: ...

    async def see(
        self, pictures: Sequence[tuple[str, bytes]], facts: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """What a model says of the characters, in one call for all pictures.

        `pictures` are pairs of who (`instigator`, `responder`, …) and PNG, JPEG or WebP bytes;
        `facts` what is known of them (names, claims, measures), as data. The answer has an
        object with the fields of `CharacterDNA` under each who, and `interaction` where there
        are two. Nothing of it is checked. Raises `BackendRejectedError` (`UnreadableAnswerError`
        where the answer is no such object), `BackendBusyError` or `BackendDownError`.
        """
        ...


class ScriptAuthor(Protocol):
    """Writes biomechanical scripts."""

    @property
    def name(self) -> str: ...

    async def write(self, request: ScriptRequest) -> dict[str, Any]:
        """A script's document as the model wrote it, unchecked. Raises as `Seer.see` does."""
        ...


class Suggester(Protocol):
    """Suggests how a responder could answer."""

    async def suggest(self, request: SuggestionRequest) -> list[dict[str, Any]]:
        """Suggestions with `action`, `kind`, `reason` and `recommended`, unchecked.

        Raises as `Seer.see` does.
        """
        ...
