"""The pages of categories, and their index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from site_builder.pages.list_kind import ListKind
from site_builder.pages.site_context import view_category
from site_builder.text.arxiv_taxonomy import lookup

if TYPE_CHECKING:
    from site_builder.pages.site_context import SiteContext
    from site_builder.pages.views import ListView


class _Categories(ListKind):
    name, index = "category", "categories"
    abstracts = True

    def find_title(self, context: SiteContext, key: str) -> str:
        return view_category(context, key).name

    def view_list(self, context: SiteContext, key: str, count: int = 0) -> ListView:
        return view_category(context, key, count)

    def introduce(self, context: SiteContext, key: str) -> tuple[Markup, str]:
        """Return what a category is about: the curators' words, or else ours, which are English."""
        if self.find_text(context, key) or not context.site.language.startswith("en"):
            return super().introduce(context, key)
        known = lookup(key)
        return (Markup("<p>{}</p>").format(known.about), known.about) if known else super().introduce(context, key)


CATEGORY_LISTS = _Categories()
CATEGORY, CATEGORIES = CATEGORY_LISTS.make_page_kinds()
