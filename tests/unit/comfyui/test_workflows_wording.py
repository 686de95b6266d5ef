"""Prompts in the dialect of the model; the words of users are data."""

from __future__ import annotations

import pytest

from tests.unit.comfyui.catalogues import catalogue, character, planned
from tools.backends.comfyui.families import family_of
from tools.backends.comfyui.wording import Said, palette_words, plain, unwanted, worded
from tools.ports.rendering import RenderRequest

SD15 = family_of("dreamshaper_8.safetensors")
PONY = family_of("ponyDiffusionV6XL.safetensors")
FLUX = family_of("flux1-dev.safetensors")


@pytest.mark.parametrize(
    ("name", "family", "dialect", "side_px"),
    [
        ("v1-5-pruned-emaonly-fp16.safetensors", "sd15", "tags", 512),
        ("anything-v5.safetensors", "sd15-anime", "tags", 512),
        ("AnythingXL_xl.safetensors", "sdxl", "tags", 1024),
        ("sd_xl_base_1.0.safetensors", "sdxl", "tags", 1024),
        ("SDXL/juggernautXL_v9.safetensors", "sdxl-photo", "prose", 1024),
        ("ponyDiffusionV6XL_v6.safetensors", "pony", "tags", 1024),
        ("noobaiXLNAIXL_vPred10.safetensors", "illustrious", "tags", 1024),
        ("animagine-xl-4.0.safetensors", "animagine", "tags", 1024),
        ("flux1-schnell-fp8.safetensors", "flux-schnell", "prose", 1024),
        ("flux1-dev-kontext_fp8_scaled.safetensors", "flux-kontext", "prose", 1024),
        ("qwen_image_edit_2509_fp8_e4m3fn.safetensors", "qwen-image-edit", "prose", 1024),
        ("sd3.5_medium.safetensors", "sd3", "prose", 1024),
        ("wan2.1_i2v_480p_14B_fp16.safetensors", "wan-image", "prose", 624),
        ("Wan2_1-T2V-1_3B_bf16.safetensors", "wan-text", "prose", 624),
        ("sd_xl_refiner_1.0.safetensors", "other", "tags", None),
        ("my_mix.safetensors", "unknown", "tags", None),
    ],
)
def test_a_model_s_family_is_told_by_its_name(name, family, dialect, side_px):
    found = family_of(name)
    assert (found.name, found.dialect, found.side_px) == (family, dialect, side_px)


def test_brackets_of_the_user_stand_for_themselves():
    assert plain("saber (fate)") == r"saber \(fate\)"
    assert plain(r"saber \(fate\)") == r"saber \(fate\)"
    assert "(masterpiece:1.9)" not in worded(Said(words="(masterpiece:1.9)"), SD15, "tags")
    assert r"\(" in worded(Said(words="a boy (twelve)"), FLUX, "prose")


def test_words_cannot_name_an_embedding():
    assert "embedding:" not in plain("embedding:evil and Embedding : worse").casefold()


def test_tags_open_with_the_family_s_and_stand_once():
    said = worded(Said(words="a boy, red scarf. Red Scarf, running"), PONY, "tags")
    assert said == "score_9, score_8_up, score_7_up, a boy, red scarf, running"


def test_stressed_phrases_weigh_more_and_are_not_said_twice():
    said = worded(
        Said(words="black, Kai, black hair, running", stressed=("black hair",), bare=("black",)),
        SD15,
        "tags",
    )
    assert said.endswith("(black hair:1.2), Kai, running")


def test_prose_has_sentences_and_no_weights():
    said = worded(
        Said(words="a boy runs through rain", stressed=("black hair",), triggers=("kaix",)),
        FLUX,
        "prose",
    )
    assert said == "Kaix. A boy runs through rain. Clearly visible: black hair."


@pytest.mark.parametrize("dialect", ["tags", "prose"])
def test_a_trigger_word_stands_once(dialect):
    said = worded(Said(words="kaix running", triggers=("kaix", "KAIX", "zeta")), FLUX, dialect)
    assert said.casefold().count("zeta") == 1
    tags = worded(Said(words="kaix, running", triggers=("kaix",)), SD15, "tags")
    assert tags.count("kaix") == 1


def test_the_negative_prompt_joins_the_request_s_and_the_family_s():
    said = unwanted("text, rain", [], SD15)
    assert said.startswith("text, rain, lowres")
    assert said.count("text") == 1


def test_a_palette_is_told_in_words():
    assert palette_words(["#ff8800", "#102040", "teal"]) == (
        "orange and dark blue and teal color scheme"
    )
    assert palette_words([]) == ""


def test_sentences_end_before_more_is_said():
    request = RenderRequest(
        definition=character(checkpoint="tiny-sd15", dialect="prose"),
        prompt="A boy runs. He smiles.",
        palette=("#f00",),
    )
    assert planned(request, catalogue()).prompt == "A boy runs. He smiles, red color scheme."


def test_emphasis_becomes_weight_in_what_is_sent():
    request = RenderRequest(
        definition=character(checkpoint="tiny-sd15"),
        prompt="spiky black hair, Kai, spiky black hair, green eyes, in a neon alley",
        adjustments={"emphasis": ["hair"], "view": "three_quarter", "scene_light": 0.5},
    )
    plan = planned(request, catalogue())
    assert plan.prompt is not None
    assert "(spiky black hair:1.2)" in plan.prompt
    assert plan.prompt.count("spiky black hair") == 1
    assert "three-quarter view" in plan.prompt
    assert "neutral lighting" in plan.prompt


def test_without_a_prompt_the_definition_and_the_scene_are_told():
    plan = planned(RenderRequest(definition=character(), scene="on a roof"), catalogue())
    assert plan.prompt is not None
    for words in ("Kai", "spiky black hair", "green eyes", "on a roof"):
        assert words in plan.prompt


def test_the_character_s_dialect_overrides_the_family_s():
    request = RenderRequest(
        definition=character(checkpoint="tiny-sd15", dialect="prose"), prompt="a boy runs"
    )
    assert planned(request, catalogue()).prompt == "A boy runs."
