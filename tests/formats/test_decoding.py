"""Whatever encoding and line ends a paste comes in, the same papers come out."""

from __future__ import annotations

import codecs

import pytest
from listing_cases import CAPTURED, CASES

from site_builder.formats import registry
from site_builder.formats.decoding import decode

TEXT = "CLJul 4, 2024Code\nDie Lüge und das MaßJörg Müller, Zoë Élan\nWir zeigen, daß Maße lügen – oft.\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        TEXT.encode("cp1252"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace(" ", "\u00a0").encode(),
        TEXT.replace(" ", " \u200b").encode(),
        TEXT.replace(", ", ",\t").encode(),
    ],
    ids=["utf-8", "bom", "utf-16", "le", "be", "utf-32", "cp1252", "windows", "mac", "no-break", "zero-width", "tabs"],
)
def test_a_listing_in_any_encoding_is_the_same(data: bytes) -> None:
    """Title, names and abstract are the same to the letter."""
    draft = registry.read(data, "paste.txt", CAPTURED).papers[0]
    assert draft.paper.title == "Die Lüge und das Maß"
    assert [authorship.name for authorship in draft.paper.authors] == ["Jörg Müller", "Zoë Élan"]
    assert draft.paper.abstract == "Wir zeigen, daß Maße lügen – oft."


def test_a_guess_at_the_encoding_is_told() -> None:
    """Windows-1252 is an assumption, and said to be one, at the first line that needs it."""
    found = registry.read(TEXT.encode("cp1252"), "paste.txt", CAPTURED)
    assert [(note.code, note.location.line) for note in found.diagnostics] == [("listing-encoding", 2)]


def test_a_few_broken_bytes_dont_change_the_encoding() -> None:
    """A UTF-8 text with one bad byte stays UTF-8, and the byte is told."""
    data = (CASES / "seed.txt").read_bytes().replace("ö".encode(), b"\xc3", 1) + "éèüöß–“”".encode()
    text, notes = decode(data, "paste.txt")
    assert "éèüöß–“”" in text
    assert [note.code for note in notes] == ["listing-encoding"]


def test_lines_of_two_encodings_are_each_read_in_their_own() -> None:
    """A list that several people keep has both; the line where the second begins is named."""
    lines = [f"@article{{{name}, title={{Über Ähren}}, author={{Müller, Jörg}}}}\n" for name in "abc"]
    found = registry.read(
        b"".join((lines[0].encode(), lines[1].encode("cp1252"), lines[2].encode())), "a.bib", CAPTURED
    )
    assert [parsed.paper.title for parsed in found.papers] == ["Über Ähren"] * 3
    assert [(note.code, note.location.line) for note in found.diagnostics] == [("listing-encoding", 2)]


@pytest.mark.parametrize("data", [bytes(range(256)) * 8, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", b"\x00" * 64])
def test_what_is_no_text_is_told(data: bytes) -> None:
    """A picture isn't read as a listing."""
    found = registry.read(data, "paste.png", CAPTURED)
    assert not found.papers
    assert [note.code for note in found.diagnostics] == ["listing-binary"]
