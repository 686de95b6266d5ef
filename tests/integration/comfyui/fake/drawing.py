"""What the nodes of a fake server make: deterministic pictures from prompt, seed and inputs."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from PIL import Image

from tests.integration.comfyui.fake.saving import SAVERS
from tests.integration.comfyui.fake.values import Kitchen, Latent, Made, Pictures, digest


def made(kind: str, inputs: Mapping[str, Any], outputs: int, kitchen: Kitchen) -> Made:
    """Outputs of the node, and what it shows, if it is an output node."""
    if kind in SAVERS:
        return (), SAVERS[kind](inputs, kitchen)
    if kind in _MAKERS:
        result = _MAKERS[kind](inputs, kitchen)
        return (result if isinstance(result, tuple) else (result,)), None
    mark = digest(kind, *sorted((k, _mark(v)) for k, v in inputs.items()))
    return tuple(f"{kind}:{slot}:{mark}" for slot in range(outputs)), None


def sampled(inputs: Mapping[str, Any]) -> Latent:
    """Noise in the size of the latent, mixed with what was encoded by `denoise`."""
    latent: Latent = inputs["latent_image"]
    names = ("model", "positive", "negative", "seed", "steps", "cfg", "sampler_name")
    seed = int(digest(*(_mark(inputs[name]) for name in names))[:16], 16)
    rng = np.random.default_rng(seed)
    frames = []
    for frame in range(latent.frames):
        coarse = rng.integers(0, 256, (8, 8, 3), dtype=np.uint8)
        fresh = np.asarray(
            Image.fromarray(coarse).resize((latent.width, latent.height), Image.Resampling.BICUBIC)
        )
        if latent.pictures is not None:
            kept = latent.pictures[min(frame, len(latent.pictures) - 1), :, :, :3]
            share = float(inputs["denoise"])
            fresh = (kept * (1 - share) + fresh * share).astype(np.uint8)
        frames.append(fresh)
    return Latent(latent.width, latent.height, latent.frames, np.stack(frames))


def preview(latent: Latent) -> bytes:
    """A small JPEG."""
    assert latent.pictures is not None
    content = io.BytesIO()
    Image.fromarray(latent.pictures[0]).resize((32, 32)).save(content, "JPEG")
    return content.getvalue()


def _mark(value: Any) -> str:
    if isinstance(value, Latent):
        return digest(value.width, value.height, value.frames, _mark(value.pictures))
    return digest(value)


def _load(inputs: Mapping[str, Any], kitchen: Kitchen) -> tuple[Pictures, np.ndarray]:
    picture = _opened(inputs, kitchen)
    has_alpha = "A" in picture.getbands()
    rgba = np.asarray(picture.convert("RGBA"))
    mask = 1.0 - rgba[:, :, 3] / 255.0 if has_alpha else np.zeros((64, 64))
    return rgba[None, :, :, :3], mask[None]


def _load_mask(inputs: Mapping[str, Any], kitchen: Kitchen) -> np.ndarray:
    rgba = np.asarray(_opened(inputs, kitchen).convert("RGBA")) / 255.0
    channel = ["red", "green", "blue", "alpha"].index(inputs["channel"])
    return (1.0 - rgba[:, :, 3] if channel == 3 else rgba[:, :, channel])[None]


def _opened(inputs: Mapping[str, Any], kitchen: Kitchen) -> Image.Image:
    data = kitchen.files.annotated(inputs["image"])
    assert data is not None
    try:
        picture = Image.open(io.BytesIO(data))
        picture.load()
    except (OSError, SyntaxError) as error:
        raise OSError("Truncated File Read\n") from error
    return picture


def _resized(pictures: Pictures, width: int, height: int) -> Pictures:
    return np.stack(
        [np.asarray(Image.fromarray(frame).resize((width, height))) for frame in pictures]
    )


def _scaled(inputs: Mapping[str, Any], kitchen: Kitchen) -> Pictures:
    image: Pictures = inputs["image"]
    height, width = image.shape[1:3]
    if "upscale_model" in inputs:
        return _resized(image, width * 4, height * 4)
    if "scale_by" in inputs:
        factor = inputs["scale_by"]
        return _resized(image, round(width * factor), round(height * factor))
    if "width" in inputs:
        return _resized(image, inputs["width"] or width, inputs["height"] or height)
    return image


def _latent_scaled(inputs: Mapping[str, Any], kitchen: Kitchen) -> Latent:
    latent: Latent = inputs["samples"]
    factor = inputs.get("scale_by")
    width = round(latent.width * factor) // 8 * 8 if factor else inputs["width"]
    height = round(latent.height * factor) // 8 * 8 if factor else inputs["height"]
    pictures = latent.pictures
    grown = None if pictures is None else _resized(pictures, width, height)
    return Latent(width, height, latent.frames, grown)


def _encoded(inputs: Mapping[str, Any], kitchen: Kitchen) -> Latent:
    pixels: Pictures = inputs["pixels"]
    height, width = (side // 8 * 8 for side in pixels.shape[1:3])
    return Latent(width, height, len(pixels), pixels[:, :height, :width, :3])


def _decoded(inputs: Mapping[str, Any], kitchen: Kitchen) -> Pictures:
    latent: Latent = inputs["samples"]
    if latent.pictures is not None:
        return latent.pictures
    return np.zeros((latent.frames, latent.height, latent.width, 3), np.uint8)


def _empty_latent(inputs: Mapping[str, Any], kitchen: Kitchen) -> Latent:
    frames = inputs.get("length", 1) * inputs.get("batch_size", 1)
    return Latent(inputs["width"] // 8 * 8, inputs["height"] // 8 * 8, frames)


def _video_latent(inputs: Mapping[str, Any], kitchen: Kitchen) -> Latent:
    empty = _empty_latent(inputs, kitchen)
    start = inputs.get("start_image")
    shown = None if start is None else _resized(start[:, :, :, :3], empty.width, empty.height)
    return Latent(empty.width, empty.height, empty.frames, shown)


def _image_to_video(inputs: Mapping[str, Any], kitchen: Kitchen) -> tuple[Any, Any, Latent]:
    latent = _video_latent(inputs, kitchen)
    return inputs["positive"], inputs["negative"], latent


def _joined(inputs: Mapping[str, Any], kitchen: Kitchen) -> Pictures:
    image: Pictures = inputs["image"]
    alpha = np.round((1.0 - inputs["alpha"]) * 255).astype(np.uint8)[..., None]
    alpha = _resized_mask(alpha, image.shape[2], image.shape[1])
    return np.concatenate([image[:, :, :, :3], alpha[: len(image)]], axis=3)


def _resized_mask(mask: np.ndarray, width: int, height: int) -> np.ndarray:
    if mask.shape[1:3] == (height, width):
        return mask
    return np.stack(
        [np.asarray(Image.fromarray(m[:, :, 0]).resize((width, height)))[..., None] for m in mask]
    )


def _solid(inputs: Mapping[str, Any], kitchen: Kitchen) -> np.ndarray:
    return np.full((1, inputs["height"], inputs["width"]), float(inputs["value"]))


def _mask_pasted(inputs: Mapping[str, Any], kitchen: Kitchen) -> np.ndarray:
    result = np.array(inputs["destination"])
    source, x, y = inputs["source"], inputs["x"], inputs["y"]
    height, width = (min(s, d - o) for s, d, o in zip(
        source.shape[1:], result.shape[1:], (y, x), strict=True))  # fmt: skip
    part, piece = result[:, y : y + height, x : x + width], source[:, :height, :width]
    operation = inputs["operation"]
    result[:, y : y + height, x : x + width] = np.clip(
        part * piece
        if operation in ("multiply", "and")
        else part - piece
        if operation == "subtract"
        else part + piece,
        0.0,
        1.0,
    )
    return result


def _image_pasted(inputs: Mapping[str, Any], kitchen: Kitchen) -> Pictures:
    result = np.array(inputs["destination"])
    source, x, y = inputs["source"], inputs["x"], inputs["y"]
    height, width = (
        min(source.shape[1], result.shape[1] - y),
        min(source.shape[2], result.shape[2] - x),
    )
    result[:, y : y + height, x : x + width, :3] = source[:, :height, :width, :3]
    return result


def _cropped(inputs: Mapping[str, Any], kitchen: Kitchen) -> Pictures:
    x, y = inputs["x"], inputs["y"]
    return inputs["image"][:, y : y + inputs["height"], x : x + inputs["width"]]


def _from_batch(inputs: Mapping[str, Any], kitchen: Kitchen) -> Pictures:
    first = inputs["batch_index"]
    return inputs["image"][first : first + inputs["length"]]


def _as_image(inputs: Mapping[str, Any], kitchen: Kitchen) -> Pictures:
    return np.repeat(np.round(inputs["mask"] * 255).astype(np.uint8)[..., None], 3, axis=3)


def _as_mask(inputs: Mapping[str, Any], kitchen: Kitchen) -> np.ndarray:
    channel = ["red", "green", "blue", "alpha"].index(inputs["channel"])
    return inputs["image"][:, :, :, channel] / 255.0


def _plain(inputs: Mapping[str, Any], kitchen: Kitchen) -> Pictures:
    colour = [inputs["color"] >> shift & 255 for shift in (16, 8, 0)]
    shape = (inputs["batch_size"], inputs["height"], inputs["width"], 3)
    return np.broadcast_to(np.array(colour, np.uint8), shape)


_MAKERS: dict[str, Callable[[Mapping[str, Any], Kitchen], Any]] = {
    "LoadImage": _load,
    "LoadImageMask": _load_mask,
    "EmptyImage": _plain,
    "ImageScale": _scaled,
    "ImageScaleBy": _scaled,
    "ImageUpscaleWithModel": _scaled,
    "FluxKontextImageScale": _scaled,
    "ImageInvert": lambda inputs, kitchen: 255 - inputs["image"],
    "ImageBatch": lambda inputs, kitchen: np.concatenate([inputs["image1"], inputs["image2"]]),
    "RepeatImageBatch": lambda i, kitchen: np.repeat(i["image"], i["amount"], axis=0),
    "ImageFromBatch": _from_batch,
    "ImageCrop": _cropped,
    "ImageCompositeMasked": _image_pasted,
    "EmptyLatentImage": _empty_latent,
    "EmptySD3LatentImage": _empty_latent,
    "EmptyHunyuanLatentVideo": _empty_latent,
    "Wan22ImageToVideoLatent": _video_latent,
    "WanImageToVideo": _image_to_video,
    "KSampler": lambda inputs, kitchen: sampled(inputs),
    "VAEEncode": _encoded,
    "VAEEncodeForInpaint": _encoded,
    "SetLatentNoiseMask": lambda inputs, kitchen: inputs["samples"],
    "RepeatLatentBatch": lambda inputs, kitchen: inputs["samples"],
    "VAEDecode": _decoded,
    "LatentUpscale": _latent_scaled,
    "LatentUpscaleBy": _latent_scaled,
    "SolidMask": _solid,
    "InvertMask": lambda inputs, kitchen: 1.0 - inputs["mask"],
    "GrowMask": lambda inputs, kitchen: inputs["mask"],
    "FeatherMask": lambda inputs, kitchen: inputs["mask"],
    "MaskComposite": _mask_pasted,
    "MaskToImage": _as_image,
    "ImageToMask": _as_mask,
    "JoinImageWithAlpha": _joined,
    "CreateVideo": lambda inputs, kitchen: ((inputs["images"], inputs["fps"]),),
}
