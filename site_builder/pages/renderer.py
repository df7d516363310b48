"""Pages → bytes: each template compiled once, each fragment that many pages show made once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from site_builder.exports.coins import compose as describe_coins
from site_builder.pages.authors import make_author_index
from site_builder.pages.card import view_card
from site_builder.pages.citations import Citations, cite
from site_builder.pages.kinds import BY_NAME
from site_builder.pages.site_context import People, SiteContext, view_site
from site_builder.pages.social_cards import describe_card, find_accent
from site_builder.pictures.store import read_card, read_copy
from site_builder.text.html import EMPTY, escape_text, trust
from site_builder.theming.templates.compiler import Templates
from site_builder.urls import Route

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from jinja2 import Environment
    from markupsafe import Markup

    from site_builder.pages.digests import Relate
    from site_builder.pages.fragments import AuthorIndex
    from site_builder.pages.views import CardView
    from site_builder.pictures.store import Order


T = TypeVar("T")

#: Templates that are rendered apart from pages.
PARTS = frozenset(("_card.html", "_head.html", "_header.html", "_footer.html", "options.css"))


class Renderer:
    """Renders the pages of one site. Not a value: it holds the compiled templates and the fragments made so far."""

    def __init__(self, context: SiteContext, relate: Relate, cache_dir: Path) -> None:
        self.context = context
        self.relate = relate
        self.cache_dir = cache_dir
        constants = {
            "site": view_site(context),
            "t": context.words.text,
            "counted": lru_cache(context.words.count),
            "number": lru_cache(context.words.number),
        }
        self._templates = Templates(self._open_environment, constants, cache_dir / "templates", context.site_digest)
        self.people = People(context)
        self._lines: dict[int, Markup] = {}
        self._coins: dict[int, Markup] = {}
        self._citations: dict[int, Citations] = {}
        self._shared: dict[tuple[str, str | int], Any] = {}
        self._frames: dict[str, dict[str, Markup]] = {}

    def _open_environment(self) -> Environment:
        # takes 40 ms to load; a build whose templates are all in the cache doesn't need it
        from site_builder.theming.templates.environment import PlainEnvironment, TracingEnvironment, make_environment

        kind = TracingEnvironment if self.context.preview else PlainEnvironment
        return make_environment(self.context.theme.template_folders(), kind)

    def prepare(self) -> None:
        """Make now what many pages share, so that processes forked from this one needn't make it."""
        for position in range(len(self.context.catalog.entries)):
            self.line(position)
        self.index_authors()

    def write_citations(self) -> bytes:
        """Return all citations, for `take_citations` of the same renderer in another process."""
        return msgspec.msgpack.encode([cite(self.context, n) for n in range(len(self.context.catalog.entries))])

    def take_citations(self, written: bytes) -> None:
        """Keep what `write_citations` returned."""
        self._citations = dict(enumerate(_CITATIONS.decode(written)))

    def render(self, route: Route) -> bytes:
        """Return the HTML of a page of the site. Raises UserError for a broken template."""
        kind = BY_NAME[route.kind]
        view = kind.view(self.context, route, self)
        return self._templates.render(kind.template, {"page": view, **self._frame(view.section)}).encode()

    def style(self) -> bytes:
        """Return the theme's options as a style sheet."""
        return self._templates.render("options.css", {}).encode()

    def copy_picture(self, order: Order) -> bytes:
        """Return the bytes of the one copy of a picture that is ordered. Raises OSError and Unreadable."""
        return read_copy(order, self.cache_dir)

    def social_card(self, position: int) -> bytes:
        """Return the picture that stands for the paper where it is shared."""
        context = self.context
        text = describe_card(context, context.catalog.entries[position])
        return read_card(text, context.fonts, find_accent(context), self.cache_dir)

    def card(self, position: int) -> Markup:
        """Return the card of the paper at this position of the catalog.

        It stands in two or three lists, and isn't kept: the cards of 100,000 papers would take 220 MB.
        """
        return self._render_part("_card.html", view_card(self.context, position, self.people)) + self.coins(position)

    def line(self, position: int) -> Markup:
        """Return that card without the text of the abstract."""
        return self.plain_line(position) + self.coins(position)

    def plain_line(self, position: int) -> Markup:
        """Return that line without COinS. Authors, years, papers and searches show it, so it is kept."""
        if (line := self._lines.get(position)) is None:
            view = view_card(self.context, position, self.people, abstract=False)
            line = self._lines[position] = self._render_part("_card.html", view)
        return line

    def picture_card(self, position: int) -> Markup:
        """Return the paper under its picture."""
        return self._render_part("_picture_card.html", view_card(self.context, position, self.people, abstract=False))

    def coins(self, position: int) -> Markup:
        """Return the paper's COinS, which are kept, too."""
        if "coins" not in self.context.exports:
            return EMPTY
        if (coins := self._coins.get(position)) is None:
            entry = self.context.catalog.entries[position]
            described = describe_coins(
                entry.paper, entry.title_text, self.context.locate(Route("paper", entry.paper.id))
            )
            span = f'\n<span class="Z3988" title="{escape_text(described)}" hidden></span>' if described else ""
            coins = self._coins[position] = trust(span)
        return coins

    def comment(self, position: int, comment: Markup) -> Markup:
        """Return that line with a curator's comment on the paper."""
        view = view_card(self.context, position, self.people, abstract=False)
        return self._render_part("_card.html", msgspec.structs.replace(view, comment=comment)) + self.coins(position)

    def cite(self, position: int) -> Citations:
        """Return the citations of the paper at this position of the catalog."""
        if (written := self._citations.get(position)) is None:
            written = self._citations[position] = cite(self.context, position)
        return written

    def index_authors(self) -> AuthorIndex:
        """Return the index of authors."""
        return self.share("authors", "", lambda: make_author_index(self.context))

    def share(self, kind: str, key: str | int, make: Callable[[], T]) -> T:
        """Return what ``make`` returned for the first page of a list that asked."""
        made: T | None = self._shared.get((kind, key))
        if made is None:
            made = self._shared[kind, key] = make()
        return made

    def _render_part(self, template: str, card: CardView) -> Markup:
        return trust(self._templates.render(template, {"card": card}).strip())

    def _frame(self, section: str) -> dict[str, Markup]:
        """Return what is the same on all pages of a section: the common part of the head, the header, the footer."""
        if section not in self._frames:
            self._frames[section] = {
                f"site_{part}": trust(self._templates.render(f"_{part}.html", {"section": section}).strip())
                for part in ("head", "header", "footer")
            }
        return self._frames[section]


_CITATIONS = msgspec.msgpack.Decoder(list[Citations])
_adopted: tuple[bytes, Renderer] | None = None


def render_for(share: Sequence[Route], token: bytes, site: tuple[SiteContext, Relate, Path]) -> list[bytes]:
    """Render some pages in any process or thread: for workers that share no memory with us and get all that a
    `Renderer` is made from.

    ``token`` identifies the site; other threads of the worker may render another site at the same time.
    """
    global _adopted  # the next shares will be of the same site
    adopted = _adopted
    if adopted is None or adopted[0] != token:
        adopted = _adopted = (token, Renderer(*site))
    return [adopted[1].render(route) for route in share]
