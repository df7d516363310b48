"""Content files → records: papers, people and free pages, with every fault at its line.

Readers return what they understood together with what they didn't; None only when there is nothing to show (front
matter that can't be read, a paper without a title, a person without a name).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from site_builder.diagnostics import Diagnostic, Location
from site_builder.entries import identifier_readers, value_readers
from site_builder.entries.author_reader import read_aliases, read_authorship, read_cited
from site_builder.entries.body import drop_comments, split_body
from site_builder.entries.collection_readers import read_choices, read_rule
from site_builder.entries.fields import BY_KEY, CONTAINER_KEYS, READERS
from site_builder.entries.foreign_keys import apply_notes, name_affiliations, understand
from site_builder.entries.foreign_markup import find_foreign
from site_builder.entries.frontmatter import FieldDiagnostic, FrontMatter, Unreadable, load, locate, split
from site_builder.entries.identifier_readers import find_rors
from site_builder.entries.link_reader import read_image, read_keyed, read_links, read_profile, read_profiles
from site_builder.entries.redirect_from import FOREIGN_KEY, read_old_addresses, take_old_addresses
from site_builder.entries.schema_names import guess
from site_builder.model import Collection, FreePage, Link, Paper, Person
from site_builder.text.folding import tidy_range
from site_builder.text.identifiers import read_arxiv, read_doi

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from site_builder.entries.foreign_keys import Value
    from site_builder.entries.frontmatter import Raw, Where
    from site_builder.entries.value_readers import Reader

_IDENTIFIERS = {"arxiv": read_arxiv, "doi": read_doi}
#: Other generators' keys of a venue that tell what kind of publication appears there.
_VENUE_TYPES = {"journal": "article-journal", "booktitle": "paper-conference", "conference": "paper-conference"}
_NO_JOURNAL = re.compile(r"\w*rxiv|corr$|preprint|ssrn", re.IGNORECASE)
_FOREIGN = "entry-foreign-markup"
_MORE_AUTHORS = frozenset({"et al", "et. al", "others", "and others"})
_DATED_NAME = re.compile(r"\d{4}-\d\d-\d\d(?=-)", re.ASCII)
_LEADING_TITLE = re.compile(r"\s*# +(\S.*)")
#: Signs that may close a heading.
_CLOSING = re.compile(r"(?<! ) +#+$")


_PERSON_READERS: dict[str, Any] = {
    "aliases": read_aliases,
    "orcid": identifier_readers.read_orcid,
    "role": value_readers.read_text,
    "affiliation": value_readers.read_text,
    "photo": read_image,
    "member": value_readers.read_flag,
    "redirect_from": read_old_addresses,
    "summary": value_readers.read_text,
    "interests": value_readers.read_words,
    "alumni": value_readers.read_flag,
    "now": value_readers.read_text,
}
_PERSON_ALIASES = {
    "image": "photo", "avatar": "photo", "affiliations": "affiliation", "organizations": "affiliation",
    "description": "role", "bio": "summary",
}  # fmt: skip
#: Other generators' keys of a person that only steer those generators, or repeat the name.
_PERSON_IGNORED = frozenset({
    "name", "title", "superuser", "highlight_name", "first_name", "last_name", "authors", "weight", "layout",
    "permalink",
})  # fmt: skip
_PROFILE_KEYS = frozenset({
    "homepage", "website", "email", "github", "gitlab", "scholar", "google-scholar", "google_scholar",
    "semanticscholar", "dblp", "linkedin", "twitter", "x", "bluesky", "mastodon", "youtube", "huggingface",
    "openreview",
})  # fmt: skip


def _read_menu(value: Raw, where: Where, found: list[FieldDiagnostic]) -> bool:
    """Hugo writes the menu's name (``menu: main``) or a mapping of it: both mean yes."""
    if isinstance(value, str) and value.lower() not in {"main", "footer"}:
        return value_readers.read_flag(value, where, found)
    return True


_PAGE_READERS: dict[str, Reader] = {"menu": _read_menu, "weight": value_readers.read_whole_number}
_TOPIC_READERS: dict[str, Reader] = {**_PAGE_READERS, "aliases": value_readers.read_texts}
_NEWS_READERS: dict[str, Reader] = {"date": value_readers.read_date}
_COLLECTION_READERS: dict[str, Reader] = {
    **_PAGE_READERS,
    "curator": value_readers.read_text,
    "papers": read_choices,
    "rule": read_rule,
}


