"""Analytics over HTTP: every figure is computed again here, from the rows that were written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from statistics import mean
from typing import Any

import httpx
import numpy as np
import pytest
from psycopg.types.json import Jsonb
from uuid_utils.compat import uuid7

from store.database import Database

ANALYTICS = "/api/anime/analytics"
START = datetime(2026, 3, 2, 10, tzinfo=UTC)
WINDOW = {"since": "2026-03-01T00:00:00Z", "until": "2026-04-01T00:00:00Z"}


class Rows:
    """What a test wrote, and the way to write more."""

    def __init__(self, database: Database, http: httpx.AsyncClient) -> None:
        self._database = database
        self.http = http

    async def execute(self, sql: str, *values: Any) -> list[Any]:
        async with self._database.pool.connection() as connection:
            cursor = await connection.execute(sql.encode(), values)
            return await cursor.fetchall() if cursor.description else []

    async def project(self, title: str) -> int:
        answer = await self.http.post("/api/anime/projects", json={"title": title})
        return answer.json()["id"]

    async def character(self, project: int, name: str) -> int:
        body = {"project_id": project, "name": name}
        return (await self.http.post("/api/anime/characters", json=body)).json()["id"]

    async def run(self, project: int, character: int | None, at: datetime, **facts: Any) -> Any:
        run = uuid7()
        order = {"backend": facts.get("backend"), "companion_ids": facts.get("companions", [])}
        took = facts.get("took_s")
        await self.execute(
            "insert into runs (id, kind, workspace_id, user_id, project_id, character_id, status,"
            " input, result, created_at, finished_at, retries, worked_s)"
            " values (%s, 'generation', 'local', 'local', %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            run,
            project,
            character,
            facts.get("status", "completed"),
            Jsonb({"order": order}),
            Jsonb({"attempts": [{} for _ in range(facts.get("pictures", 1))]}),
            at,
            None if took is None else at + timedelta(seconds=took),
            facts.get("retries", 0),
            (took or 0) / 2,
        )
        for usd in facts.get("costs", ()):
            await self.execute(
                "insert into spending (id, workspace_id, user_id, day, run_id, backend, model,"
                " cost_usd, settled)"
                " values (%s, 'local', 'local', %s, %s, 'gemini', 'm', %s, true)",
                uuid7(),
                at.date(),
                run,
                usd,
            )
        return run

    async def score(self, character: int, at: datetime, **facts: Any) -> None:
        await self.execute(
            "insert into character_consistency_scores (character_id, verdict, space, domain,"
            " design, consistency_score, similarity, quality, alignment, validation_date)"
            " values (%s, %s, %s, 'rendered', 'd', %s, %s, %s, %s, %s)",
            character,
            facts.get("verdict", "approved"),
            facts.get("space", "embedded-1"),
            facts.get("score"),
            facts.get("similarity"),
            facts.get("quality"),
            facts.get("alignment"),
            at,
        )

    async def get(self, what: str, **query: Any) -> dict[str, Any]:
        answer = await self.http.get(f"{ANALYTICS}/{what}", params=WINDOW | query)
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
def rows(database: Database, client: httpx.AsyncClient) -> Rows:
    return Rows(database, client)


def hours(count: float) -> datetime:
    return START + timedelta(hours=count)


async def test_generations_are_counted_by_backend_and_day(rows: Rows) -> None:
    project = await rows.project("Neon")
    took = [2.0, 4.0, 9.0, 30.0]
    for place, seconds in enumerate(took):
        backend = "sketch" if place < 3 else "gemini"
        await rows.run(
            project,
            None,
            hours(12 * place),
            took_s=seconds,
            backend=backend,
            pictures=place + 1,
            retries=place,
            costs=(0.03, 0.01) if backend == "gemini" else (),
        )
    await rows.run(project, None, hours(1), status="failed", backend="sketch", took_s=1.0)
    await rows.run(project, None, hours(2), status="cancelled", backend="sketch")
    await rows.run(project, None, hours(3), status="running", backend="sketch")

    found = await rows.get("generations", project_id=project)
    total = found["total"]
    assert (total["n"], total["completed"], total["failed"]) == (7, 4, 1)
    assert (total["cancelled"], total["unfinished"]) == (1, 1)
    assert total["success_rate"] == pytest.approx(4 / 5)
    assert total["pictures"] == sum((1, 2, 3, 4)) + 3
    assert total["retries"] == 6
    assert total["took_s_p50"] == pytest.approx(np.percentile(took, 50))
    assert total["took_s_p95"] == pytest.approx(np.percentile(took, 95))
    assert total["worked_s_p50"] == pytest.approx(np.percentile(took, 50) / 2)
    assert (total["cost_usd"], total["paid_calls"]) == (pytest.approx(0.04), 2)
    by_backend = {one["backend"]: one for one in found["by_backend"]}
    assert {name: one["n"] for name, one in by_backend.items()} == {"sketch": 6, "gemini": 1}
    assert by_backend["gemini"]["cost_usd"] == pytest.approx(0.04)
    assert by_backend["sketch"]["cost_usd"] == 0
    days = [(one["begins"], one["n"]) for one in found["buckets"]]
    assert days == [("2026-03-02T00:00:00Z", 5), ("2026-03-03T00:00:00Z", 2)]

    await rows.run(project, None, hours(5), status="failed", backend="sketch")
    again = (await rows.get("generations", project_id=project, bucket="week"))["total"]
    assert again["success_rate"] == pytest.approx(4 / 6)
    other = await rows.project("Rust")
    assert (await rows.get("generations", project_id=other))["total"]["success_rate"] is None


async def test_characters_are_told_by_use_and_the_unused_come_last(rows: Rows) -> None:
    project = await rows.project("Neon")
    names = ["Kai", "Mara", "Ryo", "Sena", "Tomo"]
    ids = {name: await rows.character(project, name) for name in names}
    for at in range(3):
        await rows.run(project, ids["Mara"], hours(at))
    await rows.run(project, ids["Kai"], hours(7), companions=[ids["Ryo"]])
    await rows.run(project, ids["Tomo"], hours(24 * 60))  # after the window
    scene = {"project_id": project, "description": "", "characters": ["Ryo", "Sena"]}
    for _ in range(2):
        await rows.http.post("/api/anime/scenes", json=scene)

    told: list[dict[str, Any]] = []
    cursor = None
    while True:
        query = {"cursor": cursor} if cursor else {}
        page = await rows.get("characters", project_id=project, limit=2, **query)
        told += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert [one["name"] for one in told] == ["Mara", "Kai", "Ryo", "Sena", "Tomo"]
    assert [one["generations"] for one in told] == [3, 1, 1, 0, 0]
    assert [one["scenes"] for one in told] == [0, 0, 2, 2, 0]
    assert told[2]["last_used"] == "2026-03-02T17:00:00Z"
    assert told[3]["last_used"] is None


async def test_quality_gives_the_means_and_slopes_of_its_rows(rows: Rows) -> None:
    project = await rows.project("Neon")
    kai = await rows.character(project, "Kai")
    scores = [0.95, 0.9, 0.93, 0.8, 0.71, 0.6]
    times = [hours(18.5 * place) for place in range(len(scores))]
    for at, score in zip(times, scores, strict=True):
        await rows.score(kai, at, score=score, similarity=score / 2, quality=0.5)
    await rows.score(kai, hours(3), similarity=0.4, verdict="unscored", space="clip")

    found = await rows.get("quality", project_id=project)
    embedded, clip = found["spaces"]
    assert (embedded["space"], embedded["total"]["n"]) == ("embedded-1", 6)
    assert embedded["total"]["score"] == {"n": 6, "mean": pytest.approx(mean(scores))}
    assert embedded["total"]["alignment"] == {"n": 0, "mean": None}
    days = [(at - START).total_seconds() / 86400 for at in times]
    _same_line(embedded["per_day"]["score"], days, scores)
    assert embedded["per_day"]["score"]["direction"] == "falling"
    assert embedded["per_day"]["quality"]["value"] == pytest.approx(0, abs=1e-9)
    assert embedded["per_day"]["alignment"] is None
    by_day: dict[str, list[float]] = {}
    for at, score in zip(times, scores, strict=True):
        by_day.setdefault(f"{at.date()}T00:00:00Z", []).append(score)
    assert {one["begins"]: one["score"]["mean"] for one in embedded["buckets"]} == {
        day: pytest.approx(mean(of)) for day, of in by_day.items()
    }
    assert clip["total"]["score"]["mean"] is None
    assert clip["per_day"]["similarity"] is None


async def test_quality_follows_rows_that_come_change_and_go(rows: Rows) -> None:
    project = await rows.project("Neon")
    kai, mara = [await rows.character(project, name) for name in ("Kai", "Mara")]
    await rows.score(kai, hours(0), score=0.9)
    await rows.score(mara, hours(1), score=0.5)

    async def score() -> dict[str, Any]:
        (space,) = (await rows.get("quality", project_id=project))["spaces"]
        return space["total"]["score"]

    assert await score() == {"n": 2, "mean": pytest.approx(0.7)}
    await rows.execute(
        "update character_consistency_scores set consistency_score = 0.7 where character_id = %s",
        mara,
    )
    assert await score() == {"n": 2, "mean": pytest.approx(0.8)}
    await rows.http.delete(f"/api/anime/characters/{mara}")
    assert await score() == {"n": 1, "mean": pytest.approx(0.9)}
    await rows.http.delete(f"/api/anime/projects/{project}")
    assert (await rows.get("quality"))["spaces"] == []


async def test_a_window_that_begins_and_ends_within_days_counts_these_rows_alone(
    rows: Rows,
) -> None:
    project = await rows.project("Neon")
    kai = await rows.character(project, "Kai")
    figures = {at: 0.5 + at / 1000 for at in range(0, 120, 7)}
    for at, figure in figures.items():
        await rows.score(kai, hours(at), score=figure)
    for first, last in ((5, 9), (8, 40), (13.5, 85), (14, 38), (0, 111.9)):
        window = {"since": hours(first).isoformat(), "until": hours(last).isoformat()}
        found = await rows.get("quality", **window)
        inside = [figure for at, figure in figures.items() if first <= at < last]
        (space,) = found["spaces"]
        assert space["total"]["score"] == {"n": len(inside), "mean": pytest.approx(mean(inside))}
        assert sum(one["n"] for one in space["buckets"]) == len(inside)


async def test_weeks_begin_on_monday(rows: Rows) -> None:
    project = await rows.project("Neon")
    kai = await rows.character(project, "Kai")
    for day in range(10):
        await rows.score(kai, hours(24 * day), score=0.9)
        await rows.run(project, kai, hours(24 * day), took_s=1)
    monday, next_monday = "2026-03-02T00:00:00Z", "2026-03-09T00:00:00Z"
    (space,) = (await rows.get("quality", bucket="week"))["spaces"]
    assert [(one["begins"], one["n"]) for one in space["buckets"]] == [
        (monday, 7), (next_monday, 3),
    ]  # fmt: skip
    made = (await rows.get("generations", bucket="week"))["buckets"]
    assert [(one["begins"], one["n"]) for one in made] == [(monday, 7), (next_monday, 3)]


async def test_windows_beyond_the_limit_are_refused_with_it(client: httpx.AsyncClient) -> None:
    long = {"since": "2024-01-01T00:00:00Z", "until": "2026-01-01T00:00:00Z"}
    for what in ("generations", "characters", "quality"):
        answer = await client.get(f"{ANALYTICS}/{what}", params=long)
        assert (answer.status_code, answer.json()["code"]) == (422, "LIMIT_EXCEEDED")
        assert answer.json()["limit"] == 366
        naive = await client.get(f"{ANALYTICS}/{what}", params={"since": "2026-01-01T00:00:00"})
        assert naive.status_code == 422
        unknown = await client.get(f"{ANALYTICS}/{what}", params={"project_id": 999})
        assert (unknown.status_code, unknown.json()["code"]) == (404, "PROJECT_NOT_FOUND")
        empty = await client.get(f"{ANALYTICS}/{what}")
        assert empty.status_code == 200
    bad = await client.get(f"{ANALYTICS}/characters", params={"cursor": "OTk5OTk5OTk5OTl8MXwx"})
    assert bad.status_code == 422


def _same_line(slope: dict[str, Any], xs: Sequence[float], ys: Sequence[float]) -> None:
    fitted, covariance = np.polyfit(xs, ys, 1, cov=True)
    assert slope["value"] == pytest.approx(fitted[0])
    assert slope["standard_error"] == pytest.approx(np.sqrt(covariance[0, 0]))
