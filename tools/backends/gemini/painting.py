"""Pictures by Gemini: text and reference images in, one image of exactly the asked size out."""

from __future__ import annotations

import asyncio
import time

from tools.backends.gemini.abilities import abilities_of
from tools.backends.gemini.asking import model_named
from tools.backends.gemini.calling import GeminiClient
from tools.backends.gemini.drawing import Drawn, drawn, price_usd
from tools.backends.gemini.prices import price_of
from tools.backends.gemini.sizing import Sized, sized
from tools.backends.gemini.wording import order_of, pictures_at_most, words_of
from tools.imaging.decoding import encode_png
from tools.ports.rendering import (
    BackendBusyError,
    BackendError,
    BackendRejectedError,
    Capability,
    Progress,
    Readiness,
    RenderRequest,
    RenderResult,
)

IMAGE_MODEL = "gemini-3.1-flash-image"
"""Where ECHO_DIRECTOR_IMAGE_MODEL names none."""
LEAST_SIDE, MOST_SIDE = 64, 2048
_ASKED_EVERY_S = 15.0
_READY_TIMEOUT_S = 5.0
_SHOWN_PX = 1024
"""The side of the picture whose price is told."""
_CUT_TOLD = 0.1
"""The share of a picture that may be cut away without a word."""
_ADVICE = {
    "KEY_MISSING": "Set GEMINI_API_KEY, or take gemini out of ECHO_DIRECTOR_BACKEND.",
    "KEY_REFUSED": "Set GEMINI_API_KEY to a key of this project that may use the Gemini API.",
    "MODEL_UNKNOWN": f"Set ECHO_DIRECTOR_IMAGE_MODEL, for example gemini:{IMAGE_MODEL}.",
}


class GeminiPainter:
    """Draws with one of Google's models of pictures; satisfies `Renderer`.

    Every picture is paid for. `price_usd` says how much at most; nothing is drawn twice here, and
    what a failed call cost stands in its error.
    """

    def __init__(
        self,
        name: str | None = None,
        *,
        api_key: str,
        base_url: str | None = None,
        timeout_s: float = 180.0,
    ) -> None:
        """`name` is `gemini:MODEL` or the model alone, the default model if left out.

        Without a key it says so when it is asked whether it is ready, and to draw. Raises
        `AuthorNotConfiguredError` for another provider's name.
        """
        self.model = model_named(name, "picture", IMAGE_MODEL) if name else IMAGE_MODEL
        self.client = GeminiClient(api_key=api_key, base_url=base_url, timeout_s=timeout_s)
        self._patience_s = min(timeout_s, _READY_TIMEOUT_S)
        self._readiness: Readiness | None = None
        self._asked_at = 0.0
        self._asking = asyncio.Lock()

    @property
    def name(self) -> str:
        return "gemini"

    @property
    def capabilities(self) -> frozenset[Capability]:
        """`pose` by a guide picture, `regional` by a reference of each character."""
        return frozenset(
            {"text_to_image", "image_to_image", "identity_reference", "pose", "regional"}
        )

    async def ready(self) -> Readiness:
        async with self._asking:
            if self._readiness is None or time.monotonic() - self._asked_at > _ASKED_EVERY_S:
                self._readiness = await self._looked()
                self._asked_at = time.monotonic()
            return self._readiness

    def price_usd(self, request: RenderRequest) -> float:
        """As `drawing.price_usd`; a picture that would be refused here costs nothing."""
        if _unfit(request):
            return 0.0
        return price_usd(
            self.model,
            words=words_of(request).words,
            pictures=pictures_at_most(request),
            width=request.width,
            height=request.height,
        )

    async def render(
        self, request: RenderRequest, progress: Progress | None = None
    ) -> RenderResult:
        """Draw one picture, 64 to 2048 pixels a side.

        The nearest ratio that the model has is asked for; the picture is scaled to cover the
        asked size and cut to it, on record. Cancelling closes the connection to Google.
        """
        if unfit := _unfit(request):
            raise BackendRejectedError(unfit, code="UNSUPPORTED")
        most = abilities_of(self.model).pictures_most
        order, notes = await asyncio.to_thread(order_of, request, pictures_most=most)
        if progress:
            await progress(0.2, "drawing")
        picture = await drawn(self.client, self.model, order)
        if progress:
            await progress(0.9, "fitting")
        fitted = await asyncio.to_thread(sized, picture.picture, request.width, request.height)
        return RenderResult(
            png=await asyncio.to_thread(encode_png, fitted.picture),
            backend=self.name,
            model=self.model,
            notes=(*notes, *self._notes(picture, fitted)),
            prompt=order.words,
            negative_prompt=request.negative_prompt or None,
            parameters={
                **picture.parameters,
                "came_px": list(fitted.came_px),
                "crop": list(fitted.crop),
                "scale": fitted.scale,
                "said": picture.said,
            },
            cost_usd=picture.cost_usd,
            usage=picture.usage,
            domain="generated",
        )

    async def stop(self, key: str) -> None:
        """Nothing to do: cancelling the render ends the call, and Google keeps no job."""

    async def close(self) -> None:
        await self.client.close()

    def _notes(self, picture: Drawn, fitted: Sized) -> list[str]:
        notes: list[str] = []
        if fitted.lost > _CUT_TOLD:
            across, down = fitted.came_px
            notes.append(
                f"The picture came as {across}x{down} pixels, in the nearest ratio that "
                f"{self.model} has; {fitted.lost:.0%} of it were cut away at the edges."
            )
        if picture.cost_usd is None:
            notes.append(
                f"What this picture cost is not known: {self._cost_unknown()} It is booked at the "
                "most that it may have cost."
            )
        return notes

    def _cost_unknown(self) -> str:
        if price_of(self.model) is None:
            return f"no price of {self.model} is listed here."
        return "Gemini did not count its tokens."

    async def _looked(self) -> Readiness:
        try:
            await self.client.known(self.model, timeout_s=self._patience_s)
        except BackendError as error:
            advice = _ADVICE.get(error.code, "Check the network and GOOGLE_GEMINI_BASE_URL.")
            if isinstance(error, BackendBusyError):
                advice = f"Wait {error.retry_after:.0f} seconds."
            return Readiness(
                ok=False, capabilities=frozenset(), detail=f"{self.model}: {error}", advice=advice
            )
        return Readiness(ok=True, capabilities=self.capabilities, detail=self._priced())

    def _priced(self) -> str:
        if price_of(self.model) is None:
            return f"{self.model}, whose price is not listed here"
        most = price_usd(self.model, words="", pictures=0, width=_SHOWN_PX, height=_SHOWN_PX)
        return f"{self.model}, up to ${most:.3f} for {_SHOWN_PX}x{_SHOWN_PX} pixels"


def _unfit(request: RenderRequest) -> str | None:
    if request.frames > 1:
        return "Gemini draws pictures, no clips."
    if not all(LEAST_SIDE <= side <= MOST_SIDE for side in (request.width, request.height)):
        return (
            f"Pictures are {LEAST_SIDE} to {MOST_SIDE} pixels a side;"
            f" {request.width}x{request.height} was asked for."
        )
    return None