def read_paper(text: str, id: str, path: str) -> tuple[Paper | None, tuple[Diagnostic, ...]]:  # noqa: A002
    """Read an entry: ``content/papers/<id>.md``, given as text; ``path`` is what diagnostics name."""
    try:
        front, raw, repeated = _open(text, path)
    except Unreadable as fault:
        return None, (fault.diagnostic,)
    if not front.mark:
        return None, (_describe_missing_front(path),)
    found: list[FieldDiagnostic] = []
    fields = _read_fields(raw, found)
    _take_et_al(fields, found)
    abstract, notes = split_body(front.body)
    if fields.get("abstract"):  # as HugoBlox and Quarto have it: all else that there is to say stands below
        notes = drop_comments(front.body).strip()
        strange = find_foreign(fields["abstract"])
        found += [FieldDiagnostic(("abstract",), _FOREIGN, s.message, s.suggestion, "warning") for s in strange]
    else:
        fields["abstract"] = abstract
    if not fields.get("title"):
        found.append(
            FieldDiagnostic(
                ("title",), "entry-title", "the entry has no title", "write title: 'The title'", on_key=True
            )
        )
    known = (*repeated, *_look_for_foreign(front, path))
    faults = _gather(known, found, front, path) if found or known else ()
    if not fields.get("title"):
        return None, faults
    return Paper(id=id, notes=notes, **fields), faults


def read_person(text: str, id: str, path: str) -> tuple[Person | None, tuple[Diagnostic, ...]]:  # noqa: A002
    """Read a curated author: ``content/authors/<id>.md``; the body is the biography."""
    try:
        front, raw, repeated = _open(text, path)
    except Unreadable as fault:
        return None, (fault.diagnostic,)
    found: list[FieldDiagnostic] = []
    name = _read_person_name(raw, found)
    fields: dict[str, Any] = {}
    links: list[Link] = []
    unknown: list[str] = []
    for key, value in raw.items():
        field = _PERSON_ALIASES.get(key, key)
        if reader := _PERSON_READERS.get(field):
            if fields.get(field):
                message = f"'{key}' isn't used, because another key says it already"
                found.append(FieldDiagnostic((key,), "entry-neighbour-key", message, "", "hint", on_key=True))
            else:
                fields[field] = _read_first(reader, value, (key,), found)
        elif key in {"links", "social", "profiles"}:
            links.extend(read_profiles(value, (key,), found))
        elif key in _PROFILE_KEYS:
            links.extend(read_profile(value, (key,), found))
        elif key not in _PERSON_IGNORED:
            unknown.append(key)
    _take_orcid(fields, links)
    known = (*_PERSON_READERS, "name", "links", *_PROFILE_KEYS)
    found.extend(_describe_unknown(key, known) for key in unknown)
    if not name:
        found.append(
            FieldDiagnostic(("name",), "person-name", "the author has no name", "write name: Jane Doe", on_key=True)
        )
    faults = _gather((*repeated, *_look_for_foreign(front, path)), found, front, path)
    if not name:
        return None, faults
    person = Person(id=id, name=name, links=tuple(links), biography=drop_comments(front.body).strip(), **fields)
    return person, faults


def read_page(text: str, id: str, path: str) -> tuple[FreePage | None, tuple[Diagnostic, ...]]:  # noqa: A002
    """Read a free page or a text about a category. Front matter is optional; without a ``title``, a heading that opens
    the body gives it."""
    return _read_text_file(text, id, path, FreePage, _PAGE_READERS)


def read_topic(text: str, id: str, path: str) -> tuple[FreePage | None, tuple[Diagnostic, ...]]:  # noqa: A002
    """Read a text about a venue or a tag as `read_page` does; but its ``aliases`` are other names of it."""
    return _read_text_file(text, id, path, FreePage, _TOPIC_READERS)


def read_collection(text: str, id: str, path: str) -> tuple[FreePage | None, tuple[Diagnostic, ...]]:  # noqa: A002
    """Read a collection as `read_page` does; it says, too, which papers it holds and whose choice they are."""
    return _read_text_file(text, id, path, Collection, _COLLECTION_READERS)


def read_news(text: str, id: str, path: str) -> tuple[FreePage | None, tuple[Diagnostic, ...]]:  # noqa: A002
    """Read news as `read_page` does; but it has a ``date``, and isn't in the menu."""
    return _read_text_file(text, id, path, FreePage, _NEWS_READERS)


