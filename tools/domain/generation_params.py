"""The parameters of a generation that can be kept: in a style, with a character, of a user.

| key                                        | means                                              |
| ------------------------------------------ | -------------------------------------------------- |
| `style` (`style_tags`, `art_direction`)    | words for how it is drawn, or a saved style's name |
| `lighting` (`lighting_style`)              | words for the light                                |
| `palette` (`color_palette`, `colors`)      | colours: hex codes or names, at most 16            |
| `aspect_ratio`                             | the shape, such as `16:9`                          |
| `width`, `height`                          | sides in pixels, 64 to 2048                        |
| `quality`                                  | a word or 0 to 1, see `tools.domain.qualities`     |
| `quality_threshold`, `max_iterations`      | the score to reach, and in how many tries          |
| `negative_prompt` (`negative_prompts`)     | words to keep out, added to the others             |
| `mode` (`generation_mode`), `seed`         | as in an order                                     |
| `steps`, `cfg` (`cfg_scale`), `denoise`    | for backends that sample                           |
| `checkpoint`, `loras`, `embeddings`, `workflow`, `family`, `dialect`, `sampler`, `scheduler`, \
`clip_skip`, or these in `rendering` | as in a character's `rendering` |
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from tools.domain.generations import CFG_MOST, ITERATIONS_MOST, SEED_MOST, STEPS_MOST, Mode
from tools.domain.qualities import quality_of
from tools.domain.reading import named_colors
from tools.domain.reading.colors import is_hex
from tools.domain.sides import SIDE_PX, aspect_ratio

WORDS_MOST = 2_000
COLORS_MOST = 16
SAMPLING = ("steps", "cfg", "denoise")
RENDERING = (
    "checkpoint", "loras", "embeddings", "workflow", "family", "dialect", "sampler", "scheduler",
    "clip_skip",
)  # fmt: skip
_LORAS_MOST = 8
_FILE_NAME_MOST = 255
_OTHER_NAMES = {
    "style_tags": "style", "art_direction": "style", "art_style": "style",
    "lighting_style": "lighting", "color_palette": "palette", "colors": "palette",
    "colours": "palette", "negative_prompts": "negative_prompt", "generation_mode": "mode",
    "cfg_scale": "cfg", "lora": "loras", "embedding": "embeddings", "model": "checkpoint",
    "comfyui_workflow": "workflow", "prompt_dialect": "dialect", "sampler_name": "sampler",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A value that cannot be meant; `key` is as it was written."""

    key: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Params:
    """What a document of parameters says; `values` by the keys of the table above, checked.

    `rendering` holds those that belong to a character's `rendering`; `unknown` are keys that a
    generation has no use for.
    """

    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    rendering: Mapping[str, Any] = field(default_factory=dict[str, Any])
    unknown: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


def read_params(document: Mapping[str, Any]) -> Params:
    """Every key on its own: a fault in one spoils no other. A null says nothing."""
    values: dict[str, Any] = {}
    rendering: dict[str, Any] = {}
    unknown: list[str] = []
    faults: list[Fault] = []
    for written, said in _flat(document):
        key = canonical(written)
        read = _READERS.get(key)
        if said is None:
            continue
        if read is None:
            unknown.append(written)
            continue
        try:
            value = read(said)
        except ValueError as error:
            faults.append(Fault(key=written, message=str(error)))
            continue
        kept = rendering if key in RENDERING else values
        if key == written or key not in kept:
            kept[key] = value
    return Params(values=values, rendering=rendering, unknown=tuple(unknown), faults=tuple(faults))


def canonical(key: str) -> str:
    """The key under which a parameter is known, for one of its names."""
    return _OTHER_NAMES.get(key, key)


def words_of(said: object) -> str:
    """A text, or a list of them, in one line. Raises `ValueError`."""
    listed: list[Any] = list(said) if isinstance(said, list | tuple) else [said]
    if not all(isinstance(one, str) for one in listed):
        raise ValueError("should be a text, or a list of texts")
    words = ", ".join(" ".join(one.split()) for one in listed if one.strip())
    if not words:
        raise ValueError("is empty")
    if len(words) > WORDS_MOST:
        raise ValueError(f"has {len(words)} characters, the limit is {WORDS_MOST}")
    return words


