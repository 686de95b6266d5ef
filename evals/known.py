"""What has a name in the studio at one moment, and which argument names which of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tools.domain.naming import fold, resolve

APPROVED_TOOLS = frozenset({"delete_character", "remove_bible_character", "import_bible"})
"""The tools marked `!` in the contract: they pause for approval and take no misspelt names."""

_BIBLE_NAMES = frozenset({"get_bible_character", "write_bible_character", "remove_bible_character"})
_FROM_THE_BIBLE_TOO = frozenset(
    {"generate_image", "create_scene", "update_scene", "start_animation"}
)


@dataclass(frozen=True, kw_only=True)
class Known:
    """The names of the current project and the workspace; `last_scene` is by branch."""

    projects: tuple[str, ...] = ()
    characters: tuple[str, ...] = ()
    bible_characters: tuple[str, ...] = ()
    style_templates: tuple[str, ...] = ()
    character_templates: tuple[str, ...] = ()
    last_scene: Mapping[str, int] = field(default_factory=dict[str, int])

    def next_scene(self, branch: str) -> int:
        return self.last_scene.get(branch, 0) + 1


def names_for(known: Known, tool: str, arg: str, *, from_bible: bool) -> tuple[str, ...] | None:
    """The names that the tool would look the argument up in; None where it takes no name."""
    match arg:
        case "project":
            return known.projects
        case "character" | "characters" | "responder":
            drawable = known.bible_characters if tool in _FROM_THE_BIBLE_TOO else ()
            return tuple(dict.fromkeys((*known.characters, *drawable)))
        case "name" if tool in _BIBLE_NAMES or (tool == "create_character" and from_bible):
            return known.bible_characters
        case "template":
            return known.style_templates if "style" in tool else known.character_templates
        case _:
            return None


def meant(spoken: str, names: Sequence[str], tool: str) -> str | None:
    """The one of `names` that the tool would take `spoken` for, or None.

    `write_bible_character`, which may begin a new one, takes whole words of a name alone.
    """
    if tool == "write_bible_character":
        words = set(fold(spoken).split())
        fitting = [name for name in names if words and words <= set(fold(name).split())]
        return fitting[0] if len(fitting) == 1 else None
    return resolve(spoken, names, lenient=tool not in APPROVED_TOOLS).name
