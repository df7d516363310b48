"""Names for new papers: the id, which is the file's name and the address, and the citation key. Both stay for ever."""

from __future__ import annotations

import re
from itertools import chain, count
from typing import TYPE_CHECKING

from site_builder.markup import plain
from site_builder.text.citation_keys import make_free_key, make_key
from site_builder.text.folding import slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from site_builder.model import Paper

_LETTER = re.compile(r"\$\\([A-Za-z]+)\$")


class NewNames:
    """The ids and citation keys that are in use, or were. ``list_keys`` gives the keys; it is asked once, if at all."""

    def __init__(self, list_keys: Callable[[], Iterable[str]]) -> None:
        self._ids: set[str] = set()  # without case: some file systems know none
        self._list_keys = list_keys
        self._keys: set[str] | None = None

    def add_id(self, id: str) -> None:  # noqa: A002
        """Keep an id from being given again."""
        self._ids.add(id.casefold())

    def choose_id(self, paper: Paper) -> str:
        """Return a new paper's id: its title's slug, with the year and then a number where that is taken."""
        stem = slug_title(paper.title) or "paper"
        dated = f"{stem}-{paper.date[:4]}" if paper.date else stem
        names = chain([stem], number_names(dated, f"{dated}-{{}}"))
        return next(name for name in names if name.casefold() not in self._ids)

    def choose_key(self, paper: Paper) -> str:
        """Return a new paper's citation key: the source's own or one made of the paper, unique over the site."""
        if self._keys is None:
            self._keys = {key.lower() for key in self._list_keys()}
        key = make_free_key(make_key(paper), self._keys)
        self._keys.add(key.lower())
        return key


def slug_title(title: str) -> str:
    r"""Return the slug of a title as readers see it; a formula that is one letter goes by its name (``$\alpha$``)."""
    return slug(plain(_LETTER.sub(r"\1", title)).replace("$", " "))


def number_names(first: str, pattern: str) -> Iterator[str]:
    """Yield a name, then the pattern with 2, 3 and so on."""
    yield first
    for number in count(2):
        yield pattern.format(number)