def palette_of(said: object) -> tuple[str, ...]:
    """Colours as `#rrggbb`, in order, each once. Raises `ValueError` that names what is none."""
    listed = re.split(r",|;|\band\b", said) if isinstance(said, str) else said
    if not isinstance(listed, list | tuple) or not all(isinstance(one, str) for one in listed):
        raise ValueError("should be a list of colours: hex codes or names")
    colors = [one.strip() for one in listed if one.strip()]
    if not 1 <= len(colors) <= COLORS_MOST:
        raise ValueError(f"should have 1 to {COLORS_MOST} colours")
    return tuple(dict.fromkeys(_color(one) for one in colors))


def _color(word: str) -> str:
    if is_hex(word):
        digits = word[1:].lower()
        return "#" + (digits if len(digits) == 6 else "".join(d * 2 for d in digits))
    named = named_colors([word[:100]])
    if not named:
        raise ValueError(f"holds no colour in “{word[:40]}”: give a hex code or a name")
    return named[0]


def _flat(document: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The entries, those of `rendering` among them, after those that stand beside it."""
    inner = document.get("rendering")
    beside = [(key, said) for key, said in document.items() if key != "rendering"]
    if not isinstance(inner, Mapping):
        return beside if inner is None else [*beside, ("rendering", inner)]
    taken = {canonical(key) for key, _ in beside}
    return beside + [(key, said) for key, said in inner.items() if canonical(key) not in taken]


def _number(least: float, most: float, *, above: bool = False) -> Callable[[object], float]:
    def read(said: object) -> float:
        number = said
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise ValueError("should be a number")
        fits = least < number <= most if above else least <= number <= most
        if not math.isfinite(number) or not fits:
            raise ValueError(f"should be {'above' if above else 'from'} {least:g} to {most:g}")
        return float(number)

    return read


def _count(least: int, most: int) -> Callable[[object], int]:
    def read(said: object) -> int:
        whole = said.is_integer() if isinstance(said, float) else isinstance(said, int)
        if isinstance(said, bool) or not isinstance(said, int | float) or not whole:
            raise ValueError("should be a whole number")
        if not least <= said <= most:
            raise ValueError(f"should be from {least} to {most}")
        return int(said)

    return read


def _mode(said: object) -> str:
    if said not in get_args(Mode):
        raise ValueError(f"should be one of these: {', '.join(get_args(Mode))}")
    return str(said)


def _quality(said: Any) -> Any:
    quality_of(said)
    return said


def _name(said: object) -> str:
    if not isinstance(said, str) or not 1 <= len(said.strip()) <= _FILE_NAME_MOST:
        raise ValueError(f"should be a name of at most {_FILE_NAME_MOST} characters")
    return said.strip()


def _things(said: Any) -> list[Any]:
    """LoRAs or embeddings: names, or objects with a `name`; one may stand for a list of one."""
    listed: Sequence[Any] = said if isinstance(said, list | tuple) else [said]
    if len(listed) > _LORAS_MOST:
        raise ValueError(f"should have at most {_LORAS_MOST} entries")
    for one in listed:
        _name(one.get("name") if isinstance(one, Mapping) else one)
    return list(listed)


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "style": words_of,
    "lighting": words_of,
    "palette": palette_of,
    "aspect_ratio": aspect_ratio,
    "quality": _quality,
    "negative_prompt": words_of,
    "width": _count(SIDE_PX.start, SIDE_PX.stop - 1),
    "height": _count(SIDE_PX.start, SIDE_PX.stop - 1),
    "quality_threshold": _number(0, 1),
    "max_iterations": _count(1, ITERATIONS_MOST),
    "mode": _mode,
    "steps": _count(1, STEPS_MOST),
    "cfg": _number(0, CFG_MOST),
    "denoise": _number(0, 1, above=True),
    "seed": _count(0, SEED_MOST),
    "checkpoint": _name,
    "loras": _things,
    "embeddings": _things,
    "workflow": _name,
    "family": _name,
    "dialect": _name,
    "sampler": _name,
    "scheduler": _name,
    "clip_skip": _count(1, 12),
}
