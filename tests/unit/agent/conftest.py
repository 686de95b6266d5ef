"""Tools as the contract has them, bound to the embedded model, and a conversation with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage

from agent.embedded.chat_model import EmbeddedChatModel

STRING: dict[str, Any] = {"type": "string"}
NUMBER: dict[str, Any] = {"type": "number", "minimum": 0, "maximum": 1}
INTEGER: dict[str, Any] = {"type": "integer"}
OBJECT: dict[str, Any] = {"type": "object"}
BOOLEAN: dict[str, Any] = {"type": "boolean"}
NAMES: dict[str, Any] = {"type": "array", "items": STRING}
MODE: dict[str, Any] = {"enum": ["consistency_priority", "creative_exploration"], "type": "string"}

ARGUMENTS: dict[str, dict[str, dict[str, Any]]] = {
    "list_projects": {},
    "create_project": {"name!": STRING, "description": STRING},
    "open_project": {"project!": STRING},
    "get_bible": {},
    "write_bible": {
        "title": STRING,
        "description": STRING,
        "visual_style": OBJECT,
        "world_setting": OBJECT,
        "narrative_guidelines": OBJECT,
    },
    "list_bible_characters": {},
    "get_bible_character": {"name!": STRING},
    "write_bible_character": {
        "name!": STRING,
        "description": STRING,
        "visual_traits": OBJECT,
        "personality_traits": OBJECT,
        "relationships": OBJECT,
        "evolution_arc": OBJECT,
    },
    "remove_bible_character": {"name!": STRING},
    "validate_bible": {},
    "get_bible_history": {},
    "export_bible": {},
    "import_bible": {"document!": OBJECT},
    "list_characters": {},
    "get_character": {"character!": STRING},
    "create_character": {
        "name!": STRING,
        "description": STRING,
        "appearance": OBJECT,
        "from_bible": BOOLEAN,
    },
    "update_character": {
        "character!": STRING,
        "name": STRING,
        "description": STRING,
        "appearance": OBJECT,
    },
    "delete_character": {"character!": STRING},
    "sync_character": {"character!": STRING},
    "create_scene": {
        "description!": STRING,
        "characters": NAMES,
        "scene_number": INTEGER,
        "branch": STRING,
    },
    "list_scenes": {"branch": STRING},
    "update_scene": {
        "scene_number!": INTEGER,
        "description": STRING,
        "characters": NAMES,
        "branch": STRING,
    },
    "generate_image": {
        "character!": STRING,
        "scene_description": STRING,
        "style": STRING,
        "mode": MODE,
        "quality_threshold": NUMBER,
        "max_iterations": INTEGER,
    },
    "get_generation_status": {"generation_id": STRING},
    "check_consistency": {"character!": STRING, "image": STRING},
    "find_similar": {"query": STRING, "character": STRING, "image": STRING, "limit": INTEGER},
    "get_consistency_history": {"character!": STRING},
    "generate_scene": {
        "scene_number": INTEGER,
        "description": STRING,
        "characters": NAMES,
        "branch": STRING,
        "style": STRING,
        "duration": NUMBER,
    },
    "list_generations": {},
    "get_preferences": {},
    "set_preference": {"preference_type!": STRING, "value!": STRING},
    "save_style_template": {
        "name!": STRING,
        "description": STRING,
        "character": STRING,
        "generation_params": OBJECT,
    },
    "apply_style_template": {"template!": STRING, "character!": STRING},
    "save_character_template": {"name!": STRING, "character!": STRING},
    "apply_character_template": {"template!": STRING, "character!": STRING},
    "suggest_optimizations": {},
    "cancel_generation": {"generation_id": STRING},
    "approve_reference": {"character!": STRING, "image": STRING},
}

SURROUNDINGS: dict[str, Any] = {
    "project": {"name": "Neon Ronin"},
    "projects": ["Neon Ronin", "Paper Moons"],
    "characters": ["Kai Nakamura", "Mara Voss", "Zoë Brandt"],
    "bible_characters": ["Kai Nakamura", "Mara Voss", "Rin Okabe"],
    "scenes": [
        {"scene_number": 1, "branch": "main", "description": "Kai waits."},
        {"scene_number": 2, "branch": "main", "description": "Mara talks."},
        {"scene_number": 1, "branch": "alt-ending", "description": "Nobody comes."},
    ],
    "style_templates": ["Ink Wash", "Wet Asphalt"],
    "character_templates": ["Lantern Courier"],
    "images": [],
    "animations": [],
    "last": None,
}

Answer = Callable[[str, Mapping[str, Any]], Any]
Made = list[tuple[str, dict[str, Any]]]


def schemas() -> list[dict[str, Any]]:
    """The tools in the OpenAI form; a name that ends in `!` is required."""
    return [
        {
            "type": "function",
            "function": {
                "name": name,
                "description": name,
                "parameters": {
                    "type": "object",
                    "properties": {key.rstrip("!"): value for key, value in arguments.items()},
                    "required": [key.rstrip("!") for key in arguments if key.endswith("!")],
                },
            },
        }
        for name, arguments in ARGUMENTS.items()
    ]


def done(tool: str, args: Mapping[str, Any]) -> Any:
    """A tool that always succeeds."""
    return {"ok": True, "name": args.get("character") or args.get("name")}


class Conversation:
    """Says things to the model and plays the tools that it calls."""

    def __init__(
        self, answer: Answer = done, surroundings: Mapping[str, Any] | None = None
    ) -> None:
        block = json.dumps(surroundings or SURROUNDINGS, ensure_ascii=False)
        self.messages: list[BaseMessage] = [SystemMessage(f"You direct.\n```json\n{block}\n```")]
        self.answer = answer
        self.model = EmbeddedChatModel().bind_tools(schemas())
        self.words = ""

    def say(self, text: str) -> Made:
        """The calls that the model makes for one message; `words` is what it says then."""
        self.messages.append(HumanMessage(text))
        made: Made = []
        for _ in range(12):
            message = self.model.invoke(self.messages)
            self.messages.append(message)
            assert isinstance(message, AIMessage)
            if not message.tool_calls:
                self.words = str(message.content)
                return made
            for call in message.tool_calls:
                made.append((call["name"], call["args"]))
                result = self.answer(call["name"], call["args"])
                content = result if isinstance(result, str) else json.dumps(result)
                self.messages.append(
                    ToolMessage(content, tool_call_id=call["id"] or "", name=call["name"])
                )
        raise AssertionError("the model does not come to an end")


@pytest.fixture
def conversation() -> Conversation:
    return Conversation()


@pytest.fixture
def conversation_with() -> Callable[..., Conversation]:
    return Conversation
