"""Whether a document of unknown origin has the shape that a rule asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.domain.errors import InvalidError

_WORDS = {dict: "an object", str: "text", list: "a list"}


class Faults:
    """Collects what is wrong with a document, path by path."""

    def __init__(self) -> None:
        self._found: list[dict[str, str]] = []

    def add(self, path: str, message: str) -> None:
        self._found.append({"path": path, "message": message})

    def object_at(self, document: Mapping[str, Any], key: str, path: str) -> dict[str, Any]:
        """The object under `key`, empty where it is missing or null."""
        return self._typed(document, key, path, dict[str, Any]())

    def text_at(self, document: Mapping[str, Any], key: str, path: str) -> str:
        """The text under `key`, empty where it is missing or null."""
        return self._typed(document, key, path, "")

    def list_at(self, document: Mapping[str, Any], key: str, path: str) -> list[Any]:
        """The list under `key`, empty where it is missing or null."""
        return self._typed(document, key, path, list[Any]())

    def name(self, document: Mapping[str, Any], path: str) -> str:
        """The name of a thing, which must be there."""
        name = self.text_at(document, "name", path).strip()
        if not name and isinstance(document.get("name"), str | None):
            self.add(f"{path}.name", "A name is needed here.")
        return name

    def settle(self, what: str) -> None:
        """Raises `InvalidError` with `errors` where anything was wrong."""
        if self._found:
            first = self._found[0]
            raise InvalidError(
                f"This is not {what}: {first['path']}: {first['message']}", errors=self._found
            )

    def _typed(self, document: Mapping[str, Any], key: str, path: str, empty: Any) -> Any:
        value = document.get(key)
        if value is None:
            return empty
        if not isinstance(value, type(empty)):
            self.add(f"{path}.{key}", f"This must be {_WORDS[type(empty)]}.")
            return empty
        return value
