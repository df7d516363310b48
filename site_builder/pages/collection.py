"""The pages of collections, and their index: papers that a curator chose, one by one or by a rule."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import msgspec

from site_builder.catalog.people import find_people
from site_builder.diagnostics import Diagnostic
from site_builder.entries.locations import find_place, read_again
from site_builder.entries.reader import read_collection
from site_builder.model import Collection, Rule
from site_builder.pages.digests import digest
from site_builder.pages.list_kind import ListKind
from site_builder.pages.lists import cut_page
from site_builder.pages.page_kind import TextSource
from site_builder.pages.paper_lists import LISTS, PaperLists
from site_builder.pages.site_context import view_author
from site_builder.pages.views import AuthorView, GroupView
from site_builder.text.html import trust

if TYPE_CHECKING:
    from collections.abc import Collection as Keys
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from site_builder.content.loader import Text
    from site_builder.pages.digests import Digests
    from site_builder.pages.fragments import FragmentCache
    from site_builder.pages.page_kind import Page
    from site_builder.pages.page_views import ListPageView
    from site_builder.pages.site_context import SiteContext
    from site_builder.urls import Route

#: The codes of faults by the key in which they are.
_CODES = {"papers": "collection-papers", "rule": "collection-rule"}


class _Collections(PaperLists):
    name, index = "collection", "collections"

    def find_title(self, context: SiteContext, key: str) -> str:
        return context.texts["collections"][key].page.title or key

    def list_keys(self, context: SiteContext) -> Keys[str]:
        """Return the ids of the collections that have papers."""
        return [key for key, text in context.texts["collections"].items() if _choose_papers(context, text)]

    def find_papers(self, context: SiteContext, key: str) -> Sequence[int]:
        """Return the papers: those that are named, in their order, then those of the rule, newest first."""
        found = _choose_papers(context, context.texts["collections"][key])
        if not found:
            raise KeyError(key)
        return found


class _CollectionKind(ListKind):
    def group(
        self,
        context: SiteContext,
        route: Route,
        fragments: FragmentCache,
        positions: Sequence[int],
        totals: Mapping[str, int],
    ) -> tuple[GroupView, ...]:
        """Return papers that a curator named with their numbers and comments; those of a rule alone by year."""
        text = context.texts["collections"][route.key]
        choices = _read(text).papers
        if not choices:
            return super().group(context, route, fragments, positions, totals)
        places = context.catalog.position
        comments = {
            places[choice.id]: trust(comment)
            for choice, comment in zip(choices, text.comments, strict=True)
            if choice.id in places and comment
        }
        shown = cut_page(context, positions, route.number)
        cards = [fragments.comment(n, comments[n]) if n in comments else fragments.line(n) for n in shown]
        start = (route.number - 1) * context.site.per_page + 1
        return (GroupView("", "", "", len(positions), tuple(cards), start),)

    def view(self, context: SiteContext, route: Route, fragments: FragmentCache) -> ListPageView:
        """Return the page of a collection, with its curator."""
        curator = _read(context.texts["collections"][route.key]).curator
        view = super().view(context, route, fragments)
        return msgspec.structs.replace(view, curator=_view_curator(context, curator)) if curator else view

    def digest_text(self, digests: Digests, page: Page) -> bytes:
        """Return the digest of what the collection's file says but for its title, and of who the curator is."""
        context = digests.context
        text = context.texts["collections"][page.route.key]
        wish = _read(text).curator
        author_id = _find_author(context, wish)
        curator = digests.authors([author_id]) if author_id else b""
        return digest(msgspec.msgpack.encode((text.html, text.plain, text.comments, wish, curator)))


def _read(text: Text) -> Collection:
    """Return what a file in ``content/collections/`` says."""
    page = text.page
    return page if isinstance(page, Collection) else Collection(id=page.id)


def gather_collections(context: SiteContext) -> dict[int, tuple[str, ...]]:
    """Return the ids of the collections that have each paper, by the paper's position."""
    found: dict[int, list[str]] = {}
    for key, text in context.texts["collections"].items():
        for position in _choose_papers(context, text):
            found.setdefault(position, []).append(key)
    return {position: tuple(keys) for position, keys in found.items()}


