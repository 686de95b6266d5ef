"""A partner that fails is asked again later and later."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tools.domain.circuits import FIRST_PAUSE_S, LONGEST_PAUSE_S, WHOLE, failed


def _pauses(failures: int, jitter: float) -> list[float]:
    circuit, pauses = WHOLE, list[float]()
    for _ in range(failures):
        circuit = failed(circuit, now=100.0, jitter=jitter, reason="is away")
        pauses.append(circuit.ask_at - 100.0)
    return pauses


def test_one_that_never_failed_may_be_asked_at_once():
    assert WHOLE.whole
    assert WHOLE.due(now=0.0)


def test_the_pause_doubles_until_it_is_at_its_longest():
    pauses = _pauses(10, jitter=0.0)
    assert pauses[:3] == [FIRST_PAUSE_S, 2 * FIRST_PAUSE_S, 4 * FIRST_PAUSE_S]
    assert all(later >= earlier for earlier, later in pairwise(pauses))
    assert pauses[-1] == LONGEST_PAUSE_S


def test_it_is_left_alone_until_the_pause_is_over():
    circuit = failed(WHOLE, now=10.0, jitter=0.0, reason="is away")
    assert not circuit.due(10.0 + FIRST_PAUSE_S - 0.01)
    assert circuit.due(10.0 + FIRST_PAUSE_S)
    assert circuit.reason == "is away"


@given(failures=st.integers(1, 2000), jitter=st.floats(0, 1))
def test_jitter_shortens_a_pause_by_at_most_half(failures: int, jitter: float):
    circuit = WHOLE
    for _ in range(min(failures, 40)):
        circuit = failed(circuit, now=0.0, jitter=jitter, reason="")
    full = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0 ** (min(failures, 40) - 1))
    assert full / 2 - 1e-9 <= circuit.ask_at <= full
