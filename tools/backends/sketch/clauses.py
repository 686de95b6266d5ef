"""Whose words are whose: the clauses of a scene that name a character are its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

_BREAKS = re.compile(
    r"\s*(?:[,;.!?]|\b(?:while|whilst|as|and then|then|but|when|meanwhile)\b)\s*", re.IGNORECASE
)
_TOGETHER = re.compile(
    r"\b(?:both|all|everyone|everybody|they|together|each other)\b", re.IGNORECASE
)
_JOINED = re.compile(r"\s+(?:and|&|with)\s+", re.IGNORECASE)
_MEETING = re.compile(
    r"\b(?:each other|face to face|fac(?:e|es|ing)(?: off)?|talk(?:s|ing)?|speak(?:s|ing)?"
    r"|argu(?:es?|ing)|chat(?:s|ting)?|discuss(?:es|ing)?|convers(?:es?|ing)|meet(?:s|ing)?"
    r"|greet(?:s|ing)?|fight(?:s|ing)?|duel(?:s|l?ing)?|spar(?:s|ring)?|battl(?:es?|ing)"
    r"|confront(?:s|ing)?|against|versus|attack(?:s|ing)?|reunion|negotiat(?:es?|ing)|debat(?:es?|ing))\b",
    re.IGNORECASE,
)
_OF_THE_LAST = re.compile(r"(?:who|whom|which)\s+", re.IGNORECASE)
"""What a clause begins with that speaks of whoever was named last."""
_TOWARDS = re.compile(
    r"(?:\b(?:at|to|towards?|after|from|behind|beside|past|for|near|over)\s+)$", re.IGNORECASE
)
"""What stands before a name that something is done to."""
_PLACES = frozenset(
    {"across", "along", "around", "at", "beside", "by", "down", "from", "in", "inside", "into"}
    | {"near", "on", "onto", "out", "outside", "over", "past", "through", "to", "toward"}
    | {"towards", "under", "up"}
)
"""What begins a phrase that says where, not what somebody does."""
_JOINTS = frozenset({"and", "with", "the"})
_SHORTEST = 3
"""Letters of a part of a name that may stand for the whole."""


def words_for(name: str, names: Sequence[str], scene: str) -> str:
    """The part of a scene's words that says what this character does.

    Its own clauses with those that follow and name nobody, first those that begin with it; where
    no clause names it, those that name nobody or everybody, and where nobody is named at all, the
    whole. "Kai draws his blade while Yuki hacks" gives "Kai draws his blade" to Kai; "Kai and Yuki
    run" is both's.
    """
    owned: list[tuple[str, frozenset[str]]] = []
    speaker: frozenset[str] = frozenset()
    before = ""
    for clause in _clauses(scene, names):
        if _OF_THE_LAST.match(clause) and (last := _last_named(before, names)):
            owned.append((_OF_THE_LAST.sub(f"{last} ", clause), frozenset({last})))
            speaker = frozenset({last})
            continue
        before = clause
        named = _acting(clause, names)
        if _TOGETHER.search(clause):
            named = frozenset(names)
        speaker = named or speaker
        owned.append((clause, named or speaker))
    mine = [clause for clause, who in owned if name in who]
    if mine:
        return ", ".join(sorted(mine, key=lambda clause: not _leads(name, clause, names)))
    nobodys = [clause for clause, who in owned if not who]
    return ", ".join(nobodys) if any(who for _, who in owned) else scene


def face_to_face(scene: str) -> bool:
    """Whether people in such a scene turn to each other: they talk, meet or fight."""
    return _MEETING.search(scene) is not None


def _clauses(scene: str, names: Sequence[str]) -> list[str]:
    """The clauses; an "and" parts two where both sides name different people and do something."""
    out: list[str] = []
    for clause in _sentences(scene, names):
        begun = 0
        for joint in _JOINED.finditer(clause):
            if _acts(clause[begun : joint.start()], names) and _acts(clause[joint.end() :], names):
                out.append(clause[begun : joint.start()])
                begun = joint.end()
        out.append(clause[begun:])
    return out


def _sentences(scene: str, names: Sequence[str]) -> list[str]:
    """The scene cut at what breaks it; mere names go with what follows: "Kai, Rin and Yuki run"."""
    out: list[str] = []
    listed: list[str] = []
    for part in (part.strip() for part in _BREAKS.split(scene)):
        if not part:
            continue
        listed.append(part)
        if _besides_names(part, names):
            out.append(", ".join(listed))
            listed = []
    return [*out, ", ".join(listed)] if listed else out


def _acts(side: str, names: Sequence[str]) -> bool:
    """Whether it names somebody and says what they do, not only where."""
    for name in names:
        found = _mention(name).search(side) if name else None
        said = _besides_names(side[found.end() :], names) if found else []
        if said and said[0] not in _PLACES:
            return True
    return False


def _leads(name: str, clause: str, names: Sequence[str]) -> bool:
    """Whether the clause begins with the name, alone or among others."""
    found = _mention(name).search(clause) if name else None
    return found is not None and not _besides_names(clause[: found.start()], names)


def _besides_names(words: str, names: Sequence[str]) -> list[str]:
    """What is said beside the names and what joins them, in lower case."""
    for name in names:
        words = _mention(name).sub(" ", words) if name else words
    return [word for word in re.findall(r"\w+", words.casefold()) if word not in _JOINTS]


def _acting(clause: str, names: Sequence[str]) -> frozenset[str]:
    """Who is named in it, without those that others only look at, run to or stand beside."""
    found = {name: _mention(name).search(clause) for name in names if name}
    named = {name: place for name, place in found.items() if place}
    acting = {
        name for name, place in named.items() if not _TOWARDS.search(clause, 0, place.start())
    }
    return frozenset(acting or named)


def _last_named(clause: str, names: Sequence[str]) -> str | None:
    ends = [
        (found.end(), name) for name in names if name for found in _mention(name).finditer(clause)
    ]
    return max(ends)[1] if ends else None


def _mention(name: str) -> re.Pattern[str]:
    """The whole name, or a part of it of three letters or more."""
    parts = [part for part in name.split() if len(part) >= _SHORTEST]
    said = "|".join(re.escape(part) for part in dict.fromkeys([name, *parts]))
    return re.compile(rf"(?<!\w)(?:{said})(?!\w)", re.IGNORECASE)
