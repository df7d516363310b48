"""What papers are chosen and ordered by in a search: tables beside the index.

They replace Pagefind's filters and sort orders, which take at least two bytes for each number and, for sort orders, are
loaded with every search. Papers are numbers, the oldest 0.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from site_builder.catalog.catalog import FACETS
from site_builder.pages.kinds import BY_NAME
from site_builder.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from site_builder.catalog.catalog import Entry
    from site_builder.model import Paper
    from site_builder.pages.site_context import SiteContext

#: What there may be of a paper beside its text and its code, by the labels of links.
_MATERIAL = {"dataset": "data", "video": "video", "slides": "slides"}

#: The numbers that papers are ordered by, the greatest first.
_NUMBERS: dict[str, Callable[[Paper], float | None]] = {
    "score": lambda paper: paper.score,
    "citations": lambda paper: paper.citations,
}


def compose_tables(context: SiteContext) -> dict[str, dict[str, Any]]:
    """Return the table of what ``papers`` are chosen by, with their count and their orders, and that of ``orders``.

    A facet has ``names`` (of values that differ from theirs), a list of ``sets`` of values, and for each paper the
    place of its set in there. An order by a number names only papers that have one; where none has, there is no order.
    """
    entries = context.catalog.entries[::-1]
    facets = {}
    for facet, values in _list_facets(context):
        given = [tuple(values.get(position, ())) for position in reversed(range(len(entries)))]
        if any(given):
            names = _distinguish({value: name for found in given for value, name in found if name != value})
            facets[facet] = [names, *_number_sets([tuple(value for value, _ in found) for found in given])]
    orders = _order(entries)
    return {"papers": {"count": len(entries), "facets": facets, "orders": list(orders)}, "orders": orders}


def _list_facets(context: SiteContext) -> Iterator[tuple[str, Mapping[int, list[tuple[str, str]]]]]:
    """Yield the facets, each with the values and their names by the position of the paper in the catalog."""
    catalog = context.catalog
    for facet in FACETS:
        yield facet, _gather(_list_values(context, facet))
    members = [author for author in catalog.authors.values() if author.member]
    yield "member", _gather((author.id, author.name, author.papers) for author in members)
    links = [{link.label.lower() for link in entry.paper.links} for entry in catalog.entries]
    for label, facet in _MATERIAL.items():
        yield facet, _gather([("yes", "yes", [place for place, labels in enumerate(links) if label in labels])])


def _list_values(context: SiteContext, facet: str) -> Iterator[tuple[str, str, Sequence[int]]]:
    """Yield the values of a facet with their names and papers; if they have pages, as these call them."""
    if kind := BY_NAME.get(facet):
        for key in kind.list_keys(context):
            if key and (found := kind.list_papers(context, key)):
                yield key, found.title, found.positions
    else:
        for key, positions in context.catalog.facets[facet].items():
            name = vars(context.words.text).get(f"{facet}_{key}".replace(" ", "_").replace("-", "_"), key)
            yield key, name, positions


def _gather(values: Iterable[tuple[str, str, Sequence[int]]]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for value, name, positions in values:
        for position in positions:
            found[position].append((value, name))
    return found


def _distinguish(names: Mapping[str, str]) -> dict[str, str]:
    """Return the names with the values behind those that two values share: ``Machine Learning (cs.LG)``."""
    counted = Counter(names.values())
    return {value: f"{name} ({value})" if counted[name] > 1 else name for value, name in names.items()}


def _number_sets(given: Sequence[tuple[str, ...]]) -> list[list[Any]]:
    """Return the sets that occur, the most common first (small numbers are short), and the place of each paper's."""
    counted = Counter(given)
    places = {chosen: place for place, chosen in enumerate(sorted(counted, key=lambda one: (-counted[one], one)))}
    return [list(places), [places[chosen] for chosen in given]]


def _order(entries: Sequence[Entry]) -> dict[str, list[int]]:
    titles = [(fold(entry.title_text) or "~", -number) for number, entry in enumerate(entries)]
    orders = {"title": sorted(range(len(titles)), key=titles.__getitem__)}
    for name, read in _NUMBERS.items():
        known = [(-value, -number) for number, entry in enumerate(entries) if (value := read(entry.paper)) is not None]
        if known:
            orders[name] = [-number for _, number in sorted(known)]
    return orders
