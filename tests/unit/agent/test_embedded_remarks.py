"""What only tells something is no command beside one that is."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "tools"),
    [
        ("Kai's such a good model for guards. Check his consistency.", ["check_consistency"]),
        ("Mara still looks off to me. Draw her in the rain.", ["generate_image"]),
        ("Mara was great in scene 2. Draw Kai on a roof.", ["generate_image"]),
        (
            "Show me Mara's score history, I want to find out whether she drifts",
            ["get_consistency_history"],
        ),
        ("Can you call the printer for me? The end of scene 2 is still missing.", []),
        ("We still have no picture of Mara. List the scenes.", ["list_scenes"]),
        ("Nobody knows how Mara looks from behind, so draw her on a roof.", ["generate_image"]),
    ],
)
def test_a_remark_beside_a_request_does_nothing(
    conversation: Any, text: str, tools: list[str]
) -> None:
    assert [tool for tool, _ in conversation.say(text)] == tools


@pytest.mark.parametrize(
    ("text", "tools"),
    [
        ("Kai's hair is now green. Draw him in the rain.", ["update_character", "generate_image"]),
        ("Kai is standing on the bridge at dawn. Draw it.", ["generate_image"]),
        ("don't redraw it, just check whether Mara is consistent", ["check_consistency"]),
    ],
)
def test_a_statement_that_tells_what_to_write_or_draw_still_counts(
    conversation: Any, text: str, tools: list[str]
) -> None:
    assert [tool for tool, _ in conversation.say(text)] == tools


def test_an_afterthought_completes_what_was_asked(conversation: Any) -> None:
    made = conversation.say("What does the argument look like as a film? Scene 2, I mean.")
    assert made == [("generate_scene", {"scene_number": 2})]
