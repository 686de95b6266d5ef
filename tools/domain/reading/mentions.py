"""The grammar of looks: which colour and which detail belongs to which thing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from tools.domain.reading.colors import Shade, hex_of
from tools.domain.reading.lexicon import Channel, Mark, is_verb_form, mark_words
from tools.domain.reading.mention import HAIR, HEADS, WORN, Mention, Reading, Relation

_NUMBER = re.compile(r"(?P<feet>[0-9])'(?P<inches>[0-9]{1,2})|(?P<size>[0-9]{1,3})(?P<unit>[a-z]*)")
_PERSON = ("build", "height", "age")


@lru_cache(maxsize=2048)
def read_mentions(
    text: str, head: tuple[str, str] | None = None, channel: Channel = "look", story: bool = False
) -> Reading:
    """Read a text. `head` is the thing it is about by its key: ("hair", "hair"), ...

    In a `story` (a description) unknown words count only in clauses that speak of looks.
    """
    return _Reader(mark_words(text, channel), head, story).read()


class _Reader:
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
        self.last = self.key
        self.at = 0
        self.shades: list[Shade] = []
        self.groups = 0
        self.next = Mention("", "")
        self.first_modifier = -1
        self.relation: Relation = ""
        self.negated = False
        self.joined = False
        self.expect: tuple[Mention, str] | None = None

    def read(self) -> Reading:
        while self.at < len(self.marks):
            self._step(self.marks[self.at])
        self._end_clause(stops=True)
        said = tuple(mention for mention in self.mentions if mention.start >= 0 or _says(mention))
        return Reading(said, tuple(self.facts), tuple(self.unknown))

    # one mark at a time ------------------------------------------------------------------

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

    def _report(self, words: str) -> None:
        if not self.negated:
            self.unknown.append(words)

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

    # colours -----------------------------------------------------------------------------

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
        end = self.marks[at - 1].end
        return Shade(tuple(tones), tuple(names), self.marks[begin].start, end), at - begin

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

    # things ------------------------------------------------------------------------------

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

    def _garment_ahead(self) -> bool:
        """Whether only colours stand between this word and a garment ("cropped white top")."""
        for ahead in self.marks[self.at + 1 : self.at + 4]:
            if "garment" in ahead.senses:
                return True
            if not {"color", "tone", "material"}.intersection(ahead.senses):
                return False
        return False

    def _follower_senses(self) -> Mapping[str, str]:
        return self.marks[self.at + 1].senses if self.at + 1 < len(self.marks) else {}

    def _is_noun(self, mark: Mark) -> bool:
        """A word both material and thing is a thing when no thing follows."""
        return "garment" in mark.senses and not self._thing_follows()

    def _thing_follows(self) -> bool:
        return any(role in self._follower_senses() for role in ("garment", "outfit", "prop"))

    # details -----------------------------------------------------------------------------

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

    @staticmethod
    def _hair_like(mention: Mention | None) -> bool:
        return mention is not None and mention.role in HAIR

    # hair, eyes, skin --------------------------------------------------------------------

    def _hair_adjective(self, mark: Mark) -> bool:
        """Lengths and textures speak of hair when hair is near, and of nothing else."""
        ahead = self.at + 1
        while ahead < len(self.marks):
            senses = self.marks[ahead].senses
            if any(role in senses for role in HAIR):
                self._dress_hair(mark)
                return True
            if any(role in senses for role in ("garment", "outfit", "prop", "eye", "break")):
                break
            if not senses or "with" in senses or "over" in senses:
                break
            ahead += 1
        last = self.last
        if self._hair_like(last) and last is not None and not self._thing_soon():
            last.length = mark.senses.get("length", last.length)
            last.texture = mark.senses.get("texture", last.texture)
            return True
        return False

    def _thing_soon(self) -> bool:
        return any(role in self._follower_senses() for role in ("garment", "outfit", "prop"))

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

    def _before_word(self, *words: str) -> bool:
        after = self.marks[self.at + 1].tokens[0].lemma if self.at + 1 < len(self.marks) else ""
        return after in words

    # clauses -----------------------------------------------------------------------------

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

    def _end_clause(self, *, stops: bool) -> None:
        if not self.shades or self.last is not None:
            self._flush()
        self.expect, self.negated, self.joined, self.relation = None, False, False, ""
        if stops:
            self._clear()
            self.cued, self.plain, self.deeds = not self.story, True, False
        if stops and self.key is not None:
            self.last = self.key if self.last is None else self.last

    def _modify(self, mark: Mark) -> None:
        if self.first_modifier < 0:
            self.first_modifier = mark.start

    def _clear(self) -> None:
        self.shades, self.next, self.first_modifier = [], Mention("", ""), -1
        self.relation, self.joined = "", False


def _says(mention: Mention) -> bool:
    said = mention.shades or mention.accents or mention.streaks or mention.tips
    plain = mention.length or mention.texture or mention.material
    return bool(said or plain or mention.glowing or mention.cybernetic or mention.differ)
