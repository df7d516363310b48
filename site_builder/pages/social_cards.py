"""The pictures that stand for papers where they are shared, for a site that names fonts to draw them with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, Location
from site_builder.pages.site_context import complete_url, view_date
from site_builder.pictures.picture import find_address
from site_builder.pictures.social_card import CardText, can_draw, find_missing, is_font
from site_builder.text.publication_status import find_venue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from site_builder.catalog.catalog import Entry
    from site_builder.model import Site
    from site_builder.pages.site_context import SiteContext

#: The name of a paper's card, in the folder of its page.
NAME = "card.png"
#: The colour of marks where the site chose none that is written as a number.
_ACCENT = "#006368"


def find_fonts(site: Site, static: Mapping[str, str]) -> tuple[tuple[str, ...], list[Diagnostic]]:
    """Return the paths of the fonts that the settings name, and a warning for each that is none."""
    paths, faults = [], []
    for written in site.social_card_fonts:
        path = static.get(find_address(written))
        if path and is_font(path):
            paths.append(path)
            continue
        message = f"'{written}' is no font, so nothing is drawn with it" if path else f"there is no file '{written}'"
        suggestion = "put a font (TTF or OTF) below content/static/, and write its path there"
        location = site.locate("social_card_fonts")
        faults.append(Diagnostic("social-card-font", message, location, suggestion, "warning"))
    return tuple(paths), faults


def describe_card(context: SiteContext, entry: Entry) -> CardText:
    """Return what the card of a paper says."""
    paper = entry.paper
    authors = ", ".join(authorship.name for authorship in paper.authors)
    venue, year = find_venue(paper), paper.date[:4]
    date = view_date(context, year) if year not in venue else None
    note = " · ".join(filter(None, (venue, date.text if date else "")))
    return CardText(entry.title_text, authors, context.site.title, note)


def has_card(context: SiteContext, entry: Entry) -> bool:
    """Tell whether a paper has a card: one with a picture of its own hasn't, nor one whose letters no font has."""
    return bool(context.fonts) and not entry.paper.image and can_draw(describe_card(context, entry), context.fonts)


def link_card(context: SiteContext, entry: Entry) -> str:
    """Return the whole address of a paper's card; empty if there is none."""
    return complete_url(context, f"{context.link('paper', entry.paper.id)}{NAME}") if has_card(context, entry) else ""


def find_accent(context: SiteContext) -> str:
    """Return the colour of the site's marks, as Pillow reads it."""
    accent = str(context.theme.options.get("accent", ""))
    return accent if re.fullmatch(r"#(?:[0-9A-Fa-f]{3}){1,2}", accent) else _ACCENT


def check_cards(context: SiteContext) -> Iterator[Diagnostic]:
    """Yield a hint for each paper without a card because no font has its letters."""
    for entry in context.catalog.entries if context.fonts else ():
        if entry.paper.image or has_card(context, entry):
            continue
        missing = find_missing(describe_card(context, entry), context.fonts)
        why = f"no font of 'social_card_fonts' has {missing}" if missing else "no font has all letters of a line"
        location = Location(f"content/papers/{entry.paper.id}.md")
        suggestion = "name a font with these letters as well"
        yield Diagnostic("social-card-letters", f"the paper has no social card: {why}", location, suggestion, "hint")
