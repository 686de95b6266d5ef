"""How far something is that is being made, as the end of a sentence that its name begins."""

from __future__ import annotations

_BACKENDS = {"comfyui": "ComfyUI", "gemini": "Gemini"}
_DRIVEN = {
    "requirements": "is being prepared: the order is checked",
    "bible": "is being prepared: the bible is read",
    "definition": "is being prepared: the character is looked up",
    "wording": "is being prepared: the words for it are chosen",
    "reference": "is being prepared: its reference is looked up",
    "render": "is being drawn{by}",
    "consistency": "is drawn and is being compared with the reference",
    "layout": "is drawn and is being laid out",
    "ranking": "is drawn; the best attempt is being chosen",
    "opinion": "is drawn; an opinion on it is being asked for",
    "dna": "is being prepared: the characters are read",
    "verify": "is being prepared: what was read is verified",
    "budget": "is being prepared: the frames are counted",
    "suggest": "is being prepared: answers are looked for",
    "instigator_script": "is being written",
    "responder_scripts": "is being written: the answers are fitted in",
    "instigator_sheets": "is being drawn{by}",
    "responder_sheets": "is being drawn{by}: those who answer",
    "post_process": "is drawn; its frames are being cut out",
}
_PUT_BACK = {
    "backend_busy": "waits, for {who} is busy",
    "backend_down": "waits, for {who} cannot be reached",
    "database_lost": "waits, for the database could not be reached",
}
_BEGINS = frozenset({"", "queued"})


def standing(
    status: str, stage: str, *, backend: str | None = None, place: int | None = None
) -> str:
    """Where an unfinished run stands; `place` counts from 1 in its queue."""
    who = _BACKENDS.get(backend or "", backend or "its backend")
    if status == "waiting":
        return "waits for an answer"
    if status == "queued":
        if stage in _BEGINS:
            return f"is queued{_in_line(place)}"
        why = _PUT_BACK.get(stage, "was put back").format(who=who)
        return f"{why}; it is tried again by itself{_in_line(place)}"
    if stage in _BEGINS:
        return "is about to begin"
    by = f" by {who}" if backend in _BACKENDS else ""
    return _DRIVEN.get(stage, "is being made").format(by=by)


def _in_line(place: int | None) -> str:
    if place is None:
        return ""
    return ", next in line" if place == 1 else f", number {place} in line"
