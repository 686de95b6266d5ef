"""What a user prefers until he says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict

from tools.domain.documents import canonical_bytes, merge_patch
from tools.domain.errors import InvalidError, LimitExceededError
from tools.domain.generation_params import read_params

PreferenceType = Literal[
    "style", "lighting", "palette", "aspect_ratio", "quality", "negative_prompt"
]
PREFERENCE_TYPES: tuple[PreferenceType, ...] = get_args(PreferenceType)
PREFERENCE_BYTES_MOST = 10_000


class SavedPreference(BaseModel):
    """What a user prefers of one kind; the document holds `value`, and what else was sent."""

    model_config = ConfigDict(frozen=True)

    preference_type: PreferenceType
    preference_data: dict[str, Any]
    updated_at: datetime


def preference_types(said: Mapping[str, Any]) -> dict[PreferenceType, Any]:
    """The preferences by type. Raises `InvalidError` (`UNKNOWN_PREFERENCE`) with the types."""
    if unknown := [key for key in said if key not in PREFERENCE_TYPES]:
        allowed = ", ".join(PREFERENCE_TYPES)
        raise InvalidError(
            f"There is no preference “{unknown[0][:60]}”. These there are: {allowed}.",
            code="UNKNOWN_PREFERENCE",
            candidates=list(PREFERENCE_TYPES),
            errors=[
                {"path": f"$.preferences.{key[:60]}", "message": f"is none of these: {allowed}"}
                for key in unknown
            ],
        )
    return {kind: said[kind] for kind in PREFERENCE_TYPES if kind in said}


def changed_preference(
    kind: PreferenceType, before: Mapping[str, Any] | None, said: Any
) -> dict[str, Any] | None:
    """The document after what was said: an object is merged into it (RFC 7396), anything else is
    its `value`, and a null removes it.

    Raises `InvalidError` (`BAD_PREFERENCE`) for a value that cannot be meant, or none,
    `LimitExceededError` for a document over `PREFERENCE_BYTES_MOST`.
    """
    if said is None:
        return None
    after = merge_patch(before, said) if isinstance(said, Mapping) else {"value": said}
    faults = read_params({kind: after.get("value")}).faults
    message = faults[0].message if faults else "needs a `value`"
    if faults or after.get("value") is None:
        raise InvalidError(
            f"The preference {kind} {message}.",
            code="BAD_PREFERENCE",
            errors=[{"path": f"$.preferences.{kind}.value", "message": message}],
        )
    if len(canonical_bytes(after)) > PREFERENCE_BYTES_MOST:
        raise LimitExceededError(
            f"The preference {kind} is larger than {PREFERENCE_BYTES_MOST} bytes.",
            limit=PREFERENCE_BYTES_MOST,
        )
    return after