def _read_text_file(
    text: str,
    id: str,  # noqa: A002
    path: str,
    record: type[FreePage],
    readers: Mapping[str, Reader],
) -> tuple[FreePage | None, tuple[Diagnostic, ...]]:
    """Read a text file as a record; ``readers`` are those of the keys that only some files have."""
    try:
        front, raw, repeated = _open(text, path)
    except Unreadable as fault:
        return None, (fault.diagnostic,)
    found: list[FieldDiagnostic] = []
    title = value_readers.read_text(raw.get("title", ""), ("title",), found)
    body = drop_comments(front.body)
    if not title and (heading := _LEADING_TITLE.match(body)):
        title, body = _CLOSING.sub("", heading[1].rstrip()), body[heading.end() :]
    known = ("title", "redirect_from", *readers)
    own = {key: raw.pop(key) for key in readers if key in raw}
    fields = {key: readers[key](value, (key,), found) for key, value in own.items() if value}
    found.extend(_describe_unknown(key, known) for key in raw if key not in {*known, FOREIGN_KEY})
    page = record(
        id=id,
        title=title,
        text=body.strip(),
        redirect_from=take_old_addresses(raw, found),
        **fields,
    )
    if "date" in readers:
        page = _settle_news(page, own, found)
    return page, _gather((*repeated, *_look_for_foreign(front, path)), found, front, path)


def _settle_news(page: FreePage, own: Mapping[str, Raw], found: list[FieldDiagnostic]) -> FreePage:
    """Return news with a date; Jekyll's posts have it in the names of their files."""
    if not (page.title or page.text):
        message, suggestion = "the news says nothing", "write title: 'A sentence', or a text under the front matter"
        found.append(FieldDiagnostic(("title",), "entry-value", message, suggestion, on_key=True))
    if own.get("date"):
        return page
    if named := _DATED_NAME.match(page.id):
        return msgspec.structs.replace(page, date=value_readers.read_date(named[0], ("date",), found))
    message = "the news has no date"
    found.append(FieldDiagnostic(("date",), "entry-value", message, "write date: 2026-07-14", on_key=True))
    return page


def _open(text: str, path: str) -> tuple[FrontMatter, dict[str, Raw], tuple[Diagnostic, ...]]:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    front = split(text, path)
    if not front.mark:
        return front, {}, ()
    raw, repeated = load(front, path)
    return front, raw, repeated


def _gather(
    known: tuple[Diagnostic, ...], found: list[FieldDiagnostic], front: FrontMatter, path: str
) -> tuple[Diagnostic, ...]:
    """Return all faults in the order of the file."""
    faults = (*known, *locate(found, front, path))
    return tuple(sorted(faults, key=lambda fault: (fault.location.line, fault.location.column)))


def _look_for_foreign(front: FrontMatter, path: str) -> list[Diagnostic]:
    """Report markup of other generators in a body."""
    first = front.line + front.head.count("\n") + 1 if front.mark else 1
    found = []
    for foreign in find_foreign(front.body):
        line = first + front.body.count("\n", 0, foreign.at)
        column = foreign.at - front.body.rfind("\n", 0, foreign.at)
        found.append(Diagnostic(_FOREIGN, foreign.message, Location(path, line, column), foreign.suggestion, "warning"))
    return found


def _take_et_al(fields: dict[str, Any], found: list[FieldDiagnostic]) -> None:
    """A last author named "et al." or "others" is none, but says that there are more."""
    authors = fields.get("authors")
    if authors and authors[-1].name.lower().rstrip(".") in _MORE_AUTHORS:
        message = f"'{authors[-1].name}' is read as et_al: true"
        found.append(FieldDiagnostic(("authors",), "entry-value", message, "write et_al: true", "hint", on_key=True))
        fields["authors"], fields["et_al"] = authors[:-1], True


def _read_fields(raw: dict[str, Raw], found: list[FieldDiagnostic]) -> dict[str, Any]:
    """Read front matter into the fields of a paper."""
    if raw.keys() <= READERS.keys():
        return _take_rors({key: READERS[key](value, (key,), found) for key, value in raw.items()}, raw, found)
    fields: dict[str, Any] = {}
    links: list[tuple[Link, str]] = []
    container: dict[str, str] = {}
    entries: Iterable[tuple[str, Raw, Where]] = ((key, value, (key,)) for key, value in raw.items())
    if not raw.keys() <= BY_KEY.keys():
        understood, extra = understand(raw, BY_KEY, found)
        entries = ((value.key, value.raw, value.where) for value in understood)
        fields["extra"], fields["type"] = extra, _find_type(understood)
    for key, value, where in entries:
        if reader := READERS.get(key):
            fields[key] = reader(value, where, found)
        elif key == "links":
            links.extend(read_links(value, where, found))
        elif key == "container":
            container.update(BY_KEY[key].read(value, where, found))
        elif key in CONTAINER_KEYS:
            if part := BY_KEY[key].read(value, where, found):
                container[CONTAINER_KEYS[key]] = part
        else:
            links.extend((link, "") for link in read_keyed(value, key, where, found))
    fields["links"] = _settle_links(links, fields)
    fields["container"] = _settle_container(container, fields)
    authorship = fields.get("authors") or read_cited(raw.get("citation", ""), found)
    authors = apply_notes(authorship, raw.get("author_notes", ""), found)
    fields["authors"] = name_affiliations(authors, raw.get("affiliations", ""))
    return _take_rors(fields, raw, found)


