"""An old Tower database, and how what comes from it is kept here."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Protocol

from tools.domain.actor import Actor
from tools.domain.bible import Bible
from tools.domain.tower import Kind, OldRow


class TowerSource(Protocol):
    """One reading of an old database: everything as it was at one moment."""

    @property
    def name(self) -> str:
        """What the database is called, for telling old databases apart."""
        ...

    async def tables(self) -> frozenset[str]:
        """Which of the tables that an old database may have are there."""
        ...

    def rows(
        self, table: str, *, by: str = "id", only: Sequence[str] | None = None
    ) -> AsyncIterator[list[OldRow]]:
        """The rows in batches, in order of the column `by`; or those `only` whose keys are given.

        Nothing where the table does not exist. Keys are the rows' ids as text.
        """
        ...


class TowerPictures(Protocol):
    """The picture files that old rows name by path."""

    def size(self, path: str) -> int | None:
        """In bytes; None where there is no file that may be read."""
        ...

    def read(self, path: str) -> bytes:
        """Raises `OSError`."""
        ...


class TowerRows(Protocol):
    """What was brought before, and many rows written at once.

    Rows of `write` are columns by name with an `id` each; revisions are written with them. Callers
    have checked that projects and characters are the actor's.
    """

    async def known(
        self, actor: Actor, source: str, kind: Kind, keys: Sequence[str]
    ) -> dict[str, dict[str, Any]]:
        """By key what an earlier import noted: `id source_digest kept_digest`."""
        ...

    async def remember(
        self, actor: Actor, source: str, kind: Kind, rows: Sequence[Mapping[str, Any]]
    ) -> None:
        """Note `legacy_key id source_digest kept_digest` of each row."""
        ...

    async def digests(self, actor: Actor, kind: Kind, ids: Sequence[int]) -> dict[int, str]:
        """By id the digest of our row as it is now; rows that are gone are left out."""
        ...

    async def hold(self, actor: Actor, kind: Kind, ids: Sequence[int]) -> None:
        """Lock our rows until the unit of work ends."""
        ...

    async def numbers(self, kind: Kind, count: int) -> list[int]:
        """Fresh ids."""
        ...

    async def taken(
        self, actor: Actor, kind: Kind, wanted: Sequence[tuple[int, str]]
    ) -> dict[tuple[int, str], int]:
        """Which of the folded names are taken in their project or bible (0: in the workspace),
        and by which id."""
        ...

    async def scene_numbers(
        self, actor: Actor, wanted: Sequence[tuple[int, str, int]]
    ) -> dict[tuple[int, str, int], int]:
        """Which of (project, branch, number) are taken, and by which id."""
        ...

    async def last_scene(self, actor: Actor, project_id: int, branch: str) -> int:
        """The highest number of a branch, 0 where it has no scene."""
        ...

    async def add(self, actor: Actor, kind: Kind, rows: Sequence[Mapping[str, Any]]) -> None:
        """Raises `ConflictError` (`CHANGED_MEANWHILE`) where a name was taken just now."""
        ...

    async def change(self, actor: Actor, kind: Kind, rows: Sequence[Mapping[str, Any]]) -> None:
        """A null name or scene number leaves what is there. Raises as `add`."""
        ...

    async def alone(self, actor: Actor, source: str) -> None:
        """Wait until no other import of this old database goes on in the workspace.

        Raises `NotFoundError` (`WORKSPACE_NOT_FOUND`).
        """
        ...

    async def bible(self, actor: Actor, bible_id: int) -> Bible:
        """A bible that was brought, as it is now, one without a version yet too."""
        ...

    async def designs(self, actor: Actor, character_ids: Sequence[int]) -> dict[int, str]:
        """The designs of those of the characters that are there."""
        ...
