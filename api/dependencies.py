"""What routes are given: the studio, who asks, which page, which version was seen."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Header, Query, Request

from api.keys import actor_of_request
from graph.director.turns import Director
from tools.domain.actor import Actor
from tools.domain.errors import InvalidError
from tools.domain.paging import LIMIT_DEFAULT, LIMIT_MOST
from tools.studio.studio import Studio


def _studio(request: Request) -> Studio:
    return request.app.state.studio


def _director(request: Request) -> Director:
    return request.app.state.director


async def _actor(request: Request) -> Actor:
    return replace(await actor_of_request(request), sent=getattr(request.state, "sent", None))


def _expected_version(if_match: Annotated[str | None, Header()] = None) -> int | None:
    """The version in `If-Match: "3"`; None without the header or for `*`."""
    if if_match is None or if_match.strip() == "*":
        return None
    tag = if_match.strip().removeprefix("W/").strip('"')
    if not tag.isascii() or not tag.isdigit() or len(tag) > 9:
        raise InvalidError('If-Match takes a version number, such as "3".', code="BAD_IF_MATCH")
    return int(tag)


DirectorPort = Annotated[Director, Depends(_director)]
StudioPort = Annotated[Studio, Depends(_studio)]
WhoAsks = Annotated[Actor, Depends(_actor)]
ExpectedVersion = Annotated[int | None, Depends(_expected_version)]
Limit = Annotated[int, Query(ge=1, le=LIMIT_MOST, description="How many items a page holds.")]
Cursor = Annotated[str | None, Query(description="`next_cursor` of the page before.")]
PAGE = LIMIT_DEFAULT
