"""`echo-director mcp`: the catalogue for a model outside, over standard input and output."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer

from api.commands.failing import told_plainly
from api.settings import Settings


def mcp(
    data_dir: Annotated[Path | None, typer.Option(help="Where data lie.")] = None,
    sample: Annotated[bool, typer.Option(help="Load the sample production first.")] = False,
) -> None:
    """Serve the tools over the Model Context Protocol (stdio), until the client leaves.

    Where keys exist, ECHO_DIRECTOR_API_KEY says who asks. A running service offers the same over
    HTTP at /mcp.
    """
    with told_plainly():
        if data_dir:
            os.environ["ECHO_DIRECTOR_DATA_DIR"] = str(data_dir)
        asyncio.run(_serve(Settings(), sample))


async def _serve(settings: Settings, sample: bool) -> None:
    from mcp.server.stdio import stdio_server

    from api.keys import actor_of_key
    from api.mcp.approving import Context
    from api.mcp.server import Endpoint, build_server
    from api.sample import load_sample
    from api.wiring import open_service
    from tools.catalog.catalog import CATALOG
    from tools.domain.actor import LOCAL, Actor

    async with open_service(settings) as service:
        key = settings.api_key.get_secret_value() if settings.api_key else None
        store = service.studio.store
        await actor_of_key(store, key, loopback=True)
        if sample:
            await load_sample(service.studio, LOCAL)

        async def whose(_: Context) -> Actor:
            return await actor_of_key(store, key, loopback=True)

        server = build_server(Endpoint(studio=service.studio, catalog=CATALOG, whose=whose))
        async with stdio_server() as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())
