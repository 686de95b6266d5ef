"""The chat page: static files out of the package, under a policy that lets nothing else in."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Response
from starlette.exceptions import HTTPException

router = APIRouter(include_in_schema=True, tags=["page"])

_ROOT = files("api") / "ui"
_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
}
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob:",
        "media-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": _POLICY,
}
_PAGE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/html": {"schema": {"type": "string"}}}}
}
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}},
    304: {"description": "Not modified."},
}

_CLASSIC = "js/theme.js"
"""The one script that is no module: it runs before the first paint."""

Part = Annotated[str, Path(max_length=200)]
SeenTag = Annotated[str | None, Header(alias="If-None-Match")]


@router.get("/", response_class=Response, responses=_PAGE)
async def page(seen: SeenTag = None) -> Response:
    """The chat page. Its modules are named in the header, so that none waits for another."""
    answer = _served("index.html", seen)
    answer.headers["Link"] = _preloads()
    return answer


@router.get("/favicon.ico", response_class=Response, responses=_FILE, include_in_schema=False)
async def favicon(seen: SeenTag = None) -> Response:
    return _served("favicon.svg", seen)


@router.get("/ui/{part:path}", response_class=Response, responses=_FILE)
async def part_of_the_page(part: Part, seen: SeenTag = None) -> Response:
    """A script, a style sheet, a font or a picture of the page."""
    return _served(part, seen)


def _served(part: str, seen: str | None) -> Response:
    if part not in _parts():
        raise HTTPException(404, f"The page has no part {part!r}.")
    body, tag = _part(part)
    headers = {**_HEADERS, "ETag": tag}
    if seen == tag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=_TYPES[part.rpartition(".")[2]], headers=headers)


@cache
def _parts() -> frozenset[str]:
    """Every file of the page that is served, as its path below the page's folder."""

    def below(folder: str) -> list[str]:
        found: list[str] = []
        for entry in _ROOT.joinpath(folder).iterdir() if folder else _ROOT.iterdir():
            path = f"{folder}/{entry.name}" if folder else entry.name
            if entry.is_dir():
                found += below(path)
            elif entry.name.rpartition(".")[2] in _TYPES:
                found.append(path)
        return found

    return frozenset(below(""))


@cache
def _preloads() -> str:
    modules = [part for part in sorted(_parts()) if part.endswith(".js") and part != _CLASSIC]
    return ", ".join(f"</ui/{part}>; rel=modulepreload" for part in modules)


def _part(part: str) -> tuple[bytes, str]:
    body = _ROOT.joinpath(part).read_bytes()
    return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'
