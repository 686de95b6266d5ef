"""References and validations over HTTP, on pictures that the sketch drew."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest

from store.files import AssetFiles
from tests.integration.generation.conftest import Stage
from tools.domain.actor import LOCAL

FORM = {"X-Requested-With": "test"}
ANIME = "/api/anime"


async def character_id(stage: Stage, name: str) -> int:
    async with stage.studio.store.read(LOCAL) as work:
        (found,) = await work.characters.called(LOCAL, stage.project, name)
    return found.id


async def drawn(stage: Stage, **body: Any) -> str:
    """The sha256 of a picture that was just made."""
    made = await stage.made(max_iterations=1, **body)
    assert made.best is not None
    return made.best.sha256


async def bytes_of(stage: Stage, digest: str) -> bytes:
    return (await stage.http.get(f"/api/assets/{digest}")).content


async def score_rows(stage: Stage) -> list[Any]:
    return await stage.rows(
        "select id, consistency_score, similarity, verdict from character_consistency_scores "
        "order by id"
    )


async def test_a_drawn_character_has_its_canonical_reference_in_the_list(stage: Stage) -> None:
    digest = await drawn(stage)
    kai = await character_id(stage, "Kai Nakamura")
    (one,) = (await stage.http.get(f"{ANIME}/characters/{kai}/references")).json()["items"]
    assert (one["sha256"], one["status"], one["of_present_design"]) == (digest, "canonical", True)
    assert one["url"] == one["reference_image_path"] == f"/api/assets/{digest}"


async def test_an_uploaded_reference_is_a_candidate_until_it_is_approved(stage: Stage) -> None:
    first = await drawn(stage)
    kai = await character_id(stage, "Kai Nakamura")
    other = await bytes_of(stage, await drawn(stage, character="Mara Voss"))
    place = f"{ANIME}/characters/{kai}/references"
    png = other + b"\0"  # bytes of its own, which a decoder passes over
    brought = await stage.http.post(place, files={"file": ("a.png", png)}, headers=FORM)
    assert brought.status_code == 201, brought.text
    assert brought.json()["status"] == "candidate"
    assert brought.json()["sha256"] == sha256(png).hexdigest()
    again = await stage.http.post(place, files={"file": ("a.png", png)}, headers=FORM)
    assert again.json()["id"] == brought.json()["id"]

    approved = await stage.http.post(f"{place}/{brought.json()['id']}/approve")
    twice = await stage.http.post(f"{place}/{brought.json()['id']}/approve")
    assert approved.json()["status"] == "canonical"
    assert approved.json() == twice.json()
    listed = (await stage.http.get(place)).json()["items"]
    assert {one["sha256"]: one["status"] for one in listed} == {
        first: "retired",
        sha256(png).hexdigest(): "canonical",
    }


async def test_references_come_page_by_page(stage: Stage) -> None:
    await drawn(stage)
    await drawn(stage, seed=8, scene_description="walking on a beach")
    kai = await character_id(stage, "Kai Nakamura")
    place = f"{ANIME}/characters/{kai}/references"
    first = (await stage.http.get(place, params={"limit": 1})).json()
    rest = (await stage.http.get(place, params={"limit": 1, "cursor": first["next_cursor"]})).json()
    assert first["items"][0]["id"] < rest["items"][0]["id"]
    assert rest["next_cursor"] is None


async def test_a_reference_without_a_file_or_with_other_bytes_is_refused(stage: Stage) -> None:
    digest = await drawn(stage)
    kai = await character_id(stage, "Kai Nakamura")
    place = f"{ANIME}/characters/{kai}/references"
    nothing = await stage.http.post(place, json={})
    unknown = await stage.http.post(place, json={"asset": "0" * 64})
    bare = await stage.http.post(place, files={"file": ("a.png", b"x")})
    no_picture = await stage.http.post(place, files={"file": ("a.png", b"x")}, headers=FORM)
    png = await bytes_of(stage, digest)
    wrong = await stage.http.post(
        place, files={"file": ("a.png", png)}, data={"asset": "0" * 64}, headers=FORM
    )
    broken = await stage.http.post(
        place, content=b"{", headers={"content-type": "application/json"}
    )
    assert [answer.status_code for answer in (nothing, unknown, bare, no_picture, wrong)] == [
        422, 404, 403, 422, 422,
    ]  # fmt: skip
    assert wrong.json()["code"] == "HASH_MISMATCH"
    assert no_picture.json()["code"] == "UNREADABLE_IMAGE"
    assert broken.json()["code"] == "MALFORMED_JSON"


async def test_changed_bytes_cannot_become_canonical(stage: Stage) -> None:
    await drawn(stage)
    second = await drawn(stage, seed=9)
    kai = await character_id(stage, "Kai Nakamura")
    place = f"{ANIME}/characters/{kai}/references"
    listed = (await stage.http.get(place)).json()["items"]
    candidate = next(one for one in listed if one["sha256"] == second)
    files = AssetFiles.in_folder(stage.settings.data_dir / "assets")
    await files.remove(second)
    refused = await stage.http.post(f"{place}/{candidate['id']}/approve")
    assert (refused.status_code, refused.json()["code"]) == (409, "REFERENCE_CHANGED")


async def test_dropping_the_canonical_reference_leaves_scores_and_no_reference(
    stage: Stage,
) -> None:
    first = await drawn(stage)
    kai = await character_id(stage, "Kai Nakamura")
    second = await drawn(stage, seed=11)
    listed = (await stage.http.get(f"{ANIME}/characters/{kai}/references")).json()["items"]
    canonical = next(one for one in listed if one["status"] == "canonical")
    before = await score_rows(stage)
    place = f"{ANIME}/characters/{kai}/references/{canonical['id']}"
    gone = await stage.http.delete(place)
    assert gone.json()["was_canonical"] is True
    assert (await stage.http.delete(place)).status_code == 404
    assert await score_rows(stage) == before
    history = (await stage.http.get(f"{ANIME}/characters/{kai}/consistency")).json()["items"]
    assert history[0]["reference_image_path"] == f"/api/assets/{first}"
    assert history[0]["reference_id"] is None
    judged = await stage.http.post(f"{ANIME}/characters/{kai}/validate", json={"image": second})
    assert judged.json()["verdict"] == "no_reference"


async def test_swapped_pictures_flip_the_verdict_and_write_one_row_each(stage: Stage) -> None:
    await drawn(stage)
    own = await drawn(stage, seed=21, scene_description="standing in a garden")
    kai = await character_id(stage, "Kai Nakamura")
    strange = await drawn(stage, character="Mara Voss", seed=22)
    before = len(await score_rows(stage))
    place = f"{ANIME}/characters/{kai}/validate"
    good = (await stage.http.post(place, json={"asset": own})).json()
    bad = (await stage.http.post(place, json={"image_path": f"/api/assets/{strange}"})).json()
    rows = await score_rows(stage)
    assert len(rows) == before + 2
    assert [row[2] for row in rows[-2:]] == [good["similarity"], bad["similarity"]]
    assert good["similarity"] > 0.8 > 0.3 > bad["similarity"]
    assert "HAIR_DRIFT" in bad["codes"] or "OUTFIT_DRIFT" in bad["codes"]
    assert good["calibration"]["id"]
    assert good["consistency_score"] > bad["consistency_score"]
    kept = (await stage.http.get(f"{ANIME}/characters/{kai}")).json()
    assert kept["consistency_score"] == bad["consistency_score"]
    assert kept["last_validation_date"] == bad["last_validation_date"]


async def test_the_crops_of_a_validation_are_small_pictures(stage: Stage) -> None:
    await drawn(stage)
    kai = await character_id(stage, "Kai Nakamura")
    other = await drawn(stage, seed=31, scene_description="running")
    judged = (
        await stage.http.post(f"{ANIME}/characters/{kai}/validate", json={"image": other})
    ).json()
    hair = next(one for one in judged["regions"] if one["region"] == "hair")
    crops = [await stage.http.get(hair[f"{of}_crop_url"]) for of in ("picture", "reference")]
    assert all(crop.headers["content-type"] == "image/png" for crop in crops)
    assert crops[0].content != crops[1].content
    unknown = hair["picture_crop_url"].replace(f"/{judged['id']}/", "/999999/")
    assert (await stage.http.get(unknown)).status_code == 404


async def test_without_a_picture_the_newest_is_validated(stage: Stage) -> None:
    await drawn(stage)
    kai = await character_id(stage, "Kai Nakamura")
    newest = await drawn(stage, seed=41)
    judged = (await stage.http.post(f"{ANIME}/characters/{kai}/validate")).json()
    assert judged["picture"]["sha256"] == newest
    made = await stage.made(seed=42, max_iterations=1)
    named = await stage.http.post(
        f"{ANIME}/characters/{kai}/validate", json={"generation_id": str(made.id)}
    )
    assert made.best is not None
    assert named.json()["picture"]["sha256"] == made.best.sha256


async def test_a_picture_is_held_against_the_palette_that_the_bible_has_now(stage: Stage) -> None:
    digest = await drawn(stage)
    kai = await character_id(stage, "Kai Nakamura")
    bible = f"{ANIME}/projects/{stage.project}/bible"

    async def distance(*palette: str) -> float:
        await stage.http.put(bible, json={"visual_style": {"color_palette": list(palette)}})
        place = f"{ANIME}/characters/{kai}/validate"
        judged = (await stage.http.post(place, json={"image": digest})).json()
        return judged["bible"]["palette"]["distance"]

    near, far = await distance("#101018", "#00a0ff", "#ffffff"), await distance("#ff00ff")
    assert near < far


async def test_the_history_gives_the_trend_of_its_rows(stage: Stage) -> None:
    await drawn(stage)
    kai = await character_id(stage, "Kai Nakamura")
    place = f"{ANIME}/characters/{kai}"
    empty = (await stage.http.get(f"{place}/consistency")).json()["trend"]
    assert empty["trend"] is None
    assert empty["reason"]
    for seed, scene in enumerate(("running in a forest", "sitting", "waving in a cafe"), 51):
        await drawn(stage, seed=seed, scene_description=scene)
    answer = (await stage.http.get(f"{place}/consistency", params={"limit": 2})).json()
    assert len(answer["items"]) == 2
    rest = (
        await stage.http.get(
            f"{place}/consistency", params={"limit": 2, "cursor": answer["next_cursor"]}
        )
    ).json()
    rows = [*answer["items"], *rest["items"]][::-1]
    scores = [row["consistency_score"] for row in rows if row["verdict"] != "no_reference"]
    trend = answer["trend"]["trend"]
    assert trend["rests_on"] == "score"
    assert trend["mean"] == pytest.approx(sum(scores) / len(scores))
    assert (trend["first"], trend["last"], trend["n"]) == (scores[0], scores[-1], len(scores))
    assert answer["trend"]["n"] == len(rows) == 4
    strange = await drawn(stage, character="Mara Voss", seed=54)
    await stage.http.post(f"{place}/validate", json={"image": strange})
    fallen = (await stage.http.get(f"{place}/consistency")).json()["trend"]
    assert fallen["trend"]["mean"] < trend["mean"]
    assert fallen["drifts_most"] is not None


async def test_windows_and_cursors_that_make_no_sense_are_refused(stage: Stage) -> None:
    kai = await character_id(stage, "Kai Nakamura")
    place = f"{ANIME}/characters/{kai}/consistency"
    backwards = {"since": "2026-02-01T00:00:00Z", "until": "2026-01-01T00:00:00Z"}
    for query in (backwards, {"since": "0001-01-01T00:00:00Z"}, {"cursor": "bm90aGluZw=="}):
        assert (await stage.http.get(place, params=query)).status_code == 422
    assert (await stage.http.get(f"{ANIME}/characters/999999/consistency")).status_code == 404
