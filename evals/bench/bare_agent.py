"""The baseline: a bare LangGraph agent behind FastAPI, same checkpointer, a scripted model."""

from __future__ import annotations

import argparse
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.tools import tool
from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.prebuilt import ToolNode, tools_condition
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool
from pydantic import BaseModel


class ScriptedModel(BaseChatModel):
    """Calls the look-up once, then answers."""

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        if isinstance(messages[-1], ToolMessage):
            said = AIMessage("The projects: Bench.")
        else:
            call = {"name": "list_projects", "args": {}, "id": f"call-{len(messages)}"}
            said = AIMessage("", tool_calls=[call])
        return ChatResult(generations=[ChatGeneration(message=said)])


@tool
def list_projects() -> str:
    """List the projects."""
    return '{"projects": ["Bench"]}'


def bare_graph(checkpoints: AsyncPostgresSaver) -> Any:
    """model <-> tools, as the library's tutorials build it."""
    model = ScriptedModel()

    async def decide(state: MessagesState) -> dict[str, Any]:
        return {"messages": [await model.ainvoke(state["messages"])]}

    graph = StateGraph(MessagesState)
    graph.add_node("model", decide)
    graph.add_node("tools", ToolNode([list_projects]))
    graph.add_edge(START, "model")
    graph.add_conditional_edges("model", tools_condition)
    graph.add_edge("tools", "model")
    return graph.compile(checkpointer=checkpoints)


class Said(BaseModel):
    text: str


def bare_app(url: str) -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None, None]:
        keywords = {"autocommit": True, "prepare_threshold": 0, "row_factory": dict_row}
        pool: AsyncConnectionPool[Any] = AsyncConnectionPool(
            url, min_size=2, max_size=16, open=False, kwargs=keywords
        )
        async with pool:
            saver = AsyncPostgresSaver(pool)
            await saver.setup()
            app.state.graph = bare_graph(saver)
            yield

    app = FastAPI(lifespan=lifespan)

    @app.get("/healthz")
    async def healthz() -> dict[str, str]:  # pyright: ignore[reportUnusedFunction]
        return {"status": "ok"}

    @app.post("/threads/{thread_id}/messages")
    async def say(thread_id: str, said: Said) -> dict[str, Any]:  # pyright: ignore[reportUnusedFunction]
        config = {"configurable": {"thread_id": thread_id}}
        end = await app.state.graph.ainvoke({"messages": [HumanMessage(said.text)]}, config)
        return {"message": end["messages"][-1].content}

    return app


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--port", type=int, required=True)
    asked = parser.parse_args()
    uvicorn.run(bare_app(asked.url), port=asked.port, log_level="warning", access_log=False)
