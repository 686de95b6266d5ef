"""How a model is sampled: by its family, unless the character's settings say otherwise."""

from __future__ import annotations

from typing import Any

from tools.backends.comfyui.families import Family
from tools.backends.comfyui.naming import named, short, told
from tools.backends.comfyui.nodes import NodeCatalogue
from tools.backends.comfyui.rendering_settings import RenderingSettings
from tools.ports.rendering import BackendRejectedError

_SEEDS = 2**64


def sampling(
    seed: int, family: Family, settings: RenderingSettings, nodes: NodeCatalogue
) -> dict[str, Any]:
    """Values for a sampler's slots.

    Raises `BackendRejectedError` for a sampler or scheduler that the server does not have.
    """
    return {
        "seed": seed % _SEEDS,
        "steps": settings.steps or family.steps,
        "cfg": family.cfg if settings.cfg is None else settings.cfg,
        "sampler": _one_of("sampler_name", settings.sampler, (family.sampler, "euler"), nodes),
        "scheduler": _one_of("scheduler", settings.scheduler, (family.scheduler, "normal"), nodes),
    }


def _one_of(kind: str, wanted: str | None, usual: tuple[str, ...], nodes: NodeCatalogue) -> str:
    offered = nodes.options("KSampler", kind)
    if wanted is None or not offered:
        return wanted or next((name for name in usual if name in offered), usual[0])
    found = named(wanted, offered)
    if found is None:
        raise BackendRejectedError(
            f"The server has no {kind.removesuffix('_name')} {short(wanted)}"
            f" ({told(wanted, offered)}).",
            code="COMFYUI_BAD_SETTINGS",
        )
    return found
