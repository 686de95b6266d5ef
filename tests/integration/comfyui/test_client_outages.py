"""Sockets that drop, servers that die, restart, overflow or are not what they should be."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import struct
from uuid import uuid4

import pytest
import websockets

from tests.integration.comfyui.fake.graphs import text_to_image
from tests.integration.comfyui.telling import Told, until
from tools.backends.comfyui.server import Output, Patience
from tools.ports.rendering import (
    BackendBusyError,
    BackendDownError,
    BackendError,
    BackendRejectedError,
    BackendStoppedError,
)


def begun(client, prompt_id: str, told: Told | None = None, **graph) -> asyncio.Task:
    work = client.run(text_to_image(**graph), prompt_id=prompt_id, outputs=["9"], progress=told)
    return asyncio.create_task(work)


async def down(work) -> BackendDownError:
    with pytest.raises(BackendDownError) as caught:
        await work
    return caught.value


async def test_a_dropped_socket_is_opened_again_and_hears_the_rest(comfy, client):
    told = Told()
    hold, later = comfy.hold("KSampler", step=1), comfy.hold("KSampler", step=2)
    running = begun(client, str(uuid4()), told, steps=3)
    await hold.reached()
    comfy.drop_sockets()
    await until(lambda: len(comfy.sockets.ids) == 2 and comfy.sockets.open)
    assert len(set(comfy.sockets.ids)) == 1
    hold.release()
    await told.until(lambda share, words: words == "KSampler (2 of 3)")
    later.release()
    assert (await running)["9"]
    assert len(comfy.submitted) == 1


async def test_a_job_that_ends_while_the_socket_is_gone_is_found_by_asking(comfy, client):
    hold = comfy.hold("KSampler", step=1)
    running = begun(client, str(uuid4()))
    await hold.reached()
    comfy.refuse("/ws", 502, times=1000)
    comfy.drop_sockets()
    hold.release()
    assert (await running)["9"]


async def test_a_server_without_websockets_is_asked_instead(comfy, client):
    comfy.refuse("/ws", 404, times=1000)
    assert await begun(client, str(uuid4()))


async def test_a_client_whose_id_was_taken_over_still_ends(comfy, connect):
    """The second socket of an id takes the messages; when the first closes, both are deaf."""
    hold = comfy.hold("KSampler", step=1)
    running = begun(connect(comfy.url), str(uuid4()))
    await hold.reached()
    socket = f"{comfy.url.replace('http', 'ws')}/ws?clientId={comfy.sockets.ids[0]}"
    async with websockets.connect(socket) as other:
        assert "status" in await other.recv()
        hold.release()
        assert (await running)["9"]


async def test_clients_have_ids_of_their_own(comfy, connect):
    assert connect(comfy.url).client_id != connect(comfy.url).client_id


async def test_the_first_message_asks_for_previews_that_say_whose_they_are(comfy, client):
    hold = comfy.hold("KSampler", step=1)
    running = begun(client, str(uuid4()))
    await hold.reached()
    assert list(comfy.sockets.features.values()) == [{"supports_preview_metadata": True}]
    hold.release()
    await running


async def test_what_is_told_of_other_jobs_is_not_taken_for_ours(comfy, client):
    """Jobs without a client id tell everyone of their steps and previews."""
    foreign = comfy.hold("KSampler", step=2)
    comfy.post({"prompt": text_to_image(seed=9, steps=3), "prompt_id": str(uuid4())})
    await foreign.reached()
    told = Told()
    running = begun(client, str(uuid4()), told)
    await told.until(lambda share, words: "queue" in words)
    await until(lambda: comfy.sockets.open)
    comfy.push("progress", {"value": 9, "max": 9, "node": "3", "prompt_id": str(uuid4())})
    comfy.push("executing", {"node": "3"})
    assert all(share == 0 for share, _ in told.all)
    foreign.release()
    assert (await running)["9"]
    assert told.shares == sorted(told.shares)


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\0\0\0\1",
        struct.pack(">II", 1, 1) + b"\xff\xd8",
        struct.pack(">II", 4, 2**31) + b"{}",
        struct.pack(">II", 4, 3) + b"{x}jpeg",
        struct.pack(">II", 4, 6) + b"[1, 2]jpeg",
        struct.pack(">II", 77, 1),
        "not json",
        "[]",
        json.dumps({"type": 7, "data": []}),
        json.dumps({"type": "progress_state", "data": {"nodes": [1]}}),
        "[" * 100_000,
    ],
    ids=lambda message: repr(message[:12]),
)
async def test_messages_that_make_no_sense_are_dropped(start_comfy, connect, message):
    comfy = start_comfy()
    hold = comfy.hold("KSampler", step=1)
    running = begun(connect(comfy.url), str(uuid4()))
    await hold.reached()
    comfy.send(message)
    hold.release()
    assert (await running)["9"]
    assert len(comfy.sockets.ids) == 1


async def test_a_killed_server_is_down(comfy, client):
    told, hold = Told(), comfy.hold("KSampler", step=1)
    running = begun(client, str(uuid4()), told)
    await hold.reached()
    await told.until(lambda share, words: share > 0)
    comfy.kill()
    error = await down(running)
    assert error.code == "COMFYUI_UNREACHABLE"
    assert str(error) == f"The ComfyUI server at {comfy.url} cannot be reached."


async def test_a_server_killed_while_it_takes_a_job_is_down(comfy, client):
    async def die() -> None:
        comfy.abort_connections()
        raise ConnectionResetError

    comfy.before("POST", "/prompt", die)
    assert (await down(begun(client, str(uuid4())))).code == "COMFYUI_BROKEN_OFF"
    assert not comfy.submitted


async def test_a_server_restarted_in_mid_job_has_lost_it_and_takes_it_again(comfy, connect):
    client = connect(comfy.url, patience=Patience(poll_s=0.2, bare_poll_s=0.05, down_s=10.0))
    prompt_id = str(uuid4())
    told, hold = Told(), comfy.hold("KSampler", step=1)
    running = begun(client, prompt_id, told)
    await hold.reached()
    await told.until(lambda share, words: share > 0)
    comfy.restart()
    error = await down(running)
    assert error.code == "COMFYUI_JOB_LOST"
    assert "was restarted or cleared and no longer knows the job" in str(error)
    assert (await begun(client, prompt_id))["9"]


async def test_a_job_taken_from_the_queue_was_stopped_and_did_not_fail(comfy, client):
    prompt_id = str(uuid4())
    hold = comfy.hold("KSampler", step=1)
    comfy.post({"prompt": text_to_image(seed=7)})
    await hold.reached()
    running = begun(client, prompt_id)
    await until(lambda: comfy.books.pending)
    comfy.call(lambda: comfy.books.drop(prompt_id))
    with pytest.raises(BackendStoppedError) as caught:
        await running
    assert caught.value.code == "COMFYUI_DEQUEUED"
    hold.release()


async def test_a_job_that_was_cleared_from_the_history_is_lost_and_is_made_again(comfy, client):
    prompt_id, told = str(uuid4()), Told()
    hold = comfy.hold("KSampler", step=1)
    running = begun(client, prompt_id, told)
    await told.until(lambda share, words: share > 0)

    async def ended_and_cleared() -> None:
        await until(lambda: prompt_id in comfy.books.history)
        comfy.books.history.clear()

    comfy.before("GET", f"/history/{prompt_id}", ended_and_cleared)
    hold.release()
    assert (await down(running)).code == "COMFYUI_JOB_LOST"
    assert (await begun(client, prompt_id))["9"]


async def test_a_server_that_is_not_there_is_down(connect):
    error = await down(connect("http://127.0.0.1:9").stats())
    assert str(error) == "The ComfyUI server at http://127.0.0.1:9 cannot be reached."


@pytest.mark.parametrize(("status", "after", "seconds"), [(429, "7", 7.0), (503, "", 10.0)])
async def test_a_busy_server_says_how_long_to_wait(start_comfy, connect, status, after, seconds):
    comfy = start_comfy()
    comfy.refuse("/prompt", status, **({"retry_after": after} if after else {}))
    with pytest.raises(BackendBusyError) as caught:
        await begun(connect(comfy.url), str(uuid4()))
    assert caught.value.retry_after == seconds
    assert caught.value.code == "COMFYUI_BUSY"


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
async def test_a_hiccup_while_a_job_runs_is_borne(start_comfy, connect, status):
    comfy = start_comfy()
    hold = comfy.hold("KSampler", step=1)
    running = begun(connect(comfy.url), str(uuid4()))
    await hold.reached()
    comfy.refuse("/history", status, times=2)
    hold.release()
    assert (await running)["9"]


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, "COMFYUI_ACCESS_DENIED"),
        (403, "COMFYUI_ACCESS_DENIED"),
        (404, "COMFYUI_NOT_THERE"),
        (302, "COMFYUI_NOT_THERE"),
        (502, "COMFYUI_UNREACHABLE"),
        (504, "COMFYUI_UNREACHABLE"),
        (523, "COMFYUI_UNREACHABLE"),
    ],
)
async def test_what_stands_before_the_server_is_told_apart(start_comfy, connect, status, code):
    comfy = start_comfy()
    comfy.refuse("/system_stats", status, location="http://login.example/")
    error = await down(connect(comfy.url).stats())
    assert error.code == code
    assert ("GET", "/") not in comfy.requests


async def test_a_silent_server_is_given_up(connect):
    async def swallow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(swallow, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        error = await down(connect(f"http://127.0.0.1:{port}", answer_timeout_s=0.1).stats())
    assert error.code == "COMFYUI_SILENT"


async def test_a_file_above_the_limit_is_not_kept(start_comfy, connect):
    comfy = start_comfy()
    comfy.files.content["output", "huge.png"] = bytes(3 * 1024 * 1024)
    client = connect(comfy.url, max_file_bytes=2 * 1024 * 1024)
    with pytest.raises(BackendRejectedError, match="more than 2 MiB") as caught:
        await client.fetch(Output(node="9", kind="images", filename="huge.png"))
    assert caught.value.code == "COMFYUI_TOO_LARGE"


async def test_an_upload_above_the_servers_limit_is_refused(start_comfy, connect):
    comfy = start_comfy(max_upload_bytes=1024)
    with pytest.raises(BackendRejectedError, match=r"kai\.png has 0\.1 MiB") as caught:
        await connect(comfy.url).upload("kai.png", bytes(100_000))
    assert caught.value.code == "COMFYUI_TOO_LARGE"


async def test_an_upload_that_is_broken_off_for_its_size_is_refused(connect):
    """A server may close the connection before it has taken a hundred mebibytes."""

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1024)
        writer.transport.abort()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(BackendRejectedError, match=r"has 101\.0 MiB") as caught:
            await connect(f"http://127.0.0.1:{port}").upload("clip.mp4", bytes(101 * 1024 * 1024))
    assert caught.value.code == "COMFYUI_TOO_LARGE"


async def test_an_upload_out_of_the_folder_is_refused(client):
    with pytest.raises(BackendRejectedError) as caught:
        await client.upload("../../evil.png", b"x")
    assert caught.value.code == "COMFYUI_UPLOAD_REFUSED"


@pytest.mark.parametrize(
    ("output", "error", "code"),
    [
        (Output(node="9", kind="images", filename="gone.png"), BackendBusyError, "FILE_GONE"),
        (Output(node="9", kind="images", filename="../x"), BackendRejectedError, "FILE_REFUSED"),
        (
            Output(node="9", kind="images", filename="x.png", subfolder="../.."),
            BackendRejectedError,
            "FILE_REFUSED",
        ),
        (
            Output(node="9", kind="images", filename="x.png", folder="bogus"),
            BackendRejectedError,
            "FILE_REFUSED",
        ),
    ],
)
async def test_files_that_cannot_be_had_are_told(start_comfy, connect, output, error, code):
    with pytest.raises(error) as caught:
        await connect(start_comfy().url).fetch(output)
    assert caught.value.code == f"COMFYUI_{code}"


@pytest.mark.parametrize(
    ("credentials", "header", "token"),
    [
        ("director:pa%2Fss", "Basic ZGlyZWN0b3I6cGEvc3M=", None),
        ("bearer:s3cret-token", "Bearer s3cret-token", None),
        ("", "Bearer s3cret-token", "s3cret-token"),
    ],
)
async def test_a_server_behind_a_proxy_with_a_password_works(
    start_comfy, connect, caplog, credentials, header, token
):
    caplog.set_level(logging.DEBUG)
    comfy = start_comfy(prefix="/studio/comfy", authorization=header)
    address = comfy.url.replace("://", f"://{credentials}@") if credentials else comfy.url
    client = connect(f"{address}/", token=token)
    told = Told()
    files = await client.run(text_to_image(), prompt_id=str(uuid4()), outputs=["9"], progress=told)
    assert await client.fetch(files["9"][0])
    assert await client.stop(str(uuid4())) is False
    assert len(comfy.sockets.ids) == 1
    comfy.stop()
    error = await down(client.stats())
    logged = [r.getMessage() for r in caplog.records if not r.name.startswith("uvicorn")]
    assert any("GET" in line for line in logged)
    shown = f"{client!r} {client.url} {error} {error!r} {error.__cause__!r} {logged}"
    for secret in ("pa%2Fss", "pa/ss", "s3cret", "ZGlyZWN0b3I6cGEvc3M"):
        assert secret not in shown


async def test_no_origin_is_sent(comfy, client):
    """A server on a loopback address refuses the origin of any other page."""
    await begun(client, str(uuid4()))
    assert not any("origin" in headers for headers in comfy.headers)


async def test_nothing_raised_is_a_stranger(start_comfy, connect):
    """Whatever a broken server answers, its caller knows the error."""
    comfy = start_comfy()
    client = connect(comfy.url, patience=Patience(bare_poll_s=0.01, down_s=0.0, silent_s=0.0))
    for path in ("/queue", "/history", "/prompt"):
        for body in ("", "{", "[]", "7", '{"queue_running": 7, "queue_pending": [[1]]}'):
            comfy.refuse(path, 200, body=body)
            with contextlib.suppress(BackendError):
                await begun(client, str(uuid4()))
