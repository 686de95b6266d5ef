"""The nodes from words to latents, with the inputs of the real ones."""

from __future__ import annotations

from tests.integration.comfyui.fake.specs import (
    MAX_SIDE,
    Node,
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
_LATENT_RESIZERS = ("nearest-exact", "bilinear", "area", "bicubic", "bislerp")
_ANY_SEED = 0xFFFFFFFFFFFFFFFF


def conditioning_nodes() -> dict[str, Node]:
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


def latent_nodes() -> dict[str, Node]:
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
