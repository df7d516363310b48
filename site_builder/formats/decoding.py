"""From bytes to text: whatever encoding and line ends a paste comes in."""

from __future__ import annotations

import codecs
import re

from site_builder.diagnostics import Diagnostic, Location

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_END = re.compile("\r\n?")
#: Control characters that no text holds; bell, white space and escape may occur.
_BINARY = re.compile(rb"[\x00-\x06\x0e-\x1a]")


def decode(data: bytes, path: str) -> tuple[str, tuple[Diagnostic, ...]]:
    r"""Return the text with ``\n`` as its only line end, and what had to be assumed.

    A byte order mark decides; without one, UTF-16 is told by its zero bytes, then UTF-8 is tried, then Windows-1252,
    which every Latin-1 text survives. What is no text at all yields an empty text and an error.
    """
    text, encoding = _decode(data)
    if not encoding:
        return "", (
            Diagnostic(
                code="listing-binary",
                message="this is not text",
                location=Location(path, 1),
                suggestion="save the listing as plain text (UTF-8) and try again",
            ),
        )
    text = _LINE_END.sub("\n", text).lstrip("\ufeff")
    if encoding != "cp1252":
        return text, ()
    return text, (_assumed(text, path),)


def _decode(data: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    wide = _wide_encoding(data)
    if wide:
        return data.decode(wide, "replace"), wide
    if len(_BINARY.findall(data)) * 200 > len(data):
        return "", ""
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decode_mostly_utf8(data)


def _wide_encoding(data: bytes) -> str:
    """Tell UTF-16 without a mark: in text that is mostly ASCII, every other byte is zero."""
    head = data[:4096]
    pairs = len(head) // 2
    if pairs < 4:
        return ""
    high, low = head[0::2].count(0), head[1::2].count(0)
    if low > 0.6 * pairs and high < 0.05 * pairs:
        return "utf-16-le"
    if high > 0.6 * pairs and low < 0.05 * pairs:
        return "utf-16-be"
    return ""


def _decode_mostly_utf8(data: bytes) -> tuple[str, str]:
    """Read UTF-8 with a few broken bytes as UTF-8; else take the bytes for Windows-1252."""
    loose = data.decode("utf-8", "replace")
    broken = loose.count("\ufffd")
    whole = sum(1 for c in loose if c > "\x7f") - broken
    if whole > 4 * broken:
        return loose, "utf-8"
    text = data.decode("cp1252", "replace").replace("\ufffd", " ")
    return text, "cp1252"


def _assumed(text: str, path: str) -> Diagnostic:
    line = next((n for n, part in enumerate(text.split("\n"), 1) if not part.isascii()), 1)
    return Diagnostic(
        code="listing-encoding",
        message="this is not UTF-8 and was read as Windows-1252 (Latin-1)",
        location=Location(path, line),
        suggestion="look at the accented letters, or save the file as UTF-8",
        severity="hint",
    )
