"""Sums that triggers keep are those of the rows, whatever was written, changed and deleted."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

START = datetime(2026, 3, 2, tzinfo=UTC)
KEPT = """
select project_id, day, space, calibration_id, n, approved, score_n, score_x, score_xx, score_y,
    score_yy, score_xy, quality_n, quality_y
from validation_days
where n <> 0
order by project_id, day, space, calibration_id
"""
COUNTED = """
select c.project_id, (validation_date at time zone 'UTC')::date as day, space,
    coalesce(calibration_id, 0) as calibration_id, count(*),
    count(*) filter (where verdict = 'approved'), count(consistency_score), sum(x), sum(x * x),
    sum(consistency_score), sum(consistency_score ^ 2), sum(x * consistency_score),
    count(quality), coalesce(sum(quality), 0)
from (
    select *, date_part('epoch', validation_date - date_trunc('day', validation_date, 'UTC'))
        / 86400 as x
    from character_consistency_scores
) as scores
join (select id as character, project_id from characters) as c on c.character = scores.character_id
group by 1, 2, 3, 4
order by 1, 2, 3, 4
"""


class Writer:
    """Writes, changes and deletes at random."""

    def __init__(self, connection: psycopg.Connection[Any], seed: int) -> None:
        self._connection = connection
        self._chance = random.Random(seed)

    def step(self) -> None:
        kinds = (self.project, self.character, self.scores, self.change, self.drop)
        weights = (2, 6, 20, 6, 4)
        self._chance.choices(kinds, weights)[0]()

    def project(self) -> None:
        title = str(self._chance.random())
        self._execute(
            "insert into projects (workspace_id, title, name_key, created_by)"
            " values ('local', %s, %s, 'local')",
            title,
            title,
        )

    def character(self) -> None:
        name = str(self._chance.random())
        self._execute(
            "insert into characters (project_id, name, name_key, design, created_by)"
            " select id, %s, %s, 'd', 'local' from projects order by md5(id::text || %s) limit 1",
            name,
            name,
            name,
        )

    def scores(self) -> None:
        """Several characters', days' and spaces' at once."""
        values = [
            (
                self._chance.choice(("approved", "rejected")),
                self._chance.choice(("embedded-1", "clip")),
                self._chance.random(),
                self._chance.choice((None, self._chance.random())),
                START + timedelta(hours=self._chance.uniform(0, 96)),
            )
            for _ in range(self._chance.randint(1, 8))
        ]
        with self._connection.cursor() as cursor:
            cursor.executemany(
                "insert into character_consistency_scores (character_id, verdict, space, domain,"
                " design, consistency_score, quality, validation_date)"
                " select id, %s, %s, 'rendered', 'd', %s, %s, %s from characters",
                values,
            )

    def change(self) -> None:
        self._execute(
            "update character_consistency_scores set consistency_score = %s, verdict = 'approved',"
            " validation_date = validation_date + interval '30 hours' where id %% 7 = %s",
            self._chance.random(),
            self._chance.randrange(7),
        )

    def drop(self) -> None:
        table, share = self._chance.choice(
            (("character_consistency_scores", 11), ("characters", 7), ("projects", 5))
        )
        self._execute(
            f"delete from {table} where id %% {share} = %s", self._chance.randrange(share)
        )

    def _execute(self, statement: str, *values: Any) -> None:
        self._connection.execute(statement.encode(), values)


@pytest.mark.parametrize("seed", range(3))
def test_sums_of_days_are_those_of_their_rows(database_url: str, seed: int) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        writer = Writer(connection, seed)
        seen = 0
        for _ in range(60):
            writer.step()
            kept = connection.execute(KEPT).fetchall()
            counted = connection.execute(COUNTED).fetchall()
            assert [row[:7] for row in kept] == [row[:7] for row in counted]
            for one, other in zip(kept, counted, strict=True):
                assert one[7:] == pytest.approx(other[7:], abs=1e-9)
            seen += len(kept)
        assert seen > 50
