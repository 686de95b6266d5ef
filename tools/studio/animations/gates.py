"""What a take waits for."""

from __future__ import annotations

from tools.domain.animations import Gate, Take


def open_gate(take: Take) -> Gate | None:
    """The first thing that a person has still to say; None where nothing is missing."""
    if take.dual and take.choices is None:
        return "choice"
    return None if take.sprites_ordered else "sprites"


def gate_words(take: Take) -> str:
    """What somebody has to say before the take goes on, as a sentence."""
    number = take.animation_id
    if open_gate(take) == "sprites":
        return f"The script of animation {number} is ready. Shall the sprites be generated?"
    names = {member.who: member.name for member in take.cast}
    ways = "; ".join(
        f"{names[who]}: {', '.join(one.action for one in suggestions)}"
        for who, suggestions in take.facts.suggestions.items()
    )
    return f"Animation {number} waits for an answer to the attack. {ways}."
