"""A user's words on how someone should look, as a patch that changes only that."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any, cast

from tools.domain.reading.mention import Mention, Reading
from tools.domain.reading.mentions import read_mentions
from tools.domain.reading.outfit import implied_words, pieces_of, slot_of
from tools.domain.reading.sources import Source, appearance_sources

_RECOLOR = re.compile(
    r"^\W*(?:please\s+)?(?:change|turn|switch|make|recolou?r|dye|paint|swap|replace|trade)\s+"
    r"(?P<old>.+?)\s+(?:to|into|with|for|by)\s+(?P<new>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_PLAIN_MAKE = re.compile(
    r"^\W*(?:please\s+)?(?:make|dye|paint)\b(?!.*\b(?:to|into)\b)", re.IGNORECASE
)
_BODY_FIELDS = {"centimetres": "height", "years": "age"}


def appearance_edit(appearance: Mapping[str, Any], words: str) -> dict[str, Any]:
    """A patch of `appearance` (its changed top-level keys only) that does what `words` ask.

    What is worn already is changed in place: "make his jacket red" turns "black vest over a
    blue jacket" into "black vest over a red jacket". A garment that is not worn yet takes the
    place of the one worn in the same way (an outer layer that of the outer layer, a top that
    of the top, a hat that of the hat); where nothing is worn there, it is added. "remove the
    glasses" cuts the words that name them, or says "no glasses" where none are named. What
    went without saying (the trousers that come with a vest) is written out before it would
    change. Words that name nothing drawable are kept under `accessories`.
    """
    draft = _Draft(deepcopy(dict(appearance)))
    before = draft.implied()
    target, reading = _asked(words)
    for mention in reading.mentions:
        draft.apply(mention, _phrase(mention, words), target)
    for role, value in reading.facts:
        if role != "presentation":
            draft.set(_BODY_FIELDS.get(role, role), value)
    if not reading.mentions and not [fact for fact in reading.facts if fact[0] != "presentation"]:
        draft.append("accessories", words.strip())
    draft.keep_implied(before, reading.mentions)
    return {key: value for key, value in draft.appearance.items() if appearance.get(key) != value}


def _asked(words: str) -> tuple[Mention | None, Reading]:
    """What is to be replaced, where the words say it ("swap the vest for a cloak"), and by what."""
    plain = read_mentions(words)
    if not plain.mentions:
        details = read_mentions(words, ("outfit", "outfit")).mentions
        plain = Reading(details, plain.facts, plain.unknown)
    match = None if _PLAIN_MAKE.match(words) else _RECOLOR.match(words)
    if match is None:
        return None, plain
    old, new = read_mentions(match["old"]), read_mentions(match["new"])
    if not old.mentions:
        return None, plain
    target = old.mentions[0]
    if new.mentions:
        return target, _shifted(new, words.rindex(match["new"]))
    recolored = read_mentions(match["new"], (target.role, target.value))
    said = [replace(m, words=target.words, side=target.side) for m in recolored.mentions]
    return target, Reading(tuple(said), (), ())


def _shifted(reading: Reading, by: int) -> Reading:
    moved = tuple(
        replace(
            m,
            start=m.start + by,
            noun_start=m.noun_start + by,
            noun_end=m.noun_end + by,
            end=m.end + by,
            shades=[replace(s, start=s.start + by, end=s.end + by) for s in m.shades],
            accents=[replace(s, start=s.start + by, end=s.end + by) for s in m.accents],
            streaks=[replace(s, start=s.start + by, end=s.end + by) for s in m.streaks],
            tips=[replace(s, start=s.start + by, end=s.end + by) for s in m.tips],
        )
        for m in reading.mentions
    )
    return Reading(moved, reading.facts, reading.unknown)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A thing asked for: `colors` and `noun` in the user's words, `whole` its whole phrase."""

    colors: str
    noun: str
    whole: str
    detail: str


