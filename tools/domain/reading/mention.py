"""One thing named in a text, and all that a text says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tools.domain.reading.colors import Shade

HEADS = ("garment", "outfit", "prop", "hair_style", "hair_color", "hair", "eye", "skin", "face")
"""The roles that a mention may have, the first that a word can play is taken."""
HAIR = frozenset({"hair", "hair_style", "hair_color"})
WORN = frozenset({"garment", "outfit", "prop"})

Relation = Literal["", "with", "over", "under"]


@dataclass(slots=True)
class Mention:
    """One thing named in a text, with what is said of it.

    `start` and `end` index its noun phrase in the text, details included, `noun_start` and
    `noun_end` its head noun; all -1 when the thing is only implied by the key of the text.
    """

    role: str
    value: str
    words: str = ""
    start: int = -1
    noun_start: int = -1
    noun_end: int = -1
    end: int = -1
    shades: list[Shade] = field(default_factory=list[Shade])
    accents: list[Shade] = field(default_factory=list[Shade])
    streaks: list[Shade] = field(default_factory=list[Shade])
    tips: list[Shade] = field(default_factory=list[Shade])
    length: str = ""
    texture: str = ""
    material: str = ""
    pattern: str = ""
    side: str = ""
    relation: Relation = ""
    negated: bool = False
    glowing: bool = False
    cybernetic: bool = False
    differ: bool = False
    joined: bool = False
    """True when "and" alone ties it to the mention before ("black gloves and boots")."""

    @property
    def family(self) -> str:
        """What it is a part of: hair, eyes, skin, face or clothing."""
        if self.role in HAIR:
            return "hair"
        return {"eye": "eyes", "skin": "skin", "face": "face"}.get(self.role, "cloth")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says: things, facts of the person (role, value), and words nobody knew."""

    mentions: tuple[Mention, ...]
    facts: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
