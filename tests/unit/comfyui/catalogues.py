"""Node catalogues of both families of servers, and requests, for tests of what is sent."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

from PIL import Image

from tests.integration.comfyui.fake.nodes import (
    Models,
    core_nodes,
    instant_id_nodes,
    ip_adapter_nodes,
)
from tests.integration.comfyui.fake.specs import described, link, one_of
from tools.backends.comfyui.nodes import NodeCatalogue
from tools.backends.comfyui.plan import Plan, stand_ins
from tools.backends.comfyui.planning import Planner
from tools.ports.guiding import Guides
from tools.ports.rendering import Reference, RenderRequest

WAN = Models(
    diffusion=("wan2.1_i2v_480p_14B.safetensors",),
    text_encoders=("umt5_xxl_fp8_e4m3fn_scaled.safetensors",),
    vaes=("wan_2.1_vae.safetensors",),
)
QWEN = Models(
    diffusion=("qwen_image_edit_2509_fp8_e4m3fn.safetensors",),
    text_encoders=("qwen_2.5_vl_7b_fp8_scaled.safetensors",),
    vaes=("qwen_image_vae.safetensors",),
)
PLAIN = Models(loras=(), control_nets=(), upscalers=(), diffusion=(), text_encoders=(), vaes=())
"""One checkpoint and nothing else."""


def info(
    models: Models | None = None,
    *,
    new_family: bool = True,
    ip_adapter: bool = False,
    instant_id: bool = False,
    without: tuple[str, ...] = (),
) -> dict[str, Any]:
    """What /object_info says."""
    known = models or Models()
    nodes = core_nodes(known)
    pictures = one_of("example.png", image_upload=True)
    nodes["LoadImage"] = replace(nodes["LoadImage"], required={"image": pictures})
    channels = one_of("alpha", "red", "green", "blue")
    nodes["LoadImageMask"] = replace(
        nodes["LoadImageMask"], required={"image": pictures, "channel": channels}
    )
    nodes |= ip_adapter_nodes(known) if ip_adapter else {}
    nodes |= instant_id_nodes(known) if instant_id else {}
    assert link("IMAGE") == ("IMAGE", {})
    return {
        name: described(name, node, new_family=new_family)
        for name, node in nodes.items()
        if name not in without
    }


def catalogue(models: Models | None = None, **options: Any) -> NodeCatalogue:
    return NodeCatalogue(info(models, **options))


def planned(request: RenderRequest, nodes: NodeCatalogue) -> Plan:
    """What would be sent to a server of these nodes."""
    return Planner(request, "0000", stand_ins(request)).plan(nodes)


def kinds_in(plan: Plan) -> list[str]:
    return [node["class_type"] for node in plan.graph.values()]


def only(plan: Plan, kind: str) -> dict[str, Any]:
    """The inputs of the graph's one node of that kind."""
    found = [node["inputs"] for node in plan.graph.values() if node["class_type"] == kind]
    assert len(found) == 1, f"{len(found)} nodes of kind {kind}"
    return found[0]


def png(color: str, width: int = 64, height: int = 64) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), color).save(buffer, "PNG")
    return buffer.getvalue()


def reference(color: str = "navy") -> Reference:
    return Reference(sha256=color, data=png(color))


def guides(*masks: str) -> Guides:
    return Guides(
        pose=png("black"),
        rough=png("olive"),
        masks={name: png("white", 64 + number) for number, name in enumerate(masks)},
    )


def character(name: str = "Kai", **rendering: Any) -> dict[str, Any]:
    return {
        "name": name,
        "description": "",
        "appearance": {"hair": "spiky black hair", "eyes": "green"},
        "rendering": rendering,
    }
