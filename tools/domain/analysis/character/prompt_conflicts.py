"""Whether the negative prompt forbids what the definition asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tools.domain.analysis.facts import CharacterFacts
from tools.domain.analysis.finding import Action, Finding, count, listed, quoted
from tools.domain.analysis.subjects import character_subject
from tools.domain.definition import looks_worded
from tools.domain.reading.words import lemma_of

_WORD = re.compile(r"[^\W\d_]{3,}")
_GENDERED = {"male": {"male", "man", "boy"}, "female": {"female", "woman", "girl"}}
_SMALL = frozenset({"with", "and", "the", "over", "under", "for", "from", "not", "out", "bad"})


def prompt_conflicts(facts: CharacterFacts) -> Iterator[Finding]:
    """Negative prompts all of whose words the definition, the style tags or the gender ask for."""
    prompts = facts.definition.get("generation_prompts") or {}
    negatives = _texts(prompts.get("negative_prompts"))
    asked = _asked(facts.definition, prompts)
    clashing = [text for text in negatives if (said := _words(text)) and said <= asked.keys()]
    if not clashing:
        return
    name = facts.character.name
    kept = [text for text in negatives if text not in clashing]
    where = sorted({asked[word] for text in clashing for word in _words(text)})
    yield Finding(
        code="PROMPTS_CONFLICT",
        rule="prompt_conflicts",
        severity="error",
        subject=character_subject(facts.character),
        sentence=(
            f"The negative prompt of {name} forbids what is asked for: {listed(clashing)} "
            f"(asked for in {listed(where)})."
        ),
        figures={
            "conflicting_negatives": count(len(clashing), "negative prompts"),
            "negatives": count(len(negatives), "negative prompts"),
        },
        action=Action(
            sentence=f"Take {listed(clashing)} out of the negative prompts.",
            request={
                "method": "PUT",
                "path": f"/api/anime/characters/{facts.character.id}",
                "body": {"generation_prompts": {"negative_prompts": kept}},
            },
        ),
    )


def _asked(definition: Mapping[str, Any], prompts: Mapping[str, Any]) -> dict[str, str]:
    """Each word that is asked for, with where."""
    places = {
        "the appearance": looks_worded(definition.get("appearance") or {}),
        "the style tags": _texts(prompts.get("style_tags")),
        "the visual description": _texts(prompts.get("visual_description")),
    }
    found = {
        word: place for place, texts in places.items() for text in texts for word in _words(text)
    }
    gender = str(definition.get("gender") or "").casefold()
    return dict.fromkeys(_GENDERED.get(gender, set()), "the gender") | found


def _words(text: str) -> frozenset[str]:
    return frozenset(
        lemma for word in _WORD.findall(text) if (lemma := lemma_of(word)) not in _SMALL
    )


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [quoted(part) for part in value.split(",") if part.strip()]
    if isinstance(value, list | tuple):
        return [quoted(one) for one in value if isinstance(one, str) and one.strip()]
    return []
