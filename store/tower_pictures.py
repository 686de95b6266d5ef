"""Picture files that an old database names by path."""

from __future__ import annotations

from pathlib import Path

FILE_BYTES_MOST = 50_000_000


class PictureFolder:
    """Satisfies `tools.ports.tower.TowerPictures`.

    With a root only files below it are read: the path under the root, the path itself where it
    leads there, or the file's name directly in the root. Without one the path as it stands, where
    it is absolute.
    """

    def __init__(self, root: Path | None) -> None:
        self._root = root.resolve() if root else None

    def size(self, path: str) -> int | None:
        found = self._found(path)
        return found.stat().st_size if found else None

    def read(self, path: str) -> bytes:
        found = self._found(path)
        if found is None:
            raise FileNotFoundError(path)
        return found.read_bytes()

    def _found(self, path: str) -> Path | None:
        try:
            return next((file for file in self._candidates(path) if _readable(file)), None)
        except (OSError, ValueError):
            return None

    def _candidates(self, path: str) -> list[Path]:
        if self._root is None:
            return [Path(path)] if Path(path).is_absolute() else []
        root = self._root
        below = [root / path.lstrip("/"), Path(path), root / Path(path).name]
        return [file for file in (one.resolve() for one in below) if file.is_relative_to(root)]


def _readable(file: Path) -> bool:
    return file.is_file() and 0 < file.stat().st_size <= FILE_BYTES_MOST
