"""One transaction over everything that is kept."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from procrastinate import App
from psycopg_pool import AsyncConnectionPool

from store.analysis import AnalysisRows
from store.analytics import AnalyticsRows
from store.animations import AnimationRows
from store.answers import AnswerRows
from store.bibles import BibleRows
from store.branches import BranchRows
from store.briefings import BriefingRows
from store.characters import CharacterRows
from store.conflicts import gone_meanwhile
from store.consistency import CalibrationRows, ReferenceRows, ScoreRows
from store.effects import EffectRows
from store.idempotency import IdempotencyKeyRows
from store.keys import KeyRows
from store.pictures import AssetLinkRows, PictureRows
from store.preferences import PreferenceRows
from store.projects import ProjectRows
from store.queue import JobQueue
from store.revisions import RevisionRows
from store.rows import Connection
from store.runs import RunRows
from store.scenes import SceneRows
from store.spending import SpendingRows
from store.takes import TakeRows
from store.templates import CharacterTemplateRows, StyleTemplateRows
from store.threads import ThreadRows
from store.tower_rows import TowerRows
from store.vectors import VectorRows
from store.webhooks import WebhookRows
from store.workflows import WorkflowRows
from tools.domain.actor import Actor, refuse_viewer

Pool = AsyncConnectionPool[Connection]


class PostgresUnitOfWork:
    """Every store class, on one connection."""

    def __init__(self, connection: Connection, jobs: App) -> None:
        self._connection = connection
        self._jobs = jobs

    @property
    def projects(self) -> ProjectRows:
        return ProjectRows(self._connection)

    @property
    def bibles(self) -> BibleRows:
        return BibleRows(self._connection)

    @property
    def characters(self) -> CharacterRows:
        return CharacterRows(self._connection)

    @property
    def scenes(self) -> SceneRows:
        return SceneRows(self._connection)

    @property
    def branches(self) -> BranchRows:
        return BranchRows(self._connection)

    @property
    def tower(self) -> TowerRows:
        return TowerRows(self._connection)

    @property
    def styles(self) -> StyleTemplateRows:
        return StyleTemplateRows(self._connection)

    @property
    def character_templates(self) -> CharacterTemplateRows:
        return CharacterTemplateRows(self._connection)

    @property
    def preferences(self) -> PreferenceRows:
        return PreferenceRows(self._connection)

    @property
    def revisions(self) -> RevisionRows:
        return RevisionRows(self._connection)

    @property
    def pictures(self) -> PictureRows:
        return PictureRows(self._connection)

    @property
    def links(self) -> AssetLinkRows:
        return AssetLinkRows(self._connection)

    @property
    def references(self) -> ReferenceRows:
        return ReferenceRows(self._connection)

    @property
    def vectors(self) -> VectorRows:
        return VectorRows(self._connection)

    @property
    def scores(self) -> ScoreRows:
        return ScoreRows(self._connection)

    @property
    def calibrations(self) -> CalibrationRows:
        return CalibrationRows(self._connection)

    @property
    def analytics(self) -> AnalyticsRows:
        return AnalyticsRows(self._connection)

    @property
    def briefings(self) -> BriefingRows:
        return BriefingRows(self._connection)

    @property
    def threads(self) -> ThreadRows:
        return ThreadRows(self._connection)

    @property
    def runs(self) -> RunRows:
        return RunRows(self._connection, rested=self.webhooks.announce)

    @property
    def analysis(self) -> AnalysisRows:
        return AnalysisRows(self._connection)

    @property
    def animations(self) -> AnimationRows:
        return AnimationRows(self._connection)

    @property
    def takes(self) -> TakeRows:
        return TakeRows(self._connection)

    @property
    def effects(self) -> EffectRows:
        return EffectRows(self._connection)

    @property
    def spending(self) -> SpendingRows:
        return SpendingRows(self._connection)

    @property
    def idempotency(self) -> IdempotencyKeyRows:
        return IdempotencyKeyRows(self._connection)

    @property
    def answers(self) -> AnswerRows:
        return AnswerRows(self._connection)

    @property
    def workflows(self) -> WorkflowRows:
        return WorkflowRows(self._connection)

    @property
    def keys(self) -> KeyRows:
        return KeyRows(self._connection)

    @property
    def webhooks(self) -> WebhookRows:
        return WebhookRows(self._connection, self._jobs)

    @property
    def queue(self) -> JobQueue:
        return JobQueue(self._connection, self._jobs)


class PostgresStore:
    """Opens units of work from a pool; satisfies `tools.ports.store.Store`."""

    def __init__(self, pool: Pool, jobs: App) -> None:
        self._pool = pool
        self._jobs = jobs

    @asynccontextmanager
    async def begin(self, actor: Actor) -> AsyncGenerator[PostgresUnitOfWork, None]:
        refuse_viewer(actor)
        with gone_meanwhile():
            async with self._pool.connection() as connection, connection.transaction():
                work = PostgresUnitOfWork(connection, self._jobs)
                if actor.run_id and actor.attempt is not None:
                    await work.runs.fence(actor, actor.run_id, attempt=actor.attempt)
                if actor.effect:
                    await work.effects.claim(actor, actor.effect)
                if actor.sent:
                    await work.answers.claim(actor, actor.sent)
                yield work

    @asynccontextmanager
    async def read(self, actor: Actor) -> AsyncGenerator[PostgresUnitOfWork, None]:
        async with self._pool.connection() as connection:
            yield PostgresUnitOfWork(connection, self._jobs)
