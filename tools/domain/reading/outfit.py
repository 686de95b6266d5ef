"""Clothes from what was said of them: kinds, colours, layers, and what goes without saying."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, cast

from tools.domain.look import Garment, GarmentKind, Presentation, Prop, PropKind
from tools.domain.reading.colors import Shade, hex_of
from tools.domain.reading.data_files import load_data
from tools.domain.reading.mention import Mention
from tools.domain.reading.mentions import read_mentions

BODY_SLOTS = frozenset({"top", "whole", "outer", "legs", "feet"})
_LAYERS = (
    "legs", "feet", "top", "whole", "belt", "tie", "outer", "gauntlets", "gloves", "pauldrons",
    "scarf", "necklace", "earrings", "backpack", "mask", "eyepatch", "eyewear", "headband", "ears",
    "horns", "hat", "headphones",
)  # fmt: skip
_PLAIN_CLOTH = "#7d828c"
"""What "dark clothes" are a darker shade of."""
_CLASHES = {"whole": {"whole", "top", "legs"}, "top": {"top", "whole"}, "legs": {"legs", "whole"}}


_OVER_ALL = frozenset({"trench_coat", "lab_coat", "cloak", "cape", "haori"})
"""Outer garments that go over other outer garments, whatever order the words have."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A garment about to be worn; no `color` means that nobody said one."""

    kind: str
    color: str | None = None
    accent: str | None = None
    glowing: bool = False
    words: str = ""
    beneath: bool = False

    @property
    def slot(self) -> str:
        """Where on the body it is worn."""
        return slot_of(self.kind)


@dataclass(slots=True)
class Wardrobe:
    """What is worn so far: pieces by kind, colours said of the outfit as a whole."""

    pieces: dict[str, Piece] = field(default_factory=dict[str, Piece])
    color: str | None = None
    accent: str | None = None
    glowing: bool = False
    refused: set[str] = field(default_factory=set[str])
    lost: list[str] = field(default_factory=list[str])

    def put_on(self, mentions: Iterable[Mention], presentation: Presentation) -> None:
        """Wear what one text names; nothing of it replaces other things it names."""
        named: dict[str, Piece] = {}
        for mention in mentions:
            if mention.role not in ("garment", "outfit"):
                continue
            pieces = pieces_of(mention, presentation)
            if mention.negated:
                self._take_off(piece.kind for piece in pieces)
            elif mention.value == "outfit":
                self._color_all(mention)
            else:
                for piece in pieces:
                    self._add(named, piece)
        self.pieces.update(named)

    def make_room(
        self, mentions: Iterable[Mention], presentation: Presentation, *, whole: bool
    ) -> None:
        """Take off what a stronger text is about to replace; `whole`: all that covers the body."""
        coming = [
            piece.slot
            for mention in mentions
            if mention.role in ("garment", "outfit") and not mention.negated
            for piece in pieces_of(mention, presentation)
        ]
        dressed = BODY_SLOTS if whole and BODY_SLOTS.intersection(coming) else frozenset[str]()
        gone = set(dressed).union(*(_CLASHES.get(slot, {slot}) for slot in coming))
        self.pieces = {kind: p for kind, p in self.pieces.items() if p.slot not in gone}
        if dressed:
            self.color = self.accent = None

    def worn(self, skin: str) -> tuple[Garment, ...]:
        """Every garment from the skin outwards, completed to a decent outfit."""
        complete_outfit(self)
        pieces = sorted(self.pieces.values(), key=_depth)
        return tuple(self._garment(piece, skin) for piece in pieces)

    def _garment(self, piece: Piece, skin: str) -> Garment:
        facts = load_data("garments")["kinds"][piece.kind]
        color = piece.color
        if color is None and piece.slot in BODY_SLOTS:
            color = self.color
        if piece.kind == "barefoot":
            color = skin
        color = color or cast("str", facts["color"])
        main = piece.slot in BODY_SLOTS and piece.slot != "feet"
        accent = piece.accent or (self.accent if main else None)
        accent = accent or facts.get("accent")
        glowing = piece.glowing or (self.glowing and main)
        if glowing and accent is None:
            accent = hex_of(("neon",), (color,))
        return Garment(
            kind=cast("GarmentKind", piece.kind), color=color, accent=accent, glowing=glowing
        )

    def _add(self, named: dict[str, Piece], piece: Piece) -> None:
        self.refused.discard(piece.kind)
        earlier = named.get(piece.kind)
        if earlier is None or (piece.words and not earlier.words):
            named[piece.kind] = piece
        elif earlier.words and not piece.words:
            return
        elif piece.color is None or earlier.color is None or piece.color == earlier.color:
            named[piece.kind] = replace(
                earlier,
                color=earlier.color or piece.color,
                accent=earlier.accent or piece.accent,
                glowing=earlier.glowing or piece.glowing,
            )
        elif piece.words:
            self.lost.append(piece.words)

    def _take_off(self, kinds: Iterable[str]) -> None:
        for kind in kinds:
            self.pieces.pop(kind, None)
            self.refused.add(kind)

    def _color_all(self, mention: Mention) -> None:
        self.color = _color(mention.shades, _PLAIN_CLOTH) or self.color
        seconds = [*mention.accents, *mention.shades[1:]]
        self.accent = _color(seconds, None) or self.accent
        self.glowing |= mention.glowing


