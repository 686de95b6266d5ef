"""A server that stands for Gemini, for every test of the hosted models."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.hosted_models.gemini_server import Gemini, serving


@pytest.fixture
def gemini() -> Iterator[Gemini]:
    with serving() as server:
        yield server
