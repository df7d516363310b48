"""The pages of types of publication (all journal articles, all theses), and their index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.pages.list_kind import ListKind
from site_builder.pages.page_kind import never

if TYPE_CHECKING:
    from site_builder.pages.site_context import SiteContext


class _Types(ListKind):
    name, index = "type", "types"

    def find_title(self, context: SiteContext, key: str) -> str:
        """Return the name of a type of CSL in the site's language: the title of its own text, else a word of ours."""
        text = self.find_text(context, key)
        word: str = getattr(context.words.text, f"type_{key.replace('-', '_')}")
        return (text and text.page.title) or word


TYPE_LISTS = _Types()
TYPE, TYPES = TYPE_LISTS.make_page_kinds()
TYPES = TYPES._replace(in_menu=never)
