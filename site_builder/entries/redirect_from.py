"""``redirect_from``: addresses at which a paper, a person or a page was before, here or on another generator's site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.diagnostics import Location
from site_builder.entries.frontmatter import FieldDiagnostic, Unreadable, load, locate, split
from site_builder.entries.value_readers import read_texts, refuse
from site_builder.urls import TAKEN, fits, spell_old

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.entries.frontmatter import Raw, Where

KEY = "redirect_from"
#: What Hugo and Quarto call it. A person's ``aliases`` are names.
FOREIGN_KEY = "aliases"
#: What names a scheme or a host.
_ELSEWHERE = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:(?://[^/]*)?|//[^/]*)")
_NOTHING = "leave it out"


def read_old_addresses(value: Raw, where: Where, found: list[FieldDiagnostic]) -> tuple[str, ...]:
    """Read addresses below the site's root; return each once, as `routes.spell_old` spells it."""
    addresses: dict[str, None] = {}
    for item, location in _list_items(value, where):
        for written in read_texts(item, location, found):
            if fault := _find_fault(written):
                code, message, suggestion = fault
                refuse(location, found, message, suggestion, code=code)
            else:
                addresses[spell_old(written)] = None
    return tuple(addresses)


def take_old_addresses(raw: dict[str, Raw], found: list[FieldDiagnostic]) -> tuple[str, ...]:
    """Read them from the front matter of a page, under either key."""
    if raw.get(KEY) or not raw.get(FOREIGN_KEY):
        return read_old_addresses(raw.get(KEY, ""), (KEY,), found)
    message = f"'{FOREIGN_KEY}' is read as '{KEY}'"
    found.append(FieldDiagnostic((FOREIGN_KEY,), "entry-neighbour-key", message, f"write '{KEY}'", "hint", on_key=True))
    return read_old_addresses(raw[FOREIGN_KEY], (FOREIGN_KEY,), found)


def find_old_address(address: str, text: str, path: str) -> Location:
    """Return where in a file an address stands that was read from it."""
    try:
        front = split(text, path)
        raw, _ = load(front, path)
    except Unreadable:  # since it was read
        return Location(path)
    for key in (KEY, FOREIGN_KEY):
        for item, where in _list_items(raw.get(key, ""), (key,)):
            if isinstance(item, str) and spell_old(item.strip()) == address:
                return locate([FieldDiagnostic(where, "", "")], front, path)[0].location
    return Location(path)


def _list_items(value: Raw, where: Where) -> Iterator[tuple[Raw, Where]]:
    if isinstance(value, list):
        yield from ((item, (*where, number)) for number, item in enumerate(value))
    else:
        yield value, where


def _find_fault(written: str) -> tuple[str, str, str] | None:
    """Return why nothing can stand at an address, if so: a code, a sentence and a remedy."""
    if elsewhere := _ELSEWHERE.match(written):
        path = written[elsewhere.end() :]
        suggestion = f"write what comes after the site's own address, such as '{path}'" if path.strip("/") else _NOTHING
        return "entry-address", f"'{written}' isn't below the site's root", suggestion
    plain = re.split("[?#]", written, maxsplit=1)[0]
    if plain != written:
        message = f"'{written}' can't be an old address: a server of files doesn't look behind '{written[len(plain)]}'"
        return "entry-address", message, f"write '{plain}'" if plain.strip("/") else _NOTHING
    parts = spell_old(written).removesuffix("/").split("/")
    steps = [part for part in parts if part not in {"", ".", ".."}]
    if steps and steps != parts:
        suggestion = f"write it from the site's root: '/{'/'.join(steps)}'"
        return "entry-address", f"'{written}' isn't a plain path", suggestion
    if not all(map(fits, parts)):
        return "address-unfit", f"'{written}' can't be an old address", _NOTHING
    if parts[0].lower() in TAKEN:
        return "address-taken", f"the address /{parts[0]}/ belongs to the site itself", _NOTHING
    return None
