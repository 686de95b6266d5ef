"""Echo Brain as the director's model, over real HTTP, through the whole service."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import SecretStr

from agent.echo_brain import answer_in
from agent.models import ModelSettings, chat_model
from api.sample import load_sample
from api.settings import Settings
from api.wiring import open_service
from graph.director.turns import Message
from tests.integration.advising.brains import Brain, brain
from tools.domain.actor import LOCAL
from tools.domain.errors import UnavailableError
from tools.studio import threads

TOOLS = {"list_characters", "delete_character"}


def answered(said: dict[str, Any]) -> tuple[int, bytes]:
    return 200, json.dumps({"response": json.dumps(said), "model_used": "echo-7b"}).encode()


async def turn(settings: Settings, url: str, words: str) -> Any:
    async with open_service(settings, url=url) as service:
        project = await load_sample(service.studio, LOCAL)
        thread = await threads.open_thread(service.studio, LOCAL, project_id=project.id)
        run_id = await service.director.say(LOCAL, thread.id, Message(text=words))
        return await service.director.answer(LOCAL, run_id)


@pytest.fixture
def directed(settings: Settings) -> Any:
    def by(url: str) -> Settings:
        return settings.model_copy(update={"model": "echo-brain", "echo_brain_url": SecretStr(url)})

    return by


async def test_what_it_asks_for_is_called_and_what_came_of_it_is_told(
    directed: Any, database_url: str
) -> None:
    def direct(made: Brain, body: dict[str, Any]) -> tuple[int, bytes]:
        if '"from": "tool"' not in body["query"]:
            return answered({"calls": [{"tool": "list_characters", "args": {}}]})
        assert "Kai Nakamura" in body["query"]
        return answered({"say": "You have Kai and the others."})

    async with brain(chat=direct) as made:
        answer = await turn(directed(made.url), database_url, "who is there?")
    assert [call["tool"] for call in answer.model_dump()["tool_calls"]] == ["list_characters"]
    assert answer.message == "You have Kai and the others."
    sent = made.asked[0][1]
    assert "request_type" not in sent
    assert "generate_image" in sent["query"]
    assert "who is there?" in sent["query"]


async def test_what_destroys_waits_for_approval_whoever_asks_for_it(
    directed: Any, database_url: str
) -> None:
    def direct(made: Brain, body: dict[str, Any]) -> tuple[int, bytes]:
        call = {"tool": "delete_character", "args": {"character": "Kai Nakamura"}}
        return answered({"calls": [call]})

    async with brain(chat=direct) as made:
        answer = await turn(directed(made.url), database_url, "hello")
    assert answer.interrupt is not None
    assert answer.interrupt.kind == "approval"


async def test_one_that_does_not_answer_ends_the_turn_with_a_sentence(
    directed: Any, database_url: str
) -> None:
    async with brain(chat=lambda *_: (500, b"{}")) as made:
        with pytest.raises(UnavailableError, match="Echo Brain did not answer") as failed:
            await turn(directed(made.url), database_url, "hello")
    assert failed.value.code == "TURN_FAILED"


@pytest.mark.parametrize(
    ("text", "calls", "words"),
    [
        ("Just words.", [], "Just words."),
        ('Sure! {"say": "Done."} Bye.', [], "Done."),
        ('```json\n{"calls": [{"tool": "list_characters"}]}\n```', ["list_characters"], ""),
        ('{"calls": [{"tool": "rm", "args": {}}]}', [], "I could not make sense of that."),
        ('{"calls": "delete_character"}', [], "I could not make sense of that."),
        ('{"calls": [{"tool": "list_characters", "args": []}], "say": "No."}', [], "No."),
        ("{" * 5000, [], "{" * 4000),
    ],
)
def test_its_words_are_read_with_care(text: str, calls: list[str], words: str) -> None:
    read = answer_in(text, TOOLS)
    assert [call["name"] for call in read.tool_calls] == calls
    assert read.content == words


def test_its_address_is_not_shown() -> None:
    model = chat_model("echo-brain", ModelSettings(base_url="http://me:secret@127.0.0.1:9"))
    assert "secret" not in repr(model)
    assert "secret" not in str(model.model_dump())
