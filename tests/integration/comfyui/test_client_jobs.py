"""Jobs of one ComfyUI server, of both families: sent, found, followed, taken over."""

from __future__ import annotations

import asyncio
import io
from uuid import uuid4

import pytest
from PIL import Image

from tests.integration.comfyui.fake.graphs import changed, node, picture_again, text_to_image
from tests.integration.comfyui.telling import Told, until
from tools.ports.rendering import BackendRejectedError


def key() -> str:
    return str(uuid4())


async def test_a_graph_becomes_a_picture_of_the_asked_size(client):
    files = await client.run(text_to_image(side=96), prompt_id=key(), outputs=["9"])
    data = await client.fetch(files["9"][0])
    assert Image.open(io.BytesIO(data)).size == (96, 96)


async def test_a_picture_comes_as_the_server_wrote_it(comfy, client):
    files = await client.run(text_to_image(), prompt_id=key(), outputs=["9"])
    data = await client.fetch(files["9"][0])
    assert data == comfy.files.content["output", files["9"][0].filename]
    assert "KSampler" in Image.open(io.BytesIO(data)).info["prompt"]


async def test_every_picture_of_a_batch_is_named_in_order(client):
    graph = text_to_image()
    graph["5"] = node("EmptyLatentImage", width=64, height=64, batch_size=2)
    files = await client.run(graph, prompt_id=key(), outputs=["9"])
    assert [output.filename for output in files["9"]] == ["test_00001_.png", "test_00002_.png"]


async def test_a_clip_is_an_output_like_a_picture(client):
    graph = text_to_image(prefix="clips/walk")
    graph["10"] = node("CreateVideo", images=["8", 0], fps=12.0)
    graph["9"] = node(
        "SaveVideo", video=["10", 0], filename_prefix="clips/walk", format="mp4", codec="h264"
    )
    files = await client.run(graph, prompt_id=key(), outputs=["9"])
    assert (files["9"][0].subfolder, files["9"][0].filename) == ("clips", "walk_00001_.mp4")
    assert b"ftyp" in (await client.fetch(files["9"][0]))[:16]


async def test_progress_names_the_node_and_never_falls(comfy, client):
    told = Told()
    hold = comfy.hold("KSampler", step=2)
    running = asyncio.create_task(
        client.run(text_to_image(steps=4), prompt_id=key(), outputs=["9"], progress=told)
    )
    share, _ = await told.until(lambda _, words: words == "KSampler (2 of 4)")
    assert 0.3 < share < 0.7
    hold.release()
    await running
    assert told.shares == sorted(told.shares)
    assert told.shares[-1] == 1.0


async def test_a_waiting_job_says_that_it_waits(comfy, client):
    hold = comfy.hold("KSampler", step=1)
    first = asyncio.create_task(client.run(text_to_image(), prompt_id=key(), outputs=["9"]))
    await hold.reached()
    told, second_key = Told(), key()
    second = asyncio.create_task(
        client.run(text_to_image(seed=2), prompt_id=second_key, outputs=["9"], progress=told)
    )
    await told.until(lambda share, words: share == 0.0 and "queue" in words)
    await until(lambda: comfy.books.pending)
    assert await client.find(second_key) == "pending"
    assert await client.waiting() == 2
    hold.release()
    await asyncio.gather(first, second)
    assert await client.waiting() == 0


async def test_two_jobs_at_once_each_hear_of_themselves(comfy, client):
    first_told, second_told = Told(), Told()
    hold = comfy.hold("KSampler", step=1)
    first = client.run(text_to_image(seed=1), prompt_id=key(), outputs=["9"], progress=first_told)
    second = client.run(text_to_image(seed=2), prompt_id=key(), outputs=["9"], progress=second_told)
    tasks = [asyncio.create_task(work) for work in (first, second)]
    await hold.reached()
    hold.release()
    await asyncio.gather(*tasks)
    assert first_told.shares[-1] == second_told.shares[-1] == 1.0


