"""An appearance being edited: one thing asked for at a time."""

from __future__ import annotations

import re
from dataclasses import replace

from tools.domain.editing.head_edits import HeadEdits
from tools.domain.editing.texts import Found
from tools.domain.editing.wording import (
    Asked,
    color_words,
    ends_alike,
    recolored,
)
from tools.domain.reading.mention import Mention
from tools.domain.reading.mentions import read_mentions
from tools.domain.reading.outfit import pieces_of, slot_of

_JOINTS = "and|with|over|under|in|wears|wearing|or|of|has|pair of"
_ADJECTIVES = re.compile(rf"(?:\b(?!(?:{_JOINTS})\b)[\w'-]+\s+)+$", re.IGNORECASE)
_DANGLING = re.compile(rf"(?:[\s,;]|\b(?:{_JOINTS})\b)+$", re.IGNORECASE)
_LEADING = re.compile(r"^(?:[\s,;]|\b(?:and|over|under)\b)+", re.IGNORECASE)
_WORN_AT = re.compile(
    r"^\s+(?:over|on|across|around|above|under|at|in|behind|from)\s+(?:the|his|her|their|one|a|an)?"
    r"\s*(?:left|right|both)?\s*(?:eye|cheek|face|neck|head|hair|shoulder|waist|back|hip|arm|wrist"
    r"|leg|hand|ear|nose|chest|belt)s?\b",
    re.IGNORECASE,
)


