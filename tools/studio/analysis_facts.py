"""What an analysis looks at, read by few bounded queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tools.domain.actor import Actor
from tools.domain.analysis.facts import (
    CharacterFacts,
    GenerationFact,
    ProjectFacts,
    TemplateFact,
)
from tools.domain.assessments import Assessment
from tools.domain.bible import BibleCharacter
from tools.domain.characters import Character
from tools.domain.definition import definition_of
from tools.domain.naming import fold
from tools.domain.paging import LIMIT_MOST
from tools.ports.store import UnitOfWork
from tools.studio.analysis_likeness import likeness
from tools.studio.bible import bible_if_any
from tools.studio.studio import Studio

SCORES_MOST = 200
VERSIONS_MOST = 100
SCENES_MOST = 1_000
GENERATIONS_MOST = 200
CHARACTERS_MOST = 400
_SCORED_CHARACTERS_MOST = 50
_SCORES_EACH = 10
_MEAN_OF = 20


async def character_facts(studio: Studio, actor: Actor, character_id: int) -> CharacterFacts:
    """Raises `NotFoundError` (`CHARACTER_NOT_FOUND`)."""
    async with studio.store.read(actor) as work:
        character = await work.characters.get(actor, character_id)
        bible, entries = await bible_if_any(work, actor, character.project_id)
        entry = entry_of(entries, character)
        return CharacterFacts(
            character=character,
            definition=definition_of(bible, entry, character),
            bible=bible,
            entry=entry,
            entries=tuple(entries),
            scores=tuple(await work.scores.history(actor, character_id, limit=SCORES_MOST)),
            references=tuple(await work.references.of_character(actor, character_id)),
            versions=tuple(await work.analysis.versions(actor, character_id, limit=VERSIONS_MOST)),
            scenes=tuple(
                await work.analysis.scenes_of(
                    actor,
                    character.project_id,
                    character.name,
                    character.bible_name,
                    limit=SCENES_MOST,
                )
            ),
            generations=tuple(
                await work.analysis.generations_of_character(
                    actor, character_id, limit=GENERATIONS_MOST
                )
            ),
        )


async def project_facts(studio: Studio, actor: Actor, project_id: int) -> ProjectFacts:
    """Raises `NotFoundError` (`PROJECT_NOT_FOUND`)."""
    space = studio.embedder.space
    async with studio.store.read(actor) as work:
        read = work.analysis
        project = await work.projects.get(actor, project_id)
        bible, entries = await bible_if_any(work, actor, project_id)
        made = await read.generations_of_project(actor, project_id, limit=GENERATIONS_MOST)
        scores = await read.newest_scores(
            actor,
            project_id,
            looked_at=CHARACTERS_MOST,
            characters=_SCORED_CHARACTERS_MOST,
            each=_SCORES_EACH,
        )
        vectors = await read.canonical_vectors(actor, project_id, space, limit=CHARACTERS_MOST)
        facts = ProjectFacts(
            project_id=project_id,
            title=project.title,
            bible=bible,
            entries=tuple(entries),
            characters=tuple(await _characters(work, actor, project_id)),
            cast=tuple(await read.cast(actor, project_id, limit=CHARACTERS_MOST, scores=_MEAN_OF)),
            scenes=tuple(await read.scenes(actor, project_id, limit=SCENES_MOST)),
            generations=tuple(made),
            templates=tuple(await _templates(work, actor, made)),
            scores=tuple(scores),
            same_cosines=tuple(_same(scores, space)),
            counts=await read.counts(actor, project_id),
        )
    alike = await likeness(studio, actor, vectors)
    return replace(facts, pairs=alike.pairs, between=alike.between)


def _same(scores: Sequence[Assessment], space: str) -> Iterator[float]:
    """The cosines of approved pictures to the reference that they were held against."""
    for score in scores:
        cosine = score.report.get("cosine")
        if score.verdict == "approved" and score.space == space and cosine is not None:
            yield float(cosine)


async def order_facts(studio: Studio, actor: Actor, project_id: int) -> ProjectFacts:
    """What the rules on savings look at: the generations and whom they drew.

    Raises `NotFoundError` (`PROJECT_NOT_FOUND`).
    """
    async with studio.store.read(actor) as work:
        project = await work.projects.get(actor, project_id)
        return ProjectFacts(
            project_id=project_id,
            title=project.title,
            cast=tuple(
                await work.analysis.cast(actor, project_id, limit=CHARACTERS_MOST, scores=_MEAN_OF)
            ),
            generations=tuple(
                await work.analysis.generations_of_project(
                    actor, project_id, limit=GENERATIONS_MOST
                )
            ),
            counts=await work.analysis.counts(actor, project_id),
        )


def entry_of(entries: Sequence[BibleCharacter], character: Character) -> BibleCharacter | None:
    """What the bible says of a character, under the name that it knows."""
    wanted = fold(character.bible_name)
    return next((entry for entry in entries if fold(entry.name) == wanted), None)


async def _characters(work: UnitOfWork, actor: Actor, project_id: int) -> list[Character]:
    """The first of the project, for rules that need whole definitions."""
    found: list[Character] = []
    cursor: str | None = None
    while len(found) < CHARACTERS_MOST:
        page = await work.characters.page(actor, project_id, limit=LIMIT_MOST, cursor=cursor)
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
    return found


async def _templates(
    work: UnitOfWork, actor: Actor, generations: Sequence[GenerationFact]
) -> list[TemplateFact]:
    """The workspace's own; a style counts as used by orders in its words too."""
    styles = (await work.styles.page(actor, limit=LIMIT_MOST, cursor=None)).items
    kept = (await work.character_templates.page(actor, limit=LIMIT_MOST, cursor=None)).items
    own_styles = [one for one in styles if one.own]
    own_kept = [one for one in kept if one.own]
    uses = await work.analysis.template_uses(
        actor, [one.id for one in own_styles], [one.id for one in own_kept]
    )
    ordered = Counter(g.style for g in generations if g.style)
    return [
        *(
            TemplateFact(
                id=one.id,
                kind="style",
                name=one.name,
                uses=uses.get(("style", one.id), 0) + ordered.get(one.words, 0),
                created_at=one.created_at,
            )
            for one in own_styles
        ),
        *(
            TemplateFact(
                id=one.id,
                kind="character",
                name=one.name,
                uses=uses.get(("character", one.id), 0),
                created_at=one.created_at,
            )
            for one in own_kept
        ),
    ]