def _phrase(mention: Mention, words: str) -> _Asked:
    colors = " and ".join(" ".join((*s.tones, *s.names)) for s in mention.shades)
    noun = mention.words or mention.value.replace("_", " ")
    fronted = mention.start >= 0 and all(s.start < mention.noun_start for s in mention.shades)
    bare = words[mention.start : mention.noun_end] if fronted else f"{colors} {noun}".strip()
    tail = words[mention.noun_end : mention.end].strip() if mention.noun_end >= 0 else ""
    detailed = bool(mention.accents or mention.streaks or mention.tips or mention.glowing)
    detail = tail if detailed and fronted else ""
    return _Asked(colors, noun, f"{bare} {detail}".strip(), detail)


@dataclass(frozen=True, slots=True)
class _Found:
    source: Source
    mention: Mention


class _Draft:
    """The appearance while it is edited."""

    def __init__(self, appearance: dict[str, Any]) -> None:
        self.appearance = appearance

    def apply(self, new: Mention, asked: _Asked, target: Mention | None) -> None:
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

    # garments, props, skin, face ---------------------------------------------------------

    def _edit_thing(self, new: Mention, asked: _Asked, target: Mention) -> None:
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

    def _change(self, worn: _Found, new: Mention, asked: _Asked) -> None:
        old, text = worn.mention, worn.source.text
        if old.start < 0:
            self._write(worn.source.path, _recolored(text, old, asked.colors) or asked.whole)
            return
        if new.accents and asked.detail:
            if old.accents:
                span = old.accents[0].start, old.accents[-1].end
                self._splice(worn.source, *span, _color_words(new.accents))
            else:
                self._splice(worn.source, old.end, old.end, f" {asked.detail}")
        richer = old.value != new.value or (new.material and new.material != old.material)
        if richer and not _ends_alike(old, new):
            self._splice(worn.source, old.start, old.noun_end, asked.whole)
        elif richer and len(asked.noun) > len(old.words):
            color = asked.colors or _color_words(old.shades)
            self._splice(worn.source, old.start, old.noun_end, f"{color} {asked.noun}".strip())
        elif asked.colors:
            self._recolor(worn.source, old, asked.colors)

    def _same(self, wanted: Mention) -> _Found | None:
        """The thing of that kind, else one whose noun ends alike ("jacket", "leather jacket")."""
        found = [f for f in self._all() if f.mention.role == wanted.role]
        if wanted.role == "skin":
            return found[-1] if found else None
        exact = [f for f in found if f.mention.value == wanted.value]
        alike = [f for f in found if f.mention.start >= 0 and _ends_alike(f.mention, wanted)]
        return (exact or alike or [None])[-1]

    def _in_its_place(self, new: Mention) -> _Found | None:
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

    def _add(self, new: Mention, asked: _Asked) -> None:
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
            same = found.mention.value in kinds or _ends_alike(found.mention, gone)
            if found.mention.role == gone.role and same and not found.mention.negated:
                self._cut(found)
                cut = True
        if not cut:
            noun = gone.words or gone.value.replace("_", " ")
            self.append("face" if gone.role == "face" else "accessories", f"no {noun}")

    def _cut(self, found: _Found) -> None:
        old, text = found.mention, found.source.text
        if old.start < 0:
            self._write(found.source.path, "none")
            return
        left = re.sub(
            r"(?:[\s,;]|\b(?:and|with|over|under|a|an|the|wears|wearing|in|pair of|his|her)\b)+$",
            "", text[: old.start], flags=re.IGNORECASE,
        )  # fmt: skip
        right = re.sub(r"^(?:[\s,;]|\b(?:and|over|under)\b)+", "", text[old.end :])
        rest = f"{left}, {right}" if left and right else left + right
        self._write(found.source.path, rest.strip() or f"no {old.words}")

    def _edit_accents(self, new: Mention, asked: _Asked) -> None:
        """Recolour trims and circuits, on the garment that has some or on the outermost."""
        worn = [f for f in self._all() if f.mention.role == "garment" and f.mention.start >= 0]
        colors = _color_words(new.accents)
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
            rest = f" with {_color_words(shades)} {kept}" if shades else ""
            self._write(found.source.path, text[: old.noun_end] + rest + text[old.end :])

    # the outfit as a whole ---------------------------------------------------------------

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

    def _write_outfit(self, text: str) -> None:
        source = self._outfit_source()
        self._write(source.path if source else ("style",), text)

    def _recolor_outfit(self, asked: _Asked) -> None:
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

    # hair and eyes -----------------------------------------------------------------------

    def _edit_hair(self, new: Mention, asked: _Asked) -> None:
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
            text = _recolored(colored.source.text, colored.mention, asked.colors)
            self._write(colored.source.path, text or f"{asked.colors} {colored.source.text}")
        if asked.detail:
            self._edit_locks([f for f in self._all() if f.mention.family == "hair"], new, asked)

    def _restyle(self, hairs: list[_Found], new: Mention, asked: _Asked) -> None:
        """The old colour and locks stay unless the words give others."""
        paths = {f.source.path: f.source for f in hairs}
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

    def _edit_locks(self, hairs: list[_Found], new: Mention, asked: _Asked) -> None:
        for kind in ("streaks", "tips"):
            wanted = cast("list[Any]", getattr(new, kind))
            if not wanted:
                continue
            for found in hairs:
                old = cast("list[Any]", getattr(found.mention, kind))
                if old:
                    self._splice(found.source, old[0].start, old[-1].end, _color_words(wanted))
                    return
            locks = f"{_color_words(wanted)} {kind}"
            hair = hairs[0]
            self._write(hair.source.path, f"{hair.source.text} with {locks}")

    def _edit_eyes(self, new: Mention, asked: _Asked) -> None:
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
                        _recolored(text, found.mention, asked.colors) or asked.whole,
                    )

    # what went without saying ------------------------------------------------------------

    def implied(self) -> tuple[str, ...]:
        """The clothes that go without saying, in words."""
        return implied_words(self._kinds())

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

    def _kinds(self) -> list[str]:
        return [
            piece.kind
            for found in self._all()
            if found.mention.role in ("garment", "outfit") and not found.mention.negated
            for piece in pieces_of(found.mention, "neutral")
        ]

    # texts -------------------------------------------------------------------------------

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
        text = _recolored(source.text, old, colors)
        if text is None:
            at = old.noun_start
            text = f"{source.text[:at]}{colors} {source.text[at:]}"
        self._write(source.path, text)

    def _splice(self, source: Source, start: int, end: int, words: str) -> None:
        text = self._text_at(source.path)
        self._write(source.path, _with_article(text[:start], words) + words + text[end:])

    def _all(self) -> list[_Found]:
        return [
            _Found(
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


def _recolored(text: str, old: Mention, colors: str) -> str | None:
    if not old.shades or not colors:
        return None
    start, end = old.shades[0].start, old.shades[-1].end
    return _with_article(text[:start], colors) + colors + text[end:]


def _with_article(before: str, words: str) -> str:
    """ "a" and "an" follow the word that now comes after them."""
    match = re.search(r"\b(an?)(\s+)$", before, re.IGNORECASE)
    if match is None:
        return before
    wanted = "an" if words[:1].lower() in "aeiou" else "a"
    wanted = wanted.capitalize() if match[1][0].isupper() else wanted
    return before[: match.start()] + wanted + match[2]


def _ends_alike(one: Mention, other: Mention) -> bool:
    first, second = one.words.lower().split()[-1:], other.words.lower().split()[-1:]
    return bool(first) and first == second


def _color_words(shades: list[Any]) -> str:
    return " and ".join(" ".join((*shade.tones, *shade.names)) for shade in shades)


def _first_words(groups: list[list[Any]]) -> str:
    return next((_color_words(group) for group in groups if group), "")


def _names_style(found: _Found) -> bool:
    return found.mention.role == "hair_style"


def _lock_words(hairs: list[_Found]) -> str:
    parts: list[str] = []
    for kind in ("streaks", "tips"):
        colors = _first_words([getattr(f.mention, kind) for f in hairs])
        if colors:
            parts.append(f"{colors} {kind}")
    return f"with {' and '.join(parts)}" if parts else ""
