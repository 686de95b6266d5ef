"""The nodes that a fake server has, with the inputs of the real ones."""

from __future__ import annotations

from dataclasses import dataclass

from tests.integration.comfyui.fake.specs import (
    MAX_SIDE,
    Node,
    flag,
    link,
    one_of,
    real,
    text,
    whole,
)

SAMPLERS = (
    "euler", "euler_cfg_pp", "euler_ancestral", "euler_ancestral_cfg_pp", "heun", "dpm_2",
    "dpm_2_ancestral", "lms", "dpmpp_2s_ancestral", "dpmpp_sde", "dpmpp_2m", "dpmpp_2m_sde",
    "dpmpp_3m_sde", "ddpm", "lcm", "ipndm", "deis", "res_multistep", "er_sde", "ddim", "uni_pc",
)  # fmt: skip
SCHEDULERS = (
    "simple", "sgm_uniform", "karras", "exponential", "ddim_uniform", "beta", "normal",
    "linear_quadratic", "kl_optimal",
)  # fmt: skip
_CLIP_TYPES = (
    "stable_diffusion", "stable_cascade", "sd3", "stable_audio", "mochi", "ltxv", "pixart",
    "cosmos", "lumina2", "wan", "hidream", "chroma", "ace", "omnigen2", "qwen_image",
)  # fmt: skip
_UNION_TYPES = (
    "auto", "openpose", "depth", "hed/pidi/scribble/ted", "canny/lineart/anime_lineart/mlsd",
    "normal", "segment", "tile", "repaint",
)  # fmt: skip
_RESIZERS = ("nearest-exact", "bilinear", "area", "bicubic", "lanczos")
_LATENT_RESIZERS = ("nearest-exact", "bilinear", "area", "bicubic", "bislerp")
_SAVED = {"prompt": "PROMPT", "extra_pnginfo": "EXTRA_PNGINFO"}
_ANY_SEED = 0xFFFFFFFFFFFFFFFF


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


def core_nodes(models: Models) -> dict[str, Node]:
    """What every installation has; LoadImage's list of files is put in by the server."""
    return {
        **_loaders(models),
        **_conditioning(),
        **_latents(),
        **_pictures(),
        **_masks(),
        **_saving(),
        **_clips(),
    }


def _loaders(models: Models) -> dict[str, Node]:
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


def _conditioning() -> dict[str, Node]:
    conditioning = link("CONDITIONING")
    strength = real(1.0, 0.0, 10.0)
    share = real(0.0, 0.0, 1.0)
    return {
        "CLIPTextEncode": Node(
            required={
                "text": ("STRING", {"multiline": True, "dynamicPrompts": True}),
                "clip": link("CLIP"),
            },
            outputs=("CONDITIONING",),
        ),
        "CLIPSetLastLayer": Node(
            required={"clip": link("CLIP"), "stop_at_clip_layer": whole(-1, -24, -1)},
            outputs=("CLIP",),
        ),
        "CLIPVisionEncode": Node(
            required={
                "clip_vision": link("CLIP_VISION"),
                "image": link("IMAGE"),
                "crop": one_of("center", "none"),
            },
            outputs=("CLIP_VISION_OUTPUT",),
        ),
        "ConditioningCombine": Node(
            required={"conditioning_1": conditioning, "conditioning_2": conditioning},
            outputs=("CONDITIONING",),
        ),
        "ConditioningConcat": Node(
            required={"conditioning_to": conditioning, "conditioning_from": conditioning},
            outputs=("CONDITIONING",),
        ),
        "ConditioningZeroOut": Node(
            required={"conditioning": conditioning}, outputs=("CONDITIONING",)
        ),
        "ConditioningSetMask": Node(
            required={
                "conditioning": conditioning,
                "mask": link("MASK"),
                "strength": strength,
                "set_cond_area": one_of("default", "mask bounds"),
            },
            outputs=("CONDITIONING",),
        ),
        "ConditioningSetArea": Node(
            required={
                "conditioning": conditioning,
                "width": whole(64, 64, MAX_SIDE, 8),
                "height": whole(64, 64, MAX_SIDE, 8),
                "x": whole(0, 0, MAX_SIDE, 8),
                "y": whole(0, 0, MAX_SIDE, 8),
                "strength": strength,
            },
            outputs=("CONDITIONING",),
        ),
        "ConditioningSetAreaPercentage": Node(
            required={
                "conditioning": conditioning,
                "width": real(1.0, 0, 1.0),
                "height": real(1.0, 0, 1.0),
                "x": share,
                "y": share,
                "strength": strength,
            },
            outputs=("CONDITIONING",),
        ),
        "ControlNetApplyAdvanced": Node(
            required={
                "positive": conditioning,
                "negative": conditioning,
                "control_net": link("CONTROL_NET"),
                "image": link("IMAGE"),
                "strength": strength,
                "start_percent": real(0.0, 0.0, 1.0, 0.001),
                "end_percent": real(1.0, 0.0, 1.0, 0.001),
            },
            optional={"vae": link("VAE")},
            outputs=("CONDITIONING", "CONDITIONING"),
        ),
        "FluxGuidance": Node(
            required={"conditioning": conditioning, "guidance": real(3.5, 0.0, 100.0, 0.1)},
            outputs=("CONDITIONING",),
            modern="new",
        ),
        "ReferenceLatent": Node(
            required={"conditioning": conditioning},
            optional={"latent": link("LATENT")},
            outputs=("CONDITIONING",),
            modern="new",
        ),
        "TextEncodeQwenImageEditPlus": Node(
            required={
                "clip": link("CLIP"),
                "prompt": text(multiline=True, dynamicPrompts=True),
            },
            optional={
                "vae": link("VAE"),
                "image1": link("IMAGE"),
                "image2": link("IMAGE"),
                "image3": link("IMAGE"),
            },
            outputs=("CONDITIONING",),
            modern="both",
        ),
    }