def slot_of(kind: str) -> str:
    """Where a garment of that kind is worn."""
    return load_data("garments")["kinds"][kind]["slot"]


def pieces_of(mention: Mention, presentation: Presentation) -> tuple[Piece, ...]:
    """The garments that a mention names: one, or the pieces of an outfit ("suit", "armor")."""
    if mention.role == "garment":
        return (_piece(mention),)
    material = _material(mention).get("color")
    main, accent = _color(mention.shades, material) or material, _second(mention)
    return tuple(
        replace(
            piece,
            color=(main or piece.color) if leads else piece.color,
            accent=(accent or piece.accent) if leads else piece.accent,
            glowing=mention.glowing and leads,
        )
        for piece, leads in _outfit_pieces(mention.value, presentation)
    )


def prop_of(mention: Mention) -> Prop:
    """The thing held that a mention names."""
    color = _color(mention.shades, None) or _material(mention).get("color")
    return Prop(kind=cast("PropKind", mention.value), color=color)


def complete_outfit(wardrobe: Wardrobe) -> None:
    """Add what goes without saying: a top, something on the legs, something on the feet."""
    for phrase in implied_words(wardrobe.pieces):
        piece = _piece(read_mentions(phrase).mentions[0])
        if piece.kind not in wardrobe.refused:
            color = None if wardrobe.color is not None else piece.color
            wardrobe.pieces.setdefault(piece.kind, replace(piece, color=color))


def implied_words(kinds: Iterable[str]) -> tuple[str, ...]:
    """What someone who wears these kinds also wears, in words ("charcoal cargo trousers")."""
    return _implied(tuple(kinds))


@lru_cache(maxsize=1024)
def _implied(kinds: tuple[str, ...]) -> tuple[str, ...]:
    rules = load_data("garments")["completions"]
    worn, phrases = list(kinds), list[str]()
    for covers, rule, otherwise in (
        ({"top", "whole"}, "top_under", "top"),
        ({"legs"}, "legs_with", "legs"),
        ({"feet"}, "feet_with", "feet"),
    ):
        if covers & {slot_of(kind) for kind in kinds}:
            continue
        table = rules[rule]
        phrase = next((table[kind] for kind in worn if kind in table), rules[otherwise])
        if phrase is not None:
            phrases.append(phrase)
            worn.append(read_mentions(phrase).mentions[0].value)
    return tuple(phrases)


def _piece(mention: Mention) -> Piece:
    material = _material(mention)
    kind = material.get("make", {}).get(mention.value, mention.value)
    if mention.length == "long":
        kind = load_data("garments")["long"].get(kind, kind)
    default = load_data("garments")["kinds"][kind]["color"]
    color = _color(mention.shades, default, "jeans" if kind == "jeans" else "cloth")
    if color is None and not (kind == "leather_jacket" and mention.material == "leather"):
        color = material.get("color") or load_data("garments")["patterns"].get(mention.pattern)
    accent = _second(mention)
    if slot_of(kind) == "eyewear" and color is None:
        color, accent = accent, None
    return Piece(
        kind, color, accent, mention.glowing, mention.words,
        beneath=mention.relation in ("under", "over"),
    )  # fmt: skip


def _second(mention: Mention) -> str | None:
    """The accent: said as such, or the second of two colours ("black and gold jacket")."""
    return _color([*mention.accents, *mention.streaks, *mention.tips, *mention.shades[1:]], None)


def _color(shades: list[Shade], default: str | None, family: str = "cloth") -> str | None:
    for shade in shades:
        if shade.names or hex_of(shade.tones, (), family):
            return hex_of(shade.tones, shade.names, family)
        if default is not None:
            return hex_of(shade.tones, (default,))
    return None


def _material(mention: Mention) -> dict[str, Any]:
    if not mention.material:
        return {}
    return load_data("garments")["materials"][mention.material]


@lru_cache(maxsize=256)
def _outfit_pieces(value: str, presentation: str) -> tuple[tuple[Piece, bool], ...]:
    facts = load_data("garments")["outfits"][value]
    return tuple(_parse_piece(said) for said in facts.get(presentation, facts["pieces"]))


@lru_cache(maxsize=256)
def _parse_piece(said: str) -> tuple[Piece, bool]:
    """ "*kind#color/#accent": the star marks the pieces that a colour of the outfit reaches."""
    head, _, accent = said.removeprefix("*").partition("/")
    kind, _, digits = head.partition("#")
    return Piece(kind, f"#{digits}" if digits else None, accent or None), said.startswith("*")


def _depth(piece: Piece) -> tuple[int, bool, bool]:
    """How far from the skin a garment is worn."""
    return _LAYERS.index(piece.slot), piece.kind in _OVER_ALL, not piece.beneath
