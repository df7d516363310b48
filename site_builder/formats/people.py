"""People in JSON and XML: a text, parts of a name in whatever they are called, a group, with ids and institutions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.structs import replace

from site_builder.formats.author_lists import AuthorList, gather, make_authorship
from site_builder.formats.pasted.title_author_split import is_group
from site_builder.formats.reference import tidy_plain_words
from site_builder.model import Authorship
from site_builder.text.folding import fold
from site_builder.text.identifiers import read_orcid
from site_builder.text.person_names import Name, invert_name, split_name

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Names of the parts of a name, folded and without spaces, in the services and in files that people write.
_NAMES = {
    "given": """given givenname givennames first firstname firstnames forename forenames fname vorname vornamen prenom
        prenoms nombre nome voornaam fornavn imie jmeno authorfirstname""",
    "middle": "middle middlename middlenames middleinitial",
    "particle": "particle nondroppingparticle nameparticle prefix von vonpart tussenvoegsel",
    "dropping": "droppingparticle",
    "family": """family familyname familynames last lastname lastnames surname lname nachname familienname nomdefamille
        apellido apellidos cognome sobrenome achternaam efternavn nazwisko prijmeni authorlastname""",
    "suffix": "suffix namesuffix generation",
    "group": "literal collectivename corporatename collaboration consortium",
    "whole": "name fullname displayname creditname authorname text value author creator person nom label",
}
_PARTS: dict[str, str] = {name: part for part, names in _NAMES.items() for name in names.split()}
#: Where a person's institution stands; in a list of them, or in an object with a name.
_INSTITUTION = re.compile(r"affiliation|institution|organi[sz]ation|laborator|employer")
_NAMES_OF_INSTITUTIONS = ("name", "display_name", "value", "affiliation", "institution", "title", "label")
_ORGANISATION = frozenset(("organizational", "organization", "organisation", "group", "collectivename", "institution"))
_ROLES = ("contributor-role", "contributorType", "creatorType", "role", "roles")
_TRUE = ("true", "yes", "y", "1")
_SHORT = re.compile(r"(\S.*) ([A-Z]{1,4})(?: (Jr|Sr|\dnd|\drd|\dth|I{2,3}|IV))?")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class People(NamedTuple):
    """Who made a work, each in the order of the source; ``others`` with the role before the name."""

    authors: AuthorList
    editors: AuthorList
    others: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all of them."""
        return (*(person.name for person in (*self.authors.authors, *self.editors.authors)), *self.others)


def read_people(value: object) -> People:
    """Read a list of people, each a text or an object; those whose role says so are editors."""
    if isinstance(value, dict) and not _find_parts(value):  # a list in an object of its own
        value = next((inner for inner in value.values() if isinstance(inner, list)), value)
    listed = value if isinstance(value, list) else [value]
    authors: list[Authorship] = []
    editors: list[Authorship] = []
    others: list[str] = []
    et_al = False
    for person in listed:
        author, role, goes_on = _read_person(person)
        et_al = et_al or goes_on
        if author and "edit" in role:
            editors.append(author)
        elif author and (not role or "aut" in role or "creator" in role):
            authors.append(author)
        elif author:
            others.append(f"{role}: {author.name}")
    return People(AuthorList(tuple(authors), et_al), AuthorList(tuple(editors)), tuple(others))


def turn_short_name(name: str) -> object:
    """Return a person whose name is as MEDLINE shortens it (``van den Berg JR Jr``); any other name as it is."""
    short = _SHORT.fullmatch(name)
    return {"family": short[1], "given": short[2], "suffix": short[3] or ""} if short else name


def clean(value: object) -> str:
    """Return a text or a number of JSON as text on one line, without signs that can't be printed."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, (int, float)):
        return str(value)
    return " ".join(_UNPRINTABLE.sub("", value).split()) if isinstance(value, str) else ""


def _read_person(person: object) -> tuple[Authorship | None, str, bool]:
    """Return a person's name, the role, and whether it only says that there are more."""
    if isinstance(person, str):
        return _read_whole(clean(person), {})
    if not isinstance(person, dict):
        return None, "", False
    parts = _find_parts(person)
    group = parts.get("group", "")
    given = " ".join(filter(None, (parts.get("given"), parts.get("middle"), parts.get("dropping"))))
    family = parts.get("family", "")
    if given and not family and given not in parts.get("whole", ""):
        family = parts.pop("whole", "")  # as ``nom`` is beside ``prénom``
    if _is_organisation(person) and not group:
        group = parts.get("whole", "") or family
    elif family and not given and is_group(family):
        group = family
    role = _find_role(person)
    if group:
        return _detail(Authorship(tidy_plain_words(group), group=True), person), role, False
    if family and (given or not parts.get("whole") or parts["whole"] == family):
        stated = Name(given, parts.get("particle", ""), family, parts.get("suffix", ""))
        return _detail(_make_author(stated), person), role, False
    author, _, goes_on = _read_whole(parts.get("whole", "") or given, person)
    return author, role, goes_on


