"""Deliveries over real HTTP: signed, tried again, refused, taken over, forgotten."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest
from standardwebhooks import Webhook

from api.webhooks import Sender, sending
from store.database import open_database
from store.outbox import PostgresOutbox
from tests.integration.webhooks.conftest import Post
from tests.integration.webhooks.receiver import receiving
from tools.domain.actor import LOCAL
from tools.studio.webhooks import rotate_secret, signing_secret


async def test_a_run_that_ends_tells_its_callback_signed(post: Post) -> None:
    secret = await signing_secret(post.database.store, LOCAL)
    async with receiving() as receiver:
        run_id = await post.ended(receiver.url, score=0.91, attempts=[{}, {}])
        done = await post.tried(run_id)
    assert (done.state, done.attempts, done.last_status) == ("delivered", 1, 204)
    (taken,) = receiver.taken
    told = Webhook(secret).verify(taken.body, taken.headers)
    assert taken.headers["webhook-id"] == f"msg_{done.message_id}"
    assert (told["type"], told["data"]["run_id"]) == ("generation.completed", str(run_id))
    assert (told["data"]["result"], told["data"]["attempts"]) == ({"score": 0.91}, 2)
    assert told["data"]["workspace"] == "local"


async def test_an_end_that_is_not_committed_tells_nobody(post: Post) -> None:
    with pytest.raises(RuntimeError):
        async with post.database.store.begin(LOCAL) as work:
            run_id = await _queued(post, "http://127.0.0.1:1/")
            await work.runs.settle(LOCAL, run_id, "completed")
            raise RuntimeError("the transaction is undone")
    assert await post.rows("select 1 from webhook_deliveries") == []


async def test_a_failing_receiver_is_tried_again_with_the_same_id(post: Post) -> None:
    async with receiving(500, 302, 204) as receiver:
        run_id = await post.ended(receiver.url, "failed")
        first = await post.tried(run_id)
        assert (first.state, first.last_error) == ("pending", "It answered 500.")
        second = await post.tried(run_id)
        assert "redirect" in (second.last_error or "")
        third = await post.tried(run_id)
    assert (third.state, third.attempts) == ("delivered", 3)
    assert len({taken.headers["webhook-id"] for taken in receiver.taken}) == 1
    assert len({taken.body for taken in receiver.taken}) == 1
    assert {taken.path for taken in receiver.taken} == {"/hook"}
    kept = await post.rows("select number, status, error from webhook_attempts order by number")
    assert [(row[0], row[1]) for row in kept] == [(1, 500), (2, 302), (3, 204)]


async def test_the_next_try_has_its_job_after_the_stated_wait(post: Post) -> None:
    async with receiving(503) as receiver:
        run_id = await post.ended(receiver.url)
        sender = post.sender()
        stated = Sender(outbox=sender.outbox, poster=sender.poster)
        await stated.send((await post.delivery(run_id)).id)
        await sender.poster.close()
    ((wait_s,),) = await post.rows(
        "select extract(epoch from scheduled_at - now())::float from procrastinate_jobs "
        "where scheduled_at is not null"
    )
    assert 3 < wait_s <= 5


async def test_a_receiver_that_is_gone_hears_nothing_more(post: Post) -> None:
    async with receiving(410) as receiver:
        turn = await post.ended(receiver.url)
        assert (await post.tried(turn)).state == "gone"
        await post.ended(None, parent=turn)
    assert len(await post.rows("select 1 from webhook_deliveries")) == 1
    assert len(receiver.taken) == 1


async def test_a_receiver_that_does_not_answer_is_given_up_at_last(post: Post) -> None:
    async with receiving(None) as receiver:
        run_id = await post.ended(receiver.url)
        for _ in range(7):
            done = await post.tried(run_id, timeout_s=0.05)
    assert (done.state, done.attempts) == ("given_up", 7)
    assert done.last_error == "It did not answer within 0.05 s."


@pytest.mark.parametrize("listed", [(), ("localhost",)])
async def test_a_private_address_is_called_only_where_that_is_meant(post: Post, listed) -> None:
    async with receiving() as receiver:
        run_id = await post.ended(f"http://localhost:{receiver.port}/hook")
        done = await post.tried(run_id, local=False, listed=listed)
    assert done.state == ("delivered" if listed else "refused")
    assert len(receiver.taken) == len(listed)


async def test_a_name_that_points_inside_after_the_look_is_not_followed(post: Post) -> None:
    answers = iter([["93.184.216.34", "127.0.0.1"], ["127.0.0.1"]])

    async def resolve(host: str, port: int) -> list[str]:
        return next(answers)

    async with receiving() as receiver:
        run_id = await post.ended(f"http://rebinding.example:{receiver.port}/hook")
        done = await post.tried(run_id, local=False, resolve=resolve)
    assert (done.state, receiver.taken) == ("refused", [])


async def test_the_checked_address_is_the_one_that_is_called_under_its_name(post: Post) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    async with receiving() as receiver:
        run_id = await post.ended(f"http://me:secret@hooks.example:{receiver.port}/hook?token=t")
        done = await post.tried(run_id, resolve=resolve)
    assert done.state == "delivered"
    assert receiver.taken[0].headers["host"] == f"hooks.example:{receiver.port}"
    assert receiver.taken[0].headers["authorization"].startswith("Basic ")
    assert receiver.taken[0].path == "/hook?token=t"


async def test_a_rotated_secret_signs_beside_the_old_one_for_a_day(post: Post) -> None:
    store = post.database.store
    old = await signing_secret(store, LOCAL)
    new = await rotate_secret(store, LOCAL)
    assert await signing_secret(store, LOCAL) == new != old
    async with receiving() as receiver:
        await post.tried(await post.ended(receiver.url))
        for secret in (old, new):
            Webhook(secret).verify(receiver.taken[0].body, receiver.taken[0].headers)
        await post.rows("update webhook_secrets set previous_until = now()")
        await post.tried(await post.ended(receiver.url))
    with pytest.raises(Exception, match="signature"):
        Webhook(old).verify(receiver.taken[1].body, receiver.taken[1].headers)
    Webhook(new).verify(receiver.taken[1].body, receiver.taken[1].headers)


async def test_standing_webhooks_hear_of_every_run_until_they_are_taken_out(post: Post) -> None:
    await post.outbox.stand(["http://a.example/", "http://b.example/"])
    await post.ended(None)
    assert len(await post.rows("select 1 from webhook_deliveries where asked_by is null")) == 2
    await post.outbox.stand(["http://b.example/"])
    await post.ended(None)
    told = await post.rows("select url, count(*) from webhook_deliveries group by url order by url")
    assert told == [("http://a.example/", 1), ("http://b.example/", 2)]


async def test_a_callback_hears_of_what_its_run_ordered(post: Post) -> None:
    turn = await post.ended("http://a.example/")
    await post.ended(None, parent=turn)
    async with post.database.store.read(LOCAL) as work:
        assert len(await work.webhooks.asked_by(LOCAL, turn)) == 2


async def test_a_delivery_of_a_process_that_died_is_sent_by_another(
    post: Post, silent_url: str
) -> None:
    async with receiving(500, 204) as receiver:
        run_id = await post.ended(receiver.url)
        await post.rows("update procrastinate_jobs set status = 'doing'")
        assert await post.outbox.rescue(silent_s=0.0) == 1
        async with open_database(silent_url) as other:
            outbox = PostgresOutbox(other.pool, other.jobs)
            poster = post.sender().poster
            sender = Sender(outbox=outbox, poster=poster, wait_s=0.0)
            async with sending(other.jobs, sender, other.pool, "another"):
                await receiver.heard(2)
                await _until_ended(post, run_id)
    done = await post.delivery(run_id)
    assert (done.state, done.attempts) == ("delivered", 2)


async def test_what_was_delivered_is_forgotten_after_thirty_days(post: Post) -> None:
    async with receiving() as receiver:
        old = await post.ended(receiver.url)
        await post.tried(old)
        young = await post.ended(receiver.url)
        await post.tried(young)
    await post.rows(
        "update webhook_deliveries set ended_at = now() - interval '31 days' where run_id = %s", old
    )
    await post.rows("update runs set finished_at = now() - interval '31 days' where id = %s", old)
    await post.outbox.sweep()
    assert await post.rows("select run_id from webhook_deliveries") == [(young,)]
    assert await post.rows("select run_id from webhook_targets") == [(young,)]


async def _queued(post: Post, url: str) -> UUID:
    from uuid_utils.compat import uuid7

    run_id = uuid7()
    async with post.database.store.begin(LOCAL) as work:
        await work.runs.add(LOCAL, run_id=run_id, kind="generation", input={})
        await work.webhooks.call_back(LOCAL, run_id, url)
    return run_id


async def _until_ended(post: Post, run_id: UUID) -> None:
    async with asyncio.timeout(20):
        while (await post.delivery(run_id)).ended_at is None:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
