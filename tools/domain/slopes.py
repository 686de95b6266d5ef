"""A straight line through figures in order: ordinary least squares with its standard error."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Direction = Literal["rising", "falling", "level"]

_T_95 = (
    *(12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228),
    *(2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086),
    *(2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042),
)
"""Two-sided 95 % points of Student's t for 1 to 30 degrees of freedom (any table of it)."""
_Z_95 = 1.96


class Slope(BaseModel):
    """The change of a figure for each unit of x.

    `standard_error` is that of the slope, sqrt(SSE / (n - 2) / Sxx); null for two points, through
    which every line goes. `direction` is `level` where zero lies within the slope's 95 % interval
    (Student's t with n - 2 degrees of freedom), and null where there is no error to tell by.
    """

    model_config = ConfigDict(frozen=True)

    value: float
    standard_error: Annotated[float, Field(ge=0)] | None
    direction: Direction | None


def slope(xs: Sequence[float], ys: Sequence[float]) -> Slope | None:
    """The least squares slope of `ys` over `xs`; None where all `xs` are one, or one point."""
    n = len(xs)
    if n < 2:
        return None
    mean_x, mean_y = sum(xs) / n, sum(ys) / n
    return slope_of_sums(
        n,
        sxx=sum((x - mean_x) ** 2 for x in xs),
        syy=sum((y - mean_y) ** 2 for y in ys),
        sxy=sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)),
    )


def slope_of_sums(n: int, *, sxx: float, syy: float, sxy: float) -> Slope | None:
    """As `slope`, from the sums of squares and products about the means (SQL's `regr_sxx` etc.)."""
    if n < 2 or sxx <= _NOTHING**2:
        return None
    value = sxy / sxx
    if n == 2:
        return Slope(value=value, standard_error=None, direction=None)
    error = sqrt(max(0.0, syy - value * sxy) / (n - 2) / sxx)
    return Slope(value=value, standard_error=error, direction=_direction(value, error, n - 2))


def _direction(value: float, error: float, freedom: int) -> Direction:
    bound = _T_95[freedom - 1] if freedom <= len(_T_95) else _Z_95
    if abs(value) <= bound * error or abs(value) < _NOTHING:
        return "level"
    return "rising" if value > 0 else "falling"


_NOTHING = 1e-9
"""What rounding leaves of a slope of zero."""
