"""Two branches held against each other, scene by scene, and against what both began from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from tools.domain.changes import field_changes, value_at
from tools.domain.scenes import Scene, scene_document
from tools.domain.word_changes import WordRun, word_changes

Side = Literal["a", "b", "both"]
_COMPARED = ("description", "characters", "status", "video_path", "workflow_data")
Document = Mapping[str, Any]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class SceneVersion(_Record):
    """A scene of one branch, as it was compared."""

    id: int
    version: int


class FieldDifference(_Record):
    """One field on both branches; null stands for one that is not there.

    `base` is its value where the branches part, `by` who changed it since: null where that is
    not known.
    """

    path: str
    """A JSON pointer, such as `/workflow_data/audio`."""
    a: Any = None
    b: Any = None
    base: Any = None
    by: Side | None = None


class SceneDifference(_Record):
    """One scene that is not the same on both branches; `change` is what leads from a to b.

    `by` says who changed it since the branches parted, null where that is not known.
    `conflict` is true where both changed the same field, each otherwise, or one removed what
    the other changed.
    """

    scene_number: int
    change: Literal["added", "removed", "changed"]
    by: Side | None = None
    conflict: bool = False
    a: SceneVersion | None = None
    b: SceneVersion | None = None
    fields: list[FieldDifference] = []
    description: list[WordRun] = []
    """The descriptions word by word, where they differ."""
    characters_added: list[str] = []
    characters_removed: list[str] = []


class Counts(_Record):
    """How many scenes differ, and how; `conflicts` are among them."""

    added: int = 0
    removed: int = 0
    changed: int = 0
    unchanged: int = 0
    conflicts: int = 0


class Comparison:
    """The scenes of two branches by number, with the documents that both began from.

    `base` is None where the branches have no known common base.
    """

    def __init__(
        self, a: Sequence[Scene], b: Sequence[Scene], base: Mapping[int, Document] | None
    ) -> None:
        self._a = {scene.scene_number: scene for scene in a}
        self._b = {scene.scene_number: scene for scene in b}
        self._base = base

    def counts(self) -> Counts:
        told = list(self._told())
        changes = [self._change(number) for number in told]
        return Counts(
            added=changes.count("added"),
            removed=changes.count("removed"),
            changed=changes.count("changed"),
            unchanged=len({*self._a, *self._b}) - len(told),
            conflicts=sum(self._conflict(number) for number in told),
        )

    def numbers(self) -> list[int]:
        """The numbers of the scenes that differ, ascending."""
        return list(self._told())

    def difference(self, number: int) -> SceneDifference:
        """What one scene that differs has come to."""
        a, b = self._a.get(number), self._b.get(number)
        fields = self._fields(number) if a and b else []
        cast_a, cast_b = (scene.characters if scene else [] for scene in (a, b))
        return SceneDifference(
            scene_number=number,
            change=self._change(number),
            by=self._by(number),
            conflict=self._conflict(number),
            a=SceneVersion(id=a.id, version=a.version) if a else None,
            b=SceneVersion(id=b.id, version=b.version) if b else None,
            fields=fields,
            description=_words(a, b),
            characters_added=[name for name in cast_b if name not in cast_a],
            characters_removed=[name for name in cast_a if name not in cast_b],
        )

    def _told(self) -> Iterator[int]:
        for number in sorted({*self._a, *self._b}):
            a, b = self._a.get(number), self._b.get(number)
            if a is None or b is None or _compared(a) != _compared(b):
                yield number

    def _change(self, number: int) -> Literal["added", "removed", "changed"]:
        if number not in self._a:
            return "added"
        return "changed" if number in self._b else "removed"

    def _by(self, number: int) -> Side | None:
        if self._base is None:
            return None
        before = self._base.get(number)
        moved_a, moved_b = (
            (_compared(scene) if scene else None) != (_bare(before) if before else None)
            for scene in (self._a.get(number), self._b.get(number))
        )
        return _side(moved_a, moved_b)

    def _conflict(self, number: int) -> bool:
        if self._by(number) != "both":
            return False
        if number not in self._a or number not in self._b:
            return True
        return any(field.by == "both" for field in self._fields(number))

    def _fields(self, number: int) -> list[FieldDifference]:
        one, other = _compared(self._a[number]), _compared(self._b[number])
        before = (self._base or {}).get(number)
        old = _bare(before) if before else {}
        return [
            FieldDifference(
                path=change.path,
                a=change.before,
                b=change.after,
                base=value_at(old, change.path),
                by=_mover(self._base is not None, value_at(old, change.path), change),
            )
            for change in field_changes(one, other)
        ]


def common_base(
    on_a: Mapping[int, tuple[int, int, Document]] | None,
    on_b: Mapping[int, tuple[int, int, Document]] | None,
) -> dict[int, Document]:
    """The documents that two branches began from, by scene number.

    Each side maps a number to the scene's id, version and document when that side was copied;
    None where the side is the common branch itself. Where both copied, the older version is
    what they share; a scene that only one of them copied is not shared.
    """
    if on_a is None or on_b is None:
        only = on_a if on_b is None else on_b
        return {number: document for number, (_, _, document) in (only or {}).items()}
    shared: dict[int, Document] = {}
    for number, (scene_id, version, document) in on_a.items():
        other = on_b.get(number)
        if other is not None and other[0] == scene_id:
            shared[number] = document if version <= other[1] else other[2]
    return shared


def _mover(known: bool, base: Any, change: Any) -> Side | None:
    return _side(change.before != base, change.after != base) if known else None


def _side(by_a: bool, by_b: bool) -> Side | None:
    if by_a and by_b:
        return "both"
    return "a" if by_a else "b" if by_b else None


def _compared(scene: Scene) -> dict[str, Any]:
    return _bare(scene_document(scene))


def _bare(document: Document) -> dict[str, Any]:
    return {field: document.get(field) for field in _COMPARED}


def _words(a: Scene | None, b: Scene | None) -> list[WordRun]:
    before, after = (scene.description if scene else "" for scene in (a, b))
    return word_changes(before, after) if before != after else []
