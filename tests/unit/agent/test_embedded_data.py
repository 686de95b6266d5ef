"""What the model knows is data, whole and up to date."""

from __future__ import annotations

import re
from pathlib import Path

import agent.embedded
from agent.embedded.classifier import weights
from agent.embedded.phrasebook import phrasebook
from agent.embedded.reading import cue_pattern
from agent.embedded.slots import WAYS

FOLDER = Path(str(agent.embedded.__file__)).parent


def test_the_weights_were_learnt_from_the_phrases_as_they_are() -> None:
    assert weights().digest == phrasebook().digest, "run: python -m evals.training.intents"


def test_no_tool_is_named_in_the_code() -> None:
    code = "\n".join(path.read_text("utf-8") for path in FOLDER.glob("*.py"))
    named = [name for name in phrasebook().tools if re.search(rf"\b{name}\b", code)]
    assert named == []


def test_every_argument_is_heard_in_a_way_that_exists() -> None:
    for tool in phrasebook().tools.values():
        for slot in tool.slots.values():
            assert slot.take in WAYS, f"{tool.name}.{slot.name}: {slot.take}"


def test_every_cue_is_a_pattern() -> None:
    for tool in phrasebook().tools.values():
        for cue in tool.drops:
            re.compile(cue_pattern(cue))
        for slot in tool.slots.values():
            cues = [*slot.cues, *(cue for cues in slot.words.values() for cue in cues)]
            for cue in cues:
                re.compile(cue_pattern(cue))


def test_examples_use_only_texts_that_exist() -> None:
    known = {"c", "b", "x", "p", "st", "ct", "n", "id", "json", "an", *phrasebook().banks}
    for tool in phrasebook().tools.values():
        for example in tool.examples:
            assert set(re.findall(r"\{(\w+)\}", example)) <= known, example
