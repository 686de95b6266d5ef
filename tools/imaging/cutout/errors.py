"""Why a picture cannot be made to move."""

from __future__ import annotations

from tools.imaging.decoding import UnreadablePictureError


class NoFigureError(UnreadablePictureError):
    """Nothing stands out of the picture."""

    def __init__(self) -> None:
        super().__init__(
            "The picture is blank or shows no figure that stands out of its background:"
            " a picture of the whole character, best on a plain or transparent one, is needed."
        )


class FigureTooSmallError(UnreadablePictureError):
    """There is a figure, with too few pixels to tell its parts apart."""

    def __init__(self, width: int, height: int, least: int) -> None:
        super().__init__(
            f"The figure in the picture has {width}x{height} pixels;"
            f" at least {least} pixels of height are needed to move it."
        )


class UnknownJointError(UnreadablePictureError):
    """A joint was put somewhere that no figure has."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"There is no joint called {name!r}; there are {', '.join(known)}.")
