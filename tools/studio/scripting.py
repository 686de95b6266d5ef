"""Scripts from a model, held to the rules: asked for, checked, asked for again, else derived."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from tools.domain.animation.script import AnimationScript
from tools.domain.animation.violations import Violation, ViolationCode
from tools.domain.errors import InvalidError
from tools.ports.authoring import ScriptAuthor, ScriptRequest, UnreadableAnswerError
from tools.ports.rendering import BackendError

RE_ASKED_MOST = 2
RepairedBy = Literal["model", "rule"]
Check = Callable[[AnimationScript], Iterable[Violation]]
"""The rules' verdict on a script; a script that holds has none."""
Derive = Callable[[], AnimationScript]
"""The script that follows from the rules alone."""
_DETAILS_MOST = 12


class Repair(BaseModel):
    """An entry of `warnings`: what a model's script broke, and what mended it.

    `code` is the rule's, or `AUTHOR_FAILED` where the model gave no script at all.
    """

    model_config = ConfigDict(frozen=True)

    code: ViolationCode | Literal["AUTHOR_FAILED"]
    who: str
    frame: int | None = None
    detail: str
    repaired_by: RepairedBy


@dataclass(frozen=True, kw_only=True)
class Written:
    """A script that holds, whose it is (`model` or `rule`), and what was repaired on the way."""

    script: AnimationScript
    by: RepairedBy
    repairs: tuple[Repair, ...] = ()
    asked: int = 0


async def written_script(
    author: ScriptAuthor | None, request: ScriptRequest, *, check: Check, derive: Derive
) -> Written:
    """The author's script where it holds to the rules, else the one that follows from them.

    An answer that breaks a rule is asked for again with the violations, at most twice; then
    `derive` answers. Frame budget, action, tier and perspective are the request's and part of
    the check. An author that fails (busy, down, refusing) is not asked again: the rules answer.
    Without an author they do so at once. What `derive` raises is raised.
    """
    if author is None:
        return Written(script=derive(), by="rule")
    broken: list[Violation] = []
    asking = request
    for asked in range(1, 2 + RE_ASKED_MOST):
        document: Mapping[str, Any] = {}
        try:
            document = await author.write(asking)
        except UnreadableAnswerError as error:
            found: Sequence[Violation] = (_malformed(request.who, str(error)),)
        except BackendError as error:
            repairs = (*_repairs(broken, "rule"), _failed(request.who, error))
            return Written(script=derive(), by="rule", repairs=repairs, asked=asked)
        else:
            script, found = _judged(document, request, check)
            if script is not None and not found:
                repairs = _repairs(broken, "model")
                return Written(script=script, by="model", repairs=repairs, asked=asked)
        broken += [one for one in found if one not in broken]
        asking = replace(request, previous=document, violations=tuple(found)[:_DETAILS_MOST])
    repairs = _repairs(broken, "rule")
    return Written(script=derive(), by="rule", repairs=repairs, asked=1 + RE_ASKED_MOST)


def read_script(
    document: Mapping[str, Any], who: str
) -> tuple[AnimationScript | None, tuple[Violation, ...]]:
    """The script in a document, or what keeps it from being one, place by place."""
    try:
        script = AnimationScript.model_validate(document)
    except ValidationError as error:
        return None, tuple(_place(one["loc"], one["msg"], who) for one in error.errors())
    return script, tuple(_poses(script, who))


def _judged(
    document: Mapping[str, Any], request: ScriptRequest, check: Check
) -> tuple[AnimationScript | None, tuple[Violation, ...]]:
    script, broken = read_script(document, request.who)
    if script is None or broken:
        return script, broken
    asked_for = tuple(_as_asked(script, request))
    if asked_for:
        return script, asked_for
    try:
        return script, tuple(check(script))
    except InvalidError as error:
        return script, (_malformed(request.who, str(error)),)


def _as_asked(script: AnimationScript, request: ScriptRequest) -> Iterable[Violation]:
    if script.frame_count != request.frame_count:
        yield Violation(
            code="FRAME_COUNT_MISMATCH",
            who=request.who,
            detail=f"{request.frame_count} frames were asked for, {script.frame_count} came.",
        )
        return
    for name in ("action_type", "difficulty_tier", "perspective"):
        asked, came = getattr(request, name), getattr(script, name)
        if asked != came:
            yield _malformed(request.who, f"{name} is {asked}, not {came}.")
    for frame, budget in zip(script.frames, request.budget_ms, strict=True):
        if frame.duration_ms != budget:
            yield Violation(
                code="DURATION_MISMATCH",
                who=request.who,
                frame=frame.frame_index,
                detail=f"The budget gives this frame {budget} ms, not {frame.duration_ms}.",
            )


def _poses(script: AnimationScript, who: str) -> Iterable[Violation]:
    for frame in script.frames:
        try:
            frame.rig_pose()
        except ValidationError as error:
            yield Violation(
                code="JOINT_OUT_OF_RANGE",
                who=who,
                frame=frame.frame_index,
                detail=error.errors()[0]["msg"].removeprefix("Value error, "),
            )


def _place(location: tuple[int | str, ...], message: str, who: str) -> Violation:
    path = ".".join(str(step) for step in location)
    index = location[1] if len(location) > 1 and location[0] == "frames" else None
    return Violation(
        code="SCRIPT_MALFORMED",
        who=who,
        frame=index if isinstance(index, int) else None,
        detail=f"{path}: {message}" if path else message,
    )


def _malformed(who: str, detail: str) -> Violation:
    return Violation(code="SCRIPT_MALFORMED", who=who, detail=detail)


def _failed(who: str, error: BackendError) -> Repair:
    return Repair(code="AUTHOR_FAILED", who=who, detail=str(error), repaired_by="rule")


def _repairs(broken: Iterable[Violation], by: RepairedBy) -> tuple[Repair, ...]:
    return tuple(
        Repair(code=one.code, who=one.who, frame=one.frame, detail=one.detail, repaired_by=by)
        for one in broken
    )
