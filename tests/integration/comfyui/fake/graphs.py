"""Small graphs in the API format, for tests against a fake or a real server."""

from __future__ import annotations

from typing import Any

Graph = dict[str, dict[str, Any]]


def text_to_image(
    *,
    seed: int = 1,
    steps: int = 2,
    side: int = 64,
    prefix: str = "test",
    checkpoint: str = "tiny-sd15.safetensors",
) -> Graph:
    """Checkpoint 4, prompts 6 and 7, latent 5, sampler 3, decoder 8; the pictures are node 9's."""
    return {
        "3": node(
            "KSampler",
            model=["4", 0],
            seed=seed,
            steps=steps,
            cfg=7.0,
            sampler_name="euler",
            scheduler="normal",
            positive=["6", 0],
            negative=["7", 0],
            latent_image=["5", 0],
            denoise=1.0,
        ),
        "4": node("CheckpointLoaderSimple", ckpt_name=checkpoint),
        "5": node("EmptyLatentImage", width=side, height=side, batch_size=1),
        "6": node("CLIPTextEncode", text="a boy with silver hair", clip=["4", 1]),
        "7": node("CLIPTextEncode", text="blurry", clip=["4", 1]),
        "8": node("VAEDecode", samples=["3", 0], vae=["4", 2]),
        "9": node("SaveImage", images=["8", 0], filename_prefix=prefix),
    }


def picture_again(name: str, *, prefix: str = "again") -> Graph:
    """Loads a picture and saves it; the picture is node 2's."""
    return {
        "1": node("LoadImage", image=name),
        "2": node("SaveImage", images=["1", 0], filename_prefix=prefix),
    }


def node(kind: str, **inputs: Any) -> dict[str, Any]:
    return {"class_type": kind, "inputs": inputs, "_meta": {"title": kind}}


def changed(graph: Graph, where: str, **inputs: Any) -> Graph:
    """The graph with other inputs of one node; None takes an input away."""
    entry = graph[where]
    merged = {k: v for k, v in {**entry["inputs"], **inputs}.items() if v is not None}
    return {**graph, where: {**entry, "inputs": merged}}
