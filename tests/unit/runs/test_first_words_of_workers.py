"""What a worker says as it begins."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.commands.worker import first_words
from api.settings import Settings
from api.worker import Post
from tools.domain.queues import Queue


@pytest.mark.parametrize(
    ("queue", "limit_usd", "warned"),
    [("gemini", None, True), ("gemini", 5.0, False), ("comfyui", None, False)],
)
def test_a_worker_that_may_pay_without_a_limit_says_so(
    tmp_path: Path, queue: Queue, limit_usd: float | None, warned: bool
) -> None:
    settings = Settings(data_dir=tmp_path, daily_limit_usd=limit_usd)
    said = first_words(settings, Post(name="a", queues=[queue], concurrency=2, lease_s=15))
    assert said[0] == f"Worker a takes 2 jobs at once from: {queue}."
    assert ("ECHO_DIRECTOR_DAILY_LIMIT_USD" in " ".join(said)) is warned
