"""Several servers as one: who gets a job, who is set aside, who comes back."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from itertools import pairwise
from uuid import uuid4

import httpx
import pytest

from tests.integration.comfyui.fake.graphs import text_to_image
from tests.integration.comfyui.fake.server import FakeComfy
from tools.backends.comfyui.nodes import NodeCatalogue
from tools.backends.comfyui.pool import ComfyPool
from tools.ports.rendering import BackendBusyError, BackendDownError, BackendRejectedError


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def anything(_: NodeCatalogue) -> str | None:
    return None


def with_node(name: str) -> Callable[[NodeCatalogue], str | None]:
    return lambda nodes: None if nodes.has(name) else f"has no node {name}"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def pooled(clock: Clock) -> AsyncIterator[Callable[..., ComfyPool]]:
    """Opens pools on a clock of the test's, whose pauses do not vary, and closes them."""
    opened: list[ComfyPool] = []

    def open_pool(*fakes: FakeComfy | str, **options) -> ComfyPool:
        urls = [fake if isinstance(fake, str) else fake.url for fake in fakes]
        opened.append(ComfyPool(urls, clock=clock, jitter=lambda: 0.0, **options))
        return opened[-1]

    yield open_pool
    for pool in opened:
        await pool.close()


class Mute:
    """Something that takes connections and never says a word."""

    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        self._taken: list[socket.socket] = []
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"

    @property
    def connections(self) -> int:
        """How many were made until now."""
        with contextlib.suppress(BlockingIOError):
            while True:
                self._taken.append(self._listener.accept()[0])
        return len(self._taken)

    def close(self) -> None:
        for one in self._taken:
            one.close()


