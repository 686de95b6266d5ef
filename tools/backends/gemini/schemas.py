"""The shapes that answers are asked for in, as Gemini's structured output takes them.

No maps with free keys and no ranges: what is said is checked where it is used.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from tools.domain.animation.dna import (
    Advantage,
    BodyType,
    HeightClass,
    MassClass,
    Mobility,
    Reach,
    WeaponMass,
)
from tools.domain.animation.kinds import ActionType, Phase, ResponderKind
from tools.domain.rig import Hand, Joint, Stance


class SaidProportions(BaseModel):
    head_to_body: float
    height_class: HeightClass


class SaidDNA(BaseModel):
    archetype: str
    body_type: BodyType
    body_proportions: SaidProportions
    mass_class: MassClass
    mobility: Mobility
    dominant_colors: list[str]
    equipment: list[str]
    weapon_type: str | None
    weapon_mass: WeaponMass
    reach: Reach
    special_features: list[str]
    anatomical_constraints: list[str]


class SaidInteraction(BaseModel):
    reach_advantage: Advantage
    speed_advantage: Advantage
    mass_ratio: float
    likely_responses: list[ResponderKind]


class SaidSingle(BaseModel):
    instigator: SaidDNA


class SaidDual(BaseModel):
    instigator: SaidDNA
    responder: SaidDNA
    interaction: SaidInteraction


class SaidSuggestion(BaseModel):
    action: str
    kind: ResponderKind
    reason: str
    recommended: bool


class SaidSuggestions(BaseModel):
    suggestions: list[SaidSuggestion]


class SaidJoint(BaseModel):
    joint: Joint
    flex: float
    abduct: float
    twist: float


class SaidForce(BaseModel):
    x: float
    y: float
    magnitude: float


class SaidTravel(BaseModel):
    forward: float


class SaidFrame(BaseModel):
    frame_index: int
    phase: Phase
    pose: list[SaidJoint]
    pose_description: str
    visual_focus: str
    impact_window: bool
    force_vector: str | None
    force: SaidForce | None
    duration_ms: int
    left_hand: Hand
    right_hand: Hand
    stance: Stance
    lift: float
    travel: SaidTravel


class SaidScript(BaseModel):
    action_type: ActionType
    difficulty_tier: Literal["LIGHT", "HEAVY", "BOSS"]
    perspective: Literal["side", "front", "top_down", "isometric"]
    frame_count: int
    physics_reasoning: str
    frames: list[SaidFrame]
