"""A phrase while it is read: what waits for its noun, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping

from tools.domain.reading.colors import Shade
from tools.domain.reading.lexicon import Mark
from tools.domain.reading.mention import HAIR, HEADS, Mention, Relation


class Phrase:
    """The words of a text, where the reader stands, and what it has not placed yet.

    `shades` and `next` wait for the noun they belong to; `last` is the thing named before.
    """

    def __init__(self, marks: tuple[Mark, ...], head: tuple[str, str] | None, story: bool) -> None:
        self.marks = marks
        self.story = story
        self.mentions: list[Mention] = []
        self.facts: list[tuple[str, str]] = []
        self.unknown: list[str] = []
        self.cued = not story
        self.plain = True
        self.deeds = False
        self.key: Mention | None = None
        if head is not None:
            self.key = Mention(head[0], head[1])
            self.mentions.append(self.key)
        self.last: Mention | None = self.key
        self.at = 0
        self.shades: list[Shade] = []
        self.groups = 0
        self.next = Mention("", "")
        self.first_modifier = -1
        self.relation: Relation = ""
        self.negated = False
        self.joined = False
        self.expect: tuple[Mention, str] | None = None

    def _report(self, words: str) -> None:
        if not self.negated:
            self.unknown.append(words)

    def _shade_at(self, at: int) -> tuple[Shade | None, int]:
        """The colour phrase that begins at `at`, and how many marks it spans."""
        tones: list[str] = []
        begin = at
        while at < len(self.marks) and "tone" in self.marks[at].senses:
            tones.append(self.marks[at].senses["tone"])
            at += 1
        names: list[str] = []
        while at < len(self.marks) and self._is_color(at):
            senses = self.marks[at].senses
            names.append(senses.get("color") or senses["tint"])
            at += 1
        if not names and tones and "color" in self.marks[at - 1].senses:
            names.append(self.marks[at - 1].senses["color"])
            tones.pop()
        if not names and (not tones or self._is_detail_noun(begin)):
            return None, 0
        said = self.marks[begin:at]
        written = " ".join(mark.text for mark in said)
        return Shade(tuple(tones), tuple(names), said[0].start, said[-1].end, written), len(said)

    def _is_color(self, at: int) -> bool:
        senses = self.marks[at].senses
        if "color" not in senses and "tint" not in senses:
            return False
        if "hair_color" in senses and not self._hair_noun_follows(at):
            return self.key is not None
        return not ("skin_color" in senses and "color" not in senses)

    def _hair_noun_follows(self, at: int) -> bool:
        follows = self.marks[at + 1].senses if at + 1 < len(self.marks) else {}
        return any(
            role in follows for role in ("hair", "hair_style", "streak", "tip", "garment", "eye")
        )

    def _is_detail_noun(self, at: int) -> bool:
        """ "light" in "blue lights" is a thing, not a tone."""
        return "accent" in self.marks[at].senses and bool(self.shades)

    def _color_follows(self) -> bool:
        return self.at + 1 < len(self.marks) and self._shade_at(self.at + 1)[0] is not None

    def _color_soon(self) -> bool:
        """Whether a colour comes next, a link or preposition aside."""
        for ahead in (self.at + 1, self.at + 2):
            if ahead >= len(self.marks):
                return False
            if self._shade_at(ahead)[0] is not None:
                return not self._noun_after_shade(ahead)
            senses = self.marks[ahead].senses
            if not ("with" in senses or "link" in senses or "function" in senses):
                return False
        return False

    def _noun_after_shade(self, ahead: int) -> bool:
        _, size = self._shade_at(ahead)
        after = self.marks[ahead + size].senses if ahead + size < len(self.marks) else {}
        return any(role in after for role in HEADS) or "streak" in after or "accent" in after

    def _follower_senses(self) -> Mapping[str, str]:
        return self.marks[self.at + 1].senses if self.at + 1 < len(self.marks) else {}

    def _thing_follows(self) -> bool:
        return any(role in self._follower_senses() for role in ("garment", "outfit", "prop"))

    def _garment_ahead(self) -> bool:
        """Whether only colours stand between this word and a garment ("cropped white top")."""
        for ahead in self.marks[self.at + 1 : self.at + 4]:
            if "garment" in ahead.senses:
                return True
            if not {"color", "tone", "material"}.intersection(ahead.senses):
                return False
        return False

    def _before_word(self, *words: str) -> bool:
        after = self.marks[self.at + 1].tokens[0].lemma if self.at + 1 < len(self.marks) else ""
        return after in words

    def _flush(self) -> None:
        """Give colours that no noun followed to the thing before them."""
        if self.last is not None and (self.shades or self._modified()):
            last = self.last
            if self.shades and self._stands_bare(last):
                last.shades.extend(self.shades)
                self._stretch(last)
            elif self.shades and self.relation == "with":
                (last.streaks if last.role in HAIR else last.accents).extend(self.shades)
            elif self.shades and last.start < 0:
                last.shades.extend(self.shades)
            last.cybernetic |= self.next.cybernetic
            last.glowing |= self.next.glowing
            last.length = self.next.length or last.length
            last.material = last.material or self.next.material
            last.texture = self.next.texture or last.texture
            last.accents.extend(self.next.accents)
            self._clear()

    def _stretch(self, mention: Mention) -> None:
        if mention.start >= 0:
            mention.end = max(mention.end, self.shades[-1].end)

    def _modified(self) -> bool:
        new = self.next
        return new.cybernetic or new.glowing or bool(new.length or new.texture or new.material)

    @staticmethod
    def _stands_bare(mention: Mention) -> bool:
        return not mention.shades

    @staticmethod
    def _hair_like(mention: Mention | None) -> bool:
        return mention is not None and mention.role in HAIR

    def _modify(self, mark: Mark) -> None:
        if self.first_modifier < 0:
            self.first_modifier = mark.start

    def _clear(self) -> None:
        self.shades, self.next, self.first_modifier = [], Mention("", ""), -1
        self.relation, self.joined = "", False