@pytest.fixture
def mute() -> Iterator[Mute]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(50)
        listener.setblocking(False)
        silent = Mute(listener)
        yield silent
        silent.close()


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Wait, at most some five seconds."""
    for _ in range(500):
        if await condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("It did not come true.")


async def loaded(fake: FakeComfy, jobs: int) -> None:
    """So many jobs, of which the first waits before its first node."""
    fake.hold("CheckpointLoaderSimple")
    async with httpx.AsyncClient() as http:
        for seed in range(jobs):
            body = {"prompt": text_to_image(seed=seed), "prompt_id": str(uuid4())}
            (await http.post(f"{fake.url}/prompt", json=body)).raise_for_status()


async def placed(pool: ComfyPool, fits=anything, prompt_id: str | None = None) -> str:
    """The address of the server that a job would go to."""
    async with pool.server_for(fits, prompt_id=prompt_id or str(uuid4())) as place:
        return place.server.url


def object_infos(fake: FakeComfy) -> int:
    return sum(path == "/object_info" for _, path in fake.requests)


async def test_a_job_goes_to_the_least_loaded_server(start_comfy, pooled):
    busy, idle, busier = start_comfy(), start_comfy("0.3.64"), start_comfy()
    await loaded(busy, 1)
    await loaded(busier, 3)
    assert await placed(pooled(busy, busier, idle)) == idle.url


async def test_jobs_on_their_way_count_though_the_server_does_not_know_them(start_comfy, pooled):
    first, second = start_comfy(), start_comfy()
    pool = pooled(first, second)
    async with contextlib.AsyncExitStack() as stack:
        places = [
            await stack.enter_async_context(pool.server_for(anything, prompt_id=str(uuid4())))
            for _ in range(4)
        ]
    assert [p.server.url for p in places] == [first.url, second.url, first.url, second.url]


async def test_a_job_that_arrived_is_counted_once(start_comfy, pooled):
    first, second = start_comfy(), start_comfy()
    pool = pooled(first, second)
    hold = first.hold("CheckpointLoaderSimple")
    job = str(uuid4())
    async with pool.server_for(anything, prompt_id=job) as place:
        running = asyncio.create_task(
            place.server.run(text_to_image(), prompt_id=job, outputs=["9"])
        )
        await hold.reached()
        async with pool.server_for(anything, prompt_id=str(uuid4())) as beside:
            assert beside.server.url == second.url
            assert await placed(pool) == first.url
        hold.release()
        await running


async def test_many_jobs_at_once_are_spread_evenly(start_comfy, pooled):
    fakes = [start_comfy(), start_comfy("0.3.64"), start_comfy()]
    pool = pooled(*fakes)

    async def draw(seed: int) -> None:
        job = str(uuid4())
        async with pool.server_for(anything, prompt_id=job) as place:
            graph = text_to_image(seed=seed, steps=1)
            assert (await place.server.run(graph, prompt_id=job, outputs=["9"]))["9"]

    await asyncio.gather(*map(draw, range(9)))
    assert sum(len(fake.submitted) for fake in fakes) == 9
    assert all(len(fake.submitted) >= 2 for fake in fakes)


async def test_the_server_that_has_the_job_gets_it_again(start_comfy, pooled):
    idle, holder = start_comfy(), start_comfy()
    await loaded(holder, 2)
    job = holder.submitted[1]["prompt_id"]
    other = pooled(idle, holder)
    assert await placed(other, with_node("NoSuchNode"), prompt_id=job) == holder.url
    held = await other.holding(job)
    assert held is not None
    assert held.url == holder.url
    assert await other.holding(str(uuid4())) is None


async def test_a_job_is_found_to_be_stopped_where_its_server_says_nothing_now(start_comfy, pooled):
    idle, holder = start_comfy(), start_comfy()
    await loaded(holder, 2)
    pool, job = pooled(idle, holder), holder.submitted[1]["prompt_id"]
    assert await placed(pool, prompt_id=job) == holder.url
    holder.refuse("/object_info", 500, times=9)
    held = await pool.holding(job)
    assert held is not None and held.url == holder.url
    holder.refuse("/queue", 500)
    given = await pool.holding(job)
    assert given is not None and given.url == holder.url
    assert await pool.holding(str(uuid4())) is None


async def test_a_server_that_cannot_do_it_is_passed_over(start_comfy, pooled):
    bare, whole = start_comfy(without=("UpscaleModelLoader",)), start_comfy()
    await loaded(whole, 2)
    pool = pooled(bare, whole)
    assert await placed(pool, with_node("UpscaleModelLoader")) == whole.url
    with pytest.raises(BackendRejectedError) as caught:
        await placed(pool, with_node("NoSuchNode"))
    for fake in (bare, whole):
        assert f"{fake.url} has no node NoSuchNode" in str(caught.value)


async def test_full_servers_say_how_long_to_wait(start_comfy, pooled, clock: Clock):
    fake = start_comfy()
    pool = pooled(fake, pending_most=2)
    async with pool.server_for(anything, prompt_id=str(uuid4())):
        clock.now += 30.0
    await loaded(fake, 2)
    with pytest.raises(BackendBusyError, match="2 jobs") as caught:
        await placed(pool)
    assert caught.value.retry_after == 30.0


async def test_a_broken_server_is_set_aside_and_comes_back(start_comfy, pooled, clock: Clock):
    first, second = start_comfy(), start_comfy()
    pool = pooled(first, second)
    first.stop()
    assert await placed(pool) == second.url
    first.start()
    assert await placed(pool) == second.url
    clock.now += 1.0

    async def back() -> bool:
        return await placed(pool) == first.url

    await until(back)


async def test_a_dead_server_is_asked_less_and_less(start_comfy, pooled, clock: Clock):
    well, ill = start_comfy(), start_comfy()
    pool = pooled(ill, well, catalogue_s=1e6)
    ill.refuse("/", 502, times=10_000)
    times: list[float] = []
    for _ in range(26):
        clock.now += 10.0
        before = len(ill.requests)
        assert await placed(pool) == well.url
        await asyncio.wait(pool._probes.values() or [asyncio.create_task(asyncio.sleep(0))])
        times += [clock.now] * (len(ill.requests) - before)
    pauses = [later - earlier for earlier, later in pairwise(times)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == 60.0


async def test_a_mute_server_is_waited_for_once(start_comfy, pooled, mute: Mute):
    well = start_comfy()
    pool = pooled(mute.url, well, answer_s=2.0)
    for _ in range(6):
        assert await placed(pool) == well.url
    assert mute.connections == 1


async def test_a_mute_server_that_is_due_again_delays_nobody(
    start_comfy, pooled, mute: Mute, clock: Clock
):
    well = start_comfy()
    pool = pooled(mute.url, well, answer_s=2.0)
    await placed(pool)
    clock.now += 100.0
    pool._probes.clear()
    assert await placed(pool) == well.url
    (probe,) = pool._probes.values()
    assert not probe.done()


async def test_where_none_answers_each_is_named_without_its_credentials(
    start_comfy, pooled, mute: Mute
):
    gone = start_comfy()
    gone.stop()
    secret = mute.url.replace("http://", "http://me:s3cret@")
    with pytest.raises(BackendDownError) as caught:
        await placed(pooled(gone, secret, answer_s=0.2))
    assert f"{gone.url} cannot be reached" in str(caught.value)
    assert f"{mute.url} did not answer within 0.2 s" in str(caught.value)
    assert "s3cret" not in str(caught.value)


async def test_one_that_is_started_while_all_are_away_is_found_soon(
    start_comfy, pooled, clock: Clock
):
    fake = start_comfy()
    fake.stop()
    pool = pooled(fake)
    for _ in range(6):
        clock.now += 200.0
        with pytest.raises(BackendDownError):
            await placed(pool)
    fake.start()
    clock.now += 1.0
    assert await placed(pool) == fake.url


async def test_the_only_server_that_could_is_waited_for(start_comfy, pooled):
    bare, whole = start_comfy(without=("UpscaleModelLoader",)), start_comfy()
    pool = pooled(bare, whole)
    await placed(pool, with_node("UpscaleModelLoader"))
    whole.stop()
    with pytest.raises(BackendDownError, match=whole.url):
        await placed(pool, with_node("UpscaleModelLoader"))


async def test_a_failure_while_drawing_sets_the_server_aside(start_comfy, pooled):
    first, second = start_comfy(), start_comfy()
    pool = pooled(first, second)
    with pytest.raises(BackendDownError):
        async with pool.server_for(anything, prompt_id=str(uuid4())) as place:
            assert place.server.url == first.url
            raise BackendDownError("It lost the job.")
    assert await placed(pool) == second.url


async def test_a_job_tried_again_is_looked_for_where_it_was_first(start_comfy, pooled):
    first, second = start_comfy(), start_comfy()
    pool = pooled(first, second)
    await loaded(first, 1)
    await loaded(second, 2)
    job = first.submitted[0]["prompt_id"]
    with pytest.raises(BackendDownError):
        async with pool.server_for(anything, prompt_id=job):
            raise BackendDownError("The line was cut.")
    assert await placed(pool, prompt_id=job) == first.url


async def test_nodes_are_read_once_in_a_while(start_comfy, pooled, clock: Clock):
    fake = start_comfy()
    pool = pooled(fake, catalogue_s=30.0)
    for _ in range(3):
        await placed(pool)
        assert [server.url for server, _ in await pool.catalogues()] == [fake.url]
    assert object_infos(fake) == 1
    clock.now += 30.0
    await pool.catalogues()
    assert object_infos(fake) == 2


async def test_nodes_are_read_again_after_a_refusal_and_after_a_restart(
    start_comfy, pooled, clock: Clock
):
    fake = start_comfy()
    pool = pooled(fake)
    with pytest.raises(BackendRejectedError):
        async with pool.server_for(anything, prompt_id=str(uuid4())):
            raise BackendRejectedError("Value not in list.")
    await placed(pool)
    assert object_infos(fake) == 2
    fake.stop()
    with pytest.raises(BackendDownError):
        await placed(pool)
    fake.start()
    clock.now += 5.0
    await placed(pool)
    assert object_infos(fake) == 3


async def test_the_names_of_embeddings_come_with_the_nodes(start_comfy, pooled):
    fake, silent = start_comfy(), start_comfy("0.3.64")
    fake.refuse("/embeddings", 200, body='["easynegative", 3, "styles/ink"]')
    silent.refuse("/embeddings", 404)
    told = [nodes.embeddings for _, nodes in await pooled(fake, silent).catalogues()]
    assert told == [("easynegative", "styles/ink"), None]


async def test_a_job_is_planned_once_for_each_server(start_comfy, pooled):
    asked: list[NodeCatalogue] = []

    def fits(nodes: NodeCatalogue) -> str | None:
        asked.append(nodes)
        return None

    await placed(pooled(start_comfy(), start_comfy()), fits)
    assert len(asked) == 2


async def test_what_was_just_installed_is_found_at_once(start_comfy, pooled, clock: Clock):
    fake = start_comfy(without=("UpscaleModelLoader",))
    pool = pooled(fake)
    await placed(pool)
    fake._nodes["UpscaleModelLoader"] = start_comfy()._nodes["UpscaleModelLoader"]
    clock.now += 2.0
    assert await placed(pool, with_node("UpscaleModelLoader")) == fake.url


async def test_catalogues_are_of_those_that_answer(start_comfy, pooled):
    first, second = start_comfy(), start_comfy()
    pool = pooled(first, second)
    second.stop()
    told = await pool.catalogues()
    assert [server.url for server, _ in told] == [first.url]
    assert told[0][1].checkpoints()


async def test_doctor_hears_of_every_server(start_comfy, pooled, comfy_version: str):
    up, down = start_comfy(comfy_version), start_comfy()
    await loaded(up, 2)
    down.stop()
    secret = up.url.replace("http://", "http://me:s3cret@")
    well, ill = await pooled(secret, down).health()
    assert (well.url, well.ok, well.version, well.waiting) == (up.url, True, comfy_version, 2)
    assert well.device
    assert "s3cret" not in repr(well)
    assert (ill.url, ill.ok, ill.detail) == (down.url, False, "cannot be reached")


async def test_giving_up_waiting_leaves_the_shared_question_alone(start_comfy, pooled, mute: Mute):
    pool = pooled(mute.url, answer_s=0.5)
    with pytest.raises(BackendDownError):
        await placed(pool)
    clock_of(pool).now += 2.0
    waiting = [asyncio.create_task(placed(pool)) for _ in range(2)]
    await asyncio.sleep(0.05)
    waiting[0].cancel()
    with pytest.raises(BackendDownError):
        await waiting[1]
    assert waiting[0].cancelled()


def clock_of(pool: ComfyPool) -> Clock:
    assert isinstance(pool._clock, Clock)
    return pool._clock


def test_an_address_that_is_none_is_refused():
    with pytest.raises(ValueError, match="ComfyUI address"):
        ComfyPool(["here:8188"])
