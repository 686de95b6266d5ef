"""Templates that nothing was made with."""

from __future__ import annotations

from collections.abc import Iterator

from tools.domain.analysis.facts import ProjectFacts
from tools.domain.analysis.finding import Action, Finding, Subject, count, listed, plural


def unused_templates(facts: ProjectFacts) -> Iterator[Finding]:
    """Style and character templates of the workspace that no character and no order took."""
    for kind in sorted({one.kind for one in facts.templates}):
        mine = [one for one in facts.templates if one.kind == kind]
        idle = [one for one in mine if not one.uses]
        if not idle:
            continue
        uses = sum(one.uses for one in mine)
        were = "was" if len(mine) == 1 else "were"
        yield Finding(
            code=f"UNUSED_{kind.upper()}_TEMPLATES",
            rule="unused_templates",
            severity="info",
            subject=Subject(kind="workspace", name=f"{kind} templates"),
            sentence=(
                f"{len(idle)} of {plural(len(mine), f'{kind} template')} {were} never used: "
                f"{listed(one.name for one in idle)}."
            ),
            figures={
                f"unused_{kind}_templates": count(
                    len(idle), "templates", templates=[one.id for one in idle]
                ),
                f"{kind}_templates": count(len(mine), "templates"),
                f"{kind}_template_uses": count(uses, "uses by characters and generations"),
            },
            action=_action(kind, idle[0].name),
        )


def _action(kind: str, name: str) -> Action:
    return Action(
        sentence=f"Apply “{name}” to a character, or delete it.",
        tool=f"apply_{kind}_template",
        args={"template": name},
        needs=["character"],
    )
