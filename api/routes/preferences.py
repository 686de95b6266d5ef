"""The user's preferences over HTTP, and pictures that follow them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Response
from pydantic import AliasChoices, BaseModel, Field

from api.dependencies import StudioPort, WhoAsks
from api.routes.generation_answers import GenerationAnswer, taken_answer
from api.routes.generations import TAKEN, IdempotencyKey
from api.routes.parameters import RowNumber
from tools.domain.idempotency import once
from tools.domain.saved_preferences import PREFERENCE_TYPES, SavedPreference
from tools.studio import ordering, preferences

router = APIRouter(prefix="/api/anime", tags=["preferences"])


class PreferencesBody(BaseModel):
    """Preferences by type. An object is merged into what is kept, anything else is its `value`,
    and a null removes it."""

    preferences: dict[str, Any] = Field(
        description=f"By type: {', '.join(PREFERENCE_TYPES)}.",
        examples=[{"style": {"value": "ink wash"}, "aspect_ratio": "16:9", "quality": None}],
    )


class PreferencesAnswer(BaseModel):
    """What the user prefers, by type; `updated_at` is when that last changed."""

    user_id: str
    preferences: dict[str, dict[str, Any]]
    updated_at: datetime | None = None


class PreferredBody(BaseModel):
    """A picture by the user's preferences; `user_preferences` go before those that are saved."""

    character_name: str = Field(validation_alias=AliasChoices("character_name", "character"))
    project_id: RowNumber | None = None
    scene_description: str = ""
    user_preferences: dict[str, Any] | None = None


@router.get("/user/preferences")
async def get_preferences(studio: StudioPort, actor: WhoAsks) -> PreferencesAnswer:
    return _answer(actor.user, await preferences.get_preferences(studio, actor))


@router.put("/user/preferences")
async def update_preferences(
    body: PreferencesBody, studio: StudioPort, actor: WhoAsks
) -> PreferencesAnswer:
    """Merge; what is not named stays."""
    kept = await preferences.change_preferences(studio, actor, body.preferences)
    return _answer(actor.user, kept)


@router.post("/characters/generate-preferred", status_code=202, responses=TAKEN)
async def generate_preferred(
    body: PreferredBody,
    studio: StudioPort,
    actor: WhoAsks,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> GenerationAnswer:
    """Order a picture by the user's preferences; `preferences` say which of them set what."""
    key = once(idempotency_key, "generate-preferred", body.model_dump(mode="json"))
    wish = ordering.ImageWish(
        scene_description=body.scene_description,
        user_preferences=body.user_preferences,
        follows_saved=True,
    )
    made, _ = await ordering.order_image(
        studio, actor, body.project_id, body.character_name, wish, once=key
    )
    return taken_answer(response, made)


def _answer(user: str, kept: list[SavedPreference]) -> PreferencesAnswer:
    return PreferencesAnswer(
        user_id=user,
        preferences={one.preference_type: one.preference_data for one in kept},
        updated_at=max((one.updated_at for one in kept), default=None),
    )
