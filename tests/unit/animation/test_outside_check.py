"""Somebody who sees only the exported JSON finds the temporal rules kept, whatever is combined."""

from __future__ import annotations

import itertools
import json
import time
from typing import Any, get_args

import pytest

from tools.domain.animation.budget import frame_budget
from tools.domain.animation.derivation import derived
from tools.domain.animation.dna import BodyProportions, CharacterDNA
from tools.domain.animation.kinds import (
    ActionType,
    ContactAction,
    DifficultyTier,
    Perspective,
    ResponderKind,
)
from tools.domain.animation.temporal import check_binding
from tools.domain.choreography import choreographed

ACTIONS: tuple[ContactAction, ...] = get_args(ContactAction)
KINDS: tuple[ResponderKind, ...] = get_args(ResponderKind)
TIERS: tuple[DifficultyTier, ...] = get_args(DifficultyTier)
VIEWS: tuple[Perspective, ...] = get_args(Perspective)
RATIOS = (0.25, 1.0, 4.0)
STRIKES = {"Startup", "Anticipation", "Contact", "Follow-through", "Recovery", "Idle"}
HIT = {
    "Startup": {"Ready"},
    "Anticipation": {"Ready", "Anticipation"},
    "Contact": {"Impact Received"},
    "Follow-through": {"Stagger", "Knockback"},
    "Recovery": {"Recovery"},
    "Idle": {"Ready", "Return to Ready"},
}
DODGE = {
    "Startup": {"Ready"},
    "Anticipation": {"React", "Prepare"},
    "Contact": {"Evade Action"},
    "Follow-through": {"Recovery"},
    "Recovery": {"Return to Ready"},
    "Idle": {"Ready", "Return to Ready"},
}


def _somebody(**facts: Any) -> CharacterDNA:
    said: dict[str, Any] = {
        "archetype": "fighter",
        "body_type": "average",
        "body_proportions": BodyProportions(head_to_body=2.5, height_class="average"),
        "mass_class": "medium",
        "mobility": "medium",
        "dominant_colors": (),
    }
    return CharacterDNA.model_validate({**said, **facts})


KAI = _somebody(weapon_type="sword", weapon_mass="medium")
MARA = _somebody(mass_class="light", mobility="high")


def exported(
    action: ContactAction,
    kind: ResponderKind,
    tier: DifficultyTier,
    view: Perspective,
    ratio: float,
) -> tuple[dict[str, Any], dict[str, Any]]:
    count = frame_budget(action, tier=tier, weapon_mass="medium", perspective=view).frame_count
    driving = choreographed(action, frame_count=count, tier=tier, perspective=view, dna=KAI)
    pair = derived(driving, kind=kind, dna=MARA, mass_ratio=ratio, instigator_dna=KAI)
    one, two = (json.loads(script.model_dump_json()) for script in pair)
    return one, two


