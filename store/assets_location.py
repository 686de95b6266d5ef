"""Where asset bytes are kept: a folder, or a bucket that a URL and the environment name."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Generator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from obstore.exceptions import (
    AlreadyExistsError,
    BaseError,
    PermissionDeniedError,
    PreconditionError,
    UnauthenticatedError,
)
from obstore.store import LocalStore, ObjectStore, from_url

from tools.domain.errors import UnavailableError

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig

_BUCKETS = ("s3", "s3a", "gs", "az", "abfs", "abfss", "adl", "azure")
_ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")
_NO_BUCKET = ("NoSuchBucket", "ContainerNotFound", "The specified bucket does not exist")
_REFUSALS = (PermissionDeniedError, UnauthenticatedError)
_REFUSED = re.compile(r"status code: 40[13]\b")
_REMAINS = re.compile(r"#\d+$")
_RETRIES: RetryConfig = {
    "max_retries": 3,
    "retry_timeout": timedelta(seconds=20),
    "backoff": {
        "init_backoff": timedelta(milliseconds=100),
        "max_backoff": timedelta(seconds=2),
        "base": 2,
    },
}
_PATIENCE: ClientConfig = {
    "connect_timeout": timedelta(seconds=5),
    "read_timeout": timedelta(seconds=20),
    "timeout": timedelta(seconds=120),
}


class AssetStoreUnavailableError(UnavailableError):
    """The store itself cannot be used: this says nothing about whether a file is in it."""

    code = "ASSET_STORE_UNAVAILABLE"
    title = "Asset store not available"


def bucket_at(url: str | None, *, folder: Path) -> tuple[ObjectStore, str]:
    """The store at `url` (None: the folder, which is made), and what to call it in sentences.

    Credentials, region, endpoint and style of addresses come from the environment variables of the
    provider (`AWS_ACCESS_KEY_ID`, `AWS_REGION`, `AWS_ENDPOINT_URL`,
    `AWS_VIRTUAL_HOSTED_STYLE_REQUEST`, …). Nothing is asked of the store yet. Raises
    `AssetStoreUnavailableError` where the URL cannot be meant.
    """
    if url is None:
        return _folder(folder), f"the folder {folder}"
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.netloc in ("", "localhost") and parts.path:
        there = Path(unquote(parts.path))
        return _folder(there), f"the folder {there}"
    if parts.scheme not in _BUCKETS or not parts.netloc:
        raise AssetStoreUnavailableError(
            "ECHO_DIRECTOR_ASSETS_URL is none of s3://bucket/prefix, gs://bucket/prefix, "
            "az://container/prefix and file:///folder."
        )
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise AssetStoreUnavailableError(
            "ECHO_DIRECTOR_ASSETS_URL holds more than a bucket and a prefix. Credentials belong "
            "in the environment (AWS_ACCESS_KEY_ID and the like)."
        )
    place = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"
    client: ClientConfig = {**_PATIENCE}
    if parts.scheme.startswith("s3") and _plain_http_is_meant():
        client["allow_http"] = True
    try:
        return from_url(url, client_options=client, retry_config=_RETRIES), place
    except (BaseError, ValueError):
        raise AssetStoreUnavailableError(
            f"The asset store {place} is not configured as its provider needs it. Look at the "
            "environment variables of the provider."
        ) from None


@contextmanager
def told_of(place: str, *, writing: bool = False) -> Generator[None, None, None]:
    """Failures of the store become a sentence without its answers, which may repeat secrets.

    What is about one object passes: `FileNotFoundError` where one is missing that was read,
    `AlreadyExistsError`, `PreconditionError`.
    """
    try:
        yield
    except (AlreadyExistsError, PreconditionError):
        raise
    except FileNotFoundError as error:
        if writing or _no_bucket(error):
            raise _unusable(place, "there is no such bucket", "Make it first") from None
        raise
    except BaseError as error:
        if isinstance(error, _REFUSALS) or _REFUSED.search(str(error)):
            raise _unusable(
                place, "it refuses these credentials", "Look at the provider's variables"
            ) from None
        if _no_bucket(error):
            raise _unusable(place, "there is no such bucket", "Make it first") from None
        raise _unusable(place, "it does not answer as it should", "Try again later") from None
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise _unusable(place, f"it cannot be read or written ({why})", "Look at it") from None


def removed_remains(folder: Path, latest: float) -> int:
    """Delete the files `name#1` under which a folder's store writes, last written by `latest`.

    They stay where a process dies in the middle of a write. `latest` is in seconds since 1970.
    One that a live writer renames meanwhile is not remains. Returns how many bytes that freed.
    """
    freed = 0
    for remains in folder.rglob("*#*"):
        if not _REMAINS.search(remains.name):
            continue
        with suppress(FileNotFoundError):
            facts = remains.stat()
            if facts.st_mtime <= latest:
                remains.unlink()
                freed += facts.st_size
    return freed


def _no_bucket(error: Exception) -> bool:
    return any(code in str(error) for code in _NO_BUCKET)


def _unusable(place: str, why: str, what_to_do: str) -> AssetStoreUnavailableError:
    return AssetStoreUnavailableError(
        f"The asset store {place} cannot be used: {why}. {what_to_do}; "
        "`echo-director doctor` tests it."
    )


def _folder(folder: Path) -> LocalStore:
    with told_of(f"the folder {folder}"):
        folder.mkdir(parents=True, exist_ok=True)
        return LocalStore(folder)


def _plain_http_is_meant() -> bool:
    """Whether the endpoint is http and near: this machine, a private address, a bare host name.

    Elsewhere keys and pictures would travel open, which only AWS_ALLOW_HTTP=true allows.
    """
    endpoint = next((os.environ[name] for name in _ENDPOINTS if os.environ.get(name)), "")
    parts = urlsplit(endpoint)
    if parts.username or parts.password:
        raise AssetStoreUnavailableError(
            "The endpoint of the asset store (AWS_ENDPOINT_URL) holds credentials. They belong in "
            "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        )
    if parts.scheme != "http":
        return False
    if _near(parts.hostname or ""):
        return True
    if os.environ.get("AWS_ALLOW_HTTP", "").lower() in ("1", "true", "yes", "on"):
        return True
    raise AssetStoreUnavailableError(
        "The endpoint of the asset store (AWS_ENDPOINT_URL) is http at a public address. Use "
        "https, or set AWS_ALLOW_HTTP=true."
    )


def _near(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith((".localhost", ".local", ".internal"))
    return address.is_private or address.is_loopback
