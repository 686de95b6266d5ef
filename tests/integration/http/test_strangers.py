"""Another workspace walks every operation of the OpenAPI document, and finds nothing."""

from __future__ import annotations

import re
from typing import Any

import httpx

from tests.integration.http.belongings import Things, furnish
from tests.integration.http.doors import door, named
from tests.integration.http.walking import Asked, requests
from tools.domain.actor import Actor

WORD = "Quillfeather"
_FOR_EVERYONE = ("/", "/ui/{part}", "/healthz", "/readyz", "/metrics", "/api/session")
_WINDOW = re.compile(r'"(since|until)":"[^"]*",?')
"""The window of an analysis, which ends now."""
_SHAPE = (405, 422)
_LACKING = ("/export", "/queue", "/crops/hair")
"""What the owner has not got yet, or what changes by itself."""


async def test_a_stranger_finds_nothing_of_another_workspace_and_changes_nothing(
    service: Any, settings: Any
) -> None:
    async with door(service, settings) as keyed:
        first, second = await keyed("first"), await keyed("second")
        things = await furnish(first, service.studio, _owner("first"), WORD)
        document = (await first.get("/openapi.json")).json()
        before = await seen_by_its_owner(document, things, first)
        walked = [(asked, await asked.by(second)) for asked in private(requests(document, things))]
        assert [told for asked, got in walked if (told := _leak(asked, got))] == []
        missed = [
            asked.operation for asked, got in walked if asked.names and got.status_code != 404
        ]
        assert len(missed) < 0.15 * len(walked), f"These are refused before they look: {missed}"
        assert await seen_by_its_owner(document, things, first) == before


async def test_nothing_of_another_workspace_can_be_put_into_ones_own(
    service: Any, settings: Any
) -> None:
    async with door(service, settings) as keyed:
        first, second = await keyed("first"), await keyed("second")
        theirs = await furnish(first, service.studio, _owner("first"), WORD)
        own = await furnish(second, service.studio, _owner("second"), "Inkwell")
        document = (await first.get("/openapi.json")).json()
        walked = [
            (asked, await asked.by(second))
            for asked in private(requests(document, own, theirs))
            if asked.names
        ]
        assert len(walked) > 20
        assert [told for asked, got in walked if (told := _leak(asked, got))] == []


async def seen_by_its_owner(
    document: dict[str, Any], things: Things, first: httpx.AsyncClient
) -> dict[str, str]:
    """What each reading operation answers the owner; all of it is there."""
    seen: dict[str, str] = {}
    for asked in private(requests(document, things)):
        if asked.method == "get" and not asked.path.endswith(_LACKING):
            got = await asked.by(first)
            assert got.status_code in (200, 409, 422), f"{asked.operation}: {got.text}"
            seen[asked.operation] = _WINDOW.sub("", got.text)
    return seen


def private(walk: Any) -> list[Asked]:
    return [asked for asked in walk if asked.operation.partition(" ")[2] not in _FOR_EVERYONE]


def _leak(asked: Asked, got: httpx.Response) -> str | None:
    """What is wrong with a stranger's answer; None where nothing is."""
    told = f"{asked.operation} answers {got.status_code}: {got.text[:300]}"
    if WORD in got.text or got.status_code >= 500:
        return told
    if not asked.names:
        return None
    if got.status_code == 404 or got.status_code in _SHAPE:
        return None
    listed = asked.method == "get" and got.status_code == 200
    if listed and got.json().get("items") == []:
        return None
    return told


def _owner(workspace: str) -> Actor:
    return Actor(workspace=workspace, user=named("owner"))
