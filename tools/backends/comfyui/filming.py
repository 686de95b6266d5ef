"""The plan for a clip, by a video model and the server's own video nodes."""

from __future__ import annotations

from tools.backends.comfyui.cast import Figure, figures_of
from tools.backends.comfyui.models import Model, models_of
from tools.backends.comfyui.naming import short
from tools.backends.comfyui.nodes import NodeCatalogue
from tools.backends.comfyui.plan import Asked, Gathered, Plan, listed
from tools.backends.comfyui.prompting import prompts_for
from tools.backends.comfyui.sampling import sampling
from tools.backends.comfyui.sizes import made_size
from tools.backends.comfyui.templates import Composition, node_kinds
from tools.ports.rendering import BackendRejectedError, RenderRequest

NO_VIDEO = "COMFYUI_NO_VIDEO"
MOST_FRAMES = 481
_RATES = (1, 120)
_TEMPLATES = {
    "picture": "image_to_video",
    "small": "image_to_video_small",
    "words": "text_to_video",
}


def filming_plan(asked: Asked) -> Plan:
    """Raises `BackendRejectedError` where no video model can be used."""
    request, nodes, gathered = asked.request, asked.nodes, Gathered(asked.names)
    figures = figures_of(request)
    start = _start(request, figures, gathered)
    model = video_model(nodes, started=start is not None)
    family = model.family
    settings = figures[0].settings
    made = made_size(request.width, request.height, family)
    prompts = prompts_for(
        request, figures, nodes, family, settings.dialect or family.dialect, gathered
    )
    prompt, negative = " ".join(prompts.positive), prompts.negative or ""
    sampled = sampling(request.seed, family, settings, nodes)
    frames = made_frames(request.frames)
    name = _TEMPLATES[family.start or "words"]
    values = {
        "checkpoint": model.name,
        "encoder": model.encoders[0],
        "encoder_type": family.encoder_type,
        "vae": model.vae,
        "shift": family.shift,
        "prompt": prompt,
        "negative_prompt": negative,
        "made_width": made.width,
        "made_height": made.height,
        "made_frames": frames,
        "width": request.width,
        "height": request.height,
        "frames": request.frames,
        "frame_rate": float(request.frame_rate),
        "filename_prefix": asked.prefix,
        "denoise": 1.0,
        **sampled,
    }
    if start is not None and family.start != "words":
        values["picture"] = gathered.file(start)
    elif start is not None:
        gathered.note(f"{short(model.name)} begins with words only; the picture was not used.")
    if family.frame_rate and family.frame_rate != request.frame_rate:
        gathered.note(
            f"{short(model.name)} moves at {family.frame_rate} pictures a second; the clip shows"
            f" {request.frame_rate}."
        )
    _note_unused(figures, gathered)
    finished = Composition(name, values).finished()
    return Plan(
        graph=finished.graph,
        outputs=finished.outputs,
        uploads=gathered.uploads,
        model=model.name,
        prompt=prompt,
        negative_prompt=negative,
        parameters={
            "template": [name],
            "checkpoint": model.name,
            "family": family.name,
            "made": [made.width, made.height],
            "made_frames": frames,
            "frames": request.frames,
            "frame_rate": request.frame_rate,
            **sampled,
            **gathered.parameters,
        },
        notes=tuple(gathered.notes),
    )


def check_clip(request: RenderRequest) -> None:
    """Raises `BackendRejectedError` for a clip that no server can make."""
    if request.width % 2 or request.height % 2:
        raise BackendRejectedError(
            f"Clips have even sides; {request.width}x{request.height} was asked for."
        )
    if request.frames > MOST_FRAMES:
        raise BackendRejectedError(
            f"Clips have at most {MOST_FRAMES} frames; {request.frames} were asked for."
        )
    if not _RATES[0] <= request.frame_rate <= _RATES[1]:
        raise BackendRejectedError(
            f"Clips show {_RATES[0]} to {_RATES[1]} frames a second;"
            f" {request.frame_rate} were asked for."
        )


def video_model(nodes: NodeCatalogue, *, started: bool) -> Model:
    """The first video model that can be used; one that begins with a picture where there is one.

    Raises `BackendRejectedError` where there is none.
    """
    models = list(models_of(nodes, {"video"}))
    if not models:
        raise BackendRejectedError(
            "The server has no video model that can be used (one of Wan's, with its text encoder"
            " and VAE), so it makes no clips.",
            code=NO_VIDEO,
        )
    models.sort(key=lambda model: (model.family.start == "words") == started)
    lacking: set[str] = set()
    for model in models:
        start = model.family.start or "words"
        missing = {k for k in node_kinds([_TEMPLATES[start]]) if not nodes.has(k)}
        if not missing and (started or start == "words"):
            return model
        lacking |= missing
    reason = f"lacks the nodes {listed(sorted(lacking))}" if lacking else "needs a picture to begin"
    raise BackendRejectedError(
        f"The server cannot make the clip: its video model {reason}.", code=NO_VIDEO
    )


def made_frames(frames: int) -> int:
    """The next number that these models make: one more than a multiple of four."""
    return (frames + 2) // 4 * 4 + 1


def _start(request: RenderRequest, figures: list[Figure], gathered: Gathered) -> bytes | None:
    """What the clip begins with: the first figure's reference, else the guides' rough."""
    if figures[0].references:
        gathered.parameters["initial"] = "reference"
        gathered.parameters["identity"] = [{"figure": 1, "by": "image_to_image"}]
        gathered.note(f"The clip begins with {figures[0].name}'s reference picture.")
        return figures[0].references[0].data
    if request.guides is not None:
        gathered.parameters["initial"] = "rough"
        return request.guides.rough
    return None


def _note_unused(figures: list[Figure], gathered: Gathered) -> None:
    loras = [lora.name for figure in figures for lora in figure.settings.loras]
    if loras:
        gathered.note(f"LoRAs for pictures do not fit a video model: {listed(loras)}.")
    for figure in figures[1:]:
        if figure.references:
            gathered.note(f"{figure.name} is drawn from words only, without the reference picture.")
