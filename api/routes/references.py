"""References of characters over HTTP: listed, brought, approved, dropped."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import AliasChoices, BaseModel, BeforeValidator, Field, StringConstraints

from api.dependencies import PAGE, Cursor, Limit, StudioPort, WhoAsks
from api.routes.given import documented, given
from api.routes.parameters import RowId
from tools.domain.paging import Page
from tools.studio import references
from tools.studio.references import Referenced

router = APIRouter(prefix="/api/anime/characters/{character_id}/references", tags=["consistency"])


def _bare(given: object) -> object:
    """A sha256 from the path that answers give for it."""
    return given.removeprefix("/api/assets/") if isinstance(given, str) else given


Sha256 = Annotated[str, BeforeValidator(_bare), StringConstraints(pattern="^[0-9a-f]{64}$")]


class ReferenceBody(BaseModel):
    """Which file of the workspace shows the character, where no file comes with the request."""

    asset: Sha256 | None = Field(
        None,
        validation_alias=AliasChoices("asset", "sha256"),
        description="The file's sha256; beside an uploaded file what its bytes must come to.",
    )
    approve: bool = Field(False, description="Make it canonical at once.")


class ReferenceAnswer(BaseModel):
    """A picture that stands for a character in one design, or is proposed to."""

    id: int
    character_id: int
    design: str
    of_present_design: bool
    status: Literal["candidate", "canonical", "retired"]
    sha256: str
    url: str
    reference_image_path: str
    picture_id: UUID | None
    created_by: str
    created_at: datetime
    approved_at: datetime | None


class RemovedAnswer(BaseModel):
    """What was dropped. Scores that were measured against it stay in the history.

    `note` says what follows where it was the canonical one.
    """

    removed: ReferenceAnswer
    was_canonical: bool
    note: str


@router.get("")
async def list_references(
    character_id: RowId,
    studio: StudioPort,
    actor: WhoAsks,
    limit: Limit = PAGE,
    cursor: Cursor = None,
) -> Page[ReferenceAnswer]:
    """Of all designs, in the order in which they were proposed."""
    page = await references.list_references(studio, actor, character_id, limit=limit, cursor=cursor)
    return Page(items=[_answer(one) for one in page.items], next_cursor=page.next_cursor)


@router.post("", status_code=201, openapi_extra=documented(ReferenceBody, required=True))
async def add_reference(
    character_id: RowId, request: Request, studio: StudioPort, actor: WhoAsks
) -> ReferenceAnswer:
    """Propose a picture: a file in a form, or JSON with the sha256 of a file that is here.

    A reference is its bytes' sha256: bytes that do not come to it are refused.
    """
    said = await given(request, ReferenceBody)
    return _answer(
        await references.add_reference(
            studio,
            actor,
            character_id,
            sha256=said.body.asset,
            upload=said.upload,
            approve=said.body.approve,
        )
    )


@router.post("/{reference_id}/approve")
async def approve_reference(
    character_id: RowId, reference_id: RowId, studio: StudioPort, actor: WhoAsks
) -> ReferenceAnswer:
    """Make it canonical for its character and design; the one before is retired.

    One that is canonical already is answered as it is.
    """
    return _answer(await references.approve_by_number(studio, actor, character_id, reference_id))


@router.delete("/{reference_id}")
async def remove_reference(
    character_id: RowId, reference_id: RowId, studio: StudioPort, actor: WhoAsks
) -> RemovedAnswer:
    """Drop it, a canonical one too: then its design has none, and verdicts say `no_reference`."""
    gone = await references.remove_reference(studio, actor, character_id, reference_id)
    canonical = gone.reference.status == "canonical"
    note = (
        f"The design {gone.reference.design} has no canonical reference now: verdicts on it are "
        "no_reference until one is approved."
        if canonical
        else "The canonical reference is another one, or there is none; nothing else changes."
    )
    return RemovedAnswer(removed=_answer(gone), was_canonical=canonical, note=note)


def _answer(found: Referenced) -> ReferenceAnswer:
    one = found.reference
    url = f"/api/assets/{one.sha256}"
    return ReferenceAnswer(
        **one.model_dump(),
        of_present_design=found.of_present_design,
        url=url,
        reference_image_path=url,
    )
