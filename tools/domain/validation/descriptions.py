"""Whether all that is said of a character's looks describes one person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tools.domain.bible import BibleCharacterContent
from tools.domain.characters import Character
from tools.domain.naming import fold
from tools.domain.validation.production import Finding, Production, Severity, step
from tools.domain.validation.shades import Stated, distance, stated_in_appearance, stated_in_story

APART = 0.22
"""Two colours are different colours from this distance (OKLab)."""


@dataclass(frozen=True, kw_only=True)
class _Account:
    """One text on a character's looks: where it stands, what it says."""

    path: str
    title: str
    stated: tuple[Stated, ...]

    def path_of(self, stated: Stated) -> str:
        return f"{self.path}{step(stated.key)}" if stated.key else self.path


def descriptions_agree(production: Production) -> Iterator[Finding]:
    """Two texts that give colours to the same thing of a character give one in common."""
    for index, entry in enumerate(production.entries):
        others = [other.name for other in production.entries if other is not entry]
        own = _bible_accounts(index, entry, others)
        yield from _disagreements(entry.name, own, "error")
        made = [c for c in production.characters if fold(c.bible_name) == fold(entry.name)]
        for character in made:
            place = production.characters.index(character)
            theirs = _character_accounts(place, character)
            yield from _disagreements(character.name, (own[0], *theirs), "warning")


def disagreeing(one: Iterable[Stated], other: Iterable[Stated]) -> Iterator[tuple[Stated, Stated]]:
    """The things to which both give colours, but none in common."""
    for mine in one:
        for theirs in other:
            same = mine.thing == theirs.thing or _one_is_both_eyes(mine, theirs)
            if same and all(
                distance(a, b) > APART for _, a in mine.colors for _, b in theirs.colors
            ):
                yield mine, theirs


def _bible_accounts(
    index: int, entry: BibleCharacterContent, others: list[str]
) -> tuple[_Account, ...]:
    where = f"$.characters[{index}]"
    prompts = entry.extra.get("generation_prompts")
    described = prompts.get("visual_description") if isinstance(prompts, dict) else None
    return (
        _Account(
            path=f"{where}.visual_traits",
            title="visual traits",
            stated=tuple(stated_in_appearance(entry.visual_traits)),
        ),
        _Account(
            path=f"{where}.description",
            title="description",
            stated=tuple(stated_in_story(entry.description, entry.name, others)),
        ),
        _Account(
            path=f"{where}.generation_prompts.visual_description",
            title="prompt",
            stated=tuple(stated_in_story(described, entry.name, others))
            if isinstance(described, str)
            else (),
        ),
    )


def _character_accounts(place: int, character: Character) -> tuple[_Account, ...]:
    return (
        _Account(
            path=f"$.project.characters[{place}].appearance",
            title="character's own appearance",
            stated=tuple(stated_in_appearance(character.appearance)),
        ),
    )


def _disagreements(
    name: str, accounts: tuple[_Account, ...], severity: Severity
) -> Iterator[Finding]:
    """The first account is the measure: the others are held against it."""
    measure, *others = accounts
    for account in others:
        for ours, theirs in disagreeing(measure.stated, account.stated):
            yield Finding(
                rule="descriptions_agree",
                severity=severity,
                path=account.path_of(theirs),
                message=(
                    f"{name}'s {ours.thing}: {ours.words} in the {measure.title}, "
                    f"{theirs.words} in the {account.title}."
                ),
                suggestion=_mend(account, ours, theirs),
                character=name,
            )


def _mend(account: _Account, ours: Stated, theirs: Stated) -> str:
    if account.path.startswith("$.project"):
        return f"Sync the character, or write {theirs.words} into the bible's visual traits."
    return f"Decide for {ours.words} or {theirs.words} and write it in both places."


def _one_is_both_eyes(mine: Stated, theirs: Stated) -> bool:
    return mine.family == theirs.family == "eyes" and "eyes" in (mine.thing, theirs.thing)
