"""Character sheets, as the director words them."""

from __future__ import annotations

from pydantic import Field

from tools.catalog.generation import answered
from tools.catalog.names import note
from tools.catalog.tool import Arguments, Call, Family, Outcome
from tools.domain.errors import EffectDoneError, StudioError
from tools.studio import generation
from tools.studio.sheets import SheetWish, order_sheet_of

FAMILY = Family()


class GenerateCharacterSheet(Arguments):
    character: str = Field(description="The character's name, or a part of it.")


@FAMILY.tool(GenerateCharacterSheet)
async def generate_character_sheet(call: Call, said: GenerateCharacterSheet) -> Outcome:
    """Draw a character's reference sheet: eight poses and six expressions, each scored against
    the canonical reference, laid out on one labelled picture."""
    try:
        ordered, found = await order_sheet_of(
            call.studio, call.actor, call.project, said.character, SheetWish()
        )
    except EffectDoneError:
        ordered, found = await generation.ordered_before(call.studio, call.actor), None
    done = await generation.wait_for(call.studio, call.actor, ordered, patience_s=call.patience_s)
    if error := done.run.error:
        raise StudioError(error["detail"], code=error["code"], generation_id=str(done.id))
    outcome = await answered(call, done)
    return Outcome(
        content={**outcome.content, **(note(found) if found else {})},
        artifacts=outcome.artifacts,
        generation_id=outcome.generation_id,
    )
