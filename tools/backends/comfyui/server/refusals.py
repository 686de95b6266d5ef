"""Why a server does not take a workflow, as a sentence that names node and input."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from tools.backends.comfyui.server.wording import said, sentence
from tools.ports.rendering import BackendRejectedError

_SHOWN = 3
_OPTIONS_SHOWN = 12
_WHOLE_WORKFLOW = {
    "prompt_no_outputs": "The workflow has no node that saves or shows a picture.",
    "no_prompt": "The request held no workflow.",
    "invalid_prompt_id": "The server takes no job of this id: it must be a UUID in lower case.",
}


def refusal(
    graph: Mapping[str, Any], error: Any, node_errors: Any, *, in_part: bool = False
) -> BackendRejectedError:
    """The error for the `error` and `node_errors` of an answer to POST /prompt.

    `in_part` says that the server took the rest of the workflow. The code is `COMFYUI_REFUSED_` and
    the server's own word for the first problem, such as `COMFYUI_REFUSED_VALUE_NOT_IN_LIST`.
    """
    problems = list(_node_problems(graph, node_errors))
    if not problems:
        problems = [_whole_problem(graph, _mapping(error))]
    sentences = [text for _, text in problems[:_SHOWN]]
    if len(problems) > _SHOWN:
        sentences.append(f"{len(problems) - _SHOWN} more inputs are wrong as well.")
    if in_part:
        sentences.append("The rest of the workflow was taken back.")
    return BackendRejectedError(" ".join(sentences), code=_code(problems[0][0]))


def node_named(graph: Mapping[str, Any], node: Any, class_type: Any = None) -> str:
    """`node 3 (KSampler)`; the number alone where the graph does not know the node."""
    number = said(node, 40)
    kind = said(class_type or _mapping(graph.get(str(node))).get("class_type"), 80)
    return f"node {number} ({kind})" if kind else f"node {number}"


def _node_problems(graph: Mapping[str, Any], node_errors: Any) -> Iterator[tuple[str, str]]:
    for node, entry in _mapping(node_errors).items():
        facts = _mapping(entry)
        errors = facts.get("errors")
        place = f"The workflow's {node_named(graph, node, facts.get('class_type'))}"
        for error in cast("list[Any]", errors) if isinstance(errors, list) else []:
            problem = _mapping(error)
            kind = str(problem.get("type") or "")
            if kind in _BROKEN_OFF:
                yield kind, _broken_off(place, _mapping(graph.get(str(node))), problem)
            else:
                yield kind, _problem(place, problem)


def _problem(place: str, problem: Mapping[str, Any]) -> str:
    extra = _mapping(problem.get("extra_info"))
    details = said(problem.get("details"), 300)
    name = said(extra.get("input_name"), 80)
    where = f"{place}, input {name}" if name else place
    describe = _KINDS.get(str(problem.get("type")))
    text = describe(extra, details, name) if describe else ""
    if not text:
        message = said(problem.get("message"), 200) or "is not valid"
        text = f"{message} ({details})" if details and details != name else message
    return sentence(f"{where}: {text}")


def _broken_off(place: str, entry: Mapping[str, Any], problem: Mapping[str, Any]) -> str:
    """A check that raised; the input that the server names is another node's."""
    kind = said(_mapping(problem.get("extra_info")).get("exception_type"), 60)
    details = said(problem.get("details"), 300)
    if kind == "KeyError":
        wanted = details.strip("'\"")
        name = next((name for name, source in _links(entry) if source == wanted), None)
        where = f"{place}, input {said(name, 80)}" if name else place
        return f"{where}: its link leads to node {wanted}, which the workflow does not have."
    if kind == "IndexError" or "index out of range" in details:
        return f"{place}: a link asks for an output that its node does not have."
    return sentence(f"{place}: the server could not check it ({kind}: {details})")


def _missing(extra: Mapping[str, Any], details: str, name: str) -> str:
    return "a value is required and none is given"


def _bound(which: str, key: str) -> Callable[[Mapping[str, Any], str, str], str]:
    def describe(extra: Mapping[str, Any], details: str, name: str) -> str:
        limit = _mapping(_second(extra.get("input_config"))).get(key)
        value = said(extra.get("received_value"), 60)
        return f"value {value} is {which} {said(limit, 40)}" if limit is not None else ""

    return describe


def _not_a_number(extra: Mapping[str, Any], details: str, name: str) -> str:
    config = extra.get("input_config")
    kind = said(_first(config), 40)
    value = said(repr(extra.get("received_value")), 80)
    return f"{value} is not a value of type {kind}" if kind else ""


def _not_listed(extra: Mapping[str, Any], details: str, name: str) -> str:
    value = said(repr(extra.get("received_value")), 120)
    if "received_value" not in extra:
        return ""
    options = _options(extra.get("input_config"))
    if options is None:
        counted = _LENGTH.search(details)
        return f"{value} is not among the server's {f'{counted[1]} ' if counted else ''}choices"
    if not options:
        return f"{value} is not there; the server has none to choose from"
    shown = ", ".join(said(option, 60) for option in options[:_OPTIONS_SHOWN])
    more = f" and {len(options) - _OPTIONS_SHOWN} more" if len(options) > _OPTIONS_SHOWN else ""
    return f"{value} is not among the server's choices: {shown}{more}"


