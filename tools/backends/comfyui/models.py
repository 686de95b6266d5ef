"""Which model of a server draws: a checkpoint, or a diffusion model with its other files."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from tools.backends.comfyui.families import (
    Family,
    family_named,
    family_of,
    first_match,
)
from tools.backends.comfyui.naming import named, short, told
from tools.backends.comfyui.nodes import NodeCatalogue
from tools.ports.rendering import BackendRejectedError

NO_MODEL = "COMFYUI_NO_MODEL"


@dataclass(frozen=True, kw_only=True)
class Model:
    """A file of weights, and the files of text encoders and VAE where it does not hold them."""

    name: str
    family: Family
    whole: bool
    """Whether it is a checkpoint, which holds everything."""
    encoders: tuple[str, ...] = field(default=())
    vae: str = ""


def named_model(wanted: str, nodes: NodeCatalogue) -> Model:
    """The model of that name. Raises `BackendRejectedError` where there is none."""
    checkpoint = named(wanted, nodes.checkpoints())
    if checkpoint:
        return Model(name=checkpoint, family=family_of(checkpoint), whole=True)
    split = named(wanted, nodes.diffusion_models())
    if split:
        return _assembled(split, nodes)
    known = (*nodes.checkpoints(), *nodes.diffusion_models())
    raise BackendRejectedError(
        f"The server has no checkpoint {short(wanted)} ({told(wanted, known)}).",
        code="COMFYUI_UNKNOWN_CHECKPOINT",
    )


def as_family(model: Model, wanted: str | None) -> Model:
    """The model as one of the family that its user says it is of."""
    family = family_named(wanted) if wanted else None
    return replace(model, family=family) if family else model


def picture_model(nodes: NodeCatalogue) -> Model:
    """The first model that draws pictures from words; one of a known family before others.

    Raises `BackendRejectedError` where there is none.
    """
    found = list(models_of(nodes, {"picture"}))
    if not found:
        raise BackendRejectedError(
            "The server has no checkpoint that draws pictures.", code=NO_MODEL
        )
    return next((model for model in found if model.family.name != "unknown"), found[0])


def models_of(nodes: NodeCatalogue, kinds: Collection[str]) -> Iterator[Model]:
    """The models of these kinds that can be used, checkpoints first."""
    for name in nodes.checkpoints():
        family = family_of(name)
        if family.kind in kinds and family.kind != "video":
            yield Model(name=name, family=family, whole=True)
    for name in nodes.diffusion_models():
        if family_of(name).kind in kinds and (model := _with_files(name, nodes)):
            yield model


def _assembled(name: str, nodes: NodeCatalogue) -> Model:
    model = _with_files(name, nodes)
    if model is None:
        raise BackendRejectedError(
            f"{short(name)} is a diffusion model without text encoder and VAE, and those that it"
            " needs were not found on the server.",
            code=NO_MODEL,
        )
    return model


def _with_files(name: str, nodes: NodeCatalogue) -> Model | None:
    """A diffusion model with the files that its family needs; None where one is missing."""
    family = family_of(name)
    encoders = [first_match(nodes.text_encoders(), (one,)) for one in family.encoders]
    vae = first_match(nodes.vaes(), family.vae)
    if not encoders or not vae or not all(encoders):
        return None
    return Model(
        name=name,
        family=family,
        whole=False,
        encoders=tuple(encoder for encoder in encoders if encoder),
        vae=vae,
    )