def _view_curator(context: SiteContext, wish: str) -> AuthorView:
    author_id = _find_author(context, wish)
    return view_author(context, author_id) if author_id else AuthorView(wish, "")


def _find_author(context: SiteContext, wish: str) -> str:
    """Return the id of the author of this id or name; empty where nobody here has it."""
    catalog = context.catalog
    return next((one for one in find_people(wish, catalog.person_index) if wish and one in catalog.authors), "")


def _choose_papers(context: SiteContext, text: Text) -> tuple[int, ...]:
    collection, places = _read(text), context.catalog.position
    named = [places[choice.id] for choice in collection.papers if choice.id in places]
    found = [papers for _, papers in _apply(context, collection.rule)] if collection.rule else []
    matching = sorted(frozenset.intersection(*found)) if found else ()
    return tuple(dict.fromkeys((*named, *matching)))


def _apply(context: SiteContext, rule: Rule) -> Iterator[tuple[str, frozenset[int]]]:
    """Yield each condition of a rule with the papers that meet it."""
    facets, catalog = context.catalog.facets, context.catalog
    for name in Rule.__struct_fields__:
        if not (values := getattr(rule, name)):
            continue
        found: Iterable[Iterable[int]]
        if name == "years":
            ranges: Iterable[tuple[str, str]] = values
            found = [facets["year"][year] for first, last in ranges for year in facets["year"] if first <= year <= last]
        elif name == "author":
            ids = [_find_author(context, wish) for wish in values]
            found = [catalog.authors[author_id].papers for author_id in ids if author_id]
        elif name == "status":
            found = [facets["status"].get(status, ()) for status in values]
        else:
            lists = LISTS[name]
            keys = {lists.make_key(context, value) for value in values} & set(lists.list_keys(context))
            found = [lists.find_papers(context, key) for key in keys]
        yield name, frozenset(position for papers in found for position in papers)


def find_faults(context: SiteContext, site_dir: Path) -> Iterator[Diagnostic]:
    """Yield what collections name that isn't there, and rules that no paper fits to."""
    for text in context.texts["collections"].values():
        collection = _read(text)
        if not (collection.papers or collection.rule):
            yield _describe(text, site_dir, "papers", None, "the collection has no papers", "write papers: [id, …]")
        seen: set[str] = set()
        for number, choice in enumerate(collection.papers):
            if choice.id in seen:
                message, suggestion = f"'{choice.id}' is here twice", "remove one of the two"
                yield _describe(text, site_dir, "papers", number, message, suggestion)
            elif choice.id not in context.catalog.position:
                near = get_close_matches(choice.id, context.catalog.position, n=1)
                suggestion = f"did you mean '{near[0]}'?" if near else "write the name of a file in content/papers/"
                yield _describe(text, site_dir, "papers", number, f"there is no paper '{choice.id}'", suggestion)
            seen.add(choice.id)
        if collection.rule:
            yield from _doubt_rule(context, text, collection.rule, site_dir)


def _doubt_rule(context: SiteContext, text: Text, rule: Rule, site_dir: Path) -> Iterator[Diagnostic]:
    found = dict(_apply(context, rule))
    unmet = [name for name, papers in found.items() if not papers]
    for name in unmet:
        message = f"no paper meets the condition '{name}'"
        yield _describe(text, site_dir, "rule", name, message, "write it as the papers' entries have it")
    if not unmet and not (found and frozenset.intersection(*found.values())):
        message = "no paper meets all conditions of the rule" if found else "the rule has no conditions"
        yield _describe(text, site_dir, "rule", None, message, "write {tag: …, years: 2020-2024}, for example")


def _describe(
    text: Text, site_dir: Path, key: str, inner: int | str | None, message: str, suggestion: str
) -> Diagnostic:
    location = find_place(read_again(site_dir / text.source), text.source, key, inner)
    return Diagnostic(_CODES[key], message, location, suggestion, "warning")


COLLECTION, COLLECTIONS = _CollectionKind(_Collections(), TextSource(read_collection)).make_page_kinds()
