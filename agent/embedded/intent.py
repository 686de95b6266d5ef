"""What a clause asks for, by the classifier's guesses."""

from __future__ import annotations

from dataclasses import dataclass

from agent.embedded.classifier import Guess, best, guesses
from agent.embedded.courtesies import starters, trimmed
from agent.embedded.reading import Clause, symbols_with_places


@dataclass(frozen=True)
class Intent:
    """A clause with the guesses at what it asks for, most likely first."""

    clause: Clause
    guesses: tuple[Guess, ...]

    @property
    def best(self) -> Guess:
        """The most likely guess."""
        return best(self.guesses)


def classified(clause: Clause) -> Intent:
    """A clause with its guesses."""
    words, _ = symbols_with_places(clause)
    return Intent(clause, tuple(guesses(trimmed(words), asked=clause.asked)))


def imperative(intent: Intent) -> bool:
    """Whether a clause begins as a command or a question does, or is one by its mark."""
    words = trimmed(symbols_with_places(intent.clause)[0])
    return bool(words) and (words[0] in starters() or intent.clause.asked)
