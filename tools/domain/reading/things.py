"""Things named in a phrase, and the details that belong to them."""

from __future__ import annotations

from tools.domain.reading.colors import Shade
from tools.domain.reading.lexicon import Mark
from tools.domain.reading.mention import WORN, Mention
from tools.domain.reading.phrase import Phrase


class Things(Phrase):
    """Reads heads of noun phrases (garments, props, hair, ...) and trims, streaks, tips."""

    def _head(self, role: str, value: str, mark: Mark) -> None:
        joined = self.joined
        mention = self._begin(role, value, mark)
        if role == "hair_color":
            mention.shades.insert(0, Shade((), (value,), mark.start, mark.end))
            mention.noun_start = mark.start
        if self._compounds(mention):
            self._absorb(mention)
        elif joined and not mention.shades and self.last is not None:
            if self.last.family == mention.family == "cloth" and self.last.role != "prop":
                mention.shades = list(self.last.shades)
            mention.joined = True
        if self._pronounced_half(mention):
            return
        self._accept(mention)

    def _begin(self, role: str, value: str, mark: Mark) -> Mention:
        """A new mention which takes along whatever was said ahead of it."""
        self._share_groups(role)
        mention = self.next
        mention.role, mention.value, mention.words = role, value, mark.text
        mention.start = self.first_modifier if self.first_modifier >= 0 else mark.start
        mention.noun_start, mention.noun_end, mention.end = mark.start, mark.end, mark.end
        mention.shades, mention.relation = self.shades, self.relation
        mention.negated = self.negated
        if any(shade.glows and shade.names for shade in mention.accents):
            mention.glowing = True
        self._clear()
        return mention

    def _share_groups(self, role: str) -> None:
        """ "hair black and blue eyes": the first colour belongs to the noun before it."""
        last = self.last
        if len(self.shades) < 2 or last is None or not self._stands_bare(last):
            return
        if role == "eye" and last.family != "eyes":
            last.shades.append(self.shades.pop(0))
            self.first_modifier = self.shades[0].start
            last.end = max(last.end, last.shades[0].end)

    def _compounds(self, mention: Mention) -> bool:
        """Whether the noun before only qualifies this one ("duster coat", "ninja mask")."""
        last = self.last
        if last is None or last.start < 0 or last.role not in ("garment", "outfit"):
            return False
        if mention.role != "garment" or mention.shades:
            return False
        between = self.marks[self.at - 1]
        return between.end == last.end and mention.start == mention.noun_start

    def _absorb(self, mention: Mention) -> None:
        last = self.mentions.pop()
        mention.shades, mention.start = last.shades, last.start
        mention.noun_start = last.noun_start
        mention.words = f"{last.words} {mention.words}"
        mention.relation, mention.accents = last.relation, last.accents + mention.accents
        mention.glowing |= last.glowing

    def _pronounced_half(self, mention: Mention) -> bool:
        """ "left" made a mention already, "eye" only completes it."""
        last = self.last
        if mention.role != "eye" or last is None or last.role != "eye" or not last.side:
            return False
        if last.shades or mention.shades or mention.side or last.end + 1 != mention.noun_start:
            return False
        last.words, last.end = f"{last.words} {mention.words}", mention.end
        return True

    def _accept(self, mention: Mention) -> None:
        if not self.deeds or mention.role not in WORN:
            self.mentions.append(mention)
        self.last = mention

    def _fits(self, role: str, mark: Mark) -> bool:
        """Whether a word that may mean a thing means it here."""
        if role == "hair_style" and self._garment_ahead():
            return False
        return not (role == "garment" and "accent" in mark.senses and self._hair_like(self.last))

    def _is_noun(self, mark: Mark) -> bool:
        """A word both material and thing is a thing when no thing follows."""
        return "garment" in mark.senses and not self._thing_follows()

    def _detail(self, mark: Mark) -> bool:
        senses = mark.senses
        target = self._detail_target(mark)
        if target is None:
            return False
        kind = "accents"
        if self._hair_like(target):
            kind = "tips" if "tip" in senses else "streaks"
        if kind == "accents" and "garment" in senses:
            return False
        if self.shades:
            target.glowing |= any(shade.glows for shade in self.shades) and kind == "accents"
            getattr(target, kind).extend(self.shades)
        elif not self.next.glowing and self._color_soon():
            self.expect = (target, kind)
        target.glowing |= self.next.glowing
        if target.start >= 0 and not self.negated:
            target.end = max(target.end, mark.end)
        self._clear()
        self.last = target
        return True

    def _detail_target(self, mark: Mark) -> Mention | None:
        senses, last = mark.senses, self.last
        hairy = "streak" in senses or "tip" in senses
        if last is not None and last.family in ("hair", "cloth") and last.role != "face":
            if self._hair_like(last) and not hairy:
                return None
            if last.family == "cloth" and not ("accent" in senses or hairy):
                return None
            if last.role == "outfit" and last.start < 0 and not self.shades:
                return last
            return last
        if hairy and not (self._thing_follows() and "accent" in senses):
            hair = Mention("hair", "hair", "", mark.start, mark.start, mark.start, mark.end)
            hair.negated = self.negated
            self.mentions.append(hair)
            return hair
        return None

    def _trimmed(self, mark: Mark) -> None:
        """ "gold-trimmed robe", or "robe trimmed with gold"."""
        if self.shades and mark.tokens[0].glued:
            self.next.accents.append(self.shades.pop())
        elif self.last is not None and self._color_soon():
            self.expect = (self.last, "accents" if self.last.family == "cloth" else "streaks")
        else:
            self._report(mark.text)
        self._modify(mark)
