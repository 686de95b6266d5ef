"""What the environment says."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from tools.domain.generations import FRAMES_MOST

Backend = Literal["sketch", "cutout", "comfyui", "gemini"]


class Settings(BaseSettings):
    """`ECHO_DIRECTOR_…` variables, and the keys of hosted models under their usual names."""

    model_config = SettingsConfigDict(env_prefix="ECHO_DIRECTOR_", extra="ignore", frozen=True)

    data_dir: Path = Path(".echo-director")
    database_url: SecretStr | None = None
    pg_bin: Path | None = None
    model: str = "embedded"
    backend: Annotated[tuple[Backend, ...], NoDecode] = ("sketch", "cutout")
    clip: str | None = None
    vision_model: str | None = None
    gemini_api_key: SecretStr | None = Field(default=None, validation_alias="GEMINI_API_KEY")
    openai_api_key: SecretStr | None = Field(default=None, validation_alias="OPENAI_API_KEY")
    openai_base_url: str | None = Field(default=None, validation_alias="OPENAI_BASE_URL")
    gemini_base_url: str | None = Field(default=None, validation_alias="GOOGLE_GEMINI_BASE_URL")
    api_key: SecretStr | None = None
    image_model: str | None = None
    comfyui_urls: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    echo_brain_url: SecretStr | None = None
    assets_url: str | None = None
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    webhook_urls: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    webhook_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    daily_limit_usd: float | None = Field(default=None, ge=0)
    picture_metadata: Literal["strip", "keep"] = "strip"
    worker_concurrency: int = Field(default=4, ge=0)
    patience_s: float = Field(default=10.0, ge=0)
    picture_side_px: int = Field(default=1024, ge=64, le=2048)
    clip_frames_most: int = Field(default=FRAMES_MOST, ge=2, le=FRAMES_MOST)
    lease_s: float = Field(default=15.0, gt=0)
    render_workers: int | None = Field(default=None, ge=1)

    @field_validator(
        "backend", "comfyui_urls", "webhook_urls", "webhook_hosts", "allowed_hosts", mode="before"
    )
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator(
        "database_url",
        "api_key",
        "echo_brain_url",
        "assets_url",
        "image_model",
        "vision_model",
        mode="before",
    )
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        return value or None
