"""The calibrations that ship with the embedded space, to be loaded as rows."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from pydantic import TypeAdapter

from tools.domain.calibration import Calibration, PictureDomain

_FITTED = TypeAdapter(tuple[Calibration, ...])


@cache
def shipped_calibrations() -> tuple[Calibration, ...]:
    """Every calibration in the package; rebuilt by `python -m evals.training.fit`."""
    data = files("tools.backends.embedders").joinpath("calibrations.json").read_bytes()
    return _FITTED.validate_json(data)


def shipped_calibration(space: str, domain: PictureDomain) -> Calibration | None:
    """The shipped row for a space and a kind of picture; None where there is none."""
    return next(
        (row for row in shipped_calibrations() if (row.space, row.domain) == (space, domain)),
        None,
    )
