"""The catalog → what a curator should decide or correct. Nothing here stops a build."""

from __future__ import annotations

from collections import defaultdict
from difflib import get_close_matches
from typing import TYPE_CHECKING

from site_builder.catalog.people import name_key
from site_builder.diagnostics import Diagnostic, Location
from site_builder.entries.locations import find_place, read_again
from site_builder.markup import check_macro
from site_builder.text.arxiv_taxonomy import lookup
from site_builder.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from site_builder.catalog.catalog import Catalog
    from site_builder.catalog.people import Author
    from site_builder.content.loader import Content
    from site_builder.model import Person


def check_catalog(content: Content, catalog: Catalog, site_dir: Path) -> Iterator[Diagnostic]:
    """Yield what a curator should decide or correct in papers and people."""
    yield from _check_reviews(catalog, site_dir)
    yield from _check_repeats(catalog, site_dir)
    yield from _check_categories(catalog, site_dir)
    yield from _check_people(content, catalog, site_dir)
    yield from _check_macros(content)


def _find(paper_id: str, key: str, site_dir: Path, number: int | None = None) -> Location:
    """Return the location of a key in a paper's entry, or of an item of its list; it is found in the file again."""
    path = f"content/papers/{paper_id}.md"
    return find_place(read_again(site_dir / path), path, key, number)


def _check_reviews(catalog: Catalog, site_dir: Path) -> Iterator[Diagnostic]:
    for entry in catalog.entries:
        if entry.paper.review:
            message = f"the importer asks: {entry.paper.review}"
            suggestion = "correct the entry, or leave it, and remove its line 'review:'"
            location = _find(entry.paper.id, "review", site_dir)
            yield Diagnostic("entry-review", message, location, suggestion, "warning")


def _check_repeats(catalog: Catalog, site_dir: Path) -> Iterator[Diagnostic]:
    """Yield papers that seem to be entered twice."""
    seen: dict[tuple[str, str], str] = {}
    for entry in catalog.entries:
        paper = entry.paper
        first_author = entry.names[0] if entry.names else ""
        marks = (
            ("arXiv id", "arxiv", paper.arxiv),
            ("DOI", "doi", paper.doi.lower()),
            ("title", "title", f"{fold(entry.title_text)} {first_author}"),
        )
        for what, key, value in marks:
            other = seen.setdefault((what, value), paper.id) if value.strip() else paper.id
            if other != paper.id:
                message = f"this paper has the same {what} as content/papers/{other}.md"
                location = _find(paper.id, key, site_dir)
                yield Diagnostic("entry-repeated", message, location, "remove one of the two", "warning")
                break


def _check_categories(catalog: Catalog, site_dir: Path) -> Iterator[Diagnostic]:
    for code, positions in catalog.facets["category"].items():
        if lookup(code) is None:
            paper = catalog.entries[positions[0]].paper.id
            message = f"'{code}' is no category of arXiv's ({_count(positions)})"
            suggestion = f"correct it, write it under 'tags', or say what it means in content/categories/{code}.md"
            yield Diagnostic("entry-category", message, _find(paper, "categories", site_dir), suggestion, "hint")


def _count(papers: Collection[int]) -> str:
    return "1 paper" if len(papers) == 1 else f"{len(papers)} papers"


def _check_people(content: Content, catalog: Catalog, site_dir: Path) -> Iterator[Diagnostic]:
    bearers: dict[str, list[str]] = defaultdict(list)
    for person in content.people:
        for key in _list_keys(person):
            bearers[key].append(person.id)
    yield from _check_unseen(content, catalog)
    yield from _check_unresolved(content, catalog, bearers, site_dir)
    yield from _check_orcids(content)
    for wish in content.site.members:
        if wish not in catalog.authors and name_key(wish) not in catalog.authors and name_key(wish) not in bearers:
            message = f"the member '{wish}' is no author here"
            location = content.site.locate("members")
            yield Diagnostic("site-member", message, location, "write an author's id or name", "hint")


def _list_keys(person: Person) -> dict[str, None]:
    """Return the keys by which a person's names are compared, each once."""
    return dict.fromkeys(name_key(name) for name in (person.name, *person.aliases))


def _check_unseen(content: Content, catalog: Catalog) -> Iterator[Diagnostic]:
    """Yield people without papers. People whose name is unresolved may have some, and are reported with that name."""
    unseen = [person for person in content.people if not catalog.authors[person.id].papers]
    uncurated = [key for key, author in catalog.authors.items() if not author.person] if unseen else []
    for person in unseen:
        if not any(f"{key}-unresolved" in catalog.authors for key in (person.id, *_list_keys(person))):
            near = get_close_matches(name_key(person.name), uncurated, n=1)
            if not near and (person.id in catalog.person_index.members or person.alumni):
                continue  # someone new in the team
            suggestion = (
                f"add 'aliases: [{catalog.authors[near[0]].name}]' if that is who it is" if near else "add aliases"
            )
            location = Location(f"content/authors/{person.id}.md")
            yield Diagnostic("person-unseen", f"no paper is by {person.name}", location, suggestion, "hint")


def _check_unresolved(
    content: Content, catalog: Catalog, bearers: dict[str, list[str]], site_dir: Path
) -> Iterator[Diagnostic]:
    """Yield printed names of several people, and names that are only the name of a person's file."""
    for key, ids in bearers.items():
        author = catalog.authors.get(f"{key}-unresolved")
        if len(ids) > 1 and author:
            message = f"'{author.name}' may be {' or '.join(ids)}"
            suggestion = f"write {{name: {author.name}, id: {ids[0]}}} in the papers' authors"
            yield _describe_unresolved(author, message, suggestion, catalog, site_dir)
    for person in content.people:
        author = catalog.authors.get(f"{person.id}-unresolved")
        if author and person.id not in bearers:
            message = f"'{author.name}' is no name of {person.name}, only of the file content/authors/{person.id}.md"
            suggestion = f"add 'aliases: [{author.name}]' to that file if that is who it is"
            if author.name == person.id:  # HugoBlox has such names replaced
                suggestion = f"write '{person.name}' in the papers' authors"
            yield _describe_unresolved(author, message, suggestion, catalog, site_dir)


def _describe_unresolved(author: Author, message: str, suggestion: str, catalog: Catalog, site_dir: Path) -> Diagnostic:
    first = author.papers[0]
    number = catalog.authorships[first].index(author.id)
    location = _find(catalog.entries[first].paper.id, "authors", site_dir, number)
    message = f"{message} ({_count(author.papers)})"
    return Diagnostic("person-unresolved", message, location, suggestion, "warning")


def _check_orcids(content: Content) -> Iterator[Diagnostic]:
    """Yield people with two files."""
    holders: dict[str, str] = {}
    for person in content.people:
        other = holders.setdefault(person.orcid, person.id) if person.orcid else person.id
        if other != person.id:
            message = f"this person has the same ORCID iD as content/authors/{other}.md"
            suggestion = "make one file of the two, with the other spellings under 'aliases'"
            yield Diagnostic(
                "person-repeated", message, Location(f"content/authors/{person.id}.md"), suggestion, "warning"
            )


def _check_macros(content: Content) -> Iterator[Diagnostic]:
    for name, definition in content.site.macros.items():
        if reason := check_macro(name, definition):
            message, location = f"the macro '{name}' can't be used", content.site.locate(f"macros.{name}")
            yield Diagnostic("site-macro", message, location, reason, "warning")
