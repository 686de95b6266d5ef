"""What the model says: from results by their shape, and for turns without a call."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from agent.embedded.failures import candidates_of
from agent.embedded.normalise import common_words, fold, vocabulary
from agent.embedded.phrasebook import phrasebook
from agent.embedded.schema import BoundTool
from agent.embedded.state import Frame
from agent.embedded.turns import Call

MAX_ITEMS = 12
MAX_TEXT = 1500
MAX_VALUE = 400


def said_of(calls: Sequence[Call]) -> str:
    """The answer to the calls of a turn, in their order."""
    return " ".join(sentence for call in calls if (sentence := _result(call)))[: 4 * MAX_TEXT]


def reply(frame: Frame, said: str, bound: Mapping[str, BoundTool]) -> str:
    """The answer where nothing is called: a remark, or a question for what is missing."""
    if frame.missing:
        return frame.question or f"Which {frame.missing[0].replace('_', ' ')} do you mean?"
    act = frame.act or "unclear"
    if act in {"unclear", "talk", "outside", "pick", "same", "again", "correct"} and _foreign(said):
        act = "foreign"
    if act == "talk":
        act = _kind_of_talk(said)
    text = str(phrasebook().wording["acts"].get(act, phrasebook().wording["acts"]["unclear"])[0])
    abilities = _abilities(bound)
    return text.format(
        example=_example(bound),
        some=_joined(abilities[:4]),
        all=_joined(abilities),
        does=frame.question or "do that",
    )


def _abilities(bound: Mapping[str, BoundTool]) -> list[str]:
    found = [tool.phrases.does for tool in bound.values() if tool.phrases.does]
    return list(dict.fromkeys(found)) or ["talk"]


def _example(bound: Mapping[str, BoundTool]) -> str:
    for tool in bound.values():
        if tool.phrases.makes:
            return tool.phrases.does
    return next(iter(_abilities(bound)))


def _kind_of_talk(said: str) -> str:
    spoken = set(re.findall(r"[a-z]+", said.lower()))
    for kind, words in phrasebook().wording["words"].items():
        if spoken & set(words):
            return kind
    return "talk"


def _foreign(said: str) -> bool:
    """Whether a message is hardly English: another script, or few words that English has."""
    letters = [c for c in said[:2000] if c.isalpha()]
    if len(letters) > 3 and sum(not c.isascii() for c in letters) > 0.6 * len(letters):
        return True
    words = re.findall(r"[^\W\d_]{2,}", fold(said[:2000]))
    known = common_words() | vocabulary()
    return len(words) > 2 and sum(word in known for word in words) < 0.4 * len(words)


def _result(call: Call) -> str:
    words = phrasebook().wording["results"]
    result = call.result
    if call.failed:
        return _failure(result)
    if isinstance(result, str):
        return _sentence(result[:MAX_TEXT])
    if isinstance(result, list):
        return _listed("results", cast("list[Any]", result))
    if not isinstance(result, Mapping):
        return str(words["done"])
    return _object(cast("Mapping[str, Any]", result), call)


def _failure(result: Any) -> str:
    words = phrasebook().wording["results"]
    message = ""
    if isinstance(result, Mapping):
        table = cast("Mapping[str, Any]", result)
        if table.get("rejected") or table.get("error") == "rejected":
            reason = table.get("reason")
            return (
                str(words["rejected_why"]).format(reason=reason)
                if reason
                else str(words["rejected"])
            )
        for key in ("message", "detail", "error"):
            value = table.get(key)
            if isinstance(value, str) and " " in value:
                message = value
                break
            if isinstance(value, Mapping):
                message = str(cast("Mapping[str, Any]", value).get("message", ""))
                break
        message = message or str(table.get("error", ""))
    else:
        message = str(result)
    text = _sentence(message[:MAX_TEXT]) or str(words["failed"]).format(
        message="no reason was given."
    )
    names = candidates_of(result)
    if names and not text.endswith("?"):
        text += " " + str(words["did_you_mean"]).format(names=_joined(names[:MAX_ITEMS], "or"))
    return text


def _object(result: Mapping[str, Any], call: Call) -> str:
    words = phrasebook().wording["results"]
    if result.get("rejected"):
        return _failure(result)
    parts: list[str] = []
    message = result.get("message") or result.get("summary")
    if isinstance(message, str) and message.strip():
        parts.append(_sentence(message[:MAX_TEXT]))
    elif (
        any(key in result for key in ("picture", "image", "artifact")) and "score" not in call.args
    ):
        character = call.args.get("character")
        subject = (
            str(words["subject_of"]).format(character=character)
            if character
            else str(words["subject"])
        )
        parts.append(str(words["picture"]).format(subject=subject))
    if str(result.get("status", "")) in {"running", "queued"} and not message:
        parts.append(str(words["running"]))
    parts.extend(_measures(result, " ".join(parts)))
    if not message:
        parts.extend(_contents(result))
    undrawn = result.get("undrawn")
    if isinstance(undrawn, list) and undrawn and str(undrawn[0]) not in " ".join(parts):
        names = _joined([str(item) for item in cast("list[Any]", undrawn)[:MAX_ITEMS]])
        parts.append(str(words["undrawn"]).format(names=names))
    text = " ".join(part for part in parts if part)
    return text or str(words["done"])


def _measures(result: Mapping[str, Any], said: str) -> list[str]:
    words = phrasebook().wording["results"]
    found: list[str] = []
    nested = result.get("consistency")
    source = (
        {**cast("Mapping[str, Any]", nested), **result} if isinstance(nested, Mapping) else result
    )
    score, similarity, verdict = (source.get(k) for k in ("score", "similarity", "verdict"))
    if isinstance(score, (int, float)) and f"{score:.2f}" not in said:
        found.append(str(words["score"]).format(score=f"{score:.2f}"))
    elif isinstance(similarity, (int, float)) and f"{similarity:.2f}" not in said:
        found.append(str(words["similarity"]).format(score=f"{similarity:.2f}"))
    if isinstance(verdict, str) and verdict.replace("_", " ") not in said.replace("_", " "):
        found.append(str(words["verdict"]).format(verdict=verdict.replace("_", " ")))
    return [_sentence(", ".join(found))] if found else []


def _contents(result: Mapping[str, Any]) -> list[str]:
    """Lists as counted names, other facts as `key: value`."""
    lists: list[str] = []
    facts: list[str] = []
    for key, value in result.items():
        if key in phrasebook().wording["plumbing"]["keys"] or key in {
            "score",
            "similarity",
            "verdict",
            "undrawn",
            "consistency",
            "status",
        }:
            continue
        if isinstance(value, list):
            items = cast("list[Any]", value)
            if any(isinstance(item, Mapping) for item in items) or not facts:
                lists.append(_listed(key, items))
                continue
        if isinstance(value, Mapping) and len(result) == 1:
            return _contents(cast("Mapping[str, Any]", value))
        text = _fact(value)
        if text:
            facts.append(text if key == "name" else f"{key.replace('_', ' ')}: {text}")
    joined = _sentence("; ".join(facts)[:MAX_TEXT])
    return [part for part in (joined, *lists) if part]


def _fact(value: Any) -> str:
    if isinstance(value, Mapping):
        table = cast("Mapping[str, Any]", value)
        inner = [f"{k.replace('_', ' ')} {t}" for k, v in table.items() if (t := _fact(v))]
        return ", ".join(inner)[:MAX_VALUE]
    if isinstance(value, list):
        return _joined([t for v in cast("list[Any]", value)[:MAX_ITEMS] if (t := _fact(v))])
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.2f}"
    return str(value)[:MAX_VALUE].strip().rstrip(".")


def _listed(key: str, items: Sequence[Any]) -> str:
    words = phrasebook().wording["results"]
    things = key.replace("_", " ")
    if not items:
        return str(words["none"]).format(things=things)
    names = [_label(item) for item in items[:MAX_ITEMS]]
    if len(items) > MAX_ITEMS:
        names.append(str(words["more"]).format(number=len(items) - MAX_ITEMS))
    things = things[:-1] if len(items) == 1 and things.endswith("s") else things
    long = any(len(name) > 40 for name in names)
    joined = "; ".join(names) if long else _joined(names)
    return str(words["count"]).format(number=len(items), things=things, names=joined.rstrip("."))


def _label(item: Any) -> str:
    if not isinstance(item, Mapping):
        return _fact(item)
    table = cast("Mapping[str, Any]", item)
    if "scene_number" in table:
        people = table.get("characters")
        cast_list = (
            f" ({_joined([str(p) for p in cast('list[Any]', people)])})"
            if isinstance(people, list) and people
            else ""
        )
        return f"scene {table['scene_number']}: {_fact(table.get('description'))}{cast_list}"
    for key in (
        "name",
        "title",
        "label",
        "character",
        "action",
        "message",
        "summary",
        "description",
        "id",
    ):
        if table.get(key):
            label = _fact(table[key])
            score = table.get("score") or table.get("similarity")
            return f"{label} ({score:.2f})" if isinstance(score, float) else label
    return _fact(table)


def _joined(names: Sequence[str], word: str = "and") -> str:
    if len(names) < 2:
        return "".join(names)
    if names[-1].startswith(f"{word} "):
        return f"{', '.join(names[:-1])} {names[-1]}"
    return f"{', '.join(names[:-1])} {word} {names[-1]}"


def _sentence(text: str) -> str:
    text = text.strip()
    if not text:
        return ""
    text = text[0].upper() + text[1:]
    return text if text[-1] in ".!?…”" else f"{text}."
