"""Stage four: the arguments of a tool, heard in a clause, as its JSON schema wants them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from agent.embedded.courtesies import trimmed_clause
from agent.embedded.filling import Filling, Resolve
from agent.embedded.heard_names import hear_entities, hear_entity, hear_new_name, hear_others
from agent.embedded.heard_values import (
    hear_branch,
    hear_choice,
    hear_flag,
    hear_id,
    hear_image,
    hear_json,
    hear_number,
    hear_numbers,
    hear_shift,
    hear_style,
    hear_text,
)
from agent.embedded.heard_wishes import hear_keyed, hear_told
from agent.embedded.heard_words import hear_description, hear_object, hear_rest, hear_said
from agent.embedded.phrasebook import SlotPhrases
from agent.embedded.reading import Clause
from agent.embedded.schema import Argument, BoundTool


def fill(
    clause: Clause, tool: BoundTool, resolve: Resolve, given: Mapping[str, Any] | None = None
) -> Filling:
    """What a clause says for the arguments of a tool, beside those that are `given`."""
    filling = Filling(trimmed_clause(clause), tool, resolve, args=dict(given or {}))
    for argument, slot in tool.slots():
        if argument.name in filling.args:
            continue
        if slot.one_of and _have_one(filling, slot.one_of):
            continue
        value = WAYS[slot.take](filling, argument, slot)
        if value is not None:
            filling.args[argument.name] = value
    return filling


def missing(tool: BoundTool, args: Mapping[str, Any]) -> tuple[tuple[str, ...], str]:
    """The arguments of which one is needed still, and the question to ask; empty if complete."""
    for argument in tool.arguments.values():
        slot = tool.phrases.slots.get(argument.name)
        must = argument.required or (slot is not None and slot.required)
        if must and args.get(argument.name) in (None, "", [], {}):
            return (argument.name,), _worded(slot.ask if slot else "", args)
    for names in tool.phrases.needs.values():
        offered = [name for name in names if name in tool.arguments]
        if offered and not any(args.get(name) not in (None, "", [], {}) for name in offered):
            return tuple(offered), _worded(tool.phrases.ask, args)
    return (), ""


def _worded(question: str, args: Mapping[str, Any]) -> str:
    return re.sub(r"\{(\w+)\}", lambda m: str(args.get(m[1], "it")), question)


def _have_one(filling: Filling, group: str) -> bool:
    names = filling.tool.phrases.needs.get(group, ())
    return any(name in filling.args for name in names)


WAYS: dict[str, Callable[[Filling, Argument, SlotPhrases], Any]] = {
    "entity": hear_entity,
    "entities": hear_entities,
    "others": hear_others,
    "new_name": hear_new_name,
    "text": hear_text,
    "number": hear_number,
    "numbers": hear_numbers,
    "shift": hear_shift,
    "choice": hear_choice,
    "flag": hear_flag,
    "style": hear_style,
    "image": hear_image,
    "id": hear_id,
    "known": hear_branch,
    "json": hear_json,
    "object": hear_object,
    "description": hear_description,
    "rest": hear_rest,
    "said": hear_said,
    "told": hear_told,
    "keyed": hear_keyed,
}
