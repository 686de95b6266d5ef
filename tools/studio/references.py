"""References: which pictures stand for a character in a design, proposed, approved, dropped."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from uuid_utils.compat import uuid7

from tools.domain.actor import Actor
from tools.domain.assessments import CanonicalReference
from tools.domain.characters import Character
from tools.domain.errors import ConflictError, InvalidError, UnavailableError
from tools.domain.paging import LIMIT_DEFAULT, Page
from tools.domain.pictures import Asset, Picture
from tools.domain.sheets import one_picture
from tools.ports.store import UnitOfWork
from tools.studio.images import pixels_at, upload_image
from tools.studio.studio import Studio


@dataclass(frozen=True, kw_only=True)
class Referenced:
    """A reference with the character whose it is, as it stands now."""

    reference: CanonicalReference
    character: Character

    @property
    def of_present_design(self) -> bool:
        return self.reference.design == self.character.design


async def list_references(
    studio: Studio,
    actor: Actor,
    character_id: int,
    *,
    limit: int = LIMIT_DEFAULT,
    cursor: str | None = None,
) -> Page[Referenced]:
    """In the order in which they were proposed. Raises `NotFoundError`."""
    async with studio.store.read(actor) as work:
        character = await work.characters.get(actor, character_id)
        page = await work.references.page(actor, character_id, limit=limit, cursor=cursor)
    items = [Referenced(reference=one, character=character) for one in page.items]
    return Page(items=items, next_cursor=page.next_cursor)


async def add_reference(
    studio: Studio,
    actor: Actor,
    character_id: int,
    *,
    sha256: str | None = None,
    upload: bytes | None = None,
    approve: bool = False,
) -> Referenced:
    """Propose a file of the workspace, or one that is brought, for its character.

    It counts for the design that it was made in; a file that is no picture of the project yet
    becomes one, and counts as of the present design. One that was proposed before is answered as
    it is. The sha256 beside an upload is what its bytes must come to.

    Raises `NotFoundError` (`CHARACTER_NOT_FOUND`, `ASSET_NOT_FOUND`), `InvalidError`
    (`UNREADABLE_IMAGE`, `WRONG_CHARACTER`, `HASH_MISMATCH`), `LimitExceededError`,
    `ConflictError` (`REFERENCE_CHANGED`).
    """
    if upload is not None:
        kept = await upload_image(studio, actor, upload)
        if sha256 not in (None, kept.sha256):
            raise InvalidError(
                f"The file's sha256 is {kept.sha256}, not the one given.", code="HASH_MISMATCH"
            )
        sha256 = kept.sha256
    if sha256 is None:
        raise InvalidError(
            "Send a picture as `file`, or the sha256 of one that is here as `asset`.",
            errors=[{"path": "$.asset", "message": "This is needed."}],
        )
    return await _referenced(studio, actor, character_id, sha256, approve=approve)


async def approve_picture(
    studio: Studio, actor: Actor, character_id: int, picture: Picture
) -> Referenced:
    """Make a picture canonical for its character in the design that it was made in.

    Raises as `add_reference` does, and `InvalidError` (`WHOLE_SHEET`) for one of a whole sheet.
    """
    return await _referenced(
        studio, actor, character_id, picture.sha256, picture=picture, approve=True
    )


async def _referenced(
    studio: Studio,
    actor: Actor,
    character_id: int,
    sha256: str,
    *,
    picture: Picture | None = None,
    approve: bool,
) -> Referenced:
    async with studio.store.read(actor) as work:
        character = await work.characters.get(actor, character_id)
        asset = await work.links.get(actor, sha256)
    vector = await _verified_vector(studio, sha256)
    async with studio.store.begin(actor) as work:
        character = await work.characters.hold(actor, character_id)
        picture = picture or await _picture_of(work, actor, character, asset)
        await work.vectors.keep(
            actor,
            picture_id=picture.id,
            project_id=character.project_id,
            character_id=picture.character_id,
            sha256=sha256,
            space=studio.embedder.space,
            vector=vector,
        )
        reference = await _proposed(work, actor, character, picture)
        await work.links.link(actor, asset, subject=f"reference:{reference.id}", role="reference")
        if approve:
            reference = await work.references.approve(actor, reference.id)
    return Referenced(reference=reference, character=character)


async def approve_by_number(
    studio: Studio, actor: Actor, character_id: int, reference_id: int
) -> Referenced:
    """Make a reference canonical for its design; the one before is retired.

    One that is canonical already stays as it is. Raises `NotFoundError`
    (`CHARACTER_NOT_FOUND`, `REFERENCE_NOT_FOUND`), `ConflictError` (`REFERENCE_CHANGED`).
    """
    async with studio.store.read(actor) as work:
        await work.characters.get(actor, character_id)
        known = await work.references.get(actor, character_id, reference_id)
    await _verified(studio, known.sha256)
    async with studio.store.begin(actor) as work:
        character = await work.characters.hold(actor, character_id)
        await work.references.get(actor, character_id, reference_id)
        approved = await work.references.approve(actor, reference_id)
    return Referenced(reference=approved, character=character)


async def remove_reference(
    studio: Studio, actor: Actor, character_id: int, reference_id: int
) -> Referenced:
    """Drop a reference, a canonical one too; answers what it was.

    Without a canonical one later verdicts of its design are `no_reference`. Scores that were
    measured against it stay in the history. Raises `NotFoundError`.
    """
    async with studio.store.begin(actor) as work:
        character = await work.characters.hold(actor, character_id)
        known = await work.references.get(actor, character_id, reference_id)
        await work.references.remove(actor, reference_id)
    return Referenced(reference=known, character=character)


async def _proposed(
    work: UnitOfWork, actor: Actor, character: Character, picture: Picture
) -> CanonicalReference:
    if one_picture(picture).character_id not in (None, character.id):
        raise InvalidError(
            f"{picture.label} shows another character, not {character.name}.",
            code="WRONG_CHARACTER",
        )
    design = picture.design or character.design
    return await work.references.propose(actor, character.id, design, picture.sha256, picture.id)


async def _picture_of(
    work: UnitOfWork, actor: Actor, character: Character, asset: Asset
) -> Picture:
    """The project's picture with these bytes, the character's own first; else a new one."""
    known = await work.pictures.called(actor, character.project_id, asset.sha256)
    chosen = sorted(known, key=lambda one: _strangeness(one, character.id))
    if chosen:
        return chosen[0]
    return await work.pictures.add(
        actor,
        picture_id=uuid7(),
        project_id=character.project_id,
        character_id=None,
        sha256=asset.sha256,
        name="Upload",
        domain="uploaded",
        design=None,
        provenance={"backend": "upload"},
    )


def _strangeness(picture: Picture, character_id: int) -> int:
    return {character_id: 0, None: 1}.get(picture.character_id, 2)


async def _verified(studio: Studio, sha256: str) -> None:
    """A reference is its bytes' sha256: changed or missing bytes are refused."""
    try:
        await studio.files.get(sha256)
    except UnavailableError as error:
        if error.code != "ASSET_UNREADABLE":
            raise
        raise ConflictError(
            f"The bytes of {sha256} are missing or have changed, so they cannot be a reference.",
            code="REFERENCE_CHANGED",
        ) from error


async def _verified_vector(studio: Studio, sha256: str) -> list[float]:
    await _verified(studio, sha256)
    pixels = await pixels_at(studio, sha256)
    vector = await asyncio.to_thread(lambda: studio.embedder.embed(pixels).vector)
    return vector.tolist()
