"""What is refused, with a clear problem, nothing stored and no secret told."""

from __future__ import annotations

import io
import json
import struct
import zlib

import pytest
from PIL import Image

from api.sample import load_sample
from tools.domain.actor import LOCAL

HEADER = {"X-Requested-With": "test"}


def png(width: int, height: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(buffer, "PNG")
    return buffer.getvalue()


def bomb() -> bytes:
    """A PNG whose header says 60,000 x 60,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


async def assets(studio) -> int:
    async with studio.store._pool.connection() as connection:
        row = await (await connection.execute("select count(*) from assets")).fetchone()
    return row[0]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"this is no picture", "UNREADABLE_IMAGE"),
        (b"", "UNREADABLE_IMAGE"),
        (png(64, 64)[:-40], "UNREADABLE_IMAGE"),
        (bomb(), "LIMIT_EXCEEDED"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "UNREADABLE_IMAGE"),
    ],
    ids=["text", "empty", "truncated", "bomb", "svg"],
)
async def test_a_file_that_is_no_usable_picture_is_refused(
    client, studio, data: bytes, code: str
) -> None:
    answer = await client.post("/api/assets", files={"file": ("kai.png", data)}, headers=HEADER)
    assert answer.status_code == 422
    assert answer.json()["code"] == code
    assert await assets(studio) == 0


async def test_an_upload_keeps_the_bytes_and_a_range_gives_a_part(client) -> None:
    data = png(400, 300)
    kept = (
        await client.post("/api/assets", files={"file": ("../../a.png", data)}, headers=HEADER)
    ).json()
    assert (kept["width"], kept["height"], kept["type"]) == (400, 300, "image/png")
    whole = await client.get(kept["url"])
    assert whole.content == data
    part = await client.get(kept["url"], headers={"Range": "bytes=2-5"})
    assert (part.status_code, part.content) == (206, data[2:6])
    beyond = await client.get(kept["url"], headers={"Range": f"bytes={len(data)}-"})
    assert beyond.status_code == 416
    again = await client.get(kept["url"], headers={"If-None-Match": whole.headers["etag"]})
    assert again.status_code == 304
    small = await client.get(kept["url"], params={"w": 16})
    assert small.headers["content-type"] == "image/webp"


async def test_an_upload_without_the_header_is_refused(client) -> None:
    answer = await client.post("/api/assets", files={"file": ("a.png", png(8, 8))})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "body", ['{"title": ', "nonsense", '{"title": "a"} {"b": 1}', "[" * 100_000]
)
async def test_malformed_json_is_told_as_such(client, body: str) -> None:
    answer = await client.post(
        "/api/anime/projects", content=body, headers={"content-type": "application/json"}
    )
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] in ("MALFORMED_JSON", "VALIDATION_ERROR", "BAD_REQUEST")


async def test_a_body_over_ten_megabytes_is_refused(client) -> None:
    body = b'{"title": "' + b"x" * 10_000_001 + b'"}'
    answer = await client.post(
        "/api/anime/projects", content=body, headers={"content-type": "application/json"}
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "LIMIT_EXCEEDED")
    assert answer.json()["limit"] == 10_000_000


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"Host": "evil.example"}, "FOREIGN_HOST"),
        ({"Origin": "https://evil.example"}, "FOREIGN_ORIGIN"),
        ({"Origin": "http://127.0.0.1:9999"}, "FOREIGN_ORIGIN"),
        ({"Origin": "null"}, "FOREIGN_ORIGIN"),
        ({"Origin": "http://localhost:port"}, "FOREIGN_ORIGIN"),
        ({"Origin": "http://localhost:99999"}, "FOREIGN_ORIGIN"),
    ],
)
async def test_other_sites_get_nothing(client, headers: dict[str, str], code: str) -> None:
    answer = await client.post("/api/anime/projects", json={"title": "x"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, code)
    assert not (await client.get("/api/anime/projects")).json()["items"]


async def test_a_form_of_another_kind_is_no_json(client) -> None:
    answer = await client.post(
        "/api/anime/projects", content='{"title":"x"}', headers={"content-type": "text/plain"}
    )
    assert answer.status_code == 415


@pytest.mark.parametrize("name", ["", "   ", "a" * 101, "null\x00name", "half \ud800 pair"])
async def test_names_that_cannot_be_are_refused(client, name: str) -> None:
    content = '{"title": ' + json.dumps(name) + "}"
    answer = await client.post(
        "/api/anime/projects", content=content, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 422
    assert not (await client.get("/api/anime/projects")).json()["items"]


@pytest.mark.parametrize(
    "name", ["葵 あおい", "Ярослав", "../../etc/passwd", "<script>alert(1)</script>", "👩‍🎤 Rin"]
)
async def test_names_in_any_script_and_with_path_tricks_are_only_names(
    client, studio, name: str
) -> None:
    project = (await load_sample(studio, LOCAL)).id
    body = {"project_id": project, "name": name, "appearance": {"hair": "silver bob"}}
    made = await client.post("/api/anime/characters", json=body)
    assert made.status_code == 201, made.text
    said = {"message": f'Generate "{name}" in the rain', "context": {"project_id": project}}
    answer = (await client.post("/api/anime/director/command", json=said)).json()
    assert answer["artifacts"], answer
    assert answer["artifacts"][0]["label"].startswith(name)


@pytest.mark.parametrize("escape", [r"\u0000", r"\ud800"])
async def test_a_document_in_words_that_cannot_be_stored_ends_in_an_answer(
    client, studio, escape: str
) -> None:
    project = (await load_sample(studio, LOCAL)).id
    said = {
        "message": f'import this bible: {{"title": "x", "a": "{escape}"}}',
        "context": {"project_id": project},
    }
    answer = await client.post("/api/anime/director/command", json=said)
    assert answer.status_code == 200, answer.text


async def test_a_name_with_half_a_surrogate_pair_is_named_in_the_refusal(client, studio) -> None:
    project = (await load_sample(studio, LOCAL)).id
    half = r"\ud800"
    for path, body in (
        ("characters/from-bible", f'{{"project_id": {project}, "name": "{half}x"}}'),
        (f"projects/{project}/branches", f'{{"name": "b", "from": "{half}x"}}'),
    ):
        headers = {"Content-Type": "application/json"}
        answer = await client.post(f"/api/anime/{path}", content=body, headers=headers)
        assert answer.status_code in (404, 422), answer.text


@pytest.mark.parametrize(
    "path", ["/api/assets/../../etc/passwd", "/api/assets/%2e%2e%2fetc", "/api/assets/" + "0" * 64]
)
async def test_asset_addresses_are_digests_and_nothing_else(client, path: str) -> None:
    assert (await client.get(path)).status_code in (404, 422)


async def test_an_empty_and_an_endless_message_are_refused(client) -> None:
    thread = (await client.post("/api/chat/threads", json={})).json()["id"]
    for text in ("", "  \n "):
        answer = await client.post(f"/api/chat/threads/{thread}/messages", json={"text": text})
        assert answer.status_code == 422
    answer = await client.post(f"/api/chat/threads/{thread}/messages", json={"text": "x" * 20_001})
    assert answer.status_code == 422
    assert not (await client.get(f"/api/chat/threads/{thread}/messages")).json()["items"]


async def test_the_longest_message_is_taken(client) -> None:
    thread = (await client.post("/api/chat/threads", json={})).json()["id"]
    answer = await client.post(f"/api/chat/threads/{thread}/messages", json={"text": "hm " * 6_666})
    assert answer.status_code == 200


async def test_an_unknown_route_is_a_problem_too(client) -> None:
    answer = await client.get("/api/anime/nothing")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
