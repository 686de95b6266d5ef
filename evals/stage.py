"""The stage that cases are played on: the real director over a copy of a world's database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from agent.models import ModelNotConfiguredError
from api.databases import copied_database, create_database, dropped_database
from api.settings import Settings
from api.wiring import Service, open_renderers, open_service
from evals.known import Known
from evals.played import Interrupt, MadeCall, PlayedTurn
from evals.runner import NoDirectorError, TurnError
from evals.scenery import left_out, set_up
from evals.world import SceneryError, World, WorldFileError, read_world
from graph.director.turns import Message
from store.embedded import DatabaseStartError, EmbeddedPostgres
from store.schema import UnfitDatabaseError, upgrade
from tools.catalog.catalog import CATALOG
from tools.domain.actor import LOCAL
from tools.domain.errors import StudioError
from tools.domain.threads import Answer
from tools.domain.turns import TurnAnswer
from tools.ports.embedding import EmbedderUnavailableError
from tools.ports.rendering import Renderer
from tools.studio.bible_characters import list_bible_characters

_PICTURE_SIDE_PX = 128
_CLIP_FRAMES = 2
_PATIENCE_S = 120.0
"""Long enough for every run to end within the turn that starts it."""
_EMPTY = "empty"
_OPEN_TO_THE_SERVERS_ACCOUNT = 0o755
_NOTHING_TO_LOSE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_NO_DIRECTOR = (
    DatabaseStartError,
    EmbedderUnavailableError,
    ModelNotConfiguredError,
    UnfitDatabaseError,
)


@asynccontextmanager
async def open_theatre(model: str | None = None) -> AsyncGenerator[StudioTheatre]:
    """A theatre with a database server of its own, in a temporary folder that is removed.

    The user's data are not touched. Raises `NoDirectorError`, also where the first stage that
    is asked for cannot be opened.
    """
    with TemporaryDirectory(prefix="echo-director-eval-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(_OPEN_TO_THE_SERVERS_ACCOUNT)
        settings = _settings(Path(folder), model)
        server = EmbeddedPostgres(
            Path(folder) / "postgres", binaries=settings.pg_bin, settings=_NOTHING_TO_LOSE
        )
        try:
            maintenance = await asyncio.to_thread(server.start)
            await asyncio.to_thread(create_database, maintenance, _EMPTY)
            empty = server.url(_EMPTY)
            await upgrade(empty)
            with open_renderers(settings) as renderers:
                yield StudioTheatre(settings, empty, renderers)
        except _NO_DIRECTOR as error:
            raise NoDirectorError(str(error)) from error
        finally:
            await asyncio.to_thread(server.stop, "immediate")


class StudioTheatre:
    """Sets each world up once, in a template database, and copies it for every case."""

    def __init__(self, settings: Settings, empty: str, renderers: tuple[Renderer, ...]) -> None:
        self._settings = settings
        self._empty = empty
        self._renderers = renderers
        self._templates: dict[Path, tuple[str, World]] = {}
        self._copies = 0
        self.notes: list[str] = []

    @property
    def model(self) -> str:
        return self._settings.model

    @property
    def defaults(self) -> Mapping[str, Mapping[str, Any]]:
        return {
            name: {
                arg: field["default"]
                for arg, field in tool.arguments.model_json_schema()["properties"].items()
                if field.get("default") is not None
            }
            for name, tool in CATALOG.items()
        }

    @asynccontextmanager
    async def stage(self, world: Path) -> AsyncGenerator[DirectorStage]:
        """A stage over a fresh copy of the world. Raises `WorldFileError`."""
        if world not in self._templates:
            self._templates[world] = await self._template(world)
        template, scenery = self._templates[world]
        url = await self._copy(template)
        try:
            async with open_service(self._settings, url=url, renderers=self._renderers) as service:
                yield await _entered(service, scenery.current_project)
        finally:
            await asyncio.to_thread(dropped_database, url)

    async def _template(self, path: Path) -> tuple[str, World]:
        world = read_world(path)
        url = await self._copy(self._empty)
        async with open_service(self._settings, url=url, renderers=self._renderers) as service:
            try:
                await set_up(service.studio, world)
            except (StudioError, SceneryError) as error:
                raise WorldFileError(f"{path}: cannot be set up: {error}") from error
        self.notes += [f"{path.name}: {reason}" for reason in left_out(world, CATALOG)]
        return url, world

    async def _copy(self, template: str) -> str:
        self._copies += 1
        return await asyncio.to_thread(copied_database, template, f"stage_{self._copies}")


class DirectorStage:
    """One thread with the director."""

    def __init__(self, service: Service, thread_id: UUID) -> None:
        self._service = service
        self._thread_id = thread_id

    async def say(self, text: str) -> PlayedTurn:
        director = self._service.director
        try:
            run = await director.say(LOCAL, self._thread_id, Message(text=text))
            return _played(await director.answer(LOCAL, run))
        except StudioError as error:
            raise TurnError(error.detail) from error

    async def approve(self, interrupt_id: str) -> PlayedTurn:
        director = self._service.director
        answer = Answer(interrupt_id=UUID(interrupt_id), decision="approve")
        try:
            run = await director.resume(LOCAL, self._thread_id, answer)
            return _played(await director.answer(LOCAL, run))
        except StudioError as error:
            raise TurnError(error.detail) from error

    async def known(self) -> Known:
        studio = self._service.studio
        async with studio.store.read(LOCAL) as work:
            project = (await work.threads.get(LOCAL, self._thread_id)).project_id
            known = Known(
                projects=tuple(await work.projects.titles(LOCAL)),
                style_templates=tuple(await work.styles.names(LOCAL)),
                character_templates=tuple(await work.character_templates.names(LOCAL)),
            )
            if project is None:
                return known
            cast = await work.characters.names(LOCAL, project)
            scenes = await work.scenes.all_of(LOCAL, project)
        written = await list_bible_characters(studio, LOCAL, project)
        return Known(
            projects=known.projects,
            style_templates=known.style_templates,
            character_templates=known.character_templates,
            characters=tuple(character.name for character in cast),
            bible_characters=tuple(entry.name for entry in written),
            last_scene={scene.branch_name: scene.scene_number for scene in scenes},
        )


async def _entered(service: Service, project: str | None) -> DirectorStage:
    """A new conversation with its current project open."""
    async with service.studio.store.begin(LOCAL) as work:
        titles = await work.projects.titles(LOCAL)
        project_id = titles[project] if project is not None else None
        thread = await work.threads.add(LOCAL, title="", project_id=project_id)
    return DirectorStage(service, thread.id)


def _played(answer: TurnAnswer) -> PlayedTurn:
    interrupt = answer.interrupt
    return PlayedTurn(
        calls=tuple(
            MadeCall(id=call.id, tool=call.tool, args=call.args, status=call.status)
            for call in answer.tool_calls
        ),
        message=answer.message,
        interrupt=Interrupt(id=interrupt.id, kind=interrupt.kind) if interrupt else None,
    )


def _settings(folder: Path, model: str | None) -> Settings:
    """The environment's settings, but for what an evaluation fixes. Raises `NoDirectorError`."""
    fixed: dict[str, Any] = {
        "data_dir": folder,
        "database_url": None,
        "picture_side_px": _PICTURE_SIDE_PX,
        "clip_frames_most": _CLIP_FRAMES,
        "patience_s": _PATIENCE_S,
    }
    if model is not None:
        fixed["model"] = model
    try:
        return Settings(**fixed)
    except ValidationError as error:
        wrong = ", ".join(".".join(map(str, entry["loc"])) for entry in error.errors())
        raise NoDirectorError(f"these settings are not right: {wrong}") from error
