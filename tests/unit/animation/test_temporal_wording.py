"""What breaks a temporal rule is told of the right one, at the right frame, in plain words."""

from __future__ import annotations

from typing import Any

import pytest

from tools.domain.animation.derivation import derived
from tools.domain.animation.dna import BodyProportions, CharacterDNA
from tools.domain.animation.kinds import Phase, ResponderKind
from tools.domain.animation.script import AnimationFrame, AnimationScript, Force
from tools.domain.animation.temporal import check_binding

PHASES: dict[str, Phase] = {
    "S": "Startup", "A": "Anticipation", "C": "Contact", "F": "Follow-through", "R": "Recovery",
}  # fmt: skip
SOMEBODY = CharacterDNA(
    archetype="fighter",
    body_type="average",
    body_proportions=BodyProportions(head_to_body=2.5, height_class="average"),
    mass_class="medium",
    mobility="medium",
    dominant_colors=(),
)
TIME = "TEMPORAL_CAUSALITY_VIOLATION"
ORDER = "PHASE_MISMATCH"
WINDOW = "IMPACT_WINDOW_MISMATCH"


def blow(letters: str) -> AnimationScript:
    frames = tuple(
        AnimationFrame(
            frame_index=index,
            phase=PHASES[letter],
            impact_window=letter == "C",
            force=Force(x=1.0, y=0.0, magnitude=0.8) if letter == "C" else None,
            duration_ms=100,
        )
        for index, letter in enumerate(letters)
    )
    return AnimationScript(action_type="heavy_attack", frame_count=len(frames), frames=frames)


def bound(
    letters: str, kind: ResponderKind, shift: int = 0
) -> tuple[AnimationScript, AnimationScript]:
    return derived(blow(letters), kind=kind, dna=SOMEBODY, mass_ratio=1.0, shift=shift)


def edited(script: AnimationScript, index: int, **changes: object) -> AnimationScript:
    frames = list(script.frames)
    frames[index] = frames[index].model_copy(update=changes)
    return script.model_copy(update={"frames": tuple(frames)})


def told(
    pair: tuple[AnimationScript, AnimationScript],
    kind: ResponderKind,
    code: str,
    **facts: Any,
) -> list[tuple[str, int | None, str]]:
    report = check_binding(*pair, kind=kind, mass_ratio=1.0, **facts)
    return [(v.who, v.frame, v.detail) for v in report.violations if v.code == code]


@pytest.mark.parametrize(
    ("shift", "at", "phase", "said"),
    [
        (0, 0, "Contact", "Startup (frame 0); possible: Ready."),
        (0, 1, "React", "Anticipation (frame 1); possible: Anticipation, Ready."),
        (0, 4, "React", "Recovery (frame 4); possible: Recovery."),
        (1, 0, "React", "nothing (frame -1); possible: Ready."),
        (1, 1, "React", "Startup (frame 0); possible: Ready."),
        (-1, 4, "React", "nothing (frame 5); possible: Return to Ready."),
    ],
)
def test_a_wrong_phase_is_told_with_what_it_should_answer(
    shift: int, at: int, phase: str, said: str
) -> None:
    instigator, responder = bound("SACFR", "full_hit")
    wrong = edited(responder, at, phase=phase)
    found = told((instigator, wrong), "full_hit", ORDER, shift=shift)
    assert ("responder", at, f"{phase} does not answer {said}") in found


def test_who_is_wrong_goes_by_its_name() -> None:
    instigator, responder = bound("SACFR", "block")
    found = told((instigator, edited(responder, 4, phase="React")), "block", ORDER, who="Kai")
    assert [who for who, _, _ in found] == ["Kai"]
    late = edited(responder, 4, duration_ms=999)
    assert told((instigator, late), "block", "DURATION_MISMATCH", who="Kai") == [
        ("Kai", 4, "Frame 4 stands 999 ms, the instigator's 100 ms.")
    ]
    assert told((instigator, late), "block", "DURATION_MISMATCH")[0][0] == "responder"


def test_an_early_reaction_is_told_with_the_contact_it_needs() -> None:
    instigator, responder = bound("SACFR", "full_hit")
    early = edited(responder, 1, phase="Recovery")
    said = "Temporal causality violation: Recovery at frame {} needs the instigator's first Contact"
    assert told((instigator, early), "full_hit", TIME) == [
        ("responder", 1, f"{said.format(1)}, which is at frame 2.")
    ]
    harmless = edited(instigator, 2, phase="Anticipation", impact_window=False)
    assert ("responder", 4, f"{said.format(4)}, but it never comes.") in told(
        (harmless, responder), "full_hit", TIME
    )


