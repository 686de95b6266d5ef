"""What the alignment of a story with its arcs comes to, as findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tools.domain.analysis.finding import (
    Action,
    Figure,
    Finding,
    Subject,
    count,
    listed,
    measure,
    plural,
    quoted,
)
from tools.domain.analysis.story.alignment import ArcAlignment, ShownStep
from tools.domain.scenes import MAIN_BRANCH


def arc_findings(
    arcs: Sequence[ArcAlignment], branch: str, ids: dict[str, int]
) -> Iterator[Finding]:
    """For each arc how much of it is shown, then each step that is not, or not in its place.

    `ids` are the characters' numbers by name.
    """
    for arc in arcs:
        subject = Subject(kind="character", id=ids.get(arc.character), name=arc.character)
        yield _coverage(arc, subject, branch)
        for step in arc.steps:
            if step.status != "shown" and arc.scenes:
                yield _step(arc, step, subject, branch)


def _coverage(arc: ArcAlignment, subject: Subject, branch: str) -> Finding:
    shown, n = len(arc.shown), len(arc.steps)
    if not arc.scenes:
        return Finding(
            code="ARC_NOT_BEGUN",
            rule="arc_findings",
            severity="warning",
            subject=subject,
            sentence=(
                f"{arc.character} has an arc of {plural(n, 'step')} and is in no scene of {branch}."
            ),
            figures=_figures(arc),
            action=_scene_with(arc.character, arc.steps[0].step, branch),
        )
    return Finding(
        code="ARC_SHOWN" if shown == n else "ARC_PARTLY_SHOWN",
        rule="arc_findings",
        severity="info",
        subject=subject,
        sentence=(
            f"{shown} of {plural(n, 'step')} of {arc.character}'s arc are shown in "
            f"{plural(len(arc.scenes), 'scene')} of {branch}."
        ),
        figures=_figures(arc),
    )


def _figures(arc: ArcAlignment) -> dict[str, Figure]:
    n, shown = len(arc.steps), arc.shown
    rows = [step.scene_id for step in shown if step.scene_id is not None]
    figures = {
        "arc_coverage": measure(len(shown) / n, "share of steps", n, scenes=dict.fromkeys(rows)),
        "arc_steps": count(n, "steps"),
        "scenes_with_character": count(len(arc.scenes), "scenes", scenes=arc.scenes),
    }
    for status in ("out_of_order", "contradicted", "elsewhere", "missing"):
        found = sum(step.status == status for step in arc.steps)
        if found:
            figures[f"steps_{status}"] = count(found, "steps")
    return figures


def _step(arc: ArcAlignment, step: ShownStep, subject: Subject, branch: str) -> Finding:
    told, where = quoted(step.step, 120), f"scene {step.scene_number}"
    words = listed(step.words)
    sentences = {
        "out_of_order": f"“{told}” is shown in {where}, out of the order of the arc ({words}).",
        "contradicted": f"“{told}” is contradicted in {where}: {step.against}.",
        "elsewhere": f"“{told}” is told in {where}, where {arc.character} does not appear.",
        "missing": f"“{told}” is shown in no scene of {branch}.",
    }
    rows = [] if step.scene_id is None else [step.scene_id]
    share = {} if step.share is None else {"share_of_words": step.share}
    return Finding(
        code=f"ARC_STEP_{step.status.upper()}",
        rule="arc_findings",
        severity="error" if step.status == "contradicted" else "warning",
        subject=subject,
        sentence=f"{arc.character}: {sentences[step.status]}",
        figures={
            name: measure(value, "share of the step's words by weight", 1, scenes=rows)
            for name, value in share.items()
        },
        action=_action(arc, step, branch),
    )


def _action(arc: ArcAlignment, step: ShownStep, branch: str) -> Action:
    args: dict[str, object] = {"scene_number": step.scene_number}
    if branch != MAIN_BRANCH:
        args["branch"] = branch
    if step.status == "elsewhere":
        return Action(
            sentence=f"Put {arc.character} into scene {step.scene_number}.",
            tool="update_scene",
            args=args,
            needs=["characters"],
        )
    if step.status == "missing":
        return _scene_with(arc.character, step.step, branch)
    return Action(
        sentence=f"Rewrite scene {step.scene_number}, or the step of the arc.",
        tool="update_scene",
        args=args,
        needs=["description"],
    )


def _scene_with(character: str, step: str, branch: str) -> Action:
    args: dict[str, object] = {"description": quoted(step, 400), "characters": [character]}
    if branch != MAIN_BRANCH:
        args["branch"] = branch
    return Action(
        sentence=f"Write a scene in which {character} gets there.", tool="create_scene", args=args
    )
