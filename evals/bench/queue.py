"""What a job costs beside Procrastinate alone, and how many a fleet of workers does a second."""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import psycopg
from procrastinate import App
from uuid_utils.compat import uuid7

from api.sample import load_sample
from api.settings import Settings
from api.wiring import open_service
from evals.bench.plain_queue import PLAIN_QUEUE, PLAIN_TASK, plain_app
from store.database import Database, open_database
from tools.domain.actor import LOCAL
from tools.domain.runs import Happening
from tools.studio.ordering import ImageWish, order_image
from tools.studio.studio import Studio

Way = Literal["ours", "plain"]
JOBS = 400
_ROUNDS = 3
_WARM_UP = 40
_PRODUCERS = 4
_FLEETS = (1, 2, 4)
_LOOK_S = 0.01
MEMORY_JOBS = 2000
_MEMORY_EARLY = 500
_SMALL_PX = 64
_FIRST_EVENTS = 20
_PICTURES = 60


def measure(url: str, data_dir: Path) -> dict[str, Any]:
    """All figures, on an upgraded database."""
    ratios = asyncio.run(_beside_plain(url))
    fleet = {str(count): round(asyncio.run(_fleet(url, count)), 1) for count in _FLEETS}
    early_mb, late_mb = asyncio.run(_memory(url))
    return {
        **ratios,
        "memory_mb_after_500": round(early_mb, 1),
        "memory_mb_after_2000": round(late_mb, 1),
        "jobs_a_second_by_workers": fleet,
        **asyncio.run(_in_service(url, data_dir)),
    }


@contextmanager
def workers(url: str, way: Way, count: int) -> Generator[list[int], None, None]:
    """Worker processes that are ready when the block begins; gives their ids."""
    command = [sys.executable, "-m", "evals.bench.drudge", "--url", url, "--way", way]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(count)]
    try:
        for process in started:
            if not (process.stdout and process.stdout.readline()):
                raise RuntimeError(f"A {way} worker ended before it was ready.")
        yield [process.pid for process in started]
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(15)


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A way to hand jobs over, and the statement that counts those that are not done."""

    name: Way
    defer: Callable[[], Awaitable[None]]
    undone: str

    async def seconds_for(self, url: str, jobs: int) -> float:
        """From the first job handed over to the last one done."""
        begun = time.perf_counter()
        share = jobs // _PRODUCERS
        await asyncio.gather(*(self._produce(share) for _ in range(_PRODUCERS)))
        async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
            while True:
                row = await (await connection.execute(self.undone.encode())).fetchone()
                if row == (0,):
                    return time.perf_counter() - begun
                await asyncio.sleep(_LOOK_S)

    async def _produce(self, jobs: int) -> None:
        for _ in range(jobs):
            await self.defer()


async def _beside_plain(url: str) -> dict[str, Any]:
    """Milliseconds a job, both ways taken in turns so that noise falls on both."""
    spent: dict[Way, list[float]] = {"ours": [], "plain": []}
    async with _subjects(url) as subjects:
        for _ in range(_ROUNDS):
            for subject in subjects:
                with workers(url, subject.name, 1):
                    await subject.seconds_for(url, _WARM_UP)
                    spent[subject.name].append(await subject.seconds_for(url, JOBS))
    ours, plain = (statistics.median(spent[way]) / JOBS * 1000 for way in ("ours", "plain"))
    return {
        "job_ms": round(ours, 2),
        "plain_job_ms": round(plain, 2),
        "job_ratio": round(statistics.median(_ratios(spent)), 2),
    }


def _ratios(spent: dict[Way, list[float]]) -> list[float]:
    return [ours / plain for ours, plain in zip(spent["ours"], spent["plain"], strict=True)]


async def _fleet(url: str, count: int) -> float:
    """Jobs a second of `count` worker processes, with all jobs waiting when they start."""
    async with _subjects(url) as subjects:
        ours = subjects[0]
        await asyncio.gather(*(ours.defer() for _ in range(JOBS)))
        begun = time.perf_counter()
        with workers(url, "ours", count):
            await ours.seconds_for(url, 0)
            return JOBS / (time.perf_counter() - begun)


@asynccontextmanager
async def _subjects(url: str) -> AsyncGenerator[Sequence[Subject], None]:
    app = plain_app(url)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(url))
        await stack.enter_async_context(app.open_async())
        yield (
            Subject(
                name="ours",
                defer=lambda: _order(database),
                undone="select count(*) from runs where kind = 'generation'"
                " and status in ('queued', 'running')",
            ),
            Subject(
                name="plain",
                defer=lambda: _defer(app),
                undone=f"select count(*) from procrastinate_jobs where queue_name = '{PLAIN_QUEUE}'"
                " and status in ('todo', 'doing')",
            ),
        )


async def _order(database: Database) -> None:
    """Run, event and job in one transaction, as every order does it."""
    async with database.store.begin(LOCAL) as work:
        run = await work.runs.add(LOCAL, run_id=uuid7(), kind="generation", input={})
        await work.runs.append(LOCAL, run.id, [Happening(type="run.queued")])
        await work.queue.defer(run)


async def _defer(app: App) -> None:
    await app.configure_task(PLAIN_TASK, queue=PLAIN_QUEUE).defer_async(run_id=str(uuid7()))


async def _in_service(url: str, data_dir: Path) -> dict[str, Any]:
    """Pictures through the whole service: the first sign of progress, the rate, the memory."""
    settings = Settings(
        data_dir=data_dir, picture_side_px=_SMALL_PX, model="embedded", backend=("sketch",)
    )
    async with open_service(settings, url=url) as service:
        project = await load_sample(service.studio, LOCAL)
        first = [await _first_progress_ms(service.studio, project.id) for _ in range(_FIRST_EVENTS)]
        rate = await _pictures_a_second(service.studio, project.id)
    return {
        "first_progress_ms": round(statistics.median(first), 1),
        "first_progress_ms_worst": round(max(first), 1),
        "small_pictures_a_second": round(rate, 1),
    }


async def _first_progress_ms(studio: Studio, project: int) -> float:
    """From the call that orders to the first progress event at a follower."""
    begun = time.perf_counter()
    run_id = await _picture(studio, project)
    first: float | None = None
    async for event in studio.watch.follow(LOCAL, run_id):
        if event.type == "progress" and first is None:
            first = (time.perf_counter() - begun) * 1000
    if first is None:
        raise RuntimeError("The run told nothing of its progress.")
    return first


async def _memory(url: str) -> tuple[float, float]:
    """Resident memory (MB) of one worker process after 500 and after 2,000 jobs."""
    async with _subjects(url) as subjects:
        ours = subjects[0]
        with workers(url, "ours", 1) as pids:
            await ours.seconds_for(url, _MEMORY_EARLY)
            early = _resident_mb(pids[0])
            await ours.seconds_for(url, MEMORY_JOBS - _MEMORY_EARLY)
            return early, _resident_mb(pids[0])


async def _pictures_a_second(studio: Studio, project: int) -> float:
    begun = time.perf_counter()
    orders = [await _picture(studio, project) for _ in range(_PICTURES)]
    for run_id in orders:
        await studio.watch.ended(LOCAL, run_id, timeout_s=120)
    return _PICTURES / (time.perf_counter() - begun)


async def _picture(studio: Studio, project: int) -> UUID:
    wish = ImageWish(scene_description="standing in the neon alley", max_iterations=1)
    ordered, _ = await order_image(studio, LOCAL, project, "Kai Nakamura", wish)
    return ordered.id


def _resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
