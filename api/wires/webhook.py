"""A run's end as a webhook: the body, and the headers that sign it (Standard Webhooks)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from standardwebhooks import Webhook

from tools.domain.webhooks import Delivery, Subject

BODY_BYTES_MOST = 128_000
_TEXT_CHARACTERS_MOST = 4_000


def webhook_body(delivery: Delivery) -> bytes:
    """The event as JSON: `type`, `timestamp`, `data`; the same bytes at every try.

    Where it would be larger than `BODY_BYTES_MOST`, the result is left out: `url` has it.
    """
    body = _bytes(delivery, delivery.subject.result)
    return body if len(body) <= BODY_BYTES_MOST else _bytes(delivery, None)


def webhook_headers(
    delivery: Delivery, body: bytes, secrets: Sequence[str], at: datetime
) -> Mapping[str, str]:
    """Id, time and one signature for each secret; the id is the same at every try."""
    message_id = f"msg_{delivery.message_id}"
    signed = [Webhook(secret).sign(message_id, at, body.decode()) for secret in secrets]
    return {
        "content-type": "application/json",
        "user-agent": "echo-director",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signed),
    }


def _bytes(delivery: Delivery, result: Mapping[str, Any] | None) -> bytes:
    data = _data(delivery.subject) | {"workspace": delivery.workspace_id, "result": result}
    event = {
        "type": delivery.event,
        "timestamp": delivery.subject.at.isoformat(),
        "data": data,
    }
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()


def _data(subject: Subject) -> dict[str, Any]:
    facts: dict[str, Any] = {
        **subject.model_dump(mode="json", exclude={"result", "error", "at", "kind", "seq"}),
        "kind": subject.kind,
        "event": subject.seq,
        "error": _error(subject.error),
        "url": _url(subject),
    }
    if subject.kind == "turn":
        return facts | {"task_id": str(subject.run_id), "conversation_id": facts["thread_id"]}
    return facts | {"generation_id": str(subject.run_id)}


def _error(error: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if error is None:
        return None
    return {
        "code": str(error.get("code", "")),
        "detail": str(error.get("detail", ""))[:_TEXT_CHARACTERS_MOST],
    }


def _url(subject: Subject) -> str:
    """Where the run can be looked up."""
    if subject.kind == "turn":
        return f"/api/anime/echo/delegate/{subject.run_id}"
    return f"/api/status/{subject.run_id}"
