"""Every operation of the OpenAPI document with generated input: every answer as described."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from api.app import create_app
from api.settings import Settings
from tests.integration.http.fuzzing import CHECKS, EXAMPLES, STREAMS, Fuzzed


def operations() -> list[Any]:
    """Every operation that ends its answer by itself, read from the application's own document."""
    document = create_app(Settings(model="embedded")).openapi()
    schema = schemathesis.openapi.from_dict(document).exclude(path_regex=STREAMS)
    return [found.ok() for found in schema.get_all_operations()]


@pytest.mark.parametrize("operation", operations(), ids=lambda operation: operation.label)
def test_no_answer_breaks_its_description(operation: Any, fuzzed: Fuzzed) -> None:
    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def check(case: Any) -> None:
        case.call_and_validate(base_url=fuzzed.address, checks=CHECKS, timeout=30)

    check()
