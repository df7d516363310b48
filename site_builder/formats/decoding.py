"""From bytes to text: whatever encoding and line ends a paste comes in."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

from site_builder.diagnostics import Diagnostic, Location

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BROKEN = "\ufffd"
_LINE_END = re.compile("\r\n?")
#: Control characters that no text holds; bell, white space and escape may occur.
_BINARY = re.compile(rb"[\x00-\x06\x0e-\x1a]")


def decode(data: bytes, path: str) -> tuple[str, tuple[Diagnostic, ...]]:
    r"""Return the text with ``\n`` as its only line end, and what had to be assumed.

    A byte order mark decides; without one, UTF-16 is told by its zero bytes, then UTF-8 is tried. Lines that are no
    UTF-8 are read as Windows-1252, which every Latin-1 text survives: lists that many people keep have both. What is no
    text at all yields an empty text and an error.
    """
    assumed: tuple[Diagnostic, ...] = ()
    if encoding := _find_encoding(data):
        text = data.decode(encoding, "replace")
    elif len(_BINARY.findall(data)) * 200 > len(data):
        message, suggestion = "this is not text", "save the listing as plain text (UTF-8) and try again"
        return "", (Diagnostic("listing-binary", message, Location(path, 1), suggestion),)
    else:
        text, assumed = _decode_lines(data, path)
    return _LINE_END.sub("\n", text).lstrip("\ufeff"), assumed


def _find_encoding(data: bytes) -> str:
    """Return the encoding that a mark or zero bytes tell, or nothing."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    return _wide_encoding(data)


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


def _decode_lines(data: bytes, path: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """Decode each line as UTF-8, with signs for a few broken bytes, or else as Windows-1252."""
    with suppress(UnicodeDecodeError):
        return data.decode("utf-8"), ()
    lines: list[str] = []
    foreign: list[int] = []
    broken: list[int] = []
    for number, line in enumerate(data.splitlines(keepends=True), 1):
        text = line.decode("utf-8", "replace")
        unread = text.count(_BROKEN)
        if unread and sum(sign > "\x7f" for sign in text) > 2 * unread:
            broken.append(number)
        elif unread:
            foreign.append(number)
            text = line.decode("cp1252", "replace").replace(_BROKEN, " ")
        lines.append(text)
    assumed = []
    if foreign:
        count = sum(not line.isascii() for line in lines)
        what = "this" if len(foreign) == count else f"a part, {len(foreign)} of {count} lines with accents,"
        message = f"{what} is not UTF-8 and was read as Windows-1252 (Latin-1)"
        assumed.append(_describe(message, Location(path, foreign[0])))
    if broken:
        assumed.append(_describe(f"broken bytes were read as '{_BROKEN}'", Location(path, broken[0])))
    return "".join(lines), tuple(assumed)


def _describe(message: str, location: Location) -> Diagnostic:
    suggestion = "look at the accented letters, or save the file as UTF-8"
    return Diagnostic("listing-encoding", message, location, suggestion, "hint")
