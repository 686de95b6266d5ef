"""Branches: tell the story another way, and see what became different."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from tools.domain.actor import Actor
from tools.domain.branch_comparison import Comparison, Counts, SceneDifference, common_base
from tools.domain.branches import Branch, Fork, branch_called, fork_of
from tools.domain.errors import NameTakenError, UnknownNameError
from tools.domain.naming import fold, nearest
from tools.domain.paging import LIMIT_DEFAULT, Page, after_number, page_of
from tools.domain.scenes import MAIN_BRANCH
from tools.studio.scenes import branch_named
from tools.studio.studio import Studio


@dataclass(frozen=True, kw_only=True)
class BranchesCompared:
    """How two branches differ: all of it counted, a page of it told.

    `fork` is None where the two have no known common base; then nothing says who changed what.
    """

    a: str
    b: str
    fork: Fork | None
    counts: Counts
    page: Page[SceneDifference]


async def create_branch(
    studio: Studio, actor: Actor, project_id: int, *, name: str, source: str = MAIN_BRANCH
) -> Branch:
    """A branch with copies of the scenes of `source` as they are now, in one transaction.

    Raises `NotFoundError` (`PROJECT_NOT_FOUND`, `BRANCH_NOT_FOUND`), `NameTakenError`,
    `InvalidError`, `LimitExceededError`.
    """
    name = branch_named(name)
    async with studio.store.begin(actor) as work:
        await work.branches.lock(actor, project_id)
        known = list(await work.branches.bases(actor, project_id))
        begun = _meant(source, known)
        for other in (MAIN_BRANCH, *known):
            if fold(other) == fold(name):
                raise NameTakenError(f"There is a branch called “{other}” already.", name=other)
        return await work.branches.copy(actor, project_id, name=name, source=begun)


async def page_branches(
    studio: Studio,
    actor: Actor,
    project_id: int,
    *,
    limit: int = LIMIT_DEFAULT,
    cursor: str | None = None,
) -> Page[Branch]:
    """By name. Raises `NotFoundError` (`PROJECT_NOT_FOUND`)."""
    async with studio.store.read(actor) as work:
        await work.projects.get(actor, project_id)
        return await work.branches.page(actor, project_id, limit=limit, cursor=cursor)


async def compare_branches(
    studio: Studio,
    actor: Actor,
    project_id: int,
    a: str,
    b: str,
    *,
    limit: int = LIMIT_DEFAULT,
    cursor: str | None = None,
) -> BranchesCompared:
    """Scene by scene, what leads from `a` to `b`, and which side changed it since they parted.

    Raises `NotFoundError` (`PROJECT_NOT_FOUND`, `BRANCH_NOT_FOUND`), `InvalidError`.
    """
    last = after_number(cursor)
    async with studio.store.read(actor) as work:
        await work.projects.get(actor, project_id)
        bases = await work.branches.bases(actor, project_id)
        a, b = _meant(a, list(bases)), _meant(b, list(bases))
        fork = fork_of(bases, a, b)
        base = None
        if fork is not None:
            on_a, on_b = [
                await work.branches.copied(actor, project_id, name) if name else None
                for name in (fork.on_a, fork.on_b)
            ]
            base = common_base(on_a, on_b)
        ours, theirs = [await work.branches.scenes(actor, project_id, name) for name in (a, b)]
    compared = Comparison(ours, theirs, base)
    counts, page = await asyncio.to_thread(_told, compared, last, limit)
    return BranchesCompared(a=a, b=b, fork=fork, counts=counts, page=page)


def _told(compared: Comparison, last: int, limit: int) -> tuple[Counts, Page[SceneDifference]]:
    rest = [number for number in compared.numbers() if number > last]
    told = [compared.difference(number) for number in rest[: limit + 1]]
    return compared.counts(), page_of(told, limit, lambda scene: scene.scene_number)


def _meant(spoken: str, names: Sequence[str]) -> str:
    found = branch_called(spoken, names)
    if found is None:
        raise UnknownNameError("branch", spoken, nearest(spoken, [MAIN_BRANCH, *names]))
    return found
