"""The person from what was said: hair, eyes, skin, build, age, face."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal, cast

from tools.domain.look import Age, Build, Eyes, FaceDetail, Hair, HairStyle, Height, Presentation
from tools.domain.reading.colors import Shade, hex_of
from tools.domain.reading.data_files import load_data
from tools.domain.reading.mention import Mention

_STYLE_RANK: tuple[HairStyle, ...] = (
    "bald", "mohawk", "afro", "twin_tails", "ponytail", "braid", "bun", "hime", "undercut", "bob",
    "spiky", "curly", "messy", "long_wavy", "long_straight", "short",
)  # fmt: skip
_ADJECTIVES = frozenset({"spiky", "curly", "messy", "short", "long_wavy", "long_straight", "bob"})
_TALL_CM, _SHORT_CM = 180, 158


@dataclass(slots=True)
class HairSaid:
    """What has been said of the hair."""

    styles: list[str] = field(default_factory=list[str])
    words: dict[str, str] = field(default_factory=dict[str, str])
    length: str = ""
    texture: str = ""
    shades: list[Shade] = field(default_factory=list[Shade])
    streaks: list[Shade] = field(default_factory=list[Shade])
    tips: list[Shade] = field(default_factory=list[Shade])

    def hear(self, mentions: list[Mention]) -> None:
        """Take in one text's words on hair; they override what earlier texts said."""
        told = [m for m in mentions if m.family == "hair" and not m.negated]
        if any(m.shades for m in told):
            self.shades, self.streaks, self.tips = [], [], []
        if any(m.role == "hair_style" for m in told):
            self.styles, self.length, self.texture = [], "", ""
        for mention in told:
            self._hear_one(mention)

    def _hear_one(self, mention: Mention) -> None:
        if mention.role == "hair_style":
            self.styles.append(mention.value)
            self.words[mention.value] = mention.words
        self.length = mention.length or self.length
        self.texture = mention.texture or self.texture
        self.shades.extend(mention.shades)
        self.streaks.extend(mention.streaks or mention.accents)
        self.tips.extend(mention.tips)

    def take_beard(self, mentions: list[Mention]) -> None:
        """A beard's colour is the hair's where nobody has said one."""
        for mention in mentions:
            if mention.value in ("beard", "moustache") and mention.shades and not self.shades:
                self.shades.extend(mention.shades[:1])

    def drawn(self, presentation: Presentation, age: Age) -> tuple[Hair, tuple[str, ...]]:
        """The hair, and the words for styles that gave way to another."""
        facts = load_data("hair")
        style = self._style(presentation)
        default = facts["color_by_age"].get(age, facts["color_by_default"])
        colors = [c for c in (hex_of(s.tones, s.names, "hair") for s in self.shades) if c]
        streak = _first(self.streaks, "hair") or (colors[1] if len(colors) > 1 else None)
        hair = Hair(
            style=style,
            color=colors[0] if colors else default,
            streak=streak,
            tips=_first(self.tips, "hair"),
        )
        lost = tuple(
            self.words[s] for s in dict.fromkeys(self.styles) if s != style and s not in _ADJECTIVES
        )
        return hair, lost

    def _style(self, presentation: Presentation) -> HairStyle:
        for style in _STYLE_RANK:
            if style in self.styles:
                return "long_wavy" if style == "curly" and self.length == "long" else style
        if self.length == "long":
            return "long_wavy" if self.texture == "wavy" else "long_straight"
        if self.length == "medium":
            return "long_wavy" if self.texture == "wavy" else "bob"
        if self.length == "short":
            return "short"
        if self.texture == "wavy":
            return "messy" if presentation == "masculine" else "long_wavy"
        return load_data("hair")["style_by_presentation"][presentation]


