"""Whether the bible knows who plays in the scenes."""

from __future__ import annotations

from collections.abc import Iterator

from tools.domain.naming import fold, resolve
from tools.domain.validation.production import Finding, Production


def scene_cast_is_in_the_bible(production: Production) -> Iterator[Finding]:
    """A character of a scene stands in the bible, under its own name or the one it came by."""
    known = set(production.entry_names)
    known |= {fold(c.name) for c in production.characters if fold(c.bible_name) in known}
    for scene in production.scenes:
        for place, name in enumerate(scene.characters):
            if fold(name) in known:
                continue
            where = f"{scene.branch_name}/{scene.scene_number}"
            yield Finding(
                rule="scene_cast_is_in_the_bible",
                severity="error",
                path=f"$.scenes['{where}'].characters[{place}]",
                message=f"{name} is in scene {scene.scene_number}, but not in the bible.",
                suggestion=_mend(production, name),
                character=name,
                scene=scene.scene_number,
                branch=scene.branch_name,
            )


def _mend(production: Production, name: str) -> str:
    near = resolve(name, list(production.entry_names.values())).name
    if near is not None:
        return f"Call the character {near}, as the bible does."
    return f"Write {name} into the bible, or take the name out of the scene."
