"""The vocabulary's data files, read once."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load_data(name: str) -> dict[str, Any]:
    """The vocabulary file `name`; `FileNotFoundError` for a name that is none."""
    text = files("tools.domain.reading").joinpath(f"data/{name}.json").read_text("utf-8")
    return json.loads(text)
