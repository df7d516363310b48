"""What stands above a list of papers: filters with counts, the orders that it can have, and its chart by year.

A choice of a filter leads to the page of its papers. Where the whole list is on the page, it also holds the places of
its papers there, so that a script of the theme can filter in place; from a longer list a script leads to the search.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from site_builder.catalog.team import has_team
from site_builder.pages.digests import NOTHING, digest
from site_builder.pages.paper_lists import LISTS
from site_builder.pages.views import ChoiceView, FacetView, LinkView, ToolsView
from site_builder.text.folding import fold
from site_builder.text.publication_status import STATUSES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from site_builder.pages.digests import Digests
    from site_builder.pages.fragments import FragmentCache
    from site_builder.pages.page_kind import Page
    from site_builder.pages.site_context import SiteContext
    from site_builder.urls import Route

#: A list of fewer papers needs no filters.
_FEWEST = 8
#: The most papers of a list that a script filters in place.
_MOST = 100
#: The most values of a filter; for the others there is the index.
_VALUES = 12
#: All filters in their order.
_FACETS = (*LISTS, "member", "status", "code")
#: Where a choice leads that only a script can follow.
_NOWHERE = "#content"

#: The keys of each paper by facet and position.
Keys = dict[str, list[tuple[str, ...]]]


def view_tools(
    context: SiteContext,
    route: Route,
    fragments: FragmentCache,
    positions: Sequence[int],
    find_year: Callable[[str], str],
    own: tuple[str, str] | None = ("", ""),
) -> ToolsView | None:
    """Return the tools of a list; None for a short one, and on its further pages.

    ``find_year`` returns the address of a year. ``own`` is the facet and the key by which a search finds the papers of
    the list; it is None where there are none, and empty for all papers of the site.
    """
    if route.number > 1 or len(positions) < _FEWEST:
        return None
    whole = len(positions) <= min(context.site.per_page, _MOST)
    search = ""
    if context.searchable and own is not None:
        facet, key = own
        search = f"{context.link('search')}?{f'{facet}={quote(key)}&' if facet else ''}"
    keys = fragments.share("keys of papers", "", lambda: _gather_keys(context))
    rest = fragments.share(
        "indexes in filters", "", lambda: {facet: _link_index(context, facet) for facet in (*LISTS, "member")}
    )
    maker = _Maker(context, positions, find_year, search, whole, rest)
    facets = [maker.view_facet(facet, keys[facet], own[1] if own and own[0] == facet else "") for facet in _FACETS]
    orders = tuple(maker.list_orders()) if whole or search else ()
    return ToolsView(tuple([facet for facet in facets if facet]), orders, search, whole)


def digest_tools(digests: Digests, page: Page, positions: Sequence[int]) -> bytes:
    """Return the digest of all that the tools of a list are made from."""
    if page.route.number > 1 or len(positions) < _FEWEST:
        return NOTHING
    names = digests.share("names in filters", "", lambda: repr(_list_names(digests.context)).encode())
    return digest(digests.details(positions) + digests.names(positions) + names)


def _list_names(context: SiteContext) -> list[object]:
    """Return the names of lists and members, and the keys of lists, which are counted."""
    catalog = context.catalog
    names = [catalog.names[facet] for facet in ("venue", "tag")]
    keys = [list(catalog.facets[facet]) for facet in ("category", "type", "year")]
    members = [(member, catalog.authors[member].name) for member in _list_members(context)]
    return [names, keys, members]


def _list_members(context: SiteContext) -> list[str]:
    catalog = context.catalog
    return sorted(member for member in catalog.person_index.members if member in catalog.authors)


def _gather_keys(context: SiteContext) -> Keys:
    """Return the keys of all papers; for each list of them they are only counted."""
    catalog = context.catalog
    keys: Keys = {facet: [()] * len(catalog.entries) for facet in _FACETS}
    for facet in _FACETS:
        if facet == "member":
            found: Iterable[tuple[str, Sequence[int]]] = [
                (member, catalog.authors[member].papers) for member in _list_members(context)
            ]
        elif facet in LISTS:
            lists = LISTS[facet]
            found = [(key, lists.find_papers(context, key)) for key in lists.list_keys(context)]
        else:
            found = [(key, papers) for key, papers in catalog.facets[facet].items() if key]
        of_papers = keys[facet]
        for key, papers in found:
            for position in papers:
                of_papers[position] = (*of_papers[position], key)
    return keys


def _link_index(context: SiteContext, facet: str) -> LinkView:
    """Return the link to the index of all values of a filter."""
    text = context.words.text
    if facet == "member":
        return LinkView(text.members, context.link("team" if has_team(context.catalog, context.site) else "authors"))
    lists = LISTS[facet]
    count = context.words.count(lists.index, len(lists.list_keys(context)))
    return LinkView(text.all_of.replace("{lists}", count), context.link(lists.index))


def _distinguish(choices: Sequence[ChoiceView]) -> tuple[ChoiceView, ...]:
    """Return choices with the key behind a label that two of them have: ``Machine Learning (cs.LG)``."""
    counted = Counter(choice.label for choice in choices)

    def name(choice: ChoiceView) -> str:
        return f"{choice.label} ({choice.value})" if counted[choice.label] > 1 else choice.label

    return tuple([msgspec.structs.replace(choice, label=name(choice)) for choice in choices])


class _Maker:
    """Makes the filters and orders of one list."""

    def __init__(
        self,
        context: SiteContext,
        positions: Sequence[int],
        find_year: Callable[[str], str],
        search: str,
        whole: bool,
        rest: Mapping[str, LinkView],
    ) -> None:
        self._context = context
        self._positions = positions
        self._find_year = find_year
        self._search = search
        self._whole = whole
        self._rest = rest

    def view_facet(self, facet: str, keys: Sequence[tuple[str, ...]], own: str) -> FacetView | None:
        """Return a filter; None where it leaves no choice. ``own`` is the key that all papers have."""
        text = self._context.words.text
        places: dict[str, list[int]] = {}
        for place, position in enumerate(self._positions):
            for key in keys[position]:
                places.setdefault(key, []).append(place)
        places.pop(own, None)
        if facet == "code":
            if not 0 < len(places.get("yes", ())) < len(self._positions) or not (self._whole or self._search):
                return None
            return FacetView(facet, text.has_code, (self._view_choice(facet, "yes", places["yes"]),))
        if len(places) < 2 or (facet == "status" and not (self._whole or self._search)):
            return None
        shown = self._arrange(facet, places)[:_VALUES]
        choices = _distinguish([self._view_choice(facet, key, places[key]) for key in shown])
        label: str = getattr(text, facet)
        return FacetView(facet, label, choices, self._rest[facet] if len(places) > _VALUES else None)

    def _arrange(self, facet: str, places: Mapping[str, Sequence[int]]) -> list[str]:
        """Return the keys in the order of a filter: years from the last, other values from the most frequent."""
        if facet == "year":
            return sorted(places, reverse=True)
        if facet == "status":
            return sorted(places, key=STATUSES.index)
        return sorted(places, key=lambda key: (-len(places[key]), key))

    def _view_choice(self, facet: str, key: str, places: Sequence[int]) -> ChoiceView:
        spelled = " ".join(map(str, places)) if self._whole else ""
        return ChoiceView(self._name(facet, key), self._find_url(facet, key), len(places), key, spelled)

    def _name(self, facet: str, key: str) -> str:
        context = self._context
        if facet in LISTS:
            return LISTS[facet].find_title(context, key)
        if facet == "member":
            return context.catalog.authors[key].name
        if facet == "status":
            name: str = getattr(context.words.text, f"status_{key.replace(' ', '_')}")
            return name
        return context.words.text.has_code if facet == "code" else key

    def _find_url(self, facet: str, key: str) -> str:
        context = self._context
        if facet == "year":
            return self._find_year(key)
        if facet in LISTS:
            return context.link(facet, key)
        if facet == "member":
            return context.link("author", key)
        return f"{self._search}{facet}={quote(key)}" if self._search else _NOWHERE

    def list_orders(self) -> Iterable[ChoiceView]:
        """Yield the orders of the list; those by a number only where papers have different ones."""
        entries, text = self._context.catalog.entries, self._context.words.text
        papers = [entries[position] for position in self._positions] if self._whole else []
        ranks: dict[str, list[tuple[object, int]]] = {
            "date": [(0, place) for place in range(len(papers))],
            "title": [(fold(paper.title_text), place) for place, paper in enumerate(papers)],
        }
        numbers: dict[str, list[float | None]] = {
            "score": [paper.paper.score for paper in papers],
            "citations": [paper.paper.citations for paper in papers],
        }
        for name, values in numbers.items():
            if len(set(values)) > 1:
                ranks[name] = [(float("inf") if value is None else -value, n) for n, value in enumerate(values)]
        if not self._whole:
            ranks["score"] = []
        labels = {name: getattr(text, f"by_{name}") for name in ranks}
        for name, ranked in ranks.items():
            spelled = " ".join(str(place) for _, place in sorted(ranked))
            url = f"{self._search}sort={name}" if self._search else _NOWHERE
            yield ChoiceView(labels[name], url, value=name, papers=spelled)
