"""Turns are judged as the contract for evaluation files says."""

from __future__ import annotations

from typing import Any

from evals.case import Case, Turn
from evals.known import Known
from evals.matching import Surroundings, TurnVerdict, judge
from evals.played import Interrupt, MadeCall, PlayedTurn

KNOWN = Known(
    projects=("Neon Ronin", "Paper Lanterns"),
    characters=("Kai Nakamura", "Mara Voss"),
    bible_characters=("Kai Nakamura", "Emiko Hale"),
    last_scene={"main": 3},
)
Spoken = tuple[str, dict[str, Any]]


def judged(
    expect: list[dict[str, Any]],
    *made: Spoken | MadeCall,
    message: str = "Done.",
    interrupt: Interrupt | None = None,
    asks: bool = False,
    strict: bool = False,
    after: Known = KNOWN,
    defaults: dict[str, dict[str, Any]] | None = None,
) -> TurnVerdict:
    turn = Turn.model_validate({"user": "…", "expect": expect, "asks": asks})
    case = Case(id="c", world="w.json", turns=(turn,), strict=strict)
    calls = tuple(
        call if isinstance(call, MadeCall) else MadeCall(id=str(number), tool=call[0], args=call[1])
        for number, call in enumerate(made)
    )
    played = PlayedTurn(calls=calls, message=message, interrupt=interrupt)
    return judge(
        case, turn, played, Surroundings(before=KNOWN, after=after, defaults=defaults or {})
    )


DRAW = {"tool": "generate_image", "args": {"character": "Kai Nakamura"}}
LIST = {"tool": "list_characters"}


def test_the_expected_call_with_a_partial_name_passes() -> None:
    verdict = judged([DRAW], ("generate_image", {"character": "kai"}))
    assert verdict == TurnVerdict(tools_right=True, args_right=1, args_total=1)


def test_no_call_is_allowed_where_none_is_expected_not_even_a_look_up() -> None:
    assert judged([]).passed
    assert not judged([], ("list_characters", {})).passed


def test_look_ups_on_the_way_are_not_counted_unless_strict() -> None:
    made: list[Spoken] = [("get_character", {"character": "Kai"}), ("list_scenes", {})]
    drawn: Spoken = ("generate_image", {"character": "Kai"})
    assert judged([DRAW], *made, drawn).passed
    verdict = judged([DRAW], *made, drawn, strict=True)
    assert not verdict.tools_right
    assert verdict.complaints == (
        "get_character was not expected",
        "list_scenes was not expected",
    )


def test_a_surplus_call_that_does_something_is_counted() -> None:
    verdict = judged([DRAW], ("generate_image", {"character": "Kai"}), ("export_bible", {}))
    assert verdict.complaints == ("export_bible was not expected",)


def test_a_look_up_that_was_asked_for_must_be_made() -> None:
    assert judged([LIST], ("list_characters", {})).passed
    assert judged([LIST], ("list_projects", {})).complaints == ("list_characters was not called",)


def test_the_order_counts() -> None:
    check = {"tool": "check_consistency", "args": {"character": "Kai"}}
    draw: Spoken = ("generate_image", {"character": "Kai"})
    score: Spoken = ("check_consistency", {"character": "Kai"})
    assert judged([DRAW, check], draw, score).passed
    assert not judged([DRAW, check], score, draw).tools_right


def test_two_calls_of_one_tool_are_paired_with_those_that_fit() -> None:
    expect = [
        {"tool": "get_character", "args": {"character": "Mara"}},
        {"tool": "generate_image", "args": {"character": "Mara"}},
    ]
    made: list[Spoken] = [
        ("get_character", {"character": "Kai"}),
        ("get_character", {"character": "Mara"}),
        ("generate_image", {"character": "Mara"}),
    ]
    assert judged(expect, *made).passed


def test_a_wrong_argument_leaves_the_tool_right() -> None:
    wanted = {"tool": "generate_image", "args": {"character": "Kai", "max_iterations": 2}}
    verdict = judged([wanted], ("generate_image", {"character": "Mara", "max_iterations": 2}))
    assert (verdict.tools_right, verdict.args_right, verdict.args_total) == (True, 1, 2)
    assert verdict.complaints == ("generate_image: character is 'Mara', expected 'Kai'",)


def test_an_argument_that_nobody_asked_for_fails_unless_free_null_or_the_default() -> None:
    def drawn(**args: object) -> TurnVerdict:
        return judged([DRAW], ("generate_image", {"character": "Kai", **args}))

    assert drawn(style=None).passed
    assert drawn(mode="consistency_priority", quality_threshold=0.85, max_iterations=3).passed
    assert drawn(style="noir").complaints == ("generate_image: style is 'noir', expected nothing",)
    free = {**DRAW, "free": ["style"]}
    assert judged([free], ("generate_image", {"character": "Kai", "style": "noir"})).passed


