"""A folder of pictures held against one reference, without server or database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from tools.domain.calibration import Calibration
from tools.domain.consistency import (
    APPROVAL_THRESHOLD,
    Comparison,
    Place,
    Region,
    Verdict,
    verdict,
)
from tools.imaging.decoding import UnreadablePictureError, decode
from tools.imaging.picture import Picture
from tools.imaging.thumbnail import thumbnail
from tools.ports.embedding import Embedder
from tools.studio.comparing import compare_embedded


class Crops(BaseModel):
    """One region cut out of both pictures, as small PNGs."""

    model_config = ConfigDict(frozen=True)

    reference: bytes
    candidate: bytes


class CheckedPicture(BaseModel):
    """One picture's outcome: a comparison with its verdict, or why it could not be read."""

    model_config = ConfigDict(frozen=True)

    path: Path
    verdict: Verdict | None = None
    comparison: Comparison | None = None
    error: str | None = None
    preview: bytes = b""
    crops: Mapping[Region, Crops] = Field(default_factory=dict)

    @property
    def drifted(self) -> bool:
        """Whether the picture departs from the reference: by its score, else by its regions."""
        if self.comparison is None:
            return False
        if self.comparison.score is None:
            return bool(self.comparison.codes)
        return self.verdict != "approved"


class CheckReport(BaseModel):
    """What came of a check; `drifted` decides the command's exit code."""

    model_config = ConfigDict(frozen=True)

    reference: Path
    reference_preview: bytes
    space: str
    calibration: Calibration | None
    threshold: float
    pictures: tuple[CheckedPicture, ...]

    @property
    def drifted(self) -> bool:
        """Whether any picture departs from the reference."""
        return any(picture.drifted for picture in self.pictures)

    @property
    def unreadable(self) -> tuple[CheckedPicture, ...]:
        """The pictures that could not be compared."""
        return tuple(picture for picture in self.pictures if picture.error)

    @property
    def exit_code(self) -> int:
        """0 where all match, 1 where one drifted, 2 where one could not be read."""
        return 1 if self.drifted else 2 if self.unreadable else 0


class UnusableReferenceError(ValueError):
    """The reference itself cannot be read; the message is a sentence."""


def check(
    reference: Path,
    pictures: Sequence[Path],
    embedder: Embedder,
    *,
    calibration: Calibration | None = None,
    threshold: float = APPROVAL_THRESHOLD,
    crops: bool = True,
) -> CheckReport:
    """Hold each picture against the reference, in the order given.

    `calibration` is the row of (the embedder's space, the pictures' domain), or None where
    there is none: then regions alone decide. Raises `UnusableReferenceError`.
    """
    try:
        original = decode(reference.read_bytes())
    except (OSError, UnreadablePictureError) as error:
        raise UnusableReferenceError(f"{reference}: {_reason(error)}") from error
    known = embedder.embed(original)

    def checked(path: Path) -> CheckedPicture:
        try:
            picture = decode(path.read_bytes())
        except (OSError, UnreadablePictureError) as error:
            return CheckedPicture(path=path, error=_reason(error))
        found = compare_embedded(original, known, picture, embedder, calibration)
        return CheckedPicture(
            path=path,
            verdict=verdict(found.score, threshold=threshold),
            comparison=found,
            preview=thumbnail(picture) if crops else b"",
            crops=_crops(original, picture, found) if crops else {},
        )

    return CheckReport(
        reference=reference,
        reference_preview=thumbnail(original) if crops else b"",
        space=embedder.space,
        calibration=calibration,
        threshold=threshold,
        pictures=tuple(checked(path) for path in pictures),
    )


def _crops(reference: Picture, candidate: Picture, found: Comparison) -> dict[Region, Crops]:
    return {
        one.region: Crops(
            reference=_cut(reference, one.reference_place),
            candidate=_cut(candidate, one.candidate_place),
        )
        for one in found.regions
        if one.reference_place and one.candidate_place
    }


def _cut(picture: Picture, place: Place) -> bytes:
    return thumbnail(picture[place.top : place.bottom, place.left : place.right], side=112)


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "There is no such file."
    if isinstance(error, OSError):
        return f"The file cannot be read: {error.strerror or error}."
    return str(error)
