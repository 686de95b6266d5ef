"""`echo-director serve`: the service, with the page at its root."""

from __future__ import annotations

import asyncio
import os
import socket
from pathlib import Path
from typing import Annotated

import typer

from api.commands.failing import told_plainly
from api.settings import Settings
from tools.domain.errors import InvalidError

PORT = 8328
_PORTS_TRIED = 50
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(
    host: Annotated[
        str, typer.Option(help="Loopback only, as long as there are no keys.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The first port to try; 0 takes any free one.")
    ] = PORT,
    data_dir: Annotated[Path | None, typer.Option(help="Where data lie.")] = None,
    sample: Annotated[bool, typer.Option(help="Load the sample production first.")] = False,
) -> None:
    """Serve the API and the chat page until stopped."""
    import uvicorn

    from api.app import create_app
    from api.commands.keys import any_key
    from api.wiring import prepared

    with told_plainly():
        if data_dir:
            os.environ["ECHO_DIRECTOR_DATA_DIR"] = str(data_dir)
        settings = Settings()
        url = asyncio.run(prepared(settings))
        if host not in _LOOPBACK and not asyncio.run(any_key(url)):
            raise InvalidError(
                f"Without keys the service listens on loopback only, not on {host}. Make one with "
                "`echo-director keys create --workspace local --user you --role owner`.",
                code="NOT_LOOPBACK",
            )
        listener = _listen(host, port)
        address = listener.getsockname()
        shown = f"[{host}]" if ":" in host else host
        typer.echo(f"Echo Director is at http://{shown}:{address[1]}")
        config = uvicorn.Config(
            create_app(settings, url=url, sample=sample, bound=host),
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=5,
            lifespan="on",
        )
        server = uvicorn.Server(config)
        server.run(sockets=[listener])
        if not server.started:
            raise typer.Exit(1)


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket on the port, or the next free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, min(port + _PORTS_TRIED, 65536)) if port else [0]:
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen(2048)
        except OSError:
            listener.close()
            continue
        return listener
    raise InvalidError(
        f"The ports {port} to {port + _PORTS_TRIED - 1} are all taken. Give one with --port.",
        code="NO_FREE_PORT",
    )
