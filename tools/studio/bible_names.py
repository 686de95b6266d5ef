"""Which of the bible's characters a name means: said in part, slipped, or whole."""

from __future__ import annotations

from collections.abc import Sequence

from tools.domain.bible import BibleCharacter
from tools.domain.errors import AmbiguousNameError, UnknownNameError
from tools.domain.naming import Resolution, fold, nearest, resolve

KIND = "bible character"
_LONG_NAME_LETTERS = 8


def bible_character_named(
    characters: Sequence[BibleCharacter], spoken: str, *, lenient: bool
) -> tuple[BibleCharacter, Resolution]:
    """Raises `UnknownNameError`, `AmbiguousNameError`."""
    by_name = {character.name: character for character in characters}
    found = resolve(spoken, list(by_name), lenient=lenient)
    if found.name is None:
        if found.ambiguous:
            raise AmbiguousNameError(KIND, spoken, found.candidates)
        raise UnknownNameError(KIND, spoken, found.candidates)
    return by_name[found.name], found


def known_as(
    characters: Sequence[BibleCharacter], name: str, spoken: bool
) -> BibleCharacter | None:
    """The character meant. Raises `AmbiguousNameError` where the words stand in several names."""
    exact = next((c for c in characters if fold(c.name) == fold(name)), None)
    if exact or not spoken:
        return exact
    words = set(fold(name).split())
    fitting = [c for c in characters if words and words <= set(fold(c.name).split())]
    if len(fitting) > 1:
        raise AmbiguousNameError(KIND, name, [c.name for c in fitting])
    return fitting[0] if fitting else None


def slip_of(characters: Sequence[BibleCharacter], name: str) -> Resolution | None:
    """The known name of as many words that a long one is two edits from at most, else None."""
    wanted = fold(name)
    peers = [c.name for c in characters if len(c.name.split()) == len(wanted.split())]
    found = resolve(name, peers)
    return found if found.match == "near" and len(wanted) >= _LONG_NAME_LETTERS else None


def exactly(characters: Sequence[BibleCharacter], name: str) -> BibleCharacter:
    known = known_as(characters, name, spoken=False)
    if known is None:
        raise UnknownNameError(KIND, name, nearest(name, [c.name for c in characters]))
    return known


def alike_to(characters: Sequence[BibleCharacter], name: str) -> tuple[str, ...]:
    """Names that are a slip of the pen away from a new one."""
    found = resolve(name, [c.name for c in characters])
    return (found.name,) if found.name else found.candidates if found.ambiguous else ()
