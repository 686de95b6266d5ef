"""The plan for a workflow of the user's own: its slots filled, the rest left as it is."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from tools.backends.comfyui.cast import figures_of
from tools.backends.comfyui.checking import outputs_of, problems_of
from tools.backends.comfyui.families import Dialect, Family, family_of
from tools.backends.comfyui.models import named_model
from tools.backends.comfyui.naming import short
from tools.backends.comfyui.plan import Asked, Gathered, Plan, listed
from tools.backends.comfyui.prompting import prompts_for
from tools.backends.comfyui.rendering_settings import RenderingSettings
from tools.domain.workflows import Workflow
from tools.ports.rendering import BackendRejectedError, RenderRequest

BAD_WORKFLOW = "COMFYUI_BAD_WORKFLOW"
_LOADERS = {"CheckpointLoaderSimple": "ckpt_name", "UNETLoader": "unet_name"}
_SEEDS = 2**64
_PICTURES = {
    "reference": "a reference picture of the character",
    "pose": "a picture of the pose",
    "rough": "a rough",
}


def own_plan(asked: Asked, workflow: Workflow) -> Plan:
    """Raises `BackendRejectedError` for a picture that a slot needs and nobody gave, and for what
    the server would refuse."""
    request, nodes, gathered = asked.request, asked.nodes, Gathered(asked.names)
    figures = figures_of(request)
    settings = figures[0].settings
    model = _model_in(workflow, settings, asked)
    family = _bare_family(model)
    dialect: Dialect = settings.dialect or family.dialect
    prompts = prompts_for(request, figures, nodes, family, dialect, gathered)
    prompt = (", " if dialect == "tags" else " ").join(prompts.positive)
    negative = prompts.negative
    values: dict[str, Any] = {
        "prompt": prompt,
        "negative_prompt": negative or None,
        "seed": request.seed % _SEEDS,
        "width": request.width,
        "height": request.height,
        "steps": settings.steps,
        "cfg": settings.cfg,
        "denoise": settings.denoise,
        "checkpoint": model if settings.checkpoint else None,
        "frames": request.frames if request.frames > 1 else None,
        "frame_rate": request.frame_rate if request.frames > 1 else None,
        "filename_prefix": asked.prefix,
        **_pictures(request, workflow, gathered),
    }
    graph = filled(workflow, values)
    shown = workflow.model_copy(update={"graph": graph})
    if problems := problems_of(shown, nodes):
        raise BackendRejectedError(
            f"The server would refuse the workflow {short(workflow.name)}:"
            f" {' '.join(problems[:5])}",
            code=BAD_WORKFLOW,
        )
    output = workflow.output or outputs_of(graph, nodes)[0]
    _note_unused(request, workflow, settings, gathered)
    sent = {slot for slot in workflow.slots if values.get(slot) is not None}
    return Plan(
        graph=graph,
        outputs={"picture": output} | ({"clip": output} if request.frames > 1 else {}),
        uploads=gathered.uploads,
        model=model or short(workflow.name),
        prompt=prompt if "prompt" in sent else None,
        negative_prompt=negative if "negative_prompt" in sent else None,
        parameters={
            "workflow": workflow.name,
            "checkpoint": model or None,
            "slots": {
                slot: values[slot] for slot in sorted(sent) if isinstance(values[slot], int | float)
            },
            **gathered.parameters,
        },
        notes=tuple(gathered.notes),
    )


def filled(workflow: Workflow, values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The graph with the values that there are in their slots; the others stay as they are, and so
    do nodes whose inputs are no object."""
    graph = deepcopy(workflow.graph)
    for slot, targets in workflow.slots.items():
        value = values.get(slot)
        for target in targets if value is not None else ():
            node = graph.get(target.node)
            inputs = node.get("inputs", {}) if node else None
            if node and isinstance(inputs, Mapping):
                node["inputs"] = {**inputs, target.input: value}
    return graph


def check_pictures(request: RenderRequest, workflow: Workflow) -> None:
    """Raises `BackendRejectedError` where a slot takes a picture that nobody gave."""
    given = _given(request)
    missing = [
        what for slot, what in _PICTURES.items() if slot in workflow.slots and not given[slot]
    ]
    if missing:
        raise BackendRejectedError(
            f"The workflow {short(workflow.name)} takes {listed(missing)}, and there is none.",
            code=BAD_WORKFLOW,
        )


def _given(request: RenderRequest) -> dict[str, bytes | None]:
    return {
        "reference": request.references[0].data if request.references else None,
        "pose": request.guides.pose if request.guides else None,
        "rough": request.guides.rough if request.guides else None,
    }


def _pictures(request: RenderRequest, workflow: Workflow, gathered: Gathered) -> dict[str, str]:
    check_pictures(request, workflow)
    return {
        slot: gathered.file(data)
        for slot, data in _given(request).items()
        if data is not None and slot in workflow.slots
    }


def _model_in(workflow: Workflow, settings: RenderingSettings, asked: Asked) -> str:
    """The name of the weights that the graph will load; empty where no core loader names them."""
    if settings.checkpoint and "checkpoint" in workflow.slots:
        return named_model(settings.checkpoint, asked.nodes).name
    for node in workflow.graph.values():
        wanted = _LOADERS.get(str(node.get("class_type")))
        inputs = node.get("inputs")
        name = inputs.get(wanted) if wanted and isinstance(inputs, Mapping) else None
        if isinstance(name, str):
            return name
    return ""


def _bare_family(model: str) -> Family:
    """The model's family without the words that it adds: those are the workflow's own affair."""
    return family_of(model).model_copy(update={"quality": "", "unwanted": "", "negative": True})


def _note_unused(
    request: RenderRequest, workflow: Workflow, settings: RenderingSettings, gathered: Gathered
) -> None:
    """What the request holds and no slot takes."""
    held = {
        "prompt": bool(request.prompt or request.scene),
        "negative_prompt": bool(request.negative_prompt),
        "reference": bool(request.references),
        "seed": True,
        "checkpoint": bool(settings.checkpoint),
        "steps": settings.steps is not None,
        "cfg": settings.cfg is not None,
        "denoise": settings.denoise is not None,
        "frames": request.frames > 1,
    }
    unused = [slot.replace("_", " ") for slot, there in held.items() if there]
    unused = [slot for slot in unused if slot.replace(" ", "_") not in workflow.slots]
    if unused:
        gathered.note(
            f"The workflow {short(workflow.name)} has no slot for {listed(unused)};"
            " its own values hold."
        )
    if settings.loras:
        gathered.note("The character's LoRAs are not added to a workflow of one's own.")
    if request.references and "reference" not in workflow.slots:
        gathered.parameters["identity"] = [{"figure": 1, "by": "words"}]
    elif request.references:
        gathered.parameters["identity"] = [{"figure": 1, "by": "workflow"}]
    if len(request.references) > 1 and "reference" in workflow.slots:
        gathered.note(f"Of {len(request.references)} references one was used.")
