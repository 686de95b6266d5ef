"""What a server finds wrong in a graph, in the words of its family."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.integration.comfyui.fake.files import FileStore
from tests.integration.comfyui.fake.specs import Node, Spec

Problems = dict[str, tuple[bool, list[dict[str, Any]]]]


class Checker:
    """Checks graphs for one server."""

    def __init__(self, nodes: Mapping[str, Node], files: FileStore, *, new_family: bool) -> None:
        self._nodes = nodes
        self._files = files
        self._new = new_family

    def check(
        self, graph: Mapping[str, Any]
    ) -> tuple[dict[str, Any] | None, list[str], dict[str, Any]]:
        """The error, the good output nodes, and the errors of nodes."""
        for node, entry in graph.items():
            if error := self._unknown(node, entry):
                return error, [], {}
        outputs = [n for n in graph if self._nodes[graph[n]["class_type"]].output_node]
        if not outputs:
            return _error("prompt_no_outputs", "Prompt has no outputs"), [], {}
        checked: Problems = {}
        good: list[str] = []
        reasons: list[str] = []
        errors: dict[str, Any] = {}
        for output in outputs:
            valid, own = self._check_output(graph, output, checked)
            if valid:
                good.append(output)
                continue
            reasons += [f"{reason['message']}: {reason['details']}" for reason in own]
            for node, (fine, problems) in checked.items():
                if not fine and problems:
                    entry = errors.setdefault(
                        node,
                        {
                            "errors": problems,
                            "dependent_outputs": [],
                            "class_type": graph[node]["class_type"],
                        },
                    )
                    entry["dependent_outputs"].append(output)
        if good:
            return None, good, errors
        message = "Prompt outputs failed validation"
        return (
            _error("prompt_outputs_failed_validation", message, "\n".join(reasons)),
            [],
            errors,
        )

    def _unknown(self, node: str, entry: Any) -> dict[str, Any] | None:
        kind = entry.get("class_type") if isinstance(entry, dict) else None
        if kind in self._nodes:
            return None
        message = (
            f"Cannot execute because node {kind} does not exist."
            if kind
            else "Cannot execute because a node is missing the class_type property."
        )
        if not self._new:
            return _error("invalid_prompt", message, f"Node ID '#{node}'")
        title = (entry.get("_meta") or {}).get("title", kind)
        extra = {"node_id": node, "class_type": kind, "node_title": title}
        words = f"Node '{title}' not found. The custom node may not be installed."
        return _error(
            "missing_node_type", words if kind else message, f"Node ID '#{node}'", **extra
        )

    def _check_output(
        self, graph: Mapping[str, Any], output: str, checked: Problems
    ) -> tuple[bool, list[dict[str, Any]]]:
        try:
            return self._check_node(graph, output, checked, [])
        except RecursionError:
            return False, []
        except Exception as error:
            problem = _error(
                "exception_during_validation",
                "Exception when validating node",
                str(error),
                **_exception(error),
            )
            checked[output] = (False, [problem])
            return checked[output]

    def _check_node(
        self, graph: Mapping[str, Any], node: str, checked: Problems, path: list[str]
    ) -> tuple[bool, list[dict[str, Any]]]:
        if node in checked:
            return checked[node]
        if node in path:
            return self._circle(graph, node, checked, path)
        spec = self._nodes[graph[node]["class_type"]]
        inputs = graph[node].get("inputs") or {}
        problems: list[dict[str, Any]] = []
        fine = True
        for name, config in {**spec.required, **spec.optional}.items():
            if name not in inputs:
                if name in spec.required:
                    problems.append(
                        _error(
                            "required_input_missing",
                            "Required input is missing",
                            name,
                            input_name=name,
                        )
                    )
                continue
            value = inputs[name]
            if isinstance(value, list):
                fine &= self._check_link(
                    graph, name, config, value, checked, [*path, node], problems
                )
            elif problem := self._check_value(spec, name, config, value):
                problems.append(problem)
        checked.setdefault(node, (fine and not problems, problems))
        return checked[node]

    def _check_link(
        self,
        graph: Mapping[str, Any],
        name: str,
        config: Spec,
        value: list[Any],
        checked: Problems,
        path: list[str],
        problems: list[dict[str, Any]],
    ) -> bool:
        facts = {"input_name": name, "input_config": list(config), "received_value": value}
        if len(value) != 2:
            words = "Bad linked input, must be a length-2 list of [node_id, slot_index]"
            problems.append(_error("bad_linked_input", words, name, **facts))
            return False
        source = value[0]
        received = self._nodes[graph[source]["class_type"]].outputs[value[1]]
        wanted = config[0]
        if received != wanted:
            facts |= {"received_type": received, "linked_node": value}
            details = f"{name}, received_type({received}) mismatch input_type({wanted})"
            words = "Return type mismatch between linked nodes"
            problems.append(_error("return_type_mismatch", words, details, **facts))
            return False
        try:
            return self._check_node(graph, source, checked, path)[0]
        except RecursionError:
            raise
        except Exception as error:
            facts |= _exception(error) | {"exception_message": str(error), "linked_node": value}
            words = "Exception when validating inner node"
            problem = _error("exception_during_inner_validation", words, str(error), **facts)
            checked[source] = (False, [problem])
            return False

    def _check_value(
        self, node: Node, name: str, config: Spec, value: Any
    ) -> dict[str, Any] | None:
        kind, options = config
        facts = {"input_name": name, "input_config": list(config), "received_value": value}
        if node.check is not None and (wrong := node.check(name, value, self._files)):
            details = f"{name} - {wrong}"
            words = "Custom validation failed for node"
            return _error("custom_validation_failed", words, details, **facts)
        if isinstance(kind, list):
            if (node.check is not None and name == "image") or value in kind:
                return None
            listed = f"(list of length {len(kind)})" if len(kind) > 20 else str(kind)
            if len(kind) > 20:
                facts["input_config"] = None
            details = f"{name}: '{value}' not in {listed}"
            return _error("value_not_in_list", "Value not in list", details, **facts)
        try:
            number = {"INT": int, "FLOAT": float}[kind](value) if kind in ("INT", "FLOAT") else None
        except (ValueError, TypeError) as error:
            facts["exception_message"] = str(error)
            return _error(
                "invalid_input_type",
                f"Failed to convert an input value to a {kind} value",
                f"{name}, {value}, {error}",
                **facts,
            )
        if number is None:
            return None
        if number < options["min"]:
            words = f"Value {number} smaller than min of {options['min']}"
            return _error("value_smaller_than_min", words, name, **facts)
        if number > options["max"]:
            words = f"Value {number} bigger than max of {options['max']}"
            return _error("value_bigger_than_max", words, name, **facts)
        return None

    def _circle(
        self, graph: Mapping[str, Any], node: str, checked: Problems, path: list[str]
    ) -> tuple[bool, list[dict[str, Any]]]:
        if not self._new:
            raise RecursionError
        circle = [*path[path.index(node) :], node]
        words = " -> ".join(f"{n} ({graph[n]['class_type']})" for n in circle)
        members = list(dict.fromkeys(circle))
        for member in members:
            problem = _error(
                "dependency_cycle",
                "Dependency cycle detected",
                words,
                node_id=member,
                cycle_nodes=members,
            )
            checked[member] = (False, [problem])
        return checked[node]


def _exception(error: Exception) -> dict[str, Any]:
    return {"exception_type": type(error).__name__, "traceback": []}


def _error(kind: str, message: str, details: str = "", **extra: Any) -> dict[str, Any]:
    return {"type": kind, "message": message, "details": details, "extra_info": extra}
