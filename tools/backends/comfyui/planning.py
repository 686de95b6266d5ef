"""One request, planned for each server that could take it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping

from tools.backends.comfyui.checking import problems_in
from tools.backends.comfyui.drawing import drawing_plan
from tools.backends.comfyui.filming import filming_plan
from tools.backends.comfyui.nodes import NodeCatalogue
from tools.backends.comfyui.own_workflow import own_plan
from tools.backends.comfyui.plan import Asked, Plan
from tools.ports.rendering import BackendRejectedError, RenderRequest

_FOLDER = "echo-director"
"""Where the servers put what they make for us, in their folder of outputs."""


class Planner:
    """Plans the same request for servers of different nodes; `names` are its `stand_ins`."""

    def __init__(self, request: RenderRequest, prompt_id: str, names: Mapping[bytes, str]) -> None:
        self._request, self._names = request, names
        self._prefix = f"{_FOLDER}/{prompt_id}"
        self._codes: set[str] = set()

    def plan(self, nodes: NodeCatalogue) -> Plan:
        """Raises `BackendRejectedError` for what the server has not, or would refuse."""
        request = self._request
        asked = Asked(request=request, nodes=nodes, prefix=self._prefix, names=self._names)
        if request.workflow is not None:
            return own_plan(asked, request.workflow)
        plan = filming_plan(asked) if request.frames > 1 else drawing_plan(asked)
        if problems := problems_in(plan.graph, nodes):
            raise BackendRejectedError(
                f"The server would refuse the workflow: {' '.join(problems[:5])}",
                code="COMFYUI_UNFIT_SERVER",
            )
        return plan

    def misfit(self, nodes: NodeCatalogue, best: int) -> str | None:
        """Why a server is not for the request, as the end of a sentence; None where it is.

        `best` is the rank of plan that another server has.
        """
        try:
            plan = self.plan(nodes)
        except BackendRejectedError as error:
            self._codes.add(error.code)
            return str(error).removeprefix("The server ").rstrip(".")
        return None if plan.rank <= best else "holds the characters in a lesser way than another"

    def refusal(self, error: BackendRejectedError) -> BackendRejectedError:
        """What all servers said together, with the code on which they agree."""
        agreed = next(iter(self._codes)) if len(self._codes) == 1 else error.code
        return BackendRejectedError(str(error), code=agreed)

    def best_rank(self, catalogues: Iterable[NodeCatalogue]) -> int:
        """The rank of the best plan that one of these servers allows."""
        ranks: list[int] = []
        for nodes in catalogues:
            with contextlib.suppress(BackendRejectedError):
                ranks.append(self.plan(nodes).rank)
        return min(ranks, default=0)
