"""The files for other programs beside pages: citations of a paper or of a list, and the feed of a list.

The files of the home page, which are those of the whole site, are always made. For the others there is a setting
(``exports``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from site_builder.exports import signposting
from site_builder.model import EXPORTS
from site_builder.pages.views import HeadLinkView, LinkView
from site_builder.urls import API_INDEX, FEED_ATOM, FEED_JSON

if TYPE_CHECKING:
    from site_builder.model import Site
    from site_builder.pages.site_context import SiteContext
    from site_builder.urls import Route


class Format(NamedTuple):
    """A format of citations: its name for readers, the suffix of its files, its media type."""

    label: str
    suffix: str
    media_type: str


FORMATS = (
    Format("BibTeX", "bib", "application/x-bibtex"),
    Format("RIS", "ris", "application/x-research-info-systems"),
    Format("CSL-JSON", "json", "application/vnd.citationstyles.csl+json"),
)
FEEDS = {FEED_ATOM: "application/atom+xml", FEED_JSON: "application/feed+json"}
LINKSET = "linkset.json"


#: A site with more papers is large: what it makes for each paper apart is made on request only. 10,000 papers have
#: 40,000 files beside their pages, which take as long as three quarters of a build, and COinS in 100,000 places.
_MOST_PAPERS = 2000
_OF_EACH_PAPER = frozenset({"papers", "coins", "api"})


def is_large(papers: int) -> bool:
    """Tell whether a site with so many papers is large."""
    return papers > _MOST_PAPERS


def choose_exports(site: Site, papers: int) -> tuple[str, ...]:
    """Return which of `model.EXPORTS` a site with so many papers has."""
    if site.exports is not None:
        return site.exports
    return tuple([name for name in EXPORTS if name not in _OF_EACH_PAPER or not is_large(papers)])


def name_citation(form: Format) -> str:
    """Return the name of the file with the citation of one paper, in the folder of its page."""
    return f"citation.{form.suffix}"


def name_bibliography(form: Format) -> str:
    """Return the name of the file with the citations of a list, in the folder of its page."""
    return f"papers.{form.suffix}"


def has_bibliographies(context: SiteContext, kind: str) -> bool:
    """Tell whether there are citation files beside the lists of a page kind."""
    return kind == "home" or ("lists" in context.exports and _has_files(context, kind))


def has_feeds(context: SiteContext, kind: str) -> bool:
    """Tell whether there are feeds beside the lists of a page kind. A feed needs the address of the site."""
    if not context.base.url:
        return False
    return kind == "home" or ("feeds" in context.exports and _has_files(context, kind))


def _has_files(context: SiteContext, kind: str) -> bool:
    """Tell whether a site that asks for nothing has files beside the lists of a page kind.

    10,000 papers have some 5,000 tags, most of them of few papers; the files of these took as long as a whole build.
    """
    return kind != "tag" or context.site.exports is not None or not is_large(len(context.catalog.entries))


def link_downloads(context: SiteContext, route: Route) -> tuple[LinkView, ...]:
    """Return links to the files beside a list, for readers."""
    folder = context.link(route.kind, route.key)
    links = []
    if has_bibliographies(context, route.kind):
        links += [LinkView(form.label, folder + name_bibliography(form)) for form in FORMATS]
    if has_feeds(context, route.kind):
        links.append(LinkView(context.words.text.atom_feed, folder + FEED_ATOM, "feed"))
    return tuple(links)


def link_list(context: SiteContext, route: Route, title: str) -> list[HeadLinkView]:
    """Return links to the files beside a list, for the head of its page."""
    folder = context.link(route.kind, route.key)
    links = []
    if has_feeds(context, route.kind) and route.kind != "home":  # those of the site are linked from all pages
        links += [HeadLinkView("alternate", folder + name, media_type, title) for name, media_type in FEEDS.items()]
    if has_bibliographies(context, route.kind):
        links += [HeadLinkView("alternate", folder + name_bibliography(form), form.media_type) for form in FORMATS]
    if route.kind == "home" and "api" in context.exports:
        links.append(HeadLinkView("alternate", context.base.link(API_INDEX), "application/json"))
    return links


def link_paper(context: SiteContext, route: Route) -> list[signposting.Link]:
    """Return links to the files beside the page of a paper."""
    if "papers" not in context.exports:
        return []
    folder = context.locate(route) or context.link(route.kind, route.key)
    links = [signposting.Link("describedby", folder + name_citation(form), form.media_type) for form in FORMATS]
    if context.base.url:
        links.append(signposting.Link("linkset", folder + LINKSET, signposting.LINKSET_TYPE))
    return links
