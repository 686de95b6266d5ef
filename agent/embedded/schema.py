"""The tools that are bound, as the model sees them: names and JSON schemas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from agent.embedded.phrasebook import SlotPhrases, ToolPhrases, phrasebook


@dataclass(frozen=True)
class Argument:
    """One argument as its schema has it."""

    name: str
    kind: str
    required: bool
    choices: tuple[Any, ...] = ()
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True)
class BoundTool:
    """A tool that may be called: its arguments by its schema, its phrases by its data file."""

    name: str
    arguments: Mapping[str, Argument]
    phrases: ToolPhrases

    def slots(self) -> list[tuple[Argument, SlotPhrases]]:
        """The arguments that the phrase data and the schema both know, in the data's order."""
        return [
            (self.arguments[name], slot)
            for name, slot in self.phrases.slots.items()
            if name in self.arguments
        ]


def bound_tools(tools: Sequence[Mapping[str, Any]]) -> dict[str, BoundTool]:
    """The bound tools that have phrase data. `tools` are OpenAI-style function tools."""
    known = phrasebook().tools
    found: dict[str, BoundTool] = {}
    for tool in tools:
        function = _mapping(tool.get("function")) or tool
        name = str(function.get("name", ""))
        if name in known:
            found[name] = BoundTool(name, _arguments(function), known[name])
    return found


def _arguments(function: Mapping[str, Any]) -> dict[str, Argument]:
    parameters = _mapping(function.get("parameters"))
    required = parameters.get("required")
    needed: set[str] = set(cast("list[str]", required)) if isinstance(required, list) else set()
    definitions = _mapping(parameters.get("$defs"))
    found: dict[str, Argument] = {}
    for name, schema in _mapping(parameters.get("properties")).items():
        forms = _forms(_mapping(schema), definitions)
        choices = tuple(value for form in forms for value in _choices(form))
        found[name] = Argument(
            name=name,
            kind=next((str(f["type"]) for f in forms if "type" in f), "string"),
            required=name in needed,
            choices=choices,
            minimum=_bound(forms, "minimum", "exclusiveMinimum"),
            maximum=_bound(forms, "maximum", "exclusiveMaximum"),
        )
    return found


def _forms(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    reference = schema.get("$ref")
    if isinstance(reference, str):
        schema = _mapping(definitions.get(reference.rsplit("/", 1)[-1]))
    options = schema.get("anyOf") or schema.get("oneOf")
    if not isinstance(options, list):
        return [schema]
    forms = [_mapping(option) for option in cast("list[object]", options)]
    return [f for form in forms for f in _forms(form, definitions) if f.get("type") != "null"]


def _choices(form: Mapping[str, Any]) -> list[Any]:
    if "const" in form:
        return [form["const"]]
    values = form.get("enum")
    return list(cast("list[Any]", values)) if isinstance(values, list) else []


def _bound(forms: Sequence[Mapping[str, Any]], *keys: str) -> float | None:
    for form in forms:
        for key in keys:
            value = form.get(key)
            if isinstance(value, (int, float)):
                return float(value)
    return None


def _mapping(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}
