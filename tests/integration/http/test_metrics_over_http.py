"""Figures for Prometheus: what is counted changes with what is done."""

from __future__ import annotations

import httpx
from prometheus_client.parser import text_string_to_metric_families

from tools.domain.actor import LOCAL
from tools.studio.ordering import ImageWish, order_image
from tools.studio.projects import create_project


async def figures(client: httpx.AsyncClient) -> dict[tuple[str, ...], float]:
    answer = await client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


async def test_answers_are_counted_by_route_and_never_by_address(client) -> None:
    for number in (1, 2, 3):
        assert (await client.get(f"/api/anime/characters/{number}")).status_code == 404
    assert (await client.get("/no/such/address/7f3a")).status_code == 404
    found = await figures(client)
    name = "echo_director_http_requests_total"
    assert found[(name, "GET", "/api/anime/characters/{character_id}", "404")] == 3
    assert found[(name, "GET", "none", "404")] == 1
    assert not any("7f3a" in part for key in found for part in key)
    count = "echo_director_http_answer_seconds_count"
    assert found[(count, "GET", "/api/anime/characters/{character_id}")] == 3


async def test_the_queues_stand_as_the_database_says(client, service) -> None:
    before = await figures(client)
    project = await create_project(service.studio, LOCAL, title="Neon Ronin")
    made = await client.post(
        "/api/anime/characters", json={"project_id": project.id, "name": "Kai"}
    )
    assert made.status_code == 201
    ordered, _ = await order_image(service.studio, LOCAL, project.id, "Kai", ImageWish())
    await service.studio.watch.ended(LOCAL, ordered.id, timeout_s=30)
    after = await figures(client)
    workers = ("echo_director_queue_workers", "embedded")
    typical = ("echo_director_queue_typical_seconds", "embedded")
    assert before[workers] == after[workers] == 1
    assert typical not in before
    assert after[typical] > 0
