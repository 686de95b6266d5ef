"""Named SQL statements, read from the files in store/sql."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_NAME = re.compile(rb"^-- name: (\w+)\s*$", re.MULTILINE)


@cache
def statements(concept: str) -> Mapping[str, bytes]:
    """The statements of `store/sql/<concept>.sql` by the name that its comment line gives."""
    source = files("store").joinpath("sql", f"{concept}.sql").read_bytes()
    parts = _NAME.split(source)[1:]
    return {name.decode(): body.strip() for name, body in zip(parts[::2], parts[1::2], strict=True)}
