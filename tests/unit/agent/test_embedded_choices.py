"""Sprites in words: what begins an animation, and what answers an open choice."""

from __future__ import annotations

import json
from typing import Any

import pytest
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage

from agent.embedded.chat_model import EmbeddedChatModel
from tools.catalog.catalog import CATALOG

KAI, MARA, GENZO = "Kai Nakamura", "Mara Voss", "Genzo Arakida"
WAITING: dict[str, Any] = {
    "animation": 2,
    "characters": [KAI, MARA],
    "action_type": "heavy_attack",
    "waits_for": "choose_response",
    "suggested": ["Staggered Hit", "Full Impact", "Backstep Dodge"],
    "recommended": "Full Impact",
}
WALK: dict[str, Any] = {
    "animation": 1,
    "characters": [KAI],
    "action_type": "walk",
    "waits_for": "generate_sprites",
}
Made = list[tuple[str, dict[str, Any]]]


class Stage:
    """The embedded model with every tool bound; calls succeed, names of Zorblax excepted."""

    def __init__(self, *animations: dict[str, Any]) -> None:
        block = {"characters": [KAI, MARA, GENZO], "animations": list(animations)}
        self._messages: list[BaseMessage] = [
            SystemMessage(f"You direct.\n```json\n{json.dumps(block)}\n```")
        ]
        self._model = EmbeddedChatModel().bind_tools([t.schema() for t in CATALOG.values()])
        self.words = ""

    def say(self, text: str) -> Made:
        self._messages.append(HumanMessage(text))
        made: Made = []
        while True:
            message = self._model.invoke(self._messages)
            assert isinstance(message, AIMessage)
            self._messages.append(message)
            if not message.tool_calls:
                self.words = str(message.content)
                return made
            for call in message.tool_calls:
                made.append((call["name"], call["args"]))
                failed = "Zorblax" in json.dumps(call["args"])
                result = {"error": "UNKNOWN_NAME", "message": "No Zorblax."} if failed else {}
                self._messages.append(
                    ToolMessage(
                        json.dumps(result or {"message": f"Done {len(made)}."}),
                        tool_call_id=call["id"] or "",
                        name=call["name"],
                    )
                )


def begun(character: str, action: str, responder: Any = None, **more: Any) -> tuple[str, Any]:
    others = {"responder": responder} if responder else {}
    return ("start_animation", {"character": character, **others, "action_type": action, **more})


def chosen(action: str, **more: Any) -> tuple[str, Any]:
    return ("choose_response", {"action": action, **more})


@pytest.mark.parametrize(
    ("said", "call"),
    [
        ("make Kai hit Mara with a heavy attack", begun(KAI, "heavy_attack", MARA)),
        ("make Kai hit Mara", begun(KAI, "light_attack", MARA)),
        ("animate a fight between Kai and Mara", begun(KAI, "light_attack", MARA)),
        ("animate a boss fight, Genzo attacks Kai",
         begun(GENZO, "light_attack", KAI, difficulty_tier="BOSS")),
        ("make Kai slash Mara lightly, heavy tier",
         begun(KAI, "light_attack", MARA, difficulty_tier="HEAVY")),
        ("have Kai fight Mara and Genzo, boss tier",
         begun(KAI, "light_attack", [MARA, GENZO], difficulty_tier="BOSS")),
        ("let Mara do a combo on Kai and Genzo", begun(MARA, "combo", [KAI, GENZO])),
        ("make Kai punch Genzo, top down, in 8 directions",
         begun(KAI, "light_attack", GENZO, perspective="top_down", directions=8)),
        ("animate Kai running in four directions", begun(KAI, "run", directions=4)),
        ("walk cycle for Genzo", begun(GENZO, "walk")),
        ("make Zorblax punch Kai", begun("Zorblax", "light_attack", KAI)),
    ],
)  # fmt: skip
def test_an_animation_is_begun_in_words(said: str, call: tuple[str, Any]) -> None:
    assert Stage().say(said) == [call]