async def test_a_job_that_another_worker_began_is_followed_with_its_progress(
    comfy, client, connect
):
    prompt_id, graph = key(), text_to_image(steps=3)
    hold, later = comfy.hold("KSampler", step=1), comfy.hold("KSampler", step=2)
    first = asyncio.create_task(client.run(graph, prompt_id=prompt_id, outputs=["9"]))
    await hold.reached()
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    await until(lambda: not comfy.sockets.open)
    told = Told()
    other = connect(comfy.url)
    second = asyncio.create_task(
        other.run(graph, prompt_id=prompt_id, outputs=["9"], progress=told)
    )
    await until(lambda: len(comfy.sockets.ids) == 2 and comfy.sockets.open)
    hold.release()
    await told.until(lambda share, words: words == "KSampler (2 of 3)")
    later.release()
    assert (await second)["9"]
    assert len(comfy.submitted) == 1


async def test_a_job_that_is_done_is_not_sent_again(comfy, client, connect):
    prompt_id, graph = key(), text_to_image()
    files = await client.run(graph, prompt_id=prompt_id, outputs=["9"])
    again = await connect(comfy.url).run(graph, prompt_id=prompt_id, outputs=["9"])
    assert again == files
    assert len(comfy.submitted) == 1


async def test_a_job_that_failed_is_sent_again_under_its_id(comfy, client):
    prompt_id, graph = key(), text_to_image()
    comfy.fail("VAEDecode", RuntimeError("no luck"))
    with pytest.raises(BackendRejectedError):
        await client.run(graph, prompt_id=prompt_id, outputs=["9"])
    assert await client.find(prompt_id) == "failed"
    comfy.call(comfy.executor.failures.clear)
    assert await client.run(graph, prompt_id=prompt_id, outputs=["9"])
    assert await client.find(prompt_id) == "done"


async def test_an_unknown_job_is_not_found(client):
    assert await client.find(key()) is None


async def test_an_answer_that_got_lost_does_not_send_the_job_twice(comfy, client):
    comfy.lose_answers = 1
    assert await client.run(text_to_image(), prompt_id=key(), outputs=["9"])
    assert len(comfy.submitted) == 1


async def test_giving_up_leaves_the_job_alone_and_closes_the_socket(comfy, client):
    prompt_id = key()
    hold = comfy.hold("KSampler", step=1)
    running = asyncio.create_task(client.run(text_to_image(), prompt_id=prompt_id, outputs=["9"]))
    await hold.reached()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    await until(lambda: not comfy.sockets.open)
    assert await client.find(prompt_id) == "running"
    hold.release()
    await until(lambda: prompt_id in comfy.books.history)
    assert await client.find(prompt_id) == "done"


async def test_what_the_listener_raises_ends_the_run(comfy, client):
    async def refuse(share: float, words: str) -> None:
        raise PermissionError("the lease is lost")

    with pytest.raises(PermissionError):
        await client.run(text_to_image(), prompt_id=key(), outputs=["9"], progress=refuse)
    await until(lambda: not comfy.sockets.open)


async def test_a_cached_picture_is_named_as_before(comfy, client):
    first = await client.run(text_to_image(), prompt_id=key(), outputs=["9"])
    second = await client.run(text_to_image(), prompt_id=key(), outputs=["9"])
    assert second == first
    assert len(comfy.submitted) == 2


async def test_a_cached_picture_whose_file_was_deleted_is_made_again(comfy, client):
    first = await client.run(text_to_image(), prompt_id=key(), outputs=["9"])
    comfy.files.content.clear()
    second = await client.run(text_to_image(), prompt_id=key(), outputs=["9"])
    assert second != first
    assert await client.fetch(second["9"][0])


async def test_a_done_job_whose_file_was_deleted_is_made_again_under_its_id(comfy, client):
    prompt_id = key()
    await client.run(text_to_image(), prompt_id=prompt_id, outputs=["9"])
    comfy.files.content.clear()
    files = await client.run(text_to_image(), prompt_id=prompt_id, outputs=["9"])
    assert await client.fetch(files["9"][0])


