"""Who writes to what another deletes just then is told so; a busy database is said to be busy."""

from __future__ import annotations

import psycopg
import pytest
from psycopg.errors import DeadlockDetected
from psycopg_pool import PoolTimeout

from api.problems import unexpected_problem
from tools.domain.actor import LOCAL
from tools.domain.errors import ConflictError
from tools.studio.projects import create_project


async def test_a_reference_to_what_was_deleted_meanwhile_is_a_conflict(
    store, studio, service
) -> None:
    project = await create_project(studio, LOCAL, title="Neon Ronin")
    with pytest.raises(ConflictError) as told:
        async with store.begin(LOCAL) as work:
            async with await psycopg.AsyncConnection.connect(service.database.url) as other:
                await other.execute("delete from projects where id = %s", (project.id,))
            await work.threads.add(LOCAL, title="Late", project_id=project.id)
    assert told.value.code == "DELETED_MEANWHILE"


@pytest.mark.parametrize("error", [DeadlockDetected("both"), PoolTimeout("all taken")], ids=str)
async def test_a_busy_database_is_told_with_when_to_ask_again(error: Exception) -> None:
    answer = await unexpected_problem(None, error)  # pyright: ignore[reportArgumentType]
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0


async def test_a_fault_of_the_service_stays_its_own() -> None:
    answer = await unexpected_problem(None, RuntimeError("no"))  # pyright: ignore[reportArgumentType]
    assert answer.status_code == 500
