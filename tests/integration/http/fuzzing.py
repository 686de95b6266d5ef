"""What generated requests are tried against, and what every answer has to keep."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from schemathesis import checks
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = int(os.environ.get("ECHO_DIRECTOR_FUZZ_EXAMPLES", "3"))
STREAMS = r"/events$"
"""Addresses whose answers do not end by themselves."""


@dataclass(frozen=True)
class Fuzzed:
    """A service with the sample production, in a process of its own."""

    address: str


@contextmanager
def running(url: str, data_dir: Path) -> Iterator[Fuzzed]:
    """The service on a database of its own."""
    environment = {
        **os.environ,
        "ECHO_DIRECTOR_DATABASE_URL": url,
        "ECHO_DIRECTOR_DATA_DIR": str(data_dir),
        "ECHO_DIRECTOR_PICTURE_SIDE_PX": "64",
        "ECHO_DIRECTOR_RENDER_WORKERS": "1",
        "ECHO_DIRECTOR_MODEL": "embedded",
    }
    command = [sys.executable, "-m", "api.cli", "serve", "--sample", "--port", "0"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        address = server.stdout.readline().split()[-1]
        try:
            _wait_for(address)
            yield Fuzzed(address)
        finally:
            server.terminate()


def _wait_for(address: str) -> None:
    """Retry until the service answers: it prints its address before it is ready."""
    transport = httpx.HTTPTransport(retries=8)
    with httpx.Client(transport=transport, timeout=30) as http:
        assert http.get(f"{address}/healthz").status_code == 200
