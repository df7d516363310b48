"""Content, settings and a theme → the site context that all pages are made from."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from site_builder import __version__
from site_builder.catalog.catalog import find_catalog
from site_builder.catalog.people import find_owner, make_person_index
from site_builder.diagnostics import Diagnostic, Location, UserError
from site_builder.exports.oai import MOST_RECORDS
from site_builder.model import Site
from site_builder.pages.collection import find_faults, gather_collections
from site_builder.pages.kinds import ADDRESSES, KINDS, TEXT_SOURCES
from site_builder.pages.menu import check_menu, choose_menu
from site_builder.pages.page_files import choose_exports
from site_builder.pages.site_context import SiteContext
from site_builder.pages.social_cards import find_fonts
from site_builder.pictures.picture import find_address
from site_builder.storage import cache
from site_builder.storage.file_stat import stat_file
from site_builder.text.repositories import make_edit_pattern
from site_builder.theming import i18n
from site_builder.theming.themes import find_theme
from site_builder.urls import fits, make_base

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.catalog.catalog import Catalog
    from site_builder.content.loader import Content, Text

#: Settings that no page shows, or one page alone: the lines on which settings stand, what `check` leaves out, what
#: the front page shows, and the repository for harvesters.
_UNSHOWN = frozenset({"lines", "check", "home", "oai"})


def make_site_context(
    content: Content, site_dir: Path, *, searchable: bool, preview: bool = False, catalog: Catalog | None = None
) -> tuple[SiteContext, tuple[Diagnostic, ...]]:
    """Return the site context, and what doesn't fit together. Raises UserError if the theme can't be used.

    ``catalog`` is one made from the same entries before; it is used again if the curated people are the same too.
    """
    site = content.site
    theme, faults = find_theme(site, site_dir)
    if not any(folder.is_dir() for folder in theme.template_folders()):
        message, suggestion = (
            f"the theme '{theme.name}' has no templates",
            'write extends = "default", or add templates/',
        )
        raise UserError(Diagnostic("theme-config", message, Location(f"{theme.chain[0]}/theme.toml"), suggestion))
    person_index = make_person_index(content.people, site)
    if catalog is None or catalog.person_index != person_index:
        catalog = find_catalog(content.entries, person_index, site_dir / ".cache")
    aliases, repeated = _find_aliases(content.texts)
    fonts, unfit = find_fonts(site, content.static)
    context = SiteContext(
        site=site,
        base=make_base(site.base_url),
        theme=theme,
        words=i18n.load(theme.language_files(site.language)),
        catalog=catalog,
        owner=find_owner(site, person_index),
        biographies=content.biographies,
        texts=content.texts,
        aliases=aliases,
        addresses=ADDRESSES,
        searchable=searchable and bool(content.entries),
        preview=preview,
        edit_pattern=make_edit_pattern(site.repository, site.branch) if site.repository else "",
        exports=choose_exports(site, len(content.entries)),
        history=content.history,
        pictures=content.pictures,
        fonts=fonts,
    )
    context = msgspec.structs.replace(context, menu=choose_menu(context), collections=gather_collections(context))
    shared = {name: cache.digest(repr(value).encode()) for name, value in _list_shared(context)}
    site_digest = cache.digest(*shared.values())
    context = msgspec.structs.replace(context, shared=shared, site_digest=site_digest)
    return context, (
        *faults,
        *unfit,
        *repeated,
        *check_menu(context),
        *_check(context),
        *find_faults(context, site_dir),
    )


def _list_shared(context: SiteContext) -> Iterator[tuple[str, object]]:
    """Yield everything that shows on every page, or on pages that don't name it among their inputs, with its name."""
    yield "the version of the program", __version__
    for field in Site.__struct_fields__:
        if field not in _UNSHOWN:
            yield f"'{field}' in content/site.toml", getattr(context.site, field)
    yield "the theme", (context.theme.name, context.theme.fingerprint, context.theme.options)
    people = context.catalog.person_index
    owner = context.catalog.authors.get(context.owner)
    yield "the list of members", sorted(people.members)
    yield "the list of files in content/authors", sorted(people.people)
    yield "the name of the site's owner", owner and (owner.name, owner.orcid)
    for folder in (folder for folder, source in TEXT_SOURCES.items() if source.named):
        pages = [text.page for text in context.texts[folder].values()]
        titles = [(page.id, page.title, page.menu, page.weight, page.aliases) for page in pages]
        yield f"a title in content/{folder}", titles
    photos = (person.photo for person in people.people.values())
    yield "a photo of a person", [context.pictures.get(find_address(photo)) for photo in photos if photo]
    yield "the logo", context.pictures.get(find_address(context.site.logo))
    yield "a font of social cards", [stat_file(Path(font).stat()) for font in context.fonts]
    yield "the menu", context.menu
    yield "which files are beside pages", context.exports
    yield "whether there is a search", context.searchable
    yield "whether this is a preview", context.preview


def _find_aliases(texts: dict[str, dict[str, Text]]) -> tuple[dict[str, dict[str, str]], list[Diagnostic]]:
    """Return the ids of texts by folder and by the keys of their subjects' names; and which two have one name."""
    aliases: dict[str, dict[str, str]] = {}
    faults = []
    for folder, source in TEXT_SOURCES.items():
        found: dict[str, str] = {}
        aliases[folder] = found
        if source.make_key is None:
            continue
        for text_id, text in texts[folder].items():
            names = filter(None, (text_id, text.page.title, *text.page.aliases))
            for key in dict.fromkeys(map(source.make_key, names)):
                other = found.setdefault(key, text_id)
                if other != text_id:
                    message = f"content/{folder}/{other}.md and {text.source} are both about '{key}'"
                    suggestion = "leave out the name in one of them"
                    faults.append(Diagnostic("address-taken", message, Location(text.source), suggestion, "warning"))
    return aliases, faults


def _check(context: SiteContext) -> list[Diagnostic]:
    """Return what of the content doesn't fit to the settings, the theme or the site's own addresses."""
    faults = []
    reserved = context.addresses.list_reserved(
        [kind.name for kind in KINDS if any(True for _ in kind.list_keys(context))]
    )
    for name, text in context.free_pages.items():
        if name.lower() in reserved:
            message = f"the address /{name}/ belongs to the site itself"
            faults.append(Diagnostic("address-taken", message, Location(text.source), "give the file another name"))
    for code, positions in context.catalog.facets["category"].items():
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
    if context.site.oai and len(context.catalog.cached) > MOST_RECORDS:
        message = f"oai.xml has the {MOST_RECORDS:,} papers that were added last: no static repository may have more"
        location, suggestion = context.site.locate("oai"), "take all papers from papers.json or from /api/"
        faults.append(Diagnostic("site-oai", message, location, suggestion, "hint"))
    for paper in context.site.home.selected or ():
        if paper not in context.catalog.position:
            near = get_close_matches(paper, context.catalog.position, n=1)
            suggestion = f"did you mean '{near[0]}'?" if near else "write the name of a file in content/papers/"
            message, location = f"there is no paper '{paper}' to select", context.site.locate("home.selected")
            faults.append(Diagnostic("site-selected", message, location, suggestion, "warning"))
    return faults
