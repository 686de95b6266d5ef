"""Where a step of an arc is shown: the scene whose words hold most of the step's.

A word counts by how rare it is in the scenes: log(1 + N / n) for a word in n of N scenes (inverse
document frequency, Spärck Jones 1972), at most for one in none. A step is shown where the words
found weigh `SHOWN_SHARE` or more of all its words, and are two at least where it has two.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from tools.domain.analysis.story.steps import Step
from tools.domain.analysis.story.words import Clause, clauses, opposites_of, telling
from tools.domain.scenes import Scene

SHOWN_SHARE = 0.5


@dataclass(frozen=True)
class Telling:
    """A scene with its words; the names of its cast are words of it."""

    scene: Scene

    @cached_property
    def clauses(self) -> list[Clause]:
        return clauses(self.scene.description)

    def written(self, word: str) -> str:
        """A word by its one form, as the scene writes it."""
        return telling(self.scene.description).get(word, word)

    @cached_property
    def words(self) -> frozenset[str]:
        told = [self.scene.description, *self.scene.characters]
        return frozenset(word for text in told for word in telling(text))


@dataclass(frozen=True, kw_only=True)
class Showing:
    """How far a scene shows a step: `share` 0 to 1 of the weight of its words, and which.

    `against` says how the scene contradicts the step, None where it does not.
    """

    scene: Scene
    share: float
    words: tuple[str, ...]
    against: str | None = None


def weights(scenes: Sequence[Telling]) -> Mapping[str, float]:
    """What each word of the scenes weighs; a word in none weighs log(1 + N)."""
    n = len(scenes)
    counts: dict[str, int] = {}
    for scene in scenes:
        for word in scene.words:
            counts[word] = counts.get(word, 0) + 1
    return {word: math.log(1 + n / times) for word, times in counts.items()}


def showings(
    step: Step, scenes: Sequence[Telling], weight: Mapping[str, float], n: int, own: Sequence[str]
) -> list[Showing]:
    """The scenes that show or contradict the step, as they come; `own` are the character's names,
    `n` counts the scenes that the weights come from."""
    wanted = telling(step.text, own)
    if not wanted:
        return []
    most = math.log(1 + n)
    total = sum(weight.get(word, most) for word in wanted)
    denied = frozenset(word for clause in clauses(step.text) for word in clause.denied)
    found: list[Showing] = []
    for scene in scenes:
        against = _opposed(wanted, scene)
        there = wanted.keys() & scene.words
        share = sum(weight.get(word, most) for word in there) / total if total else 0.0
        shown = share >= SHOWN_SHARE and len(there) >= min(2, len(wanted))
        if shown and against is None:
            against = _denied(there, scene, denied)
        if shown or (against is not None and there):
            found.append(
                Showing(
                    scene=scene.scene,
                    share=share,
                    words=tuple(w for s, w in wanted.items() if s in there),
                    against=against,
                )
            )
    return found


def _opposed(wanted: Mapping[str, str], scene: Telling) -> str | None:
    """A word of the scene that is the opposite of one of the step, beside another of its words."""
    for clause in scene.clauses:
        said = clause.words - clause.denied
        for word, written in wanted.items():
            against = opposites_of(word) & said
            if against and word not in clause.words and (wanted.keys() - {word}) & clause.words:
                return f"“{scene.written(min(against))}” against “{written}”"
    return None


def _denied(there: Set[str], scene: Telling, denied: frozenset[str]) -> str | None:
    """Whether the clause with most of the words denies most of them, and the step does not, or
    the other way round."""
    clause = max(scene.clauses, key=lambda one: len(one.words & there), default=None)
    if clause is None:
        return None
    said = clause.words & there
    turned = {word for word in said if (word in clause.denied) != (word in denied)}
    if 2 * len(turned) <= len(said):
        return None
    return "the scene denies it" if turned & clause.denied else "the scene says what it denies"
