"""How a ComfyUI server is, for people who look after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from tools.ports.rendering import BackendDownError

if TYPE_CHECKING:
    from tools.backends.comfyui.member import Member

_WORDS_MOST = 80


@dataclass(frozen=True, kw_only=True)
class ServerHealth:
    """`url` has no credentials. `waiting` counts the jobs that run and wait; `device` is what the
    server computes on. What a server did not say is empty."""

    url: str
    ok: bool
    detail: str
    version: str = ""
    device: str = ""
    waiting: int = 0


async def health_of(member: Member) -> ServerHealth:
    """Ask the server now, however it answered before. Never raises `BackendError`."""
    try:
        stats = await member.asked(member.server.stats)
        waiting = await member.asked(member.server.waiting)
    except BackendDownError:
        return ServerHealth(url=member.name, ok=False, detail=member.circuit.reason)
    version, device = version_in(stats), device_in(stats)
    told = (f"ComfyUI {version}" if version else "", device, f"{waiting} jobs")
    return ServerHealth(
        url=member.name,
        ok=True,
        detail=", ".join(filter(None, told)),
        version=version,
        device=device,
        waiting=waiting,
    )


def version_in(stats: Mapping[str, Any]) -> str:
    """The version in an answer to /system_stats; empty where there is none."""
    return _words(_mapping(stats.get("system")).get("comfyui_version"))


def device_in(stats: Mapping[str, Any]) -> str:
    """The first device of the answer, which computes; empty where there is none."""
    devices = stats.get("devices")
    first = cast("list[Any]", devices)[0] if isinstance(devices, list) and devices else None
    return _words(_mapping(first).get("name"))


def _words(value: Any) -> str:
    text = value if isinstance(value, str) else ""
    return "".join(c for c in text if c.isprintable())[:_WORDS_MOST].strip()


def _mapping(value: Any) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}
