"""Nodes that do not come with ComfyUI, with the inputs of the real ones."""

from __future__ import annotations

from tests.integration.comfyui.fake.models import Models
from tests.integration.comfyui.fake.specs import (
    Node,
    link,
    one_of,
    real,
)


def ip_adapter_nodes(models: Models) -> dict[str, Node]:
    """The custom nodes ComfyUI_IPAdapter_plus."""
    weight_types = (
        "linear", "ease in", "ease out", "ease in-out", "reverse in-out", "weak input",
        "weak output", "weak middle", "strong middle", "style transfer", "composition",
        "strong style transfer", "style and composition", "style transfer precise",
        "composition precise",
    )  # fmt: skip
    start, end = real(0.0, 0.0, 1.0, 0.001), real(1.0, 0.0, 1.0, 0.001)
    return {
        "IPAdapterModelLoader": Node(
            required={"ipadapter_file": one_of(*models.ip_adapters)}, outputs=("IPADAPTER",)
        ),
        "IPAdapterUnifiedLoader": Node(
            required={
                "model": link("MODEL"),
                "preset": one_of(
                    "LIGHT - SD1.5 only (low strength)",
                    "STANDARD (medium strength)",
                    "VIT-G (medium strength)",
                    "PLUS (high strength)",
                    "PLUS FACE (portraits)",
                    "FULL FACE - SD1.5 only (portraits stronger)",
                ),
            },
            optional={"ipadapter": link("IPADAPTER")},
            outputs=("MODEL", "IPADAPTER"),
        ),
        "IPAdapter": Node(
            required={
                "model": link("MODEL"),
                "ipadapter": link("IPADAPTER"),
                "image": link("IMAGE"),
                "weight": real(1.0, -1.0, 3.0, 0.05),
                "start_at": start,
                "end_at": end,
                "weight_type": one_of("standard", "prompt is more important", "style transfer"),
            },
            optional={"attn_mask": link("MASK")},
            outputs=("MODEL",),
        ),
        "IPAdapterAdvanced": Node(
            required={
                "model": link("MODEL"),
                "ipadapter": link("IPADAPTER"),
                "image": link("IMAGE"),
                "weight": real(1.0, -1.0, 5.0, 0.05),
                "weight_type": one_of(*weight_types),
                "combine_embeds": one_of("concat", "add", "subtract", "average", "norm average"),
                "start_at": start,
                "end_at": end,
                "embeds_scaling": one_of("V only", "K+V", "K+V w/ C penalty"),
            },
            optional={
                "image_negative": link("IMAGE"),
                "attn_mask": link("MASK"),
                "clip_vision": link("CLIP_VISION"),
            },
            outputs=("MODEL",),
        ),
    }


def instant_id_nodes(models: Models) -> dict[str, Node]:
    """The custom nodes ComfyUI_InstantID."""
    return {
        "InstantIDModelLoader": Node(
            required={"instantid_file": one_of("ip-adapter.bin")}, outputs=("INSTANTID",)
        ),
        "InstantIDFaceAnalysis": Node(
            required={"provider": one_of("CPU", "CUDA", "ROCM", "CoreML")},
            outputs=("FACEANALYSIS",),
        ),
        "ApplyInstantID": Node(
            required={
                "instantid": link("INSTANTID"),
                "insightface": link("FACEANALYSIS"),
                "control_net": link("CONTROL_NET"),
                "image": link("IMAGE"),
                "model": link("MODEL"),
                "positive": link("CONDITIONING"),
                "negative": link("CONDITIONING"),
                "weight": real(0.8, 0.0, 5.0),
                "start_at": real(0.0, 0.0, 1.0, 0.001),
                "end_at": real(1.0, 0.0, 1.0, 0.001),
            },
            optional={"image_kps": link("IMAGE"), "mask": link("MASK")},
            outputs=("MODEL", "CONDITIONING", "CONDITIONING"),
        ),
    }
