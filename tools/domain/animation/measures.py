"""What a picture's pixels say of the character in it: numbers, no opinions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

HexColor = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Background = Literal["transparent", "plain", "busy", "none"]


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True)


class ColorShare(_Fact):
    """A colour (sRGB) and the share of the figure's pixels that it stands for."""

    color: HexColor
    share: Share


class WeaponMeasure(_Fact):
    """A thin straight thing that stands out of the silhouette.

    `length` and `thickness` are in body heights, of the part that stands out of the silhouette,
    `area` its share of the whole figure's area. `angle` is the axis against the ground, 0 lying
    to 90 upright. `metallic` says that most of it is a grey without hue.
    """

    length: Annotated[float, Field(gt=0.0)]
    thickness: Annotated[float, Field(gt=0.0)]
    area: Share
    angle: Annotated[float, Field(ge=0.0, le=90.0)]
    color: HexColor
    metallic: bool


class Measures(_Fact):
    """One figure, measured. What the picture does not show is None.

    Lengths are in body heights, crown to sole without what is held. `head_to_body` is the height
    in heads; None for a figure that the frame cuts, as `spread` and `massiveness` are.
    `width` is that of the silhouette, `spread` its share beyond the trunk's own width, `trunk`
    the trunk's width, `massiveness` the body's area over its height squared. `figures` counts
    those that stand apart; with more than one the other measures are of them all and mean little.
    `palette` are up to 16 colours, `dominant` up to 8 that differ plainly, most frequent first.
    """

    figures: Annotated[int, Field(ge=0)]
    background: Background
    cropped: bool
    head_to_body: Annotated[float, Field(ge=1.0, le=12.0)] | None = None
    width: Annotated[float, Field(gt=0.0)] | None = None
    trunk: Annotated[float, Field(gt=0.0)] | None = None
    spread: Annotated[float, Field(ge=0.0)] | None = None
    massiveness: Annotated[float, Field(gt=0.0)] | None = None
    weapon: WeaponMeasure | None = None
    dominant: Annotated[tuple[ColorShare, ...], Field(max_length=8)] = ()
    palette: Annotated[tuple[ColorShare, ...], Field(max_length=16)] = ()

    @property
    def readable(self) -> bool:
        """Whether there is exactly one figure that the measures are of."""
        return self.figures == 1 and self.background != "none"
