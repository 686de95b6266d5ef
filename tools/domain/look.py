"""What a character looks like, in terms that can be drawn."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from tools.domain.bodies import Age, Build, Height, Presentation
from tools.domain.colors import Hex

HairStyle = Literal[
    "short", "bob", "long_straight", "long_wavy", "ponytail", "twin_tails", "braid", "bun",
    "spiky", "messy", "undercut", "mohawk", "hime", "afro", "curly", "bald",
]  # fmt: skip

GarmentKind = Literal[
    # tops, worn on the skin
    "tshirt", "shirt", "tank_top", "sweater", "turtleneck", "hoodie", "sailor_top",
    "tunic", "breastplate", "bodysuit", "dress", "kimono", "robe",
    # outer layers
    "jacket", "leather_jacket", "blazer", "vest", "tactical_vest", "trench_coat",
    "lab_coat", "cloak", "cape", "haori",
    # legs
    "trousers", "jeans", "cargo_trousers", "shorts", "skirt", "pleated_skirt", "long_skirt",
    "hakama", "greaves",
    # feet
    "boots", "sneakers", "shoes", "sandals", "barefoot",
    # the rest
    "scarf", "tie", "belt", "gloves", "gauntlets", "pauldrons", "hat", "witch_hat", "cap",
    "helmet", "crown", "hood", "headband", "headphones", "glasses", "goggles", "eyepatch",
    "mask", "cat_ears", "horns", "necklace", "earrings", "backpack",
]  # fmt: skip

PropKind = Literal[
    "katana", "sword", "dagger", "spear", "staff", "bow", "pistol", "rifle", "axe", "shield",
    "umbrella", "guitar", "book", "lantern", "phone", "cup", "flower", "bag",
]  # fmt: skip

FaceDetail = Literal[
    "scar", "freckles", "beard", "moustache", "stubble", "face_paint", "tattoo", "beauty_mark",
    "cyber_lines",
]  # fmt: skip


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True)


class Hair(_Fact):
    """Hair as drawn; `streak` colours a few locks, `tips` fades in at the ends."""

    style: HairStyle = "short"
    color: Hex = "#3b2a20"
    streak: Hex | None = None
    tips: Hex | None = None


class Eyes(_Fact):
    """Each eye has its own colour; left and right are the character's own."""

    left: Hex = "#5a3d28"
    right: Hex = "#5a3d28"
    cybernetic_left: bool = False
    cybernetic_right: bool = False


class Garment(_Fact):
    """One piece of clothing; `accent` colours trims and circuits, which shine when `glowing`."""

    kind: GarmentKind
    color: Hex
    accent: Hex | None = None
    glowing: bool = False


class Prop(_Fact):
    """One thing held in the right hand (or worn, where the pose needs the hands)."""

    kind: PropKind
    color: Hex | None = None


class Look(_Fact):
    """Everything that the rig draws of a character, whatever the scene.

    `garments` are listed from the skin outwards, at most one of a kind.
    """

    hair: Hair = Hair()
    eyes: Eyes = Eyes()
    skin: Hex = "#f0c8a8"
    presentation: Presentation = "neutral"
    build: Build = "average"
    height: Height = "average"
    age: Age = "adult"
    face: tuple[FaceDetail, ...] = ()
    garments: tuple[Garment, ...] = (
        Garment(kind="tshirt", color="#d8d8dc"),
        Garment(kind="trousers", color="#3c4250"),
        Garment(kind="sneakers", color="#e8e8ea"),
    )
    prop: Prop | None = None
