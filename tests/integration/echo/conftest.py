"""The stage of the generation's tests, whose service sends webhooks and draws on demand."""

from __future__ import annotations

from tests.integration.generation.conftest import opened, painter, sketch, stage

__all__ = ["opened", "painter", "sketch", "stage"]
