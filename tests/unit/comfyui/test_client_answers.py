"""Answers of ComfyUI servers as errors with sentences, in the spellings of both families."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from tools.backends.comfyui.server.endings import failure
from tools.backends.comfyui.server.jobs import Job, ending_of
from tools.backends.comfyui.server.outputs import Output, outputs_in
from tools.backends.comfyui.server.refusals import refusal
from tools.backends.comfyui.server.wire import retry_after_s
from tools.backends.comfyui.server.wording import said
from tools.ports.rendering import BackendRejectedError, BackendStoppedError

GRAPH = {"3": {"class_type": "KSampler", "inputs": {}}, "9": {"class_type": "SaveImage"}}


def told(kind: str, details: str = "", **extra) -> str:
    error = {"type": kind, "message": "Server's words", "details": details, "extra_info": extra}
    errors = {"3": {"errors": [error], "dependent_outputs": ["9"], "class_type": "KSampler"}}
    whole = {"type": "prompt_outputs_failed_validation", "message": "", "details": ""}
    return str(refusal(GRAPH, whole, errors))


def test_choices_are_read_in_either_spelling():
    facts = {"input_name": "mode", "received_value": "c"}
    new = told("value_not_in_list", input_config=["COMBO", {"options": ["a", "b"]}], **facts)
    old = told("value_not_in_list", input_config=[["a", "b"], {}], **facts)
    assert new == old
    assert new.endswith("input mode: 'c' is not among the server's choices: a, b.")


def test_an_empty_list_of_choices_is_told():
    facts = {"input_name": "lora_name", "received_value": "kai.safetensors"}
    text = told("value_not_in_list", input_config=[[], {}], **facts)
    assert text.endswith("'kai.safetensors' is not there; the server has none to choose from.")


def test_many_choices_are_counted():
    facts = {"input_name": "mode", "received_value": "?"}
    options = [f"choice {number}" for number in range(20)]
    text = told("value_not_in_list", input_config=[options, {}], **facts)
    assert text.endswith("choice 11 and 8 more.")


def test_a_problem_of_an_unknown_kind_is_told_in_the_servers_words():
    text = told("invalid_dynamic_input", "format is odd", input_name="format")
    assert text == (
        "The workflow's node 3 (KSampler), input format: Server's words (format is odd)."
    )


def test_a_check_that_broke_off_for_another_reason_is_told():
    text = told("exception_during_validation", "boom", exception_type="ValueError")
    assert text == (
        "The workflow's node 3 (KSampler): the server could not check it (ValueError: boom)."
    )


@pytest.mark.parametrize("node_errors", [None, {}, [], {"3": None}, {"3": {"errors": "x"}}])
def test_a_refusal_without_node_errors_says_what_there_is(node_errors):
    error = refusal(GRAPH, {"type": "odd one", "message": "No", "details": "way"}, node_errors)
    assert str(error) == "The server did not take the workflow: No (way)."
    assert error.code == "COMFYUI_REFUSED_ODD_ONE"


def test_a_missing_node_is_named_by_the_older_familys_details():
    error = {
        "type": "invalid_prompt",
        "message": "Cannot execute because node KSampler does not exist.",
        "details": "Node ID '#3'",
        "extra_info": {},
    }
    assert str(refusal(GRAPH, error, {})) == (
        "The workflow's node 3 (KSampler): the server has no node of this kind."
    )


def record(*names: str, status: str = "error", **facts) -> dict:
    messages = [[name, {"node_id": "3", "node_type": "KSampler", **facts}] for name in names]
    return {"status": {"status_str": status, "completed": False, "messages": messages}}


def test_interrupted_is_not_failed_though_its_status_is_the_same():
    assert ending_of(record("execution_start", "execution_interrupted")) == "stopped"
    assert ending_of(record("execution_start", "execution_error")) == "failed"
    assert ending_of(record("execution_success", status="success")) == "done"


def test_an_end_is_an_error_that_names_the_node():
    stopped = Job(state="stopped", record=record("execution_interrupted"))
    assert isinstance(failure(stopped, GRAPH), BackendStoppedError)
    failed = Job(state="failed", record=record("execution_error", exception_message="boom"))
    error = failure(failed, GRAPH)
    assert isinstance(error, BackendRejectedError)
    assert str(error) == "The workflow's node 3 (KSampler) failed: boom."
    assert failure(Job(state="done"), GRAPH) is None


def test_a_failure_without_any_message_is_still_a_sentence():
    error = failure(Job(state="failed", record={"status": {"status_str": "error"}}), GRAPH)
    assert str(error) == "The workflow failed."


def test_files_are_found_under_whatever_a_node_calls_them():
    entry = {"filename": "a.mp4", "subfolder": "clips", "type": "output", "format": "video/mp4"}
    outputs = {
        "9": {"images": [{"filename": "a.png", "media": {}}], "animated": [True]},
        "10": {"gifs": [entry], "text": ["words"]},
        "11": {"text": ["words"]},
        "12": None,
    }
    assert outputs_in({"outputs": outputs}) == {
        "9": [Output(node="9", kind="images", filename="a.png")],
        "10": [Output(node="10", kind="gifs", filename="a.mp4", subfolder="clips")],
    }


@pytest.mark.parametrize("outputs", [None, [], {"9": []}, {"9": {"images": [{"filename": 7}, 1]}}])
def test_what_is_no_list_of_files_is_left_out(outputs):
    assert outputs_in({"outputs": outputs}) == {}


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("30", 30), ("0", 1), ("-5", 1), ("1e9", 3600), ("nan", 10), ("soon", 10), (None, 10)],
)
def test_how_long_to_wait_is_bounded(header, seconds):
    assert retry_after_s(header) == seconds


def test_how_long_to_wait_may_be_a_date():
    then = datetime.now(UTC) + timedelta(seconds=100)
    assert 90 < retry_after_s(format_datetime(then, usegmt=True)) <= 100


def test_words_lose_line_breaks_controls_and_length():
    assert said(" a\n\tb\x1b[0m\u202e ") == "a b [0m"
    assert said("x" * 500, 10) == "x" * 9 + "…"
    assert said(None) == ""
