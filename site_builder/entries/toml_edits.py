"""Edits of TOML front matter: a key's lines are replaced or added, the others stay.

TOML's parser gives no marks, so a key's lines are found by parsing: from the line that names it, the fewest lines
that are TOML by themselves. A comment behind the value stays; a value with comments inside can't be edited.
"""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING

from site_builder.entries.fields import KEYS
from site_builder.entries.value_writers import express_link
from site_builder.entries.yaml_edits import Unfit

if TYPE_CHECKING:
    from site_builder.entries.frontmatter import FrontMatter
    from site_builder.entries.yaml_scalars import Tree
    from site_builder.model import Link

_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_KEY = r"""^[ \t]*["']?{}["']?[ \t]*=[ \t]*"""
#: A text in any of TOML's quotes, in which a ``#`` begins no comment; or a comment, with the space before it.
_TEXT_OR_COMMENT = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|(?P<comment>[ \t]*#[^\r\n]*)', re.DOTALL
)


def set_value(text: str, front: FrontMatter, key: str, tree: Tree) -> str:
    """Return the file with another value under a key at the top; an empty one takes the key away."""
    newline = "\r\n" if "\r\n" in text else "\n"
    start, end = _find_lines(front.head, key)
    old = front.head[start:end]
    comment = _find_comment(old)
    if tree in ("", (), []):
        line = comment.lstrip() + newline if comment else ""
    else:
        name = re.match(_KEY.format(re.escape(key)), old)
        value = _write(key, tree).replace("\n", newline)
        line = f"{name[0] if name else f'{key} = '}{value}{comment}{newline}"
    return text[: front.start + start] + line + text[front.start + end :]


def add_link(text: str, front: FrontMatter, link: Link) -> str:
    """Return the file with one more link. Raises Unfit when its links aren't a list."""
    links = tomllib.loads(front.head).get("links", [])
    if not isinstance(links, list):
        raise Unfit
    return set_value(text, front, "links", [*links, express_link(link)])


def move_link(text: str, front: FrontMatter, old: Link, new: Link) -> str:
    """Return the file with another address for a link. Raises Unfit when it is neither under its key nor in a list."""
    table = tomllib.loads(front.head)
    if table.get(old.label) == old.url:
        return set_value(text, front, old.label, new.url)
    links = table.get("links", [])
    if not isinstance(links, list) or not all(isinstance(link, dict) for link in links):
        raise Unfit
    moved = [link | {"url": new.url} if link.get("url") == old.url else link for link in links]
    return set_value(text, front, "links", moved)


def _find_lines(head: str, key: str) -> tuple[int, int]:
    """Return where a key's lines begin and end, or where they belong: before the key that comes next in our order."""
    table = _TABLE.search(head)
    top = head[: table.start()] if table else head
    match = _find_key(top, key)
    if not match:
        later = (_find_key(top, other) for other in KEYS[KEYS.index(key) + 1 :])
        before = next((found.start() for found in later if found), len(top))
        return before, before
    for line in re.finditer(r"\n|\Z", head[match.start() :]):
        try:
            tomllib.loads(head[match.start() : match.start() + line.end()])
        except tomllib.TOMLDecodeError:
            continue
        return match.start(), match.start() + line.end()
    raise Unfit


def _find_key(top: str, key: str) -> re.Match[str] | None:
    return re.search(_KEY.format(re.escape(key)), top, re.MULTILINE)


def _find_comment(lines: str) -> str:
    """Return the comment behind a key's value, with the space before it. Raises Unfit where some stand inside."""
    comments = [match for match in _TEXT_OR_COMMENT.finditer(lines) if match["comment"]]
    if len(comments) > 1 or (comments and lines[comments[0].end() :].strip()):
        raise Unfit
    return comments[0]["comment"] if comments else ""


def _write(key: str, tree: Tree) -> str:
    if isinstance(tree, bool):
        return "true" if tree else "false"
    if isinstance(tree, int | float):
        return repr(tree)
    if isinstance(tree, str):
        if key == "date" and _DAY.fullmatch(tree):
            return tree
        return json.dumps(tree, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{json.dumps(name)} = {_write(name, item)}" for name, item in tree.items()) + "}"
    items = [_write("", item) for item in tree]
    flow = "[" + ", ".join(items) + "]"
    return flow if len(flow) <= 100 else "[\n" + "".join(f"  {item},\n" for item in items) + "]"
