"""Front matter in plain lines, as most of it is: keys with a text or a list of texts.

It takes no parser. What may mean more to YAML (escapes, comments, mappings, texts over several lines) is left to YAML's
own, which gives the same values for these lines, too, in seven times the time.
"""

from __future__ import annotations

import re
from typing import Any

#: Plain, begun by what means nothing to YAML, without ``: `` and ``#``; or quoted, without escapes.
_TEXT = r"""(?:"[^"\\\n]*+"|'[^'\n]*+(?:''[^'\n]*+)*+'|[A-Za-z0-9][^:#\n]*+(?::[^\s:#][^:#\n]*+)*+)[ ]*+"""
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
    if not head.replace("\n", "").isprintable():
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
            values[key] = [_read(word.lstrip(" ")) for word in words.split(",")]
        else:
            values[key] = [_read(item.lstrip(" -")) for item in items.splitlines()] if items else ""
        end = match.end()
    return values


def _read(source: str) -> str:
    text = source.rstrip(" ")
    if text[0] == '"':
        return text[1:-1]
    if text[0] == "'":
        return text[1:-1].replace("''", "'")
    return "" if text in NOTHING else text
