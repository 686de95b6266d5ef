"""What the model says: from results by their shape, and for turns without a call."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from agent.embedded.facts import described, fact, is_object, joined, listed, sentence
from agent.embedded.failures import candidates_of
from agent.embedded.happenings import happenings_of
from agent.embedded.normalise import common_words, fold, vocabulary
from agent.embedded.phrasebook import phrasebook
from agent.embedded.schema import BoundTool
from agent.embedded.state import Frame
from agent.embedded.turns import Call

MAX_ITEMS = 12
MAX_TEXT = 1500


def said_of(calls: Sequence[Call]) -> str:
    """The answer to the calls of a turn, in their order."""
    told = [_result(call) for at, call in enumerate(calls) if not _answered(call, calls[at + 1 :])]
    return " ".join(text for text in told if text)[: 4 * MAX_TEXT]


def _answered(call: Call, later: Sequence[Call]) -> bool:
    """Whether a call only opened what a later one of the turn has answered already."""
    known = phrasebook().tools
    answers = [one for one in later if one.tool in known and not one.failed]
    return not call.failed and any(
        known[one.tool].offers.get("after") == call.tool for one in answers
    )


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
        some=joined(abilities[:4]),
        all=joined(abilities),
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
        return sentence(result[:MAX_TEXT])
    if isinstance(result, list):
        return listed("results", cast("list[Any]", result))
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
    text = sentence(message[:MAX_TEXT]) or str(words["failed"]).format(
        message="no reason was given."
    )
    names = candidates_of(result)
    if names and not text.endswith("?"):
        text += " " + str(words["did_you_mean"]).format(names=joined(names[:MAX_ITEMS], "or"))
    return text


def _object(result: Mapping[str, Any], call: Call) -> str:
    words = phrasebook().wording["results"]
    if result.get("rejected"):
        return _failure(result)
    parts: list[str] = []
    message = result.get("message") or result.get("summary")
    if isinstance(message, str) and message.strip():
        parts.append(sentence(message[:MAX_TEXT]))
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
        parts.extend(happenings_of(result) or _contents(result))
    for key in ("note", "unchanged"):
        remark = result.get(key)
        if isinstance(remark, str) and remark not in " ".join(parts):
            parts.append(sentence(remark))
    undrawn = result.get("undrawn")
    if isinstance(undrawn, list) and undrawn and str(undrawn[0]) not in " ".join(parts):
        names = joined([str(item) for item in cast("list[Any]", undrawn)[:MAX_ITEMS]])
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
    if isinstance(score, (int, float)):
        if f"{score:.2f}" not in said:
            found.append(str(words["score"]).format(score=f"{score:.2f}"))
    elif isinstance(similarity, (int, float)) and f"{similarity:.2f}" not in said:
        found.append(str(words["similarity"]).format(score=f"{similarity:.2f}"))
    if isinstance(verdict, str) and verdict.replace("_", " ") not in said.replace("_", " "):
        found.append(str(words["verdict"]).format(verdict=verdict.replace("_", " ")))
    return [sentence(", ".join(found))] if found else []


def _contents(result: Mapping[str, Any]) -> list[str]:
    """Lists as counted names, other facts as `key: value`."""
    lists: list[str] = []
    facts: list[str] = []
    for key, value in result.items():
        if (
            key in {"note", "unchanged"}
            or key in phrasebook().wording["plumbing"]["keys"]
            or key
            in {
                "score",
                "similarity",
                "verdict",
                "undrawn",
                "consistency",
                "status",
            }
        ):
            continue
        if isinstance(value, list):
            items = cast("list[Any]", value)
            if any(isinstance(item, Mapping) for item in items) or not facts:
                lists.append(listed(key, items))
                continue
        if isinstance(value, Mapping) and is_object(cast("Mapping[str, Any]", value)):
            lists.append(described(cast("Mapping[str, Any]", value)))
            continue
        text = fact(value)
        if text:
            facts.append(text if key == "name" else f"{key.replace('_', ' ')}: {text}")
    told = sentence("; ".join(facts)[:MAX_TEXT])
    return [part for part in (told, *lists) if part]
