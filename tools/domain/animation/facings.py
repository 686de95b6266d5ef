"""The ways that figures face: which sheets a perspective and a number of directions ask for."""

from __future__ import annotations

from tools.domain.animation.kinds import Directions, Perspective

_LONE: dict[Perspective, int] = {"side": 90, "front": 0, "top_down": 90, "isometric": 45}


def facings_of(
    perspective: Perspective, directions: Directions, *, responder: bool = False
) -> tuple[int, ...]:
    """Degrees: 0 to the viewer, 90 to the picture's right, 180 away, 270 to the left.

    A responder faces the other way, so the n-th sheets of both belong together. Isometric
    figures stand on the diagonals of their tiles.
    """
    if directions == 1:
        own: tuple[int, ...] = (_LONE[perspective],)
    else:
        step = 360 // directions
        first = 45 if perspective == "isometric" and directions == 4 else 0
        own = tuple(range(first, 360, step))
    return tuple((facing + 180) % 360 for facing in own) if responder else own
