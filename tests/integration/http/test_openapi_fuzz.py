"""Every operation of the OpenAPI document with generated input: every answer as described."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.app import create_app
from api.settings import Settings

CHECKS = [
    checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = int(os.environ.get("ECHO_DIRECTOR_FUZZ_EXAMPLES", "3"))
_STREAMS = r"/events$"


@pytest.fixture(scope="module")
def address(template_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The service with the sample production, in a process of its own."""
    from api.databases import copied_database, dropped_database

    url = copied_database(template_url, "fuzz")
    environment = {
        **os.environ,
        "ECHO_DIRECTOR_DATABASE_URL": url,
        "ECHO_DIRECTOR_DATA_DIR": str(tmp_path_factory.mktemp("fuzz")),
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
            yield address
        finally:
            server.terminate()
    dropped_database(url)


def _wait_for(address: str) -> None:
    """Retry until the service answers: it prints its address before it is ready."""
    transport = httpx.HTTPTransport(retries=8)
    with httpx.Client(transport=transport, timeout=30) as http:
        assert http.get(f"{address}/healthz").status_code == 200


def operations() -> list[Any]:
    """Every operation that ends its answer by itself, read from the application's own document."""
    document = create_app(Settings(model="embedded")).openapi()
    schema = schemathesis.openapi.from_dict(document).exclude(path_regex=_STREAMS)
    return [found.ok() for found in schema.get_all_operations()]


@pytest.mark.parametrize("operation", operations(), ids=lambda operation: operation.label)
def test_no_answer_breaks_its_description(operation: Any, address: str) -> None:
    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def check(case: Any) -> None:
        case.call_and_validate(base_url=address, checks=CHECKS, timeout=30)

    check()
