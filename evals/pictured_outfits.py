"""The outfits of the contact sheets: who wears them, and what they are."""

from __future__ import annotations

from tools.domain.look import Garment, GarmentKind, Presentation


def worn(
    kind: GarmentKind, color: str, accent: str | None = None, glowing: bool = False
) -> Garment:
    return Garment(kind=kind, color=color, accent=accent, glowing=glowing)


OUTFITS: dict[str, tuple[Presentation, tuple[Garment, ...]]] = {
    "street": (
        "masculine",
        (
            worn("tshirt", "#d84040", "#ffffff"),
            worn("jeans", "#36507f"),
            worn("sneakers", "#2a2a30"),
        ),
    ),
    "school blazer": (
        "masculine",
        (
            worn("shirt", "#f2f2f4"),
            worn("tie", "#a02035", "#d8b060"),
            worn("trousers", "#5a6070"),
            worn("shoes", "#2a2018"),
            worn("blazer", "#27305a", "#c9a24a"),
        ),
    ),
    "sailor uniform": (
        "feminine",
        (
            worn("sailor_top", "#f6f6fa", "#27335f"),
            worn("pleated_skirt", "#27335f"),
            worn("shoes", "#3a241c"),
        ),
    ),
    "knight": (
        "masculine",
        (
            worn("breastplate", "#c4cad4", "#c9a24a"),
            worn("greaves", "#c4cad4"),
            worn("gauntlets", "#c4cad4"),
            worn("pauldrons", "#c4cad4"),
            worn("boots", "#6a6f7a"),
            worn("cape", "#a01828", "#6a0f1c"),
        ),
    ),
    "courier": (
        "masculine",
        (
            worn("turtleneck", "#2b2f3a"),
            worn("cargo_trousers", "#30343e"),
            worn("boots", "#17171c"),
            worn("gloves", "#17171c"),
            worn("tactical_vest", "#181a20", "#18b4ff", True),
        ),
    ),
    "samurai": (
        "masculine",
        (
            worn("kimono", "#f0ede4", "#2c3450"),
            worn("hakama", "#2c3450"),
            worn("haori", "#5f86b8", "#20304f"),
            worn("sandals", "#8a6a4a"),
        ),
    ),
    "kimono": ("feminine", (worn("kimono", "#c23a58", "#f0d8a0"), worn("sandals", "#5a3a2a"))),
    "wizard": (
        "neutral",
        (
            worn("robe", "#4a3078", "#e0b84a"),
            worn("witch_hat", "#3a2460", "#e0b84a"),
            worn("boots", "#3a2a20"),
        ),
    ),
    "ranger": (
        "masculine",
        (
            worn("tunic", "#3f6b40", "#d8b868"),
            worn("trousers", "#6a543a"),
            worn("boots", "#4a3220"),
            worn("cloak", "#28432e", "#1a2a1e"),
        ),
    ),
    "scientist": (
        "feminine",
        (
            worn("turtleneck", "#333844"),
            worn("trousers", "#585f70"),
            worn("shoes", "#222222"),
            worn("lab_coat", "#f4f6f8"),
            worn("glasses", "#2a2a34"),
        ),
    ),
    "detective": (
        "masculine",
        (
            worn("shirt", "#e8e4da"),
            worn("tie", "#7a2030"),
            worn("trousers", "#2c2c34"),
            worn("shoes", "#2a1d16"),
            worn("trench_coat", "#b89468"),
        ),
    ),
    "pilot suit": (
        "feminine",
        (
            worn("bodysuit", "#2a2d3e", "#ff3fa4", True),
            worn("boots", "#e8e8f0", "#ff3fa4"),
            worn("headphones", "#e8e8f0"),
        ),
    ),
    "winter": (
        "feminine",
        (
            worn("sweater", "#d6c6a8", "#a04040"),
            worn("long_skirt", "#6a3a4a"),
            worn("boots", "#3a241c"),
            worn("scarf", "#b03030", "#f0e0c0"),
        ),
    ),
    "rocker": (
        "masculine",
        (
            worn("tshirt", "#e8e8ea"),
            worn("leather_jacket", "#1d1c22"),
            worn("jeans", "#28364f"),
            worn("boots", "#1a181c"),
        ),
    ),
    "summer dress": ("feminine", (worn("dress", "#e6eef6", "#4a76c8"), worn("sandals", "#8a5a3a"))),
    "explorer": (
        "feminine",
        (
            worn("tank_top", "#d0b890"),
            worn("shorts", "#6a5a3e"),
            worn("belt", "#4a3020"),
            worn("boots", "#4a3626"),
            worn("backpack", "#a0602a"),
        ),
    ),
    "hoodie": (
        "neutral",
        (
            worn("hoodie", "#e0a030", "#ffffff"),
            worn("cargo_trousers", "#4c5648"),
            worn("sneakers", "#f2f2f4", "#e03030"),
        ),
    ),
    "racer": (
        "masculine",
        (
            worn("tshirt", "#202228"),
            worn("jacket", "#b02a30", "#f0c040"),
            worn("trousers", "#23252e"),
            worn("sneakers", "#ffffff"),
        ),
    ),
}
