"""Values of front matter that are small records: funding, versions, notices of corrections; and values with a
vocabulary of their own: status, license, citation key."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

from site_builder.entries.frontmatter import FieldDiagnostic
from site_builder.entries.link_reader import read_links
from site_builder.entries.schema_names import guess
from site_builder.entries.value_readers import read_address, read_date, read_flag, read_text, refuse
from site_builder.model import Funding, Link, Notice, Version
from site_builder.text.citation_keys import is_key
from site_builder.text.licenses import read_license as find_license
from site_builder.text.publication_status import STATUSES
from site_builder.text.publication_status import read_status as find_status

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from site_builder.entries.frontmatter import Raw, Where
    from site_builder.entries.value_readers import Reader

T = TypeVar("T")

_TRUE = frozenset({"true", "yes"})
_FALSE = frozenset({"false", "no"})


def read_key(value: Raw, where: Where, found: list[FieldDiagnostic]) -> str:
    """Read a citation key: letters, digits, and signs that neither BibTeX nor LaTeX takes for something else."""
    key = read_text(value, where, found)
    if key and not is_key(key):
        message = f"'{key}' can't be a citation key: BibTeX allows no spaces, commas, braces and quotes in one"
        mended = re.sub(r"[^\w:.+/-]+", "-", key).strip("-")
        return refuse(where, found, message, f"write '{mended}'", code="entry-key")
    return key


def read_status(value: Raw, where: Where, found: list[FieldDiagnostic]) -> str:
    """Read how far the publication is; other spellings of a status are understood with a hint."""
    text = read_text(value, where, found)
    status = find_status(text)
    if text and not status:
        suggestion = f"write one of {', '.join(STATUSES)}"
        return refuse(where, found, f"'{text}' isn't a status of publication", suggestion, severity="warning")
    if status != text:
        found.append(
            FieldDiagnostic(where, "entry-value", f"'{text}' is read as '{status}'", f"write '{status}'", "hint")
        )
    return status


def read_license(value: Raw, where: Where, found: list[FieldDiagnostic]) -> str:
    """Read a license: an SPDX identifier or an address. Quarto has a mapping with ``type``, ``url`` or ``text``."""
    if isinstance(value, dict):
        key = next((key for key in ("type", "url", "text") if value.get(key)), "type")
        return read_license(value.get(key, ""), (*where, key), found)
    text = read_text(value, where, found)
    license_ = find_license(text)
    if text and not license_:
        message = f"'{text}' is neither an SPDX identifier nor an address"
        return refuse(where, found, message, "write 'CC-BY-4.0', for example, or https://…", severity="warning")
    if license_ != text:
        message, suggestion = f"'{text}' is read as '{license_}'", f"write '{license_}'"
        found.append(FieldDiagnostic(where, "entry-value", message, suggestion, "hint"))
    return license_


def read_funding(value: Raw, where: Where, found: list[FieldDiagnostic]) -> tuple[Funding, ...]:
    """Read who paid: texts, or mappings with ``funder``, ``award`` and ``url``."""
    return _read_items(value, where, found, _read_grant)


def _read_grant(value: Raw, where: Where, found: list[FieldDiagnostic]) -> Funding | None:
    if isinstance(value, dict):
        fields = read_mapping(value, _FUNDING, where, found)
    else:
        fields = {"funder": read_text(value, where, found)}
    if not fields.get("funder"):
        _refuse_item(value, where, found, "this funding names no funder", "write {funder: …, award: …, url: …}")
        return None
    return Funding(**fields)


def read_versions(value: Raw, where: Where, found: list[FieldDiagnostic]) -> tuple[Version, ...]:
    """Read a paper's versions: mappings with ``label``, ``date``, ``url`` or ``links``, and ``record: true``; or a
    mapping of labels to addresses."""
    if isinstance(value, dict) and not value.keys() & _VERSION.keys():
        value = [{"label": label, "url": item} for label, item in value.items()]
    return _read_items(value, where, found, _read_version)


def _read_version(value: Raw, where: Where, found: list[FieldDiagnostic]) -> Version | None:
    if isinstance(value, dict):
        fields = read_mapping(value, _VERSION, where, found)
    else:
        fields = {"label": read_text(value, where, found)}
    if not fields.get("label"):
        _refuse_item(value, where, found, "this version has no label", "write {label: v1, date: …, url: …}")
        return None
    return Version(**fields)


def read_notices(value: Raw, where: Where, found: list[FieldDiagnostic]) -> tuple[Notice, ...]:
    """Read the corrections of a paper: each as `read_notice` reads it."""
    return _read_items(value, where, found, read_notice)


def read_notice(value: Raw, where: Where, found: list[FieldDiagnostic]) -> Notice | None:
    """Read a notice: ``true``, an address, a date, a reason, or a mapping with ``date``, ``notice`` and ``reason``."""
    if isinstance(value, dict):
        return Notice(**read_mapping(value, _NOTICE, where, found))
    text = read_text(value, where, found)
    if not text or text.lower() in _FALSE:
        return None
    if text.lower() in _TRUE:
        return Notice()
    if "://" in text or text.startswith("/"):
        return Notice(notice=read_address(text, where, found))
    faults: list[FieldDiagnostic] = []
    date = read_date(text, where, faults)
    return Notice(reason=text) if faults and not date else Notice(date=date)


def _read_link_list(value: Raw, where: Where, found: list[FieldDiagnostic]) -> tuple[Link, ...]:
    return tuple(link for link, _ in read_links(value, where, found)) if value else ()


def _read_label(value: Raw, where: Where, found: list[FieldDiagnostic]) -> str:
    """A version may be a number alone: ``version: 2``."""
    text = read_text(value, where, found)
    return f"v{text}" if text.isdigit() else text


_FUNDING: dict[str, tuple[str, Reader]] = {
    "funder": ("funder", read_text),
    "award": ("award", read_text),
    "url": ("url", read_address),
    "name": ("funder", read_text),
    "source": ("funder", read_text),
    "statement": ("funder", read_text),
    "grant": ("award", read_text),
    "number": ("award", read_text),
}
_VERSION: dict[str, tuple[str, Reader]] = {
    "label": ("label", read_text),
    "version": ("label", _read_label),
    "date": ("date", read_date),
    "url": ("url", read_address),
    "links": ("links", _read_link_list),
    "record": ("record", read_flag),
}
_NOTICE: dict[str, tuple[str, Reader]] = {
    "date": ("date", read_date),
    "notice": ("notice", read_address),
    "url": ("notice", read_address),
    "reason": ("reason", read_text),
}


def read_mapping(
    value: dict[str, Raw], readers: Mapping[str, tuple[str, Reader]], where: Where, found: list[FieldDiagnostic]
) -> dict[str, Any]:
    """Return the fields that a mapping states; a key without a reader is told."""
    fields: dict[str, Any] = {}
    for key, item in value.items():
        if not item:
            continue
        if known := readers.get(key):
            field, read = known
            fields[field] = read(item, (*where, key), found) or fields.get(field, "")
            continue
        near = guess(key, readers)
        suggestion = f"did you mean '{near}'?" if near else ""
        severity: Any = "warning" if near else "hint"
        message = f"'{key}' isn't used here"
        found.append(FieldDiagnostic((*where, key), "entry-unknown-key", message, suggestion, severity, on_key=True))
    return {field: item for field, item in fields.items() if item}


def _read_items(
    value: Raw,
    where: Where,
    found: list[FieldDiagnostic],
    read: Callable[[Raw, Where, list[FieldDiagnostic]], T | None],
) -> tuple[T, ...]:
    """Read a list of records; one alone is a list of one."""
    if not value:
        return ()
    if not isinstance(value, list):
        items = [read(value, where, found)]
    else:
        items = [read(item, (*where, i), found) for i, item in enumerate(value) if item]
    return tuple(item for item in items if item is not None)


def _refuse_item(value: Raw, where: Where, found: list[FieldDiagnostic], message: str, suggestion: str) -> None:
    if value:
        refuse(where, found, message, suggestion)
