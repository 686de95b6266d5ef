"""Scripts of single characters: an action retimed to its frames and scaled to its character."""

from __future__ import annotations

from functools import lru_cache

from tools.domain.animation.dna import CharacterDNA
from tools.domain.animation.kinds import ActionType, DifficultyTier, Perspective
from tools.domain.animation.script import AnimationFrame, AnimationScript, Travel
from tools.domain.choreography.figures import force_of, force_text, reasoning
from tools.domain.choreography.manner import Manner, manner_of
from tools.domain.choreography.movement import Movement, movement
from tools.domain.choreography.posing import drawn
from tools.domain.choreography.repertoire import action_movement
from tools.domain.choreography.retiming import Slot, slots_of


def choreographed(
    action: ActionType,
    *,
    frame_count: int,
    tier: DifficultyTier,
    perspective: Perspective,
    dna: CharacterDNA,
) -> AnimationScript:
    """The script of this action in exactly `frame_count` frames (4 to 16).

    Equal arguments give the same, shared script. Raises `ValueError` for fewer frames than the
    action has phases that cannot be left out.
    """
    return _choreographed(action, frame_count, manner_of(dna, tier, perspective))


@lru_cache(maxsize=4096)
def _choreographed(action: ActionType, frame_count: int, manner: Manner) -> AnimationScript:
    name = action_movement(action, manner)
    whole = movement("actions", name)
    slots = slots_of(whole, frame_count, manner)
    frames = tuple(_frame(index, slot, name, manner) for index, slot in enumerate(slots))
    return AnimationScript.model_construct(
        action_type=action,
        difficulty_tier=manner.tier,
        perspective=manner.perspective,
        frame_count=frame_count,
        physics_reasoning=_reasons(action, whole, slots, manner),
        frames=frames,
    )


def _frame(index: int, slot: Slot, name: str, manner: Manner) -> AnimationFrame:
    shown = drawn("actions", name, slot.section, slot.share, manner)
    strike = shown.section.strike
    force = force_of(manner, strike) if strike else None
    return AnimationFrame.model_construct(
        frame_index=index,
        phase=shown.section.phase,
        pose=shown.joints,
        pose_description=shown.says,
        visual_focus=shown.section.focus,
        impact_window=force is not None,
        force_vector=force_text(force) if force else None,
        force=force,
        duration_ms=slot.duration_ms,
        left_hand=shown.left_hand,
        right_hand=shown.right_hand,
        stance=shown.stance,
        lift=shown.lift,
        travel=Travel(forward=shown.travel),
        expression=shown.expression,
        effects=shown.effects,
    )


def _reasons(action: ActionType, whole: Movement, slots: tuple[Slot, ...], manner: Manner) -> str:
    strikes = [section.strike[1] for section in whole.sections if section.strike]
    tell = sum(
        slot.duration_ms for slot in slots if whole.sections[slot.section].phase == "Anticipation"
    )
    whole_ms = sum(slot.duration_ms for slot in slots)
    return reasoning(action, manner, max(strikes, default=None), whole_ms, tell)
