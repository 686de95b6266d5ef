"""Stages 1, 1b, 4, 5 and 7 by Gemini: what is asked with which prompt, and answers unfolded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from functools import cache
from importlib.resources import files
from typing import Any, Self

from pydantic import BaseModel

from tools.backends.gemini.asking import GeminiModel
from tools.backends.gemini.schemas import SaidDual, SaidScript, SaidSingle, SaidSuggestions
from tools.ports.authoring import ScriptRequest, SuggestionRequest, UnreadableAnswerError
from tools.ports.spending import Payable


class GeminiAuthor:
    """Sees characters, suggests responses and writes scripts: `Seer`, `Suggester` and
    `ScriptAuthor` in one."""

    def __init__(
        self, name: str, *, api_key: str, base_url: str | None = None, timeout_s: float = 90.0
    ) -> None:
        """Raises `AuthorNotConfiguredError`, as `GeminiModel` does."""
        self._model = GeminiModel(name, api_key=api_key, base_url=base_url, timeout_s=timeout_s)
        self._bill: Payable | None = None

    @property
    def name(self) -> str:
        return f"gemini:{self._model.model}"

    @property
    def price_usd(self) -> float:
        """The most that one call may cost."""
        return self._model.price_usd

    def charged_to(self, bill: Payable) -> Self:
        """The same model over the same connection, with its calls put on this bill."""
        charged = copy(self)
        charged._bill = bill
        return charged

    async def see(
        self, pictures: Sequence[tuple[str, bytes]], facts: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """One call for one picture or for two; see `Seer.see`."""
        data = {"who": [who for who, _ in pictures], "facts": dict(facts or {})}
        if len(pictures) < 2:
            said = await self._ask(_prompt("stage_1_dna"), data, SaidSingle, pictures)
            who = pictures[0][0] if pictures else "instigator"
            return {who: _object(said.get("instigator", said), "a character's DNA")}
        said = await self._ask(_prompt("stage_1b_dual_dna"), data, SaidDual, pictures)
        first, second = pictures[0][0], pictures[1][0]
        return {
            first: _object(said.get("instigator"), "the instigator's DNA"),
            second: _object(said.get("responder"), "the responder's DNA"),
            "interaction": _object(said.get("interaction"), "the interaction"),
        }

    async def suggest(self, request: SuggestionRequest) -> list[dict[str, Any]]:
        """See `Suggester.suggest`."""
        data = {
            "action_type": request.action_type,
            "names": dict(request.names),
            "instigator": request.instigator.model_dump(mode="json"),
            "responder": request.responder.model_dump(mode="json"),
            "interaction": request.interaction.model_dump(mode="json"),
            "possible_kinds": list(request.kinds),
            "at_least": request.at_least,
        }
        prompt = _prompt("stage_2b_responder_action")
        said = await self._ask(prompt, data, SaidSuggestions)
        listed = said.get("suggestions")
        if not isinstance(listed, list):
            raise UnreadableAnswerError("Gemini suggested nothing that can be read.")
        return [one for one in listed if isinstance(one, dict)]

    async def write(self, request: ScriptRequest) -> dict[str, Any]:
        """See `ScriptAuthor.write`."""
        bound = request.role == "responder"
        prompt = _prompt("stage_5b_responder_script" if bound else "stage_5_script")
        said = await self._ask(prompt, _script_data(request), SaidScript)
        return _unfolded(said)

    async def _ask(
        self,
        prompt: str,
        data: Mapping[str, Any],
        schema: type[BaseModel],
        pictures: Sequence[tuple[str, bytes]] = (),
    ) -> dict[str, Any]:
        return await self._model.ask(prompt, data, schema, pictures, bill=self._bill)

    async def close(self) -> None:
        await self._model.close()


@cache
def _prompt(name: str) -> str:
    return files("prompts").joinpath(f"{name}.txt").read_text("utf-8").rstrip()


def _script_data(request: ScriptRequest) -> dict[str, Any]:
    data: dict[str, Any] = {
        "who": request.who,
        "action_type": request.action_type,
        "difficulty_tier": request.difficulty_tier,
        "perspective": request.perspective,
        "frame_count": request.frame_count,
        "duration_ms": list(request.budget_ms),
        "dna": request.dna.model_dump(mode="json"),
    }
    if request.other is not None:
        data["other"] = request.other.model_dump(mode="json")
    if request.interaction is not None:
        data["interaction"] = request.interaction.model_dump(mode="json")
    if request.instigator_script is not None:
        data["instigator_script"] = _folded(request.instigator_script.model_dump(mode="json"))
        data |= {"kind": request.kind, "response": request.response, "shift": request.shift}
    if request.brief:
        data["brief"] = request.brief
    if request.violations:
        data["previous"] = _folded(request.previous or {})
        data["violations"] = [v.model_dump(mode="json") for v in request.violations]
    return data


def _folded(script: Mapping[str, Any]) -> dict[str, Any]:
    """A script's document with poses as lists, as the schema has them."""
    frames = [_folded_frame(frame) for frame in script.get("frames", ())]
    return {**script, "frames": frames}


def _folded_frame(frame: Any) -> Any:
    pose = frame.get("pose") if isinstance(frame, dict) else None
    if not isinstance(pose, dict):
        return frame
    return {**frame, "pose": [{"joint": joint, **angles} for joint, angles in pose.items()]}


def _unfolded(script: dict[str, Any]) -> dict[str, Any]:
    """A script's document with poses by joint, as `AnimationScript` has them."""
    frames = script.get("frames")
    if not isinstance(frames, list):
        return script
    return {**script, "frames": [_unfolded_frame(frame) for frame in frames]}


def _unfolded_frame(frame: Any) -> Any:
    pose = frame.get("pose") if isinstance(frame, dict) else None
    if not isinstance(pose, list):
        return frame
    joints = {
        str(one["joint"]): {k: v for k, v in one.items() if k != "joint"}
        for one in pose
        if isinstance(one, dict) and "joint" in one
    }
    return {**frame, "pose": joints}


def _object(value: Any, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise UnreadableAnswerError(f"Gemini's answer lacks {what}.")
    return value
