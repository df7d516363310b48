"""What is wrong, where, and what to write instead.

A fault is a value. Readers return what they understood together with the faults they met, so that one bad
paper never hides another; only the porch (``cli.py``) and the preview show them, and only `describe` formats them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

Severity = Literal["error", "warning", "hint"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "hint")

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

#: Every code a diagnostic may carry, with the sentence that ``docs/diagnostics.md`` explains at length.
CODES: dict[str, str] = {
    "site-missing": "there is no content folder to build from",
    "site-exists": "a file of the new site is there already",
    "site-version": "another version of the program wrote the site",
    "site-config": "site.toml can't be understood",
    "site-unknown-key": "site.toml holds a key that isn't a setting",
    "site-unknown-code": "[check] in site.toml names a code that no diagnostic has",
    "site-oai": "a static repository of OAI-PMH can't hold all papers",
    "site-no-address": "feeds and the sitemap need the site's address",
    "site-language": "the theme has no words in the site's language",
    "site-owner": "the site's owner isn't among its authors",
    "site-selected": "a paper that the front page shall show isn't there",
    "site-menu": "the setting 'menu' names a page that isn't there",
    "theme-unknown": "the theme that site.toml names isn't there",
    "theme-config": "a theme's theme.toml can't be understood",
    "theme-option": "an option doesn't fit the theme",
    "theme-unused": "nothing uses a template or a word of the site's theme",
    "theme-file": "a style sheet names a file that isn't there, or one of another host",
    "template-exists": "a template that should be copied is in the site's theme already",
    "template-old": "a copied template's original has changed since",
    "theme-template": "a template is missing or can't be rendered",
    "address-taken": "two outputs want one address",
    "address-alike": "two files of the site have names that are one on other systems",
    "address-lost": "nothing leads on from an address that a paper or a person had",
    "address-unfit": "a name can't be part of an address",
    "link-nowhere": "an address on this site leads to nothing",
    "link-refused": "a link in the content folder isn't followed",
    "output-blocked": "the output folder can't be written",
    "preview-address": "the preview can't listen where it was asked to",
    "collection-papers": "a collection names no paper, one that isn't there, or one twice",
    "collection-rule": "no paper fits to the rule of a collection",
    "search-failed": "the search index couldn't be made",
    "cluster-failed": "a cluster can't be used, or was lost",
    "entry-front-matter": "the front matter of a content file can't be read",
    "entry-repeated-key": "a key is written twice",
    "entry-title": "an entry has no title",
    "entry-eaten": "YAML takes a part of a value for something else",
    "entry-value": "a value isn't what its key asks for",
    "entry-author": "an author can't be understood, or several are written as one",
    "entry-key": "a citation key can't be used, or two papers have one",
    "entry-address": "an address can't be followed by a reader",
    "entry-identifier": "an ORCID iD, DOI or arXiv identifier looks mistyped",
    "entry-unknown-key": "a key isn't known, and may be a typing error",
    "entry-neighbour-key": "a key of another generator is understood; ours has another name",
    "entry-foreign-markup": "a text holds markup of another generator, which is shown as it is written",
    "entry-not-amended": "an entry can't be changed without touching what a person wrote",
    "entry-review": "the importer wasn't sure, and asks a person to look",
    "entry-repeated": "a paper seems to be there twice",
    "entry-category": "a category is none of arXiv's and has no words of its own",
    "text-unseen": "a text in the content folder is on no page",
    "person-unseen": "a curated author has no papers",
    "person-unresolved": "it isn't settled which curated author a printed name belongs to",
    "person-repeated": "two files are about one person",
    "site-macro": "a macro of site.toml can't be used",
    "site-member": "a member that site.toml names is no author",
    "import-record": "a line of content/listings/imported.jsonl can't be understood",
    "import-blocked": "an import can't be written",
    "import-interrupted": "an import was interrupted before all its files were written",
    "person-name": "a curated author has no name",
    "language-file": "a file with the interface's words can't be understood",
    "language-key": "a word of the interface is in no file",
    "formula": "a formula can't be set as mathematics and is shown as its source",
    "command": "a command of LaTeX isn't known and is shown as it is",
    "image-elsewhere": "an image is on another host; pages ask no one else",
    "pdf-elsewhere": "Google Scholar won't take a PDF of the site, because it isn't in the folder of the paper's page",
    "pdf-not-drawn": "the library that draws pages of PDF files isn't installed",
    "social-card-font": "a font that social cards should be drawn with can't be used",
    "social-card-letters": "a paper has no social card, because no font has all its letters",
    "picture-damaged": "a picture can't be decoded",
    "picture-too-large": "a picture is too large for smaller copies of it, or makes pages heavy",
    "picture-without-text": "a picture has no text for readers who can't see it",
    "file-unreadable": "a file can't be read",
    "folder-missing": "a folder of the content that was there at the last build is gone",
    "file-unread": "a file in the content folder isn't read",
    "file-conflict": "a file holds two versions of the same lines, as version control left them",
    "file-not-text": "a file isn't UTF-8 text",
    "program-not-installed": "the program runs without being installed",
    "system-refused": "the system refused something: the disk is full, a right is missing",
    "listing-binary": "a source isn't text",
    "listing-encoding": "a source isn't UTF-8 and was read as something else",
    "listing-none": "a source holds no paper",
    "listing-furniture": "a line belongs to the page that a listing was copied from",
    "listing-stray": "a line of a listing belongs to no paper",
    "listing-lost": "a part of a paper stands in a listing without the rest",
    "listing-headless": "a paper in a listing has no line with category and date",
    "listing-date": "a paper's date is missing or in no calendar",
    "listing-category": "a paper's category is none of arXiv's",
    "listing-abstract": "a paper in a listing has no abstract",
    "listing-duplicate": "a paper stands in a listing twice",
    "reference-broken": "an entry of a bibliography can't be read",
    "reference-doubtful": "an entry of a bibliography was read, but not as it is written",
    "reference-duplicate": "an entry of a bibliography stands there twice",
    "reference-files": "a bibliography names files that the site should have",
    "reference-none": "a bibliography holds no entry",
    "reference-unknown-field": "a source has a field that means nothing here",
    "reference-untitled": "an entry of a bibliography has no title",
    "source-refused": "a service didn't hand out a paper's record",
    "source-unknown": "no paper has this arXiv id or DOI",
    "source-unreachable": "a service that has a paper's record can't be reached",
}


class Location(msgspec.Struct, frozen=True):
    """A position in a file: lines and columns count from 1; 0 means that it isn't known."""

    path: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.path, *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(part for part in parts if part)


