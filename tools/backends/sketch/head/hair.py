"""Hair in its layers, from behind the body to over the shoulders."""

from __future__ import annotations

from dataclasses import dataclass

from tools.backends.sketch.parts import Part, load_part
from tools.domain.look import Hair
from tools.domain.staging import View


@dataclass(frozen=True, kw_only=True)
class HairLayers:
    """Fragments of one hair style in one view; `shadow` falls on the face."""

    behind_body: str
    behind_head: str
    shadow: str
    cap: str
    front: str


def draw_hair(hair: Hair, view: View, colors: dict[str, str], scope: str) -> HairLayers:
    """The style's layers in these colours; streaks and tips only where the look has them."""
    part = load_part(f"head/hair/{hair.style}/{view}.svg")

    def layer(name: str) -> str:
        return _coloured(part, name, hair, colors, scope)

    return HairLayers(
        behind_body=layer("behind_body"),
        behind_head=layer("behind_head"),
        shadow=part.layer("shadow", colors),
        cap=layer("cap"),
        front=layer("front"),
    )


def _coloured(part: Part, name: str, hair: Hair, colors: dict[str, str], scope: str) -> str:
    drawn = part.layer(name, colors, f"{scope}{name}-")
    if hair.tips:
        drawn += part.layer(f"{name}.tips", colors, f"{scope}{name}-tips-")
    if hair.streak:
        drawn += part.layer(f"{name}.streaks", colors)
    drawn += part.layer(f"{name}.lines", colors)
    return f'<g data-region="hair">{drawn}</g>' if drawn else ""
