"""The folders of a fake server, kept in memory: they outlive a restart, except temp."""

from __future__ import annotations

import posixpath
import re

_ANNOTATED = re.compile(r"^(.*) \[(input|output|temp)\]$", re.DOTALL)


class OutsideFolderError(Exception):
    """A path that leads out of its folder."""


class FileStore:
    """Bytes by folder and path."""

    def __init__(self) -> None:
        self.content: dict[tuple[str, str], bytes] = {}

    def store_upload(
        self, name: str, data: bytes, *, folder: str, subfolder: str, overwrite: bool
    ) -> str:
        """The name that it got: another one where other bytes have the name."""
        stem, suffix = posixpath.splitext(name)
        number, chosen = 1, name
        while not overwrite:
            known = self.content.get((folder, inside(subfolder, chosen)))
            if known is None or known == data:
                break
            chosen, number = f"{stem} ({number}){suffix}", number + 1
        self.content[folder, inside(subfolder, chosen)] = data
        return chosen

    def store_result(
        self, prefix: str, suffix: str, data: bytes, *, folder: str = "output"
    ) -> dict[str, str]:
        """A new file after the prefix and the next free number, as an entry of a node's output."""
        subfolder, stem = posixpath.split(posixpath.normpath(prefix))
        try:
            inside(subfolder, stem)
        except OutsideFolderError:
            raise OutsideFolderError(
                "**** ERROR: Saving image outside the output folder is not allowed."
            ) from None
        number = 1
        while (folder, inside(subfolder, f"{stem}_{number:05}_{suffix}")) in self.content:
            number += 1
        name = f"{stem}_{number:05}_{suffix}"
        self.content[folder, inside(subfolder, name)] = data
        return {"filename": name, "subfolder": subfolder, "type": folder}

    def annotated(self, name: str) -> bytes | None:
        """The file that a LoadImage node means by `name`, `dir/name` or `name [output]`."""
        matched = _ANNOTATED.match(name)
        path, folder = (matched[1], matched[2]) if matched else (name, "input")
        return self.content.get((folder, path))

    def inputs(self) -> list[str]:
        return sorted(
            path for folder, path in self.content if folder == "input" and "/" not in path
        )

    def wipe_temp(self) -> None:
        for key in [key for key in self.content if key[0] == "temp"]:
            del self.content[key]


def inside(subfolder: str, name: str) -> str:
    path = posixpath.normpath(posixpath.join(subfolder, name))
    if path.startswith(("..", "/")):
        raise OutsideFolderError("outside")
    return path
