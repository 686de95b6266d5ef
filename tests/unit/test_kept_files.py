"""Names of files that the terminal copies for the user."""

from __future__ import annotations

import pytest

from api.kept_files import file_name


@pytest.mark.parametrize(
    ("label", "data", "name"),
    [
        ("Kai Nakamura 2", b"\x89PNG\r\n\x1a\n...", "Kai-Nakamura-2.png"),
        ("Kai Nakamura", b"\x00\x00\x00\x20ftypisom", "Kai-Nakamura.mp4"),
        ("Kai Nakamura", b"\x1a\x45\xdf\xa3\x9f", "Kai-Nakamura.webm"),
        ("Kai", b"RIFF\x24\x00\x00\x00WEBPVP8 ", "Kai.webp"),
        ("bible.json", b'{"themes": []}', "bible.json"),
        ("../x", b"?", "---x"),
    ],
)
def test_a_file_is_named_by_its_label_and_by_what_it_holds(
    label: str, data: bytes, name: str
) -> None:
    assert file_name(label, data) == name
