"""Stopping a job at a ComfyUI server ends that job, and no other."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest

from tests.integration.comfyui.fake.graphs import text_to_image
from tests.integration.comfyui.telling import until
from tools.ports.rendering import BackendStoppedError


def begun(client, prompt_id: str, **graph) -> asyncio.Task:
    work = client.run(text_to_image(**graph), prompt_id=prompt_id, outputs=["9"])
    return asyncio.create_task(work)


async def test_a_running_job_is_interrupted_and_did_not_fail(comfy, client):
    prompt_id = str(uuid4())
    hold = comfy.hold("KSampler", step=1)
    running = begun(client, prompt_id)
    await hold.reached()
    assert await client.stop(prompt_id) is True
    with pytest.raises(BackendStoppedError) as caught:
        await running
    assert str(caught.value) == "The job was interrupted at node 3 (KSampler)."
    assert caught.value.code == "COMFYUI_INTERRUPTED"
    assert await client.find(prompt_id) == "stopped"
    assert not comfy.files.content


async def test_a_waiting_job_is_taken_from_the_queue_and_the_running_one_goes_on(comfy, client):
    first, second = str(uuid4()), str(uuid4())
    hold = comfy.hold("KSampler", step=1)
    running = begun(client, first)
    await hold.reached()
    waiting = begun(client, second, seed=2)
    await until(lambda: comfy.books.pending)
    assert await client.stop(second) is True
    with pytest.raises(BackendStoppedError):
        await waiting
    hold.release()
    assert (await running)["9"]


async def test_a_job_that_is_over_or_unknown_cannot_be_stopped(client):
    prompt_id = str(uuid4())
    await begun(client, prompt_id)
    assert await client.stop(prompt_id) is False
    assert await client.stop(str(uuid4())) is False
    assert await client.find(prompt_id) == "done"


async def test_another_programs_job_is_never_interrupted(comfy, client):
    foreign = str(uuid4())
    hold = comfy.hold("KSampler", step=1)
    comfy.post({"prompt": text_to_image(seed=3), "prompt_id": foreign})
    await hold.reached()
    assert await client.stop(str(uuid4())) is False
    hold.release()
    await until(lambda: foreign in comfy.books.history)
    assert comfy.books.history[foreign]["status"]["completed"]


async def test_each_family_is_stopped_by_its_own_way(comfy, client):
    prompt_id = str(uuid4())
    hold = comfy.hold("KSampler", step=1)
    running = begun(client, prompt_id)
    await hold.reached()
    await client.stop(prompt_id)
    with pytest.raises(BackendStoppedError):
        await running
    assert (("POST", "/interrupt") in comfy.requests) == (not comfy.new_family)


async def test_a_job_that_begins_while_it_is_taken_from_the_queue_is_interrupted(
    start_comfy, connect
):
    comfy = start_comfy("0.3.64")
    client, prompt_id = connect(comfy.url), str(uuid4())
    first, ours = comfy.hold("KSampler", step=1), comfy.hold(prompt_id)
    comfy.post({"prompt": text_to_image(seed=3)})
    await first.reached()
    waiting = begun(client, prompt_id, seed=4)
    await until(lambda: comfy.books.pending)

    async def begins() -> None:
        first.gate.opened.set()
        await ours.gate.reached.wait()

    comfy.before("POST", "/queue", begins)
    assert await client.stop(prompt_id) is True
    with pytest.raises(BackendStoppedError):
        await waiting
    assert await client.find(prompt_id) == "stopped"


async def test_an_interruption_that_comes_too_early_is_repeated(comfy, client):
    """A server forgets it between taking a job from the queue and its first node."""
    prompt_id = str(uuid4())
    taken, _ = comfy.hold(prompt_id, step=-1), comfy.hold("KSampler", step=1)
    running = begun(client, prompt_id)
    await taken.reached()
    stopping = asyncio.create_task(client.stop(prompt_id))
    await until(lambda: comfy.books.running and comfy.books.running.interrupted)
    taken.release()
    assert await stopping is True
    with pytest.raises(BackendStoppedError):
        await running


async def test_a_stopped_job_can_be_run_again_under_its_id(comfy, client):
    prompt_id = str(uuid4())
    hold = comfy.hold("KSampler", step=1)
    running = begun(client, prompt_id)
    await hold.reached()
    await client.stop(prompt_id)
    with pytest.raises(BackendStoppedError):
        await running
    assert (await begun(client, prompt_id))["9"]
