"""A scene held against its characters: who they are, how they look, who is on its pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tools.domain.actor import Actor
from tools.domain.assessments import Assessment
from tools.domain.characters import Character
from tools.domain.pictures import Picture
from tools.domain.scenes import MAIN_BRANCH, Scene
from tools.domain.validation import Finding, Production
from tools.domain.validation.lineups import CastMember, Lineup, Pair, ScenePicture
from tools.domain.validation.scene_rules import SCENE_RULES, validate_lineup
from tools.ports.store import UnitOfWork
from tools.studio.bible import bible_if_any
from tools.studio.consistency import assess_picture
from tools.studio.ensembles import Member, assess_ensemble
from tools.studio.lineups import pairs_of
from tools.studio.scenes import find_scene
from tools.studio.studio import Studio
from tools.studio.validating import drawn_in, place_in

PICTURES_MOST = 3
LOOKED_FOR_MOST = 10
"""Figures that are told apart in one picture."""


@dataclass(frozen=True, kw_only=True)
class SceneValidation:
    """What was found, which rules looked, and the facts; `valid` where nothing is an error."""

    lineup: Lineup
    findings: list[Finding]
    rules: list[str]

    @property
    def valid(self) -> bool:
        return all(finding.severity != "error" for finding in self.findings)


async def validate_scene(
    studio: Studio,
    actor: Actor,
    project_id: int,
    scene_number: int,
    branch: str = MAIN_BRANCH,
) -> SceneValidation:
    """Hold a scene's characters against project, bible, references and each other.

    A newest picture that was never validated is validated now, if the actor may write. Raises
    `NotFoundError` (`PROJECT_NOT_FOUND`, `SCENE_NOT_FOUND`), `InvalidError`, `UnavailableError`.
    """
    async with studio.store.read(actor) as work:
        await work.projects.get(actor, project_id)
    scene = await find_scene(studio, actor, project_id, scene_number, branch)
    async with studio.store.read(actor) as work:
        cast = [
            await _member(work, actor, scene, place, name)
            for place, name in enumerate(scene.characters)
        ]
        production = await _production(work, actor, scene, cast)
        pictures = await work.pictures.of_scene(actor, scene.id, limit=PICTURES_MOST)
    known = _with_bible(cast, production)
    assessed = [await _assessed(studio, actor, member) for member in known]
    lineup = Lineup(
        scene=scene,
        production=production,
        cast=assessed,
        pairs=await _pairs(studio, actor, assessed),
        pictures=[await _shown(studio, actor, picture, assessed) for picture in pictures],
    )
    return SceneValidation(lineup=lineup, findings=validate_lineup(lineup), rules=list(SCENE_RULES))


async def _member(
    work: UnitOfWork, actor: Actor, scene: Scene, place: int, name: str
) -> CastMember:
    called = await work.characters.called(actor, scene.project_id, name)
    if not called:
        return CastMember(place=place, name=name)
    character = called[0]
    newest = await work.pictures.newest(actor, character_id=character.id)
    return CastMember(
        place=place,
        name=name,
        character=character,
        reference=await work.references.canonical(actor, character.id, character.design),
        newest=newest,
        assessed=await _known_assessment(work, actor, character, newest),
    )


async def _known_assessment(
    work: UnitOfWork, actor: Actor, character: Character, newest: Picture | None
) -> Assessment | None:
    """What was found before, unless it was held against nothing and now there is a reference."""
    if newest is None:
        return None
    found = await work.scores.newest_of_picture(actor, character.id, newest.id)
    return None if found is None or found.verdict == "no_reference" else found


async def _production(
    work: UnitOfWork, actor: Actor, scene: Scene, cast: Sequence[CastMember]
) -> Production | None:
    """The bible with this scene and its cast; None without a bible."""
    bible, entries = await bible_if_any(work, actor, scene.project_id)
    if bible is None:
        return None
    return Production(
        bible=bible,
        entries=tuple(entries),
        characters=tuple(member.character for member in cast if member.character),
        scenes=(scene,),
    )


def _with_bible(cast: Sequence[CastMember], production: Production | None) -> list[CastMember]:
    known = set(production.entry_names) if production else set[str]()
    return [replace(one, in_bible=bool(one.names & known)) for one in cast]


async def _assessed(studio: Studio, actor: Actor, member: CastMember) -> CastMember:
    character, newest = member.character, member.newest
    due = member.assessed is None and member.reference is not None and actor.may_write
    if character is None or newest is None or not due:
        return member
    found = await assess_picture(
        studio,
        actor,
        character_id=character.id,
        picture_id=newest.id,
        within=await place_in(studio, actor, character, newest),
    )
    return replace(member, assessed=found)


async def _pairs(studio: Studio, actor: Actor, cast: Sequence[CastMember]) -> list[Pair]:
    references = [(one.name, one.reference) for one in cast if one.reference is not None]
    if len(references) < 2:
        return []
    async with studio.store.read(actor) as work:
        ids = [one.picture_id for _, one in references if one.picture_id]
        domains = [(await work.pictures.get(actor, picture_id)).domain for picture_id in ids]
    domain = max(set(domains), key=domains.count) if domains else "uploaded"
    return await pairs_of(studio, actor, references, domain=domain)


async def _shown(
    studio: Studio, actor: Actor, picture: Picture, cast: Sequence[CastMember]
) -> ScenePicture:
    """Each character of the cast looked for in the picture, in the design that it was drawn in."""
    drawn = {one.character_id: one.design for one in drawn_in(picture)}
    members = [
        Member(
            character_id=one.character.id,
            name=one.name,
            design=drawn.get(one.character.id, one.character.design),
        )
        for one in cast
        if one.character is not None
    ]
    looked_for = members[:LOOKED_FOR_MOST]
    found = (
        await assess_ensemble(studio, actor, picture.sha256, looked_for, domain=picture.domain)
        if looked_for
        else ()
    )
    told = [
        f"{one.name} has no canonical reference, so nobody in the picture can be taken for it."
        for one in found
        if one.found is None
    ]
    if len(members) > LOOKED_FOR_MOST:
        rest = ", ".join(one.name for one in members[LOOKED_FOR_MOST:])
        told.append(f"At most {LOOKED_FOR_MOST} figures are told apart; not looked for: {rest}.")
    absent = ", ".join(one.name for one in cast if one.character is None)
    if absent:
        told.append(f"Not characters of the project, so not looked for: {absent}.")
    told.append("Figures of nobody in the cast are not counted: only the cast was looked for.")
    return ScenePicture(picture=picture, found=found, cannot_tell=tuple(told))
