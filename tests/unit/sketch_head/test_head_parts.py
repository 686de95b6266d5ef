"""Every head that a look can ask for draws, and colours never move a line."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import get_args
from xml.etree import ElementTree

import pytest

from tools.backends.sketch.head import HeadLayers, draw_head
from tools.backends.sketch.head.headwear import WORN_ON_HEAD
from tools.domain.look import Age, Eyes, FaceDetail, Garment, Hair, HairStyle, Look, Presentation
from tools.domain.staging import Expression, View

STYLES: tuple[HairStyle, ...] = get_args(HairStyle)
VIEWS: tuple[View, ...] = get_args(View)
EXPRESSIONS: tuple[Expression, ...] = get_args(Expression)


def fragments(layers: HeadLayers) -> str:
    return layers.behind_body + layers.behind_head + layers.head + layers.front


def uncoloured(layers: HeadLayers) -> str:
    return re.sub(r"#[0-9a-f]{6}", "", fragments(layers))


@pytest.mark.parametrize("style", STYLES)
def test_every_style_draws_in_every_view_with_every_expression(style: HairStyle) -> None:
    look = Look(hair=Hair(style=style, tips="#ff80c0"))
    for view in VIEWS:
        for expression in EXPRESSIONS:
            drawn = draw_head(look, expression, view)
            root = ElementTree.fromstring(f"<svg>{fragments(drawn)}</svg>")
            assert drawn.head
            assert not [e for e in root.iter() if "data-slot" in e.attrib]


def test_every_reference_within_a_head_has_its_definition_once() -> None:
    worn = tuple(Garment(kind=kind, color="#406080") for kind in sorted(WORN_ON_HEAD))
    for style in STYLES:
        for view in VIEWS:
            look = Look(hair=Hair(style=style, tips="#ffffff"), garments=worn)
            svg = fragments(draw_head(look, "sad", view))
            ids = re.findall(r'\sid="([^"]+)"', svg)
            wanted = set(re.findall(r"url\(#([^)]+)\)", svg))
            assert wanted <= set(ids)
            assert all(ids.count(one) == 1 for one in wanted)


def test_every_shape_of_a_head_says_which_region_it_belongs_to() -> None:
    worn = tuple(Garment(kind=kind, color="#406080") for kind in sorted(WORN_ON_HEAD))
    drawn = draw_head(Look(garments=worn, face=("scar", "beard")), "sad", "three_quarter")
    root = ElementTree.fromstring(f"<svg>{fragments(drawn)}</svg>")
    seen: set[str] = set()

    def walk(element: ElementTree.Element, region: str | None) -> None:
        region = element.get("data-region", region)
        if element.tag in ("defs", "clipPath"):
            return
        if element.tag in ("path", "ellipse", "circle"):
            assert region is not None
            seen.add(region)
        for child in element:
            walk(child, region)

    walk(root, None)
    assert seen == {"hair", "face", "eyes", "accessories"}


def test_two_heads_in_one_document_share_no_id_that_is_referred_to() -> None:
    first, second = (
        set(re.findall(r"url\(#([^)]+)\)", fragments(draw_head(Look(), "happy", "front", scope=s))))
        for s in ("a-", "b-")
    )
    assert first
    assert not first & second


@pytest.mark.parametrize("view", VIEWS)
def test_colours_of_hair_eyes_and_skin_change_no_geometry(view: View) -> None:
    for style in STYLES:
        brown = Look(hair=Hair(style=style, color="#3b2a20"))
        neon = Look(
            hair=Hair(style=style, color="#f4f4f8"),
            eyes=Eyes(left="#20c0ff", right="#ff3040"),
            skin="#7a4a32",
        )
        assert uncoloured(draw_head(brown, "angry", view)) == uncoloured(
            draw_head(neon, "angry", view)
        )


def test_streaks_and_tips_only_add_to_the_hair() -> None:
    plain = draw_head(Look(hair=Hair(style="long_wavy")), "neutral", "front")
    both = Hair(style="long_wavy", streak="#1e90ff", tips="#ff80c0")
    drawn = draw_head(Look(hair=both), "neutral", "front")
    shapes = re.compile(r'\sd="([^"]+)"')
    assert set(shapes.findall(fragments(plain))) < set(shapes.findall(fragments(drawn)))
    assert plain.extent == drawn.extent


@pytest.mark.parametrize("age", get_args(Age))
@pytest.mark.parametrize("presentation", get_args(Presentation))
def test_every_age_and_presentation_has_its_face(age: Age, presentation: Presentation) -> None:
    details: tuple[FaceDetail, ...] = get_args(FaceDetail)
    look = Look(age=age, presentation=presentation, face=details)
    for view in VIEWS:
        ElementTree.fromstring(f"<svg>{fragments(draw_head(look, 'neutral', view))}</svg>")


def test_the_same_look_gives_the_same_bytes() -> None:
    look = Look(hair=Hair(style="curly", streak="#1e90ff"))
    assert draw_head(look, "happy", "three_quarter") == draw_head(look, "happy", "three_quarter")


def test_a_head_stays_within_its_share_of_paths() -> None:
    for style in STYLES:
        for view in VIEWS:
            svg = fragments(draw_head(Look(hair=Hair(style=style)), "happy", view))
            shown = re.sub(r"<clipPath.*?</clipPath>", "", svg)
            assert len(re.findall(r"<(?:path|ellipse|circle)", shown)) <= 105


def test_every_part_opens_in_an_editor_at_its_own_size() -> None:
    folder = files("tools.backends.sketch").joinpath("parts", "head")
    stack, seen = [folder], 0
    while stack:
        for entry in stack.pop().iterdir():
            if entry.is_dir():
                stack.append(entry)
            elif entry.name.endswith(".svg"):
                root = ElementTree.fromstring(entry.read_text("utf-8"))
                assert len(root.attrib["viewBox"].split()) == 4
                assert [group.get("id") for group in root if group.tag.endswith("}g")].count(
                    None
                ) == 0
                seen += 1
    assert seen > 150
