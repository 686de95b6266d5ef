"""What the figures of a production say: facts in, findings out, each rule a file."""

from tools.domain.analysis.finding import Action, Effect, Figure, Finding, Subject
from tools.domain.analysis.registry import CHARACTER_RULES, PROJECT_RULES, SAVINGS

__all__ = [
    "CHARACTER_RULES",
    "PROJECT_RULES",
    "SAVINGS",
    "Action",
    "Effect",
    "Figure",
    "Finding",
    "Subject",
]
