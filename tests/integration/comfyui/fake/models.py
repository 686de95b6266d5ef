"""The model files of a fake server."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Models:
    """The files in the server's model folders."""

    checkpoints: tuple[str, ...] = ("tiny-sd15.safetensors",)
    loras: tuple[str, ...] = ("kai.safetensors",)
    control_nets: tuple[str, ...] = ("control_v11p_sd15_openpose.pth",)
    upscalers: tuple[str, ...] = ("RealESRGAN_x4plus_anime_6B.pth",)
    vaes: tuple[str, ...] = ("ae.safetensors",)
    diffusion: tuple[str, ...] = ("flux1-dev-kontext_fp8_scaled.safetensors",)
    text_encoders: tuple[str, ...] = ("clip_l.safetensors", "t5xxl_fp8_e4m3fn_scaled.safetensors")
    clip_visions: tuple[str, ...] = ("CLIP-ViT-H-14-laion2B-s32B-b79K.safetensors",)
    ip_adapters: tuple[str, ...] = ("ip-adapter-plus_sd15.safetensors",)
    embeddings: tuple[str, ...] = ("easynegative",)
