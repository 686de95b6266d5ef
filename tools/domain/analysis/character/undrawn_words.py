"""Words of the definition that could not be drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tools.domain.analysis.facts import CharacterFacts
from tools.domain.analysis.finding import Action, Finding, count, listed, plural
from tools.domain.analysis.subjects import character_subject
from tools.domain.reading import read_drawing


def undrawn_words(facts: CharacterFacts) -> Iterator[Finding]:
    """What the embedded reading does not know, and what renderers reported as undrawn."""
    unread = read_drawing(facts.definition).undrawn
    reported = Counter(
        word for g in facts.generations for a in g.attempts for word in dict.fromkeys(a.undrawn)
    )
    words = list(dict.fromkeys([*unread, *(word for word, _ in reported.most_common())]))
    if not words:
        return
    pictures = sum(bool(a.undrawn) for g in facts.generations for a in g.attempts)
    name = facts.character.name
    seen = f"; {plural(pictures, 'picture')} left words out" if pictures else ""
    yield Finding(
        code="WORDS_NOT_DRAWN",
        rule="undrawn_words",
        severity="warning" if unread else "info",
        subject=character_subject(facts.character),
        sentence=(
            f"{plural(len(words), 'word')} on {name} cannot be drawn by the embedded renderer: "
            f"{listed(words)}{seen}."
        ),
        figures={
            "undrawn_in_definition": count(len(unread), "words"),
            "undrawn_in_pictures": count(
                sum(reported.values()),
                "words left out of pictures",
                generations=[
                    str(g.id) for g in facts.generations if any(a.undrawn for a in g.attempts)
                ],
            ),
        },
        action=Action(
            sentence=(
                f"Say it in colours, garments or hair styles that can be drawn, or let a model "
                f"draw {name} (backend comfyui or gemini)."
            ),
            tool="update_character",
            args={"character": name},
            needs=["appearance"],
        ),
    )
