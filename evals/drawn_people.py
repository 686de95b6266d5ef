"""People of our own for contact sheets, as character files describe them."""

from __future__ import annotations

from typing import Any

KNIGHT: dict[str, Any] = {
    "name": "Alaric",
    "description": "A knight of the border.",
    "gender": "male",
    "appearance": {
        "hair": "short brown hair",
        "eyes": "grey eyes",
        "build": "athletic",
        "style": "steel breastplate with golden trim, gauntlets, greaves, a red cape, "
        "holds a sword",
    },
}
PEOPLE: tuple[dict[str, Any], ...] = (
    {
        "name": "Kai Nakamura",
        "gender": "male",
        "description": "A courier of the lower city.",
        "appearance": {
            "hair": "dark black hair with electric neon blue streaks",
            "eyes": "left eye bright blue, right eye cyan cybernetic",
            "style": "black tactical military vest with glowing blue circuits, holds a katana",
        },
    },
    {
        "name": "Mara Voss",
        "gender": "female",
        "description": "A pilot.",
        "appearance": {
            "hair": "long white ponytail",
            "eyes": "violet eyes",
            "style": "red leather jacket, dark jeans, white sneakers, headphones",
        },
    },
    KNIGHT,
    {
        "name": "Ysolde",
        "gender": "female",
        "description": "A witch of the marsh.",
        "appearance": {
            "hair": "long wavy red hair",
            "eyes": "green eyes",
            "style": "purple robe with golden trim, purple witch hat, holds a staff",
        },
    },
    {
        "name": "Renji",
        "gender": "male",
        "description": "A wandering swordsman.",
        "appearance": {
            "hair": "black hair in a bun",
            "eyes": "brown eyes",
            "style": "white kimono, dark hakama, blue haori, holds a katana",
        },
    },
    {
        "name": "Borg",
        "gender": "male",
        "description": "A stocky woodsman.",
        "appearance": {
            "hair": "red mohawk",
            "eyes": "blue eyes",
            "build": "stocky",
            "style": "brown vest, dark trousers, boots, holds an axe",
        },
    },
)
