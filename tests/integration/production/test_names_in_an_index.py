"""A name that is looked up in an index means what it means among all names."""

from __future__ import annotations

import httpx
import pytest

from tools.domain.actor import LOCAL
from tools.domain.errors import AmbiguousNameError, ConflictError, UnknownNameError
from tools.domain.naming import resolve
from tools.studio.finding import character_named
from tools.studio.studio import Studio

NAMES = ["Kai Nakamura", "Kaito", "Mara 100%", "Mara_Lind", "Back\\slash", "Éloïse", "Ryo", "Kai"]
SPOKEN = [
    *("kai", "KAI N", "naka", "kait", "mara", "100%", "%", "_", "a_l", "\\", "k\\s", "eloise"),
    *("Kaitp", "Nakamura", "nobody", "ı", "ry\u200bo", "  ryo  "),
]


async def test_a_name_means_what_it_means_among_all(
    client: httpx.AsyncClient, studio: Studio
) -> None:
    project = (await client.post("/api/anime/projects", json={"title": "Neon"})).json()["id"]
    for name in NAMES:
        body = {"project_id": project, "name": name}
        assert (await client.post("/api/anime/characters", json=body)).status_code == 201
    for spoken in SPOKEN:
        wanted = resolve(spoken, NAMES)
        for place in (project, None):
            if wanted.name is not None:
                found, how = await character_named(studio, LOCAL, spoken, place)
                assert (found.name, how) == (wanted.name, wanted)
            else:
                kind = AmbiguousNameError if wanted.ambiguous else UnknownNameError
                with pytest.raises(kind) as refused:
                    await character_named(studio, LOCAL, spoken, place)
                assert tuple(refused.value.facts["candidates"]) == wanted.candidates


async def test_a_name_in_two_projects_is_told_with_both(
    client: httpx.AsyncClient, studio: Studio
) -> None:
    projects: list[int] = []
    for title in ("Neon", "Rust"):
        made = (await client.post("/api/anime/projects", json={"title": title})).json()["id"]
        await client.post(
            "/api/anime/characters", json={"project_id": made, "name": "Kai Nakamura"}
        )
        projects.append(made)
    for spoken in ("kai nakamura", "kai", "mura"):
        with pytest.raises(ConflictError) as refused:
            await character_named(studio, LOCAL, spoken)
        assert refused.value.code == "AMBIGUOUS_NAME"
        assert refused.value.facts["project_ids"] == projects
