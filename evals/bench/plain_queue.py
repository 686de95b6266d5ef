"""Procrastinate alone, as its documentation sets it up: what the queue is measured beside."""

from __future__ import annotations

from procrastinate import App, PsycopgConnector

PLAIN_TASK = "nothing"
PLAIN_QUEUE = "plain"


def plain_app(url: str) -> App:
    """Procrastinate with one task, as its documentation sets it up."""
    app = App(connector=PsycopgConnector(conninfo=url, min_size=1, max_size=7))

    @app.task(name=PLAIN_TASK, queue=PLAIN_QUEUE)
    async def nothing(run_id: str) -> None:  # pyright: ignore[reportUnusedFunction]
        pass

    return app
