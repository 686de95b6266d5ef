"""Choreography: what bodies do in an action or a response, retimed and scaled. Pure."""

from tools.domain.choreography.reactions import counter_frames, reaction_frames
from tools.domain.choreography.scripts import choreographed

__all__ = ["choreographed", "counter_frames", "reaction_frames"]
