"""What servers can do, read from their nodes and the files that these offer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tools.backends.comfyui.families import Family, family_of
from tools.backends.comfyui.filming import video_model
from tools.backends.comfyui.guiding import pose_control
from tools.backends.comfyui.identity import can_adapt, editing_model
from tools.backends.comfyui.models import models_of
from tools.backends.comfyui.nodes import NodeCatalogue
from tools.backends.comfyui.templates import node_kinds
from tools.ports.rendering import BackendRejectedError, Capability, Readiness

ALL: frozenset[Capability] = frozenset(
    {
        "text_to_image",
        "image_to_image",
        "identity_reference",
        "pose",
        "regional",
        "upscale",
        "video",
        "workflow",
    }
)


def abilities_of(nodes: NodeCatalogue) -> frozenset[Capability]:
    """What a server with these nodes and files can do."""
    draws = any(models_of(nodes, {"picture"})) and nodes.has(*node_kinds(["text_to_image"]))
    tests: Mapping[Capability, Callable[[], bool]] = {
        "text_to_image": lambda: draws,
        "image_to_image": lambda: draws and _has(nodes, "initial_picture"),
        "identity_reference": lambda: bool(editing_model(nodes)) or (draws and can_adapt(nodes)),
        "pose": lambda: draws and _poses(nodes),
        "regional": lambda: (
            draws and (_has(nodes, "region_by_mask") or _has(nodes, "region_by_area"))
        ),
        "upscale": lambda: draws and _enlarges(nodes),
        "video": lambda: _films(nodes),
        "workflow": lambda: True,
    }
    return frozenset(capability for capability, test in tests.items() if test())


def readiness(catalogues: Sequence[NodeCatalogue]) -> Readiness:
    """What the servers that answer can do together."""
    if not catalogues:
        return Readiness(
            ok=False,
            capabilities=frozenset(),
            detail="no ComfyUI server answers",
            advice="Start ComfyUI, and check the addresses that Echo Director has for it.",
        )
    found = frozenset[Capability]().union(*map(abilities_of, catalogues))
    models = {name for nodes in catalogues for name in nodes.checkpoints()}
    servers = f"{len(catalogues)} server{'' if len(catalogues) == 1 else 's'}"
    checkpoints = f"{len(models)} checkpoint{'' if len(models) == 1 else 's'}"
    drawing = bool(found & {"text_to_image", "identity_reference", "video"})
    return Readiness(
        ok=drawing,
        capabilities=found,
        detail=f"{servers} with {checkpoints}",
        advice="" if drawing else "Put a checkpoint into ComfyUI's folder models/checkpoints.",
    )


def _has(nodes: NodeCatalogue, patch: str) -> bool:
    return nodes.has(*node_kinds([f"patches/{patch}"]))


def _poses(nodes: NodeCatalogue) -> bool:
    families: Sequence[Family] = [family_of(name) for name in nodes.checkpoints()]
    return any(pose_control(family, nodes) for family in families)


def _enlarges(nodes: NodeCatalogue) -> bool:
    by_model = bool(nodes.upscalers()) and _has(nodes, "upscale_by_model")
    return by_model or _has(nodes, "upscale_by_latent")


def _films(nodes: NodeCatalogue) -> bool:
    for started in (True, False):
        try:
            video_model(nodes, started=started)
        except BackendRejectedError:
            continue
        return True
    return False
