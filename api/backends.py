"""The configured backends, opened in order of preference."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from api.settings import Settings
from tools.backends.cutout.renderer import CutoutRenderer
from tools.backends.sketch.renderer import SketchRenderer
from tools.domain.errors import InvalidError
from tools.ports.animating import SpriteRenderer
from tools.ports.guiding import Guide
from tools.ports.rendering import Renderer
from tools.ports.workflows import WorkflowCheck

if TYPE_CHECKING:
    from tools.backends.comfyui.pool import ComfyPool
    from tools.backends.echo_brain.adviser import EchoBrain
    from tools.backends.gemini.authors import GeminiAuthor

COMFYUI_URL = "http://127.0.0.1:8188"
"""Where ComfyUI listens unless it is told otherwise."""

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Embedded:
    """The renderers that need nothing but this process; `guide` supplies models with poses."""

    renderers: tuple[Renderer, ...]
    guide: Guide


@dataclass(frozen=True, kw_only=True)
class Backends:
    """What draws, in order of preference, and who is asked beside it."""

    renderers: tuple[Renderer, ...]
    sprite_renderers: tuple[SpriteRenderer, ...]
    guide: Guide
    workflow_check: WorkflowCheck | None = None
    comfyui: ComfyPool | None = None
    author: GeminiAuthor | None = None
    adviser: EchoBrain | None = None


@contextlib.contextmanager
def open_embedded(settings: Settings) -> Generator[Embedded, None, None]:
    """The embedded picture renderer, where it is configured, and its guide in any case."""
    sketch = SketchRenderer(workers=settings.render_workers)
    try:
        renderers = (sketch,) if "sketch" in settings.backend else ()
        yield Embedded(renderers=renderers, guide=sketch)
    finally:
        sketch.close()


@asynccontextmanager
async def open_backends(settings: Settings, embedded: Embedded) -> AsyncGenerator[Backends, None]:
    """All that the settings name, the remote ones without asking whether they answer.

    Raises `AuthorNotConfiguredError` for models that cannot be meant, `InvalidError`
    (`BAD_BACKEND_URL`) for addresses that are none.
    """
    async with AsyncExitStack() as stack:
        pictures = {renderer.name: renderer for renderer in embedded.renderers}
        sheets = _embedded_sheets(embedded)
        pool = await _open_comfyui(stack, settings, pictures, sheets)
        await _open_gemini(stack, settings, pictures, sheets)
        checks = pictures.get("comfyui")
        yield Backends(
            renderers=_preferred(settings, pictures),
            sprite_renderers=_preferred(settings, sheets),
            guide=embedded.guide,
            workflow_check=checks if isinstance(checks, WorkflowCheck) else None,
            comfyui=pool,
            author=await _open_author(stack, settings),
            adviser=await _open_adviser(stack, settings),
        )


def embedded_sheets(settings: Settings, embedded: Embedded) -> tuple[SpriteRenderer, ...]:
    """The configured embedded backends that draw sprite sheets, in order of preference."""
    return _preferred(settings, _embedded_sheets(embedded))


def _embedded_sheets(embedded: Embedded) -> dict[str, SpriteRenderer]:
    """One that draws pictures too is the same object, so that both share its processes."""
    drawing = [one for one in embedded.renderers if isinstance(one, SpriteRenderer)]
    return {"cutout": CutoutRenderer(), **{one.name: one for one in drawing}}


def _preferred(settings: Settings, known: Mapping[str, T]) -> tuple[T, ...]:
    return tuple(known[name] for name in settings.backend if name in known)


async def _open_comfyui(
    stack: AsyncExitStack,
    settings: Settings,
    pictures: dict[str, Renderer],
    sheets: dict[str, SpriteRenderer],
) -> ComfyPool | None:
    if "comfyui" not in settings.backend:
        return None
    from tools.backends.comfyui.pool import ComfyPool
    from tools.backends.comfyui.renderer import ComfyRenderer
    from tools.backends.comfyui.sheets import ComfySheets

    addresses = [address.get_secret_value() for address in settings.comfyui_urls]
    try:
        pool = ComfyPool(addresses or [COMFYUI_URL])
    except ValueError as error:
        raise InvalidError(
            f"ECHO_DIRECTOR_COMFYUI_URLS is not right: {error}", code="BAD_BACKEND_URL"
        ) from error
    stack.push_async_callback(pool.close)
    drawing = ComfyRenderer(pool)
    pictures["comfyui"], sheets["comfyui"] = drawing, ComfySheets(drawing)
    return pool


async def _open_gemini(
    stack: AsyncExitStack,
    settings: Settings,
    pictures: dict[str, Renderer],
    sheets: dict[str, SpriteRenderer],
) -> None:
    if "gemini" not in settings.backend:
        return
    from tools.backends.gemini.painting import GeminiPainter
    from tools.backends.gemini.sheets import GeminiSheets

    painter = GeminiPainter(
        settings.image_model, api_key=_gemini_key(settings), base_url=settings.gemini_base_url
    )
    stack.push_async_callback(painter.close)
    pictures["gemini"], sheets["gemini"] = painter, GeminiSheets(painter)


async def _open_author(stack: AsyncExitStack, settings: Settings) -> GeminiAuthor | None:
    if not settings.vision_model:
        return None
    from tools.backends.gemini.authors import GeminiAuthor

    author = GeminiAuthor(
        settings.vision_model, api_key=_gemini_key(settings), base_url=settings.gemini_base_url
    )
    stack.push_async_callback(author.close)
    return author


async def _open_adviser(stack: AsyncExitStack, settings: Settings) -> EchoBrain | None:
    if settings.echo_brain_url is None:
        return None
    from tools.backends.echo_brain.adviser import EchoBrain

    try:
        adviser = EchoBrain(settings.echo_brain_url.get_secret_value())
    except ValueError as error:
        raise InvalidError(
            f"ECHO_DIRECTOR_ECHO_BRAIN_URL is not right: {error}", code="BAD_BACKEND_URL"
        ) from error
    stack.push_async_callback(adviser.close)
    return adviser


def _gemini_key(settings: Settings) -> str:
    key = settings.gemini_api_key
    return key.get_secret_value() if key else ""
