"""A key becomes the cookie of a page, whose pictures and event streams can send no header."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from api.dependencies import StudioPort, WhoAsks
from api.keys import cookie_name, ring_of, shown_by
from tools.domain.actor import Actor, Role
from tools.studio.keys import SESSION_LIFE_S, end_session, open_session

router = APIRouter(prefix="/api/session", tags=["session"])


class KeyBody(BaseModel):
    key: str = Field(min_length=1, max_length=200)


class SessionAnswer(BaseModel):
    """Who asks; `pre_approved` names the tools that run without asking."""

    workspace: str
    user: str
    role: Role
    pre_approved: list[str] = []


@router.post("")
async def begin(
    body: KeyBody, request: Request, response: Response, studio: StudioPort
) -> SessionAnswer:
    """Show a key once; the cookie is taken wherever the key is, for 30 days."""
    token, key = await open_session(studio.store, body.key.strip())
    response.set_cookie(
        cookie_name(request),
        token,
        max_age=SESSION_LIFE_S,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return _answer(key.actor)


@router.get("")
async def who(actor: WhoAsks) -> SessionAnswer:
    """Who asks, by key or by session."""
    return _answer(actor)


@router.delete("", status_code=204)
async def end(request: Request, studio: StudioPort) -> Response:
    """End the session of this page, where it has one."""
    name = cookie_name(request)
    if token := request.cookies.get(name):
        await end_session(studio.store, token)
        ring_of(request).forget(shown_by(request))
    answer = Response(status_code=204)
    answer.delete_cookie(
        name, httponly=True, samesite="strict", secure=request.url.scheme == "https"
    )
    return answer


def _answer(actor: Actor) -> SessionAnswer:
    return SessionAnswer(
        workspace=actor.workspace,
        user=actor.user,
        role=actor.role,
        pre_approved=sorted(actor.pre_approved),
    )