def _latents() -> dict[str, Node]:
    return {
        "EmptyLatentImage": Node(
            required={
                "width": whole(512, 16, MAX_SIDE, 8),
                "height": whole(512, 16, MAX_SIDE, 8),
                "batch_size": whole(1, 1, 4096),
            },
            outputs=("LATENT",),
        ),
        "EmptySD3LatentImage": Node(
            required={
                "width": whole(1024, 16, MAX_SIDE, 16),
                "height": whole(1024, 16, MAX_SIDE, 16),
                "batch_size": whole(1, 1, 4096),
            },
            outputs=("LATENT",),
            modern="new",
        ),
        "KSampler": Node(
            required={
                "model": link("MODEL"),
                "seed": whole(0, 0, _ANY_SEED, control_after_generate=True),
                "steps": whole(20, 1, 10000),
                "cfg": real(8.0, 0.0, 100.0, 0.1),
                "sampler_name": one_of(*SAMPLERS),
                "scheduler": one_of(*SCHEDULERS),
                "positive": link("CONDITIONING"),
                "negative": link("CONDITIONING"),
                "latent_image": link("LATENT"),
                "denoise": real(1.0, 0.0, 1.0),
            },
            outputs=("LATENT",),
        ),
        "VAEDecode": Node(
            required={"samples": link("LATENT"), "vae": link("VAE")}, outputs=("IMAGE",)
        ),
        "VAEEncode": Node(
            required={"pixels": link("IMAGE"), "vae": link("VAE")}, outputs=("LATENT",)
        ),
        "VAEEncodeForInpaint": Node(
            required={
                "pixels": link("IMAGE"),
                "vae": link("VAE"),
                "mask": link("MASK"),
                "grow_mask_by": whole(6, 0, 64),
            },
            outputs=("LATENT",),
        ),
        "SetLatentNoiseMask": Node(
            required={"samples": link("LATENT"), "mask": link("MASK")}, outputs=("LATENT",)
        ),
        "LatentUpscale": Node(
            required={
                "samples": link("LATENT"),
                "upscale_method": one_of(*_LATENT_RESIZERS),
                "width": whole(512, 0, MAX_SIDE, 8),
                "height": whole(512, 0, MAX_SIDE, 8),
                "crop": one_of("disabled", "center"),
            },
            outputs=("LATENT",),
        ),
        "LatentUpscaleBy": Node(
            required={
                "samples": link("LATENT"),
                "upscale_method": one_of(*_LATENT_RESIZERS),
                "scale_by": real(1.5, 0.01, 8.0),
            },
            outputs=("LATENT",),
        ),
        "RepeatLatentBatch": Node(
            required={"samples": link("LATENT"), "amount": whole(1, 1, 64)}, outputs=("LATENT",)
        ),
        "EmptyHunyuanLatentVideo": Node(
            required={
                "width": whole(848, 16, MAX_SIDE, 16),
                "height": whole(480, 16, MAX_SIDE, 16),
                "length": whole(25, 1, MAX_SIDE, 4),
                "batch_size": whole(1, 1, 4096),
            },
            outputs=("LATENT",),
            modern="new",
        ),
        "Wan22ImageToVideoLatent": Node(
            required={
                "vae": link("VAE"),
                "width": whole(1280, 32, MAX_SIDE, 32),
                "height": whole(704, 32, MAX_SIDE, 32),
                "length": whole(49, 1, MAX_SIDE, 4),
                "batch_size": whole(1, 1, 4096),
            },
            optional={"start_image": link("IMAGE")},
            outputs=("LATENT",),
            modern="both",
        ),
        "WanImageToVideo": Node(
            required={
                "positive": link("CONDITIONING"),
                "negative": link("CONDITIONING"),
                "vae": link("VAE"),
                "width": whole(832, 16, MAX_SIDE, 16),
                "height": whole(480, 16, MAX_SIDE, 16),
                "length": whole(81, 1, MAX_SIDE, 4),
                "batch_size": whole(1, 1, 4096),
            },
            optional={
                "clip_vision_output": link("CLIP_VISION_OUTPUT"),
                "start_image": link("IMAGE"),
            },
            outputs=("CONDITIONING", "CONDITIONING", "LATENT"),
            modern="both",
        ),
    }


