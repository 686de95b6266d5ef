"""Contradictions in a production: each rule a pure function, all of them in one registry."""

from tools.domain.validation.production import Finding, Production
from tools.domain.validation.registry import RULES, validate

__all__ = ["RULES", "Finding", "Production", "validate"]
