"""Changes to an entry that leave the rest of the file alone, to the byte."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import msgspec
from yaml.nodes import MappingNode, Node, SequenceNode

from site_builder.diagnostics import Diagnostic, UserError
from site_builder.entries import toml_edits, yaml_edits
from site_builder.entries.body import find_abstract, split_body, write_abstract
from site_builder.entries.comparison import is_empty
from site_builder.entries.fields import ALIASES, BY_KEY, CONTAINER_KEYS, KEYS, LINK_KEYS
from site_builder.entries.foreign_keys import understand
from site_builder.entries.frontmatter import Unreadable, build, compose, load, split
from site_builder.entries.reader import read_paper
from site_builder.entries.value_writers import express_link
from site_builder.entries.writer import express
from site_builder.entries.yaml_edits import Edit, SourceBuffer, Unfit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.entries.foreign_keys import Value
    from site_builder.entries.frontmatter import FrontMatter, Where
    from site_builder.entries.yaml_scalars import Tree
    from site_builder.model import Link, Paper

_RANKS = {key: rank for rank, key in enumerate(KEYS)}
_PART_KEYS = {name: key for key, name in CONTAINER_KEYS.items()}
_NOTHING: tuple[Tree, ...] = ("", (), [])
_LINE_END = re.compile(r"\r\n|\n|\r")
#: A text is looked at several times on the way from one to the next: those few are kept.
_SOME = 8


def amend(text: str, changes: Mapping[str, Any]) -> str:
    """Return an entry with other values in some of its fields (named as in `Paper`), all else as it was.

    Comments, the order of keys, quoting, unknown keys, line ends and white space stay. Another generator's key is
    changed where it stands. Of ``links`` and ``container``, parts are added or changed, none is taken away; elsewhere
    an empty value takes the key away. The result is read back and compared before it is returned. Raises UserError when
    the entry can't be changed so.
    """
    if "\r" in text and "\n" not in text:
        return amend(text.replace("\r", "\n"), changes).replace("\n", "\r")
    before = _read(text)
    if before is None:
        raise _refuse("the entry can't be read")
    wanted = _complete(before, changes)
    amended = text
    for field in changes:
        if getattr(before, field) == getattr(wanted, field):
            continue
        try:
            amended = _amend_field(amended, field, before, wanted)
        except (Unfit, Unreadable):
            raise _refuse(f"'{field}' is written in a way that can't be changed without touching more") from None
    if not _agree(_read(amended), wanted, wanted.__struct_fields__):
        raise _refuse(f"{', '.join(changes)} can't be changed without touching more")
    return amended


def _complete(before: Paper, changes: Mapping[str, Any]) -> Paper:
    """Return the paper that the amended entry should state."""
    values = dict(changes)
    if "abstract" in values:
        values["abstract"] = write_abstract(values["abstract"])
    if "links" in values:
        moved = _pair_links(before.links, values["links"])
        fresh = (link for link in dict.fromkeys(values["links"]) if link not in (*before.links, *moved.values()))
        values["links"] = (*(moved.get(link, link) for link in before.links), *fresh)
    if "container" in values:
        values["container"] = {**before.container, **values["container"]}
    return msgspec.structs.replace(before, **values)


def _pair_links(before: tuple[Link, ...], wanted: tuple[Link, ...]) -> dict[Link, Link]:
    """Return the links that lead elsewhere now: each with the one that has its place and label."""
    pairs = zip(before, wanted, strict=False)
    return {
        old: new
        for old, new in pairs
        if old.label == new.label and old != new and old not in wanted and new not in before
    }


def _agree(said: Paper | None, wanted: Paper, fields: tuple[str, ...]) -> bool:
    """Tell whether two papers have these fields in common.

    A new link may stand where its key belongs; another generator's key that ours supersedes has become unknown.
    """
    if said is None:
        return False
    links = said.links if sorted(said.links, key=repr) != sorted(wanted.links, key=repr) else wanted.links
    extra = wanted.extra if wanted.extra.items() <= said.extra.items() else said.extra
    alike = msgspec.structs.replace(said, links=links, extra=extra)
    return all(getattr(alike, field) == getattr(wanted, field) for field in fields)


def _amend_field(text: str, field: str, before: Paper, wanted: Paper) -> str:
    front = split(text, "")
    stated = _states(front, field)
    if is_empty(getattr(before, field)) and field != "abstract" and stated:
        raise _refuse(f"what '{field}' says now can't be understood")
    if field == "abstract" and not stated and (split_body(front.body)[0] or not _find_value(front, field)):
        return _replace_abstract(text, front, wanted.abstract)
    if field == "links":
        for old, new in _pair_links(before.links, wanted.links).items():
            text = _move_link(text, old, new)
        for link in wanted.links[len(before.links) :]:
            text = _add_link(text, link)
        return text
    if field == "container":
        for name, value in wanted.container.items():
            if value != before.container.get(name, ""):
                text = _set_part(text, name, value)
        return text
    tree = wanted.abstract if field == "abstract" else express(wanted).get(field, "")
    return _amend_key(text, field, tree, wanted)


def _amend_key(text: str, key: str, tree: Tree, wanted: Paper | None = None) -> str:
    """Change a value where it stands, or else under our key at the top, which wins over another generator's."""
    front = split(text, "")
    if front.mark == "+++":
        return toml_edits.set_value(text, front, key, tree)
    where = _find_value(front, key)
    if where:
        amended = yaml_edits.apply_edits(text, _edit_value(_open(text, front), front, where, key, tree))
        if where == (key,) or wanted is None or _agree(_read(amended), wanted, (key,)):
            return amended
    if tree in _NOTHING:
        return text
    root = _compose(front)
    return yaml_edits.apply_edits(text, [yaml_edits.add_key(_open(text, front), root, key, tree, _rank)])


