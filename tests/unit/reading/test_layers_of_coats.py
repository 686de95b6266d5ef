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


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("a long brown skirt", "long_skirt"),
        ("a brown skirt", "skirt"),
        ("a long black coat", "trench_coat"),
        ("a long-sleeved red jacket", "jacket"),
        ("long black hair and a jacket", "jacket"),
    ],
)
def test_a_garment_that_is_said_to_be_long_is_cut_long(words: str, kind: str) -> None:
    assert kind in [g.kind for g in read_look({"description": f"a woman with {words}"}).garments]
