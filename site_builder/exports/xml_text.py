"""What the files in XML have in common: elements with text, and characters that XML can't hold."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: What XML 1.0 can't hold, in any spelling.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def element(name: str, text: str) -> str:
    """Return an element that holds a text."""
    return f"<{name}>{escape(text, quote=False)}</{name}>"


def encode_xml(lines: Iterable[str]) -> bytes:
    """Return the bytes of a document with these lines."""
    text = "\n".join(('<?xml version="1.0" encoding="utf-8"?>', *lines, ""))
    return _FORBIDDEN.sub("", text).encode()
