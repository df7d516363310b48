"""The table of fields: one row for each key of an entry.

A row states how the value is read and written, where it stands in the file, how an import merges it, what other
generators call it, and what it means. Everything that needs a list of keys takes it from here: reader, writer, editor,
merge, the records of imports, ``check``, docs/entries.md, and the papers that the tests make.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from site_builder.entries import comparison, identifier_readers, record_readers, value_readers
from site_builder.entries.author_reader import read_authors
from site_builder.entries.comparison import Comparison
from site_builder.entries.link_reader import read_image
from site_builder.entries.redirect_from import read_old_addresses
from site_builder.entries.value_writers import express_authors, express_value
from site_builder.entries.yaml_scalars import Tree

if TYPE_CHECKING:
    from site_builder.entries.value_readers import Reader

#: Where the value is kept: in a field of `Paper` of the key's name, in its ``container`` under the CSL name, in its
#: ``links`` with the key as label, or in a field that the body of the file holds.
Place = Literal["field", "container", "link", "body"]
#: What an import does with a value that the entry has already: take the newer of two values, merge item by item, merge
#: links by their addresses, merge part by part, merge author by author, or leave the entry's value alone.
MergeRule = Literal["value", "list", "links", "parts", "authors", "keep"]
#: How a text is written: quoted only where YAML asks for it, always in single quotes, or never.
Quoting = Literal["plain", "single", "bare"]


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """A key of an entry.

    ``csl`` is the name of the CSL variable that has the value as it is. ``items_on_lines`` puts each item of a list on
    a line of its own. ``aliases`` are the names that other generators have for the key; of several in one entry the
    first counts. ``examples`` are values as an entry has them, the first of them for the documentation. ``meaning`` is
    the line in the documentation; a row without one shares the line of the row before.
    """

    key: str
    meaning: str = ""
    examples: tuple[str, ...] = ()
    read: value_readers.Reader = value_readers.read_text
    write: Callable[[Any], Tree] = express_value
    place: Place = "field"
    quoting: Quoting = "plain"
    items_on_lines: bool = False
    merge: MergeRule = "value"
    comparison: Comparison = comparison.WORDS
    csl: str = ""
    aliases: tuple[str, ...] = ()


def _describe_link(key: str, *aliases: str) -> Field:
    meaning, example = "A link under that name" if key == "project" else "", "https://example.org/project"
    return Field(key=key, meaning=meaning, examples=(example,), place="link", merge="links", aliases=aliases)


def _describe_part(
    key: str, csl: str, *aliases: str, example: str, read: Reader = value_readers.read_joined, meaning: str = ""
) -> Field:
    return Field(
        key=key,
        meaning=meaning,
        examples=(example,),
        read=read,
        place="container",
        merge="parts",
        csl=csl,
        aliases=aliases,
    )


#: All keys, in the order in which an entry is written.
FIELDS: tuple[Field, ...] = (
    Field(
        key="title",
        meaning="Put it in single quotes; a quote inside is written twice. LaTeX text and `$…$` are understood",
        examples=("'It''s: a title'",),
        quoting="single",
    ),
    Field(
        key="authors",
        meaning="As the paper prints them, one a line. The long form is `{name: Jane Doe, …}`, see below",
        examples=(
            "[Jane Doe]",
            "[{name: Gabriel García Márquez, family: García Márquez, roles: [Software]}]",
            "[{name: LLM-jp, group: true, affiliations: [NII], orcid: 0000-0002-1825-0097}, John Roe]",
        ),
        read=read_authors,
        write=express_authors,
        items_on_lines=True,
        merge="authors",
        aliases=("author",),
    ),
    Field(
        key="et_al",
        meaning="The source showed only the first authors",
        examples=("true",),
        read=value_readers.read_flag,
        merge="authors",
    ),
    Field(
        key="affiliations",
        meaning="Institutions of the paper as a whole",
        examples=("[ibm-research, stanford]",),
        read=value_readers.read_texts,
        merge="list",
        aliases=("affiliation", "institutions"),
    ),
    Field(
        key="ror",
        meaning="ROR ids of institutions; `{name: A University, ror: 00f54p054}` among affiliations means the same",
        examples=("{A University: 00f54p054}",),
        read=identifier_readers.read_rors,
        comparison=comparison.EXACT,
    ),
    Field(
        key="date",
        meaning="As exact as it is known: `2025`, `2025-03` or `2025-03-06`; no day is ever invented",
        examples=("2025-03-06", "2025-03", "2025"),
        read=value_readers.read_date,
        quoting="bare",
        comparison=comparison.DATE,
        aliases=("publishDate", "issued", "year"),
    ),
    Field(
        key="categories",
        meaning="arXiv's codes; the first is the primary one",
        examples=("[cs.CL, cs.LG]",),
        read=value_readers.read_codes,
        merge="list",
        aliases=("category",),
    ),
    Field(
        key="score",
        meaning="A number with a point",
        examples=("76.0", "0.0"),
        read=value_readers.read_score,
        comparison=comparison.EXACT,
    ),
    Field(
        key="citations",
        meaning="How often it was cited, as you know it; readers can order lists by it",
        examples=("42", "0"),
        read=value_readers.read_count,
        merge="keep",
        comparison=comparison.EXACT,
    ),
    Field(
        key="venue",
        meaning="Where it was published, or is to be",
        examples=("NeurIPS 2025",),
        comparison=comparison.VENUE,
        aliases=("publication", "journal", "booktitle", "container-title", "conference", "publication_short", "abbr"),
    ),
    Field(
        key="award",
        meaning="Stands out wherever the paper does",
        examples=("Best Paper Award",),
        read=value_readers.read_award,
        aliases=("award_name",),
    ),
    Field(
        key="type",
        meaning=(
            "A CSL type: `article` (preprint), `article-journal`, `paper-conference`, `chapter`, `thesis`, `report` …"
        ),
        examples=("paper-conference", "article"),
        read=value_readers.read_type,
        comparison=comparison.TYPE,
        aliases=("publication_types", "publication_type"),
    ),
    Field(
        key="status",
        meaning=(
            "`in preparation`, `submitted`, `under review`, `accepted`, `in press`, `published`, `withdrawn` or"
            " `retracted`; shown as a mark. Citations of a paper that isn't accepted name no venue"
        ),
        examples=("in press", "submitted", "withdrawn"),
        read=record_readers.read_status,
        comparison=comparison.STATUS,
        csl="status",
        aliases=("pubstate",),
    ),
    _describe_part(
        "volume",
        "volume",
        example="12",
        meaning="The bibliographic rest. `check` tells an ISSN or ISBN with a wrong check digit; it isn't published",
    ),
    _describe_part("issue", "issue", "number", example="3"),
    _describe_part("pages", "page", "page", example="1-20"),
    _describe_part("series", "collection-title", "collection-title", example="Lecture Notes"),
    _describe_part("edition", "edition", example="2"),
    _describe_part("editor", "editor", example="Jane Doe and John Roe"),
    _describe_part("publisher", "publisher", example="A Press"),
    _describe_part("institution", "institution", "school", example="A University"),
    _describe_part("location", "publisher-place", "publisher-place", example="Berlin"),
    _describe_part("issn", "ISSN", "ISSN", read=identifier_readers.read_issn, example="0028-0836"),
    _describe_part("isbn", "ISBN", "ISBN", read=identifier_readers.read_isbn, example="978-0-262-03561-3"),
    _describe_part(
        "pmid", "PMID", read=identifier_readers.read_pmid, example="'31978945'", meaning="Its numbers at PubMed"
    ),
    _describe_part("pmcid", "PMCID", read=identifier_readers.read_pmcid, example="PMC7092803"),
    Field(
        key="container",
        meaning="Any other field of CSL",
        examples=("{event: A Meeting}",),
        read=value_readers.read_container,
        merge="parts",
    ),
    Field(
        key="code",
        meaning="An address, or `true` when there is code, but its address isn't known",
        examples=("https://example.org/code", "true"),
        read=value_readers.read_code,
        comparison=comparison.ADDRESS,
        aliases=("url_code", "software", "github", "repository"),
    ),
    Field(
        key="pdf",
        meaning="An address, or a file of the site",
        examples=("https://example.org/paper.pdf",),
        read=value_readers.read_address,
        comparison=comparison.ADDRESS,
        aliases=("url_pdf",),
    ),
    _describe_link("project", "url_project"),
    _describe_link("website", "paperurl", "url"),
    _describe_link("demo"),
    _describe_link("video", "url_video"),
    _describe_link("slides", "url_slides", "slidesurl"),
    _describe_link("poster", "url_poster"),
    _describe_link("dataset", "url_dataset", "data"),
    _describe_link("model"),
    _describe_link("blog"),
    _describe_link("supplement", "supp", "supplementary"),
    _describe_link("html", "url_preprint"),
    _describe_link("openreview"),
    _describe_link("press"),
    _describe_link("source", "url_source"),
    Field(
        key="arxiv",
        meaning="Bare, or as an address; the prefix is taken off",
        examples=("'2503.04412'", "hep-th/9901001"),
        read=identifier_readers.read_arxiv,
        quoting="single",
        aliases=("eprint", "arxiv_id"),
    ),
    Field(
        key="doi",
        examples=("10.1000/182", "10.48550/arXiv.2503.04412", "10.1000/a(b)c<d>#e"),
        read=identifier_readers.read_doi,
        quoting="single",
        comparison=comparison.DOI,
        csl="DOI",
    ),
    Field(
        key="key",
        meaning=(
            "The citation key, in every export. An import writes it once, the source's own or a new one, and it stays;"
            " `check` tells two equal keys and one that was changed"
        ),
        examples=("inoue2025wider", "DBLP:conf/nips/Inoue25"),
        read=record_readers.read_key,
        merge="keep",
    ),
    Field(
        key="links",
        meaning="Any other link",
        examples=("[{label: Talk, url: https://example.org/talk}]",),
        items_on_lines=True,
        merge="links",
        aliases=("url_custom", "other-links", "code-links", "extras"),
    ),
    Field(
        key="tags",
        meaning="Your own words",
        examples=("[inference]", "[inference, trees]"),
        read=value_readers.read_words,
        merge="list",
        aliases=("keywords", "keyword", "tag"),
    ),
    Field(
        key="license",
        meaning="An SPDX identifier, or the address of the license",
        examples=("CC-BY-4.0", "https://example.org/license"),
        read=record_readers.read_license,
        comparison=comparison.ADDRESS,
    ),
    Field(
        key="funding",
        meaning="Who paid: texts, or `{funder: …, award: …, url: …}`",
        examples=("[{funder: JSPS, award: JP21H04907, url: https://example.org/grant}]", "[The Jane Fund]"),
        read=record_readers.read_funding,
        merge="list",
    ),
    Field(
        key="versions",
        meaning="What appeared when: `{label: v1, date: …, url: …}`, with `record: true` at the version to cite",
        examples=("[{label: v1, date: 2025-03-06, url: https://example.org/v1}, {label: published, record: true}]",),
        read=record_readers.read_versions,
        items_on_lines=True,
        merge="list",
    ),
    Field(
        key="erratum",
        meaning="Corrections: an address, or `{date: …, notice: an address, reason: …}`; a list of several",
        examples=("[{date: 2025-04, notice: https://example.org/erratum}]",),
        read=record_readers.read_notices,
        merge="list",
        aliases=("errata", "corrigendum"),
    ),
    Field(
        key="retracted",
        meaning="`true`, or `{date: …, notice: an address, reason: …}`. The paper's page says so first, and every list",
        examples=("{date: 2025-04, notice: https://example.org/notice, reason: The data were lost.}", "true"),
        read=record_readers.read_notice,
        comparison=comparison.EXACT,
    ),
    Field(
        key="language",
        meaning="Of title and abstract, when it isn't the site's",
        examples=("ja", "pt-BR", "no"),
        read=value_readers.read_language,
        csl="language",
        aliases=("lang",),
    ),
    Field(
        key="featured",
        meaning="Shown first on the home page",
        examples=("true",),
        read=value_readers.read_flag,
        merge="keep",
        aliases=("selected",),
    ),
    Field(
        key="image",
        meaning="A picture below `content/static/`, for lists, the page and where it is shared; and what it shows",
        examples=("files/tree.png",),
        read=read_image,
        aliases=("thumbnail", "teaser"),
    ),
    Field(key="image_alt", examples=("A tree",), merge="keep", aliases=("image-alt",)),
    Field(key="draft", meaning="Not on the site yet", examples=("true",), read=value_readers.read_flag, merge="keep"),
    Field(
        key="redirect_from",
        meaning="[Old addresses](#old-addresses) that lead on to this paper",
        examples=("[/publication/foo/]",),
        read=read_old_addresses,
        merge="keep",
        aliases=("aliases",),
    ),
    Field(
        key="review",
        meaning="Written by an import where a person should look; `check` reports it until you delete the line",
        examples=("'look at the names'",),
        quoting="single",
        merge="keep",
    ),
    Field(
        key="abstract",
        meaning="Understood, but the body is the place for it. Where it is used, the whole body is the notes",
        examples=("A short abstract.",),
        read=value_readers.read_long_text,
        place="body",
        comparison=comparison.ABSTRACT,
    ),
)

#: Every key of an entry, in the order of the file.
KEYS: tuple[str, ...] = tuple(field.key for field in FIELDS)
BY_KEY: dict[str, Field] = {field.key: field for field in FIELDS}
#: Keys whose value is kept in a field of `Paper` by itself, with their readers.
READERS: dict[str, Reader] = {
    field.key: field.read
    for field in FIELDS
    if field.place in {"field", "body"} and field.merge not in {"links", "parts"}
}
LINK_KEYS: tuple[str, ...] = tuple(field.key for field in FIELDS if field.place == "link")
#: Our key for a part of ``container`` → its CSL name.
CONTAINER_KEYS: dict[str, str] = {field.key: field.csl for field in FIELDS if field.place == "container"}
#: Another generator's key → ours.
ALIASES: dict[str, str] = {alias: field.key for field in FIELDS for alias in field.aliases}
#: The fields of `Paper` that an import merges, each as a whole or item by item, but for links, parts and authors.
MERGED: tuple[str, ...] = tuple(field.key for field in FIELDS if field.merge in {"value", "list"})
LISTS: frozenset[str] = frozenset(field.key for field in FIELDS if field.merge == "list")
#: Fields of `Paper` that are the same in CSL, with the name that they have there.
CSL_TEXTS: dict[str, str] = {field.key: field.csl for field in FIELDS if field.csl and field.place == "field"}


def compare(field: str) -> Comparison:
    """Return how two values of a field compare; a part of ``container`` goes by its CSL name, a text like others."""
    return BY_KEY[field].comparison if field in BY_KEY else comparison.WORDS
