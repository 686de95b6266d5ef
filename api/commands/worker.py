"""`echo-director worker`: one more machine for the jobs of a service, without HTTP."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from api.commands.failing import told_plainly
from api.settings import Backend, Settings
from tools.domain.errors import InvalidError

if TYPE_CHECKING:
    from api.worker import Post

CONCURRENCY = 4
GRACE_S = 5.0


def worker(
    backend: Annotated[
        list[str] | None,
        typer.Option(help="A backend that this machine has; may be given several times."),
    ] = None,
    concurrency: Annotated[
        int, typer.Option(min=1, max=64, help="How many jobs it drives at once.")
    ] = CONCURRENCY,
    data_dir: Annotated[
        Path | None, typer.Option(help="The folder of the service, where it is on this machine.")
    ] = None,
    grace: Annotated[
        float,
        typer.Option(min=0, help="Seconds that jobs may go on when it is told to end."),
    ] = GRACE_S,
) -> None:
    """Drive the jobs of a service that runs elsewhere, until stopped."""
    with told_plainly():
        if data_dir:
            os.environ["ECHO_DIRECTOR_DATA_DIR"] = str(data_dir)
        settings = Settings()
        backends: tuple[Backend, ...] = tuple(_known(name) for name in backend or settings.backend)
        asyncio.run(_work(settings, backends, concurrency, grace))


async def _work(
    settings: Settings, backends: tuple[Backend, ...], concurrency: int, grace_s: float
) -> None:
    """Until told to end by SIGTERM or SIGINT."""
    from api.wiring import open_worker

    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    async with open_worker(settings, backends, concurrency, grace_s=grace_s) as post:
        for line in first_words(settings, post):
            typer.echo(line)
        await told.wait()


def first_words(settings: Settings, post: Post) -> list[str]:
    """What a worker says as it begins; also that nothing bounds what it may pay."""
    queues = ", ".join(post.queues)
    said = [f"Worker {post.name} takes {post.concurrency} jobs at once from: {queues}."]
    if "gemini" in post.queues and settings.daily_limit_usd is None:
        said.append(
            "Its paid calls are not limited, whatever the service says: set "
            "ECHO_DIRECTOR_DAILY_LIMIT_USD here too."
        )
    return said


def _known(name: str) -> Backend:
    """Raises `InvalidError` (`UNKNOWN_BACKEND`)."""
    if name in get_args(Backend):
        return cast(Backend, name)
    raise InvalidError(
        f"There is no backend “{name}”. Known: {', '.join(get_args(Backend))}.",
        code="UNKNOWN_BACKEND",
    )
