"""Pages → bytes: each template compiled once, each paper's card rendered once a process."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateError as JinjaError
from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError, UndefinedError

from site_builder.diagnostics import Diagnostic, Fault, Place
from site_builder.hypertext import trust
from site_builder.pages.cards import omit_abstract, view_card
from site_builder.pages.edition import Edition, view_site
from site_builder.pages.indexes import AuthorIndex, make_author_index
from site_builder.pages.plan import view_page
from site_builder.templating import Compiler, PlainEnvironment, TracingEnvironment, make_environment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from markupsafe import Markup

    from site_builder.pages.plan import Relate
    from site_builder.routes import Route
    from site_builder.templating import Render
    from site_builder.views import CardView


class Press:
    """Renders pages of one edition. Not a value: it holds the compiled templates and the cards made so far."""

    def __init__(self, edition: Edition, relate: Relate, cache_dir: Path | None = None) -> None:
        self.edition = edition
        self.relate = relate
        self.cache_dir = cache_dir
        self._site = view_site(edition)
        kind = TracingEnvironment if edition.preview else PlainEnvironment
        self._environment = make_environment(edition.theme.template_folders(), kind)
        constants = {
            "site": self._site,
            "t": edition.words.text,
            "counted": lru_cache(edition.words.count),
            "number": lru_cache(edition.words.number),
        }
        self._environment.globals |= constants
        self._compiler = Compiler(self._environment, constants, cache_dir, edition.frame)
        self._renders: dict[str, Render] = {}
        self._cards: dict[int, Markup] = {}
        self._lines: dict[int, Markup] = {}
        self._frames: dict[str, dict[str, Markup]] = {}
        self._authors: AuthorIndex | None = None

    def prepare(self) -> None:
        """Render every card and line now, so that processes forked from this one find them made."""
        for position in range(len(self.edition.catalog.entries)):
            card = view_card(self.edition, position)
            self._cards[position] = self._render_part("_card.html", card)
            self._lines[position] = self._render_part("_line.html", omit_abstract(card))

    def render(self, route: Route) -> bytes:
        """Return the page's HTML. Raises Fault for a broken template, KeyError for a page that there isn't."""
        view = view_page(self.edition, route, self, self.relate, self._index_authors)
        return self._run(f"{view.kind}.html", page=view, **self._frame(view.section)).encode()

    def render_text(self, template: str) -> bytes:
        """Return what a template makes of the site alone (a style sheet with the site's colours)."""
        return self._run(template).encode()

    def card(self, position: int) -> Markup:
        """Return the card of the paper at this position of the catalog."""
        if (card := self._cards.get(position)) is None:
            card = self._cards[position] = self._render_part("_card.html", view_card(self.edition, position))
        return card

    def line(self, position: int) -> Markup:
        """Return the line of the paper at this position of the catalog."""
        if (line := self._lines.get(position)) is None:
            view = omit_abstract(view_card(self.edition, position))
            line = self._lines[position] = self._render_part("_line.html", view)
        return line

    def _render_part(self, template: str, card: CardView) -> Markup:
        return trust(self._run(template, card=card).strip())

    def _index_authors(self) -> AuthorIndex:
        if self._authors is None:
            self._authors = make_author_index(self.edition)
        return self._authors

    def _frame(self, section: str) -> dict[str, Markup]:
        """Return what is the same on all pages of a section: the common part of the head, the header, the footer."""
        if section not in self._frames:
            self._frames[section] = {
                f"site_{part}": trust(self._run(f"_{part}.html", section=section).strip())
                for part in ("head", "header", "footer")
            }
        return self._frames[section]

    def _run(self, template: str, **values: Any) -> str:
        try:
            render = self._renders.get(template)
            if render is None:
                render = self._renders[template] = self._compiler.compile(template)
            return render(values)
        except Exception as error:
            return self._run_plainly(template, values, error)

    def _run_plainly(self, template: str, values: dict[str, Any], cause: Exception) -> str:
        """Let Jinja2 render what the compiled template can't, or say what is wrong, where."""
        try:
            return self._environment.get_template(template).render(values)
        except JinjaError as error:
            raise Fault(_describe(error, template, cause)) from error
        except Fault:
            raise
        except Exception as error:  # a template's own arithmetic or call, as in {{ 1 / 0 }}
            message = f"the template fails with {type(error).__name__}: {error}"
            raise Fault(Diagnostic("theme-template", message, _find_place(error, template))) from error


def _describe(error: JinjaError, template: str, cause: Exception) -> Diagnostic:
    """Describe an error of Jinja2; ``cause`` is what the compiled template said before it."""
    if isinstance(error, TemplateNotFound):
        message, place = f"there is no template '{error.name}'", _find_place(error, template)
        return Diagnostic("theme-template", message, place, "add it to the theme")
    if isinstance(error, TemplateSyntaxError):
        return Diagnostic("theme-template", str(error.message), Place(error.filename or template, error.lineno))
    message, remedy = str(error), ""
    if isinstance(error, UndefinedError) and isinstance(cause, AttributeError):
        message = f"'{cause.name}' is nothing that a {type(cause.obj).__name__} has"
        near = get_close_matches(str(cause.name), [name for name in dir(cause.obj) if name[0] != "_"], n=1)
        remedy = f"did you mean '{near[0]}'?" if near else ""
    return Diagnostic("theme-template", message, _find_place(error, template), remedy)


def _find_place(error: BaseException, template: str) -> Place:
    """Return the innermost template line of the traceback; Jinja2 maps compiled code back to template lines."""
    place, frame = Place(template), error.__traceback__
    while frame:
        name = frame.tb_frame.f_code.co_filename
        if re.search(r"\.(?:html|css)$", name):
            place = Place(name, frame.tb_lineno)
        frame = frame.tb_next
    return place


_adopted: tuple[bytes, Press] | None = None


def render_for(
    share: Sequence[Route], token: bytes, edition: Edition, relate: Relate, cache_dir: Path | None
) -> list[bytes]:
    """Render some pages in any process or thread: for workers that share no memory with us and are handed the edition.

    ``token`` tells one edition from another, which other threads may be rendering beside this one.
    """
    global _adopted  # the next shares will be of this edition, too
    adopted = _adopted
    if adopted is None or adopted[0] != token:
        adopted = _adopted = (token, Press(edition, relate, cache_dir))
    return [adopted[1].render(route) for route in share]
