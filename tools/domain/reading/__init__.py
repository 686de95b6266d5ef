"""Words read into what the rig draws: a character's definition and a scene."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from tools.domain.look import Look, Prop
from tools.domain.reading.colors import Shade, hex_of, is_hex
from tools.domain.reading.data_files import load_data
from tools.domain.reading.lexicon import mark_words
from tools.domain.reading.mention import Mention, Reading
from tools.domain.reading.mentions import read_mentions
from tools.domain.reading.outfit import Wardrobe, prop_of
from tools.domain.reading.person import BodySaid, EyesSaid, HairSaid
from tools.domain.reading.places import SceneSaid, read_scene
from tools.domain.reading.sources import Source, sources_of
from tools.domain.reading.words import lemma_of, tokenize
from tools.domain.staging import Drawing, Scene, Staging

_WHOLE_PERSON = frozenset({"description", "summary", "overall", "appearance", "look", "general"})
_OF_LIGHT = frozenset({"light", "lighting"})
"""What says of a word beside it, such as "night", that it is meant as light."""

__all__ = ["named_colors", "read_drawing", "read_look"]


def read_drawing(
    definition: Mapping[str, Any], scene: str = "", style: str = "", palette: Sequence[str] = ()
) -> Drawing:
    """What the rig draws for a stored character in a scene.

    `definition` has `description`, `visual_traits`, `appearance` and `gender`; later ones
    override. `style` is the production's style in words, whose hour, weather and light count
    where the scene leaves them open; `palette` the bible's colours, as
    hex codes or names. Nothing is left to chance, and the words that cannot be drawn stand
    in `undrawn` as written.
    """
    said, styled = read_scene(scene), read_scene(style)
    character = _Character()
    for source in sources_of(definition):
        character.hear(source)
    character.wear_in_scene(said)
    staging = Staging(
        pose=said.pose,
        expression=said.expression,
        view=said.view,
        framing=said.framing,
        prop=prop_of(said.held[0]) if said.held else None,
        scene=Scene(
            setting=said.setting,
            time_of_day=said.hour_said or styled.hour_said or said.time_of_day,
            weather=said.weather_said or styled.weather_said or said.weather,
            light=said.light_said or styled.light_said or "natural",
            palette=named_colors(palette),
        ),
    )
    look, lost = character.look()
    lighted = (word for word in styled.unread if lemma_of(word) not in _OF_LIGHT)
    words = (*character.unread, *lost, *said.unread, *lighted)
    names = frozenset(token.lemma for token in tokenize(str(definition.get("name", ""))))
    return Drawing(look=look, staging=staging, undrawn=_distinct(words, names))


def read_look(definition: Mapping[str, Any]) -> Look:
    """The look alone, whatever the scene."""
    return read_drawing(definition).look


def named_colors(words: Iterable[str]) -> tuple[str, ...]:
    """Hex colours of names and codes, in order; words that name none are left out."""
    found: list[str] = []
    for word in words:
        reading = read_mentions(word, ("outfit", "outfit"))
        shades: list[Shade] = [s for mention in reading.mentions for s in mention.shades]
        if is_hex(word.strip()):
            shades = [Shade((), (word.strip(),), 0, 0)]
        found.extend(c for c in (hex_of(s.tones, s.names) for s in shades[:1]) if c)
    return tuple(found)


@dataclass(slots=True)
class _Character:
    """A look in the making: every source is heard in turn."""

    hair: HairSaid = field(default_factory=HairSaid)
    eyes: EyesSaid = field(default_factory=EyesSaid)
    body: BodySaid = field(default_factory=BodySaid)
    outfits: list[tuple[Source, tuple[Mention, ...]]] = field(
        default_factory=list[tuple[Source, tuple[Mention, ...]]]
    )
    props: list[Mention] = field(default_factory=list[Mention])
    told: list[Mention] = field(default_factory=list[Mention])
    unread: list[str] = field(default_factory=list[str])

    def hear(self, source: Source) -> None:
        """Take in one text of the definition."""
        if source.field == "gender":
            self._hear_gender(source.text)
            return
        text = (
            f"no {source.head[1].replace('_', ' ')}"
            if source.absent and source.head
            else source.text
        )
        if source.absent and source.head is None:
            return
        reading = read_mentions(text, source.head, "look", source.story)
        if source.field in ("age", "height"):
            self.body.hear_number(source.field, source.text)
        self._hear_mentions(source, reading)
        if source.field in ("age", "build", "height"):
            self.unread.extend(reading.unknown)
            return
        self.unread.extend(reading.unknown)
        if source.unread_key and not reading.mentions and not reading.unknown:
            self.unread.extend(token.text for token in tokenize(source.unread_key))

    def _hear_mentions(self, source: Source, reading: Reading) -> None:
        mentions = [self._sided(mention, source) for mention in reading.mentions]
        mentions += _key_as_thing(source, mentions)
        self.hair.hear(mentions)
        self.hair.take_beard(mentions)
        self.eyes.hear(mentions)
        self.body.hear(mentions, _personal(reading.facts, source))
        worn = tuple(m for m in mentions if m.role in ("garment", "outfit"))
        if worn:
            self.outfits.append((source, worn))
        held = [m for m in mentions if m.role == "prop" and not m.negated]
        if held and not source.story:
            self.props = [m for m in self.props if m not in self.told]
            self.told = []
        elif source.story:
            self.told = held
        self.props.extend(held)

    @staticmethod
    def _sided(mention: Mention, source: Source) -> Mention:
        if mention.role == "eye" and source.side and not mention.side:
            mention = _copy(mention)
            mention.side = source.side
        return mention

    def _hear_gender(self, text: str) -> None:
        for mark in mark_words(text, "look"):
            if "presentation" in mark.senses:
                self.body.facts["gender"] = mark.senses["presentation"]
                return

    def wear_in_scene(self, said: SceneSaid) -> None:
        """What the scene puts on the figure comes last."""
        if said.worn:
            self.outfits.append((Source("", ("scene",)), said.worn))

    def look(self) -> tuple[Look, tuple[str, ...]]:
        """The look, and the words that gave way to others."""
        presentation, age = self.body.presentation, self.body.age
        wardrobe = Wardrobe()
        parent = ""
        for source, mentions in self.outfits:
            nested = len(source.path) > 1
            if not (nested and source.path[0] == parent):
                whole = source.head == ("outfit", "outfit")
                wardrobe.make_room(mentions, presentation, whole=whole)
            wardrobe.put_on(mentions, presentation)
            parent = source.path[0] if nested else ""
        hair, lost_styles = self.hair.drawn(presentation, age)
        skin = self.body.skin or cast("str", load_data("body")["default_skin"])
        look = Look(
            hair=hair,
            eyes=self.eyes.drawn(),
            skin=skin,
            presentation=presentation,
            build=self.body.build,
            height=self.body.height,
            age=age,
            face=tuple(self.body.face),
            garments=wardrobe.worn(skin),
            prop=self._prop(),
        )
        lost_props = (m.words for m in self.props[1:] if m.value != self.props[0].value)
        return look, (*lost_styles, *wardrobe.lost, *lost_props)

    def _prop(self) -> Prop | None:
        return prop_of(self.props[0]) if self.props else None


def _key_as_thing(source: Source, mentions: list[Mention]) -> list[Mention]:
    """ "glasses": "round, thin" names the thing by its key alone."""
    if source.head is None or source.absent or source.head[1] in ("outfit", "hair", "eye", "skin"):
        return []
    role, value = source.head
    if any(m.role == role for m in mentions):
        return []
    return [Mention(role, value, value)]


def _personal(facts: tuple[tuple[str, str], ...], source: Source) -> tuple[tuple[str, str], ...]:
    """Facts of the person; pronouns count only where the whole person is described."""
    if source.head is not None:
        return ()
    whole = not source.path or source.path[-1].lower() in _WHOLE_PERSON
    return tuple(
        fact
        for fact in facts
        if fact != ("presentation", "neutral") and (whole or fact[0] != "presentation")
    )


def _copy(mention: Mention) -> Mention:
    return Mention(**{name: getattr(mention, name) for name in Mention.__dataclass_fields__})


def _distinct(words: Iterable[str], names: frozenset[str]) -> tuple[str, ...]:
    """Each word once, without the parts of the character's own name."""
    seen: dict[str, str] = {}
    for word in words:
        if lemma_of(word) not in names:
            seen.setdefault(word.lower(), word)
    return tuple(seen.values())
