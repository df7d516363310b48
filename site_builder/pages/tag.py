"""The pages of tags, and their index.

Spellings that differ in case, accents or signs are one tag. Other words are one only where ``content/tags/<key>.md``
says so, by its ``title`` or its ``aliases``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.entries.reader import read_topic
from site_builder.pages.list_kind import ListKind
from site_builder.pages.page_kind import TextSource, never
from site_builder.pages.views import LinkView
from site_builder.text.tag_names import make_tag_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.pages.site_context import SiteContext


class _Tags(ListKind):
    name, index = "tag", "tags"
    text_source = TextSource(read_topic, make_tag_key)

    def find_title(self, context: SiteContext, key: str) -> str:
        """Return a tag's name: the title of its own text, else the spelling of its newest paper."""
        text = self.find_text(context, key)
        return (text and text.page.title) or self.list_printed(context, key)[0]


TAG_LISTS = _Tags()
TAG, TAGS = TAG_LISTS.make_page_kinds()
TAGS = TAGS._replace(in_menu=never)


def link_tags(context: SiteContext, tags: Iterable[str]) -> tuple[LinkView, ...]:
    """Return a paper's tags as it writes them, with links to their pages."""
    return tuple([LinkView(tag, context.link("tag", TAG_LISTS.make_key(context, tag)), "tag") for tag in tags])