def _bad_link(extra: Mapping[str, Any], details: str, name: str) -> str:
    return "a link must be a pair of a node's id and the number of its output"


def _wrong_type(extra: Mapping[str, Any], details: str, name: str) -> str:
    received, wanted = said(extra.get("received_type"), 60), _first(extra.get("input_config"))
    linked = extra.get("linked_node")
    source = said(cast("list[Any]", linked)[0], 40) if isinstance(linked, list) and linked else ""
    if not received:
        return ""
    kind = "a list" if isinstance(wanted, list) else said(wanted, 60)
    return f"it takes {kind}, but the linked output of node {source} is {received}"


def _own_check(extra: Mapping[str, Any], details: str, name: str) -> str:
    return details.removeprefix(f"{name} - ") if name else details


def _cycle(extra: Mapping[str, Any], details: str, name: str) -> str:
    return f"its links lead in a circle ({details})" if details else "its links lead in a circle"


_KINDS: dict[str, Callable[[Mapping[str, Any], str, str], str]] = {
    "required_input_missing": _missing,
    "value_smaller_than_min": _bound("below the minimum", "min"),
    "value_bigger_than_max": _bound("above the maximum", "max"),
    "invalid_input_type": _not_a_number,
    "value_not_in_list": _not_listed,
    "bad_linked_input": _bad_link,
    "return_type_mismatch": _wrong_type,
    "custom_validation_failed": _own_check,
    "dependency_cycle": _cycle,
}
_BROKEN_OFF = ("exception_during_validation", "exception_during_inner_validation")
_LENGTH = re.compile(r"list of length (\d{1,6})")
_NODE_ID = re.compile(r"#([^'\s]{1,40})")


def _whole_problem(graph: Mapping[str, Any], error: Mapping[str, Any]) -> tuple[str, str]:
    kind = str(error.get("type") or "")
    if kind in _WHOLE_WORKFLOW:
        return kind, _WHOLE_WORKFLOW[kind]
    message, details = said(error.get("message")), said(error.get("details"), 300)
    if kind in ("missing_node_type", "invalid_prompt"):
        return "missing_node_type", _missing_node(graph, error, message, details)
    if kind == "prompt_outputs_failed_validation" and _circular(graph):
        return "dependency_cycle", "The workflow's links lead in a circle."
    words = f"{message} ({details})" if message and details else message or details
    return kind, sentence(f"The server did not take the workflow: {words or 'it gave no reason'}")


def _missing_node(
    graph: Mapping[str, Any], error: Mapping[str, Any], message: str, details: str
) -> str:
    extra = _mapping(error.get("extra_info"))
    found = _NODE_ID.search(details)
    node = str(extra.get("node_id") or (found.group(1) if found else ""))
    class_type = said(extra.get("class_type") or _mapping(graph.get(node)).get("class_type"), 80)
    if not node:
        return sentence(f"The server did not take the workflow: {message}")
    if not class_type:
        return f"The workflow's {node_named(graph, node)} has no class_type."
    return (
        f"The workflow's {node_named(graph, node, class_type)}: "
        "the server has no node of this kind."
    )


def _circular(graph: Mapping[str, Any]) -> bool:
    """Whether the links of the graph lead in a circle; older servers do not say so."""
    waiting = {
        str(node): {source for _, source in _links(entry)} & graph.keys()
        for node, entry in graph.items()
    }
    while free := [node for node, sources in waiting.items() if not sources & waiting.keys()]:
        for node in free:
            del waiting[node]
    return bool(waiting)


def _links(entry: Any) -> Iterator[tuple[str, str]]:
    """Inputs and the nodes that they are linked to."""
    for name, value in _mapping(_mapping(entry).get("inputs")).items():
        link = cast("list[Any]", value) if isinstance(value, list) else []
        if len(link) == 2:
            yield str(name), str(link[0])


def _options(config: Any) -> list[Any] | None:
    first = _first(config)
    listed = first if isinstance(first, list) else _mapping(_second(config)).get("options")
    return cast("list[Any]", listed) if isinstance(listed, list) else None


def _first(config: Any) -> Any:
    return cast("list[Any]", config)[0] if isinstance(config, list) and config else None


def _second(config: Any) -> Any:
    parts = cast("list[Any]", config) if isinstance(config, list) else []
    return parts[1] if len(parts) > 1 else None


def _code(kind: str) -> str:
    word = re.sub(r"[^A-Z0-9]+", "_", kind.upper())[:60].strip("_")
    return f"COMFYUI_REFUSED_{word}" if word else "COMFYUI_REFUSED"


def _mapping(value: Any) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}
