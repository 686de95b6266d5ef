"""Which server a job goes to."""

from __future__ import annotations

import pytest

from tools.backends.comfyui.placement import Offer, Silence, chosen
from tools.ports.rendering import BackendBusyError, BackendDownError, BackendRejectedError


def _chosen(offers: list[Offer], silent: list[Silence] | None = None) -> str:
    return chosen(offers, silent or [], load_most=4, retry_after_s=7.5).server


def test_the_least_loaded_server_takes_the_job():
    offers = [Offer(server="a", load=3), Offer(server="b", load=1), Offer(server="c", load=2)]
    assert _chosen(offers) == "b"


def test_of_equals_the_first_takes_it():
    assert _chosen([Offer(server="a", load=1), Offer(server="b", load=1)]) == "a"


def test_a_server_that_cannot_do_it_is_passed_over():
    offers = [Offer(server="a", load=0, misfit="has no node X"), Offer(server="b", load=3)]
    assert _chosen(offers) == "b"


def test_the_server_that_has_the_job_keeps_it_though_it_is_full():
    offers = [
        Offer(server="a", load=0),
        Offer(server="b", load=9, misfit="has no node X", holds=True),
    ]
    assert _chosen(offers) == "b"


def test_full_servers_say_how_long_to_wait():
    with pytest.raises(BackendBusyError, match="full") as caught:
        _chosen([Offer(server="a", load=4), Offer(server="b", load=5)])
    assert caught.value.retry_after == 7.5
    assert "a 4 jobs" in str(caught.value)


def test_a_refusal_gives_every_servers_reason():
    with pytest.raises(BackendRejectedError) as caught:
        _chosen(
            [
                Offer(server="a", load=0, misfit="has no node X"),
                Offer(server="b", load=0, misfit="lacks the checkpoint y"),
            ],
            [Silence(server="c", reason="does not answer")],
        )
    for words in ("a has no node X", "b lacks the checkpoint y", "c does not answer"):
        assert words in str(caught.value)


def test_where_none_answers_each_is_named():
    silent = [
        Silence(server="a", reason="refused the connection"),
        Silence(server="b", reason="did not answer within 5 s"),
    ]
    with pytest.raises(BackendDownError) as caught:
        _chosen([], silent)
    assert str(caught.value) == (
        "No ComfyUI server answers: a refused the connection; b did not answer within 5 s."
    )


def test_the_only_one_that_could_is_waited_for_while_it_is_away():
    misfit = Offer(server="a", load=0, misfit="has no node X")
    away = Silence(server="b", reason="does not answer", fitted=True)
    with pytest.raises(BackendDownError, match="b does not answer"):
        _chosen([misfit], [away])
