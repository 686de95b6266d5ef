"""The bench of pairs: its file, its figures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from evals.consistency.bench import bench_consistency, figures_text
from evals.consistency.metrics import equal_error_rate, roc_auc
from evals.consistency.pairs_file import PairsFileError, groups_of, read_pairs
from evals.training.chibi import drawn, invented, other_hair
from tools.imaging.decoding import encode_png


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("pairs")
    lines = ["a,b,label,kind"]
    for number in range(3):
        rng = np.random.default_rng([7, number])
        who = invented(rng)
        for name, one in ((f"c{number}", who), (f"c{number}h", other_hair(who, rng))):
            for act in ("stand", "walk"):
                path = place / name / f"{act}.png"
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(encode_png(drawn(one, "down", act, rng)))
        lines.append(f"c{number}/stand.png,c{number}/walk.png,1,same")
        lines.append(f"c{number}/stand.png,c{number}h/walk.png,0,hard_hair")
        lines.append(f"c{number}/stand.png,c{(number + 1) % 3}/walk.png,0,random")
    (place / "pairs.csv").write_text("\n".join(lines))
    return place / "pairs.csv"


def test_the_bench_tells_sprites_of_our_own_apart(file: Path) -> None:
    found = bench_consistency(file, processes=1)
    assert found.pairs == 9
    assert found.auc is not None and found.auc > 0.9
    assert set(found.auc_by_kind) == {"hard_hair", "random"}
    assert "ROC AUC, all pairs" in figures_text(found)


def test_a_character_and_its_variants_are_held_out_together(file: Path) -> None:
    groups = groups_of(read_pairs(file))
    assert len(set(groups)) == 3
    assert groups[0] == groups[1] == groups[2]


def test_roc_auc_is_the_one_of_the_textbook_with_ties() -> None:
    rng = np.random.default_rng(1)
    scores, labels = rng.integers(0, 9, 300) / 9, rng.random(300) < 0.4
    assert roc_auc(scores, labels) == pytest.approx(roc_auc_score(labels, scores))


def test_equal_error_rate_is_where_both_errors_meet() -> None:
    labels = np.array([True] * 4 + [False] * 4)
    assert equal_error_rate(np.array([9, 8, 7, 3, 6, 2, 1, 0.0]), labels) == pytest.approx(0.25)
    assert equal_error_rate(np.array([9, 8, 7, 6, 3, 2, 1, 0.0]), labels) == pytest.approx(0)
    assert equal_error_rate(np.ones(8), labels) == pytest.approx(0.5)


def test_figures_without_both_labels_are_none() -> None:
    assert roc_auc(np.array([0.1, 0.2]), np.array([True, True])) is None
    assert equal_error_rate(np.array([0.1, 0.2]), np.array([True, True])) is None


def test_a_file_that_is_none_of_pairs_says_where(tmp_path: Path) -> None:
    file = tmp_path / "pairs.csv"
    file.write_text("a,b,label\nx.png,y.png,maybe\n")
    with pytest.raises(PairsFileError, match="line 2"):
        read_pairs(file)
    file.write_text("first,second\n")
    with pytest.raises(PairsFileError, match="no column a, b, label"):
        read_pairs(file)
