"""Which preferences steered what, and how often their pictures were accepted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from tools.domain.provenance import PreferredBy
from tools.domain.saved_preferences import PREFERENCE_TYPES

SETTINGS_MOST = 100


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True)


class Acceptance(_Fact):
    """Completed generations, and how many of them were accepted: the best picture's verdict was
    `approved`, or the picture became a canonical reference. `acceptance` is the share, null of
    none."""

    n: int
    accepted: int
    acceptance: float | None


class PreferenceEffect(_Fact):
    """Generations that a preference steered, and those that it did not.

    `difference` is the one share less the other, null where either is; it says nothing of causes.
    """

    preference: str
    with_it: Acceptance
    without_it: Acceptance
    difference: float | None


class PreferenceSetting(Acceptance):
    """A parameter that a preference set to a value, and whose preference it was."""

    preference: str
    parameter: str
    value: Any
    source: PreferredBy


class PreferenceAnalytics(_Fact):
    """Over the generations that were ordered in the window and are completed.

    `settings` come with the most frequent first; `more_settings` says that there are others.
    """

    since: datetime
    until: datetime
    project_id: int | None
    generations: Acceptance
    preferences: list[PreferenceEffect]
    settings: list[PreferenceSetting]
    more_settings: bool


def acceptance_of(n: int, accepted: int) -> Acceptance:
    return Acceptance(n=n, accepted=accepted, acceptance=accepted / n if n else None)


def effects_of(
    whole: Acceptance, steered: Sequence[tuple[str, int, int]]
) -> list[PreferenceEffect]:
    """For each preference its generations (how many, how many accepted) against the rest.

    Every type that a user can save is there, those that steered nothing too.
    """
    known = {preference: (n, accepted) for preference, n, accepted in steered}
    names = [*PREFERENCE_TYPES, *sorted(known.keys() - set(PREFERENCE_TYPES))]
    return [_effect(whole, name, *known.get(name, (0, 0))) for name in names]


def _effect(whole: Acceptance, preference: str, n: int, accepted: int) -> PreferenceEffect:
    with_it = acceptance_of(n, accepted)
    without_it = acceptance_of(whole.n - n, whole.accepted - accepted)
    known = with_it.acceptance is not None and without_it.acceptance is not None
    return PreferenceEffect(
        preference=preference,
        with_it=with_it,
        without_it=without_it,
        difference=(with_it.acceptance or 0.0) - (without_it.acceptance or 0.0) if known else None,
    )
