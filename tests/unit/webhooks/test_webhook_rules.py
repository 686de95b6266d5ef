"""Which addresses may be called, what a try comes to, what the receiver is told."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest
from standardwebhooks import Webhook

from api.wires.webhook import BODY_BYTES_MOST, webhook_body, webhook_headers
from tools.domain.addresses import is_public, may_call
from tools.domain.errors import StudioError
from tools.domain.webhooks import (
    WAITS_S,
    Delivery,
    Subject,
    Tried,
    callback_standing,
    callback_url,
    event_of,
    judged,
    shown_url,
)
from tools.studio.webhooks import fresh_secret

_RUN = UUID("01990000-0000-7000-8000-000000000001")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",
        "100.64.0.1", "224.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fd00::1",
        "::ffff:127.0.0.1", "::ffff:169.254.169.254", "2002:7f00:1::", "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe", "ff02::1", "192.0.0.192", "64:ff9b:1:7f00:0:100:808:808", "fec0::1",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_is_known_in_every_disguise(address: str) -> None:
    assert not is_public(address)
    assert not may_call("example.com", address, local=False, listed=())
    assert may_call("example.com", address, local=True, listed=())
    assert may_call("Hooks.Example.com", address, local=False, listed={"hooks.example.com"})


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1111", "::ffff:93.184.216.34"])
def test_a_public_address_may_always_be_called(address: str) -> None:
    assert may_call("example.com", address, local=False, listed=())


@pytest.mark.parametrize(
    ("tried", "attempts", "outcome"),
    [
        (Tried(status=204), 1, ("delivered", None)),
        (Tried(status=500), 1, ("pending", 5.0)),
        (Tried(status=302), 2, ("pending", 30.0)),
        (Tried(error="It cannot be reached."), 6, ("pending", 21600.0)),
        (Tried(status=500), 7, ("given_up", None)),
        (Tried(status=410), 1, ("gone", None)),
        (Tried(error="It is private.", refused=True), 1, ("refused", None)),
    ],
)
def test_a_try_decides_what_becomes_of_the_delivery(tried, attempts, outcome) -> None:
    assert judged(tried, attempts) == outcome


def test_the_waits_only_grow() -> None:
    assert list(WAITS_S) == sorted(WAITS_S)


@pytest.mark.parametrize(
    "url",
    ["ftp://example.com/", "example.com/hook", "http://", "file:///etc/passwd", "http://[::1",
     "http://a b/", "http://example.com:99999/", "https://exa\x00mple.com/", "https://exámple.com/"],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_refused(url: str) -> None:
    with pytest.raises(StudioError) as refused:
        callback_url(url)
    assert refused.value.code == "BAD_CALLBACK_URL"


def test_a_shown_address_keeps_its_secrets() -> None:
    url = "https://user:pass@example.com:8443/hook?token=abc#here"
    assert shown_url(url) == "https://example.com:8443/hook"


def test_events_are_named_for_what_ended() -> None:
    named = [event_of("generation", "failed"), event_of("turn", "cancelled")]
    assert [*named, event_of("turn", "waiting")] == [
        "generation.failed", "turn.ended", "turn.waiting"
    ]  # fmt: skip


def test_the_body_is_signed_by_every_secret_and_says_what_happened() -> None:
    delivery = _delivery(result={"score": 0.91, "sha256": "ab"})
    old, new, at = fresh_secret(), fresh_secret(), datetime.now(UTC)
    body = webhook_body(delivery)
    headers = webhook_headers(delivery, body, [new, old], at)
    for secret in (old, new):
        told = Webhook(secret).verify(body, dict(headers))
        assert told["type"] == "generation.completed"
        assert told["data"]["generation_id"] == str(_RUN)
        assert told["data"]["result"]["score"] == 0.91
        assert told["data"]["url"] == f"/api/status/{_RUN}"
    with pytest.raises(Exception, match="signature"):
        Webhook(fresh_secret()).verify(body, dict(headers))


def test_a_result_that_is_too_long_is_left_out() -> None:
    body = webhook_body(_delivery(result={"words": "x" * BODY_BYTES_MOST}))
    assert len(body) < BODY_BYTES_MOST
    assert json.loads(body)["data"]["result"] is None


def test_a_callback_stands_as_its_worst_delivery() -> None:
    url = "http://u:p@a.example/h"
    assert callback_standing(url, []).state == "pending"
    done, failing = _delivery(state="delivered", attempts=1), _delivery(state="pending", attempts=2)
    failing = failing.model_copy(update={"last_error": "It answered 500.", "last_status": 500})
    told = callback_standing(url, [done, failing])
    assert (told.state, told.attempts, told.delivered) == ("pending", 3, 1)
    assert (told.last_error, told.url) == ("It answered 500.", "http://a.example/h")


def _delivery(state="pending", attempts=0, result=None) -> Delivery:
    at = datetime.now(UTC)
    subject = Subject(
        run_id=_RUN, kind="generation", status="completed", seq=9, result=result, at=at
    )
    return Delivery(
        id=1, message_id=_RUN, workspace_id="local", url="http://a.example/h", subject=subject,
        state=state, attempts=attempts, due_at=at, created_at=at,
    )  # fmt: skip
