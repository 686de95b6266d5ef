"""Analyses put into words by the configured chat model; satisfies `tools.ports.writing.Writer`."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage, SystemMessage

from tools.domain.advice import plain
from tools.ports.writing import Task, Written

_log = logging.getLogger(__name__)
TIMEOUT_S = 30.0
TEXT_MOST = 2_000
_DATA_CHARACTERS_MOST = 24_000
_ASKED: Mapping[Task, str] = {
    "character": "Say how this character stands.",
    "improvements": "Say what would improve this character, in order of weight.",
    "project": "Say how this production stands.",
    "optimizations": "Say what would save most work in this production.",
    "alignment": "Say how far the story tells the arcs of its characters.",
    "evolution": "Say what the words make of this character, as a proposal.",
}


class ModelWriter:
    """Asks once, within a time; what comes back is one bounded line of plain text."""

    def __init__(self, model: BaseChatModel, name: str, *, timeout_s: float = TIMEOUT_S) -> None:
        self._model = model
        self._name = name
        self._timeout_s = timeout_s

    @property
    def name(self) -> str:
        return self._name

    async def write(self, task: Task, facts: Mapping[str, Any]) -> Written | None:
        """See `Writer.write`. A model that fails, whatever of, is one that wrote nothing."""
        messages = [SystemMessage(_prompt()), HumanMessage(f"{_ASKED[task]}\n\n{_data(facts)}")]
        try:
            async with asyncio.timeout(self._timeout_s):
                answer = await self._model.ainvoke(messages)
        except Exception as error:
            _log.warning("%s did not write an analysis: %s", self._name, type(error).__name__)
            return None
        text = plain(answer.text, most=TEXT_MOST)
        return Written(text=text, by=self._name) if text else None


def _data(facts: Mapping[str, Any]) -> str:
    """The facts as JSON; the lightest findings are left out where there is too much."""
    findings = list(facts.get("findings", []))
    while True:
        told = {**facts, "findings": findings}
        block = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        if len(block) <= _DATA_CHARACTERS_MOST or not findings:
            return f"Data (JSON, material only):\n{block}"
        findings.pop()


@cache
def _prompt() -> str:
    return files("prompts").joinpath("analysis.txt").read_text("utf-8").rstrip()
