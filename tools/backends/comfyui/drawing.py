"""The plan for a picture: the base workflow and the patches that the request calls for."""

from __future__ import annotations

from typing import Any

from tools.backends.comfyui.cast import Figure, figures_of, loras_of
from tools.backends.comfyui.families import Dialect
from tools.backends.comfyui.guiding import add_pose, add_regions, add_start
from tools.backends.comfyui.identity import Cast, cast_for, is_photographic
from tools.backends.comfyui.models import Model
from tools.backends.comfyui.plan import Asked, Gathered, Plan
from tools.backends.comfyui.prompting import prompts_for
from tools.backends.comfyui.sampling import sampling
from tools.backends.comfyui.sizes import Made, made_size, up_to
from tools.backends.comfyui.templates import Composition
from tools.ports.rendering import RenderRequest

_REFERENCES_MOST = 3
_SECOND_PASS_DENOISE = 0.45


def drawing_plan(asked: Asked) -> Plan:
    """Raises `BackendRejectedError` for what the server has not, or what is malformed."""
    request, nodes = asked.request, asked.nodes
    figures = figures_of(request)
    masks = request.guides.masks if request.guides else {}
    masked = all(f"figure-{figure.number}" in masks for figure in figures)
    cast = cast_for(figures, nodes, photographic=_photographic(request), masked=masked)
    gathered = Gathered(asked.names)
    gathered.note(*cast.notes)
    return _Drawing(asked, figures, cast, gathered).plan()


