"""Records → entries: a paper as a new content file, in the order and style that curators see everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.entries.author_reader import says_itself
from site_builder.entries.body import write_abstract
from site_builder.entries.schema_names import CONTAINER_KEYS, LINK_KEYS
from site_builder.entries.yaml_scalars import Tree, write_text, write_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.model import Authorship, Link, Paper

#: The order of keys in an entry.
KEYS: tuple[str, ...] = (
    "title", "authors", "et_al", "affiliations", "date", "categories", "score", "venue", "award", "type",
    *CONTAINER_KEYS, "container", "code", "pdf", *LINK_KEYS, "arxiv", "doi", "links", "tags", "language", "featured",
    "image", "image_alt", "draft", "redirect_from", "review",
)  # fmt: skip
#: Always in quotes: a title may hold anything, and identifiers look like numbers to other readers of YAML.
QUOTED = frozenset({"title", "arxiv", "doi", "review"})
#: Written as they are: our readers take every scalar for text, and so a date needs no quotes.
BARE = frozenset({"date"})
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
    """Return what an entry says about a paper, by key, in the order of `KEYS`, then what the house has no word for."""
    said: dict[str, Tree] = {}
    for field in paper.__struct_fields__:
        if field not in {"id", "links", "container", "extra", "abstract", "notes"}:
            value = getattr(paper, field)
            if field == "authors":
                said[field] = [express_authorship(authorship) for authorship in value]
            elif value or (field == "score" and value is not None):
                said[field] = value
    said.update(_express_links(paper.links))
    said.update(_express_container(paper.container))
    ordered = {key: said[key] for key in KEYS if key in said and said[key] != []}
    return {**ordered, **paper.extra}


def express_authorship(authorship: Authorship) -> Tree:
    """Return an author as an entry says it: the name alone, or a mapping where there is more to say."""
    said = {field: value for field in authorship.__struct_fields__ if (value := getattr(authorship, field))}
    return authorship.name if len(said) == 1 and says_itself(authorship.name) else said


def express_link(link: Link) -> Tree:
    """Return a link as an item of ``links``."""
    return {"label": link.label, "url": link.url}


def write_key(key: str, tree: Tree) -> list[str]:
    """Return a key and its value as lines of an entry."""
    name = write_text(key)
    if isinstance(tree, str):
        if key in BARE:
            return [f"{name}: {tree}"]
        return [f"{name}: {write_text(tree, style=_choose_style(key))}"]
    if isinstance(tree, list | tuple):
        flow = write_tree(tree)
        if key not in {"authors", "links"} and len(name) + len(flow) + 2 <= _LONGEST_FLOW:
            return [f"{name}: {flow}"]
        return [f"{name}:", *(f"  - {write_tree(item, flow=False)}" for item in tree)]
    return [f"{name}: {write_tree(tree)}"]


def _choose_style(key: str) -> str:
    return "'" if key in QUOTED else ""


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
