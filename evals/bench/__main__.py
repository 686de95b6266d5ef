"""`make bench`: every figure, measured now, written to docs/bench.json and docs/bench.md."""

from __future__ import annotations

import asyncio
import json
import os
import platform
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from api.databases import create_database
from evals.bench import animations, pictures, queue, reading, sheets, turns
from store.embedded import EmbeddedPostgres
from store.schema import upgrade

_DOCS = Path(__file__).parents[2] / "docs"


def main() -> None:
    """Measure on a database server of its own, with a console that says what runs."""
    console = Console()
    with tempfile.TemporaryDirectory(prefix="echo-bench-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        server = EmbeddedPostgres(home / "postgres", settings={"max_connections": "200"})
        maintenance = server.start()
        try:
            for name in ("director", "bare", "animations", "queue", "reading"):
                create_database(maintenance, name)
            console.print("Turns, beside a bare LangGraph agent …")
            measured = turns.measure(server.url("director"), server.url("bare"), home / "data")
            console.print("Animations, from the chat to the sheets …")
            asyncio.run(upgrade(server.url("animations")))
            animated = animations.measure(server.url("animations"), home / "animations")
            console.print("Jobs, beside Procrastinate alone …")
            asyncio.run(upgrade(server.url("queue")))
            queued = queue.measure(server.url("queue"), home / "queue")
            console.print("Lists and look-ups over 20,000 characters …")
            asyncio.run(upgrade(server.url("reading")))
            read = reading.measure(server.url("reading"), home / "reading")
        finally:
            server.stop("immediate")
    console.print("Pictures and comparisons …")
    measured |= {"pictures": pictures.measure(), "animations": animated, "queue": queued}
    measured |= {"reading": read}
    console.print("Sprite sheets, beside the plain way …")
    measured |= {"sheets": sheets.measure()}
    report = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}",
        **measured,
    }
    (_DOCS / "bench.json").write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    (_DOCS / "bench.md").write_text(_page(report), "utf-8")
    console.print_json(data=report)


def _page(report: Mapping[str, Any]) -> str:
    director, agent = report["turns"]["director"], report["turns"]["bare agent"]
    names = {
        "turns_a_second_16_clients": "turns a second, 16 clients",
        "p95_ms_16_clients": "95th percentile of a turn, 16 clients (ms)",
        "turn_ms_1_client": "median turn, one client (ms)",
        "turn_200_over_turn_2": "turn 200 of a conversation over its second",
        "kb_a_turn_of_200": "kB on disk a turn, over 200 turns",
    }
    rows = [f"| {words} | {director[key]} | {agent[key]} |" for key, words in names.items()]
    drawn, animated, sheet = report["pictures"], report["animations"], report["sheets"]
    jobs = report["queue"]
    fleet = ", ".join(f"{rate} with {n}" for n, rate in jobs["jobs_a_second_by_workers"].items())
    return "\n".join(
        [
            "# Figures",
            "",
            f"Written by `make bench` at {report['at']} on {report['machine']}.",
            "",
            "A turn is one HTTP request that makes the director call one look-up tool and answer,",
            "with its conversation stored and checkpointed. The bare agent is LangGraph with the",
            "same checkpointer and a scripted model behind FastAPI, measured in the same run.",
            "",
            "| | director | bare agent |",
            "| --- | --- | --- |",
            *rows,
            "",
            f"Cost of a turn against the bare agent: {report['cost_ratio_16_clients']} at 16 "
            f"clients, {report['cost_ratio_1_client']} at one.",
            "",
            f"Ready in {report['ready_s']} s with an existing database; "
            f"{report['idle_memory_mb']} MB of memory when idle, PostgreSQL not counted.",
            "",
            f"A picture of 1024x1024 takes {drawn['picture_1024_s']} s on one core (median of "
            f"{drawn['pictures']}), its comparison with a reference "
            f"{drawn['comparison_1024_s']} s.",
            "",
            f"A job that does nothing takes {jobs['job_ms']} ms from its order to its end, with "
            f"its run, lease and log, and {jobs['plain_job_ms']} ms with Procrastinate alone in "
            f"the same run ({jobs['job_ratio']} times). Jobs a second by worker processes: "
            f"{fleet}. From an order to the first progress event {jobs['first_progress_ms']} ms "
            f"(median). A worker's memory after 500 jobs {jobs['memory_mb_after_500']} MB, after "
            f"2,000 {jobs['memory_mb_after_2000']} MB; {jobs['small_pictures_a_second']} pictures "
            f"of 64x64 a second through the whole service.",
            "",
            *_read(report["reading"]),
            "",
            f"A dual animation of {animated['frames']} frames each takes "
            f"{animated['dual_chat_to_sheets_s']} s from the first message in the chat to both "
            f"sheets; 1,000 scripts are choreographed, derived and checked in "
            f"{animated['scripts_1000_s']} s.",
            "",
            f"A sprite sheet ({sheet['sheet']}) becomes trimmed frames in {sheet['cut_ms']} ms on "
            f"one core; Pillow and NumPy alone take {sheet['plain_ms']} ms in the same run "
            f"({sheet['times_faster']} times).",
            "",
        ]
    )


def _read(read: Mapping[str, Any]) -> list[str]:
    """The slowest reads, and what a request costs that reads nothing."""
    baseline = read["healthz_p95_ms"]
    slowest = list(read["p95_ms_by_route"].items())[:5]
    return [
        f"With {read['characters']:,} characters and {read['scores']:,} scores, brought in by "
        f"COPY, the slowest of {read['routes']} lists and look-ups (`{read['worst_route']}`) has a "
        f"95th percentile of {read['worst_p95_ms']} ms for one client; `/healthz`, which reads "
        f"nothing, {baseline} ms in the same run. The five slowest:",
        "",
        "| route | 95th percentile (ms) | times `/healthz` |",
        "| --- | --- | --- |",
        *(f"| `{path}` | {ms} | {round(ms / baseline, 1)} |" for path, ms in slowest),
    ]


if __name__ == "__main__":
    main()
