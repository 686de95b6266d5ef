"""A real `echo-director worker` process on the database of a test."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

_READY_S = 120
_COMMAND = ("-m", "api.cli", "worker")


@asynccontextmanager
async def worker(
    url: str, data_dir: Path, *arguments: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A worker that has said that it is ready; killed where it has not ended by itself."""
    (data_dir / "assets").mkdir(exist_ok=True)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *_COMMAND,
        *("--data-dir", str(data_dir), *arguments),
        env=os.environ | {"ECHO_DIRECTOR_DATABASE_URL": url, "ECHO_DIRECTOR_LEASE_S": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout
    try:
        said = await asyncio.wait_for(process.stdout.readline(), _READY_S)
        assert b"takes" in said, said
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
