"""The sample production: a project with its bible, and Kai Nakamura ready to be directed."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from tools.domain.actor import Actor
from tools.domain.naming import fold
from tools.domain.projects import Project
from tools.studio.bible_import import import_bible
from tools.studio.projects import create_project, get_project
from tools.studio.studio import Studio

TITLE = "Neon Ronin"
_SYNOPSIS = "A masterless bodyguard, a pirate-radio voice and a retired sword teacher in Neo-Tokyo."
_CHARACTER_FILES = ("kai_nakamura.json", "genzo_arakida.json")
"""Characters from the start; the third is in the bible only, to be created from it."""


async def load_sample(studio: Studio, actor: Actor) -> Project:
    """Load the sample where the workspace has no project of its name; returns the project."""
    async with studio.store.read(actor) as work:
        titles = await work.projects.titles(actor)
    known = next((number for title, number in titles.items() if fold(title) == fold(TITLE)), None)
    if known is not None:
        return await get_project(studio, actor, known)
    project = await create_project(studio, actor, title=TITLE, synopsis=_SYNOPSIS)
    for name in ("bible.json", *_CHARACTER_FILES):
        await import_bible(studio, actor, project.id, sample_document(name))
    return project


def sample_document(name: str) -> dict[str, Any]:
    source = files("tools").joinpath("samples", "neon_ronin", name)
    return json.loads(source.read_text("utf-8"))
