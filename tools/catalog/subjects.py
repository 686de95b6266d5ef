"""What a generation makes and of whom, in words: `the clip of Kai and Mara`."""

from __future__ import annotations

from tools.domain.generations import Generation, ImageOrder

_KINDS = {"sheet": "character sheet", "batch": "batch"}


def subject(made: Generation) -> str:
    """Begins with an article in lower case."""
    return f"the {thing(made)} of {_whom(made)}"


def sentence_case(words: str) -> str:
    """With its first letter large and the rest as it is."""
    return words[:1].upper() + words[1:]


def thing(made: Generation) -> str:
    """A picture, a clip, a character sheet or a batch."""
    if made.run.kind != "generation":
        return _KINDS.get(made.run.kind, made.run.kind)
    return "clip" if made.order.frames > 1 else "picture"


def everybody(order: ImageOrder) -> str:
    """All who are in it, the leading one first."""
    names = [order.character, *order.companions]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _whom(made: Generation) -> str:
    return everybody(made.order) if made.run.kind == "generation" else made.character