def faults(one: dict[str, Any], two: dict[str, Any], kind: str) -> list[str]:
    """What the contract forbids, read as it is written, from nothing but the documents."""
    a, b = one["frames"], two["frames"]
    found: list[str] = []
    if not len(a) == len(b) == one["frame_count"] == two["frame_count"]:
        found.append("counts")
    found += ["numbers" for i, (x, y) in enumerate(zip(a, b, strict=True))
              if not x["frame_index"] == y["frame_index"] == i]  # fmt: skip
    found += [
        "durations" for x, y in zip(a, b, strict=True) if x["duration_ms"] != y["duration_ms"]
    ]
    found += [f"window {i}" for i, y in enumerate(b) if y["impact_window"]
              and not a[i]["impact_window"]]  # fmt: skip
    swap = len(a)
    if kind in ("counter", "interrupt"):
        swap = two["swap_frame"]
        if one["swap_frame"] != swap:
            found.append("swap frames")
    contacts = [i for i, x in enumerate(a) if x["phase"] == "Contact"]
    if kind != "interrupt":
        first = contacts[0]
        early = {"Contact", "Impact Received", "Recovery"}
        found += [f"early {i}" for i in range(first) if b[i]["phase"] in early]
        if not any(x["impact_window"] for x in a if x["phase"] == "Contact"):
            found.append("no window")
        if not any(x["phase"] == "Anticipation" for x in a[:first]):
            found.append("no wind-up")
    elif contacts:
        found.append("interrupted too late")
    table = DODGE if kind in ("dodge", "counter", "interrupt") else HIT
    for i in range(swap):
        if b[i]["phase"] not in table[a[i]["phase"]]:
            found.append(f"table {i}: {a[i]['phase']} / {b[i]['phase']}")
    for i in range(swap, len(a)):
        if b[i]["phase"] not in STRIKES or a[i]["phase"] not in HIT[b[i]["phase"]]:
            found.append(f"swapped {i}: {a[i]['phase']} / {b[i]['phase']}")
    if kind in ("counter", "interrupt"):
        struck = [i for i, y in enumerate(b) if y["phase"] == "Contact"]
        if not struck or not all(a[i]["phase"] == "Impact Received" for i in struck):
            found.append("nobody is struck back")
        if not any(y["phase"] == "Anticipation" for y in b[swap : struck[0]]):
            found.append("no wind-up of the answer")
    if kind in ("block", "partial_hit", "full_hit"):
        received = [i for i, y in enumerate(b) if y["impact_window"]]
        if received != [i for i, x in enumerate(a) if x["impact_window"]]:
            found.append("received")
        way = "Knockback" if kind == "full_hit" else "Stagger"
        driven = [i for i, y in enumerate(b) if y["phase"] in ("Stagger", "Knockback")]
        if not driven or any(b[i]["phase"] != way for i in driven):
            found.append("driven")
        for i in driven:
            ours = b[i]["force"]
            theirs = max((x["force"] for x in a[:i] if x["force"]), key=lambda f: f["magnitude"])
            if ours["x"] * theirs["x"] + ours["y"] * theirs["y"] < 0.85:
                found.append(f"force {i}")
            if b[i]["travel"]["forward"] > b[i - 1]["travel"]["forward"]:
                found.append(f"towards the blow {i}")
    if kind == "dodge" and any(y["impact_window"] for y in b):
        found.append("a dodge that is hit")
    return found


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_no_combination_breaks_a_rule(action: ContactAction, kind: ResponderKind) -> None:
    for tier, view in itertools.product(TIERS, VIEWS):
        driven: list[float] = []
        for ratio in RATIOS:
            one, two = exported(action, kind, tier, view, ratio)
            assert faults(one, two, kind) == [], (tier, view, ratio)
            driven.append(two["frames"][-1]["travel"]["forward"])
        if kind in ("block", "partial_hit", "full_hit"):
            assert driven[0] > driven[1] > driven[2], (tier, view)


@pytest.mark.parametrize("action", get_args(ActionType))
def test_a_single_script_is_an_instigators(action: ActionType) -> None:
    for tier, view in itertools.product(TIERS, VIEWS):
        count = frame_budget(action, tier=tier, weapon_mass="medium", perspective=view).frame_count
        made = choreographed(action, frame_count=count, tier=tier, perspective=view, dna=KAI)
        script = json.loads(made.model_dump_json())
        frames = script["frames"]
        assert [frame["frame_index"] for frame in frames] == list(range(count))
        assert {frame["phase"] for frame in frames} <= STRIKES, (tier, view)
        open_frames = [frame for frame in frames if frame["impact_window"]]
        if action in ACTIONS:
            assert open_frames
            assert {frame["phase"] for frame in open_frames} == {"Contact"}
            first = next(i for i, frame in enumerate(frames) if frame["phase"] == "Contact")
            assert "Anticipation" in {frame["phase"] for frame in frames[:first]}
            assert all(frame["force"] and frame["force_vector"] for frame in open_frames)
        else:
            assert not open_frames
            assert "Contact" not in {frame["phase"] for frame in frames}


def test_a_thousand_scripts_are_derived_and_checked_in_a_second() -> None:
    driving = choreographed(
        "heavy_attack", frame_count=8, tier="LIGHT", perspective="side", dna=KAI
    )
    began = time.process_time()
    for index in range(1000):
        kind = KINDS[index % len(KINDS)]
        ratio = 0.5 + index / 500
        pair = derived(driving, kind=kind, dna=MARA, mass_ratio=ratio, instigator_dna=KAI)
        assert check_binding(*pair, kind=kind, mass_ratio=ratio).holds
    assert time.process_time() - began < 1.0
