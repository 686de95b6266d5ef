"""What a drive has under way at backends, so that it can be stopped there."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from typing import Protocol, runtime_checkable


@runtime_checkable
class Stoppable(Protocol):
    """A backend whose work on a request can be ended."""

    async def stop(self, key: str) -> None:
        """Never raises; nothing where no request of this key is under way."""
        ...


class AtWork:
    """The requests of one run that backends work on now, each by its key."""

    def __init__(self) -> None:
        self._begun: dict[str, Stoppable] = {}

    def begin(self, renderer: object, key: str) -> None:
        """Note a request; one without a key, or of a backend that cannot stop, is not noted."""
        if key and isinstance(renderer, Stoppable):
            self._begun[key] = renderer

    def end(self, key: str | None = None) -> None:
        """The request is over; without a key, all are."""
        if key is None:
            self._begun.clear()
        else:
            self._begun.pop(key, None)

    @contextmanager
    def during(self, renderer: object, key: str) -> Generator[None, None, None]:
        """Note a request for as long as the block runs.

        It stays noted where the block is cancelled: then the backend may still be at it.
        """
        self.begin(renderer, key)
        try:
            yield
        except asyncio.CancelledError:
            raise
        except BaseException:
            self.end(key)
            raise
        else:
            self.end(key)

    async def stop(self) -> None:
        """End everything that is under way, at the backends themselves."""
        begun, self._begun = self._begun, {}
        await asyncio.gather(*(renderer.stop(key) for key, renderer in begun.items()))
