"""What an exploration tries, and what it leaves alone."""

from __future__ import annotations

from tools.domain.exploring import explored, variations_made

OPEN = {"left_open": ["view", "framing", "weather"], "lighting": "", "companions": []}


def test_each_picture_tries_something_else() -> None:
    tried = [explored(made, OPEN) for made in range(1, 6)]
    assert len({tuple(one.items()) for one in tried}) == 5


def test_what_was_asked_for_is_not_tried() -> None:
    assert explored(1, {**OPEN, "left_open": ["framing"], "lighting": "soft"}).keys() == {"framing"}


def test_figures_that_stand_together_keep_their_view() -> None:
    assert "view" not in explored(1, {**OPEN, "companions": ["Yuki"]})


def test_only_what_is_new_is_told() -> None:
    changes = variations_made({"view": "front"}, {"view": "front", "light": "soft"})
    assert [(one.code, one.adjustment) for one in changes] == [("EXPLORATION", "light")]