class Diagnostic(msgspec.Struct, frozen=True):
    """One problem: a code of `CODES`, a sentence, where it is, and what to write or do instead.

    In JSON, ``location`` and ``suggestion`` have the names that programs already read: ``place`` and ``remedy``.
    """

    code: str
    message: str
    location: Location = msgspec.field(default=Location(), name="place")
    suggestion: str = msgspec.field(default="", name="remedy")
    severity: Severity = "error"


class UserError(Exception):
    """Stops what is under way; carries the diagnostics that say why. Raised for users' mistakes only."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("; ".join(describe(d) for d in diagnostics))
        self.diagnostics = diagnostics

    def __reduce__(self) -> tuple[type[UserError], tuple[Diagnostic, ...]]:
        """Let a fault travel from a worker process: it is made anew from its diagnostics, not from their text."""
        return UserError, self.diagnostics


def describe(diagnostic: Diagnostic) -> str:
    """Return the diagnostic on one line: ``path:line:column: error: message; suggestion [code]``."""
    location = f"{diagnostic.location}: " if str(diagnostic.location) else ""
    suggestion = f"; {diagnostic.suggestion}" if diagnostic.suggestion else ""
    return show(f"{location}{diagnostic.severity}: {diagnostic.message}{suggestion} [{diagnostic.code}]")


def show(text: str) -> str:
    r"""Return a text of any origin on one line, in which a terminal or a runner of workflows finds no command.

    Control characters and marks of writing direction are shown as Python writes them (``\x1b``). A dash stands before
    the signs with which the workflow commands of GitHub begin (``::``, ``##[``).
    """
    text = _CONTROL.sub(lambda match: ascii(match[0])[1:-1], text)
    return f"- {text}" if text.lstrip().startswith(("::", "##[")) else text


def keep_wanted(diagnostics: Iterable[Diagnostic], ignored: Container[str]) -> list[Diagnostic]:
    """Return the diagnostics without those whose codes a site ignores. An error always stays."""
    return [d for d in diagnostics if d.severity == "error" or d.code not in ignored]


class Group(msgspec.Struct, frozen=True):
    """What is said of several places in the same words: the first of them, and where else it holds."""

    first: Diagnostic
    others: tuple[Location, ...] = ()


def group_alike(diagnostics: Iterable[Diagnostic]) -> list[Group]:
    """Say each thing once: errors come first, each on its own, then warnings, then hints; of a code what is said most
    often comes first."""
    groups: dict[object, list[Diagnostic]] = {}
    codes: dict[str, int] = {}
    for number, diagnostic in enumerate(diagnostics):
        said = number if diagnostic.severity == "error" else msgspec.structs.replace(diagnostic, location=Location())
        groups.setdefault(said, []).append(diagnostic)
        codes.setdefault(diagnostic.code, number)

    def rank(group: list[Diagnostic]) -> tuple[int, int, int]:
        grave = SEVERITIES.index(group[0].severity)
        return grave, codes[group[0].code] if grave else 0, -len(group)

    return [Group(first, tuple([d.location for d in others])) for first, *others in sorted(groups.values(), key=rank)]


def describe_group(group: Group) -> str:
    """Return the group on one line, or on two that name some of its other places."""
    if not group.others:
        return describe(group.first)
    named = show(", ".join(map(str, group.others[:_PLACES_SHOWN])))
    more = " …" if len(group.others) > _PLACES_SHOWN else ""
    return f"{describe(group.first)}\n    and {len(group.others):,} more: {named}{more}"


#: Places of a group that are named besides its first.
_PLACES_SHOWN = 3


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Tell whether any of the diagnostics is an error."""
    return any(d.severity == "error" for d in diagnostics)
