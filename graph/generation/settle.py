"""Last node: the best attempt is kept, the character is depicted, whoever asked is told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from langgraph.runtime import Runtime

from graph.generation.ending import end, say
from graph.generation.state import Attempt, GenerationContext, GenerationState, order_in
from tools.domain.orchestration import stage_of
from tools.domain.runs import Happening
from tools.ports.store import UnitOfWork
from tools.studio.depiction import depict
from tools.studio.scene_generation import keep_in_scene

_STAGE_AT = 0.97


async def settle(state: GenerationState, runtime: Runtime[GenerationContext]) -> GenerationState:
    """Keep the best attempt, end the run, all in one transaction, and only once.

    Where every attempt came out blank the run fails, and no picture becomes the character's.
    Raises `LeaseLostError` where another process drives the run by now: its checkpoints stay.
    """
    context, ranking = runtime.context, state.get("ranking", [])
    best = ranking[0]
    await context.pace.flush()
    async with context.studio.store.begin(context.actor) as work:
        await work.runs.fence(context.actor, context.run.id, attempt=context.run.attempt)
        if best.get("broken"):
            await _give_up(work, context, best, ranking, state.get("requirements"))
        else:
            await _finish(work, context, state, best, ranking)
    return GenerationState()


async def _finish(
    work: UnitOfWork,
    context: GenerationContext,
    state: GenerationState,
    best: Attempt,
    ranking: list[Attempt],
) -> None:
    character_id, opinion = state.get("character_id", 0), state.get("echo_assessment")
    reference = await _depicted(work, context, state, best)
    if opinion is not None:
        score = (await work.characters.get(context.actor, character_id)).consistency_score
        await work.characters.note_assessment(
            context.actor, character_id, consistency_score=score, echo_assessment=opinion
        )
        if score_id := best.get("score_id"):
            await work.scores.note_opinion(context.actor, score_id, opinion)
    result = _result(state, best, ranking) | {
        "reference": reference,
        "echo_assessment": opinion,
    }
    if scene_id := order_in(state).scene_id:
        await keep_in_scene(work, context.actor, scene_id, context.run.id, result)
    await end(work, context, "completed", result=result, before=[_approving()])
    await _tell(work, context, order_in(state).character, result)


async def _depicted(
    work: UnitOfWork, context: GenerationContext, state: GenerationState, best: Attempt
) -> str | None:
    """The picture's standing as the character's reference; one of several is nobody's own."""
    if order_in(state).companions:
        return None
    depicted = await depict(
        work,
        context.actor,
        character_id=state.get("character_id", 0),
        design=state.get("design", ""),
        picture_id=UUID(best.get("picture_id")),
        sha256=best.get("sha256", ""),
    )
    return depicted.status


async def _give_up(
    work: UnitOfWork,
    context: GenerationContext,
    best: Attempt,
    ranking: list[Attempt],
    requirements: dict[str, Any] | None,
) -> None:
    tried = f"All {len(ranking)} attempts" if len(ranking) > 1 else "The picture"
    detail = f"{tried} came out blank: black, or of one colour. Try another seed or backend."
    error: dict[str, Any] = {"code": best.get("broken"), "detail": detail}
    result = {"attempts": _in_order(ranking), "requirements": requirements}
    await end(work, context, "failed", result=result, error=error, before=[_approving()])
    await say(work, context, f"The picture could not be made: {detail}", {})


def _result(state: GenerationState, best: Attempt, ranking: list[Attempt]) -> dict[str, Any]:
    order = order_in(state)
    video = best.get("video")
    return {
        **best,
        "url": f"/api/assets/{best.get('sha256')}",
        **({"video": video} if video else {}),
        "backend": order.backend,
        "passed_over": [one.model_dump() for one in order.passed_over],
        "attempts": _in_order(ranking),
        "ranking": [one.get("number") for one in ranking],
        "requirements": state.get("requirements"),
    }


def _approving() -> Happening:
    """The last stage, which begins and ends with the run's own end."""
    return Happening(
        type="progress",
        data={"stage": "settle", "progress": _STAGE_AT, "step": stage_of("settle")},
    )


def _in_order(ranking: list[Attempt]) -> list[dict[str, Any]]:
    """As they were made; each has its rank."""
    return [dict(one) for one in sorted(ranking, key=lambda one: one.get("number", 0))]


async def _tell(
    work: UnitOfWork, context: GenerationContext, label: str, result: dict[str, Any]
) -> None:
    video = result.get("video")
    artifact = {
        "kind": "video" if video else "image",
        "url": video["url"] if video else result["url"],
        "sha256": video["sha256"] if video else result["sha256"],
        "label": label,
    }
    made = {"artifacts": [artifact], "generation_id": str(context.run.id), "result": result}
    await say(work, context, f"The {'clip' if video else 'picture'} of {label} is ready.", made)