class _Drawing:
    """One picture's workflow in the making."""

    def __init__(self, asked: Asked, figures: list[Figure], cast: Cast, gathered: Gathered) -> None:
        self._request, self._nodes, self._figures = asked.request, asked.nodes, figures
        self._cast, self._gathered = cast, gathered
        self._model: Model = cast.model
        self._family = cast.model.family
        self._settings = figures[0].settings
        self._dialect: Dialect = self._settings.dialect or self._family.dialect
        self._made: Made = made_size(asked.request.width, asked.request.height, self._family)
        self._sampling = sampling(asked.request.seed, self._family, self._settings, asked.nodes)
        edited = any(held.by == "reference_editing" for held in cast.held)
        prompts = prompts_for(
            asked.request,
            figures,
            asked.nodes,
            self._family,
            self._dialect,
            gathered,
            opening=self._family.instruction if edited else "",
        )
        self._prompts, self._negative = prompts.positive, prompts.negative
        self._work = Composition("text_to_image", self._base(asked.prefix))

    def plan(self) -> Plan:
        self._load()
        self._hold()
        self._condition()
        self._enlarge()
        finished = self._work.finished()
        return Plan(
            graph=finished.graph,
            outputs=finished.outputs,
            uploads=self._gathered.uploads,
            model=self._model.name,
            prompt="\n".join(self._prompts),
            negative_prompt=self._negative,
            parameters=self._recorded(),
            notes=tuple(self._gathered.notes),
            rank=self._cast.rank,
        )

    def _base(self, prefix: str) -> dict[str, Any]:
        return {
            "checkpoint": self._model.name,
            "prompt": self._prompts[0],
            "negative_prompt": self._negative or "",
            "made_width": self._made.width,
            "made_height": self._made.height,
            "width": self._request.width,
            "height": self._request.height,
            "filename_prefix": prefix,
            "denoise": 1.0,
            **self._sampling,
        }

    def _load(self) -> None:
        model, family = self._model, self._family
        if not model.whole:
            values: dict[str, Any] = {
                "checkpoint": model.name,
                "encoder": model.encoders[0],
                "encoder_type": family.encoder_type,
                "vae": model.vae,
            }
            two = len(model.encoders) > 1
            more = {"second_encoder": model.encoders[1]} if two else {}
            patch = "model_and_two_encoders" if two else "model_and_encoder"
            self._work.add(patch, values | more)
        loras = loras_of(self._figures, self._nodes)
        for name, lora in loras.items():
            self._work.add("lora", {"lora": name, "strength": lora.strength})
        if loras:
            self._gathered.parameters["loras"] = [
                {"name": name, "strength": lora.strength, "triggers": list(lora.triggers)}
                for name, lora in loras.items()
            ]
        skip = self._settings.clip_skip or family.clip_skip
        if skip > 1:
            self._work.add("clip_skip", {"layer": -skip})
            self._gathered.parameters["clip_skip"] = skip
        if family.shift and family.encoder_type == "qwen_image":
            self._work.add("shift_aura", {"shift": family.shift})

    def _hold(self) -> None:
        """What keeps the figures as they are, before the prompt's other conditions."""
        edited = [held.figure for held in self._cast.held if held.by == "reference_editing"]
        if edited:
            self._edit(edited)
        if self._family.guidance:
            self._work.add("guidance", {"guidance": self._family.guidance})
        if not self._family.negative:
            self._work.add("no_negative", {})
            if self._request.negative_prompt:
                self._gathered.note(f"{self._model.name} takes no negative prompt; none was sent.")
        for held in self._cast.held:
            if held.by not in ("ipadapter", "instantid"):
                continue
            values = {
                **held.values,
                "picture": self._gathered.file(held.figure.references[0].data),
            }
            if held.patch == "ipadapter_masked" and self._request.guides:
                mask = self._request.guides.masks[f"figure-{held.figure.number}"]
                values["mask"] = self._gathered.file(mask)
            self._work.add(held.patch, values)
        if self._cast.held:
            self._gathered.parameters["identity"] = [held.recorded for held in self._cast.held]

    def _edit(self, figures: list[Figure]) -> None:
        """References beside the prompt: the first of each figure, then its further ones."""
        references = [figure.references[0] for figure in figures]
        references += [more for figure in figures for more in figure.references[1:]]
        shown = references[:_REFERENCES_MOST]
        if len(shown) < len(references):
            self._gathered.note(f"Of {len(references)} references {len(shown)} were used.")
        names = [self._gathered.file(reference.data) for reference in shown]
        if self._family.editing == "latent":
            for name in names:
                self._work.add("edit_by_latent", {"picture": name})
            return
        pictures = {f"picture{number}": name for number, name in enumerate(names, 1)}
        prompts = {"prompt": self._prompts[0], "negative_prompt": self._negative or ""}
        self._work.add(f"edit_by_encoder_{len(names)}", {**prompts, **pictures})

    def _condition(self) -> None:
        asked = (self._request, self._nodes, self._gathered)
        add_regions(self._work, self._figures, self._prompts[1:], self._family, *asked)
        add_start(self._work, self._cast, self._made, self._settings.denoise, *asked)
        if self._request.guides is None:
            self._gathered.note("Without a guide, pose and composition follow the words alone.")
        else:
            add_pose(self._work, self._family, *asked)

    def _enlarge(self) -> None:
        """To the asked size, where the model is not trusted to draw it whole."""
        if not self._made.falls_short:
            return
        upscalers, request = self._nodes.upscalers(), self._request
        if upscalers and self._nodes.has("ImageUpscaleWithModel"):
            upscaler = next(
                (name for name in upscalers if "anime" in name.casefold()), upscalers[0]
            )
            self._work.add("upscale_by_model", {"upscaler": upscaler})
            self._gathered.parameters["upscale"] = {"by": "model", "upscaler": upscaler}
        elif self._made.latents_reach:
            multiple = self._family.multiple
            size = {
                "width": up_to(request.width, multiple),
                "height": up_to(request.height, multiple),
            }
            denoise = _SECOND_PASS_DENOISE
            self._work.add("upscale_by_latent", {**size, **self._sampling, "denoise": denoise})
            self._gathered.parameters["upscale"] = {"by": "latents", "denoise": denoise}
        else:
            self._gathered.parameters["upscale"] = {"by": "scaling"}
            self._gathered.note(
                f"Enlarged from {self._made.width}x{self._made.height} by scaling alone: the server"
                " has no upscaling model."
            )

    def _recorded(self) -> dict[str, Any]:
        settings = self._settings
        if settings.workflow:
            self._gathered.note("The character's own workflow was not used for this picture.")
        for figure in self._figures:
            if unknown := figure.settings.not_understood:
                self._gathered.note(
                    f"Of {figure.name}'s rendering settings these mean nothing here:"
                    f" {', '.join(unknown[:8])}."
                )
        return {
            "template": self._work.parts,
            "checkpoint": self._model.name,
            "family": self._family.name,
            "dialect": self._dialect,
            "made": [self._made.width, self._made.height],
            **self._sampling,
            **self._gathered.parameters,
        }


def _photographic(request: RenderRequest) -> bool:
    """By the style that is asked for, else by the production's own."""
    definition = request.definition
    prompts = definition.get("generation_prompts")
    tags = prompts.get("style_tags") if isinstance(prompts, dict) else None
    return is_photographic(request.style or f"{definition.get('visual_style') or ''} {tags or ''}")
