"""A character's arc as steps in the order in which they are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

STEPS_MOST = 40
"""Steps of one arc that are looked at; beyond, an arc is a novel."""
_BEGIN = ("from", "start", "beginning")
_CLOSE = ("to", "end", "ending")
_NUMBERED = re.compile(r"(\d{1,4})\s*$")
_TOLD_IN = ("what", "description", "event", "beat", "text", "summary", "title", "name", "change")


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step: where it stands in `evolution_arc`, and what it says."""

    path: str
    text: str


def steps_of(arc: Mapping[str, Any]) -> list[Step]:
    """The start first, then what lies between as it stands (numbered keys by number), the end last.

    At most `STEPS_MOST`.
    """
    begin = [key for key in _BEGIN if key in arc]
    close = [key for key in _CLOSE if key in arc]
    between = [key for key in arc if key not in begin and key not in close]
    keys = [*begin, *sorted(between, key=_number), *close]
    return [step for key in keys for step in _told(str(key), arc[key])][:STEPS_MOST]


def _number(key: object) -> int:
    """Numbered keys by their number; others stay where they are, before them."""
    match = _NUMBERED.search(str(key))
    return int(match[1]) if match else 0


def _told(path: str, value: Any) -> Iterator[Step]:
    if isinstance(value, str):
        if value.strip(" .…-?"):
            yield Step(path=path, text=" ".join(value.split()))
    elif isinstance(value, list):
        for place, held in enumerate(value):
            yield from _told(f"{path}[{place}]", held)
    elif isinstance(value, Mapping):
        told = next((value[k] for k in _TOLD_IN if isinstance(value.get(k), str)), None)
        if told is not None:
            yield from _told(path, told)
        else:
            for key in sorted(value, key=_number):
                yield from _told(f"{path}.{key}", value[key])
