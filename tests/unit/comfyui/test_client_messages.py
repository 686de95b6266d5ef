"""Messages of a ComfyUI server and the progress that is read from them."""

from __future__ import annotations

import json
import struct

import pytest

from tools.backends.comfyui.server.events import Event, event_of
from tools.backends.comfyui.server.progress import Progress, needed

GRAPH = {
    "1": {"class_type": "Load", "inputs": {}},
    "2": {
        "class_type": "KSampler",
        "inputs": {"steps": 8, "model": ["1", 0]},
        "_meta": {"title": "Draw\nKai"},
    },
    "3": {"class_type": "SaveImage", "inputs": {"images": ["2", 0]}},
    "7": {"class_type": "SaveImage", "inputs": {"images": ["1", 0]}},
}


def state(**nodes: tuple[float, float, str]) -> Event:
    entries = {
        n[1:]: dict(zip(("value", "max", "state"), v, strict=True)) for n, v in nodes.items()
    }
    return Event(type="progress_state", data={"nodes": entries})


def test_a_text_message_says_whose_it_is():
    event = event_of(json.dumps({"type": "executed", "data": {"prompt_id": "p", "node": "9"}}))
    assert event == Event(type="executed", prompt_id="p", data={"prompt_id": "p", "node": "9"})


def test_a_preview_with_metadata_says_whose_it_is_and_its_pixels_are_dropped():
    metadata = json.dumps({"prompt_id": "p", "node_id": "3", "image_type": "image/jpeg"}).encode()
    event = event_of(struct.pack(">II", 4, len(metadata)) + metadata + b"\xff\xd8pixels")
    assert event is not None
    assert (event.type, event.prompt_id, event.data["node_id"]) == ("preview", "p", "3")


def test_a_bare_preview_is_nobodys():
    assert event_of(struct.pack(">II", 1, 2) + b"\x89PNG") == Event(type="preview")


@pytest.mark.parametrize(
    "message",
    [b"", b"\0\0\0\4", struct.pack(">II", 4, 9) + b"short", struct.pack(">II", 3, 0), "", "7"],
)
def test_what_is_not_a_message_is_nothing(message):
    assert event_of(message) is None


def test_only_nodes_that_lead_to_the_outputs_count():
    assert needed(GRAPH, ["3"]) == {"1", "2", "3"}


def test_a_node_weighs_as_much_as_it_has_steps():
    progress = Progress(GRAPH, ["3"])
    assert progress.take(state(_1=(1, 1, "finished"), _2=(4, 8, "running")))
    assert progress.share == pytest.approx((1 + 4) / (1 + 8 + 1))
    assert progress.words == "Draw Kai (4 of 8)"


def test_the_share_never_falls():
    progress = Progress(GRAPH, ["3"])
    progress.take(state(_2=(8, 8, "finished")))
    before = progress.share
    progress.take(Event(type="progress", data={"node": "2", "value": 1, "max": 8}))
    assert progress.share == before


def test_cached_nodes_are_not_counted():
    progress = Progress(GRAPH, ["3"])
    progress.take(Event(type="execution_cached", data={"nodes": ["1", "2"]}))
    progress.take(Event(type="executed", data={"node": "3"}))
    assert progress.share == 1.0


def test_the_next_node_at_work_means_that_the_last_one_is_done():
    progress = Progress(GRAPH, ["3"])
    progress.take(Event(type="executing", data={"node": "1"}))
    assert progress.share == 0
    assert progress.take(Event(type="executing", data={"node": "2"}))
    assert progress.share == pytest.approx(1 / 10)
    assert progress.words == "Draw Kai"


def test_the_steps_of_an_unknown_node_are_ignored():
    progress = Progress(GRAPH, ["3"])
    assert not progress.take(Event(type="progress", data={"node": "55", "value": 1, "max": 2}))
    assert not progress.take(state(_55=(1, 2, "running")))


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"nodes": 3},
        {"nodes": {"2": 1}},
        {"node": ["x"]},
        {"node": "2", "value": 10**400, "max": 1, "nodes": {"2": {"value": 10**400, "max": 1}}},
        {"node": "2", "value": float("nan"), "max": 1},
        {"node": "2", "value": -3, "max": 1},
    ],
)
@pytest.mark.parametrize("kind", ["progress_state", "progress", "executing"])
def test_a_malformed_event_changes_no_share(kind, data):
    progress = Progress(GRAPH, ["3"])
    progress.take(Event(type=kind, data=data))
    assert progress.share == 0