def test_several_windows_are_received_and_none_is_missed() -> None:
    pair = bound("SACCCFR", "block")
    assert told(pair, "block", WINDOW) == []
    deaf = pair[1]
    for index in (2, 3, 4):
        deaf = edited(deaf, index, impact_window=False)
    assert told((pair[0], deaf), "block", WINDOW) == [
        ("responder", 2, "block receives nothing: no frame has impact_window true.")
    ]


def test_a_counter_to_nothing_is_told() -> None:
    instigator, responder = bound("SAACFFRR", "counter")
    harmless = edited(instigator, 3, phase="Anticipation", impact_window=False)
    said = "A counter answers a Contact of the instigator, and there is none."
    assert ("responder", 4, said) in told((harmless, responder), "counter", TIME)


def test_a_blow_back_may_land_in_the_frame_of_the_swap() -> None:
    instigator, responder = bound("SAACFFRR", "counter")
    assert told((instigator, edited(responder, 4, phase="Contact")), "counter", TIME) == []


@pytest.mark.parametrize("shift", [0, -1])
def test_the_roles_swap_at_one_moment(shift: int) -> None:
    pair = bound("SAACFFRR", "counter", shift)
    assert told(pair, "counter", ORDER, shift=shift) == []
    instigator, responder = pair
    moved = responder.model_copy(update={"swap_frame": 5})
    assert ("Kai", 5, f"The swap is at frame 5, it should be at {4 + shift}.") in told(
        (instigator, moved), "counter", ORDER, shift=shift, who="Kai"
    )


@pytest.mark.parametrize(
    ("who", "at", "phase", "said"),
    [
        ("Kai", 1, "Stagger", "Anticipation (frame 2); possible: Prepare, React."),
        ("Kai", 2, "Recovery", "Contact (frame 3); possible: Evade Action."),
        (
            "Kai",
            5,
            "Ready",
            "Knockback (frame 6); possible: Anticipation, Contact, Follow-through, Idle, "
            "Recovery, Startup.",
        ),
        (
            "instigator",
            0,
            "Ready",
            "nothing (frame -1); possible: Anticipation, Contact, Follow-through, Idle, Recovery, "
            "Startup.",
        ),
        ("instigator", 6, "Stagger", "Follow-through (frame 5); possible: Knockback."),
        ("instigator", 7, "Idle", "Recovery (frame 6); possible: Recovery."),
    ],
)
def test_both_halves_of_a_swap_are_held_to_the_table(
    who: str, at: int, phase: str, said: str
) -> None:
    instigator, responder = bound("SAACFFRR", "counter", -1)
    if who == "Kai":
        responder = edited(responder, at, phase=phase)
    else:
        instigator = edited(instigator, at, phase=phase)
    found = told((instigator, responder), "counter", ORDER, shift=-1, who="Kai")
    assert (who, at, f"{phase} does not answer {said}") in found


def test_what_nothing_can_answer_is_told() -> None:
    instigator, responder = bound("SAACFFRR", "counter")
    idle = edited(responder, 6, phase="Ready")
    assert told((instigator, idle), "counter", ORDER)[-1] == (
        "instigator", 6, "Knockback does not answer Ready (frame 6); possible: nothing."
    )  # fmt: skip


def test_who_is_interrupted_staggers() -> None:
    instigator, responder = bound("SAAAACFRR", "interrupt")
    assert told((instigator, responder), "interrupt", ORDER) == []
    thrown = edited(instigator, 6, phase="Knockback")
    assert told((thrown, responder), "interrupt", ORDER) == [
        (
            "instigator",
            6,
            "Knockback does not answer Follow-through (frame 6); possible: Stagger.",
        )
    ]


def test_others_are_driven_their_own_way_when_a_blow_is_countered() -> None:
    instigator, _ = bound("SAACFFRR", "counter")
    _, hit = bound("SAACFFRR", "partial_hit")
    assert told((instigator, hit), "partial_hit", ORDER) == []
    thrown = edited(hit, 4, phase="Knockback")
    assert [frame for _, frame, _ in told((instigator, thrown), "partial_hit", ORDER)] == [4]
