"""Who drives runs of each kind, in this process."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping

from api.settings import Settings
from api.worker import Drive
from graph.animation.build import build_dual, build_single
from graph.animation.drive import AnimationDrive
from graph.generation.build import build_generation
from graph.generation.drive import GenerationDrive
from graph.sheet.build import build_sheet
from graph.sheet.state import GRAPH_VERSION as SHEET_VERSION
from store.database import Database
from store.leases import PostgresLeases
from tools.domain.runs import RunKind
from tools.studio.studio import Studio


def drives(settings: Settings, studio: Studio, database: Database) -> Mapping[RunKind, Drive]:
    """What the jobs of a worker do; turns are driven by the web process, batches by nobody."""
    return {
        "generation": _generations(settings, studio, database),
        "sheet": _sheets(settings, studio, database),
        "animation": _animations(settings, studio, database),
    }


def this_process() -> str:
    """By what name this process holds leases."""
    return f"{socket.gethostname()}:{os.getpid()}"


def _generations(settings: Settings, studio: Studio, database: Database) -> GenerationDrive:
    return GenerationDrive(
        studio=studio,
        leases=PostgresLeases(database.pool, database.news),
        checkpoints=database.checkpoints,
        graph=build_generation(database.checkpoints),
        owner=this_process(),
        lease_s=settings.lease_s,
    )


def _sheets(settings: Settings, studio: Studio, database: Database) -> GenerationDrive:
    return GenerationDrive(
        studio=studio,
        leases=PostgresLeases(database.pool, database.news),
        checkpoints=database.checkpoints,
        graph=build_sheet(database.checkpoints),
        owner=this_process(),
        lease_s=settings.lease_s,
        thing="The character sheet",
        version=SHEET_VERSION,
    )


def _animations(settings: Settings, studio: Studio, database: Database) -> AnimationDrive:
    return AnimationDrive(
        studio=studio,
        leases=PostgresLeases(database.pool, database.news),
        checkpoints=database.checkpoints,
        single=build_single(database.checkpoints),
        dual=build_dual(database.checkpoints),
        owner=this_process(),
        lease_s=settings.lease_s,
    )
