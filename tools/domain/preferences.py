"""What a generation takes from preferences, and from whose.

Nearest first: what the request itself says; its own preferences; the character's
`generation_preferences`; the user's saved ones; then the defaults. Words to keep out are added up,
everything else is taken from the nearest that says it. A `style` that is a saved style's name
brings that style's other parameters with it, right after those of whoever named it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from tools.domain.errors import InvalidError
from tools.domain.generation_params import RENDERING, SAMPLING, Params, read_params
from tools.domain.generations import Mode
from tools.domain.naming import fold
from tools.domain.provenance import Preferred, PreferredBy
from tools.domain.qualities import quality_of
from tools.domain.sides import sides_of
from tools.domain.styles import StyleTemplate


class Steerable(Protocol):
    """An order before defaults; None and what is empty are left open."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def prompt(self) -> str: ...
    @property
    def style(self) -> str: ...
    @property
    def lighting(self) -> str: ...
    @property
    def palette(self) -> tuple[str, ...]: ...
    @property
    def width(self) -> int | None: ...
    @property
    def height(self) -> int | None: ...
    @property
    def quality_threshold(self) -> float | None: ...
    @property
    def max_iterations(self) -> int | None: ...
    @property
    def mode(self) -> Mode | None: ...
    @property
    def seed(self) -> int | None: ...
    @property
    def negative_prompt(self) -> str | None: ...
    @property
    def kept_out(self) -> tuple[str, ...]: ...
    @property
    def rendering(self) -> Mapping[str, Any]: ...


W = TypeVar("W", bound=Steerable)


@dataclass(frozen=True, kw_only=True)
class Steered(Generic[W]):
    """The wish with what was preferred; `notes` are sentences on what could not be taken."""

    wish: W
    preferences: tuple[Preferred, ...] = ()
    notes: tuple[str, ...] = ()


def preferred(
    wish: W,
    *,
    side_px: int,
    user_preferences: Mapping[str, Any] | None = None,
    character: Mapping[str, Any] | None = None,
    rendering: Mapping[str, Any] | None = None,
    saved: Mapping[str, Any] | None = None,
    styles: Mapping[str, StyleTemplate] | None = None,
) -> Steered[W]:
    """The wish, completed by preferences where it leaves a parameter open.

    `user_preferences` came with the request, `character` is the character's
    `generation_preferences` and `rendering` its own, before which only the request's go; `saved`
    are the user's. Each holds parameters of `tools.domain.generation_params`; a value may stand in
    `{"value": …}`. `styles` are saved styles by their folded name. Raises `InvalidError` with
    `errors` for a fault in the request's own preferences; elsewhere it becomes a note.
    """
    levels = [
        _Level("request", _read(user_preferences)),
        _Level("character", _read(character)),
        _Level("user", _read(saved)),
    ]
    _refuse(levels[0].params)
    taking = _Taking(wish=wish, side_px=side_px, own=frozenset(rendering or {}))
    for level in _with_style(wish.style, levels, styles or {}):
        taking.take(level)
    return Steered(wish=taking.done(), preferences=tuple(taking.told), notes=_notes(levels))


def style_names(wish: Steerable, *documents: Mapping[str, Any] | None) -> list[str]:
    """What may be the name of a saved style: the styles that are said, wherever they are."""
    said = [wish.style, *(_read(document).values.get("style", "") for document in documents)]
    return [one for one in dict.fromkeys(said) if one]


@dataclass(frozen=True)
class _Level:
    source: PreferredBy
    params: Params
    template: str = ""

    @property
    def style(self) -> str:
        return self.params.values.get("style", "")


