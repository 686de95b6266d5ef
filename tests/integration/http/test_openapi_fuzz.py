"""Every operation of the OpenAPI document, with generated input: no 5xx, every answer as described."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
import uvicorn
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
    """A served application with the sample production, in a thread of its own."""
    from api.wiring import copied_database, dropped_database

    url = copied_database(template_url, "fuzz")
    folder: Path = tmp_path_factory.mktemp("fuzz")
    configured = Settings(
        data_dir=folder,
        database_url=url,  # pyright: ignore[reportArgumentType]
        picture_side_px=64,
        render_workers=1,
        model="embedded",
    )
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        create_app(configured, sample=True), log_level="error", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        thread.join(0.05)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(20)
    dropped_database(url)


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