@pytest.mark.parametrize(
    ("said", "action"),
    [
        ("Backstep Dodge", "Backstep Dodge"),
        ("bakstep dogde", "Backstep Dodge"),
        ("staggered, please", "Staggered Hit"),
        ("the second one", "Full Impact"),
        ("number 3", "Backstep Dodge"),
        ("2", "Full Impact"),
        ("take the first", "Staggered Hit"),
        ("the last one", "Backstep Dodge"),
        ("the recommended one", "Full Impact"),
        ("surprise me", "Full Impact"),
        ("she ducks under the blade", "she ducks under the blade"),
        ("have Mara take it on the chin", "take it on the chin"),
        ("let her block", "block"),
        ("make her grab his wrist", "grab his wrist"),
        ("have her stumble but stay on her feet", "stumble but stay on her feet"),
        ("she dodges and strikes back", "she dodges and strikes back"),
    ],
)
def test_an_open_choice_is_answered_by_name_place_or_words(said: str, action: str) -> None:
    assert Stage(WALK, WAITING).say(said) == [chosen(action)]


@pytest.mark.parametrize(
    ("said", "tool"),
    [
        ("make her jacket red", "update_character"),
        ("draw Mara jumping over a fence", "generate_image"),
        ("animate her walking", "start_animation"),
        ("make Kai hit Genzo", "start_animation"),
        ("export animation 1 for Godot", "export_animation"),
        ("how is animation 2 doing?", "get_animation_status"),
        ("list the scenes", "list_scenes"),
    ],
)
def test_an_open_choice_leaves_other_commands_what_they_are(said: str, tool: str) -> None:
    assert [name for name, _ in Stage(WALK, WAITING).say(said)] == [tool]


@pytest.mark.parametrize("said", ["wait", "thanks, let me think about it", "not the full impact"])
def test_an_open_choice_can_wait(said: str) -> None:
    assert Stage(WALK, WAITING).say(said) == []


def test_an_older_choice_is_named_by_its_number() -> None:
    older = {**WAITING, "animation": 1}
    newest = {**WALK, "animation": 2}
    assert Stage(older, newest).say("the second one") == [chosen("Full Impact", animation=1)]


@pytest.mark.parametrize(
    "said",
    [
        "make Kai hit Mara with a heavy attack, she should dodge",
        "make Kai hit Mara with a heavy attack while she dodges",
        "make Kai hit Mara with a heavy attack, but Mara dodges",
        "have Kai attack Mara with a heavy blow, who dodges",
    ],
)
def test_wish_and_answer_in_one_message_are_two_calls(said: str) -> None:
    stage = Stage()
    first, second = stage.say(said)
    assert first == begun(KAI, "heavy_attack", MARA)
    assert second[0] == "choose_response"
    assert "dodge" in second[1]["action"]
    assert stage.words == "Done 2."


def test_no_answer_is_given_to_what_could_not_begin() -> None:
    assert [name for name, _ in Stage().say("make Zorblax hit Mara, she should dodge")] == [
        "start_animation"
    ]


def test_several_formats_are_several_exports() -> None:
    assert Stage(WALK).say("export animation 1 for unity and phaser") == [
        ("export_animation", {"format": "unity", "animation": 1}),
        ("export_animation", {"format": "phaser", "animation": 1}),
    ]


@pytest.mark.parametrize(
    ("said", "frames"),
    [
        ("shift her two frames later", 2),
        ("one frame earlier", -1),
        ("nudge the response by -1 frames", -1),
        ("reset the alignment", 0),
    ],
)
def test_a_shift_has_a_direction(said: str, frames: int) -> None:
    assert Stage(WAITING).say(said) == [("shift_alignment", {"frames": frames})]


def test_numbers_stand_in_many_ways() -> None:
    said = "make one combo out of anim-1, anim-2 and anim-3"
    assert Stage(WALK).say(said) == [("chain_combo", {"animations": [1, 2, 3]})]
    assert Stage(WALK).say("render anim-1") == [("generate_sprites", {"animation": 1})]


@pytest.mark.parametrize("said", ["animate Kai", "make an animation", "export it", "make a combo"])
def test_what_is_missing_is_asked_for(said: str) -> None:
    stage = Stage(WALK)
    assert stage.say(said) == []
    assert stage.words.endswith("?")


def test_the_answer_to_a_question_may_bring_the_responder_too() -> None:
    stage = Stage()
    assert stage.say("animate Mara") == []
    assert stage.say("a heavy attack on Kai") == [begun(MARA, "heavy_attack", KAI)]


def test_a_response_needs_something_that_was_animated() -> None:
    assert all(name != "choose_response" for name, _ in Stage().say("let Mara lose the hat"))
