"""What preferences make of a wish for a picture: looked up here, decided in the domain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, TypeVar

from tools.domain.actor import Actor
from tools.domain.characters import Character
from tools.domain.naming import fold
from tools.domain.preferences import Steerable, Steered, preferred, style_names
from tools.domain.styles import StyleTemplate
from tools.ports.store import UnitOfWork
from tools.studio.content import storable
from tools.studio.studio import Studio


class Wishing(Steerable, Protocol):
    """A wish that says whose preferences it follows."""

    @property
    def user_preferences(self) -> Mapping[str, Any] | None: ...
    @property
    def follows_saved(self) -> bool: ...


W = TypeVar("W", bound=Wishing)


async def steer(
    studio: Studio, work: UnitOfWork, actor: Actor, wish: W, character: Character
) -> Steered[W]:
    """The wish with what the request's, the character's and the user's preferences say to it.

    Raises `InvalidError` (`BAD_PREFERENCE`), `LimitExceededError` for those of the request.
    """
    storable("preferences", wish.user_preferences or {})
    kept = await work.preferences.all(actor) if wish.follows_saved else []
    saved = {one.preference_type: one.preference_data for one in kept}
    documents = (wish.user_preferences, character.generation_preferences, saved)
    styles: dict[str, StyleTemplate] = {}
    for name in style_names(wish, *documents):
        if template := await work.styles.called(actor, name):
            styles[fold(name)] = template
    return preferred(
        wish,
        side_px=studio.picture_side_px,
        user_preferences=wish.user_preferences,
        character=character.generation_preferences,
        rendering=character.rendering,
        saved=saved,
        styles=styles,
    )
