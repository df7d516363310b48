"""The records that every package works with: papers, authors, links, people, pages. They are frozen and do no work."""

from __future__ import annotations

from typing import Any

import msgspec

from site_builder.diagnostics import Location

#: Dates are text as the source knows them: ``2025``, ``2025-03`` or ``2025-03-06``; empty when unknown. No day is
#: ever invented.
Date = str


class Authorship(msgspec.Struct, frozen=True, omit_defaults=True):
    """An author of one paper, with the name as the paper prints it. `catalog.people` finds out who that person is.

    ``id`` names a curated author. ``group`` marks a team, a company or a collaboration, whose name is not split into
    given and family names. ``affiliations`` are names of institutions. ``family``, ``given``, ``particle`` and
    ``suffix`` are empty where `text.person_names.split_name` finds them in the printed name. ``roles`` are what the
    author did for the paper, in the terms of CRediT (https://credit.niso.org).
    """

    name: str
    orcid: str = ""
    equal: bool = False
    corresponding: bool = False
    affiliations: tuple[str, ...] = ()
    id: str = ""
    group: bool = False
    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    roles: tuple[str, ...] = ()


class Link(msgspec.Struct, frozen=True, omit_defaults=True):
    """An address with the words to show for it."""

    label: str
    url: str


class Funding(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who paid for the work: the funder's name or a sentence, the number of the award, and its address."""

    funder: str
    award: str = ""
    url: str = ""


class Version(msgspec.Struct, frozen=True, omit_defaults=True):
    """One version of a paper (``v1``, ``published``) with its date and address; ``record`` marks the version of
    record, which is the one to cite."""

    label: str
    date: Date = ""
    url: str = ""
    links: tuple[Link, ...] = ()
    record: bool = False


class Notice(msgspec.Struct, frozen=True, omit_defaults=True):
    """A correction or a retraction: its date, the address of the published notice, and the reason in one sentence."""

    date: Date = ""
    notice: str = ""
    reason: str = ""


class Paper(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A paper as its entry states it; a field that the entry doesn't state is empty.

    `entries.fields` has a row for each field: how it is read, written and merged, and what it means.

    ``title``, ``abstract`` and ``notes`` are sources (Markdown with LaTeX text and mathematics). ``key`` is the
    citation key. ``status`` is one of `text.publication_status.STATUSES`. ``code`` is an address, or True when there
    is code at an unknown address. ``links`` holds every other address in the entry's order (``project``, ``video`` ...
    labelled by their key). ``image`` is a path below the site's root. ``redirect_from`` holds the addresses at which
    the paper was before (see `urls.spell_old`). ``ror`` holds ROR ids of institutions by the names that affiliations
    have. ``license`` is an SPDX identifier or an address. ``container`` holds
    the other bibliographic fields under their CSL names (``volume``, ``issue``, ``page``, ``publisher``, ``ISSN``,
    ``PMID`` ...).
    """

    id: str = ""
    key: str = ""
    title: str
    authors: tuple[Authorship, ...] = ()
    et_al: bool = False
    affiliations: tuple[str, ...] = ()
    ror: dict[str, str] = {}
    date: Date = ""
    categories: tuple[str, ...] = ()
    score: float | None = None
    citations: int | None = None
    venue: str = ""
    award: str = ""
    type: str = ""
    status: str = ""
    code: str | bool = False
    pdf: str = ""
    arxiv: str = ""
    doi: str = ""
    links: tuple[Link, ...] = ()
    tags: tuple[str, ...] = ()
    license: str = ""
    funding: tuple[Funding, ...] = ()
    versions: tuple[Version, ...] = ()
    erratum: tuple[Notice, ...] = ()
    retracted: Notice | None = None
    featured: bool = False
    image: str = ""
    image_alt: str = ""
    draft: bool = False
    redirect_from: tuple[str, ...] = ()
    language: str = ""
    review: str = ""
    container: dict[str, str] = {}
    extra: dict[str, Any] = {}
    abstract: str = ""
    notes: str = ""


class Reading(msgspec.Struct, frozen=True):
    """One way to read which words are the title and which the names.

    ``layout`` says in a few words how a list is written that is read so (``authors first``): all papers of the list
    that are in doubt for that reason have a reading of that layout. Empty when the doubt is about one paper.
    """

    title: str
    authors: tuple[str, ...]
    layout: str = ""


class ParsedPaper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper as a source shows it, before it is an entry.

    ``label`` is the category as the source prints it (``CL``). ``why`` is one sentence for a person when the
    source doesn't settle something, and ``alternatives`` are the other ways to read it, best first; ``layout`` is the
    paper's own, where they have some.
    ``key`` is the identifier the source itself uses (a BibTeX key), if any. ``version`` and ``updated`` (a date) say
    which version of a preprint the source shows; 0 and empty when it doesn't tell. ``has_name_parts``: the source
    states which part of a name is the family name.
    """

    paper: Paper
    location: Location
    label: str = ""
    why: str = ""
    alternatives: tuple[Reading, ...] = ()
    layout: str = ""
    key: str = ""
    version: int = 0
    updated: str = ""
    has_name_parts: bool = False


class Person(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A curated author: ``content/authors/<id>.md``. ``biography`` is Markdown; ``photo`` is below ``static/``;
    ``redirect_from`` as a paper's. ``summary`` is one sentence about the person. ``alumni`` marks somebody who has left
    the lab, and ``now`` says as what and where he or she works since."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    orcid: str = ""
    role: str = ""
    affiliation: str = ""
    photo: str = ""
    links: tuple[Link, ...] = ()
    biography: str = ""
    member: bool = False
    redirect_from: tuple[str, ...] = ()
    summary: str = ""
    interests: tuple[str, ...] = ()
    alumni: bool = False
    now: str = ""


class FreePage(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A free page (``content/pages/<id>.md``), a text about a list of papers (``content/venues/<key>.md``), or news.

    ``aliases`` are other names of what the text is about. ``date`` is that of news, as precise as it is known.
    ``redirect_from`` is the same as a paper's.
    """

    id: str
    title: str = ""
    text: str = ""
    menu: bool = True
    weight: int = 0
    redirect_from: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    date: str = ""


class Choice(msgspec.Struct, frozen=True):
    """A paper in a collection by its id, and why it is there, as Markdown."""

    id: str
    comment: str = ""


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """Which papers a collection has: those that fit to all conditions, of each to one of its values.

    ``years`` holds the first and the last year of each range. ``author`` holds ids and names.
    """

    tag: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    venue: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    years: tuple[tuple[str, str], ...] = ()
    status: tuple[str, ...] = ()
    type: tuple[str, ...] = ()


class Collection(FreePage, frozen=True, omit_defaults=True, kw_only=True):
    """A curator's choice of papers (``content/collections/<id>.md``): single ones in an order, and those of a rule.

    ``curator`` is the id or the name of a person.
    """

    curator: str = ""
    papers: tuple[Choice, ...] = ()
    rule: Rule | None = None


class Category(msgspec.Struct, frozen=True):
    """A subject by its arXiv code (``cs.CL``), its name, and the group it belongs to (``Computer Science``).

    ``about`` is a sentence on what it covers, as plain text.
    """

    code: str
    name: str
    group: str = ""
    about: str = ""


class RoleGroup(msgspec.Struct, frozen=True):
    """A group of the team: its heading, and the roles of its people."""

    heading: str
    roles: tuple[str, ...]


class CheckSettings(msgspec.Struct, frozen=True):
    """What a site wants to hear of its faults: ``ignore`` holds codes of warnings and hints that aren't told."""

    ignore: tuple[str, ...] = ()


class HomeLink(Link, frozen=True):
    """A link at the head of the front page; one of them is ``primary``."""

    primary: bool = False


#: The blocks of the front page, in the order in which they stand where a site doesn't say otherwise.
HOME_BLOCKS = ("hero", "selected", "news", "papers")


class HomeSettings(msgspec.Struct, frozen=True):
    """What a site wants on its front page.

    ``blocks`` are some of `HOME_BLOCKS` in their order. ``institution`` stands above the sentence of the site. Without
    ``links`` those of the site stand there. ``selected`` are the ids of the selected papers in their order; without it
    these are the featured papers. ``repeat_selected`` tells that the list below has them too.
    """

    blocks: tuple[str, ...] = HOME_BLOCKS
    institution: str = ""
    links: tuple[HomeLink, ...] | None = None
    selected: tuple[str, ...] | None = None
    repeat_selected: bool = False


class OaiSettings(msgspec.Struct, frozen=True):
    """What a static repository of OAI-PMH needs beside the papers: the address for mail of whoever looks after it, and
    that of the gateway which serves it, empty as long as there is none."""

    email: str
    gateway: str = ""


#: What a site has for other programs: the citation of each paper, the bibliography and the feed of each list, COinS
#: in the lists themselves, and all of the content as JSON.
EXPORTS = ("papers", "lists", "feeds", "coins", "api")


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """What ``site.toml`` says, with its defaults.

    ``base_url`` ends in a slash, or is empty when unknown. ``logo``, ``icon`` and ``image`` are paths below the site's
    root: what stands before the title, in the browser's tabs, and for the site where it is shared. ``members`` holds
    author ids or names, ``roles`` the groups of the team in their order. ``repository`` is the address at which readers
    find the site's sources, ``branch`` the branch that is published. ``menu`` names the pages in the menu; None leaves
    it to what there is. ``per_page`` is the number of cards on one page of a list. ``macros`` are LaTeX macros by name.
    ``exports`` says what the site has for other programs (see `EXPORTS`); None leaves it to the number of papers.
    With ``oai`` there is a static repository of OAI-PMH.
    ``pdf_thumbnails`` shows the first page of a paper's own PDF in lists where the paper has no picture.
    ``social_card_fonts`` are the fonts, below ``static/``, that pictures of papers for sharing are drawn with.
    ``options`` go to the theme, ``home`` is the front page. ``lines`` holds the line on which each setting stands,
    those of a table under ``options.accent``.
    """

    title: str = "Papers"
    description: str = ""
    base_url: str = ""
    language: str = "en"
    theme: str = "default"
    logo: str = ""
    icon: str = ""
    image: str = ""
    owner: str = ""
    members: tuple[str, ...] = ()
    roles: tuple[RoleGroup, ...] = ()
    repository: str = ""
    branch: str = "main"
    links: tuple[Link, ...] = ()
    menu: tuple[str, ...] | None = None
    per_page: int = 50
    macros: dict[str, str] = {}
    exports: tuple[str, ...] | None = None
    oai: OaiSettings | None = None
    pdf_thumbnails: bool = False
    social_card_fonts: tuple[str, ...] = ()
    options: dict[str, Any] = {}
    check: CheckSettings = CheckSettings()
    home: HomeSettings = HomeSettings()
    lines: dict[str, int] = {}

    def locate(self, setting: str) -> Location:
        """Return where a setting stands."""
        line = self.lines.get(setting, 0)
        return Location("content/site.toml", line, 1 if line else 0)
