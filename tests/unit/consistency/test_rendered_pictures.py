"""Scores and regions on pictures that the embedded renderer draws."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from evals.training.body_maps import figure_and_parts
from evals.training.rendered import drawn
from evals.training.rendered_pairs import stored_as_jpeg
from tools.backends.embedders.calibrations import shipped_calibration, shipped_calibrations
from tools.backends.embedders.embedded import SPACE, EmbeddedEmbedder
from tools.domain.consistency import Region, verdict
from tools.domain.look import Eyes, Garment, Hair, Look
from tools.domain.staging import Scene, Staging
from tools.imaging.foreground import figure_in
from tools.imaging.oklab import oklab
from tools.imaging.parser import Part, part_shares
from tools.imaging.picture import Picture
from tools.ports.embedding import Embedding
from tools.studio.comparing import CalibrationMismatchError, compare, compare_designs

EMBEDDER = EmbeddedEmbedder()
SIDE = 448
KAI = Look(
    hair=Hair(style="short", color="#1b1b2a", streak="#248cfd"),
    eyes=Eyes(left="#3988ff", right="#3988ff"),
    garments=(
        Garment(kind="tshirt", color="#d8d8dc"), Garment(kind="trousers", color="#3c5a46"),
        Garment(kind="jacket", color="#2b4fa8"), Garment(kind="boots", color="#503020"),
    ),
)  # fmt: skip
MARA = Look(
    hair=Hair(style="ponytail", color="#e9e4da"),
    skin="#b07a50",
    presentation="feminine",
    garments=(
        Garment(kind="sweater", color="#e6cf5a"), Garment(kind="pleated_skirt", color="#6a3c98"),
        Garment(kind="sneakers", color="#f0f0f0"),
    ),
)  # fmt: skip
PLAIN = Staging()
CAFE = Staging(pose="walking", scene=Scene(setting="cafe"))
RED_JACKET = KAI.model_copy(
    update={
        "garments": tuple(
            one.model_copy(update={"color": "#c01a1a"}) if one.kind == "jacket" else one
            for one in KAI.garments
        )
    }
)


LOOKS = {"kai": KAI, "mara": MARA, "red jacket": RED_JACKET}
STAGINGS = {"plain": PLAIN, "cafe": CAFE}


@cache
def picture(look: str, staging: str) -> Picture:
    return drawn(LOOKS[look], STAGINGS[staging], 3, SIDE)


@cache
def embedding(look: str, staging: str) -> Embedding:
    return EMBEDDER.embed(picture(look, staging))


def score(first: Embedding, second: Embedding) -> float:
    row = shipped_calibration(SPACE, "rendered")
    assert row is not None
    return row.probability(EMBEDDER.similarity(first, second))


def test_a_figure_before_a_busy_place_is_found_by_its_pixels() -> None:
    whole, _, parts = figure_and_parts(KAI, CAFE, 3, SIDE)
    figure = figure_in(whole)
    rows = np.linspace(0, SIDE - 1, figure.mask.shape[0]).astype(int)
    truth = parts[np.ix_(rows, rows)] > 0
    assert figure.background == "busy"
    assert (truth & figure.mask).sum() > 0.75 * (truth | figure.mask).sum()


def test_the_parser_tells_hair_from_clothes() -> None:
    whole, _, parts = figure_and_parts(KAI, PLAIN, 3, SIDE)
    told = part_shares(oklab(whole)).argmax(axis=2)
    for part in (Part.HAIR, Part.TORSO, Part.LEGS):
        assert (told == part)[parts == part].mean() > 0.7


def test_one_character_in_two_places_is_approved_and_two_characters_are_not() -> None:
    own = score(embedding("kai", "plain"), embedding("kai", "cafe"))
    other = score(embedding("mara", "plain"), embedding("kai", "cafe"))
    assert verdict(own) == "approved"
    assert verdict(other) == "needs_revision"


def test_mirrored_or_compressed_the_score_stays() -> None:
    reference, candidate = embedding("kai", "plain"), picture("kai", "cafe")
    before = score(reference, embedding("kai", "cafe"))
    for copy in (np.ascontiguousarray(candidate[:, ::-1]), stored_as_jpeg(candidate, 75)):
        assert abs(score(reference, EMBEDDER.embed(copy)) - before) < 0.03


def test_a_red_jacket_is_proved_to_be_all_that_changed() -> None:
    change = compare_designs(
        picture("kai", "plain"), picture("red jacket", "cafe"), frozenset({Region.OUTFIT})
    )
    assert change.kept_promise is True, change.sentence
    assert change.sentence.startswith("Only what was asked for changed: outfit changed; hair")


def test_a_red_jacket_that_nobody_asked_for_is_told() -> None:
    change = compare_designs(
        picture("kai", "plain"), picture("red jacket", "cafe"), frozenset({Region.HAIR})
    )
    assert change.kept_promise is False
    assert "The hair is unchanged, although a change was asked for." in change.sentence
    assert "The outfit changed" in change.sentence


def test_a_score_cites_the_row_that_it_comes_from() -> None:
    row = shipped_calibration(SPACE, "rendered")
    found = compare(picture("kai", "plain"), picture("kai", "cafe"), EMBEDDER, row)
    assert row is not None
    assert found.calibration == row.key
    assert found.score == pytest.approx(row.probability(found.similarity))


def test_a_calibration_of_another_space_is_refused() -> None:
    row = shipped_calibrations()[0].model_copy(update={"space": "clip-vit-b-32"})
    with pytest.raises(CalibrationMismatchError):
        compare(picture("kai", "plain"), picture("kai", "cafe"), EMBEDDER, row)


def test_only_what_was_fitted_is_shipped() -> None:
    assert {(row.space, row.domain) for row in shipped_calibrations()} == {(SPACE, "rendered")}
    assert shipped_calibration(SPACE, "uploaded") is None
