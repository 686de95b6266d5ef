"""Workflows that a ComfyUI server does not take, or fails at: each becomes a sentence."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest

from tests.integration.comfyui.fake.graphs import changed, node, picture_again, text_to_image
from tests.integration.comfyui.telling import until
from tools.ports.rendering import (
    BackendBusyError,
    BackendDownError,
    BackendError,
    BackendRejectedError,
)

GOOD = text_to_image()


async def refused(client, graph, output: str = "9") -> BackendRejectedError:
    with pytest.raises(BackendRejectedError) as caught:
        await client.run(graph, prompt_id=str(uuid4()), outputs=[output])
    return caught.value


@pytest.mark.parametrize(
    ("graph", "code", "sentence"),
    [
        (
            changed(GOOD, "3", steps=0),
            "VALUE_SMALLER_THAN_MIN",
            "The workflow's node 3 (KSampler), input steps: value 0 is below the minimum 1.",
        ),
        (
            changed(GOOD, "3", cfg=101),
            "VALUE_BIGGER_THAN_MAX",
            "The workflow's node 3 (KSampler), input cfg: value 101 is above the maximum 100.0.",
        ),
        (
            changed(GOOD, "5", width="wide"),
            "INVALID_INPUT_TYPE",
            "The workflow's node 5 (EmptyLatentImage), input width: "
            "'wide' is not a value of type INT.",
        ),
        (
            changed(GOOD, "3", scheduler="never"),
            "VALUE_NOT_IN_LIST",
            "The workflow's node 3 (KSampler), input scheduler: 'never' is not among the server's "
            "choices: simple, sgm_uniform, karras, exponential, ddim_uniform, beta, normal, "
            "linear_quadratic, kl_optimal.",
        ),
        (
            changed(GOOD, "3", sampler_name="guess"),
            "VALUE_NOT_IN_LIST",
            "The workflow's node 3 (KSampler), input sampler_name: "
            "'guess' is not among the server's 21 choices.",
        ),
        (
            changed(GOOD, "4", ckpt_name="absent.safetensors"),
            "VALUE_NOT_IN_LIST",
            "The workflow's node 4 (CheckpointLoaderSimple), input ckpt_name: "
            "'absent.safetensors' is not among the server's choices: tiny-sd15.safetensors.",
        ),
        (
            changed(GOOD, "3", positive=None),
            "REQUIRED_INPUT_MISSING",
            "The workflow's node 3 (KSampler), input positive: "
            "a value is required and none is given.",
        ),
        (
            changed(GOOD, "3", positive=["6", 0, 0]),
            "BAD_LINKED_INPUT",
            "The workflow's node 3 (KSampler), input positive: "
            "a link must be a pair of a node's id and the number of its output.",
        ),
        (
            changed(GOOD, "3", positive=["4", 2]),
            "RETURN_TYPE_MISMATCH",
            "The workflow's node 3 (KSampler), input positive: "
            "it takes CONDITIONING, but the linked output of node 4 is VAE.",
        ),
        (
            changed(GOOD, "9", images=["99", 0]),
            "EXCEPTION_DURING_VALIDATION",
            "The workflow's node 9 (SaveImage), input images: "
            "its link leads to node 99, which the workflow does not have.",
        ),
        (
            changed(GOOD, "3", positive=["99", 0]),
            "EXCEPTION_DURING_INNER_VALIDATION",
            "The workflow's node 3 (KSampler), input positive: "
            "its link leads to node 99, which the workflow does not have.",
        ),
        (
            changed(GOOD, "9", images=["8", 5]),
            "EXCEPTION_DURING_VALIDATION",
            "The workflow's node 9 (SaveImage): "
            "a link asks for an output that its node does not have.",
        ),
        (
            changed(GOOD, "4") | {"8": node("NoSuchNode", samples=["3", 0])},
            "MISSING_NODE_TYPE",
            "The workflow's node 8 (NoSuchNode): the server has no node of this kind.",
        ),
        (
            GOOD | {"8": {"inputs": {}}},
            "MISSING_NODE_TYPE",
            "The workflow's node 8 has no class_type.",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isupper() else "",
)
async def test_a_refusal_names_node_and_input(comfy, client, graph, code, sentence):
    error = await refused(client, graph)
    assert str(error) == sentence
    assert error.code == f"COMFYUI_REFUSED_{code}"
    assert not comfy.submitted


async def test_links_in_a_circle_are_told(client):
    graph = text_to_image()
    graph["5"] = node("LatentUpscaleBy", samples=["3", 0], upscale_method="area", scale_by=1.0)
    error = await refused(client, graph)
    assert "links lead in a circle" in str(error)
    assert error.code == "COMFYUI_REFUSED_DEPENDENCY_CYCLE"


async def test_a_workflow_that_saves_nothing_is_told(client):
    graph = {name: entry for name, entry in GOOD.items() if name != "9"}
    error = await refused(client, graph, output="8")
    assert str(error) == "The workflow has no node that saves or shows a picture."
    assert error.code == "COMFYUI_REFUSED_PROMPT_NO_OUTPUTS"


async def test_a_picture_that_is_not_there_is_told(client):
    error = await refused(client, picture_again("absent.png"), output="2")
    assert str(error) == (
        "The workflow's node 1 (LoadImage), input image: Invalid image file: absent.png."
    )
    assert error.code == "COMFYUI_REFUSED_CUSTOM_VALIDATION_FAILED"


async def test_three_wrong_inputs_are_named_and_the_rest_counted(client):
    graph = changed(GOOD, "3", steps=0, cfg=-1, denoise=2, scheduler="never", sampler_name="no")
    assert str(await refused(client, graph)).endswith("2 more inputs are wrong as well.")


async def test_a_workflow_taken_in_part_is_refused_and_the_taken_part_stopped(comfy, client):
    prompt_id = str(uuid4())
    hold = comfy.hold(prompt_id)
    graph = GOOD | {"10": node("SaveImage", images=["99", 0], filename_prefix="x")}
    with pytest.raises(BackendRejectedError, match=r"node 10 \(SaveImage\).*was taken back"):
        await client.run(graph, prompt_id=prompt_id, outputs=["9"])
    hold.release()
    await until(lambda: not comfy.books.remaining)
    assert not comfy.files.content
    assert await client.find(prompt_id) != "done"


async def test_a_workflow_taken_in_part_behind_another_job_is_taken_from_the_queue(comfy, client):
    hold = comfy.hold("KSampler", step=1)
    comfy.post({"prompt": text_to_image(seed=5)})
    await hold.reached()
    graph = GOOD | {"10": node("SaveImage", images=["99", 0], filename_prefix="x")}
    await refused(client, graph)
    assert not comfy.books.pending
    assert comfy.books.running and not comfy.books.running.interrupted
    hold.release()


@pytest.mark.parametrize(
    "graph",
    [
        {"nodes": [], "links": [], "last_node_id": 3, "version": 0.4},
        {"9": "SaveImage"},
        changed(GOOD, "3", cfg=float("nan")),
        changed(GOOD, "3", cfg=object()),
    ],
    ids=["a drawing of the editor", "not a node", "not a number", "not JSON"],
)
async def test_what_is_no_api_graph_is_told_before_it_is_sent(comfy, client, graph):
    error = await refused(client, graph)
    assert error.code == "COMFYUI_NOT_API_FORMAT"
    assert ("POST", "/prompt") not in comfy.requests


async def test_an_output_that_the_graph_lacks_is_told(client):
    error = await refused(client, GOOD, output="12")
    assert str(error) == "The workflow has no node 12, whose pictures are asked for."


async def test_an_id_that_is_no_uuid_is_refused_by_the_newer_family(comfy, client):
    work = client.run(GOOD, prompt_id="Kai", outputs=["9"])
    if comfy.new_family:
        with pytest.raises(BackendRejectedError, match="UUID") as caught:
            await work
        assert caught.value.code == "COMFYUI_REFUSED_INVALID_PROMPT_ID"
    else:
        assert await work


async def test_a_server_that_trips_over_the_workflow_rejects_it(comfy, client):
    comfy.refuse("/prompt", 500, body="500 Internal Server Error\n\nServer got itself in trouble")
    error = await refused(client, GOOD)
    assert error.code == "COMFYUI_UNREADABLE"


async def test_a_proxy_that_fails_is_no_verdict_on_the_workflow(comfy, client):
    comfy.refuse("/prompt", 500, body="<html>upstream reset</html>")
    with pytest.raises(BackendError) as caught:
        await client.run(GOOD, prompt_id=str(uuid4()), outputs=["9"])
    assert type(caught.value) is BackendError
    assert caught.value.code == "COMFYUI_ERROR"


async def test_a_refusal_without_reason_is_still_a_sentence(comfy, client):
    comfy.refuse("/prompt", 400, body="no")
    assert str(await refused(client, GOOD)) == "The server did not take the workflow: no."


async def test_a_string_where_a_link_is_wanted_fails_at_its_node(client):
    error = await refused(client, changed(GOOD, "9", images="hello"))
    assert "node 9 (SaveImage) failed: 'str' object has no attribute 'cpu'" in str(error)
    assert error.code == "COMFYUI_NODE_FAILED"


async def test_a_prefix_that_leads_out_of_the_folder_fails_at_its_node(client):
    error = await refused(client, changed(GOOD, "9", filename_prefix="../../evil"))
    assert "node 9 (SaveImage) failed" in str(error)
    assert error.code == "COMFYUI_NODE_FAILED"


async def test_an_input_that_no_node_knows_is_ignored(client):
    graph = changed(GOOD, "3", mood="sunny")
    assert await client.run(graph, prompt_id=str(uuid4()), outputs=["9"])


async def test_a_corrupt_picture_fails_at_its_node(comfy, client):
    comfy.files.content["input", "torn.png"] = comfy.corrupt_png()
    error = await refused(client, picture_again("torn.png"), output="2")
    assert str(error) == (
        "The workflow's node 1 (LoadImage) failed: Truncated File Read (OSError)."
    )


@pytest.mark.parametrize(
    "raised",
    [
        type("OutOfMemoryError", (RuntimeError,), {})("CUDA out of memory. Tried to allocate 20 G"),
        RuntimeError("Allocation on device 0 would exceed allowed memory."),
    ],
    ids=["torch", "comfy"],
)
async def test_a_server_out_of_memory_is_asked_again_later(comfy, client, raised):
    comfy.fail("KSampler", raised)
    with pytest.raises(BackendBusyError, match=r"node 3 \(KSampler\) ran out of memory") as caught:
        await client.run(GOOD, prompt_id=str(uuid4()), outputs=["9"])
    assert caught.value.retry_after > 1


async def test_a_broken_device_is_a_broken_server(comfy, client):
    comfy.fail("KSampler", RuntimeError("CUDA error: device-side assert triggered"))
    with pytest.raises(BackendDownError) as caught:
        await client.run(GOOD, prompt_id=str(uuid4()), outputs=["9"])
    assert caught.value.code == "COMFYUI_DEVICE_BROKEN"


async def test_words_of_a_server_stay_on_one_line_and_short(comfy, client):
    comfy.fail("KSampler", RuntimeError("bad\n\x1b[31m" + "x" * 5000))
    text = str(await refused(client, GOOD))
    assert len(text) < 500
    assert text.isprintable()


@pytest.mark.parametrize("body", ["[]", "{}", "null", "<html>", json.dumps({"prompt_id": 7})])
async def test_an_answer_that_is_not_comfyui_is_told(comfy, client, body):
    comfy.refuse("/prompt", 200, body=body)
    with pytest.raises(BackendDownError) as caught:
        await client.run(GOOD, prompt_id=str(uuid4()), outputs=["9"])
    assert caught.value.code == "COMFYUI_NOT_THERE"


async def test_a_server_that_gives_its_own_ids_is_too_old(comfy, client):
    comfy.refuse("/prompt", 200, body=json.dumps({"prompt_id": str(uuid4()), "number": 1}))
    with pytest.raises(BackendDownError) as caught:
        await client.run(GOOD, prompt_id=str(uuid4()), outputs=["9"])
    assert caught.value.code == "COMFYUI_TOO_OLD"
