"""How the characters of a picture are held to what they look like, by what a server has."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from tools.backends.comfyui.cast import Figure
from tools.backends.comfyui.families import matches
from tools.backends.comfyui.models import Model, as_family, models_of, named_model, picture_model
from tools.backends.comfyui.naming import short
from tools.backends.comfyui.nodes import NodeCatalogue
from tools.backends.comfyui.templates import node_kinds

By = Literal["lora", "reference_editing", "instantid", "ipadapter", "image_to_image", "words"]
ORDER: tuple[By, ...] = (
    "lora",
    "reference_editing",
    "instantid",
    "ipadapter",
    "image_to_image",
    "words",
)
"""The first that is there is taken; InstantID for photographic styles only."""


@dataclass(frozen=True, kw_only=True)
class Held:
    """How one figure is held, with the values for the patch that does it."""

    figure: Figure
    by: By
    patch: str = ""
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    said: str = ""

    @property
    def recorded(self) -> dict[str, Any]:
        record: dict[str, Any] = {"figure": self.figure.number, "by": self.by, **self.values}
        given = len(self.figure.references)
        if given > 1 and self.by in ("instantid", "ipadapter", "image_to_image"):
            record["references"] = {"given": given, "used": 1}
        return record


@dataclass(frozen=True, kw_only=True)
class Cast:
    """The model that draws, and how each figure that has something to be held to is held."""

    model: Model
    held: tuple[Held, ...]
    notes: tuple[str, ...]

    @property
    def rank(self) -> int:
        """How good a way it is, 0 the best, by the figure that is held worst."""
        return max((ORDER.index(held.by) for held in self.held), default=0)


def cast_for(
    figures: Sequence[Figure], nodes: NodeCatalogue, *, photographic: bool, masked: bool
) -> Cast:
    """Choose model and means. `masked` says that it is known where each figure stands.

    Raises `BackendRejectedError` for an unknown checkpoint, or where no model draws pictures.
    """
    settings = figures[0].settings
    bare = [figure for figure in figures if figure.references and not figure.settings.loras]
    notes = [
        f"{figure.name}'s own checkpoint {short(figure.settings.checkpoint)} is not used: a picture"
        f" has one, that of {figures[0].name}."
        for figure in figures[1:]
        if figure.settings.checkpoint and figure.settings.checkpoint != settings.checkpoint
    ]
    chosen = named_model(settings.checkpoint, nodes) if settings.checkpoint else None
    editor = editing_model(nodes) if bare and len(bare) == len(figures) else None
    if chosen and editor and chosen.family.editing is None:
        notes.append(
            f"{editor.name} could edit the reference, but {figures[0].name} asks for"
            f" {chosen.name}, which cannot."
        )
    model = chosen or editor or picture_model(nodes)
    model = model if model is editor else as_family(model, settings.family)
    held = tuple(
        _held(
            figure, model, nodes, photographic=photographic, alone=len(figures) == 1, masked=masked
        )
        for figure in figures
        if figure.references or figure.settings.loras
    )
    return Cast(model=model, held=held, notes=(*notes, *(one.said for one in held if one.said)))


def editing_model(nodes: NodeCatalogue) -> Model | None:
    """The first model that makes pictures after references by core nodes, and can be used."""
    for model in models_of(nodes, {"edit"}):
        if nodes.has(*_editing_nodes(model)):
            return model
    return None


def can_adapt(nodes: NodeCatalogue) -> bool:
    """Whether IPAdapter is installed with the weights for some checkpoint."""
    return bool(_adapter_nodes(nodes)) and any(
        _has_files(preset, base, nodes)
        for preset in identity_data()["ipadapter"]
        for base in _BASES
    )


def is_photographic(words: str) -> bool:
    """Whether a style's words ask for a photograph."""
    wanted = "|".join(map(re.escape, identity_data()["photographic"]["words"]))
    return re.search(rf"\b({wanted})\b", words, re.IGNORECASE) is not None


@cache
def identity_data() -> Mapping[str, Any]:
    """`identity.toml`, read once."""
    text = files("tools.backends.comfyui").joinpath("identity.toml").read_text("utf-8")
    return tomllib.loads(text)


_BASES = ("sd15", "sdxl")


