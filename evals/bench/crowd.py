"""A production with very many characters, brought into a database by COPY."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from uuid_utils.compat import uuid7

from tools.backends.embedders.embedded import SPACE
from tools.domain.generations import QUALITY_THRESHOLD, ImageOrder
from tools.domain.naming import fold
from tools.imaging.search_vector import DIMENSIONS

_SCORES_EACH = 10
_OVER = timedelta(days=60)
_MONTH = timedelta(days=29)
_DOMAIN = "rendered"
_BACKENDS = ("sketch", "comfyui")
_EMBEDDINGS = """
insert into picture_embeddings (picture_id, space, project_id, character_id, sha256, embedding)
select id, %s, project_id, character_id, sha256, drawn.vector::halfvec
from pictures
cross join lateral (
    select array_agg(random() - 0.5) as vector from generate_series(1, %s) where id is not null
) as drawn
"""
_REGIONS = ("hair", "eyes", "skin", "outfit", "legs")


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """How many there are, and one of each that can be asked for.

    Half of the characters belong to one project, which `project_id` names, this one among them.
    """

    characters: int
    scores: int
    project_id: int
    character_id: int
    character: str
    run_id: UUID
    sha256: str
    thread_id: UUID


def gather(url: str, characters: int) -> Crowd:
    """Fill an upgraded database and let it learn its own figures (`vacuum analyze`)."""
    chance = random.Random(7)
    with psycopg.connect(url) as connection:
        projects = _projects(connection, max(2, characters // 1000))
        people = _characters(connection, projects, characters)
        pictures = _pictures(connection, people)
        connection.execute(_EMBEDDINGS, (SPACE, DIMENSIONS))
        runs = _runs(connection, people, pictures, chance)
        _scores(connection, people, pictures, chance)
        threads = _threads(connection, projects[0], max(10, characters // 20))
        _scenes(connection, projects, people)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("vacuum analyze")
    chosen = len(people) // 6 * 2
    someone = people[chosen]
    return Crowd(
        characters=characters,
        scores=characters * _SCORES_EACH,
        project_id=projects[0],
        character_id=someone.id,
        character=someone.name,
        run_id=runs[chosen],
        sha256=pictures[chosen][1],
        thread_id=threads[0],
    )


@dataclass(frozen=True, kw_only=True)
class _Person:
    id: int
    project_id: int
    name: str
    design: str


def _copy(
    connection: psycopg.Connection[Any],
    table: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
) -> None:
    named = sql.SQL(", ").join(sql.Identifier(column) for column in columns)
    statement = sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(table), named)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _ids(connection: psycopg.Connection[Any], table: str, count: int) -> list[int]:
    """As many new numbers of the table's identity."""
    statement = sql.SQL(
        "select nextval(pg_get_serial_sequence({}, 'id')) from generate_series(1, %s)"
    ).format(sql.Literal(table))
    return [row[0] for row in connection.execute(statement, (count,)).fetchall()]


def _projects(connection: psycopg.Connection[Any], count: int) -> list[int]:
    ids = _ids(connection, "projects", count)
    rows = [("local", n, f"Crowd {n}", fold(f"Crowd {n}"), "local") for n in ids]
    _copy(connection, "projects", ("workspace_id", "id", "title", "name_key", "created_by"), rows)
    bibles = _ids(connection, "project_bibles", count)
    _copy(
        connection,
        "project_bibles",
        ("id", "project_id", "title"),
        zip(bibles, ids, map(str, ids), strict=True),
    )
    return ids


def _characters(
    connection: psycopg.Connection[Any], projects: Sequence[int], count: int
) -> list[_Person]:
    people = [
        _Person(
            id=number,
            project_id=projects[0] if place % 2 == 0 else projects[1 + place % (len(projects) - 1)],
            name=f"Kaito Number {number}",
            design=hashlib.sha256(str(number).encode()).hexdigest(),
        )
        for place, number in enumerate(_ids(connection, "characters", count))
    ]
    looks = {"hair": "long silver hair", "eyes": "green eyes", "style": "a red coat"}
    document = json.dumps({"name": "Kaito", "appearance": looks})
    columns = ("id", "project_id", "name", "name_key", "design", "appearance", "created_by")
    rows = (
        (p.id, p.project_id, p.name, fold(p.name), p.design, json.dumps(looks), "local")
        for p in people
    )
    _copy(connection, "characters", columns, rows)
    columns = ("kind", "subject_id", "version", "document", "author")
    rows = (("character", p.id, 1, document, "local") for p in people)
    _copy(connection, "revisions", columns, rows)
    return people


