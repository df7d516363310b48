"""The pages of categories, and their index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from site_builder.pages.list_kind import ListKind
from site_builder.pages.paper_lists import CATEGORY_LISTS
from site_builder.text.arxiv_taxonomy import lookup

if TYPE_CHECKING:
    from site_builder.pages.site_context import SiteContext


class _CategoryKind(ListKind):
    abstracts = True

    def introduce(self, context: SiteContext, key: str) -> tuple[Markup, str]:
        """Return what a category is about: the curators' words, or else ours, which are English."""
        if self.lists.find_text(context, key) or not context.site.language.startswith("en"):
            return super().introduce(context, key)
        known = lookup(key)
        return (Markup("<p>{}</p>").format(known.about), known.about) if known else super().introduce(context, key)


CATEGORY, CATEGORIES = _CategoryKind(CATEGORY_LISTS).make_page_kinds()
