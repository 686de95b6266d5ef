"""The nodes that a fake server has."""

from __future__ import annotations

from tests.integration.comfyui.fake.models import Models
from tests.integration.comfyui.fake.nodes_custom import instant_id_nodes, ip_adapter_nodes
from tests.integration.comfyui.fake.nodes_loading import loaders
from tests.integration.comfyui.fake.nodes_pictures import (
    clip_nodes,
    mask_nodes,
    picture_nodes,
    saving_nodes,
)
from tests.integration.comfyui.fake.nodes_sampling import conditioning_nodes, latent_nodes
from tests.integration.comfyui.fake.specs import Node

__all__ = ["Models", "core_nodes", "instant_id_nodes", "ip_adapter_nodes"]


def core_nodes(models: Models) -> dict[str, Node]:
    """What every installation has; LoadImage's list of files is put in by the server."""
    return {
        **loaders(models),
        **conditioning_nodes(),
        **latent_nodes(),
        **picture_nodes(),
        **mask_nodes(),
        **saving_nodes(),
        **clip_nodes(),
    }
