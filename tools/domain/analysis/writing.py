"""An analysis in plain English: the same facts give the same text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tools.domain.analysis.finding import listed

TEXT_MOST = 2_000
_SERIOUS_MOST = 3
_REMARKS_MOST = 2
_NOTHING = {
    "character": "Nothing in the data of {subject} calls for a change.",
    "improvements": "The data give no reason to change {subject}.",
    "project": "Nothing in the data of {subject} calls for a change.",
    "optimizations": "The data of {subject} show nothing that would save work.",
    "alignment": "No character of {subject} has an arc to hold the story against.",
    "evolution": "The words say nothing that would change {subject}.",
}
_OPENING = {
    "improvements": "To improve {subject}, begin here. ",
    "optimizations": "What would save most in {subject}: ",
    "alignment": "The story of {subject} beside its arcs. ",
    "evolution": "What the words make of {subject}: ",
}


def written(task: str, facts: Mapping[str, Any]) -> str:
    """The most important finding first with what to do about it, then the next, then remarks, then
    what all of it rests on; at most `TEXT_MOST` characters.

    `facts` are those of a writer: `subject`, `findings` in order of weight, `rests_on`.
    """
    subject = str(facts.get("subject", "this"))
    findings: Sequence[Mapping[str, Any]] = facts.get("findings", [])
    serious = [one for one in findings if one["severity"] != "info"]
    remarks = [one for one in findings if one["severity"] == "info"]
    lead, others = (serious or remarks)[:1], serious[1:]
    parts: list[str] = []
    if not lead:
        parts.append(_NOTHING.get(task, _NOTHING["character"]).format(subject=subject))
    else:
        parts.append(_opening(task, subject, str(lead[0]["sentence"])) + _with_action(lead[0]))
        parts += _others(others)
        parts += _remarks([one for one in remarks if one is not lead[0]])
    parts.append(_rests_on(facts.get("rests_on", {})))
    return _bounded([part for part in parts if part])


def _opening(task: str, subject: str, sentence: str) -> str:
    """How the text begins; a sentence that names its subject needs no more."""
    opening = _OPENING.get(task, "" if subject in sentence else "{subject}: ")
    return opening.format(subject=subject)


def _with_action(finding: Mapping[str, Any]) -> str:
    action = finding.get("action")
    told = str(finding["sentence"])
    if not action:
        return told
    effect = action.get("effect")
    basis = f" {effect['basis']}" if effect else ""
    return f"{told} {action['sentence']}{basis}"


def _others(findings: Sequence[Mapping[str, Any]]) -> list[str]:
    told = [str(one["sentence"]) for one in findings[:_SERIOUS_MOST]]
    rest = findings[_SERIOUS_MOST:]
    if rest:
        codes = dict.fromkeys(str(one["code"]).replace("_", " ").lower() for one in rest)
        told.append(f"Also to look at: {listed(codes)}.")
    return [f"Beyond that: {' '.join(told)}"] if told else []


def _remarks(findings: Sequence[Mapping[str, Any]]) -> list[str]:
    told = [str(one["sentence"]) for one in findings[:_REMARKS_MOST]]
    return [f"For the record: {' '.join(told)}"] if told else []


def _rests_on(rests_on: Mapping[str, Any]) -> str:
    of = rests_on.get("of") or {}
    counted = [
        f"{n} of {of[kind]} {_noun(kind, of[kind])}" if kind in of else f"{n} {_noun(kind, n)}"
        for kind, n in rests_on.get("counts", {}).items()
        if isinstance(n, int) and n
    ]
    return f"This rests on {listed(counted, 12)}." if counted else "There are no figures yet."


def _noun(kind: str, n: int) -> str:
    """`scores of present design`, and for one of them `score of present design`."""
    first, *rest = kind.split("_")
    return " ".join([first.removesuffix("s") if n == 1 else first, *rest])


def _bounded(parts: Sequence[str]) -> str:
    """Whole parts as long as they fit; the last of them is what the text rests on."""
    *told, rests_on = parts
    room = TEXT_MOST - len(rests_on) - 1
    kept: list[str] = []
    for part in told:
        if len(part) > room:
            cut = part[: max(0, room - 1)].rsplit(" ", 1)[0]
            kept += [f"{cut}…"] if cut else []
            break
        kept.append(part)
        room -= len(part) + 1
    return " ".join([*kept, rests_on])
