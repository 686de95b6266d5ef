"""Words on a person: hair, eyes, skin, age and height."""

from __future__ import annotations

import re

from tools.domain.reading.colors import Shade, hex_of
from tools.domain.reading.lexicon import Mark
from tools.domain.reading.mention import HAIR
from tools.domain.reading.things import Things

_NUMBER = re.compile(r"(?P<feet>[0-9])'(?P<inches>[0-9]{1,2})|(?P<size>[0-9]{1,3})(?P<unit>[a-z]*)")

_LONG = frozenset({"long", "very long", "floor length", "ankle length", "flowing"})
"""Lengths that a garment may have, and that change its cut."""


class BodyWords(Things):
    """Reads what a phrase says of the body."""

    def _hair_adjective(self, mark: Mark) -> bool:
        """Lengths and textures speak of hair when hair is near; "long" of a garment, too."""
        ahead = self.at + 1
        while ahead < len(self.marks):
            senses = self.marks[ahead].senses
            if any(role in senses for role in HAIR):
                self._dress_hair(mark)
                return True
            if "garment" in senses and mark.text.casefold() in _LONG:
                self.next.length = "long"
                self._modify(mark)
                return True
            if any(role in senses for role in ("garment", "outfit", "prop", "eye", "break")):
                break
            if not senses or "with" in senses or "over" in senses:
                break
            ahead += 1
        last = self.last
        if self._hair_like(last) and last is not None and not self._thing_follows():
            last.length = mark.senses.get("length", last.length)
            last.texture = mark.senses.get("texture", last.texture)
            return True
        return False

    def _dress_hair(self, mark: Mark) -> None:
        self.next.length = mark.senses.get("length", self.next.length)
        self.next.texture = mark.senses.get("texture", self.next.texture)
        self._modify(mark)

    def _about_eyes(self) -> bool:
        if self.last is not None and self.last.role == "eye":
            return True
        return any("eye" in mark.senses for mark in self.marks[self.at + 1 : self.at + 4])

    def _side(self, mark: Mark) -> bool:
        side = mark.senses["side"]
        if self.last is not None and self.last.role == "eye":
            if self.shades and not self._stands_bare(self.last):
                self.next.side = side
                return True
            self._flush()
            self._sided_eye(side, mark)
            return True
        if len(mark.tokens) > 1 and any(m.role == "eye" for m in self.mentions):
            self._flush()
            self._sided_eye(side, mark)
            return True
        if any("eye" in ahead.senses for ahead in self.marks[self.at + 1 : self.at + 5]):
            self.next.side = side
            self._modify(mark)
            return True
        return False

    def _sided_eye(self, side: str, mark: Mark) -> None:
        mention = self._begin("eye", "eye", mark)
        mention.side = side
        self._accept(mention)

    def _differ(self, mark: Mark) -> None:
        if self.last is None or self.last.role != "eye":
            self._accept(self._begin("eye", "eye", mark))
        assert self.last is not None
        self.last.differ = True

    def _skin_word(self, mark: Mark) -> None:
        follower = self._follower_senses()
        if "garment" in follower or "hair" in follower or "eye" in follower:
            return
        words = tuple(token.lemma for token in mark.tokens if token.lemma != "skinned")
        shade = Shade((), (" ".join(words),), mark.start, mark.end)
        mention = self._begin("skin", "skin", mark)
        mention.shades.append(shade)
        self._accept(mention)

    def _only_tones(self) -> bool:
        """ "pale woman", "dark man": a tone right before a person speaks of the skin."""
        return len(self.shades) == 1 and not self.shades[0].names and self.next.role == ""

    def _complexion(self, mark: Mark) -> None:
        if hex_of(self.shades[0].tones, (), "skin") is not None:
            self._accept(self._begin("skin", "skin", mark))

    def _describes_thing(self) -> bool:
        """ "old" in "old leather jacket" and "small" in "small bag" is no fact of the person."""
        for ahead in self.marks[self.at + 1 : self.at + 4]:
            if any(role in ahead.senses for role in ("garment", "outfit", "prop", *HAIR, "eye")):
                return True
            if not (
                "color" in ahead.senses or "material" in ahead.senses or "quiet" in ahead.senses
            ):
                return False
        return False

    def _number(self, number: str) -> None:
        """Centimetres, feet and inches, or years, by size."""
        match = _NUMBER.fullmatch(number)
        if match is None:
            return
        if match["inches"]:
            tall = round(30.48 * int(match["feet"]) + 2.54 * int(match["inches"]))
            self.facts.append(("centimetres", str(tall)))
            return
        size, unit = int(match["size"]), match["unit"]
        if 100 <= size <= 230 and (unit == "cm" or self._before_word("cm", "centimeter")):
            self.facts.append(("centimetres", str(size)))
        elif size < 100 and (unit == "yo" or self._counts_years()):
            self.facts.append(("years", str(size)))

    def _counts_years(self) -> bool:
        before = self.marks[self.at - 1].tokens[-1].lemma if self.at else ""
        return before in ("age", "aged") or self._before_word("year", "yr", "yo")
