"""Turns of the director on the real database, with the real embedded model."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from api.sample import load_sample
from graph.director.turns import Message
from tools.domain.actor import LOCAL
from tools.domain.errors import ConflictError, LimitExceededError
from tools.domain.generations import ImageOrder
from tools.domain.runs import Happening, Run
from tools.domain.threads import Answer
from tools.domain.turns import TurnAnswer
from tools.studio.casting import cast
from tools.studio.ordering import ImageWish, order_image, place_order
from tools.studio.relaying import relay
from tools.studio.threads import open_thread, read_messages


@pytest.fixture
async def thread(service) -> UUID:
    project = await load_sample(service.studio, LOCAL)
    return (await open_thread(service.studio, LOCAL, project_id=project.id)).id


async def say(service, thread: UUID, text: str) -> TurnAnswer:
    run_id = await service.director.say(LOCAL, thread, Message(text=text))
    return await service.director.answer(LOCAL, run_id)


async def test_a_command_becomes_a_picture_with_a_verdict_and_an_answer(service, thread) -> None:
    answer = await say(service, thread, "Generate Kai Nakamura walking through the neon alley")
    (call,) = answer.tool_calls
    assert (call.tool, call.status) == ("generate_image", "ok")
    assert call.args == {
        "character": "Kai Nakamura",
        "scene_description": "walking through the neon alley",
    }
    assert call.result["status"] == "completed"
    (picture,) = answer.artifacts
    data = await service.studio.files.get(picture.sha256)
    assert data.startswith(b"\x89PNG")
    assert answer.generation_id
    assert "Kai Nakamura" in answer.message


async def test_the_conversation_of_record_holds_the_turn(service, thread) -> None:
    await say(service, thread, "What does the bible say about Kai?")
    page = await read_messages(service.studio, LOCAL, thread)
    assert [message.role for message in page.items] == ["user", "assistant"]
    assert page.items[1].content["tool_calls"][0]["tool"] == "get_bible_character"


async def test_checkpoints_are_gone_when_a_turn_has_ended(service, thread) -> None:
    answer = await say(service, thread, "List the characters")
    config = {"configurable": {"thread_id": str(answer.run_id)}}
    assert await service.database.checkpoints.aget_tuple(config) is None


async def test_an_unknown_name_lists_the_nearest(service, thread) -> None:
    answer = await say(service, thread, "Generate Kay Nakatomi on the roof")
    (call,) = answer.tool_calls
    assert call.status == "error"
    assert "Kai Nakamura" in call.result["candidates"]
    assert not answer.artifacts


async def test_a_call_that_destroys_waits_and_a_rejection_leaves_everything(
    service, thread
) -> None:
    asked = await say(service, thread, "Delete Kai Nakamura")
    assert asked.interrupt is not None
    assert asked.interrupt.kind == "approval"
    assert asked.tool_calls[-1].status == "awaiting_approval"
    answer = Answer(interrupt_id=UUID(asked.interrupt.id), decision="reject", reason="not him")
    done = await service.director.answer(
        LOCAL, await service.director.resume(LOCAL, thread, answer)
    )
    assert done.tool_calls[-1].status == "rejected"
    listed = await say(service, thread, "List the characters")
    assert "Kai Nakamura" in str(listed.tool_calls[0].result)


async def test_an_approved_call_runs_once_and_a_second_answer_is_told_the_first(
    service, thread
) -> None:
    asked = await say(service, thread, "Delete Kai Nakamura")
    answer = Answer(interrupt_id=UUID(asked.interrupt.id), decision="approve")
    done = await service.director.answer(
        LOCAL, await service.director.resume(LOCAL, thread, answer)
    )
    assert done.tool_calls[-1].status == "ok"
    with pytest.raises(ConflictError) as refused:
        await service.director.resume(LOCAL, thread, answer)
    assert refused.value.code == "ALREADY_ANSWERED"
    assert refused.value.facts["outcome"]["decision"] == "approve"


async def test_a_new_message_moves_on_from_an_open_approval(service, thread) -> None:
    asked = await say(service, thread, "Delete Kai Nakamura")
    await say(service, thread, "List the characters")
    answer = Answer(interrupt_id=UUID(asked.interrupt.id), decision="approve")
    with pytest.raises(ConflictError) as refused:
        await service.director.resume(LOCAL, thread, answer)
    assert refused.value.facts["outcome"]["reason"] == "moved on"


async def test_a_stopped_approval_leaves_the_conversation_open_for_another(service, thread) -> None:
    await say(service, thread, "Delete the character Kai Nakamura")
    await service.director.cancel(LOCAL, thread)
    again = await say(service, thread, "Delete the character Kai Nakamura")
    assert again.interrupt is not None
    assert again.interrupt.kind == "approval"


async def test_pre_approval_comes_with_the_request(service, thread) -> None:
    said = Message(text="Delete Kai Nakamura", pre_approved=frozenset({"delete_character"}))
    run_id = await service.director.say(LOCAL, thread, said)
    answer = await service.director.answer(LOCAL, run_id)
    assert answer.interrupt is None
    assert answer.tool_calls[-1].status == "ok"


async def test_a_second_message_waits_for_the_first_turn(service, thread) -> None:
    run_id = await service.director.say(LOCAL, thread, Message(text="Generate Kai in the rain"))
    with pytest.raises(ConflictError) as refused:
        await service.director.say(LOCAL, thread, Message(text="List the characters"))
    assert refused.value.code == "RUN_IN_PROGRESS"
    await service.director.answer(LOCAL, run_id)


async def test_a_generation_that_nobody_waits_for_tells_the_conversation_itself(
    service, thread
) -> None:
    said = Message(text="Generate Kai in the rain", patience_s=0)
    run_id = await service.director.say(LOCAL, thread, said)
    answer = await service.director.answer(LOCAL, run_id)
    assert answer.tool_calls[0].result["status"] in ("queued", "running")
    run = await service.studio.watch.ended(LOCAL, UUID(answer.generation_id), timeout_s=60)
    assert run.status == "completed"
    page = await read_messages(service.studio, LOCAL, thread)
    assert page.items[-1].role == "artifact"
    assert page.items[-1].content["artifacts"][0]["sha256"] == run.result["sha256"]


async def test_stopping_a_turn_cancels_the_picture_that_it_ordered(service, thread) -> None:
    run_id = await service.director.say(LOCAL, thread, Message(text="Generate Kai in the rain"))
    async for event in service.studio.watch.follow(LOCAL, run_id):
        if event.type == "tool.call":
            break
    stopped = await service.director.cancel(LOCAL, thread)
    assert stopped is not None
    async with service.studio.store.read(LOCAL) as work:
        run = await work.runs.get(LOCAL, run_id)
        children = await work.runs.children(LOCAL, run_id)
    assert run.status == "cancelled"
    assert all(child.status in ("cancelled", "completed") for child in children)


async def test_what_a_turn_orders_while_it_is_stopped_is_cancelled_too(service, thread) -> None:
    turn, store = await _open_turn(service, thread), service.studio.store
    under, order = (
        LOCAL.on_behalf_of(turn.id),
        ImageOrder(character="Kai", seed=7, width=64, height=64),
    )
    async with store.begin(under) as work:
        kai = (await cast(work, under, turn.project_id, "Kai")).character
        await place_order(work, under, uuid7(), turn.project_id, kai, order)
        stopping = asyncio.create_task(service.director.cancel(LOCAL, thread))
        await _waits_for_a_lock(service, unless=stopping)
    assert await stopping is not None
    async with store.read(LOCAL) as work:
        (child,) = await work.runs.children(LOCAL, turn.id)
        ended = await work.runs.get(LOCAL, turn.id)
    assert (ended.status, child.status) == ("cancelled", "cancelled")


async def test_a_turn_that_another_takes_over_in_that_moment_is_stopped_all_the_same(
    service, thread
) -> None:
    turn = await _open_turn(service, thread)
    async with service.database.pool.connection() as connection, connection.transaction():
        await connection.execute("update runs set attempt = attempt + 1 where kind = 'turn'")
        stopping = asyncio.create_task(service.director.cancel(LOCAL, thread))
        await _waits_for_a_lock(service, unless=stopping)
    await stopping
    async with service.studio.store.read(LOCAL) as work:
        stopped = await work.runs.get(LOCAL, turn.id)
    assert (stopped.status, stopped.attempt) == ("cancelled", turn.attempt + 1)


async def test_nothing_is_ordered_by_a_turn_that_was_stopped(service, thread) -> None:
    turn = await _open_turn(service, thread)
    under = LOCAL.on_behalf_of(turn.id)
    await service.director.cancel(LOCAL, thread)
    with pytest.raises(ConflictError) as refused:
        await order_image(service.studio, under, turn.project_id, "Kai", ImageWish())
    assert refused.value.code == "RUN_ENDED"
    async with service.studio.store.read(LOCAL) as work:
        assert await work.runs.children(LOCAL, turn.id) == []


async def test_events_are_told_in_order_to_whoever_follows(service, thread) -> None:
    run_id = await service.director.say(LOCAL, thread, Message(text="List the characters"))
    seen = [event async for event in service.studio.watch.follow(LOCAL, run_id)]
    assert [event.seq for event in seen] == list(range(1, len(seen) + 1))
    assert [seen[0].type, seen[-1].type] == ["turn.started", "run.ended"]


async def test_an_oversized_message_is_refused_and_nothing_is_kept(service, thread) -> None:
    with pytest.raises(LimitExceededError):
        await service.director.say(LOCAL, thread, Message(text="x" * 20_001))
    assert not (await read_messages(service.studio, LOCAL, thread)).items


async def test_sixteen_conversations_go_on_at_once(service, thread) -> None:
    project = await load_sample(service.studio, LOCAL)
    opened = [await open_thread(service.studio, LOCAL, project_id=project.id) for _ in range(16)]
    answers = await asyncio.gather(*(say(service, t.id, "List the characters") for t in opened))
    assert all(a.tool_calls[0].status == "ok" for a in answers)


async def test_a_turn_that_is_ending_hears_nothing_more_of_its_picture(service, thread) -> None:
    store, turn_id, picture_id = service.studio.store, uuid7(), uuid7()
    async with store.begin(LOCAL) as work:
        turn = await work.runs.add(LOCAL, run_id=turn_id, kind="turn", input={}, status="running")
        picture = await work.runs.add(
            LOCAL, run_id=picture_id, kind="generation", input={}, parent_id=turn.id
        )

    async def tell() -> None:
        async with store.begin(LOCAL) as work:
            await relay(work, LOCAL, picture, "render", 0.5)

    async with store.begin(LOCAL) as work:
        over = Happening(type="run.ended", data={"status": "completed"})
        await work.runs.settle(LOCAL, turn.id, "completed", happenings=[over])
        telling = asyncio.create_task(tell())
        await _waits_for_a_lock(service)
    await telling
    async with store.read(LOCAL) as work:
        told = await work.runs.events(LOCAL, turn.id)
    assert [event.type for event in told] == ["run.ended"]


async def _open_turn(service, thread: UUID) -> Run:
    """A turn that somebody drives."""
    async with service.studio.store.begin(LOCAL) as work:
        project_id = (await work.threads.get(LOCAL, thread)).project_id
        return await work.runs.add(
            LOCAL,
            run_id=uuid7(),
            kind="turn",
            input={},
            status="running",
            thread_id=thread,
            project_id=project_id,
            owner="a process",
            lease_s=60,
        )


async def _waits_for_a_lock(service, *, unless: asyncio.Future[Any] | None = None) -> None:
    """Return once a statement of another connection stands still for a row, or that is done."""
    while unless is None or not unless.done():
        async with service.database.pool.connection() as connection:
            cursor = await connection.execute("select count(*) from pg_locks where not granted")
            (waiting,) = await cursor.fetchone()
        if waiting:
            return
