"""Choreography: what bodies do in an action or a response, retimed and scaled. Pure.

A held blade or shaft leaves the hand between the thumb (the wrist's z) and the fingers, about
twenty degrees towards them; the right hand holds it, and a bow is drawn by the right hand with
the left arm stretched. Keyframes are data: `actions/*.toml` and `reactions/*.toml`.
"""

from tools.domain.choreography.reactions import counter_frames, reaction_frames
from tools.domain.choreography.scripts import choreographed

__all__ = ["choreographed", "counter_frames", "reaction_frames"]
