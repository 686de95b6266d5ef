"""Names that people write, found among the names that a server has."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from rapidfuzz import fuzz, process

_ENDINGS = frozenset({".safetensors", ".ckpt", ".pt", ".pth", ".bin", ".sft", ".gguf"})
_NEAR = 55.0
"""How alike two names must be, of 100, for one to be told as what the other may mean."""


def named(wanted: str, offered: Sequence[str]) -> str | None:
    """The offered name that is meant: by its letters, else by its case, folder or ending.

    None where none, or more than one, can be meant.
    """
    if wanted in offered:
        return wanted
    for reading in (_folded, _without_ending, _bare):
        found = [name for name in offered if reading(name) == reading(wanted)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def nearest(wanted: str, offered: Sequence[str], *, most: int = 3) -> list[str]:
    """Up to `most` offered names that look like the wanted one, the most alike first."""
    readings = [_bare(name) for name in offered]
    alike = process.extract(
        _bare(wanted), readings, scorer=fuzz.WRatio, limit=most, score_cutoff=_NEAR
    )
    return [offered[index] for _, _, index in alike]


def told(wanted: str, offered: Sequence[str]) -> str:
    """What to say of a name that was not found: the nearest ones, or some that are there."""
    if not offered:
        return "there are none on the server"
    near = nearest(wanted, offered)
    if near:
        return "nearest: " + ", ".join(near)
    shown = ", ".join(offered[:5])
    return f"there are {shown}" + (f" and {len(offered) - 5} more" if len(offered) > 5 else "")


def short(value: object, most: int = 60) -> str:
    """A value from outside, as it may stand in a sentence."""
    text = " ".join(str(value).split())
    return text if len(text) <= most else text[: most - 1] + "…"


def _folded(name: str) -> str:
    return name.replace("\\", "/").casefold()


def _without_ending(name: str) -> str:
    path = PurePosixPath(_folded(name))
    return str(path.with_suffix("")) if path.suffix in _ENDINGS else str(path)


def _bare(name: str) -> str:
    return PurePosixPath(_without_ending(name)).name