def _take_rors(fields: dict[str, Any], raw: dict[str, Raw], found: list[FieldDiagnostic]) -> dict[str, Any]:
    """Add the ROR ids that affiliations state, of the paper and of its authors."""
    rors = find_rors(raw["affiliations"], ("affiliations",), found) if "affiliations" in raw else {}
    authors = raw.get("authors", "")
    for i, author in enumerate(authors if isinstance(authors, list) else ()):
        if type(author) is dict and "affiliations" in author:
            rors |= find_rors(author["affiliations"], ("authors", i, "affiliations"), found)
    if rors:
        fields["ror"] = rors | fields.get("ror", {})
    return fields


def _find_type(understood: list[Value]) -> str:
    """Return the type of paper that another generator's key for the venue tells (``journal``)."""
    for value in understood:
        if value.key == "venue" and isinstance(value.raw, str) and not _NO_JOURNAL.match(value.raw):
            return _VENUE_TYPES.get(str(value.where[-1]), "")
    return ""


def _settle_links(links: list[tuple[Link, str]], fields: dict[str, Any]) -> tuple[Link, ...]:
    """Return the links without those that have a field of their own: ``pdf``, ``code``, and what leads to the paper's
    arXiv id or DOI. These are put into their fields."""
    kept = []
    for link, kind in links:
        field = kind.lower()
        if read := _IDENTIFIERS.get(field):
            if fields.get(field) in (None, "", read(link.url)):
                fields[field] = read(link.url)
            else:
                kept.append(link)
        elif field in {"pdf", "code"} and not isinstance(fields.get(field) or False, str):
            fields[field] = link.url
        else:
            kept.append(link)
    return tuple(kept)


def _settle_container(container: dict[str, str], fields: dict[str, Any]) -> dict[str, str]:
    """Return the container with a plain range of pages, and a report's number as such, not as an issue."""
    if "page" in container:
        container["page"] = tidy_range(container["page"])
    if fields.get("type") in {"report", "patent"} and "issue" in container and "number" not in container:
        container["number"] = container.pop("issue")
    return container


def _read_person_name(raw: dict[str, Raw], found: list[FieldDiagnostic]) -> str:
    key = "name" if raw.get("name") else "title"
    authorship = read_authorship({"name": raw[key]}, (key,), []) if raw.get(key) else None
    if authorship and key == "title":
        found.append(
            FieldDiagnostic(
                (key,), "entry-neighbour-key", "'title' is read as 'name'", "write 'name'", "hint", on_key=True
            )
        )
    return authorship.name if authorship else ""


def _read_first(reader: Any, value: Raw, where: Where, found: list[FieldDiagnostic]) -> Any:
    """Read a person's value; where one text is expected, a list (HugoBlox's organizations) gives its first."""
    if reader is value_readers.read_text and not isinstance(value, str):
        texts = value_readers.read_texts(value, where, found)
        if len(texts) > 1:
            message = f"of several the first is shown: '{texts[0]}'"
            suggestion = f"write them as one text: '{'; '.join(texts)}'"
            found.append(FieldDiagnostic(where, "entry-value", message, suggestion, "hint"))
        return texts[0] if texts else ""
    return reader(value, where, found)


def _take_orcid(fields: dict[str, Any], links: list[Link]) -> None:
    for link in links:
        if link.label == "orcid" and not fields.get("orcid"):
            fields["orcid"] = identifier_readers.read_orcid(link.url, ("links",), [])
            links.remove(link)
            return


def _describe_unknown(key: str, known: Iterable[str]) -> FieldDiagnostic:
    near = guess(key, known)
    suggestion = f"did you mean '{near}'?" if near else ""
    return FieldDiagnostic(
        (key,), "entry-unknown-key", f"'{key}' isn't known here", suggestion, "warning" if near else "hint", True
    )


def _describe_missing_front(path: str) -> Diagnostic:
    suggestion = "begin with a line of ---, then title: 'The title', then a line of --- and the abstract"
    return Diagnostic("entry-front-matter", "the entry has no front matter", Location(path, 1, 1), suggestion)
