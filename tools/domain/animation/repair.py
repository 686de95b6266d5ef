"""Scripts from a model or from a person: read, and checked by every rule."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from tools.domain.animation.errors import MalformedScriptError
from tools.domain.animation.forces import force_from_words
from tools.domain.animation.kinds import ResponderKind
from tools.domain.animation.legality import script_violations
from tools.domain.animation.physics import physical_violations
from tools.domain.animation.script import AnimationFrame, AnimationScript
from tools.domain.animation.temporal import check_binding
from tools.domain.animation.violations import RuleReport, Violation

_REPORTED_MOST = 20


@dataclass(frozen=True, kw_only=True)
class Bound:
    """A responder's script and what binds it."""

    script: AnimationScript
    kind: ResponderKind
    mass_ratio: float
    shift: int = 0
    who: str = "responder"


def read_script(document: object, *, who: str = "instigator") -> AnimationScript:
    """The script that a JSON document holds; forces only given in words become numbers too.

    Raises `MalformedScriptError`, whose violations name the JSON path of each fault (the first 20).
    """
    faults = [f"{path} is not a finite number" for path in _unfinite(document, "$")]
    if not faults:
        try:
            return _with_forces(AnimationScript.model_validate(document))
        except ValidationError as error:
            faults = [f"{_path(fault['loc'])}: {fault['msg']}" for fault in error.errors()]
    raise MalformedScriptError(
        [
            Violation(code="SCRIPT_MALFORMED", who=who, frame=_frame_of(fault), detail=f"{fault}.")
            for fault in faults[:_REPORTED_MOST]
        ]
    )


def violations_of(
    instigator: AnimationScript, responders: Sequence[Bound] = ()
) -> tuple[Violation, ...]:
    """Every rule that these scripts break, in time and in body; a single script is alone."""
    return report_of(instigator, responders).violations


def report_of(instigator: AnimationScript, responders: Sequence[Bound] = ()) -> RuleReport:
    """The report of every rule over one animation."""
    rules: list[str] = ["script_alone", "physical"]
    found: list[Violation] = []
    if instigator.swap_frame is None and not instigator.joins:
        found += script_violations(instigator, who="instigator")
    found += physical_violations(instigator, who="instigator")
    for bound in responders:
        report = check_binding(
            instigator,
            bound.script,
            kind=bound.kind,
            mass_ratio=bound.mass_ratio,
            shift=bound.shift,
            who=bound.who,
        )
        rules += [rule for rule in report.rules if rule not in rules]
        found += report.violations
        found += physical_violations(bound.script, who=bound.who)
    return RuleReport(rules=tuple(rules), violations=tuple(found))


def _with_forces(script: AnimationScript) -> AnimationScript:
    frames = tuple(_with_force(frame) for frame in script.frames)
    return script.model_copy(update={"frames": frames})


def _with_force(frame: AnimationFrame) -> AnimationFrame:
    if frame.force is not None or not frame.force_vector:
        return frame
    return frame.model_copy(update={"force": force_from_words(frame.force_vector)})


def _unfinite(value: object, path: str) -> Iterator[str]:
    if isinstance(value, float) and not math.isfinite(value):
        yield path
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _unfinite(item, f"{path}.{key}")
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from _unfinite(item, f"{path}[{index}]")


def _path(place: Sequence[Any]) -> str:
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)
    return "$" + "".join(steps)


def _frame_of(fault: str) -> int | None:
    start = "$.frames["
    return int(fault[len(start) :].partition("]")[0]) if fault.startswith(start) else None