@dataclass(kw_only=True)
class _Taking(Generic[W]):
    """A wish in completion: what is set so far, and from where."""

    wish: W
    side_px: int
    own: frozenset[str]
    set: dict[str, Any] = field(default_factory=dict[str, Any])
    told: list[Preferred] = field(default_factory=list[Preferred])

    def take(self, level: _Level) -> None:
        values = self._heard(level)
        for name in ("style", "lighting"):
            if name in values and (not self.wish.prompt or self._names_its_style(level)):
                self._set(level, name, name, values[name])
        for name in ("palette", "width", "height", "quality_threshold", "max_iterations", "mode",
                     "seed", *SAMPLING):  # fmt: skip
            if name in values:
                self._set(level, name, name, values[name])
        if "aspect_ratio" in values:
            self._take_shape(level, values["aspect_ratio"])
        if "quality" in values:
            quality = quality_of(values["quality"])
            self._set(level, "quality", "quality_threshold", quality.quality_threshold)
            self._set(level, "quality", "max_iterations", quality.max_iterations)
            if quality.steps is not None and not self._owned(level, "steps"):
                self._set(level, "quality", "steps", quality.steps)
        if "negative_prompt" in values and self.wish.negative_prompt is None:
            self._keep_out(level, values["negative_prompt"])
        self._render(level)

    def done(self) -> W:
        return replace(self.wish, **self.set) if self.set else self.wish

    def _heard(self, level: _Level) -> Mapping[str, Any]:
        """Its values, without those that the character's own rendering has."""
        values = level.params.values
        return {name: said for name, said in values.items() if not self._owned(level, name)}

    def _owned(self, level: _Level, name: str) -> bool:
        return level.source != "request" and name in self.own and name in (*RENDERING, *SAMPLING)

    def _now(self, parameter: str) -> Any:
        return self.set.get(parameter, getattr(self.wish, parameter))

    def _set(self, level: _Level, preference: str, parameter: str, value: Any) -> None:
        is_open = self._now(parameter) in (None, "", ())
        if is_open or (parameter == "style" and self._names_its_style(level)):
            self.set[parameter] = value
            self.told = [one for one in self.told if one.parameter != parameter]
            if value != "":
                self._tell(level, preference, parameter, value)

    def _take_shape(self, level: _Level, ratio: str) -> None:
        width, height = self._now("width"), self._now("height")
        if width is not None and height is not None:
            return
        sides = sides_of(ratio, self.side_px, width=width, height=height)
        for parameter, value in zip(("width", "height"), sides, strict=True):
            self._set(level, "aspect_ratio", parameter, value)

    def _keep_out(self, level: _Level, words: str) -> None:
        before: tuple[str, ...] = self._now("kept_out")
        if words not in before:
            self.set["kept_out"] = (*before, words)
            self._tell(level, "negative_prompt", "negative_prompt", words)

    def _render(self, level: _Level) -> None:
        for name, value in level.params.rendering.items():
            before: Mapping[str, Any] = self._now("rendering")
            if name not in before and not self._owned(level, name):
                self.set["rendering"] = {**before, name: value}
                self._tell(level, name, f"rendering.{name}", value)

    def _names_its_style(self, level: _Level) -> bool:
        """Whether the style that is said so far is the name of the level's saved style."""
        return bool(level.template) and fold(self._now("style")) == fold(level.template)

    def _tell(self, level: _Level, preference: str, parameter: str, value: Any) -> None:
        self.told.append(
            Preferred(
                preference=preference,
                parameter=parameter,
                value=list(value) if isinstance(value, tuple) else value,
                source=level.source,
                template=level.template,
            )
        )


def _with_style(
    wished: str, levels: list[_Level], styles: Mapping[str, StyleTemplate]
) -> list[_Level]:
    """The levels, with the saved style that is named by the nearest of them to say a style."""
    sayers = [("", -1), *((level.style, at) for at, level in enumerate(levels))]
    sayers[0] = (wished, -1)
    said, at = next(((said, at) for said, at in sayers if said), ("", -1))
    template = styles.get(fold(said)) if said else None
    if template is None:
        return levels
    source: PreferredBy = levels[max(at, 0)].source
    params = read_params(template.generation_params)
    worded = replace(params, values={**params.values, "style": template.words})
    behind = max(at, 0) + 1
    return [*levels[:behind], _Level(source, worded, template.name), *levels[behind:]]


def _read(document: Mapping[str, Any] | None) -> Params:
    """The parameters; a value may stand alone or in `{"value": …}`."""
    return read_params({key: _bare(said) for key, said in (document or {}).items()})


def _bare(said: Any) -> Any:
    return said["value"] if isinstance(said, Mapping) and "value" in said else said


def _refuse(params: Params) -> None:
    if params.faults:
        first = params.faults[0]
        raise InvalidError(
            f"The preference {first.key} {first.message}.",
            code="BAD_PREFERENCE",
            errors=[
                {"path": f"$.user_preferences.{fault.key}", "message": fault.message}
                for fault in params.faults
            ],
        )


def _notes(levels: list[_Level]) -> tuple[str, ...]:
    whose = {"request": "request's", "character": "character's", "user": "user's"}
    unfit = [
        f"The {whose[level.source]} preference {fault.key[:40]} was left out: it {fault.message}."
        for level in levels
        for fault in level.params.faults
    ]
    unknown = [
        f"The request's preference {key[:40]} means nothing to a generation."
        for key in levels[0].params.unknown
    ]
    return (*unfit, *unknown[:8])
