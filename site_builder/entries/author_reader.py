"""The authors of front matter: names, mappings where there is more to state, and lists of names in one text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from site_builder.entries.frontmatter import FieldDiagnostic
from site_builder.entries.identifier_readers import read_orcid
from site_builder.entries.schema_names import guess
from site_builder.entries.value_readers import read_flag, read_roles, read_text, read_texts, refuse
from site_builder.model import Authorship
from site_builder.text.folding import collapse
from site_builder.text.name_marks import strip_name_marks
from site_builder.text.person_names import Name, choose_stated, join_name

if TYPE_CHECKING:
    from site_builder.diagnostics import Severity
    from site_builder.entries.frontmatter import Raw, Where

_READERS: dict[str, tuple[str, Any]] = {
    "orcid": ("orcid", read_orcid),
    "equal": ("equal", read_flag),
    "equal-contributor": ("equal", read_flag),
    "is-equal-contributor": ("equal", read_flag),
    "corresponding": ("corresponding", read_flag),
    "affiliations": ("affiliations", read_texts),
    "affiliation": ("affiliations", read_texts),
    "id": ("id", read_text),
    "group": ("group", read_flag),
    "roles": ("roles", read_roles),
    "role": ("roles", read_roles),
}
#: Keys of a whole name, and the keys of its parts → ours. CSL has two kinds of particles, HugoBlox has prefixes.
_WHOLE = ("display", "literal")
_PARTS = {
    "given": "given",
    "prefix": "particle",
    "dropping-particle": "particle",
    "non-dropping-particle": "particle",
    "particle": "particle",
    "family": "family",
    "suffix": "suffix",
}
#: A name that stands alone has none of these.
_MARK = re.compile(
    r"[,;&；、<*†‡§¶$^#✉(⁰¹²³⁴-⁹\\]|__|(?<=[^\W\d_])[0-9]|\.[DSM]\.| and | et\b|^(?:Prof|Dr)\.", re.IGNORECASE
)
#: What stands behind the names of a reference: its year, its title in quotation marks, a tag.
_AFTER_NAMES = re.compile(r"[\s(,]*(?:\b(?:19|20)\d\d\b|[\"“”„«<])|(?<=\w{3})\.(?:\s|$)")
_NAME_BREAK = re.compile(r"\s*[,;；、]\s*")


def read_authors(value: Raw, where: Where, found: list[FieldDiagnostic]) -> tuple[Authorship, ...]:
    """Read the authors: names, or mappings where there is more to say; one alone is a list of one.

    A text that certainly lists several names is read as such; one that says "et al." ends in an author so named.
    """
    if not isinstance(value, list):
        return _read_several(value, where, found) if value else ()
    authorships: list[Authorship] = []
    for i, item in enumerate(value):
        if type(item) is str and (name := collapse(item)) and not _MARK.search(name):
            authorships.append(Authorship(name))
        else:
            authorships += _read_several(item, (*where, i), found)
    return tuple(authorships)


def _read_several(value: Raw, where: Where, found: list[FieldDiagnostic]) -> tuple[Authorship, ...]:
    from site_builder.text.name_lists import split_names

    if isinstance(value, str) and "\n" in value.strip():
        value = "; ".join(line.strip(" \t,;") for line in value.strip().splitlines())
    if isinstance(value, str) and (several := split_names(strip_name_marks(value).name)):
        more = ("et al.",) if several.et_al else ()
        message = f"'{collapse(value)}' is read as {' | '.join((*several.names, *more))}"
        suggestion = "write each author on a line of their own" + (", and et_al: true" if more else "")
        found.append(FieldDiagnostic(where, "entry-author", message, suggestion, "hint"))
        return tuple(Authorship(name) for name in (*several.names, *more))
    authorship = read_authorship(value, where, found)
    return (authorship,) if authorship else ()


def _read_plain(text: str, where: Where, found: list[FieldDiagnostic]) -> Authorship:
    """Read a name that stands alone, without emphasis and marks, which are told."""
    bare = strip_name_marks(text)
    name = collapse(bare.name)
    if name != collapse(text):
        message = f"'{collapse(text)}' is read without its marks"
        suggestion = "write the name alone, or {name: …, equal: true}"
        found.append(FieldDiagnostic(where, "entry-author", message, suggestion, "hint"))
    return Authorship(name, equal=bare.equal, corresponding=bare.corresponding)


def reads_as_written(name: str) -> bool:
    """Tell whether a name that stands alone in an entry is read as it is written."""
    from site_builder.text.name_lists import split_names

    return strip_name_marks(name).name == name and not split_names(name)


def read_authorship(value: Raw, where: Where, found: list[FieldDiagnostic]) -> Authorship | None:
    """Read one author: a name, or a mapping in our keys, PMLR's (given, family) or Quarto's."""
    if isinstance(value, str):
        authorship = _read_plain(value, where, found)
        _doubt_name(authorship.name, where, found)
        return authorship if authorship.name else None
    if not isinstance(value, dict):
        refuse(where, found, "this should be an author's name", "write '- Jane Doe'", code="entry-author")
        return None
    if isinstance(flags := value.get("attributes"), dict | list):  # Quarto's
        value = {**{k: v for k, v in value.items() if k != "attributes"}, **_list_flags(flags)}
    fields, used = _read_name(value, where, found)
    if not fields["name"]:
        refuse(where, found, "this author has no name", "write {name: Jane Doe, …}", code="entry-author")
        return None
    for key, item in value.items():
        if reader := _READERS.get(key):
            field, read = reader
            fields[field] = read(item, (*where, key), found) or fields.get(field, "")
        elif key not in used and item:
            found.append(_describe_unused(key, (*where, key)))
    whole = value.get("name") or value.get("given")
    if value.get("literal") or (not whole and " " in str(value.get("family", ""))):
        fields = {key: item for key, item in fields.items() if key not in Name._fields} | {"group": True}
    return Authorship(**{field: item for field, item in fields.items() if item})


def _list_flags(attributes: dict[str, Raw] | list[Raw]) -> dict[str, Raw]:
    """Return those of Quarto's attributes of an author that are true."""
    if isinstance(attributes, list):
        return {str(flag): "true" for flag in attributes}
    return {flag: value for flag, value in attributes.items() if value != "false"}


