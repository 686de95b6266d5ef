"""How far an animation is, as a tool answers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tools.catalog.stages import standing
from tools.catalog.tool import Artifact, Asking, Outcome
from tools.domain.animations import Animation, Take


def began(animation: Animation, take: Take) -> Outcome:
    """What the take waits for, with the choice where there is one."""
    facts, run = take_facts(animation, take), str(take.run_id)
    if take.choices is None and take.facts.suggestions:
        return _choice(animation, take, facts)
    if take.written and not take.sprites_ordered:
        content = {**facts, "message": scripts_said(animation, take)}
        return Outcome(content=content, generation_id=run)
    said = f"{_title(animation, take)} {standing(take.status, take.stage)}."
    return Outcome(content={**facts, "message": said}, generation_id=run)


def _choice(animation: Animation, take: Take, facts: Mapping[str, Any]) -> Outcome:
    suggestions = next(iter(take.facts.suggestions.values()))
    names = " and ".join(member_name(take, who) for who in take.facts.suggestions)
    options = tuple(suggestion.action for suggestion in suggestions)
    best = next((s.action for s in suggestions if s.recommended), options[0])
    listed = "\n".join(
        f"{n}. {s.action} ({s.kind.replace('_', ' ')}): {s.reason}"
        for n, s in enumerate(suggestions, 1)
    )
    prompt = f"How should {names} respond?"
    own = "Choose one by name or number, or say it in your own words."
    content = {
        **facts,
        "suggestions": {
            one: [s.model_dump(mode="json") for s in ways]
            for one, ways in take.facts.suggestions.items()
        },
        "message": f"{_title(animation, take)}.\n{listed}\nI recommend {best}. {own} {prompt}",
    }
    asks = Asking(kind="choice", prompt=prompt, options=options)
    return Outcome(content=content, generation_id=str(take.run_id), asks=asks)


def drawn(animation: Animation, take: Take) -> Outcome:
    """The sprites as a moving picture, or how far they are."""
    facts = take_facts(animation, take)
    if not take.ended:
        said = f"{_title(animation, take)} {standing(take.status, take.stage)}."
        content = {**facts, "message": f"{said} The sprites will appear here when they are ready."}
        return Outcome(content=content, generation_id=str(take.run_id))
    url = f"/api/pipeline/{animation.id}/export?format=gif&take={take.number}"
    label = f"Animation {animation.id}"
    said = f"Here is {_title(animation, take, small=True)}. {rules_said(take)} "
    content = {
        **facts,
        "preview": url,
        "message": said.strip() + " I can export it for Godot, Unity, Phaser or Aseprite.",
    }
    shown = Artifact(kind="animation", url=url, label=label)
    return Outcome(content=content, artifacts=(shown,), generation_id=str(take.run_id))


def take_facts(animation: Animation, take: Take) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "animation": animation.id,
        "take": take.number,
        "status": take.status,
        "stage": take.stage,
        "action_type": take.order.action_type,
        "characters": [member.name for member in take.cast],
    }
    if take.facts.budget:
        facts["frame_count"] = take.facts.budget.frame_count
    if take.choices:
        facts["responses"] = {
            member_name(take, choice.who): {"action": choice.action, "kind": choice.kind}
            for choice in take.choices
        }
    if take.facts.report:
        facts["rules_hold"] = take.facts.report.holds
        facts["violations"] = [v.detail for v in take.facts.report.violations]
    if take.warnings:
        facts["warnings"] = [warning.detail for warning in take.warnings]
    return facts


def scripts_said(animation: Animation, take: Take) -> str:
    if not take.written:
        return f"{_title(animation, take)} {standing(take.status, take.stage)}."
    count = take.facts.budget.frame_count if take.facts.budget else 0
    if take.choices:
        ways = " and ".join(
            f"{member_name(take, c.who)} answers with {c.action}" for c in take.choices
        )
        said = f"{_title(animation, take)}: {ways}, {count} frames each, bound in time."
    else:
        said = f"{_title(animation, take)} has its script, {count} frames."
    return f"{said} {rules_said(take)} Say “generate the sprites” to draw it.".replace("  ", " ")


def rules_said(take: Take) -> str:
    report = take.facts.report
    if report is None:
        return ""
    if report.holds:
        return f"All {len(report.rules)} rules of movement and timing hold."
    return "Broken rules: " + " ".join(violation.detail for violation in report.violations[:3])


def member_name(take: Take, who: str) -> str:
    member = take.member(who)
    return member.name if member else who


def frames_said(frames: int) -> str:
    if frames == 0:
        return "on the impact"
    plural = "frame" if abs(frames) == 1 else "frames"
    return f"{abs(frames)} {plural} {'later' if frames > 0 else 'earlier'}"


def _title(animation: Animation, take: Take, *, small: bool = False) -> str:
    names: Sequence[str] = [member.name for member in take.cast]
    action = take.order.action_type.replace("_", " ")
    acting = names[0] + (f" and {' and '.join(names[1:])}" if names[1:] else "")
    label = f"animation {animation.id}" if small else f"Animation {animation.id}"
    return f"{label} ({acting}, {action})"