def _held(
    figure: Figure,
    model: Model,
    nodes: NodeCatalogue,
    *,
    photographic: bool,
    alone: bool,
    masked: bool,
) -> Held:
    name = figure.name
    if figure.settings.loras:
        listed = ", ".join(lora.name for lora in figure.settings.loras)
        return Held(figure=figure, by="lora", said=f"{name} is held by LoRA: {short(listed)}.")
    if model.family.editing and nodes.has(*_editing_nodes(model)):
        said = f"{name} is held by {model.name}, which edits the reference picture."
        return Held(figure=figure, by="reference_editing", said=said)
    if photographic and alone and (instantid := _instantid(figure, model, nodes)):
        return instantid
    if (alone or masked) and (adapted := _adapted(figure, model, nodes, alone=alone)):
        return adapted
    if alone:
        said = (
            f"{name} is held by beginning with the reference picture (image to image): the server"
            " has no better way for this checkpoint."
        )
        return Held(figure=figure, by="image_to_image", said=said)
    said = (
        f"{name} is drawn from words only, without the reference picture: the server has no way"
        " to hold one figure of several."
    )
    return Held(figure=figure, by="words", said=said)


def _adapted(figure: Figure, model: Model, nodes: NodeCatalogue, *, alone: bool) -> Held | None:
    patch = _adapter_nodes(nodes, alone=alone)
    preset = _preset(model.family.stands_on, nodes)
    if not patch or preset is None:
        return None
    weight_types = nodes.options(_applied_by(patch), "weight_type")
    values: dict[str, Any] = {"preset": preset["preset"], "weight": preset["weight"]}
    if weight_types and "linear" not in weight_types:
        values["weight_type"] = weight_types[0]
    return Held(
        figure=figure,
        by="ipadapter",
        patch=patch,
        values=values,
        said=f"{figure.name} is held by IPAdapter, from the reference picture.",
    )


def _applied_by(patch: str) -> str:
    return "IPAdapter" if patch == "ipadapter_simple" else "IPAdapterAdvanced"


def _adapter_nodes(nodes: NodeCatalogue, *, alone: bool = True) -> str:
    """The patch whose nodes are there; empty where none is."""
    wanted = ("ipadapter", "ipadapter_simple") if alone else ("ipadapter_masked",)
    return next((p for p in wanted if nodes.has(*node_kinds([f"patches/{p}"]))), "")


def _preset(base: str, nodes: NodeCatalogue) -> Mapping[str, Any] | None:
    """The best preset whose files are on the server; for an unknown base those for all."""
    offered = nodes.options("IPAdapterUnifiedLoader", "preset")
    bases = (base,) if base else _BASES
    for preset in identity_data()["ipadapter"]:
        if offered and preset["preset"] not in offered:
            continue
        if all(_has_files(preset, one, nodes) for one in bases):
            return preset
    return None


def _has_files(preset: Mapping[str, Any], base: str, nodes: NodeCatalogue) -> bool:
    """Whether weights and eyes are there; what the server does not list is taken to be."""
    pattern = preset["bases"].get(base)
    if pattern is None:
        return False
    weights = nodes.input("IPAdapterModelLoader", "ipadapter_file")
    eyes = nodes.input("CLIPVisionLoader", "clip_name")
    return all(
        listed is None
        or listed.options is None
        or any(isinstance(o, str) and matches(o, (wanted,)) for o in listed.options)
        for listed, wanted in ((weights, pattern), (eyes, preset["sees"]))
    )


def _instantid(figure: Figure, model: Model, nodes: NodeCatalogue) -> Held | None:
    wanted = identity_data()["photographic"]
    weights = nodes.options("InstantIDModelLoader", "instantid_file")
    controls = [c for c in nodes.controlnets() if matches(c, wanted["control_patterns"])]
    ready = nodes.has(*node_kinds(["patches/instantid"])) and weights and controls
    if not ready or model.family.stands_on != "sdxl":
        return None
    return Held(
        figure=figure,
        by="instantid",
        patch="instantid",
        values={
            "instantid": weights[0],
            "controlnet": controls[0],
            "weight": wanted["instantid_weight"],
        },
        said=f"{figure.name}'s face is held by InstantID, from the reference picture.",
    )


def _editing_nodes(model: Model) -> set[str]:
    patch = "edit_by_latent" if model.family.editing == "latent" else "edit_by_encoder_1"
    return node_kinds([f"patches/{patch}"])
