"""Lists of papers by something that they have in common: which there are, what they are called, which papers they have.

A kind of lists has a name (``venue``), which is that of the facet of the catalog and of the kind of its pages, and one
for all of them (``venues``): the address of their index, the folder in ``content/`` with the curators' words, and the
key of the words for them. `list_kind` makes the pages.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

from site_builder.pages.site_context import view_category
from site_builder.pages.views import LinkView, ListView
from site_builder.text.tag_names import make_tag_key
from site_builder.text.venue_names import make_venue_key

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from site_builder.content.loader import Text
    from site_builder.pages.site_context import SiteContext


class PaperLists(ABC):
    """All lists of one kind.

    ``spell_key`` returns the key of a name where names have several spellings; curators may then join further names by
    the ``aliases`` of a text.
    """

    name: ClassVar[str]
    index: ClassVar[str]
    spell_key: ClassVar[Callable[[str], str] | None] = None

    @abstractmethod
    def find_title(self, context: SiteContext, key: str) -> str:
        """Return the name of a list."""

    def list_keys(self, context: SiteContext) -> Collection[str]:
        """Return the keys of all lists that have papers."""
        aliases = context.aliases.get(self.index, {})
        return dict.fromkeys(aliases.get(key, key) for key in context.catalog.facets[self.name])

    def find_papers(self, context: SiteContext, key: str) -> Sequence[int]:
        """Return the papers of a list by their positions. Raises KeyError where there are none."""
        found = context.catalog.facets[self.name]
        lists = [found[joined] for joined in self._list_joined(context, key)]
        if not lists:
            raise KeyError(key)
        return lists[0] if len(lists) == 1 else tuple(sorted({position for papers in lists for position in papers}))

    def make_key(self, context: SiteContext, name: str) -> str:
        """Return the key of the list that has this name."""
        spell_key = type(self).spell_key
        key = spell_key(name) if spell_key else name
        return context.aliases.get(self.index, {}).get(key, key)

    def list_printed(self, context: SiteContext, key: str) -> list[str]:
        """Return the names that the papers of a list print for it, that of the newest paper first."""
        found, names = context.catalog.facets[self.name], context.catalog.names[self.name]
        joined = sorted(self._list_joined(context, key), key=lambda one: found[one])
        return list(dict.fromkeys(name for one in joined for name in names[one]))

    def list_aliases(self, context: SiteContext, key: str) -> Iterable[str]:
        """Return the keys of the names that the curators' file about a list gives it."""
        text, spell_key = self.find_text(context, key), type(self).spell_key
        if not text or not spell_key:
            return ()
        keys = dict.fromkeys(spell_key(name) for name in (text.page.title, *text.page.aliases) if name)
        return [name for name in keys if context.aliases[self.index][name] == key]

    def find_text(self, context: SiteContext, key: str) -> Text | None:
        """Return the curators' words about a list."""
        return context.texts.get(self.index, {}).get(key)

    def view_list(self, context: SiteContext, key: str, count: int = 0) -> ListView:
        """Return a list as other pages name it."""
        return ListView(self.find_title(context, key), context.link(self.name, key), count)

    def _list_joined(self, context: SiteContext, key: str) -> list[str]:
        """Return the keys in the catalog whose papers a list has."""
        found, aliases = context.catalog.facets[self.name], context.aliases.get(self.index, {})
        names = dict.fromkeys((key, *self.list_aliases(context, key)))
        return [name for name in names if name in found and aliases.get(name, name) == key]

    def _find_own_title(self, context: SiteContext, key: str) -> str:
        text = self.find_text(context, key)
        return text.page.title if text else ""


class _Categories(PaperLists):
    name, index = "category", "categories"

    def find_title(self, context: SiteContext, key: str) -> str:
        return view_category(context, key).name

    def view_list(self, context: SiteContext, key: str, count: int = 0) -> ListView:
        return view_category(context, key, count)


class _Venues(PaperLists):
    """A venue gathers the papers of all its years: ``NeurIPS 2024`` and ``NeurIPS 2025`` are ``NeurIPS``."""

    name, index = "venue", "venues"
    spell_key = staticmethod(make_venue_key)

    def find_title(self, context: SiteContext, key: str) -> str:
        return self._find_own_title(context, key) or self.list_printed(context, key)[0]


class _Tags(PaperLists):
    """Spellings that differ in case, accents or signs are one tag."""

    name, index = "tag", "tags"
    spell_key = staticmethod(make_tag_key)

    def find_title(self, context: SiteContext, key: str) -> str:
        return self._find_own_title(context, key) or self.list_printed(context, key)[0]


class _Types(PaperLists):
    """A type of publication has the name that CSL gives it as its key, and a word for it as its name."""

    name, index = "type", "types"

    def find_title(self, context: SiteContext, key: str) -> str:
        word: str = getattr(context.words.text, f"type_{key.replace('-', '_')}")
        return self._find_own_title(context, key) or word


class _Years(PaperLists):
    name, index = "year", "years"

    def find_title(self, _: SiteContext, key: str) -> str:
        return key

    def list_keys(self, context: SiteContext) -> Collection[str]:
        """Return the years that have papers, oldest first; undated papers have an empty key, and no list."""
        return [year for year in context.catalog.facets["year"] if year]

    def find_papers(self, context: SiteContext, key: str) -> Sequence[int]:
        if not key:
            raise KeyError(key)
        return context.catalog.facets["year"][key]


CATEGORY_LISTS, VENUE_LISTS, TAG_LISTS, TYPE_LISTS, YEAR_LISTS = _Categories(), _Venues(), _Tags(), _Types(), _Years()
#: All lists that the catalog gathers, by their names.
LISTS: dict[str, PaperLists] = {
    lists.name: lists for lists in (YEAR_LISTS, CATEGORY_LISTS, VENUE_LISTS, TAG_LISTS, TYPE_LISTS)
}


def link_venue(context: SiteContext, printed: str) -> str:
    """Return what an ``href`` holds to reach the page of the venue that a paper prints; empty if it prints none."""
    return context.link("venue", VENUE_LISTS.make_key(context, printed)) if printed else ""


def link_tags(context: SiteContext, tags: Iterable[str]) -> tuple[LinkView, ...]:
    """Return a paper's tags as it writes them, with links to their pages."""
    return tuple([LinkView(tag, context.link("tag", TAG_LISTS.make_key(context, tag)), "tag") for tag in tags])