def _edit_value(sheet: SourceBuffer, front: FrontMatter, where: Where, key: str, tree: Tree) -> list[Edit]:
    parent, name, node = _walk(_compose(front), where)
    flow = bool(parent.flow_style)
    if tree in _NOTHING:
        return [yaml_edits.delete_key(sheet, parent, name, node)]
    if isinstance(node, SequenceNode) and isinstance(tree, list | tuple) and node.value:
        try:
            return yaml_edits.edit_items(sheet, node, tree, partial(_express_item, key))
        except Unfit:
            if any(yaml_edits.find_comments(sheet, sheet.find_start(node), node)):
                raise
    if any(isinstance(item, MappingNode) for item in (node, *(node.value if isinstance(node, SequenceNode) else ()))):
        raise Unfit
    column = int(name.start_mark.column)
    return [yaml_edits.replace_value(sheet, str(where[-1]), node, tree, indent=column, flow=flow)]


def _set_part(text: str, name: str, value: str) -> str:
    """Set a part of the bibliographic record where it stands, under its own key, or in ``container``."""
    front = split(text, "")
    raw, _ = load(front, "")
    rest = raw.get("container", "")
    inside = rest if isinstance(rest, dict) else {}
    if name not in inside and name in _PART_KEYS:
        return _amend_key(text, _PART_KEYS[name], value)
    if front.mark == "+++" or not inside:
        return _amend_key(text, "container", {**inside, name: value})
    sheet = _open(text, front)
    _, _, node = _walk(_compose(front), ("container",))
    return yaml_edits.apply_edits(text, yaml_edits.edit_mapping(sheet, node, {}, {name: value}))


def _add_link(text: str, link: Link) -> str:
    """Add a link under the key that labels it, or else to the list of links."""
    front = split(text, "")
    if link.label in LINK_KEYS and not _find_value(front, link.label):
        return _amend_key(text, link.label, link.url)
    where = _find_value(front, "links")
    if front.mark == "+++":
        return toml_edits.add_link(text, front, link)
    if not where:
        return _amend_key(text, "links", [express_link(link)])
    sheet = _open(text, front)
    _, _, node = _walk(_compose(front), where)
    if isinstance(node, SequenceNode) and node.value:
        trees = [*(build(item) for item in node.value), express_link(link)]
        return yaml_edits.apply_edits(text, yaml_edits.edit_items(sheet, node, trees, build))
    if isinstance(node, MappingNode) and node.value:
        return yaml_edits.apply_edits(text, [yaml_edits.add_key(sheet, node, link.label, link.url, lambda _: 0)])
    return _amend_key(text, "links", [express_link(link)])


