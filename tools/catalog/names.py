"""How an answer tells that a name was understood although it was spelt otherwise."""

from __future__ import annotations

from tools.domain.naming import Resolution


def note(found: Resolution) -> dict[str, str]:
    """A remark where a name was taken for one that is an edit away, else nothing."""
    if found.match != "near":
        return {}
    return {"note": f"“{found.spoken}” was taken to mean {found.name}."}