def test_the_defaults_of_the_schema_hold_where_the_contract_names_none() -> None:
    made: Spoken = ("generate_image", {"character": "Kai", "framing": "full"})
    assert not judged([DRAW], made).passed
    assert judged([DRAW], made, defaults={"generate_image": {"framing": "full"}}).passed


def test_a_default_that_the_case_spells_out_may_be_left_out() -> None:
    wanted = {"tool": "list_scenes", "args": {"branch": "main"}}
    assert judged([wanted], ("list_scenes", {})).passed
    assert judged([wanted], ("list_scenes", {"branch": "Main"})).passed
    assert not judged([wanted], ("list_scenes", {"branch": "winter"})).passed


def test_the_next_scene_number_is_a_default() -> None:
    wanted = {"tool": "create_scene", "args": {"description": "rain"}}
    assert judged([wanted], ("create_scene", {"description": "rain", "scene_number": 4})).passed
    assert not judged([wanted], ("create_scene", {"description": "rain", "scene_number": 5})).passed
    branch = {"tool": "create_scene", "args": {"description": "rain", "branch": "b"}}
    first: Spoken = ("create_scene", {"description": "rain", "branch": "b", "scene_number": 1})
    assert judged([branch], first).passed
    numbered = {"tool": "create_scene", "args": {"description": "rain", "scene_number": 4}}
    assert judged([numbered], ("create_scene", {"description": "rain"})).passed


def test_a_name_made_in_the_same_turn_is_known() -> None:
    after = KNOWN.__class__(characters=(*KNOWN.characters, "Tomoe Ash"))
    wanted = {"tool": "generate_image", "args": {"character": "Tomoe Ash"}}
    assert judged([wanted], ("generate_image", {"character": "Tomoe"}), after=after).passed


def test_names_from_the_bible_are_found_where_the_tool_looks_there() -> None:
    create = {"tool": "create_character", "args": {"name": "Emiko Hale", "from_bible": True}}
    assert judged([create], ("create_character", {"name": "Emiko", "from_bible": True})).passed
    new = {"tool": "create_character", "args": {"name": "Emiko Hale"}}
    assert not judged([new], ("create_character", {"name": "Emiko"})).passed
    draw = {"tool": "generate_image", "args": {"character": "Emiko Hale"}}
    assert judged([draw], ("generate_image", {"character": "emiko"})).passed


def test_a_failed_call_counts_as_made() -> None:
    failed = MadeCall(id="1", tool="generate_image", args={"character": "Kenji"}, status="error")
    assert judged([{"tool": "generate_image", "args": {"character": "Kenji"}}], failed).passed
    assert not judged([], failed).passed


def test_a_turn_that_asks_must_end_in_a_question() -> None:
    assert judged([], asks=True, message="Which of the two?").passed
    assert judged([], asks=True, message="誰を描きますか？").passed
    assert judged([], asks=True, message="**Which one?**").passed
    assert judged([], asks=True, interrupt=Interrupt(id="1", kind="choice")).passed
    verdict = judged([], asks=True, message="I drew Kai.")
    assert verdict.tools_right
    assert verdict.complaints == ("the turn does not end in a question",)


def test_an_approval_is_no_question() -> None:
    waiting = Interrupt(id="1", kind="approval")
    assert not judged([], asks=True, message="Sure?", interrupt=waiting).passed


def test_before_a_question_failures_and_look_ups_are_ignored_but_changes_are_not() -> None:
    failed = MadeCall(id="1", tool="delete_character", args={"character": "Yuki"}, status="error")
    look: Spoken = ("list_characters", {})
    search: Spoken = ("find_similar", {"query": "Yuki"})
    assert judged([], failed, look, search, asks=True, message="Which Yuki?").passed
    drawn: Spoken = ("generate_image", {"character": "Kai"})
    assert not judged([], drawn, asks=True, message="Like this?").passed


def test_a_call_seen_again_after_its_approval_is_one_call() -> None:
    asked = PlayedTurn(
        calls=(MadeCall(id="a", tool="delete_character", status="awaiting_approval"),),
        interrupt=Interrupt(id="i", kind="approval"),
    )
    done = PlayedTurn(calls=(MadeCall(id="a", tool="delete_character"),), message="Deleted.")
    turn = asked.followed_by(done)
    assert [call.status for call in turn.calls] == ["ok"]
    assert (turn.message, turn.interrupt) == ("Deleted.", None)
