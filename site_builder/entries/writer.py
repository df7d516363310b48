"""Records → entries: a paper as a new content file, in the order and style that curators see everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.entries.body import write_abstract
from site_builder.entries.comparison import is_empty
from site_builder.entries.fields import BY_KEY, CONTAINER_KEYS, FIELDS, KEYS, LINK_KEYS, Quoting
from site_builder.entries.value_writers import express_link
from site_builder.entries.yaml_scalars import Tree, write_text, write_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.model import Link, Paper

_LONGEST_FLOW = 100


def compose_paper(paper: Paper) -> str:
    """Return a paper as a new entry, without its id (which is the file's name) and without empty keys.

    Reading it gives the paper back; the abstract in the form that `write_abstract` gives it.
    """
    lines = ["---"]
    for key, tree in express(paper).items():
        lines.extend(write_key(key, tree))
    lines.append("---")
    body = "\n\n".join(part for part in (write_abstract(paper.abstract), paper.notes) if part)
    return "\n".join([*lines, *([body] if body else []), ""])


def express(paper: Paper) -> dict[str, Tree]:
    """Return what an entry states about a paper, by key, in the order of `fields.KEYS`; then the unknown keys."""
    stated: dict[str, Tree] = {}
    for field in FIELDS:
        if field.place == "field" and field.key not in {"links", "container"}:
            value = getattr(paper, field.key)
            if not is_empty(value):
                stated[field.key] = field.write(value)
    stated.update(_express_links(paper.links))
    stated.update(_express_container(paper.container))
    return {key: stated[key] for key in KEYS if stated.get(key, []) != []} | paper.extra


def write_key(key: str, tree: Tree) -> list[str]:
    """Return a key and its value as lines of an entry."""
    name = write_text(key)
    if isinstance(tree, str):
        quoting = find_quoting(key)
        return [f"{name}: {tree if quoting == 'bare' else write_text(tree, style=_STYLES[quoting])}"]
    if isinstance(tree, list | tuple):
        flow = write_tree(tree)
        if not (key in BY_KEY and BY_KEY[key].items_on_lines) and len(name) + len(flow) + 2 <= _LONGEST_FLOW:
            return [f"{name}: {flow}"]
        return [f"{name}:", *(f"  - {write_tree(item, flow=False)}" for item in tree)]
    return [f"{name}: {write_tree(tree)}"]


def find_quoting(key: str) -> Quoting:
    """Return how the text under a key is quoted; an unknown key's like most."""
    return BY_KEY[key].quoting if key in BY_KEY else "plain"


_STYLES: dict[Quoting, str] = {"plain": "", "single": "'", "bare": ""}


def _express_links(links: tuple[Link, ...]) -> Iterator[tuple[str, Tree]]:
    """Links that have a key of their own come first; from the first that has none, or has it twice, all are listed."""
    keyed: dict[str, Tree] = {}
    rank = -1
    for link in links:
        place = LINK_KEYS.index(link.label) if link.label in LINK_KEYS else -1
        if place <= rank:
            break
        keyed[link.label], rank = link.url, place
    yield from keyed.items()
    yield "links", [express_link(link) for link in links[len(keyed) :]]


def _express_container(container: dict[str, str]) -> Iterator[tuple[str, Tree]]:
    rest: dict[str, Tree] = dict(container)
    for key, name in CONTAINER_KEYS.items():
        if value := rest.pop(name, ""):
            yield key, value
    if rest:
        yield "container", rest
