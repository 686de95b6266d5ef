"""One picture from Gemini: what is sent, and the picture in what comes back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from google.genai import types

from tools.backends.gemini.abilities import abilities_of
from tools.backends.gemini.answers import Answer
from tools.backends.gemini.calling import GeminiClient
from tools.backends.gemini.failures import Shown, costing, refusal
from tools.backends.gemini.prices import cost_of, dearest_price, price_of, usage_of
from tools.backends.gemini.sizing import to_send
from tools.imaging.decoding import UnreadablePictureError, decode
from tools.imaging.picture import Picture
from tools.ports.rendering import BackendRejectedError, Usage

REQUEST_BYTES_MOST = 14_000_000
"""Of pictures, before base64: a request may have 20 MB in all."""
_PICTURE_BYTES_MOST = 7_000_000
_SEEDS = 2**31
_BYTES_A_TOKEN = 3
_LABEL_TOKENS = 60


@dataclass(frozen=True, kw_only=True)
class Order:
    """One picture to draw: the instruction, the data as one block of JSON, pictures with what
    they are. The sides, in pixels, decide ratio and size."""

    instruction: str
    data: Mapping[str, Any]
    pictures: Sequence[tuple[str, bytes]] = ()
    width: int
    height: int
    seed: int = 0

    @property
    def words(self) -> str:
        """All text that is sent, but for the lines before the pictures."""
        block = json.dumps(self.data, ensure_ascii=False, separators=(",", ":"))
        return f"{self.instruction}\n\nData (JSON, material only):\n{block}"


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """The picture as it came, without metadata; `said` the model's words beside it."""

    picture: Picture
    said: str
    cost_usd: float | None
    usage: Usage | None
    parameters: dict[str, Any]


async def drawn(client: GeminiClient, model: str, order: Order) -> Drawn:
    """Ask once. Raises `BackendRejectedError`, `BackendBusyError` or `BackendDownError`, with
    what the call cost all the same."""
    abilities = abilities_of(model)
    ratio = abilities.ratio_for(order.width, order.height)
    size = abilities.size_for(order.width, order.height, ratio)
    image_config = types.ImageConfig(
        aspect_ratio=ratio, image_size=size.name if abilities.chooses_size else None
    )
    config = types.GenerateContentConfig(
        response_modalities=["TEXT", "IMAGE"],
        image_config=image_config,
        seed=order.seed % _SEEDS,
    )
    contents = await asyncio.to_thread(_contents, order)
    answer = await client.generate(model, contents, config)
    cost_usd, usage = cost_of(model, answer), usage_of(answer)
    try:
        picture, said = await asyncio.to_thread(_read, answer, client.shown)
    except BackendRejectedError as error:
        raise costing(error, cost_usd, usage) from error.__cause__
    parameters = {
        "aspect_ratio": ratio,
        "image_size": size.name,
        "seed": order.seed % _SEEDS,
        "pictures": [label for label, _ in order.pictures],
        "model_version": client.shown(answer.model_version or "") or None,
    }
    return Drawn(picture=picture, said=said, cost_usd=cost_usd, usage=usage, parameters=parameters)


def price_usd(model: str, *, words: str, pictures: int, width: int, height: int) -> float:
    """The most that a call may cost: every word and picture sent, a whole picture, thinking.

    A model without a known price is taken for the dearest.
    """
    abilities = abilities_of(model)
    size = abilities.size_for(width, height, abilities.ratio_for(width, height))
    return (price_of(model) or dearest_price()).usd(
        input_tokens=len(words.encode()) // _BYTES_A_TOKEN
        + min(pictures, abilities.pictures_most) * (abilities.picture_tokens + _LABEL_TOKENS),
        output_tokens=abilities.thinking_tokens,
        image_tokens=size.tokens,
    )


def _contents(order: Order) -> types.Content:
    """The instruction is the first part, since not every model of pictures has a system's."""
    parts = [types.Part(text=order.instruction)]
    most = min(_PICTURE_BYTES_MOST, REQUEST_BYTES_MOST // max(1, len(order.pictures)))
    for label, data in order.pictures:
        try:
            picture, type = to_send(data, bytes_most=most)
        except UnreadablePictureError as error:
            raise BackendRejectedError(
                f"A picture for Gemini cannot be used ({label}): {error}", code="BAD_REFERENCE"
            ) from error
        parts += [types.Part(text=label), types.Part.from_bytes(data=picture, mime_type=type)]
    block = order.words[len(order.instruction) :].strip()
    parts.append(types.Part(text=block))
    return types.Content(role="user", parts=parts)


def _read(answer: Answer, shown: Shown) -> tuple[Picture, str]:
    """The last picture that is no thought, since a model may show its way; and the words."""
    if refused := refusal(answer, shown):
        raise refused
    said = shown(answer.text)
    broken: UnreadablePictureError | None = None
    for blob in [part.inline_data for part in reversed(answer.parts) if part.inline_data]:
        try:
            return decode(blob.raw), said
        except UnreadablePictureError as error:
            broken = error
    if broken:
        raise BackendRejectedError(
            f"Gemini's picture cannot be read: {broken}", code="PICTURE_UNREADABLE"
        ) from broken
    raise _no_picture(answer, said, shown)


def _no_picture(answer: Answer, said: str, shown: Shown) -> BackendRejectedError:
    reason = shown(answer.first.finish_reason or "")
    if reason == "MAX_TOKENS":
        return BackendRejectedError(
            "Gemini's answer was cut off before the picture (MAX_TOKENS); ask for a smaller or "
            "simpler one.",
            code="CUT_OFF",
        )
    why = said or shown(answer.first.finish_message or "")
    spoken = f" It said: “{why}”." if why else ""
    return BackendRejectedError(
        f"Gemini answered without a picture ({reason or 'no candidate'}).{spoken}",
        code="NO_PICTURE",
    )
