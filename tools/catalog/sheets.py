"""Character sheets, as the director words them."""

from __future__ import annotations

from pydantic import Field

from tools.catalog.generation import awaited
from tools.catalog.tool import Arguments, Call, Family, Outcome
from tools.studio.sheets import SheetWish, order_sheet_of

FAMILY = Family()


class GenerateCharacterSheet(Arguments):
    character: str = Field(description="The character's name, or a part of it.")


@FAMILY.tool(GenerateCharacterSheet)
async def generate_character_sheet(call: Call, said: GenerateCharacterSheet) -> Outcome:
    """Draw a character's reference sheet: eight poses and six expressions, each scored against
    the canonical reference, laid out on one labelled picture."""
    order = order_sheet_of(call.studio, call.actor, call.project, said.character, SheetWish())
    return await awaited(call, order)
