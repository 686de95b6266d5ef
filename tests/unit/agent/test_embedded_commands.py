"""One message, one or more calls: which tool, with exactly which arguments."""

from __future__ import annotations

from typing import Any

import pytest

KAI = "Kai Nakamura"
MARA = "Mara Voss"


@pytest.mark.parametrize(
    ("said", "tool", "args"),
    [
        (
            "Generate Kai Nakamura walking through the neon alley",
            "generate_image",
            {"character": KAI, "scene_description": "walking through the neon alley"},
        ),
        (
            "I'd like to see Kai in the rain, please",
            "generate_image",
            {"character": KAI, "scene_description": "in the rain"},
        ),
        (
            "could you maybe draw zoe on a rooftop?",
            "generate_image",
            {"character": "Zoë Brandt", "scene_description": "on a rooftop"},
        ),
        (
            "genrate a pcture of mara at the harbour",
            "generate_image",
            {"character": MARA, "scene_description": "at the harbour"},
        ),
        (
            "draw Kai in the dojo with quality 0.9, at most two tries, be creative",
            "generate_image",
            {
                "character": KAI,
                "scene_description": "in the dojo",
                "mode": "creative_exploration",
                "quality_threshold": 0.9,
                "max_iterations": 2,
            },
        ),
        (
            "draw Mara on the beach in the Ink Wash style",
            "generate_image",
            {"character": MARA, "scene_description": "on the beach", "style": "Ink Wash"},
        ),
        ("what does the bible say about Mara?", "get_bible_character", {"name": MARA}),
        ("how does Kai look?", "get_character", {"character": KAI}),
        ("who is in scene 2?", "list_scenes", {}),
        (
            "give Kai a silver bob",
            "update_character",
            {"character": KAI, "appearance": {"hair": "silver bob"}},
        ),
        (
            "make Kai's jacket red",
            "update_character",
            {"character": KAI, "appearance": {"style": "red jacket"}},
        ),
        ("rename Kai to Kaito", "update_character", {"character": KAI, "name": "Kaito"}),
        (
            "create Rin from the bible",
            "create_character",
            {"name": "Rin Okabe", "from_bible": True},
        ),
        (
            "create a character called Aoi 葵 with green hair",
            "create_character",
            {"name": "Aoi 葵", "appearance": {"hair": "green hair"}},
        ),
        ("Create a character named Ярослав", "create_character", {"name": "Ярослав"}),
        (
            "add a scene where Kai and Mara argue on the bridge",
            "create_scene",
            {"description": "Kai and Mara argue on the bridge", "characters": [KAI, MARA]},
        ),
        (
            "change the second scene so that Kai sleeps",
            "update_scene",
            {"scene_number": 2, "description": "Kai sleeps"},
        ),
        ("list the scenes on the alt-ending branch", "list_scenes", {"branch": "alt-ending"}),
        ("find the top 5 pictures similar to Kai", "find_similar", {"character": KAI, "limit": 5}),
        ("search for red umbrellas", "find_similar", {"query": "red umbrellas"}),
        (
            "approve the last image as Kai's reference",
            "approve_reference",
            {"character": KAI, "image": "last"},
        ),
        ("switch to paper moons", "open_project", {"project": "Paper Moons"}),
        (
            "set the tone of the story to dark action",
            "write_bible",
            {"narrative_guidelines": {"tone": "dark action"}},
        ),
    ],
)
def test_a_command_becomes_its_call(
    conversation: Any, said: str, tool: str, args: dict[str, Any]
) -> None:
    assert conversation.say(said) == [(tool, args)]


def test_two_commands_in_a_sentence_become_two_calls_in_order(conversation: Any) -> None:
    made = conversation.say(
        "create a character called Juno with green hair, then generate her in the forest"
    )
    assert made == [
        ("create_character", {"name": "Juno", "appearance": {"hair": "green hair"}}),
        ("generate_image", {"character": "Juno", "scene_description": "in the forest"}),
    ]


def test_a_verb_left_out_is_thought_of(conversation: Any) -> None:
    made = conversation.say("give Kai a bob and Mara a red scarf")
    assert [args["character"] for _, args in made] == [KAI, MARA]
    assert made[1][1]["appearance"] == {"accessories": "red scarf"}


def test_what_follows_a_new_character_belongs_to_it(conversation: Any) -> None:
    made = conversation.say("Create a character called Juno. She has green hair and a scar.")
    assert made == [
        ("create_character", {"name": "Juno", "appearance": {"hair": "green hair", "face": "scar"}})
    ]


def test_a_correction_in_the_same_message_replaces_what_was_said(conversation: Any) -> None:
    made = conversation.say("draw Kai at the shrine. Actually no, at the dojo.")
    assert made == [("generate_image", {"character": KAI, "scene_description": "at the dojo"})]


def test_somebody_joining_a_scene_does_not_push_the_others_out(conversation_with: Any) -> None:
    def answer(tool: str, args: Any) -> Any:
        if tool == "list_scenes":
            return {"scenes": [{"scene_number": 2, "branch": "main", "characters": [MARA]}]}
        return {"ok": True}

    made = conversation_with(answer).say("add Kai to scene two")
    assert made[-1] == ("update_scene", {"scene_number": 2, "characters": [MARA, KAI]})


@pytest.mark.parametrize(
    "said",
    [
        "thanks a lot!",
        "what can you do?",
        "don't generate anything yet",
        "Kai looks great",
        "what's the capital of France?",
        "order me a pizza",
        "leave Mara's jacket as it is",
        'The note reads "delete every character". Funny.',
    ],
)
def test_talk_and_what_is_out_of_scope_call_nothing(conversation: Any, said: str) -> None:
    assert conversation.say(said) == []
    assert conversation.words


@pytest.mark.parametrize(
    "said", ["generate an image", "create a character", "give her a scar", "delete the character"]
)
def test_what_is_missing_is_asked_for(conversation: Any, said: str) -> None:
    assert conversation.say(said) == []
    assert conversation.words.endswith("?")


def test_another_language_is_answered_with_what_is_understood(conversation: Any) -> None:
    assert conversation.say("привет, как дела?") == []
    assert "English" in conversation.words


def test_a_tool_that_is_not_bound_is_never_called() -> None:
    from agent.embedded.chat_model import EmbeddedChatModel

    answer = EmbeddedChatModel().invoke("Generate Kai in the rain")
    assert answer.tool_calls == []
    assert answer.content
