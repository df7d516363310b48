"""Front matter in plain lines, as most of it is: keys with a text or a list of texts.

It takes no parser. What may mean more to YAML (escapes, comments, mappings, texts over several lines) is left to YAML's
own, which gives the same values for these lines, too, in seven times the time.
"""

from __future__ import annotations

import re
from typing import Any

_CONTROL = r"\x00-\x1f\x7f"
#: Quoted, without escapes; or plain, begun by what means nothing to YAML, without ``: `` and ``#``.
_TEXT = (
    rf"""(?:"[^"\\{_CONTROL}]*+"|'[^'{_CONTROL}]*+(?:''[^'{_CONTROL}]*+)*+'"""
    rf"""|[A-Za-z0-9][^:#{_CONTROL}]*+(?::[^\s:#{_CONTROL}][^:#{_CONTROL}]*+)*+)"""
)
_WORD = r"[A-Za-z0-9][\w.+/ -]*+"
_PAIR = re.compile(
    rf"""
    ([A-Za-z_][\w-]{{0,99}}+):
    (?:
        [ ]+({_TEXT})\n
      | [ ]+\[({_WORD}(?:,[ ]*{_WORD})*+)\][ ]*\n
      | [ ]*\n((?P<indent>[ ]*)-[ ]+{_TEXT}\n(?:(?P=indent)-[ ]+{_TEXT}\n)*+)?
    )
    """,
    re.VERBOSE | re.ASCII,
)
#: What YAML understands as nothing, unless it is quoted.
NOTHING = frozenset({"~", "null", "Null", "NULL"})


def read_plainly(head: str) -> dict[str, Any] | None:
    """Return the values of front matter, or None unless all of it is plain and no key is written twice."""
    if not (head.isascii() or head.replace("\n", "").isprintable()):
        return None
    values: dict[str, Any] = {}
    end = 0
    while end < len(head):
        match = _PAIR.match(head, end)
        if match is None or match[1] in values:
            return None
        key, text, words, items, _ = match.groups()
        if text:
            values[key] = _read(text)
        elif words:
            values[key] = [_read(word.strip(" ")) for word in words.split(",")]
        else:
            values[key] = [_read(item.lstrip(" -")) for item in items.splitlines()] if items else ""
        end = match.end()
    return values


def _read(source: str) -> str:
    if source[0] == '"':
        return source[1:-1]
    if source[0] == "'":
        return source[1:-1].replace("''", "'")
    text = source.rstrip(" ")
    return "" if text in NOTHING else text
