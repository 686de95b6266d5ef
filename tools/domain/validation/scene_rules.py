"""What can be wrong with a scene across its characters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from tools.domain.bible_fit import TraitFit
from tools.domain.ensembles import MISSING
from tools.domain.naming import fold
from tools.domain.validation.casts import scene_cast_is_in_the_bible
from tools.domain.validation.lineups import CastMember, Lineup
from tools.domain.validation.palettes import colors_are_in_the_palette
from tools.domain.validation.production import Finding, Severity

OUTSIDE_MOST = 0.25
"""Share of a picture's chosen colours that may lie outside the palette."""


def scene_has_a_cast(lineup: Lineup) -> Iterator[Finding]:
    """A scene that is validated across its characters names some."""
    if not lineup.cast:
        yield _finding(
            lineup,
            "scene_has_a_cast",
            "info",
            "The scene names no characters, so there is nothing to hold against each other.",
            "Write the names of those who are in it.",
        )


def cast_is_in_the_project(lineup: Lineup) -> Iterator[Finding]:
    """Whoever is in the scene is a character of the project, and can be drawn."""
    for member in lineup.cast:
        if member.character is None:
            mend = "Create the character from the bible." if member.in_bible else "Create it."
            message = f"{member.name} is in the scene and no character of the project."
            yield _finding(lineup, "cast_is_in_the_project", "error", message, mend, member)


def cast_is_in_the_bible(lineup: Lineup) -> Iterator[Finding]:
    """Whoever is in the scene stands in the bible, where there is one."""
    if lineup.production is not None:
        yield from scene_cast_is_in_the_bible(lineup.production)


def cast_has_references(lineup: Lineup) -> Iterator[Finding]:
    """Each character has a canonical reference of its present design."""
    for member in lineup.cast:
        if member.character is not None and member.reference is None:
            yield _finding(
                lineup,
                "cast_has_references",
                "warning",
                f"{member.name} has no canonical reference of its present design, so nothing can "
                "be held against it.",
                "Generate a picture of it, or approve one.",
                member,
            )


def newest_pictures_are_consistent(lineup: Lineup) -> Iterator[Finding]:
    """Each character's newest picture matches its reference."""
    for member in lineup.cast:
        found = member.assessed
        if member.character is None or member.reference is None:
            continue
        if member.newest is None or found is None:
            message = f"No picture of {member.name} was validated yet."
            mend = "Validate its newest picture." if member.newest else "Generate one."
            yield _finding(lineup, _CONSISTENT, "info", message, mend, member)
            continue
        severity = _gravity(found.verdict, bool(found.report.get("codes")))
        if severity is not None:
            why = "; ".join(found.report.get("reasons", [])[:3])
            figure = f"score {found.score:.2f}" if found.score is not None else "no score"
            yield _finding(
                lineup,
                _CONSISTENT,
                severity,
                f"{member.newest.label} of {member.name}: {found.verdict}, {figure}"
                f"{f' ({why})' if why else ''}.",
                "Generate it again, or approve it if this is how the character shall look.",
                member,
            )


def cast_can_be_told_apart(lineup: Lineup) -> Iterator[Finding]:
    """No two characters of the scene look so alike that one is taken for the other."""
    places = {member.name: member for member in lineup.cast}
    for pair in lineup.pairs:
        if pair.too_alike:
            figure = (
                f"{pair.score:.0%} likely to be taken for one character"
                if pair.score is not None
                else f"similarity {pair.similarity:.2f}, no region tells them apart"
            )
            yield _finding(
                lineup,
                "cast_can_be_told_apart",
                "warning",
                f"{pair.first} and {pair.second} look too alike: {figure} "
                f"(cosine {pair.cosine:.2f} in {pair.space}).",
                f"Give {pair.second} another hair colour, outfit or silhouette.",
                places[pair.second],
            )


