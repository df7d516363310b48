"""Content, settings and a theme → the edition that all pages are made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from site_builder import __version__
from site_builder.catalog.catalog import find_catalog
from site_builder.catalog.people import find_owner, make_person_index
from site_builder.diagnostics import Diagnostic, Location, UserError
from site_builder.model import CheckSettings
from site_builder.pages.site_context import SiteContext
from site_builder.storage import cache
from site_builder.theming import i18n
from site_builder.theming.themes import find_theme
from site_builder.urls import RESERVED, fits, make_base

if TYPE_CHECKING:
    from pathlib import Path

    from site_builder.catalog.catalog import Catalog
    from site_builder.content.loader import Content


def make_site_context(
    content: Content, site_dir: Path, *, searchable: bool, preview: bool = False, catalog: Catalog | None = None
) -> tuple[SiteContext, tuple[Diagnostic, ...]]:
    """Return the edition and what doesn't fit together. Raises UserError when the theme can't be used.

    ``catalog`` is one made from the same entries before; it serves again when the curated people are the same too.
    """
    site = content.site
    searchable = searchable and bool(content.entries)
    base = make_base(site.base_url)
    theme, faults = find_theme(site, site_dir)
    if not any(folder.is_dir() for folder in theme.template_folders()):
        message, suggestion = (
            f"the theme '{theme.name}' has no templates",
            'write extends = "default", or add templates/',
        )
        raise UserError(Diagnostic("theme-config", message, Location(f"{theme.chain[0]}/theme.toml"), suggestion))
    words = i18n.load(theme.language_files(site.language))
    register = make_person_index(content.people, site)
    if catalog is None or catalog.person_index != register:
        catalog = find_catalog(content.entries, register, site_dir / ".cache")
    owner = find_owner(site, register)
    pages = {text.page.id: text for text in content.pages if text.page.id != "home"}
    home = next((text for text in content.pages if text.page.id == "home"), None)
    shared = (
        __version__,
        msgspec.structs.replace(site, lines={}, check=CheckSettings()),
        base,
        theme.fingerprint,
        theme.options,
        sorted(register.members),
        sorted(register.people),
        (known := catalog.authors.get(owner)) and (known.name, known.orcid),
        [(text.page.id, text.page.title) for text in content.categories.values()],
        [(text.page.id, text.page.title, text.page.menu, text.page.weight) for text in pages.values()],
        searchable,
        preview,
    )
    context = SiteContext(
        site=site,
        base=base,
        theme=theme,
        words=words,
        catalog=catalog,
        owner=owner,
        biographies=content.biographies,
        category_texts=content.categories,
        pages=pages,
        home=home,
        searchable=searchable,
        preview=preview,
        site_digest=cache.digest(repr(shared).encode()),
    )
    return context, (*faults, *_check(context))


def _check(context: SiteContext) -> list[Diagnostic]:
    """Return what of the content doesn't fit to the settings, the theme or the site's own addresses."""
    faults = []
    for name, text in context.pages.items():
        if name.lower() in RESERVED:
            message = f"the address /{name}/ belongs to the site itself"
            faults.append(Diagnostic("address-taken", message, Location(text.source), "give the file another name"))
    for code, positions in context.catalog.categories.items():
        if not fits(code):
            location = Location(f"content/papers/{context.catalog.entries[positions[0]].paper.id}.md")
            message = f"the category {code!r} can't be part of an address"
            faults.append(Diagnostic("address-unfit", message, location, "write a category's code, such as cs.CL"))
    language = context.site.language
    if context.words.language.partition("-")[0] != language.partition("-")[0]:
        message = f"the theme '{context.theme.name}' has no words in '{language}', and shows those it has"
        suggestion = f"add languages/{language}.toml to the theme"
        faults.append(Diagnostic("site-language", message, context.site.locate("language"), suggestion, "hint"))
    if context.owner and context.owner not in context.catalog.authors:
        message = f"the owner '{context.site.owner}' is no author here"
        suggestion = "write the id or the name of an author"
        faults.append(Diagnostic("site-owner", message, context.site.locate("owner"), suggestion, "warning"))
    return faults
