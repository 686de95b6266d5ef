"""Colours that a text states, thing by thing, and how far two of them are apart."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tools.domain.reading.colors import Shade, hex_of, is_hex
from tools.domain.reading.mentions import Mention, read_mentions
from tools.domain.reading.sources import appearance_sources
from tools.domain.validation.asides import tells_eyes_apart, tells_of_looks

_SENTENCES = re.compile(r"[.!?;\n]")


_LIGHT = 0.4


@dataclass(frozen=True, kw_only=True)
class Stated:
    """One thing with the colours that a text gives it.

    `thing` is `hair`, `eyes`, `left eye`, `skin` or a garment's kind, `family` what it is a
    part of, `key` the key of the definition under which it is said, `colors` pairs of the words
    and their hex.
    """

    thing: str
    family: str
    key: str
    colors: tuple[tuple[str, str], ...]

    @property
    def words(self) -> str:
        return " and ".join(words for words, _ in self.colors)


def stated_in_appearance(appearance: object) -> Iterator[Stated]:
    """What an appearance says of colours, by its keys."""
    for source in appearance_sources(appearance):
        if source.field == "text" and source.path:
            for mention in read_mentions(source.text, source.head).mentions:
                yield from _stated(mention, source.path[0], source.side)


def stated_in_story(
    text: str, name: str | None = None, without: Iterable[str] = ()
) -> Iterator[Stated]:
    """What a description of the named one says of colours, sentence by sentence.

    Left out are sentences that name others and, where the `name` is given, those that tell of
    other people or another time.
    """
    others = [
        part.casefold() for full in without for part in (full, *full.split()) if len(part) > 2
    ]
    for sentence in _SENTENCES.split(text):
        words = sentence.casefold()
        if any(other in words for other in others):
            continue
        if name is not None and not tells_of_looks(sentence, name):
            continue
        for mention in read_mentions(sentence, None, "look", True).mentions:
            if mention.family != "eyes" or not tells_eyes_apart(sentence):
                yield from _stated(mention, "", "")


def distance(one: str, other: str) -> float:
    """How far two hex colours are apart in OKLab: black and white 1, red and crimson about 0.1."""
    return math.dist(_lab(one), _lab(other))


def distance_in_any_light(one: str, other: str) -> float:
    """As `distance`, with lightness counting 0.4: a scene's light changes that most."""
    (light, *hue), (other_light, *other_hue) = _lab(one), _lab(other)
    return math.hypot(_LIGHT * (light - other_light), math.dist(hue, other_hue))


def chroma(color: str) -> float:
    """How colourful a hex colour is: greys near 0, the purest of sRGB about 0.3."""
    _, a, b = _lab(color)
    return math.hypot(a, b)


def hue_apart(one: str, other: str) -> float:
    """The angle between two hues, 0 to 180 degrees."""
    hues = [math.degrees(math.atan2(b, a)) for _, a, b in (_lab(one), _lab(other))]
    turn = abs(hues[0] - hues[1]) % 360
    return min(turn, 360 - turn)


def hex_stated(words: Any) -> str | None:
    """The hex of a palette's entry: a hex code, or a colour's name alone."""
    if not isinstance(words, str):
        return None
    bare = words.strip().lower()
    if is_hex(bare):
        return _long(bare)
    mentions = read_mentions(bare, ("garment", "shirt")).mentions
    shades = [shade for mention in mentions for shade in mention.shades]
    if len(shades) != 1 or (shades[0].start, shades[0].end) != (0, len(bare)):
        return None
    return hex_of(shades[0].tones, shades[0].names)


def _stated(mention: Mention, key: str, side: str) -> Iterator[Stated]:
    if mention.negated:
        return
    family = mention.family
    shades = [*mention.shades, *mention.accents, *mention.streaks, *mention.tips]
    colors = tuple((_worded(s), h) for s in shades if (h := hex_of(s.tones, s.names, family)))
    if colors:
        yield Stated(thing=_thing(mention, side), family=family, key=key, colors=colors)


def _thing(mention: Mention, side: str) -> str:
    if mention.family in ("hair", "skin"):
        return mention.family
    if mention.family == "eyes":
        which = mention.side or side
        return f"{which} eye" if which in ("left", "right") else "eyes"
    return mention.value.replace("_", " ")


def _worded(shade: Shade) -> str:
    return " ".join((*shade.tones, *shade.names))


def _long(color: str) -> str:
    return color if len(color) == 7 else "#" + "".join(digit * 2 for digit in color[1:])


@lru_cache(maxsize=1024)
def _lab(color: str) -> tuple[float, float, float]:
    """OKLab of an sRGB hex (Björn Ottosson, "A perceptual color space", 2020)."""
    r, g, b = (_linear(int(color[i : i + 2], 16) / 255) for i in (1, 3, 5))
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    mid = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return (
        0.2104542553 * long + 0.7936177850 * mid - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * mid + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * mid - 0.8086757660 * short,
    )


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
