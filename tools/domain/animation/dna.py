"""What a character is, as far as moving goes; and what two of them mean to each other."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from tools.domain.animation.kinds import ResponderKind
from tools.domain.colors import Hex

BodyType = Literal["slim", "average", "athletic", "stocky", "massive"]
HeightClass = Literal["short", "average", "tall"]
MassClass = Literal["light", "medium", "heavy", "massive"]
Mobility = Literal["low", "medium", "high"]
WeaponMass = Literal["none", "light", "medium", "heavy", "oversized"]
Reach = Literal["short", "medium", "long"]
Advantage = Literal["A", "B", "equal"]
"""`A` the instigator, `B` the responder."""

MASS_RATIO_LEAST, MASS_RATIO_MOST = 0.1, 10.0


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True)


class BodyProportions(_Fact):
    """`head_to_body` is the figure's height in heads (2.5 for a chibi, 7 for an adult)."""

    head_to_body: Annotated[float, Field(ge=1.0, le=12.0)]
    height_class: HeightClass


class CharacterDNA(_Fact):
    """A character as the pipeline sees it.

    `dominant_colors` and `palette` are measured from the pixels, most frequent first: a few for
    people, up to sixteen to lock sprites to. `anatomical_constraints` are plain words such as
    "no hands". `measured` names the fields that come from pixels or from a definition, not from
    a model's opinion.
    """

    archetype: str
    body_type: BodyType
    body_proportions: BodyProportions
    mass_class: MassClass
    mobility: Mobility
    dominant_colors: Annotated[tuple[Hex, ...], Field(max_length=8)]
    equipment: tuple[str, ...] = ()
    weapon_type: str | None = None
    weapon_mass: WeaponMass = "none"
    reach: Reach = "medium"
    special_features: tuple[str, ...] = ()
    anatomical_constraints: tuple[str, ...] = ()
    palette: Annotated[tuple[Hex, ...], Field(max_length=16)] = ()
    measured: tuple[str, ...] = ()


class InteractionConstraints(_Fact):
    """What follows from two DNAs; `mass_ratio` is the instigator's mass over the responder's."""

    reach_advantage: Advantage
    speed_advantage: Advantage
    mass_ratio: Annotated[float, Field(ge=MASS_RATIO_LEAST, le=MASS_RATIO_MOST)]
    likely_responses: tuple[ResponderKind, ...]


class DualCharacterDNA(_Fact):
    instigator: CharacterDNA
    responder: CharacterDNA
    interaction: InteractionConstraints


class ResponderSuggestion(_Fact):
    """One way to answer an action; `reason` is a sentence from the constraints."""

    action: str
    kind: ResponderKind
    reason: str
    recommended: bool = False