def everybody_is_recognised(lineup: Lineup) -> Iterator[Finding]:
    """In each picture of the scene every character is found, and cannot be another."""
    places = {member.name: member for member in lineup.cast}
    for index, shown in enumerate(lineup.pictures):
        for one in shown.found:
            where = f"{lineup.path}.pictures[{index}]"
            member = places.get(one.name)
            if one.found is False:
                message = f"{shown.picture.label}: {MISSING.format(name=one.name)}"
                mend = "Draw the scene again."
                yield _finding(lineup, _RECOGNISED, "error", message, mend, member, where)
            elif one.confused_with is not None:
                message = (
                    f"{shown.picture.label}: the figure taken for {one.name} is nearly as much "
                    f"like {one.confused_with} (similarity {one.similarity or 0:.2f})."
                )
                mend = "Make the two differ more, or draw the scene again."
                yield _finding(lineup, _RECOGNISED, "warning", message, mend, member, where)
            elif one.verdict == "needs_revision":
                why = "; ".join(one.reasons[:3])
                message = f"{shown.picture.label}: {one.name} drifted{f' ({why})' if why else ''}."
                mend = "Draw the scene again."
                yield _finding(lineup, _RECOGNISED, "warning", message, mend, member, where)


def pictures_keep_to_the_palette(lineup: Lineup) -> Iterator[Finding]:
    """What is stated of the cast's colours, and what their newest pictures show, is in the
    bible's palette."""
    if lineup.production is not None:
        entries = {name for member in lineup.cast for name in member.names}
        for found in colors_are_in_the_palette(lineup.production):
            if fold(found.character or "") not in entries:
                continue
            scene = {"scene": lineup.scene.scene_number, "branch": lineup.scene.branch_name}
            yield found.model_copy(update=scene)
    for member in lineup.cast:
        palette = member.bible_report.get("palette") or {}
        if palette.get("outside", 0.0) > OUTSIDE_MOST:
            far = sorted({one["color"] for one in palette["colors"] if one["outside"]})
            yield _finding(
                lineup,
                "pictures_keep_to_the_palette",
                "warning",
                f"{palette['outside']:.0%} of what {member.name} wears on its newest picture is "
                f"outside the palette ({', '.join(far[:5])}); mean distance "
                f"{palette['distance']:.2f}.",
                "Take colours of the palette, or add these to it.",
                member,
            )


def pictures_show_the_traits(lineup: Lineup) -> Iterator[Finding]:
    """The colours that the bible gives a character are on its newest picture."""
    for member in lineup.cast:
        for told in member.bible_report.get("traits", []):
            trait = TraitFit.model_validate(told)
            if not trait.fits:
                yield _finding(
                    lineup,
                    "pictures_show_the_traits",
                    "warning",
                    f"{member.name}'s {trait.trait}: the bible says {trait.said} "
                    f"({trait.said_color}), the newest picture shows {trait.measured_color}.",
                    "Generate it again, or change what the bible says.",
                    member,
                )


_CONSISTENT, _RECOGNISED = "newest_pictures_are_consistent", "everybody_is_recognised"
_GRAVITY = ("error", "warning", "info")

SCENE_RULES: Mapping[str, Callable[[Lineup], Iterable[Finding]]] = {
    rule.__name__: rule
    for rule in (
        scene_has_a_cast,
        cast_is_in_the_project,
        cast_is_in_the_bible,
        cast_has_references,
        newest_pictures_are_consistent,
        cast_can_be_told_apart,
        everybody_is_recognised,
        pictures_keep_to_the_palette,
        pictures_show_the_traits,
    )
}
"""The rules by name. Findings on words carry the names of the bible's own rules."""


def validate_lineup(lineup: Lineup) -> list[Finding]:
    """What all rules find, errors first."""
    found = [finding for rule in SCENE_RULES.values() for finding in rule(lineup)]
    return sorted(found, key=lambda finding: _GRAVITY.index(finding.severity))


def _gravity(verdict: str, drifted: bool) -> Severity | None:
    if verdict == "needs_revision":
        return "error"
    if verdict == "needs_review":
        return "warning"
    return "warning" if verdict == "unscored" and drifted else None


def _finding(
    lineup: Lineup,
    rule: str,
    severity: Severity,
    message: str,
    suggestion: str,
    member: CastMember | None = None,
    path: str | None = None,
) -> Finding:
    where = f"{lineup.path}.characters[{member.place}]" if member else lineup.path
    return Finding(
        rule=rule,
        severity=severity,
        path=path or where,
        message=message,
        suggestion=suggestion,
        character=member.name if member else None,
        scene=lineup.scene.scene_number,
        branch=lineup.scene.branch_name,
    )
