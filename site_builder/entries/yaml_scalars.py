"""Text and small structures as YAML, for hands: plain where YAML allows it, single quotes where not."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, TypeAlias

from yaml.nodes import ScalarNode
from yaml.resolver import Resolver

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: What a key of an entry may hold when it is written.
Tree: TypeAlias = "str | bool | int | float | Sequence[Tree] | Mapping[str, Tree]"

#: The first character must not mean anything to YAML, and no later one may begin a comment, a key or a line.
_PLAIN = re.compile(r"(?![=.])[\w(/\\$+.<](?:[^\n:#]|:(?! |$)|(?<! )#)*")
_FLOW_MARKS = re.compile(r"[,\[\]{}?]|:(?=$|[\"'])")
#: Beyond these a text needs double quotes and escapes: line ends of any script, control characters, a BOM.
_SPECIAL = re.compile(r"[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_RESOLVER = Resolver()
_TEXT_TAG = "tag:yaml.org,2002:str"


def is_plain(text: str) -> bool:
    """Tell whether a text can stand without escapes, on several lines if need be."""
    return not _SPECIAL.search(text.replace("\n", ""))


def write_text(text: str, *, flow: bool = False, style: str = "") -> str:
    """Return a text as a YAML scalar on one line, in the given style (plain, ``'`` or ``"``) where it can have it.

    Plain text that another YAML reader would take for a number, a date or a truth value is quoted.
    """
    if style == '"' or _SPECIAL.search(text):
        return _SPECIAL.sub(_escape, json.dumps(text, ensure_ascii=False))
    if style == "'" or not _may_be_plain(text, flow=flow):
        return "'" + text.replace("'", "''") + "'"
    return text


def write_tree(tree: Tree, *, flow: bool = True) -> str:
    """Return a value on one line; lists and mappings in flow style."""
    if isinstance(tree, bool):
        return "true" if tree else "false"
    if isinstance(tree, int | float):
        return repr(tree)
    if isinstance(tree, str):
        return write_text(tree, flow=flow)
    if hasattr(tree, "items"):
        return "{" + ", ".join(f"{write_text(key, flow=True)}: {write_tree(item)}" for key, item in tree.items()) + "}"
    return "[" + ", ".join(write_tree(item) for item in tree) + "]"


def _may_be_plain(text: str, *, flow: bool) -> bool:
    if not _PLAIN.fullmatch(text) or text[-1] == " " or (flow and _FLOW_MARKS.search(text)):
        return False
    tag: str = _RESOLVER.resolve(ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return tag == _TEXT_TAG


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xD800 <= code <= 0xDFFF:  # half of a pair: no text has it, no file can hold it
        return "\ufffd"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
