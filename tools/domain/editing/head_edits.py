"""Edits of hair and eyes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from tools.domain.editing.texts import Found, Texts
from tools.domain.editing.wording import (
    Asked,
    color_words,
    recolored,
)
from tools.domain.reading.mention import Mention


class HeadEdits(Texts):
    """Changes hair and eyes in place."""

    def _edit_hair(self, new: Mention, asked: Asked) -> None:
        hairs = [f for f in self._all() if f.mention.family == "hair"]
        if not hairs:
            self.append("hair", asked.whole)
            return
        if (new.streaks or new.tips) and not new.shades and new.role == "hair":
            self._edit_locks(hairs, new, asked)
            return
        if new.role == "hair_style" or new.length or new.texture:
            self._restyle(hairs, new, asked)
            return
        colored = next((f for f in hairs if f.mention.shades), hairs[0])
        if colored.mention.start >= 0:
            self._recolor(colored.source, colored.mention, asked.colors)
        else:
            text = recolored(colored.source.text, colored.mention, asked.colors)
            self._write(colored.source.path, text or f"{asked.colors} {colored.source.text}")
        if asked.detail:
            self._edit_locks([f for f in self._all() if f.mention.family == "hair"], new, asked)

    def _restyle(self, hairs: list[Found], new: Mention, asked: Asked) -> None:
        """The old colour and locks stay unless the words give others."""
        paths = {f.source.path: f.source for f in hairs}
        if new.value == "bald":
            for path in paths:
                self._write(path, "bald")
            return
        colors = asked.colors or _first_words([f.mention.shades for f in hairs])
        if len(paths) > 1:
            styled = next((f for f in hairs if f.source.head is None or _names_style(f)), hairs[-1])
            self._write(styled.source.path, asked.noun if not new.length else asked.whole)
            if asked.colors:
                colored = next((f for f in hairs if f.mention.shades), None)
                if colored is not None and colored.source.path != styled.source.path:
                    self._write(colored.source.path, asked.colors)
            return
        before = [new.length or "", new.texture or ""]
        qualities = " ".join(dict.fromkeys(q for q in before if q and q not in asked.noun))
        text = f"{qualities} {colors} {asked.noun}".strip()
        locks = asked.detail or _lock_words(hairs)
        (path,) = paths
        self._write(path, f"{text} {locks}".strip() if locks else text)

    def _edit_locks(self, hairs: list[Found], new: Mention, asked: Asked) -> None:
        for kind in ("streaks", "tips"):
            wanted = cast("list[Any]", getattr(new, kind))
            if not wanted:
                continue
            for found in hairs:
                old = cast("list[Any]", getattr(found.mention, kind))
                if old:
                    self._splice(found.source, old[0].start, old[-1].end, color_words(wanted))
                    return
            locks = f"{color_words(wanted)} {kind}"
            hair = hairs[0]
            self._write(hair.source.path, f"{hair.source.text} with {locks}")

    def _remove_locks(self, gone: Mention) -> None:
        """Take streaks or tips out of the words on hair; hair itself goes bald."""
        if not (gone.streaks or gone.tips) and "streak" not in gone.words and gone.words:
            self.set("hair", "bald")
            return
        for found in [f for f in self._all() if f.mention.family == "hair"]:
            old, text = found.mention, found.source.text
            if old.start < 0 or not (old.streaks or old.tips):
                continue
            kept = "tips" if gone.streaks or not gone.tips else "streaks"
            shades = getattr(old, kept)
            rest = f" with {color_words(shades)} {kept}" if shades else ""
            self._write(found.source.path, text[: old.noun_end] + rest + text[old.end :])

    def _edit_eyes(self, new: Mention, asked: Asked) -> None:
        eyes = [f for f in self._all() if f.mention.role == "eye"]
        if not eyes:
            self.append("eyes", asked.whole)
        elif new.side in ("left", "right"):
            sided = [f for f in eyes if f.mention.side == new.side]
            if sided and sided[-1].mention.start >= 0:
                self._recolor(sided[-1].source, sided[-1].mention, asked.colors)
            elif sided:
                self._write(sided[-1].source.path, asked.colors)
            else:
                source = eyes[-1].source
                self._write(source.path, f"{source.text}, {new.side} eye {asked.colors}")
        elif len(new.shades) > 1 or new.differ:
            self._write(eyes[0].source.path, asked.whole)
        else:
            for found in reversed(eyes):
                text = self._text_at(found.source.path)
                current = replace(found.source, text=text)
                if found.mention.start >= 0:
                    self._recolor(current, found.mention, asked.colors)
                else:
                    self._write(
                        found.source.path,
                        recolored(text, found.mention, asked.colors) or asked.whole,
                    )


def _first_words(groups: list[list[Any]]) -> str:
    return next((color_words(group) for group in groups if group), "")


def _names_style(found: Found) -> bool:
    return found.mention.role == "hair_style"


def _lock_words(hairs: list[Found]) -> str:
    parts: list[str] = []
    for kind in ("streaks", "tips"):
        colors = _first_words([getattr(f.mention, kind) for f in hairs])
        if colors:
            parts.append(f"{colors} {kind}")
    return f"with {' and '.join(parts)}" if parts else ""
