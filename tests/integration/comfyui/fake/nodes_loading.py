"""The nodes that load models, with the inputs of the real ones."""

from __future__ import annotations

from tests.integration.comfyui.fake.models import Models
from tests.integration.comfyui.fake.specs import (
    Node,
    link,
    one_of,
    real,
)

_CLIP_TYPES = (
    "stable_diffusion", "stable_cascade", "sd3", "stable_audio", "mochi", "ltxv", "pixart",
    "cosmos", "lumina2", "wan", "hidream", "chroma", "ace", "omnigen2", "qwen_image",
)  # fmt: skip
_UNION_TYPES = (
    "auto", "openpose", "depth", "hed/pidi/scribble/ted", "canny/lineart/anime_lineart/mlsd",
    "normal", "segment", "tile", "repaint",
)  # fmt: skip


def loaders(models: Models) -> dict[str, Node]:
    device = one_of("default", "cpu", advanced=True)
    return {
        "CheckpointLoaderSimple": Node(
            required={"ckpt_name": one_of(*models.checkpoints, tooltip="The checkpoint to load.")},
            outputs=("MODEL", "CLIP", "VAE"),
        ),
        "ImageOnlyCheckpointLoader": Node(
            required={"ckpt_name": one_of(*models.checkpoints)},
            outputs=("MODEL", "CLIP_VISION", "VAE"),
        ),
        "UNETLoader": Node(
            required={
                "unet_name": one_of(*models.diffusion),
                "weight_dtype": one_of("default", "fp8_e4m3fn", "fp8_e4m3fn_fast", "fp8_e5m2"),
            },
            outputs=("MODEL",),
        ),
        "CLIPLoader": Node(
            required={
                "clip_name": one_of(*models.text_encoders),
                "type": one_of(*_CLIP_TYPES),
            },
            optional={"device": device},
            outputs=("CLIP",),
        ),
        "DualCLIPLoader": Node(
            required={
                "clip_name1": one_of(*models.text_encoders),
                "clip_name2": one_of(*models.text_encoders),
                "type": one_of("sdxl", "sd3", "flux", "hunyuan_video", "hidream"),
            },
            optional={"device": device},
            outputs=("CLIP",),
        ),
        "VAELoader": Node(required={"vae_name": one_of(*models.vaes)}, outputs=("VAE",)),
        "LoraLoader": Node(
            required={
                "model": link("MODEL"),
                "clip": link("CLIP"),
                "lora_name": one_of(*models.loras),
                "strength_model": real(1.0, -100.0, 100.0),
                "strength_clip": real(1.0, -100.0, 100.0),
            },
            outputs=("MODEL", "CLIP"),
        ),
        "LoraLoaderModelOnly": Node(
            required={
                "model": link("MODEL"),
                "lora_name": one_of(*models.loras),
                "strength_model": real(1.0, -100.0, 100.0),
            },
            outputs=("MODEL",),
        ),
        "ControlNetLoader": Node(
            required={"control_net_name": one_of(*models.control_nets)}, outputs=("CONTROL_NET",)
        ),
        "SetUnionControlNetType": Node(
            required={
                "control_net": link("CONTROL_NET"),
                "type": one_of(*_UNION_TYPES),
            },
            outputs=("CONTROL_NET",),
            modern="new",
        ),
        "UpscaleModelLoader": Node(
            required={"model_name": one_of(*models.upscalers)},
            outputs=("UPSCALE_MODEL",),
            modern="new",
        ),
        "CLIPVisionLoader": Node(
            required={"clip_name": one_of(*models.clip_visions)}, outputs=("CLIP_VISION",)
        ),
        "ModelSamplingSD3": Node(
            required={"model": link("MODEL"), "shift": real(3.0, 0.0, 100.0)}, outputs=("MODEL",)
        ),
        "ModelSamplingAuraFlow": Node(
            required={"model": link("MODEL"), "shift": real(1.73, 0.0, 100.0)}, outputs=("MODEL",)
        ),
    }
