"""The texts of an appearance, found and rewritten wherever they are nested."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, cast

from tools.domain.editing.wording import (
    recolored,
    with_article,
)
from tools.domain.reading.mention import Mention
from tools.domain.reading.mentions import read_mentions
from tools.domain.reading.outfit import implied_words, pieces_of, slot_of
from tools.domain.reading.sources import Source, appearance_sources


@dataclass(frozen=True, slots=True)
class Found:
    source: Source
    mention: Mention


class Texts:
    """An appearance as the texts that it holds."""

    def __init__(self, appearance: dict[str, Any]) -> None:
        self.appearance = appearance

    def set(self, key: str, value: str) -> None:
        """Write a key outright, under the name the appearance has for it already."""
        self.appearance[key] = value

    def append(self, key: str, words: str) -> None:
        """Add words to a key, which may not be there yet, or hold a list."""
        value = self.appearance.get(key)
        if isinstance(value, list):
            self.appearance[key] = [*cast("list[Any]", value), words]
        elif isinstance(value, str) and value.strip().lower() not in ("", "none"):
            self.appearance[key] = f"{value}, {words}"
        else:
            self.appearance[key] = words

    def _recolor(self, source: Source, old: Mention, colors: str) -> None:
        current = self._text_at(source.path)
        text = recolored(current, old, colors)
        if text is None:
            at = old.noun_start
            text = f"{current[:at]}{colors} {current[at:]}"
        self._write(source.path, text)

    def _splice(self, source: Source, start: int, end: int, words: str) -> None:
        text = self._text_at(source.path)
        self._write(source.path, with_article(text[:start], words) + words + text[end:])

    def _all(self) -> list[Found]:
        return [
            Found(
                source,
                mention if mention.side or not source.side else replace(mention, side=source.side),
            )
            for source in self._sources()
            if source.field == "text"
            for mention in read_mentions(source.text, source.head).mentions
        ]

    def _sources(self) -> tuple[Source, ...]:
        return appearance_sources(self.appearance)

    def _text_at(self, path: tuple[str, ...]) -> str:
        return next((s.text for s in self._sources() if s.path == path), "")

    def _write(self, path: tuple[str, ...], text: str) -> None:
        at: Any = self.appearance
        for key in path[:-1]:
            at = at[int(key)] if isinstance(at, list) else at.setdefault(key, {})
        was = at.get(path[-1]) if isinstance(at, dict) else None
        as_list = isinstance(was, list)
        value: Any = [part.strip() for part in text.split(";") if part.strip()] if as_list else text
        at[int(path[-1]) if isinstance(at, list) else path[-1]] = value

    def _outfit_source(self) -> Source | None:
        sources = self._sources()
        titled = [s for s in sources if s.head == ("outfit", "outfit")]
        if titled:
            return titled[0]
        dressed = [
            f.source for f in self._all()
            if f.mention.role == "garment" and slot_of(f.mention.value) in ("top", "whole", "outer")
        ]  # fmt: skip
        return dressed[0] if dressed else None

    def _kinds(self) -> list[str]:
        return [
            piece.kind
            for found in self._all()
            if found.mention.role in ("garment", "outfit") and not found.mention.negated
            for piece in pieces_of(found.mention, "neutral")
        ]

    def implied(self) -> tuple[str, ...]:
        """The clothes that go without saying, in words."""
        return implied_words(self._kinds())
