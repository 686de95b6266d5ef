"""The grammar of looks: which colour and which detail belongs to which thing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from tools.domain.reading.body_words import BodyWords
from tools.domain.reading.lexicon import Channel, Mark, is_verb_form, mark_words
from tools.domain.reading.mention import HEADS, Mention, Reading

_PERSON = ("build", "height", "age")


@lru_cache(maxsize=2048)
def read_mentions(
    text: str, head: tuple[str, str] | None = None, channel: Channel = "look", story: bool = False
) -> Reading:
    """Read a text. `head` is the thing it is about by its key: ("hair", "hair"), ...

    In a `story` (a description) unknown words count only in clauses that speak of looks.
    """
    return _Reader(mark_words(text, channel), head, story).read()


class _Reader(BodyWords):
    """Walks a text from mark to mark."""

    def read(self) -> Reading:
        while self.at < len(self.marks):
            self._step(self.marks[self.at])
        self._end_clause(stops=True)
        said = tuple(mention for mention in self.mentions if mention.start >= 0 or _says(mention))
        return Reading(said, tuple(self.facts), tuple(self.unknown))

    def _step(self, mark: Mark) -> None:
        senses = mark.senses
        if self.story:
            self._follow_story(senses)
        if not senses:
            self._take_unknown(mark)
        elif "break" in senses:
            self._end_clause(stops=mark.tokens[0].stops)
            self.at += 1
        elif self._take_color() or self._take_connector(senses):
            return
        elif not self._take_thing(mark):
            self._take_modifier(mark)
            self.at += 1

    def _follow_story(self, senses: Mapping[str, str]) -> None:
        """A story speaks of looks after "wears", "with", "has", until it turns to deeds."""
        if "cue" in senses:
            self.cued, self.deeds = True, False
        elif "state" in senses:
            self.deeds = False
        elif "turn" in senses:
            self.cued = self.plain = False
            self.deeds = True

    def _take_connector(self, senses: Mapping[str, str]) -> bool:
        if "affirmed" in senses:
            self.negated = False
        elif "not" in senses:
            self._flush()
            self.negated = True
        elif "over" in senses or "under" in senses:
            self._flush()
            self.relation = "over" if "over" in senses else "under"
        elif "wearing" in senses and "with" not in senses and self.key is None:
            self._imply_outfit()
        elif "with" in senses:
            self._flush()
            self.relation, self.negated = "with", False
        elif "not_end" in senses:
            self.negated = False
        elif "and" in senses:
            self._join()
        elif "link" in senses and self.first_modifier < 0:
            pass
        else:
            return False
        self.at += 1
        return True

    def _imply_outfit(self) -> None:
        """ "dressed in black": what follows colours the clothes unless it names a garment."""
        self._flush()
        self.last = Mention("outfit", "outfit")
        self.mentions.append(self.last)

    def _join(self) -> None:
        """ "and": colours go on joining; a bare noun after it may share the colour before."""
        if not self.shades:
            self.joined = self.last is not None and self.last.start >= 0
        elif self.last is not None and self._stands_bare(self.last) and not self._color_follows():
            self._flush()

    def _take_thing(self, mark: Mark) -> bool:
        senses = mark.senses
        if "undrawable" in senses:
            self._take_undrawable(mark)
        elif "pattern" in senses:
            self._take_pattern(mark)
        elif "material" in senses and not self._is_noun(mark):
            self.next.material = senses["material"]
            self._modify(mark)
        elif ("streak" in senses or "tip" in senses or "accent" in senses) and self._detail(mark):
            pass
        elif "trimmed" in senses:
            self._trimmed(mark)
        elif "side" in senses and self._side(mark):
            pass
        elif "eyes_differ" in senses:
            self._differ(mark)
        elif "cybernetic" in senses and self._about_eyes():
            self.next.cybernetic = True
            self._modify(mark)
        elif "length" in senses or "texture" in senses:
            if not self._hair_adjective(mark):
                return False
        else:
            role = next((role for role in HEADS if role in senses), None)
            if role is None or not self._fits(role, mark):
                return False
            self._head(role, senses[role], mark)
        self.at += 1
        return True

    def _take_undrawable(self, mark: Mark) -> None:
        """A part of a body that no rig has; it takes the words before it along."""
        if self.cued or self.plain:
            self._report(mark.text)
        self._clear()

    def _take_pattern(self, mark: Mark) -> None:
        """A pattern colours its garment, but is not drawn as one."""
        self.next.pattern = mark.senses["pattern"]
        self._modify(mark)
        self._report(mark.text)

    def _take_modifier(self, mark: Mark) -> None:
        senses = mark.senses
        if "glow" in senses:
            self.next.glowing = True
            self._modify(mark)
        elif "skin_color" in senses:
            self._skin_word(mark)
        if ("presentation" in senses or "role" in senses) and self._only_tones():
            self._complexion(mark)
        for role in ("presentation", *_PERSON):
            if role in senses and (role == "presentation" or not self._describes_thing()):
                self.facts.append((role, senses[role]))
        if "number" in senses:
            self._number(senses["number"])
        if "determiner" in senses:
            self.joined = False
            if self.shades and self.last is not None:
                self._flush()
        elif senses.get("function") and not self._follows_modifier(senses):
            self.joined = False

    @staticmethod
    def _follows_modifier(senses: Mapping[str, str]) -> bool:
        return "quiet" in senses or "role" in senses

    def _take_color(self) -> bool:
        shade, size = self._shade_at(self.at)
        if shade is None:
            return False
        self.at += size
        if self.expect is not None:
            target, kind = self.expect
            getattr(target, kind).append(shade)
            target.glowing |= self.next.glowing or (shade.glows and kind == "accents")
            self.expect, self.next.glowing = None, False
            return True
        self.first_modifier = shade.start if self.first_modifier < 0 else self.first_modifier
        self.shades.append(shade)
        return True

    def _take_unknown(self, mark: Mark) -> None:
        token = mark.tokens[0]
        self.at += 1
        qualifies = self._qualifies_thing()
        if self.cued or qualifies:
            self._report(token.text)
        self.plain &= qualifies or not self.story
        if not is_verb_form(token.lemma) and self._noun_phrase_ends():
            self._clear()
            self.expect = None

    def _qualifies_thing(self) -> bool:
        """Whether the unknown word just taken stands right before a thing ("torn scarf")."""
        for ahead in self.marks[self.at : self.at + 3]:
            if any(role in ahead.senses for role in HEADS):
                return True
            if "undrawable" in ahead.senses:
                return self.cued or self.plain
            if not {"color", "tone", "material"}.intersection(ahead.senses):
                return False
        return False

    def _noun_phrase_ends(self) -> bool:
        """Whether the unknown word just taken is a noun of its own, not an adjective."""
        if self.at >= len(self.marks):
            return True
        senses = self.marks[self.at].senses
        return "break" in senses or "with" in senses or "and" in senses or (
            "function" in senses and "determiner" not in senses
        )  # fmt: skip

    def _end_clause(self, *, stops: bool) -> None:
        if not self.shades or self.last is not None:
            self._flush()
        self.expect, self.negated, self.joined, self.relation = None, False, False, ""
        if stops:
            self._clear()
            self.cued, self.plain, self.deeds = not self.story, True, False
        if stops and self.key is not None:
            self.last = self.key if self.last is None else self.last


def _says(mention: Mention) -> bool:
    said = mention.shades or mention.accents or mention.streaks or mention.tips
    plain = mention.length or mention.texture or mention.material
    return bool(said or plain or mention.glowing or mention.cybernetic or mention.differ)
