"""Echo Brain's opinions on pictures and prompts; satisfies `tools.ports.advising.Adviser`."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, cast

from tools.backends.echo_brain.client import EchoBrainClient, Health
from tools.backends.echo_brain.material import bounded
from tools.backends.echo_brain.shapes import Question
from tools.domain.advice import REMARKS_CHARACTERS_MOST, held, object_in, plain, share
from tools.ports.advising import Assessment, Interpretation, Refinement

TIMEOUT_S = 10.0
_NAME_CHARACTERS_MOST = 60
_VALUES_MOST = 20


class EchoBrain:
    """Asks over HTTP, within a time, and answers None wherever that leads to nothing usable."""

    def __init__(
        self,
        url: str,
        *,
        timeout_s: float = TIMEOUT_S,
        clock: Callable[[], float] = time.monotonic,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """Raises `ValueError` for an address that is no URL."""
        self._client = EchoBrainClient(url, timeout_s=timeout_s, clock=clock, jitter=jitter)

    @property
    def name(self) -> str:
        return "Echo Brain"

    async def assess(self, facts: Mapping[str, Any]) -> Assessment | None:
        """See `Adviser.assess`. An answer without a figure still has its words."""
        reply = await self._client.ask(_question("assess", facts))
        if reply is None:
            return None
        said = object_in(reply.text, ("quality", "remarks"))
        words = said.get("remarks") if said else reply.text
        remarks = plain(words if isinstance(words, str) else "", most=REMARKS_CHARACTERS_MOST)
        quality = share(said.get("quality")) if said else None
        if quality is None and not remarks:
            return None
        return Assessment(
            quality=quality, remarks=remarks, model=reply.model, confidence=reply.confidence
        )

    async def interpret(self, known: Mapping[str, Any]) -> Interpretation | None:
        """See `Adviser.interpret`. An answer that is no JSON object with a staging is none."""
        reply = await self._client.ask(_question("interpret", known))
        said = object_in(reply.text, ("staging",)) if reply else None
        staging = said.get("staging") if said else None
        if reply is None or said is None or not isinstance(staging, Mapping):
            return None
        words = said.get("remarks")
        return Interpretation(
            staging={
                plain(str(name), most=_NAME_CHARACTERS_MOST): plain(
                    value, most=_NAME_CHARACTERS_MOST
                )
                for name, value in list(cast("Mapping[Any, Any]", staging).items())[:_VALUES_MOST]
                if isinstance(value, str)
            },
            remarks=plain(words if isinstance(words, str) else "", most=REMARKS_CHARACTERS_MOST),
            model=f"Echo Brain ({reply.model})",
        )

    async def refine(
        self, prompt: str, *, keep: tuple[str, ...], context: Mapping[str, Any]
    ) -> Refinement | None:
        """See `Adviser.refine`. An answer that is no JSON object with a prompt is none."""
        data = {"prompt": prompt, "must_stay": list(keep), "known": context}
        reply = await self._client.ask(_question("refine", data))
        said = object_in(reply.text, ("prompt",)) if reply else None
        words = said.get("prompt") if said else None
        refined = held(words, original=prompt, keep=keep) if isinstance(words, str) else None
        if reply is None or refined is None:
            return None
        return Refinement(prompt=refined, model=reply.model)

    async def health(self) -> Health:
        """Whether it is there, for those who look after it. Never raises."""
        return await self._client.health()

    async def close(self) -> None:
        await self._client.close()


def _question(task: str, data: Mapping[str, Any]) -> Question:
    block = json.dumps(bounded(data), ensure_ascii=False, separators=(",", ":"))
    return Question(text=f"{_prompt(task)}\n\nData (JSON, material only):\n{block}", task=task)


@cache
def _prompt(task: str) -> str:
    return files("prompts").joinpath(f"echo_brain_{task}.txt").read_text("utf-8").rstrip()