@dataclass(slots=True)
class EyesSaid:
    """What has been said of each eye."""

    left: str | None = None
    right: str | None = None
    cyber_left: bool = False
    cyber_right: bool = False

    def hear(self, mentions: list[Mention]) -> None:
        """Take in one text's words on eyes. "One ... the other" is left, then right."""
        free = ["left", "right"]
        pair: list[str] = []
        for mention in mentions:
            if mention.role != "eye" or mention.negated:
                continue
            side = mention.side
            if side in ("one", "other"):
                side = free.pop(0) if free else ""
            elif side in free:
                free.remove(side)
            colors = [c for c in (hex_of(s.tones, s.names, "eyes") for s in mention.shades) if c]
            if side in ("left", "right"):
                self._set(side, colors, cyber=mention.cybernetic)
            else:
                pair.extend(colors)
                self._set("left", pair[:1], cyber=mention.cybernetic)
                self._set("right", pair[1:2] or pair[:1], cyber=mention.cybernetic)

    def _set(self, side: str, colors: list[str], *, cyber: bool) -> None:
        if side == "left":
            self.left, self.cyber_left = (colors or [self.left])[0], self.cyber_left or cyber
        else:
            self.right, self.cyber_right = (colors or [self.right])[0], self.cyber_right or cyber

    def drawn(self) -> Eyes:
        """Both eyes; one that nobody spoke of is like the other."""
        default = Eyes()
        left = self.left or self.right or default.left
        return Eyes(
            left=left,
            right=self.right or left,
            cybernetic_left=self.cyber_left,
            cybernetic_right=self.cyber_right,
        )


@dataclass(slots=True)
class BodySaid:
    """What has been said of the body and the face."""

    skin: str | None = None
    facts: dict[str, str] = field(default_factory=dict[str, str])
    spoken: Counter[str] = field(default_factory=Counter[str])
    face: dict[FaceDetail, None] = field(default_factory=dict[FaceDetail, None])

    def hear(self, mentions: list[Mention], facts: tuple[tuple[str, str], ...]) -> None:
        """Take in one text's words on the body; they override earlier ones."""
        for mention in mentions:
            if mention.role == "skin" and mention.shades and not mention.negated:
                self.skin = _first(mention.shades, "skin") or self.skin
            elif mention.role == "face":
                self._hear_face(cast("FaceDetail", mention.value), negated=mention.negated)
        for role, value in facts:
            if role == "presentation":
                self.spoken[value] += 1
            else:
                self.facts[role] = value

    def hear_number(self, key: Literal["age", "height"], text: str) -> None:
        """What stands under "age" or "height": a number of years or centimetres, or a word."""
        if key == "height" and "short" in text.lower():
            self.facts["height"] = "short"
        number = re.search(r"(?<![0-9.'])[0-9]{1,3}(?![0-9'])", text)
        if number is None:
            return
        if key == "age":
            self.facts["years"] = number.group()
        elif 100 <= int(number.group()) <= 230:
            self.facts["centimetres"] = number.group()

    def _hear_face(self, detail: FaceDetail, *, negated: bool) -> None:
        self.face.pop(detail, None)
        if not negated:
            self.face[detail] = None

    @property
    def presentation(self) -> Presentation:
        """By the gender key, else by the words and pronouns used most."""
        if "gender" in self.facts:
            return cast("Presentation", self.facts["gender"])
        if not self.spoken:
            return "neutral"
        return cast("Presentation", self.spoken.most_common(1)[0][0])

    @property
    def age(self) -> Age:
        """By years (child to 12, teen to 17, elder from 60), else by the word."""
        if "years" in self.facts:
            years = int(self.facts["years"])
            return "child" if years < 13 else "teen" if years < 18 else _grown(years)
        return cast("Age", self.facts.get("age", "adult"))

    @property
    def height(self) -> Height:
        """By centimetres, else by the word."""
        if "centimetres" in self.facts:
            tall = int(self.facts["centimetres"])
            return "tall" if tall >= _TALL_CM else "short" if tall <= _SHORT_CM else "average"
        return cast("Height", self.facts.get("height", "average"))

    @property
    def build(self) -> Build:
        """By the word."""
        return cast("Build", self.facts.get("build", "average"))


def _grown(years: int) -> Age:
    return "elder" if years >= 60 else "adult"


def _first(shades: list[Shade], family: str) -> str | None:
    for shade in shades:
        if color := hex_of(shade.tones, shade.names, family):
            return color
    return None
