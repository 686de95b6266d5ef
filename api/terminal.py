"""Conversations in the terminal: what is said, which tools are called, which pictures are made."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast, get_args
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from api.kept_files import file_name
from api.wiring import Service
from graph.director.turns import Message
from tools.domain.actor import Actor
from tools.domain.animation.kinds import ExportFormat
from tools.domain.errors import StudioError
from tools.domain.threads import Answer, Decision
from tools.domain.turns import ArtifactRecord, ToolCallRecord, TurnAnswer
from tools.studio.exporting import export_animation
from tools.studio.threads import open_thread

_MARKS = {"ok": "[green]✓[/]", "error": "[red]✗[/]", "rejected": "[yellow]–[/]"}
_ARGUMENT_CHARACTERS_MOST = 60
_DONE = 1.0
_EXPORT = re.compile(r"/api/pipeline/(\d+)/export")


class Terminal:
    """One conversation on a console. Pictures are copied into `pictures`, by their label."""

    def __init__(self, service: Service, actor: Actor, console: Console, pictures: Path) -> None:
        self._service = service
        self._actor = actor
        self._console = console
        self._pictures = pictures
        self._thread_id: UUID | None = None

    async def begin(self, project_id: int | None) -> None:
        thread = await open_thread(self._service.studio, self._actor, project_id=project_id)
        self._thread_id = thread.id

    async def say(self, text: str) -> TurnAnswer:
        """One turn: the tools as they are called, a bar while something is drawn, the answer."""
        assert self._thread_id is not None
        run_id = await self._service.director.say(self._actor, self._thread_id, Message(text=text))
        return await self._followed(run_id)

    async def decide(self, answer: TurnAnswer, decision: Decision) -> TurnAnswer:
        """Answer the approval that a turn waits for."""
        assert answer.interrupt is not None
        given = Answer(interrupt_id=UUID(answer.interrupt.id), decision=decision)
        run_id = await self._service.director.resume(self._actor, answer.thread_id, given)
        return await self._followed(run_id)

    async def _followed(self, run_id: UUID) -> TurnAnswer:
        answering = asyncio.create_task(self._service.director.answer(self._actor, run_id))
        with _bar(self._console) as bar:
            task = bar.add_task("thinking", total=_DONE)
            while not answering.done():
                await asyncio.wait([answering], timeout=0.1)
                stage, progress = await self._drawing(run_id)
                bar.update(task, description=stage, completed=progress)
            bar.update(task, completed=_DONE)
        answer = await answering
        for call in answer.tool_calls:
            self._show_call(call)
        self._console.print(f"[bold]Director[/]  {escape(answer.message)}", highlight=False)
        for artifact in answer.artifacts:
            if artifact.sha256:
                await self._keep(artifact.sha256, artifact.label)
            else:
                await self._keep_export(artifact)
        self._show_options(answer)
        return answer

    async def _drawing(self, run_id: UUID) -> tuple[str, float]:
        async with self._service.studio.store.read(self._actor) as work:
            children = await work.runs.children(self._actor, run_id)
        open_runs = [run for run in children if not run.ended]
        if not open_runs:
            return "thinking", 0.0
        return f"drawing: {open_runs[-1].stage or 'queued'}", open_runs[-1].progress

    def _show_call(self, call: ToolCallRecord) -> None:
        mark = _MARKS.get(call.status, "[yellow]?[/]")
        shown = escape(f"{call.tool}({_brief(call.args)})")
        self._console.print(f"  {mark} [cyan]{shown}[/]", highlight=False)

    async def _keep(self, sha256: str, label: str) -> None:
        self._pictures.mkdir(parents=True, exist_ok=True)
        data = await self._service.studio.files.get(sha256)
        path = self._pictures / file_name(label, data)
        path.write_bytes(data)
        self._tell(label, str(path))

    async def _keep_export(self, artifact: ArtifactRecord) -> None:
        """An animation's file beside the pictures; the address of anything else."""
        wanted = _export_wanted(artifact.url)
        if wanted is None:
            self._tell(artifact.label, artifact.url)
            return
        number, form, take = wanted
        try:
            file = await export_animation(
                self._service.studio, self._actor, number, form, take=take
            )
        except StudioError as error:
            self._tell(artifact.label, error.detail)
            return
        self._pictures.mkdir(parents=True, exist_ok=True)
        path = self._pictures / file.file_name
        path.write_bytes(file.data)
        self._tell(artifact.label, str(path))

    def _tell(self, label: str, where: str) -> None:
        self._console.print(f"  [magenta]▣[/] {escape(label)}: {escape(where)}", highlight=False)

    def _show_options(self, answer: TurnAnswer) -> None:
        options = answer.interrupt.options if answer.interrupt else None
        for number, option in enumerate(options or (), 1):
            self._console.print(f"  [cyan]{number}[/] {escape(option)}", highlight=False)


def _export_wanted(url: str) -> tuple[int, ExportFormat, int | None] | None:
    """The animation, the format and the take that the address of an export names."""
    parts = urlsplit(url)
    path, query = _EXPORT.fullmatch(parts.path), parse_qs(parts.query)
    form = query.get("format", [""])[0]
    if path is None or form not in get_args(ExportFormat):
        return None
    take = query.get("take", [""])[0]
    return int(path[1]), cast("ExportFormat", form), int(take) if take.isdecimal() else None


def _bar(console: Console) -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    )


def _brief(args: Mapping[str, Any]) -> str:
    parts = [f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in args.items()]
    return ", ".join(
        part if len(part) <= _ARGUMENT_CHARACTERS_MOST else part[:_ARGUMENT_CHARACTERS_MOST] + "…"
        for part in parts
    )
