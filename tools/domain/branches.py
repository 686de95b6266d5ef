"""Branches of a story: which there are, and where two of them part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from tools.domain.naming import fold
from tools.domain.scenes import MAIN_BRANCH


class Branch(BaseModel):
    """One branch of a project's story.

    `base_name` is the branch that it was copied from; null where it began with its first scene.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    base_name: str | None = None
    scenes: int = 0
    created_by: str | None = None
    created_at: datetime | None = None


class Fork(BaseModel):
    """Where two branches part.

    `common` is the branch that both come from (or one of them); `on_a` and `on_b` are the
    branches, a itself or one before it, that were copied from it: null where a or b is it.
    """

    model_config = ConfigDict(frozen=True)

    common: str
    on_a: str | None
    on_b: str | None


def fork_of(bases: Mapping[str, str | None], a: str, b: str) -> Fork | None:
    """Where `a` and `b` part, by what each branch was copied from; None where nowhere known."""
    line_a, line_b = _line(bases, a), _line(bases, b)
    for place, name in enumerate(line_a):
        if name in line_b:
            other = line_b.index(name)
            return Fork(
                common=name,
                on_a=line_a[place - 1] if place else None,
                on_b=line_b[other - 1] if other else None,
            )
    return None


def branch_called(spoken: str, names: Sequence[str]) -> str | None:
    """The branch that is meant: the same name, else the only one that folds to it."""
    if spoken in names or spoken == MAIN_BRANCH:
        return spoken
    alike = [name for name in names if fold(name) == fold(spoken)]
    return alike[0] if len(alike) == 1 else None


def _line(bases: Mapping[str, str | None], name: str) -> list[str]:
    """The branch and those before it, the newest first."""
    line = [name]
    while (before := bases.get(line[-1])) is not None and before not in line:
        line.append(before)
    return line