def _pictures(
    connection: psycopg.Connection[Any], people: Sequence[_Person]
) -> list[tuple[UUID, str]]:
    pictures = [(uuid7(), hashlib.sha256(f"picture {p.id}".encode()).hexdigest()) for p in people]
    _copy(
        connection,
        "assets",
        ("sha256", "type", "size", "width", "height"),
        ((sha256, "image/png", 100_000, 1024, 1024) for _, sha256 in pictures),
    )
    _copy(
        connection,
        "asset_links",
        ("workspace_id", "sha256", "subject", "role"),
        (("local", sha256, f"picture:{number}", "original") for number, sha256 in pictures),
    )
    columns = ("id", "workspace_id", "project_id", "character_id", "sha256", "label", "file_name")
    _copy(
        connection,
        "pictures",
        (*columns, "domain", "design"),
        (
            (number, "local", p.project_id, p.id, sha256, p.name, f"{p.id}.png", _DOMAIN, p.design)
            for p, (number, sha256) in zip(people, pictures, strict=True)
        ),
    )
    _copy(
        connection,
        "character_references",
        ("character_id", "design", "sha256", "picture_id", "status", "created_by"),
        (
            (p.id, p.design, sha256, number, "canonical", "local")
            for p, (number, sha256) in zip(people, pictures, strict=True)
        ),
    )
    return pictures


def _runs(
    connection: psycopg.Connection[Any],
    people: Sequence[_Person],
    pictures: Sequence[tuple[UUID, str]],
    chance: random.Random,
) -> list[UUID]:
    runs = [uuid7() for _ in people]
    made = ("generation", "local", "local", "completed")
    columns = ("kind", "workspace_id", "user_id", "status", "id", "project_id", "character_id")
    _copy(
        connection,
        "runs",
        (*columns, "input", "result", *("created_at", "started_at", "finished_at", "worked_s")),
        (
            (*made, run, p.project_id, p.id, _order(p), _result(*picture), *_times(chance))
            for run, p, picture in zip(runs, people, pictures, strict=True)
        ),
    )
    ended = json.dumps({"status": "completed"})
    events = (
        (run, seq, kind, ended)
        for run in runs
        for seq, kind in enumerate(("run.queued", "progress", "run.ended"), 1)
    )
    _copy(connection, "events", ("run_id", "seq", "type", "data"), events)
    return runs


def _times(chance: random.Random) -> tuple[datetime, datetime, datetime, float]:
    """Ordered some time in the last month, begun, ended; and the seconds between."""
    ordered = datetime.now(UTC) - _MONTH * chance.random()
    begun = ordered + timedelta(seconds=chance.uniform(0, 2))
    worked_s = chance.lognormvariate(0, 1)
    return ordered, begun, begun + timedelta(seconds=worked_s), worked_s


def _order(person: _Person) -> str:
    backend = _BACKENDS[person.id % len(_BACKENDS)]
    order = ImageOrder(
        character=person.name, seed=person.id, width=1024, height=1024, backend=backend
    )
    return json.dumps({"order": order.model_dump(mode="json")})


def _result(picture_id: UUID, sha256: str) -> str:
    attempt = {"number": 1, "picture_id": str(picture_id), "sha256": sha256, "verdict": "approved"}
    kept = {**attempt, "score": 0.93, "similarity": 0.96, "reference": "candidate", "reasons": []}
    return json.dumps({**kept, "undrawn": [], "attempts": [attempt], "ranking": [1]})


def _scores(
    connection: psycopg.Connection[Any],
    people: Sequence[_Person],
    pictures: Sequence[tuple[UUID, str]],
    chance: random.Random,
) -> None:
    columns = ("character_id", "picture_id", "consistency_score", "similarity", "verdict", "space")
    _copy(
        connection,
        "character_consistency_scores",
        (*columns, "domain", "design", "report", "validation_date"),
        (
            _score(p, number, chance)
            for p, (number, _) in zip(people, pictures, strict=True)
            for _ in range(_SCORES_EACH)
        ),
    )


def _score(person: _Person, picture_id: UUID, chance: random.Random) -> tuple[Any, ...]:
    score = round(chance.uniform(0.5, 1), 4)
    verdict = "approved" if score >= QUALITY_THRESHOLD else "needs_revision"
    at = datetime.now(UTC) - _OVER * chance.random()
    found = (score, round(score**0.5, 4), verdict, SPACE, _DOMAIN)
    return (person.id, picture_id, *found, person.design, _report(chance), at)


def _report(chance: random.Random) -> str:
    drifts = chance.choice(_REGIONS)
    regions = [
        {"region": region, "difference": round(chance.uniform(0, 0.3), 3)} for region in _REGIONS
    ]
    return json.dumps({"codes": [f"{drifts.upper()}_DRIFT"], "regions": regions})


def _threads(connection: psycopg.Connection[Any], project_id: int, count: int) -> list[UUID]:
    threads = [uuid7() for _ in range(count)]
    rows = [(thread, "local", "local", project_id, f"Talk {n}") for n, thread in enumerate(threads)]
    columns = ("id", "workspace_id", "user_id", "project_id", "title")
    _copy(connection, "threads", columns, rows)
    said = [(t, seq, "user", f"message {seq}") for t in threads for seq in range(1, 11)]
    _copy(connection, "messages", ("thread_id", "seq", "role", "text"), said)
    return threads


def _scenes(
    connection: psycopg.Connection[Any], projects: Sequence[int], people: Sequence[_Person]
) -> None:
    cast = {p.project_id: p.name for p in people}
    rows = [
        (project, number, f"Scene {number}", json.dumps([cast[project]]), "local")
        for project in projects
        for number in range(1, 101)
    ]
    columns = ("project_id", "scene_number", "description", "characters", "user_id")
    _copy(connection, "scenes", columns, rows)
