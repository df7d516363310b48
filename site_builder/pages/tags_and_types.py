"""The pages of tags and of types of publication (all theses), and their indexes, which no menu has by itself."""

from __future__ import annotations

from site_builder.pages.list_kind import ListKind
from site_builder.pages.page_kind import never
from site_builder.pages.paper_lists import TAG_LISTS, TYPE_LISTS

TAG, TAGS = ListKind(TAG_LISTS).make_page_kinds()
TYPE, TYPES = ListKind(TYPE_LISTS).make_page_kinds()
TAGS, TYPES = TAGS._replace(in_menu=never), TYPES._replace(in_menu=never)
