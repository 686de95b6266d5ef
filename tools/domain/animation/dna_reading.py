"""A character's DNA from what is known of it: a picture's measures, a definition, or both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tools.domain.animation.bodies import (
    Weapon,
    body_data,
    phrases_said,
    weapon_called,
    weapon_named_in,
    word_said,
)
from tools.domain.animation.dna import BodyProportions, BodyType, CharacterDNA
from tools.domain.animation.look_colors import look_palette
from tools.domain.animation.measures import Measures
from tools.domain.animation.physique import (
    load_of,
    mobility_of,
    physique_of,
    reach_of,
    seen_weapon_kg,
    weapon_mass_of,
)
from tools.domain.look import Look
from tools.domain.reading import read_look
from tools.domain.rig import proportions_of

SPRITE_HEADS = 4.0
"""Fewer heads than this and the figure is a sprite with a large head."""
_TRUNK_LIMITS, _TRUNK_LIMITS_SPRITE = (0.98, 1.42, 1.9), (0.85, 1.5, 1.95)
"""The trunk's width in heads at which slim, average and stocky end; beyond is massive.

From 160 of our own drawings, dressed, seen from the front and half turned: the middle halves of
slim people are .88 to 1.39, of average ones 1.03 to 1.41, of stocky ones 1.16 to 1.52. Clothes
weigh as much as builds do, so only the ends are told apart, and mass counts within one step.
"""
_SEEN_KINDS = ((0.8, "spear"), (0.2, "sword"), (0.0, "dagger"))
"""A thing of metal that stands out by this many body heights is called so; of wood, a staff from
the first length on and a club below."""
_DEFAULT_HEADS, _UNKNOWN = 6.5, "unknown"


def dna_from_measures(measures: Measures) -> CharacterDNA:
    """The DNA that the pixels alone bear out; a kind of weapon only by its length and metal.

    What pixels do not tell (the height class, what somebody is) has the middle value or
    "unknown" and does not stand in `measured`.
    """
    body = _build_seen(measures)
    physique = physique_of(body or "average")
    weapon = measures.weapon if measures.readable else None
    kg = seen_weapon_kg(weapon, physique.stature_m) if weapon else 0.0
    carrying = physique_of(body or "average", load_kg=kg)
    beyond = weapon.length * physique.stature_m if weapon else 0.0
    constraints = _constraints_seen(measures)
    return CharacterDNA(
        archetype=_UNKNOWN,
        body_type=body or "average",
        body_proportions=BodyProportions(
            head_to_body=measures.head_to_body or _DEFAULT_HEADS, height_class="average"
        ),
        mass_class=carrying.mass_class,
        mobility=mobility_of(carrying, body or "average"),
        dominant_colors=tuple(one.color for one in measures.dominant),
        weapon_type=_weapon_seen(measures) if weapon else None,
        weapon_mass=weapon_mass_of(kg),
        reach=reach_of(beyond, physique.stature_m),
        anatomical_constraints=constraints,
        palette=tuple(one.color for one in measures.palette),
        measured=_measured_fields(measures, body),
    )


def dna_from_look(look: Look, measures: Measures | None = None, *, words: str = "") -> CharacterDNA:
    """The DNA of a character that is defined; `words` are the definition's texts.

    The definition knows build, height, equipment, weapon and, in its words, what the character
    is and cannot do; colours and proportions come from the pixels where there is a picture.
    """
    said = _Said.of(look, words)
    body: BodyType = "massive" if said.massive else look.build
    load = load_of(look.garments, said.weapon)
    physique = physique_of(body, look.height, look.age, look.presentation, load)
    seen = measures if measures is not None and measures.readable else None
    heads = seen.head_to_body if seen else None
    if heads is None:
        body_plan = proportions_of(look.presentation, look.build, look.height, look.age)
        heads = round(body_plan.stature / 100, 2)
    dominant, palette = look_palette(look)
    if measures and measures.palette:
        dominant = tuple(one.color for one in measures.dominant)
        palette = tuple(one.color for one in measures.palette)
    return CharacterDNA(
        archetype=said.archetype,
        body_type=body,
        body_proportions=BodyProportions(head_to_body=heads, height_class=look.height),
        mass_class=physique.mass_class,
        mobility=mobility_of(physique, body, look.age, said.constraints),
        dominant_colors=dominant,
        equipment=_equipment(look),
        weapon_type=said.weapon.name if said.weapon else None,
        weapon_mass=weapon_mass_of(said.weapon.kg if said.weapon else 0.0),
        reach=reach_of(said.weapon.reach_m if said.weapon else 0.0, physique.stature_m),
        special_features=(*_features(look), *said.features),
        anatomical_constraints=said.constraints,
        palette=palette,
        measured=(
            "body_type", "body_proportions", "mass_class", "mobility", "dominant_colors",
            "equipment", "weapon_type", "weapon_mass", "reach", "palette",
            *(("archetype",) if said.archetype != _UNKNOWN else ()),
            *(("anatomical_constraints",) if said.constraints else ()),
        ),
    )  # fmt: skip


def dna_from_definition(
    definition: Mapping[str, Any], measures: Measures | None = None
) -> CharacterDNA:
    """The DNA of a stored character; keys as in `read_drawing`, with `name`."""
    return dna_from_look(read_look(definition), measures, words=_texts(definition))


@dataclass(frozen=True, kw_only=True)
class _Said:
    """What a definition's words and look say of what somebody is and carries."""

    archetype: str
    weapon: Weapon | None
    constraints: tuple[str, ...]
    features: tuple[str, ...]
    massive: bool

    @classmethod
    def of(cls, look: Look, words: str) -> _Said:
        data = body_data()
        return cls(
            archetype=_archetype(look, words),
            weapon=_weapon_said(look, words),
            constraints=phrases_said(words, data["constraint"]),
            features=phrases_said(words, data["feature"]),
            massive=look.build in ("stocky", "athletic") and word_said(words, _HUGE),
        )


