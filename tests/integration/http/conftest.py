"""A service for generated requests, shared by those who send them."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.integration.http.fuzzing import Fuzzed, running


@pytest.fixture(scope="module")
def fuzzed(template_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fuzzed]:
    from api.databases import copied_database, dropped_database

    url = copied_database(template_url, f"fuzz_{uuid4().hex[:12]}")
    with running(url, tmp_path_factory.mktemp("fuzz")) as served:
        yield served
    dropped_database(url)
