"""The nodes that work on pictures and save them, with the inputs of the real ones."""

from __future__ import annotations

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

_RESIZERS = ("nearest-exact", "bilinear", "area", "bicubic", "lanczos")
_SAVED = {"prompt": "PROMPT", "extra_pnginfo": "EXTRA_PNGINFO"}


def picture_nodes() -> dict[str, Node]:
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


def mask_nodes() -> dict[str, Node]:
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


def saving_nodes() -> dict[str, Node]:
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


def clip_nodes() -> dict[str, Node]:
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