def read_cited(citation: Raw, found: list[FieldDiagnostic]) -> tuple[Authorship, ...]:
    """Read the authors in academicpages' ``citation``, a whole reference in one text, if it certainly lists names."""
    from html import unescape

    from site_builder.text.name_lists import split_names

    if not isinstance(citation, str) or citation.lower() in {"", "true", "false"}:
        return ()
    several = split_names(_AFTER_NAMES.split(collapse(unescape(citation)), maxsplit=1)[0].rstrip(" ,(:"))
    names = (*several.names, *(("et al.",) if several.et_al else ())) if several else ()
    message = f"authors are read from 'citation': {' | '.join(names)}"
    if not names:
        message = "the entry names no authors, and 'citation' doesn't tell for certain who they are"
    suggestion = "write authors: with a name on each line"
    severity: Severity = "hint" if names else "warning"
    found.append(FieldDiagnostic(("citation",), "entry-author", message, suggestion, severity, on_key=True))
    return tuple(Authorship(name) for name in names)


def read_aliases(value: Raw, where: Where, found: list[FieldDiagnostic]) -> tuple[str, ...]:
    """Read a person's other names: a list, or several in one text."""
    from site_builder.text.name_lists import split_names, turn_name
    from site_builder.text.person_names import SUFFIX

    if not isinstance(value, str):
        return read_texts(value, where, found)
    text = collapse(value)
    parts = [part for part in _NAME_BREAK.split(text) if part]
    if len(parts) < 2 or any(map(SUFFIX.fullmatch, parts)):
        return (text,) if text else ()
    several = split_names(text)
    names = several.names if several else (turned,) if (turned := turn_name(text)) else tuple(parts)
    message, suggestion = f"'{text}' is read as {' | '.join(names)}", f"write aliases: [{', '.join(names)}]"
    found.append(FieldDiagnostic(where, "entry-author", message, suggestion, "hint"))
    return names


def _doubt_name(name: str, where: Where, found: list[FieldDiagnostic]) -> None:
    """Report a name that may be several, or that isn't in the order in which it is printed."""
    if not _MARK.search(name):
        return
    from site_builder.text.name_lists import may_be_several, turn_name

    if may_be_several(name):
        message = f"'{name}' is read as one author"
        suggestion = "write each author on a line of their own, or one who is called so as {name: …}"
    elif turned := turn_name(name):
        message = f"'{name}' is shown as it is written, with its comma"
        suggestion = f"write '{turned}', or one who is called so as {{name: …}}"
    else:
        return
    found.append(FieldDiagnostic(where, "entry-author", message, suggestion, "warning"))


def _describe_unused(key: str, where: Where) -> FieldDiagnostic:
    near = guess(key, Authorship.__struct_fields__)
    message, suggestion = f"'{key}' isn't used for an author", f"did you mean '{near}'?" if near else ""
    if not near and key in {"email", "url", "homepage", "website", "twitter", "github"}:
        suggestion = "write it in the author's own file, content/authors/<id>.md"
    return FieldDiagnostic(where, "entry-unknown-key", message, suggestion, "warning" if near else "hint", on_key=True)


def _read_name(
    value: dict[str, Raw], where: Where, found: list[FieldDiagnostic]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the name and those of its parts that the printed name doesn't tell, and the keys that they were read from.

    Parts beside a whole name are kept as they are stated.
    """
    key = next((key for key in ("name", "literal") if value.get(key)), "")
    whole = value.get(key, "")
    if isinstance(whole, dict):
        fields, used = _join_name(whole, (*where, key), found)
        found.extend(_describe_unused(part, (*where, key, part)) for part in whole if part not in used)
        return fields, (key,)
    if not whole:
        return _join_name(value, where, found)
    parts = _read_parts(value, where, found)
    return {"name": read_text(whole, (*where, key), found), **parts}, (key, *_PARTS)


def _join_name(
    parts: dict[str, Raw], where: Where, found: list[FieldDiagnostic]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    stated = Name("", "", "")._replace(**_read_parts(parts, where, found))
    key = next((key for key in _WHOLE if parts.get(key)), "")
    name = read_text(parts[key], (*where, key), found) if key else join_name(*stated)
    return {"name": name, **choose_stated(name, stated)}, (*_WHOLE, *_PARTS)


def _read_parts(value: dict[str, Raw], where: Where, found: list[FieldDiagnostic]) -> dict[str, str]:
    parts: dict[str, str] = {}
    for key, part in _PARTS.items():
        if value.get(key) and (text := read_text(value[key], (*where, key), found)):
            parts[part] = f"{parts[part]} {text}" if part in parts else text
    return parts
