"""Authors are sorted by the family name that a paper states, where the printed name doesn't tell it."""

from __future__ import annotations

from test_people import make_small_catalog

from site_builder.model import Authorship, Paper
from site_builder.text.person_names import sort_key


def test_a_stated_family_name_sorts_its_author() -> None:
    names = (Authorship("Gabriel García Márquez", family="García Márquez"), Authorship("Ann Lee"))
    authors = make_small_catalog([Paper(id="x", title="T", authors=names)]).authors
    keys = {author.name: author.sort_key or sort_key(author.name) for author in authors.values()}
    assert keys == {"Gabriel García Márquez": "garcia marquez\tgabriel", "Ann Lee": "lee\tann"}
