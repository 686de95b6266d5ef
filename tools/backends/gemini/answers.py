"""Gemini's answer as it comes over the wire.

Read here and not by google-genai, which drops `finishMessage` (why a picture was withheld), warns
of reasons newer than itself, and refuses an answer whole for one bad picture in it. What is not
listed is ignored.
"""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic.alias_generators import to_camel

_TOKENS_MOST = 1_000_000_000


def _counted(value: Any) -> int | None:
    """What is no number of tokens counts as untold: a picture is not lost for it, nor its price
    made up."""
    told = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _TOKENS_MOST
    return value if told else None


Count = Annotated[int | None, BeforeValidator(_counted)]


class _Wire(BaseModel):
    model_config = ConfigDict(frozen=True, alias_generator=to_camel, populate_by_name=True)


class Blob(_Wire):
    mime_type: str | None = None
    data: str | None = None

    @property
    def raw(self) -> bytes:
        """The bytes; nothing where they are not base64, of either alphabet."""
        try:
            return base64.b64decode((self.data or "").translate(_STANDARD), validate=True)
        except (binascii.Error, ValueError):
            return b""


class Part(_Wire):
    text: str | None = None
    thought: bool | None = None
    inline_data: Blob | None = None


class Content(_Wire):
    parts: tuple[Part, ...] | None = None


class Candidate(_Wire):
    content: Content | None = None
    finish_reason: str | None = None
    finish_message: str | None = None


class Feedback(_Wire):
    block_reason: str | None = None
    block_reason_message: str | None = None


class Counted(_Wire):
    """Tokens of one kind of content: `TEXT`, `IMAGE` …"""

    modality: str | None = None
    token_count: Count = None


class Counts(_Wire):
    prompt_token_count: Count = None
    tool_use_prompt_token_count: Count = None
    candidates_token_count: Count = None
    candidates_tokens_details: tuple[Counted, ...] | None = None
    thoughts_token_count: Count = None


class Answer(_Wire):
    candidates: tuple[Candidate, ...] | None = None
    prompt_feedback: Feedback | None = None
    usage_metadata: Counts | None = None
    model_version: str | None = None

    @property
    def first(self) -> Candidate:
        return self.candidates[0] if self.candidates else Candidate()

    @property
    def parts(self) -> tuple[Part, ...]:
        """What the first candidate says and shows, without its thoughts."""
        content = self.first.content
        return tuple(p for p in (content.parts if content else None) or () if not p.thought)

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts if part.text)


_STANDARD = str.maketrans("-_", "+/")