def _make_author(stated: Name) -> Authorship:
    """Return a person as printed, with those parts of the name that the printed name doesn't tell."""
    parts = Name(*map(tidy_plain_words, stated))
    if not parts.particle:  # it begins the family name, in lower case
        parts = split_name(invert_name(*parts))
    return make_authorship(parts)


def _read_whole(name: str, person: dict[str, Any]) -> tuple[Authorship | None, str, bool]:
    if not name:
        return None, "", False
    if "," not in name and is_group(name):
        return _detail(Authorship(tidy_plain_words(name), group=True), person), "", False
    names = gather([name])
    author = names.authors[0] if names.authors else None
    return author and _detail(author, person), "", names.et_al


def _find_parts(person: dict[str, Any]) -> dict[str, str]:
    """Return the parts of a name by our names; a part in an object of its own (``{"value": …}``) is found there."""
    parts: dict[str, str] = {}
    for key, value in person.items():
        part = _PARTS.get(fold(key).replace(" ", ""))
        if part and isinstance(value, dict):
            for name, text in _find_parts(value).items():
                parts.setdefault(part if name == "whole" else name, text)
        elif part and (text := clean(value)):
            parts.setdefault(part, text)
    return parts


def _is_organisation(person: dict[str, Any]) -> bool:
    kinds = (person.get(key) for key in ("nameType", "type", "authtype", "kind"))
    return any(isinstance(kind, str) and kind.lower() in _ORGANISATION for kind in kinds)


def _find_role(person: dict[str, Any]) -> str:
    attributes = person.get("contributor-attributes")
    inner = attributes if isinstance(attributes, dict) else person
    role = next((inner[key] for key in _ROLES if inner.get(key)), "")
    while isinstance(role, (list, dict)) and role:
        role = role[0] if isinstance(role, list) else role.get("role", "")
    return role.lower() if isinstance(role, str) else ""


def _detail(author: Authorship, person: dict[str, Any]) -> Authorship:
    """Add what an object says of a person besides the name."""
    if not person:
        return author
    flags = {fold(key): clean(value).lower() for key, value in person.items() if not isinstance(value, (dict, bool))}
    flags |= {fold(key): "true" for key, value in person.items() if value is True}
    return replace(
        author,
        orcid=author.orcid or next(_find_orcids(person, 0), ""),
        equal=author.equal or any(flags.get(key) in _TRUE for key in ("equal", "equal contrib", "equal contributor")),
        corresponding=author.corresponding
        or any(flags.get(key) in _TRUE for key in ("corresponding", "corresp", "corresponding author")),
        affiliations=tuple(dict.fromkeys(_find_institutions(person))),
    )


def _find_orcids(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, str) and (orcid := read_orcid(value)):
        yield orcid
    elif isinstance(value, (dict, list)) and depth < 4:
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _find_orcids(inner, depth + 1)


def _find_institutions(person: dict[str, Any]) -> Iterator[str]:
    """Yield the names of institutions from the first field that has any."""
    for key, value in person.items():
        if _INSTITUTION.search(fold(key)) and (names := [name for name in _name_institutions(value, 0) if name]):
            yield from names
            return


def _name_institutions(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        address = tidy_plain_words(clean(value)).rstrip("; ")
        yield address.removesuffix(".") if ", " in address else address
    elif isinstance(value, list) and depth < 4:
        for inner in value:
            yield from _name_institutions(inner, depth + 1)
    elif isinstance(value, dict) and depth < 4:
        named = [value[key] for key in _NAMES_OF_INSTITUTIONS if value.get(key)]
        inner = named[:1] or [inner for key, inner in value.items() if _INSTITUTION.search(fold(key))]
        yield from _name_institutions(inner, depth + 1)
