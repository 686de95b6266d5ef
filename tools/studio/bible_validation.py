"""Whether a production agrees with itself."""

from __future__ import annotations

from dataclasses import dataclass

from tools.domain.actor import Actor
from tools.domain.characters import Character
from tools.domain.paging import LIMIT_MOST
from tools.domain.validation import RULES, Finding, Production, validate
from tools.ports.store import UnitOfWork
from tools.studio.bible import bible_of
from tools.studio.studio import Studio


@dataclass(frozen=True, kw_only=True)
class Validation:
    """What was found and which rules looked; `valid` where nothing is an error."""

    findings: list[Finding]
    rules: list[str]

    @property
    def valid(self) -> bool:
        return all(finding.severity != "error" for finding in self.findings)


async def validate_bible(studio: Studio, actor: Actor, project_id: int) -> Validation:
    """Hold the bible against itself, the project's characters and its scenes.

    Raises `NotFoundError` (`PROJECT_NOT_FOUND`, `BIBLE_NOT_FOUND`).
    """
    async with studio.store.read(actor) as work:
        bible = await bible_of(work, actor, project_id)
        production = Production(
            bible=bible,
            entries=tuple(await work.bibles.characters(actor, bible.id)),
            characters=tuple(await _characters(work, actor, project_id)),
            scenes=tuple(await work.scenes.all_of(actor, project_id)),
        )
    return Validation(findings=validate(production), rules=list(RULES))


async def _characters(work: UnitOfWork, actor: Actor, project_id: int) -> list[Character]:
    found: list[Character] = []
    cursor: str | None = None
    while True:
        page = await work.characters.page(actor, project_id, limit=LIMIT_MOST, cursor=cursor)
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return found
