"""Runs the jobs of a fake server, one after the other, and tells of it as the real one does."""

from __future__ import annotations

import asyncio
import hashlib
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.integration.comfyui.fake.drawing import made, preview, sampled
from tests.integration.comfyui.fake.files import FileStore
from tests.integration.comfyui.fake.jobs import Books, Job, order_of, signature
from tests.integration.comfyui.fake.sockets import Sockets
from tests.integration.comfyui.fake.specs import Node
from tests.integration.comfyui.fake.values import Kitchen, Latent


class InterruptedJobError(Exception):
    """The job is to end here."""


@dataclass(eq=False)
class Gate:
    """Where a job is to wait: before a node (`step` 0) or within it, after that many steps; -1 is
    between the queue and the first node, where an interruption is forgotten."""

    where: str
    step: int
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    opened: asyncio.Event = field(default_factory=asyncio.Event)


class Executor:
    """`failures` are exceptions by the class of the node that raises them."""

    def __init__(
        self,
        nodes: Mapping[str, Node],
        files: FileStore,
        sockets: Sockets,
        books: Books,
        *,
        new_family: bool,
    ) -> None:
        self._nodes = nodes
        self._files = files
        self._sockets = sockets
        self._new = new_family
        self.books = books
        self.wake = asyncio.Event()
        self.gates: list[Gate] = []
        self.failures: dict[str, Exception] = {}
        self.free = False
        self.last_node: str | None = None
        self._states: dict[str, dict[str, Any]] = {}

    async def work(self) -> None:
        while True:
            await self.wake.wait()
            self.wake.clear()
            self._free()
            while job := self.books.take():
                await self._run(job)
                self._free()

    async def status(self, to: str | None = None, **more: Any) -> None:
        facts = {"status": {"exec_info": {"queue_remaining": self.books.remaining}}, **more}
        await self._sockets.send("status", facts, to)

    def _free(self) -> None:
        if self.free:
            self.books.cache.clear()
        self.free = False

    async def _run(self, job: Job) -> None:
        messages: list[list[Any]] = []
        outputs: dict[str, Any] = {}
        self._states = {}
        await self._taken(job)
        await self._tell(job, messages, "execution_start", {})
        signs = {n: signature(job.graph, n, lambda node: self._changed(job, node))
                 for n in order_of(job.graph, job.outputs)}  # fmt: skip
        known = [node for node in job.graph if signs.get(node) in self.books.cache]
        self.books.cache = {
            sign: value for sign, value in self.books.cache.items() if sign in signs.values()
        }
        await self._tell(job, messages, "execution_cached", {"nodes": known})
        executed: list[str] = []
        node = ""
        try:
            for node, sign in signs.items():
                if sign in self.books.cache:
                    shown = self.books.cache[sign][1]
                    if shown and (job.client_id or not self._new):
                        outputs[node] = shown
                        await self._executed(job, node, shown)
                    continue
                result = await self._make(job, node, signs)
                self.books.cache[sign] = result
                executed.append(node)
                if result[1]:
                    outputs[node] = result[1]
                    await self._executed(job, node, result[1])
        except InterruptedJobError:
            facts = self._place(job, node, executed)
            await self._tell(job, messages, "execution_interrupted", facts, everyone=True)
            fine = False
        except Exception as error:
            facts = self._place(job, node, executed) | {
                "exception_message": str(error),
                "exception_type": type(error).__name__,
                "traceback": traceback.format_tb(error.__traceback__),
                "current_inputs": {},
                "current_outputs": list(outputs),
            }
            await self._tell(job, messages, "execution_error", facts)
            fine = False
        else:
            await self._tell(job, messages, "execution_success", {})
            fine = True
        self.last_node = None
        self.books.finish(job, outputs, messages, fine=fine)
        await self.status()
        if job.client_id:
            await self._sockets.send(
                "executing", {"node": None, "prompt_id": job.id}, job.client_id
            )

    async def _make(self, job: Job, node: str, signs: Mapping[str, str]) -> Any:
        kind = job.graph[node]["class_type"]
        self.last_node = node
        await self._state(job, node, 0, 1, "running")
        if job.client_id:
            facts = {"node": node, "display_node": node, "prompt_id": job.id}
            await self._sockets.send("executing", facts, job.client_id)
        await self._pass(job, node, 0)
        inputs = {
            name: self.books.cache[signs[value[0]]][0][value[1]]
            if isinstance(value, list) and len(value) == 2
            else value
            for name, value in (job.graph[node].get("inputs") or {}).items()
        }
        if kind in self.failures:
            raise self.failures[kind]
        if kind == "KSampler":
            await self._sample(job, node, inputs)
        kitchen = Kitchen(self._files, job.graph, job.extra)
        result = made(kind, inputs, len(self._nodes[kind].outputs), kitchen)
        await self._state(job, node, 1, 1, "finished")
        await asyncio.sleep(0)
        return result

    async def _sample(self, job: Job, node: str, inputs: Mapping[str, Any]) -> None:
        steps = int(inputs["steps"])
        shown: Latent = sampled(inputs)
        facts = {
            "node_id": node,
            "prompt_id": job.id,
            "display_node_id": node,
            "parent_node_id": None,
            "real_node_id": node,
        }
        for step in range(1, steps + 1):
            await self._state(job, node, step, steps, "running")
            told = {"value": step, "max": steps, "prompt_id": job.id, "node": node}
            await self._sockets.send("progress", told, job.client_id)
            await self._sockets.send_preview(preview(shown), facts, job.client_id)
            await self._pass(job, node, step)

    async def _taken(self, job: Job) -> None:
        for gate in [g for g in self.gates if g.step == -1 and g.where == job.id]:
            self.gates.remove(gate)
            gate.reached.set()
            await gate.opened.wait()
        job.interrupted = False

    async def _pass(self, job: Job, node: str, step: int) -> None:
        """Stop at a gate until it is opened or the job interrupted."""
        kind = job.graph[node]["class_type"]
        for gate in list(self.gates):
            if gate.step == step and gate.where in (node, kind, job.id):
                self.gates.remove(gate)
                job.on_interrupt = gate.opened.set
                if not job.interrupted:
                    gate.reached.set()
                    await gate.opened.wait()
                job.on_interrupt = None
        if job.interrupted:
            raise InterruptedJobError

    async def _state(self, job: Job, node: str, value: float, most: float, state: str) -> None:
        self._states[node] = {
            "value": value,
            "max": most,
            "state": state,
            "node_id": node,
            "prompt_id": job.id,
            "display_node_id": node,
            "parent_node_id": None,
            "real_node_id": node,
        }
        facts = {"prompt_id": job.id, "nodes": dict(self._states)}
        await self._sockets.send("progress_state", facts, job.client_id)

    async def _executed(self, job: Job, node: str, shown: Mapping[str, Any]) -> None:
        if job.client_id:
            facts = {"node": node, "display_node": node, "output": shown, "prompt_id": job.id}
            await self._sockets.send("executed", facts, job.client_id)

    async def _tell(
        self,
        job: Job,
        messages: list[list[Any]],
        name: str,
        facts: Mapping[str, Any],
        *,
        everyone: bool = False,
    ) -> None:
        data = {**facts, "prompt_id": job.id, "timestamp": round(time.time() * 1000)}
        messages.append([name, data])
        if job.client_id or everyone:
            await self._sockets.send(name, data, job.client_id)

    def _place(self, job: Job, node: str, executed: list[str]) -> dict[str, Any]:
        return {
            "node_id": node,
            "node_type": job.graph[node]["class_type"],
            "executed": executed,
        }

    def _changed(self, job: Job, node: str) -> str:
        """A picture that is loaded counts as changed when its bytes did."""
        entry = job.graph[node]
        if entry["class_type"] not in ("LoadImage", "LoadImageMask"):
            return ""
        data = self._files.annotated(str(entry["inputs"]["image"]))
        return hashlib.sha256(data or b"").hexdigest()
