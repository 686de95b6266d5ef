"""What a narrative says of one character's looks, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tools.domain.editing.wording import phrase_of
from tools.domain.reading.mention import Mention
from tools.domain.reading.mentions import read_mentions

_SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")
_TURN = re.compile(
    r"\s*(?:,\s*)?\b(?:and|but|then|while)\b\s+(?=(?:(?:now|then|also|finally|he|she|they)\s+)*"
    r"(?:wears?|puts?|dons?|pulls?|takes?|dyes?|cuts?|shaves?|grows?|ties?|braids?|loses?|gets?|"
    r"has|had|carries|swaps?|trades?|changes?|turns?|keeps?|drops?|throws?|lets?|wore|put|took|"
    r"lost|cut|dyed)\b)|;\s*",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(he|him|his|she|her|hers|they|them|their)\b", re.IGNORECASE)
_MALE, _FEMALE = frozenset({"he", "him", "his"}), frozenset({"she", "her", "hers"})
_WORD = re.compile(r"[^\W\d_]{3,}")
_SAID_MOST = 40


@dataclass(frozen=True, kw_only=True)
class Said:
    """One thing that a clause says of the character: the edit in words, and the clause itself."""

    edit: str
    clause: str


def said_of(
    name: str, gender: str | None, text: str, others: Mapping[str, str | None]
) -> list[Said]:
    """What a text says of the looks of `name`, in order; at most `_SAID_MOST` things.

    A clause speaks of whoever it names last before the thing, else of whom the clause before
    spoke; a pronoun of the other gender changes that to somebody else. `others` are the other
    characters' names with their genders. A text that names nobody speaks of the character.
    """
    forms = {form: person for person in (name, *others) for form in _forms(person)}
    owner: str | None = name if not any(_named(text, forms)) else None
    found: list[Said] = []
    for sentence in _SENTENCE.findall(text):
        for clause in _TURN.split(sentence):
            told, owner = _clause(clause, name, gender, others, forms, owner)
            found += told
    return found[:_SAID_MOST]


def _clause(
    clause: str,
    name: str,
    gender: str | None,
    others: Mapping[str, str | None],
    forms: Mapping[str, str],
    owner: str | None,
) -> tuple[list[Said], str | None]:
    """What the clause says of the character, and of whom the next one speaks by itself."""
    genders = {name: gender, **others}
    owners = list(_owners(clause, genders, forms, owner, name))
    found: list[Said] = []
    for mention in read_mentions(clause, None, "look", True).mentions:
        whose = next((who for at, who in reversed(owners) if at <= max(mention.start, 0)), owner)
        if whose == name and (edit := _edit(mention, clause)) is not None:
            found.append(Said(edit=edit, clause=" ".join(clause.split())))
    subject = owners[0][1] if owners else owner
    return found, subject


def _owners(
    clause: str,
    genders: Mapping[str, str | None],
    forms: Mapping[str, str],
    owner: str | None,
    name: str,
) -> Iterator[tuple[int, str | None]]:
    """Who is spoken of from which place of the clause on."""
    places = [(at, who) for at, who in _named(clause, forms)]
    pronouns = [(m.start(), m[1].lower()) for m in _PRONOUN.finditer(clause)]
    now = owner
    for at, who in sorted([*places, *pronouns]):
        if who in genders:
            now = who
        elif not _fits(who, genders.get(now or "")):
            now = name if _fits(who, genders[name]) and owner == name else None
        yield at, now


def _fits(pronoun: str, gender: str | None) -> bool:
    if gender is None:
        return True
    return not (
        (pronoun in _MALE and gender.casefold().startswith("f"))
        or (pronoun in _FEMALE and gender.casefold().startswith("m"))
    )


def _named(text: str, forms: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    for match in _WORD.finditer(text):
        who = forms.get(match.group().casefold())
        if who is not None:
            yield match.start(), who


def _forms(person: str) -> Sequence[str]:
    """The words of a name by which it is known in a story."""
    return [word.casefold() for word in _WORD.findall(person)]


def _edit(mention: Mention, clause: str) -> str | None:
    """The mention as an edit of the appearance; None where it says nothing that can be edited."""
    asked = phrase_of(mention, clause)
    if mention.negated:
        return f"remove the {asked.noun}" if mention.role != "eye" else None
    if mention.family == "hair" and mention.role == "hair" and not mention.shades:
        detail = mention.length or mention.texture
        return f"hair {detail}" if detail else None
    if mention.role in ("eye", "skin") and not mention.shades:
        return None
    if mention.role == "eye" and mention.side in ("left", "right"):
        return f"{asked.colors} {mention.side} eye".strip()
    return asked.whole or None
