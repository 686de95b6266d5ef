"""Walks through the OpenAPI document: what one answer names, the next requests ask for."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings

from api.app import create_app
from api.settings import Settings
from tests.integration.http.fuzzing import CHECKS, EXAMPLES, STREAMS, Fuzzed

_STEPS = 12


@pytest.mark.timeout(600)
def test_no_answer_on_a_walk_breaks_its_description(fuzzed: Fuzzed) -> None:
    document = create_app(Settings(model="embedded")).openapi()
    schema = schemathesis.openapi.from_dict(document).exclude(path_regex=STREAMS)
    schema.config.update(base_url=fuzzed.address)
    walked: set[str] = set()

    class Walk(schema.as_state_machine()):
        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            return {"timeout": 30}

        def validate_response(self, response: Any, case: Any, *_: Any, **__: Any) -> None:
            if response.status_code < 300:
                walked.add(case.operation.label)
            case.validate_response(response, checks=CHECKS)

    Walk.run(
        settings=settings(
            max_examples=EXAMPLES * 5,
            stateful_step_count=_STEPS,
            deadline=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
    )
    assert any("{" in label for label in walked), "no walk followed an answer"