_HUGE = ("huge", "massive", "gigantic", "colossal", "enormous", "hulking", "giant")


def _weapon_said(look: Look, words: str) -> Weapon | None:
    """The look's prop where it is a weapon, by its most exact name in the words; else a weapon
    that only the words name."""
    named = weapon_named_in(words)
    if look.prop is None:
        return named
    if named and named.kind == look.prop.kind:
        return named
    own = weapon_called(look.prop.kind)
    return own or named


def _archetype(look: Look, words: str) -> str:
    table: list[dict[str, Any]] = body_data()["archetype"]
    kinds = {garment.kind for garment in look.garments}
    prop = look.prop.kind if look.prop else ""
    for row in table:
        if word_said(words, row["words"]):
            return str(row["name"])
    for row in table:
        if kinds.intersection(row.get("garments", ())) or prop in row.get("props", ()):
            return str(row["name"])
    return _UNKNOWN


def _equipment(look: Look) -> tuple[str, ...]:
    """What is worn and held, from the skin outwards, weapons apart."""
    worn = [g.kind.replace("_", " ") for g in look.garments if g.kind != "barefoot"]
    held = look.prop.kind if look.prop else None
    if held and weapon_called(held) is None:
        worn.append(held)
    return tuple(worn)


def _features(look: Look) -> tuple[str, ...]:
    found = [detail.replace("_", " ") for detail in look.face]
    if look.eyes.left != look.eyes.right:
        found.append("eyes of two colours")
    if look.eyes.cybernetic_left or look.eyes.cybernetic_right:
        found.append("cybernetic eye")
    found += [f"glowing {g.kind.replace('_', ' ')}" for g in look.garments if g.glowing]
    if look.hair.streak or look.hair.tips:
        found.append("hair of two colours")
    return tuple(found)


def _texts(definition: Mapping[str, Any]) -> str:
    """Every text of a definition that describes the character, one a sentence."""
    keys = ("name", "description", "visual_traits", "appearance", "gender")
    return ". ".join(text for key in keys for text in _strings(definition.get(key)))


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for inner in value.values() for text in _strings(inner)]
    if isinstance(value, list | tuple):
        return [text for inner in value for text in _strings(inner)]
    return []


def _build_seen(measures: Measures) -> BodyType | None:
    """The build by the trunk's width in heads; None where the picture does not show it."""
    if not measures.readable or measures.trunk is None or measures.head_to_body is None:
        return None
    heads = measures.trunk * measures.head_to_body
    sprite = measures.head_to_body < SPRITE_HEADS
    slim, average, stocky = _TRUNK_LIMITS_SPRITE if sprite else _TRUNK_LIMITS
    if heads < slim:
        return "slim"
    if heads < average:
        return "average"
    return "stocky" if heads < stocky else "massive"


def _weapon_seen(measures: Measures) -> str | None:
    weapon = measures.weapon
    if weapon is None:
        return None
    if not weapon.metallic:
        return "staff" if weapon.length >= _SEEN_KINDS[0][0] else "club"
    return next(name for length, name in _SEEN_KINDS if weapon.length >= length)


def _constraints_seen(measures: Measures) -> tuple[str, ...]:
    return ("legs out of the picture",) if measures.cropped and measures.readable else ()


def _measured_fields(measures: Measures, body: BodyType | None) -> tuple[str, ...]:
    fields = ["dominant_colors", "palette"] if measures.palette else []
    if not measures.readable:
        return tuple(fields)
    if measures.head_to_body is not None:
        fields.append("body_proportions")
    if body is not None:
        fields += ["body_type", "mass_class"]
    if measures.weapon is not None:
        fields += ["weapon_type", "weapon_mass", "reach"]
    return tuple(fields)
