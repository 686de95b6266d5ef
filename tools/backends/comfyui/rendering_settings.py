"""What a character's definition says on how it is rendered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
)

from tools.backends.comfyui.families import Dialect, family_named, family_names
from tools.backends.comfyui.naming import short
from tools.backends.comfyui.naming import told as told_of
from tools.ports.rendering import BackendRejectedError

MOST_STRENGTH = 4.0
MOST_LORAS = 8
_STRICT = ConfigDict(frozen=True, extra="allow", str_strip_whitespace=True)


def _listed(value: Any) -> Any:
    """One thing in the place of a list of one; nothing for none."""
    return [] if value is None else value if isinstance(value, list | tuple) else [value]


def _as_object(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


Name = Annotated[str, Field(min_length=1, max_length=255)]


class Lora(BaseModel):
    """A LoRA by its file's name. `triggers` are words that have to stand in the prompt."""

    model_config = _STRICT

    name: Name
    strength: float = Field(1.0, ge=-MOST_STRENGTH, le=MOST_STRENGTH, allow_inf_nan=False)
    triggers: Annotated[tuple[Name, ...], BeforeValidator(_listed)] = Field(
        (), validation_alias=AliasChoices("trigger", "triggers", "trigger_words", "trigger_word")
    )


class Embedding(BaseModel):
    """A textual inversion by its name; `place` is the prompt that it belongs to."""

    model_config = _STRICT

    name: Name
    place: Literal["positive", "negative"] | None = Field(
        None, validation_alias=AliasChoices("place", "in", "prompt")
    )
    strength: float = Field(1.0, ge=0.0, le=MOST_STRENGTH, allow_inf_nan=False)

    @property
    def unwanted(self) -> bool:
        """Whether it stands for what a picture shall not show; told by its name if not said."""
        return self.place == "negative" or (self.place is None and "neg" in self.name.casefold())


class RenderingSettings(BaseModel):
    """The keys that are understood; every one may be left out."""

    model_config = _STRICT

    checkpoint: Name | None = Field(None, validation_alias=AliasChoices("checkpoint", "model"))
    loras: Annotated[
        tuple[Annotated[Lora, BeforeValidator(_as_object)], ...], BeforeValidator(_listed)
    ] = Field((), max_length=MOST_LORAS, validation_alias=AliasChoices("loras", "lora"))
    embeddings: Annotated[
        tuple[Annotated[Embedding, BeforeValidator(_as_object)], ...], BeforeValidator(_listed)
    ] = Field((), max_length=MOST_LORAS, validation_alias=AliasChoices("embeddings", "embedding"))
    workflow: Any = None
    family: Name | None = None
    dialect: Dialect | None = Field(
        None, validation_alias=AliasChoices("dialect", "prompt_dialect")
    )
    sampler: Name | None = Field(None, validation_alias=AliasChoices("sampler", "sampler_name"))
    scheduler: Name | None = None
    steps: int | None = Field(None, ge=1, le=200)
    cfg: float | None = Field(None, ge=0.0, le=30.0, allow_inf_nan=False)
    denoise: float | None = Field(None, gt=0.0, le=1.0, allow_inf_nan=False)
    clip_skip: int | None = Field(None, ge=1, le=12)

    @property
    def not_understood(self) -> tuple[str, ...]:
        """Keys that mean nothing here, with those of LoRAs and embeddings."""
        inner = [
            f"{kind}.{key}"
            for kind, things in (("loras", self.loras), ("embeddings", self.embeddings))
            for thing in things
            for key in thing.model_extra or {}
        ]
        return tuple(dict.fromkeys([*(self.model_extra or {}), *inner]))


def settings_of(definition: Mapping[str, Any]) -> RenderingSettings:
    """The definition's `rendering`. Raises `BackendRejectedError` that names what is malformed."""
    told = definition.get("rendering")
    if told is None:
        return RenderingSettings.model_validate({})
    if not isinstance(told, Mapping):
        raise _malformed(definition, "should be an object")
    wanted = {key: value for key, value in told.items() if value is not None and value != ""}
    try:
        settings = RenderingSettings.model_validate(wanted)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        said = first["msg"][:1].lower() + first["msg"][1:]
        raise _malformed(definition, f"at {short(place)}: {short(said, 160)}") from error
    if settings.family and family_named(settings.family) is None:
        near = told_of(settings.family, family_names())
        raise _malformed(definition, f"name no known family: {short(settings.family)} ({near})")
    return settings


def _malformed(definition: Mapping[str, Any], said: str) -> BackendRejectedError:
    return BackendRejectedError(
        f"The rendering settings of {short(definition.get('name') or 'the character')} {said}.",
        code="COMFYUI_BAD_SETTINGS",
    )
