"""Graphs as people export them, for the tests of registered workflows."""

from __future__ import annotations

from typing import Any


def text_to_image() -> dict[str, Any]:
    """ComfyUI's own first graph."""
    return {
        "3": {
            "class_type": "KSampler",
            "inputs": {
                "seed": 5,
                "steps": 20,
                "cfg": 8.0,
                "sampler_name": "euler",
                "scheduler": "normal",
                "denoise": 1.0,
                "model": ["4", 0],
                "positive": ["6", 0],
                "negative": ["7", 0],
                "latent_image": ["5", 0],
            },
        },
        "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "tiny.safetensors"}},
        "5": {
            "class_type": "EmptyLatentImage",
            "inputs": {"width": 512, "height": 768, "batch_size": 1},
        },
        "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a hero", "clip": ["4", 1]}},
        "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "blurry", "clip": ["4", 1]}},
        "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
        "9": {
            "class_type": "SaveImage",
            "inputs": {"filename_prefix": "ComfyUI", "images": ["8", 0]},
        },
    }


def image_to_image() -> dict[str, Any]:
    """The same over a loaded picture, guided by a ControlNet."""
    graph = text_to_image()
    del graph["5"]
    graph["10"] = {"class_type": "LoadImage", "inputs": {"image": "a.png"}}
    graph["11"] = {"class_type": "VAEEncode", "inputs": {"pixels": ["10", 0], "vae": ["4", 2]}}
    graph["12"] = {"class_type": "LoadImage", "inputs": {"image": "stick.png"}}
    graph["13"] = {
        "class_type": "ControlNetLoader",
        "inputs": {"control_net_name": "openpose.safetensors"},
    }
    graph["14"] = {
        "class_type": "ControlNetApplyAdvanced",
        "inputs": {
            "positive": ["6", 0],
            "negative": ["7", 0],
            "control_net": ["13", 0],
            "image": ["12", 0],
            "strength": 1.0,
            "start_percent": 0.0,
            "end_percent": 1.0,
        },
    }
    graph["10"]["_meta"] = {"title": "Character reference"}
    sampler = graph["3"]["inputs"]
    sampler |= {
        "positive": ["14", 0],
        "negative": ["14", 1],
        "latent_image": ["11", 0],
        "denoise": 0.6,
    }
    return graph


def distilled() -> dict[str, Any]:
    """A graph of custom sampling: noise, guider and sigmas stand apart."""
    return {
        "1": {
            "class_type": "UNETLoader",
            "inputs": {"unet_name": "flux.safetensors", "weight_dtype": "default"},
        },
        "2": {
            "class_type": "DualCLIPLoader",
            "inputs": {"clip_name1": "a", "clip_name2": "b", "type": "flux"},
        },
        "3": {"class_type": "PrimitiveStringMultiline", "inputs": {"value": "a hero"}},
        "4": {"class_type": "CLIPTextEncode", "inputs": {"text": ["3", 0], "clip": ["2", 0]}},
        "5": {
            "class_type": "FluxGuidance",
            "inputs": {"guidance": 3.5, "conditioning": ["4", 0]},
        },
        "6": {
            "class_type": "BasicGuider",
            "inputs": {"model": ["1", 0], "conditioning": ["5", 0]},
        },
        "7": {"class_type": "RandomNoise", "inputs": {"noise_seed": 3}},
        "8": {"class_type": "KSamplerSelect", "inputs": {"sampler_name": "euler"}},
        "9": {
            "class_type": "BasicScheduler",
            "inputs": {"scheduler": "simple", "steps": 4, "denoise": 1.0, "model": ["1", 0]},
        },
        "10": {
            "class_type": "EmptySD3LatentImage",
            "inputs": {"width": 1024, "height": 1024, "batch_size": 1},
        },
        "11": {
            "class_type": "SamplerCustomAdvanced",
            "inputs": {
                "noise": ["7", 0],
                "guider": ["6", 0],
                "sampler": ["8", 0],
                "sigmas": ["9", 0],
                "latent_image": ["10", 0],
            },
        },
        "12": {"class_type": "VAELoader", "inputs": {"vae_name": "ae.safetensors"}},
        "13": {"class_type": "VAEDecode", "inputs": {"samples": ["11", 0], "vae": ["12", 0]}},
        "14": {"class_type": "PreviewImage", "inputs": {"images": ["13", 0]}},
        "15": {
            "class_type": "SaveImage",
            "inputs": {"filename_prefix": "flux", "images": ["13", 0]},
        },
    }
