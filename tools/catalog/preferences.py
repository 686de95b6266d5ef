"""What the user prefers, as the director words it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from tools.catalog.tool import Arguments, Call, Family, NoArguments, Outcome
from tools.domain.saved_preferences import PreferenceType, SavedPreference
from tools.studio import preferences

FAMILY = Family()
_NONE = frozenset({"", "none", "no preference"})


class SetPreference(Arguments):
    preference_type: PreferenceType = Field(description="What kind of preference it is.")
    value: str = Field(
        description="What is preferred: words, a saved style's name, colours with commas, a shape "
        "such as 16:9, draft, standard, high or a number from 0 to 1; none to forget it."
    )


@FAMILY.tool(NoArguments, reads=True)
async def get_preferences(call: Call, _: NoArguments) -> Outcome:
    """Say what the user prefers for generated pictures."""
    kept = await preferences.get_preferences(call.studio, call.actor)
    return Outcome(content={"preferences": _worded(kept), "message": _told(kept)})


@FAMILY.tool(SetPreference)
async def set_preference(call: Call, said: SetPreference) -> Outcome:
    """Remember what the user prefers; pictures follow it wherever an order leaves it open."""
    forgotten = said.value.casefold() in _NONE
    kept = await preferences.change_preferences(
        call.studio, call.actor, {said.preference_type: None if forgotten else said.value}
    )
    kind = said.preference_type.replace("_", " ")
    message = (
        f"From now on you prefer “{said.value}” for the {kind}: pictures follow it wherever an "
        "order leaves that open."
    )
    if forgotten:
        message = f"You have no preference for the {kind} any more."
    return Outcome(
        content={
            "preference_type": said.preference_type,
            "value": None if forgotten else said.value,
            "preferences": _worded(kept),
            "message": message,
        }
    )


def _worded(kept: Sequence[SavedPreference]) -> dict[str, Any]:
    return {one.preference_type: one.preference_data["value"] for one in kept}


def _told(kept: Sequence[SavedPreference]) -> str:
    if not kept:
        return "You have no preferences yet."
    said = (f"“{_plain(one)}” for the {one.preference_type.replace('_', ' ')}" for one in kept)
    return f"You prefer {', '.join(said)}."


def _plain(one: SavedPreference) -> str:
    value = one.preference_data["value"]
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
