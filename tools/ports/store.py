"""One unit of work: what changes together, commits together."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from tools.domain.actor import Actor
from tools.ports.analysis import Analysis
from tools.ports.analytics import Analytics
from tools.ports.animations import Animations, Takes
from tools.ports.answers import Answers
from tools.ports.bibles import Bibles
from tools.ports.branches import Branches
from tools.ports.briefings import Briefings
from tools.ports.characters import Characters
from tools.ports.consistency import Calibrations, References, Scores, Vectors
from tools.ports.idempotency import IdempotencyKeys
from tools.ports.keys import Keys
from tools.ports.pictures import AssetLinks, Pictures
from tools.ports.preferences import Preferences
from tools.ports.projects import Projects
from tools.ports.revisions import Revisions
from tools.ports.runs import Effects, Jobs, Runs
from tools.ports.scenes import Scenes
from tools.ports.spending import Spending
from tools.ports.templates import CharacterTemplates, StyleTemplates
from tools.ports.threads import Threads
from tools.ports.tower import TowerRows
from tools.ports.webhooks import Webhooks
from tools.ports.workflows import Workflows


class UnitOfWork(Protocol):
    """Everything kept, seen through one transaction."""

    @property
    def projects(self) -> Projects: ...
    @property
    def bibles(self) -> Bibles: ...
    @property
    def characters(self) -> Characters: ...
    @property
    def scenes(self) -> Scenes: ...
    @property
    def styles(self) -> StyleTemplates: ...
    @property
    def character_templates(self) -> CharacterTemplates: ...
    @property
    def preferences(self) -> Preferences: ...
    @property
    def revisions(self) -> Revisions: ...
    @property
    def pictures(self) -> Pictures: ...
    @property
    def links(self) -> AssetLinks: ...
    @property
    def references(self) -> References: ...
    @property
    def vectors(self) -> Vectors: ...
    @property
    def scores(self) -> Scores: ...
    @property
    def calibrations(self) -> Calibrations: ...
    @property
    def analytics(self) -> Analytics: ...
    @property
    def briefings(self) -> Briefings: ...
    @property
    def threads(self) -> Threads: ...
    @property
    def runs(self) -> Runs: ...
    @property
    def analysis(self) -> Analysis: ...
    @property
    def animations(self) -> Animations: ...
    @property
    def takes(self) -> Takes: ...
    @property
    def effects(self) -> Effects: ...
    @property
    def idempotency(self) -> IdempotencyKeys: ...
    @property
    def answers(self) -> Answers: ...
    @property
    def queue(self) -> Jobs: ...
    @property
    def workflows(self) -> Workflows: ...
    @property
    def keys(self) -> Keys: ...
    @property
    def webhooks(self) -> Webhooks: ...
    @property
    def spending(self) -> Spending: ...
    @property
    def branches(self) -> Branches: ...
    @property
    def tower(self) -> TowerRows: ...


class Store(Protocol):
    def begin(self, actor: Actor) -> AbstractAsyncContextManager[UnitOfWork]:
        """A transaction that writes.

        Raises `ForbiddenError` for a viewer, `EffectDoneError` where the actor's effect has
        happened before, `LeaseLostError` where its attempt no longer drives its run, and
        `ConflictError` (`KEY_IN_USE`) where its request is being taken already.
        """
        ...

    def read(self, actor: Actor) -> AbstractAsyncContextManager[UnitOfWork]:
        """A look at committed data, without a transaction around it."""
        ...