class Draft(HeadEdits):
    """The appearance while it is edited."""

    def apply(self, new: Mention, asked: Asked, target: Mention | None) -> None:
        """Bring in one thing asked for."""
        if new.negated and new.family == "hair":
            self._remove_locks(new)
        elif new.negated:
            self._remove(new)
        elif new.value == "outfit" and new.accents and not new.shades:
            self._edit_accents(new, asked)
        elif new.family == "hair":
            self._edit_hair(new, asked)
        elif new.role == "eye":
            self._edit_eyes(new, asked)
        elif new.value == "outfit":
            self._recolor_outfit(asked)
        elif new.role == "outfit":
            self._write_outfit(asked.whole)
        elif new.role in ("garment", "prop", "skin", "face"):
            self._edit_thing(new, asked, target or new)

    def _edit_thing(self, new: Mention, asked: Asked, target: Mention) -> None:
        worn = self._same(target)
        if worn is not None and (target.value == new.value or worn.mention.value == new.value):
            self._change(worn, new, asked)
            return
        worn = worn or self._in_its_place(new)
        if worn is not None and worn.mention.start >= 0:
            old = worn.mention
            self._splice(worn.source, old.start, old.noun_end, asked.whole)
        elif worn is not None:
            self._write(worn.source.path, asked.whole)
        else:
            self._add(new, asked)

    def _change(self, worn: Found, new: Mention, asked: Asked) -> None:
        old, text = worn.mention, worn.source.text
        if old.start < 0:
            self._write(worn.source.path, recolored(text, old, asked.colors) or asked.whole)
            return
        if new.accents and old.accents:
            span = old.accents[0].start, old.accents[-1].end
            self._splice(worn.source, *span, color_words(new.accents))
        elif new.accents:
            glow = "glowing " if new.glowing else ""
            detail = asked.detail or f"with {glow}{color_words(new.accents)} trim"
            self._splice(worn.source, old.end, old.end, f" {detail}")
        richer = old.value != new.value or (new.material and new.material != old.material)
        if richer and not ends_alike(old, new):
            self._splice(worn.source, old.start, old.noun_end, asked.whole)
        elif richer and len(asked.noun) > len(old.words):
            color = asked.colors or color_words(old.shades)
            self._splice(worn.source, old.start, old.noun_end, f"{color} {asked.noun}".strip())
        elif asked.colors:
            self._recolor(worn.source, old, asked.colors)

    def _same(self, wanted: Mention) -> Found | None:
        """The thing of that kind, else one whose noun ends alike ("jacket", "leather jacket")."""
        found = [f for f in self._all() if f.mention.role == wanted.role]
        if wanted.role == "skin":
            return found[-1] if found else None
        exact = [f for f in found if f.mention.value == wanted.value]
        alike = [f for f in found if f.mention.start >= 0 and ends_alike(f.mention, wanted)]
        return (exact or alike or [None])[-1]

    def _in_its_place(self, new: Mention) -> Found | None:
        found = [f for f in self._all() if f.mention.role == new.role and not f.mention.negated]
        if new.role == "prop":
            return found[0] if found else None
        if new.role != "garment":
            return None
        slot = slot_of(new.value)
        rivals = {"whole": ("whole", "top"), "top": ("top", "whole")}.get(slot, (slot,))
        for rival in rivals:
            for f in found:
                if slot_of(f.mention.value) == rival:
                    return f
        return None

    def _add(self, new: Mention, asked: Asked) -> None:
        if new.role == "prop":
            self.append("weapon", asked.whole)
        elif new.role in ("skin", "face"):
            self.append(new.role, asked.whole)
        elif slot_of(new.value) in ("top", "whole", "outer", "legs", "feet"):
            source = self._outfit_source()
            text = source.text if source else ""
            over = slot_of(new.value) == "outer" and any(
                m.role == "garment" and slot_of(m.value) in ("top", "whole")
                for m in read_mentions(text).mentions
            )
            joined = f"{asked.whole} over {text}" if over else f"{text}, {asked.whole}"
            self._write(source.path if source else ("style",), joined if text else asked.whole)
        else:
            self.append("accessories", asked.whole)

    def _remove(self, gone: Mention) -> None:
        kinds = (
            {p.kind for p in pieces_of(gone, "neutral")} if gone.role == "outfit" else {gone.value}
        )
        cut = False
        for found in reversed(self._all()):
            same = found.mention.value in kinds or ends_alike(found.mention, gone)
            if found.mention.role == gone.role and same and not found.mention.negated:
                self._cut(found)
                cut = True
        if not cut:
            noun = gone.words or gone.value.replace("_", " ")
            self.append("face" if gone.role == "face" else "accessories", f"no {noun}")

    def _cut(self, found: Found) -> None:
        """Take a thing's words out, its adjectives and where it is worn included."""
        old, text = found.mention, found.source.text
        if old.start < 0:
            self._write(found.source.path, "none")
            return
        left = _DANGLING.sub("", _ADJECTIVES.sub("", text[: old.start]))
        right = _LEADING.sub("", _WORN_AT.sub("", text[old.end :]))
        rest = f"{left}, {right}" if left and right else left + right
        self._write(found.source.path, rest.strip() or f"no {old.words}")

    def remove_details(self) -> None:
        """Take the trims and circuits off every garment."""
        for found in reversed(self._all()):
            old = found.mention
            if old.role == "garment" and old.start >= 0 and (old.accents or old.glowing):
                self._splice(found.source, old.noun_end, old.end, "")

    def _edit_accents(self, new: Mention, asked: Asked) -> None:
        """Recolour trims and circuits, on the garment that has some or on the outermost."""
        worn = [f for f in self._all() if f.mention.role == "garment" and f.mention.start >= 0]
        colors = color_words(new.accents)
        for found in worn:
            if found.mention.accents:
                span = found.mention.accents[0].start, found.mention.accents[-1].end
                self._splice(found.source, *span, colors)
                return
        outer = [f for f in worn if slot_of(f.mention.value) in ("outer", "whole", "top")]
        if outer:
            at = outer[0].mention.noun_end
            glow = "glowing " if new.glowing else ""
            self._splice(outer[0].source, at, at, f" with {glow}{colors} accents")
        else:
            self.append("accessories", asked.whole)

    def _write_outfit(self, text: str) -> None:
        source = self._outfit_source()
        self._write(source.path if source else ("style",), text)

    def _recolor_outfit(self, asked: Asked) -> None:
        source = self._outfit_source()
        worn = [f for f in self._all() if source and f.source.path == source.path]
        garments = [f for f in worn if f.mention.role == "garment" and f.mention.start >= 0]
        if source is None or not garments or not asked.colors:
            self._write_outfit(asked.whole)
            return
        for found in reversed(garments):
            self._recolor(
                replace(found.source, text=self._text_at(source.path)), found.mention, asked.colors
            )

    def keep_implied(self, before: tuple[str, ...], asked: tuple[Mention, ...]) -> None:
        """Write out what went without saying before, where the edit would change it unasked."""
        named = {
            slot_of(piece.kind)
            for mention in asked
            if mention.role in ("garment", "outfit") and mention.value != "outfit"
            for piece in pieces_of(mention, "neutral")
        }
        covered = named | ({"top", "legs"} if "whole" in named else set[str]())
        dressed = any(not mention.negated for mention in asked)
        covered |= {"top"} if "outer" in named and dressed else set[str]()
        for phrase in before:
            slot = slot_of(read_mentions(phrase).mentions[0].value)
            if slot not in covered and phrase not in self.implied():
                if slot in {slot_of(kind) for kind in self._kinds()}:
                    continue
                source = self._outfit_source()
                if source is not None:
                    self._write(source.path, f"{source.text}, {phrase}")