def _pictures() -> dict[str, Node]:
    image = link("IMAGE")
    return {
        "LoadImage": Node(required={}, outputs=("IMAGE", "MASK")),
        "LoadImageMask": Node(required={}, outputs=("MASK",)),
        "EmptyImage": Node(
            required={
                "width": whole(512, 1, MAX_SIDE),
                "height": whole(512, 1, MAX_SIDE),
                "batch_size": whole(1, 1, 4096),
                "color": whole(0, 0, 0xFFFFFF, display="color"),
            },
            outputs=("IMAGE",),
        ),
        "ImageScale": Node(
            required={
                "image": image,
                "upscale_method": one_of(*_RESIZERS),
                "width": whole(512, 0, MAX_SIDE),
                "height": whole(512, 0, MAX_SIDE),
                "crop": one_of("disabled", "center"),
            },
            outputs=("IMAGE",),
        ),
        "ImageScaleBy": Node(
            required={
                "image": image,
                "upscale_method": one_of(*_RESIZERS),
                "scale_by": real(1.0, 0.01, 8.0),
            },
            outputs=("IMAGE",),
        ),
        "ImageUpscaleWithModel": Node(
            required={"upscale_model": link("UPSCALE_MODEL"), "image": image},
            outputs=("IMAGE",),
            modern="new",
        ),
        "ImageInvert": Node(required={"image": image}, outputs=("IMAGE",)),
        "ImageBatch": Node(required={"image1": image, "image2": image}, outputs=("IMAGE",)),
        "RepeatImageBatch": Node(
            required={"image": image, "amount": whole(1, 1, 4096)},
            outputs=("IMAGE",),
            modern="new",
        ),
        "ImageFromBatch": Node(
            required={
                "image": image,
                "batch_index": whole(0, 0, 4095),
                "length": whole(1, 1, 4096),
            },
            outputs=("IMAGE",),
            modern="new",
        ),
        "ImageCompositeMasked": Node(
            required={
                "destination": image,
                "source": image,
                "x": whole(0, 0, MAX_SIDE),
                "y": whole(0, 0, MAX_SIDE),
                "resize_source": flag(False),
            },
            optional={"mask": link("MASK")},
            outputs=("IMAGE",),
            modern="new",
        ),
        "ImageCrop": Node(
            required={
                "image": image,
                "width": whole(512, 1, MAX_SIDE),
                "height": whole(512, 1, MAX_SIDE),
                "x": whole(0, 0, MAX_SIDE),
                "y": whole(0, 0, MAX_SIDE),
            },
            outputs=("IMAGE",),
            modern="new",
        ),
        "FluxKontextImageScale": Node(required={"image": image}, outputs=("IMAGE",), modern="new"),
    }


