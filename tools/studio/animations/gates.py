"""What a take waits for."""

from __future__ import annotations

from tools.domain.animations import Gate, Take


def open_gate(take: Take) -> Gate | None:
    """The first thing that a person has still to say; None where nothing is missing."""
    if take.dual and take.choices is None:
        return "choice"
    return None if take.sprites_ordered else "sprites"
