"""A tool's answer, whatever happens: a failure is a result that its caller can read and act on."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from pydantic import ValidationError

from tools.catalog.tool import Asking, Call, Outcome, Tool
from tools.domain.errors import EffectDoneError, StudioError

_log = logging.getLogger(__name__)


async def answered(
    tool: Tool[Any],
    call: Call,
    given: Mapping[str, Any],
    keep: Callable[[Call, Outcome], Awaitable[None]] | None = None,
) -> tuple[bool, Outcome]:
    """Whether the call worked, and its outcome; `keep` is told of one that did.

    Raises `EffectDoneError` only.
    """
    try:
        outcome = await tool(call, given)
        if keep:
            await keep(call, outcome)
        return True, outcome
    except EffectDoneError:
        raise
    except StudioError as error:
        return False, failure(error.code, error.detail, **error.facts)
    except ValidationError as error:
        return False, failure("INVALID_ARGUMENTS", _explained(error))
    except Exception:
        _log.exception("The tool %s failed", tool.name)
        told = "The tool failed inside; the service's log says more."
        return False, failure("INTERNAL_ERROR", told)


def failure(code: str, message: str, **facts: Any) -> Outcome:
    """A failure that ends in a question to the user, such as of another way, asks it."""
    question = facts.get("question")
    asks = Asking(kind="question", prompt=question) if isinstance(question, str) else None
    return Outcome(content={"error": code, "message": message, **facts}, asks=asks)


def _explained(error: ValidationError) -> str:
    parts = [
        f"{'.'.join(map(str, entry['loc'])) or 'arguments'}: {entry['msg']}"
        for entry in error.errors()
    ]
    return "The arguments do not fit: " + "; ".join(parts)
