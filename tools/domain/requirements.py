"""What was understood of a request for a picture, and of which words nothing could be made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from tools.domain.definition import lighting_worded
from tools.domain.generations import ImageOrder
from tools.domain.provenance import Preferred
from tools.domain.reading import read_drawing
from tools.domain.staging import Staging

EMBEDDED = "the embedded reading"
_FIELDS = ("pose", "expression", "view", "framing")
_PLACES = ("setting", "time_of_day", "weather")
_WORDED: Mapping[str, str] = {
    "setting": "in a {}", "time_of_day": "at {}", "weather": "in {}", "pose": "{}",
    "expression": "looking {}", "view": "{} view", "framing": "{} shot",
}  # fmt: skip
"""How a value is said so that the reading finds it again."""


class Requirements(BaseModel):
    """A request as it was understood.

    `staging` is what the words put before the camera (pose, expression, view, framing, setting,
    time of day, weather); `left_open` names those of it that the words do not decide. `undrawn`
    are words that the embedded renderer cannot draw. `read_by` says who read it; `added` are the
    words with which Echo Brain decided what was open, `remarks` what it said beside them.
    """

    model_config = ConfigDict(frozen=True)

    character: str
    companions: list[str] = []
    scene_description: str
    action: str
    staging: dict[str, str]
    left_open: list[str]
    style: str
    lighting: str
    mode: str
    quality_threshold: float
    max_iterations: int
    preferences: list[Preferred] = []
    undrawn: list[str] = []
    read_by: str = EMBEDDED
    added: str = ""
    remarks: str | None = None
    sentence: str


def requirements_of(
    order: ImageOrder,
    definition: Mapping[str, Any],
    *,
    read_by: str = EMBEDDED,
    added: str = "",
    remarks: str | None = None,
) -> Requirements:
    """The order's words, read against the character's definition.

    `added` were said by somebody else and stand in the order's scene already.
    """
    scene = order.scene_description or order.prompt
    style = ", ".join(said for said in (order.style, lighting_worded(order.lighting)) if said)
    drawing = read_drawing(definition, scene, style)
    staging = _staging(drawing.staging)
    bare = _staging(read_drawing(definition).staging)
    left_open = [
        name
        for name, value in staging.items()
        if value == bare[name] and value.replace("_", " ") not in scene.casefold()
    ]
    names = {part.casefold() for name in order.companions for part in name.split()}
    understood = Requirements(
        character=order.character,
        companions=list(order.companions),
        scene_description=scene,
        action=staging["pose"],
        staging=staging,
        left_open=left_open,
        style=order.style,
        lighting=order.lighting,
        mode=order.mode,
        quality_threshold=order.quality_threshold,
        max_iterations=order.max_iterations,
        preferences=list(order.preferences),
        undrawn=[word for word in drawing.undrawn if word.casefold() not in names],
        read_by=read_by,
        added=added,
        remarks=remarks,
        sentence="",
    )
    return understood.model_copy(update={"sentence": _sentence(understood)})


def words_for(order: ImageOrder, definition: Mapping[str, Any], proposed: Mapping[str, Any]) -> str:
    """The proposed values as words to put behind the scene's, as far as they may be taken.

    Only what the scene leaves open is taken, and only what the reading finds again in the words
    while all that was decided before stays: a proposal adds, it contradicts nobody.
    """
    scene = order.scene_description or order.prompt
    said = requirements_of(order, definition)
    decided = {name: v for name, v in said.staging.items() if name not in said.left_open}
    words: list[str] = []
    for name in (one for one in _WORDED if one in said.left_open):
        value = proposed.get(name)
        if not isinstance(value, str) or value == said.staging[name] or len(value) > 40:
            continue
        wanted = decided | {name: value}
        phrase = _WORDED[name].format(value.strip().replace("_", " "))
        read = _staging(read_drawing(definition, ", ".join([scene, *words, phrase])).staging)
        if wanted.items() <= read.items():
            words.append(phrase)
            decided = wanted
    return ", ".join(words)


def _staging(staging: Staging) -> dict[str, str]:
    return {
        **{name: str(getattr(staging, name)) for name in _FIELDS},
        **{name: str(getattr(staging.scene, name)) for name in _PLACES},
    }


def _sentence(understood: Requirements) -> str:
    decided = [
        value.replace("_", " ")
        for name, value in understood.staging.items()
        if name not in understood.left_open
    ]
    style = f"; style {understood.style}" if understood.style else ""
    undrawn = (
        f" Words that nothing can be made of: {', '.join(understood.undrawn)}."
        if understood.undrawn
        else ""
    )
    return (
        f"{understood.character}: {', '.join(decided) or 'nothing beyond the definition'}{style}; "
        f"{understood.mode}, threshold {understood.quality_threshold:g}, at most "
        f"{understood.max_iterations} attempts; read by {understood.read_by}.{undrawn}"
    )
