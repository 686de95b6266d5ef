"""Moving pictures are read back frame by frame, also where a frame repeats the one before."""

from __future__ import annotations

import io
from dataclasses import replace

import av
import numpy as np
import pytest
from PIL import Image, ImageSequence

from tools.imaging.exports.files import exported
from tools.imaging.exports.moving import apng, gif, mp4, webp
from tools.imaging.exports.preview import enlarged, film_of, preview_of
from tools.imaging.exports.reel import Cell, Strip


def frames_of(data: bytes) -> list[tuple[np.ndarray, float]]:
    picture = Image.open(io.BytesIO(data))
    return [
        (np.array(frame.convert("RGBA")), frame.info["duration"])
        for frame in ImageSequence.Iterator(picture)
    ]


def same_picture(one: np.ndarray, other: np.ndarray, tolerance: int = 0) -> bool:
    gaps = np.abs(one.astype(int) - other.astype(int))
    shown = (one[:, :, 3] > 0) | (other[:, :, 3] > 0)
    return bool((gaps[shown] <= tolerance).all())


@pytest.mark.parametrize("write", [gif, apng, webp])
def test_every_frame_keeps_its_pixels_and_its_time(single, write) -> None:
    film = film_of(single.tracks[0], loops=True)
    read = frames_of(write(film))
    assert [time for _, time in read] == list(film.durations_ms)
    for (picture, _), frame in zip(read, film.frames, strict=True):
        assert same_picture(picture, frame, tolerance=1)


@pytest.mark.parametrize("write", [gif, apng, webp])
def test_equal_neighbours_stay_frames_of_their_own(single, write) -> None:
    track = single.tracks[0]
    held = replace(track, strips=(Strip(cells=(track.strips[0].cells[3],) * 8),))
    read = frames_of(write(film_of(held, loops=True)))
    assert len(read) == 8


@pytest.mark.parametrize(("write", "once"), [(gif, None), (apng, 1), (webp, 1)])
def test_a_film_repeats_only_where_it_should(single, write, once) -> None:
    film = film_of(single.tracks[0], loops=True)
    assert Image.open(io.BytesIO(write(film))).info["loop"] == 0
    assert Image.open(io.BytesIO(write(replace(film, loops=False)))).info.get("loop") == once


def test_a_gif_of_many_colours_keeps_to_its_palette(single) -> None:
    rng = np.random.default_rng(3)
    noisy = np.concatenate(
        (rng.integers(0, 256, (32, 32, 3), np.uint8), np.full((32, 32, 1), 255, np.uint8)), axis=2
    )
    track = single.tracks[0]
    cells = tuple(Cell(pixels=np.roll(noisy, n, axis=0), pivot=(16, 30)) for n in range(8))
    read = frames_of(gif(film_of(replace(track, strips=(Strip(cells=cells),)), loops=True)))
    assert len(read) == 8
    assert np.abs(read[0][0][:, :, :3].astype(int) - noisy[:, :, :3]).mean() < 25


def test_an_empty_film_is_written_too(single) -> None:
    track = single.tracks[0]
    blank = Cell(pixels=np.zeros((32, 32, 4), np.uint8), pivot=(16, 30))
    film = film_of(replace(track, strips=(Strip(cells=(blank,) * 8),)), loops=True)
    assert gif(film)
    assert blank.trim.w == 1


def test_a_clip_shows_each_frame_as_long_as_the_script_says(dual) -> None:
    film = preview_of(dual)
    with av.open(io.BytesIO(mp4(film))) as clip:
        stream = clip.streams.video[0]
        frames = list(clip.decode(stream))
        starts_ms = [round(float(frame.pts * stream.time_base) * 1000) for frame in frames]
        assert stream.width % 2 == stream.height % 2 == 0
        length_ms = float(stream.duration * stream.time_base) * 1000
    assert starts_ms == [0, 100, 220, 300, 360, 500, 590, 700]
    assert length_ms == pytest.approx(800, abs=2)
    shown = frames[3].to_ndarray(format="rgb24")
    red = (shown[:, :, 0] > 150) & (shown[:, :, 2] < 90)
    assert red.sum() > 60


def test_the_blow_lands_in_the_preview(dual) -> None:
    film = preview_of(dual)
    assert len(film.frames) == 8
    assert len({frame.shape for frame in film.frames}) == 1
    still, strike = film.frames[0][:, :, 3] > 0, film.frames[3][:, :, 3] > 0
    assert _gap_at(still, 15) > 0
    assert _gap_at(strike, 15) == 0


def test_enlarging_keeps_pixels_square(single) -> None:
    film = film_of(single.tracks[0], loops=True)
    large = enlarged(film, 3)
    assert large.frames[0].shape == (96, 96, 4)
    assert np.array_equal(large.frames[0][1::3, 1::3], film.frames[0])


@pytest.mark.parametrize(
    ("format", "media_type"),
    [("gif", "image/gif"), ("apng", "image/apng"), ("webp", "image/webp"), ("mp4", "video/mp4")],
)
def test_a_moving_format_is_one_file(dual, format, media_type) -> None:
    file = exported(dual, format)
    assert file.media_type == media_type
    assert file.file_name.startswith("kai_hits_mara.")


def _gap_at(shown: np.ndarray, row: int) -> int:
    """Transparent pixels between the first and the last drawn one of a row."""
    drawn = np.flatnonzero(shown[row])
    return int(drawn[-1] - drawn[0] + 1 - drawn.size)
