"""Paid calls as they stand in the books."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class PaidCall(BaseModel):
    """One paid call; `day` is UTC.

    Where `settled` is false, `cost_usd` is the price that was booked beforehand: the call is
    under way, its answer was lost, or its model's prices are not known.
    """

    model_config = ConfigDict(frozen=True)

    id: UUID
    day: date
    run_id: UUID | None = None
    backend: str
    model: str
    cost_usd: float
    input_tokens: int
    output_tokens: int
    settled: bool
    created_at: datetime


class ModelSpending(BaseModel):
    """A day's calls of one model; `unsettled_usd` is the part of `cost_usd` not known for sure."""

    model_config = ConfigDict(frozen=True)

    backend: str
    model: str
    calls: int
    cost_usd: float
    unsettled_usd: float
    input_tokens: int
    output_tokens: int
