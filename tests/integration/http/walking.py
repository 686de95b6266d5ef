"""A request for every operation of the OpenAPI document, naming what a workspace has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from tests.integration.http.belongings import Things, picture

_METHODS = ("get", "post", "put", "patch", "delete")
_SHARED = frozenset(
    {
        *("name", "character", "characters", "branch", "a", "b", "scene_number", "n", "version"),
        *("who", "index", "region", "part"),
    }
)
"""Words that everyone may use, and that name a thing only beside a number."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request; `names` says that something of the workspace is named in it."""

    operation: str
    method: str
    path: str
    query: dict[str, Any]
    sent: dict[str, Any]
    names: bool

    async def by(self, http: httpx.AsyncClient) -> httpx.Response:
        headers = {"X-Requested-With": "test"} if "files" in self.sent else {}
        return await http.request(
            self.method, self.path, params=self.query, headers=headers, timeout=60, **self.sent
        )


def requests(
    document: Mapping[str, Any], things: Things, inside: Things | None = None
) -> Iterator[Asked]:
    """A request for each operation, in the order of the document, deletions last.

    Paths begin with what `things` has; what follows, queries and bodies name what is `inside`, the
    same where left out.
    Raises `KeyError` for a path parameter of which `things` knows no value.
    """
    found = [
        _request(document, path, method, operation, things, inside)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in _METHODS
    ]
    yield from sorted(found, key=lambda asked: asked.method == "delete")


def filled(tool: Mapping[str, Any], things: Things) -> dict[str, Any]:
    """Arguments for a tool's schema, naming what the workspace has."""
    schema = tool["function"]["parameters"]
    return _Telling(schema, "", things).value("", schema)


def _request(
    document: Mapping[str, Any],
    path: str,
    method: str,
    operation: Any,
    things: Things,
    inside: Things | None,
) -> Asked:
    told = _Telling(document, path, inside or things)
    names = re.findall(r"\{(\w+)\}", path)
    values = [str(things.of(path, name)) for name in names[:1]]
    values += [str((inside or things).of(path, name)) for name in names[1:]]
    at = re.sub(r"\{\w+\}", lambda _: values.pop(0), path)
    outer = names[1:] if inside else names
    told.named = not _SHARED.issuperset(outer) or (inside is None and bool(names))
    query = {
        one["name"]: told.value(one["name"], one["schema"])
        for one in operation.get("parameters", ())
        if one["in"] == "query" and (told.knows(one["name"]) or one.get("required"))
    }
    sent = told.body(operation.get("requestBody", {}).get("content", {}))
    return Asked(
        operation=f"{method.upper()} {path}",
        method=method,
        path=at,
        query=query,
        sent=sent,
        names=told.named,
    )


class _Telling:
    """Fills a request's schemas, with what the workspace has where a name fits."""

    def __init__(self, document: Mapping[str, Any], path: str, things: Things) -> None:
        self._document = document
        self._path = path
        self._things = things
        self.named = False

    def knows(self, name: str) -> bool:
        try:
            self._things.of(self._path, name)
        except KeyError:
            return False
        return True

    def body(self, content: Mapping[str, Any]) -> dict[str, Any]:
        if not content:
            return {}
        if json := content.get("application/json"):
            return {"json": self.value("", json["schema"])}
        return self._form(self._resolved(content["multipart/form-data"]["schema"]))

    def value(self, name: str, schema: Mapping[str, Any]) -> Any:
        """A value that fits the schema: the workspace's own by its name, else the smallest."""
        schema = self._resolved(schema)
        if name and self.knows(name):
            known = self._things.of(self._path, name)
            if _fits(known, schema):
                self.named = self.named or name not in _SHARED
                return known
        return self._plain(name, schema)

    def _plain(self, name: str, schema: Mapping[str, Any]) -> Any:
        for word in ("default", "const"):
            if schema.get(word) is not None:
                return schema[word]
        if "enum" in schema:
            return schema["enum"][0]
        if choices := schema.get("anyOf") or schema.get("oneOf"):
            return self.value(name, choices[0])
        match schema.get("type"):
            case "object":
                return self._object(schema)
            case "array":
                count = max(1, schema.get("minItems", 0))
                return [self.value("", schema.get("items", {})) for _ in range(count)]
            case "integer" | "number":
                return schema.get("minimum", 1)
            case "boolean":
                return False
            case "string":
                return _word(name, schema)
            case _:
                return {}

    def _object(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        """The required keys, those that the workspace has, and those that hold more of these."""
        required = schema.get("required", ())
        return {
            name: self.value(name, of)
            for name, of in schema.get("properties", {}).items()
            if name in required or self.knows(name) or name == "context"
        }

    def _form(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        fields: dict[str, str] = {}
        files: dict[str, tuple[str, bytes]] = {}
        for name, of in schema["properties"].items():
            kind = self._resolved(of)
            if "contentMediaType" in str(kind) or "binary" in str(kind):
                files[name] = (f"{name}.png", picture(name))
            elif self.knows(name) or name in schema.get("required", ()):
                fields[name] = str(self.value(name, of))
        return {"data": fields, "files": files}

    def _resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in schema:
            found: Any = self._document
            for step in schema["$ref"].split("/")[1:]:
                found = found[step]
            schema = found
        return schema


def _fits(value: Any, schema: Mapping[str, Any]) -> bool:
    """Whether the value is of a type that the schema takes."""
    kinds = {"integer": int, "string": str, "array": list, "object": dict, "number": (int, float)}
    taken = [schema, *schema.get("anyOf", ()), *schema.get("oneOf", ())]
    return any(isinstance(value, kinds.get(one.get("type", ""), ())) for one in taken)


def _word(name: str, schema: Mapping[str, Any]) -> str:
    if schema.get("format") == "uuid":
        return "01a1fdfb-0cb3-70c3-8567-757b1a09bbd9"
    return "x" * max(1, schema.get("minLength", 1)) if "pattern" not in schema else "a" * 64
