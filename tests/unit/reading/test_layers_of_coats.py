"""What is worn over what."""

from __future__ import annotations

import pytest

from tools.domain.reading import read_look


@pytest.mark.parametrize(
    ("words", "over", "under"),
    [
        ("beige trench coat over a grey suit", "trench_coat", "blazer"),
        ("grey suit under a beige trench coat", "trench_coat", "blazer"),
        ("a black cloak over a leather jacket", "cloak", "leather_jacket"),
    ],
)
def test_a_long_coat_goes_over_everything(words: str, over: str, under: str) -> None:
    kinds = [g.kind for g in read_look({"appearance": {"style": words}}).garments]
    assert kinds.index(over) > kinds.index(under)