async def test_a_cached_preview_that_is_gone_is_made_again_by_freeing_the_cache(comfy, client):
    graph = text_to_image()
    graph["9"] = node("PreviewImage", images=["8", 0])
    await client.run(graph, prompt_id=key(), outputs=["9"])
    comfy.files.wipe_temp()
    files = await client.run(graph, prompt_id=key(), outputs=["9"])
    assert files["9"][0].folder == "temp"
    assert await client.fetch(files["9"][0])
    assert ("POST", "/free") in comfy.requests


async def test_a_success_without_files_is_run_again(comfy, client):
    """As the newer family ends a cached job that was sent without a client id."""
    prompt_id, graph = key(), text_to_image()
    first = await client.run(graph, prompt_id=key(), outputs=["9"])
    comfy.post({"prompt": graph, "prompt_id": prompt_id})
    await until(lambda: prompt_id in comfy.books.history)
    assert bool(comfy.books.history[prompt_id]["outputs"]) == (not comfy.new_family)
    files = await client.run(graph, prompt_id=prompt_id, outputs=["9"])
    assert await client.fetch(files["9"][0])
    assert (files == first) == (not comfy.new_family)


async def test_a_node_that_saves_nothing_is_an_error_and_not_an_endless_repetition(comfy, client):
    with pytest.raises(BackendRejectedError, match=r"node 8 \(VAEDecode\) ended without a file"):
        await client.run(text_to_image(), prompt_id=key(), outputs=["9", "8"])
    assert len(comfy.submitted) == 2


async def test_an_uploaded_picture_is_used_under_the_name_that_the_server_gave(comfy, client):
    red, blue = picture("red"), picture("blue")
    assert await client.upload("kai.png", red) == "kai.png"
    assert await client.upload("kai.png", red) == "kai.png"
    name = await client.upload("kai.png", blue)
    assert name == "kai (1).png"
    files = await client.run(picture_again(name), prompt_id=key(), outputs=["2"])
    shown = Image.open(io.BytesIO(await client.fetch(files["2"][0])))
    assert shown.getpixel((0, 0)) == (0, 0, 255)


@pytest.mark.parametrize(
    ("name", "kind", "loaded"),
    [
        ("echo/kai/front.png", "input", "echo/kai/front.png"),
        ("pose.png", "temp", "pose.png [temp]"),
        ("echo/pose.png", "output", "echo/pose.png [output]"),
        ("Käthe 静 (1).png", "input", "Käthe 静 (1).png"),
    ],
)
async def test_an_upload_is_loaded_by_folder_and_kind(comfy, client, name, kind, loaded):
    assert await client.upload(name, picture("green"), kind=kind) == loaded
    assert await client.run(picture_again(loaded), prompt_id=key(), outputs=["2"])


async def test_alpha_travels_both_ways(comfy, client):
    source = Image.new("RGBA", (64, 64), (200, 100, 50, 80))
    content = io.BytesIO()
    source.save(content, "PNG")
    name = await client.upload("seal.png", content.getvalue())
    graph = picture_again(name)
    graph["3"] = node("JoinImageWithAlpha", image=["1", 0], alpha=["1", 1])
    graph = changed(graph, "2", images=["3", 0])
    files = await client.run(graph, prompt_id=key(), outputs=["2"])
    shown = Image.open(io.BytesIO(await client.fetch(files["2"][0])))
    assert shown.mode == "RGBA"
    assert abs(shown.getpixel((5, 5))[3] - 80) <= 1


async def test_what_the_server_is_and_has_can_be_asked(comfy, client):
    assert (await client.stats())["devices"][0]["type"] == "cpu"
    nodes = await client.object_info()
    assert nodes["CLIPTextEncode"]["input"]["required"]["clip"] == ["CLIP"]
    assert nodes["SaveVideo"]["input"]["required"]["format"][0] == "COMBO"
    assert await client.embeddings() == ["easynegative"]


def picture(colour: str) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (64, 64), colour).save(content, "PNG")
    return content.getvalue()