def _move_link(text: str, old: Link, new: Link) -> str:
    """Write another address where a link's stands. Raises Unfit where that isn't one place."""
    front = split(text, "")
    if front.mark == "+++":
        return toml_edits.move_link(text, front, old, new)
    root = _compose(front)
    places = [value.where for value in _understand(front)[0] if value.key in (old.label, "links")]
    scalars = [scalar for where in places for scalar in yaml_edits.list_scalars(_walk(root, where)[2])]
    nodes = [scalar for scalar in scalars if scalar.value.strip() == old.url]
    if len(nodes) != 1:
        raise Unfit
    return yaml_edits.apply_edits(
        text, [yaml_edits.replace_value(_open(text, front), "", nodes[0], new.url, flow=True)]
    )


def _replace_abstract(text: str, front: FrontMatter, abstract: str) -> str:
    sheet = _open(text, front)
    first, last = find_abstract(front.body)
    old = front.body[first:last]
    if "<!--" in old:  # a person's words, for which there would be no place
        raise Unfit
    new = abstract.replace("\n", sheet.newline)
    start = front.rest + first
    if old.strip():
        start += len(old) - len(old.lstrip())
        return text[:start] + new + text[start + len(old.strip()) :]
    gap = "" if text[:start].endswith(("\n", "\r")) else sheet.newline
    end = sheet.newline * (2 if front.body[first:].strip() else 1)
    return text[:start] + gap + new + end + text[start:]


def _states(front: FrontMatter, key: str) -> bool:
    """Tell whether the entry says anything under a key of ours."""
    return any(value.key == key for value in _understand(front)[0])


def _find_value(front: FrontMatter, key: str) -> Where:
    """Return the way to the value that the entry states under a key of ours, or an empty way."""
    values, keys = _understand(front)
    found = next((value.where for value in values if value.key == key), ())
    return found or ((key,) if key in keys else ())


@lru_cache(maxsize=_SOME)
def _understand(front: FrontMatter) -> tuple[list[Value], frozenset[str]]:
    """Return the values of an entry under our keys, and all keys at the top."""
    raw, _ = load(front, "")
    return understand(raw, BY_KEY, [])[0], frozenset(raw)


@lru_cache(maxsize=_SOME)
def _read(text: str) -> Paper | None:
    return read_paper(text, "", "")[0]


def _walk(root: MappingNode, where: Where) -> tuple[MappingNode, Node, Node]:
    """Return the mapping that holds a value, its key's node and its own."""
    parent = root
    for step in where[:-1]:
        parent = next(value for key, value in reversed(parent.value) if key.value == step)
    name, node = next((key, value) for key, value in reversed(parent.value) if key.value == where[-1])
    return parent, name, node


@lru_cache(maxsize=_SOME)
def _compose(front: FrontMatter) -> MappingNode:
    root = compose(front, "")
    if root is None:
        raise Unfit
    return root


def _open(text: str, front: FrontMatter) -> SourceBuffer:
    line_end = _LINE_END.search(text)
    return SourceBuffer(text, front.start, line_end[0] if line_end else "\n")


def _rank(key: str) -> int:
    return _RANKS.get(ALIASES.get(key, key), -1)


def _express_item(key: str, node: Node) -> Tree:
    """Return an item of a list as it would be written now; one that states nothing is an empty text."""
    field = BY_KEY[key]
    items = field.write(field.read([build(node)], (key,), []))
    return items[0] if isinstance(items, list) and len(items) == 1 else ""


def _refuse(message: str) -> UserError:
    return UserError(Diagnostic("entry-not-amended", message, suggestion="change it by hand"))
