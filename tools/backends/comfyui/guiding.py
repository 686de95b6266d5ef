"""What the rig supplies, put into a workflow: regions, pose, and what a picture begins with."""

from __future__ import annotations

from collections.abc import Sequence

from tools.backends.comfyui.cast import Figure
from tools.backends.comfyui.families import Family, matches
from tools.backends.comfyui.identity import Cast, identity_data
from tools.backends.comfyui.nodes import NodeCatalogue
from tools.backends.comfyui.pictures import shown_size
from tools.backends.comfyui.plan import Gathered
from tools.backends.comfyui.sizes import Made, inner_of
from tools.backends.comfyui.templates import Composition, node_kinds
from tools.backends.comfyui.wording import Said, stressed_in, worded
from tools.ports.rendering import BackendRejectedError, RenderRequest

_MARGIN_SHARE, _MOST_MARGIN_PX = 0.015, 12
"""How far words reach beyond a mask, as a share of the picture's height; servers take long over
wide margins."""
_STRESSED_STRENGTH = 0.5


def add_regions(
    work: Composition,
    figures: Sequence[Figure],
    prompts: Sequence[str],
    family: Family,
    request: RenderRequest,
    nodes: NodeCatalogue,
    gathered: Gathered,
) -> None:
    """Each of several figures its own words where it stands; a figure's stressed parts theirs."""
    masks = request.guides.masks if request.guides else {}
    margin = _margin(request)
    if len(figures) == 1:
        _add_stressed(work, figures[0], family, request, gathered)
        return
    masked = all(f"figure-{figure.number}" in masks for figure in figures)
    patch = "region_by_mask" if masked else "region_by_area"
    if not nodes.has(*node_kinds([f"patches/{patch}"])):
        raise BackendRejectedError(
            "The server lacks the nodes for several figures in one picture (regional"
            " conditioning).",
            code="COMFYUI_NO_REGIONS",
        )
    share = 1 / len(figures)
    for index, (figure, prompt) in enumerate(zip(figures, prompts, strict=True)):
        if masked:
            mask = gathered.file(masks[f"figure-{figure.number}"])
            where = {"mask": mask, "margin": margin}
        else:
            where = {"x": round(index * share, 2), "share": round(share, 2)}
        work.add(patch, {"prompt": prompt, "strength": 1.0, **where})
    gathered.parameters["regions"] = {"by": "mask" if masked else "area", "figures": len(figures)}
    if not masked:
        gathered.note("The figures share the width in equal parts: no mask says where each stands.")


def _add_stressed(
    work: Composition,
    figure: Figure,
    family: Family,
    request: RenderRequest,
    gathered: Gathered,
) -> None:
    """The words on regions that drifted, once more within the regions' masks."""
    masks = request.guides.masks if request.guides else {}
    places: dict[str, str] = identity_data()["region_masks"]
    used: list[str] = []
    for region, (phrases, _) in stressed_in(figure.definition, request.adjustments).items():
        mask = masks.get(places.get(region, ""))
        if mask is None:
            continue
        words = worded(Said(words=", ".join(phrases)), family, family.dialect, quality=False)
        values = {"mask": gathered.file(mask), "margin": _margin(request)}
        work.add("region_by_mask", {"prompt": words, "strength": _STRESSED_STRENGTH, **values})
        used.append(region)
    if used:
        gathered.parameters["stressed"] = used


def add_pose(
    work: Composition,
    family: Family,
    request: RenderRequest,
    nodes: NodeCatalogue,
    gathered: Gathered,
) -> None:
    """The skeleton of the guides, where the server has a ControlNet for it."""
    found = pose_control(family, nodes)
    if found is None or request.guides is None:
        led = " and the rough" if gathered.parameters.get("initial") == "rough" else ""
        gathered.note(
            f"The pose follows the words{led} only: the server has no OpenPose ControlNet"
            f" for {family.stands_on or 'this checkpoint, whose family its name does not tell'}."
        )
        return
    control, patch = found
    data = identity_data()
    values = {
        "picture": gathered.file(request.guides.pose),
        "controlnet": control,
        "strength": data["pose_strength"],
        "end": data["pose_end"],
    }
    work.add(patch, values)
    gathered.parameters["pose"] = {"controlnet": control, "strength": data["pose_strength"]}


def pose_control(family: Family, nodes: NodeCatalogue) -> tuple[str, str] | None:
    """The ControlNet for poses that fits the family, and the patch that applies it.

    One whose name does not tell its base is taken for any; where the family is not known, no
    other is.
    """
    data = identity_data()
    fitting = [name for name in nodes.controlnets() if _base_of(name) in ("", family.stands_on)]
    for patch, patterns in (
        ("pose", data["pose_patterns"]),
        ("pose_by_union", data["union_patterns"]),
    ):
        if not nodes.has(*node_kinds([f"patches/{patch}"])):
            continue
        for name in fitting:
            if matches(name, patterns) and not matches(
                name, data["photographic"]["control_patterns"]
            ):
                return name, patch
    return None


def add_start(
    work: Composition,
    cast: Cast,
    made: Made,
    denoise: float | None,
    request: RenderRequest,
    nodes: NodeCatalogue,
    gathered: Gathered,
) -> None:
    """Begin with the reference where that holds the figure, else with the guides' rough.

    A picture of another shape is shown whole, so that no head is cut off.
    """
    data = identity_data()
    by_picture = next((held for held in cast.held if held.by == "image_to_image"), None)
    editing = any(held.by == "reference_editing" for held in cast.held)
    if by_picture:
        kind, share = "reference", data["reference_denoise"]
        picture = by_picture.figure.references[0].data
    elif request.guides is not None and not editing:
        kind, share, picture = "rough", data["rough_denoise"], request.guides.rough
    else:
        return
    values: dict[str, int | str] = {
        "picture": gathered.file(picture),
        "made_width": made.width,
        "made_height": made.height,
    }
    size = shown_size(picture)
    inner = inner_of(size, made) if size else None
    if inner and nodes.has(*node_kinds(["patches/initial_whole"])):
        place = {"x": inner.x, "y": inner.y}
        inner_size = {"inner_width": inner.width, "inner_height": inner.height}
        work.add("initial_whole", {**values, **place, **inner_size})
    else:
        work.add("initial_picture", values)
    work.set("denoise", denoise or share)
    gathered.parameters |= {"initial": kind, "denoise": denoise or share}


def _margin(request: RenderRequest) -> int:
    return min(round(request.height * _MARGIN_SHARE), _MOST_MARGIN_PX)


def _base_of(control: str) -> str:
    """The base that a ControlNet's name tells; empty where it tells none."""
    bases: dict[str, list[str]] = identity_data()["pose_bases"]
    return next((base for base, marks in bases.items() if matches(control, marks)), "")