def _masks() -> dict[str, Node]:
    mask = link("MASK")
    return {
        "SolidMask": Node(
            required={
                "value": real(1.0, 0.0, 1.0),
                "width": whole(512, 1, MAX_SIDE),
                "height": whole(512, 1, MAX_SIDE),
            },
            outputs=("MASK",),
            modern="new",
        ),
        "InvertMask": Node(required={"mask": mask}, outputs=("MASK",), modern="new"),
        "GrowMask": Node(
            required={
                "mask": mask,
                "expand": whole(0, -MAX_SIDE, MAX_SIDE),
                "tapered_corners": flag(True),
            },
            outputs=("MASK",),
            modern="new",
        ),
        "FeatherMask": Node(
            required={"mask": mask}
            | {side: whole(0, 0, MAX_SIDE) for side in ("left", "top", "right", "bottom")},
            outputs=("MASK",),
            modern="new",
        ),
        "MaskComposite": Node(
            required={
                "destination": mask,
                "source": mask,
                "x": whole(0, 0, MAX_SIDE),
                "y": whole(0, 0, MAX_SIDE),
                "operation": one_of("multiply", "add", "subtract", "and", "or", "xor"),
            },
            outputs=("MASK",),
            modern="new",
        ),
        "MaskToImage": Node(required={"mask": mask}, outputs=("IMAGE",), modern="new"),
        "ImageToMask": Node(
            required={
                "image": link("IMAGE"),
                "channel": one_of("red", "green", "blue", "alpha"),
            },
            outputs=("MASK",),
            modern="new",
        ),
        "JoinImageWithAlpha": Node(
            required={"image": link("IMAGE"), "alpha": mask}, outputs=("IMAGE",), modern="new"
        ),
    }


def _saving() -> dict[str, Node]:
    return {
        "SaveImage": Node(
            required={
                "images": ("IMAGE", {"tooltip": "The images to save."}),
                "filename_prefix": text("ComfyUI"),
            },
            outputs=(),
            output_node=True,
            hidden=_SAVED,
        ),
        "PreviewImage": Node(
            required={"images": link("IMAGE")}, outputs=(), output_node=True, hidden=_SAVED
        ),
    }


def _clips() -> dict[str, Node]:
    saving = {"images": link("IMAGE"), "filename_prefix": text("ComfyUI")}
    return {
        "CreateVideo": Node(
            required={"images": link("IMAGE"), "fps": real(30.0, 1.0, 120.0, 1.0)},
            optional={"audio": link("AUDIO")},
            outputs=("VIDEO",),
            modern="both",
        ),
        "SaveVideo": Node(
            required={
                "video": link("VIDEO"),
                "filename_prefix": text("video/ComfyUI"),
                "format": one_of("auto", "mp4", default="auto"),
                "codec": one_of("auto", "h264", default="auto"),
            },
            outputs=(),
            output_node=True,
            modern="both",
            hidden=_SAVED,
        ),
        "SaveWEBM": Node(
            required={
                **saving,
                "codec": one_of("vp9", "av1"),
                "fps": real(24.0, 0.01, 1000.0),
                "crf": real(32.0, 0, 63.0, 1),
            },
            outputs=(),
            output_node=True,
            modern="both",
            hidden=_SAVED,
        ),
        "SaveAnimatedWEBP": Node(
            required={
                **saving,
                "fps": real(6.0, 0.01, 1000.0),
                "lossless": flag(True),
                "quality": whole(80, 0, 100),
                "method": one_of("default", "fastest", "slowest"),
            },
            outputs=(),
            output_node=True,
            modern="new",
            hidden=_SAVED,
        ),
    }


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
