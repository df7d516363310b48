"""``content/site.toml`` → `Site`, with every fault at its line."""

from __future__ import annotations

import re
import tomllib
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from site_builder.content.home_settings import ADDRESS, read_home
from site_builder.diagnostics import CODES, Diagnostic, Location
from site_builder.model import EXPORTS, CheckSettings, Link, OaiSettings, RoleGroup, Site
from site_builder.text.repositories import make_edit_pattern
from site_builder.text.toml_errors import TOML_ERRORS, explain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NAME = "site.toml"
#: What no address holds, or no address of a folder.
_NO_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f<>\"\\^`{|}]|/\.{1,2}(?:/|\Z)|/index\.html?\Z")


def read_site(text: str, path: str) -> tuple[Site, tuple[Diagnostic, ...]]:
    """Read the site's settings; a value that can't be understood is reported and its default stands in."""
    try:
        table = tomllib.loads(text)
    except TOML_ERRORS as error:
        fault = explain(error, text)
        location = Location(path, fault.line, fault.column)
        return Site(), (Diagnostic("site-config", fault.message, location, fault.suggestion),)
    values: dict[str, Any] = {}
    faults: list[Diagnostic] = []
    for key, value in table.items():
        reader = _READERS.get(key)
        if reader is None:
            faults.append(_describe_unknown(key, text, path))
            continue
        try:
            values[key] = reader(value)
        except (ValueError, msgspec.ValidationError) as error:
            suggestion = _EXAMPLES[key] if isinstance(error, msgspec.ValidationError) else str(error)
            faults.append(
                Diagnostic("site-config", f"'{key}' can't be understood", _locate(key, text, path), suggestion)
            )
    for key in values.get("macros", {}).keys() & _READERS.keys():
        location = Location(path, _find_line(key, text, "macros"), 1)
        message, suggestion = f"'{key}' is taken for a macro here", "write settings above [macros]"
        faults.append(Diagnostic("site-config", message, location, suggestion, "warning"))
    home = values.pop("home", {})
    site = Site(**values, lines=_find_lines(table, text))
    settings, found = read_home(home, site)
    site, faults = msgspec.structs.replace(site, home=settings), [*faults, *found]
    if "check" in values:
        faults += _doubt_checking(table["check"], site)
    if site.repository and not make_edit_pattern(site.repository, site.branch):
        message = "it isn't known how this host calls the page on which a file is edited"
        suggestion = (
            'write that page\'s address with {path} for the file: "https://git.example.org/papers/edit/main/{path}"'
        )
        faults.append(Diagnostic("site-config", message, site.locate("repository"), suggestion, "warning"))
    return site, tuple(faults)


def _doubt_checking(table: dict[str, Any], site: Site) -> Iterator[Diagnostic]:
    """Report the keys and the codes under ``[check]`` that mean nothing."""
    for key in (key for key in table if key not in CheckSettings.__struct_fields__):
        message, suggestion = f"'{key}' isn't a setting of [check]", "write ignore, with a list of codes"
        if key in _READERS:
            suggestion = "write settings above [check]"
        yield Diagnostic("site-unknown-key", message, site.locate(f"check.{key}"), suggestion, "warning")
    for code in site.check.ignore:
        if code not in CODES:
            near = get_close_matches(code, CODES, n=1)
            suggestion = (
                f"did you mean '{near[0]}'?" if near else "write the code as it stands in brackets after a message"
            )
            message, location = f"no diagnostic has the code '{code}'", site.locate("check.ignore")
            yield Diagnostic("site-unknown-code", message, location, suggestion, "warning")


def _find_lines(table: dict[str, Any], text: str) -> dict[str, int]:
    lines = {key: _find_line(key, text) for key in table}
    for name in ("macros", "options", "check", "home"):
        if isinstance(table.get(name), dict):
            lines |= {f"{name}.{key}": _find_line(key, text, name) for key in table[name]}
    return lines


def _describe_unknown(key: str, text: str, path: str) -> Diagnostic:
    near = get_close_matches(key, _READERS, n=1)
    suggestion = f"did you mean '{near[0]}'?" if near else f"known keys are {', '.join(sorted(_READERS))}"
    return Diagnostic("site-unknown-key", f"'{key}' isn't a setting", _locate(key, text, path), suggestion, "warning")


def _locate(key: str, text: str, path: str) -> Location:
    line = _find_line(key, text)
    return Location(path, line, 1 if line else 0)


def _find_line(key: str, text: str, table: str = "") -> int:
    """Return the line on which a key stands, 0 when it can't be seen; for a table's key at least the table's."""
    start = re.search(rf"^[ \t]*\[?\s*{table}\b", text, re.MULTILINE) if table else None
    pattern = re.compile(rf"""^[ \t]*(?:\[+\s*)?(["']?){re.escape(key)}\1\s*(?=[=.\]])""", re.MULTILINE)
    match = pattern.search(text, start.end() if start else 0) or start
    return text.count("\n", 0, match.start()) + 1 if match else 0


def _read_text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError('write it as text, in double quotes: "…"')
    return value


def _read_title(value: Any) -> str:
    title = _read_text(value)
    if not title.strip():
        raise ValueError('write the site\'s name: title = "Papers"')
    return title


def _read_base_url(value: Any) -> str:
    return clean_base_url(_read_text(value))


def clean_base_url(address: str) -> str:
    """Return the address with one slash at its end. Raises ValueError when it isn't a site's whole address."""
    if not address:
        return ""
    parts = urlsplit(address)
    whole = parts.scheme in {"http", "https"} and parts.netloc and not parts.query and not parts.fragment
    if not whole or _NO_ADDRESS.search(address):
        raise ValueError('write the whole address of the site, such as "https://lab.github.io/papers/"')
    return address.rstrip("/") + "/"


def _read_picture(value: Any) -> str:
    path = _read_text(value)
    if re.match(r"//|[A-Za-z][\w+.-]*:", path):
        raise ValueError("pages ask no other host; put the picture into content/static/ and write its path there")
    return path


def _read_theme(value: Any) -> str:
    name = _read_text(value)
    if not re.fullmatch(r"[A-Za-z0-9][\w.-]*", name):
        raise ValueError("a theme's name is the name of its folder in themes/")
    return name


def _read_texts(value: Any) -> tuple[str, ...]:
    return msgspec.convert([value] if isinstance(value, str) else value, tuple[str, ...])


def _read_links(value: Any) -> tuple[Link, ...]:
    if isinstance(value, dict):
        value = [{"label": label, "url": url} for label, url in value.items()]
    links = msgspec.convert(value, tuple[Link, ...])
    for link in links:
        if not ADDRESS.match(link.url):
            raise ValueError(f"'{link.url}' isn't an address a reader can follow")
    return links


def _read_roles(value: Any) -> tuple[RoleGroup, ...]:
    groups = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            groups.append(RoleGroup(item, (item,)))
        else:
            table = msgspec.convert(item, dict[str, Any])
            if table.keys() != {"heading", "roles"}:
                raise ValueError(_EXAMPLES["roles"])
            groups.append(RoleGroup(_read_text(table["heading"]), _read_texts(table["roles"])))
    return tuple(groups)


def _read_repository(value: Any) -> str:
    address = _read_text(value)
    if address and not re.fullmatch(r"https?://[^\s/<>\"]+/[^\s<>\"]+", address):
        raise ValueError('write the address of the repository, such as "https://github.com/example-lab/papers"')
    return address


def _read_per_page(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 1000:
        raise ValueError("write a whole number from 1 to 1000")
    return value


def _read_exports(value: Any) -> tuple[str, ...]:
    names = _read_texts(value)
    if unknown := [name for name in names if name not in EXPORTS]:
        raise ValueError(f"'{unknown[0]}' is none of {', '.join(EXPORTS)}")
    return names


def _read_switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("write true or false")
    return value


def _read_macros(value: Any) -> dict[str, str]:
    macros = msgspec.convert(value, dict[str, str])
    return {name.lstrip("\\"): meaning for name, meaning in macros.items()}


def _read_table(value: Any) -> dict[str, Any]:
    return msgspec.convert(value, dict[str, Any])


def _read_checking(value: Any) -> CheckSettings:
    return CheckSettings(_read_texts(_read_table(value).get("ignore", ())))


def _read_oai(value: Any) -> OaiSettings:
    table = msgspec.convert(value, dict[str, str])
    if unknown := table.keys() - set(OaiSettings.__struct_fields__):
        raise ValueError(f"'{min(unknown)}' is none of {', '.join(OaiSettings.__struct_fields__)}")
    if not re.fullmatch(r"[^\s@<>]+@[^\s@<>.]+(?:\.[^\s@<>.]+)+", table.get("email", "")):
        raise ValueError('write the address of whoever looks after the site: email = "papers@lab.example"')
    if not re.fullmatch(r"(?:https?://\S+)?", table.get("gateway", "")):
        raise ValueError('write a whole address: gateway = "https://gateway.example/oai"')
    return OaiSettings(**table)


def _read_language(value: Any) -> str:
    tag = _read_text(value)
    if not re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", tag):
        raise ValueError('write a language tag such as "en", "ja" or "pt-BR"')
    return tag


_READERS: dict[str, Callable[[Any], Any]] = {
    "title": _read_title,
    "description": _read_text,
    "base_url": _read_base_url,
    "language": _read_language,
    "theme": _read_theme,
    "logo": _read_picture,
    "icon": _read_picture,
    "image": _read_picture,
    "owner": _read_text,
    "members": _read_texts,
    "roles": _read_roles,
    "repository": _read_repository,
    "branch": _read_text,
    "links": _read_links,
    "menu": _read_texts,
    "per_page": _read_per_page,
    "macros": _read_macros,
    "exports": _read_exports,
    "oai": _read_oai,
    "pdf_thumbnails": _read_switch,
    "social_card_fonts": _read_texts,
    "options": _read_table,
    "check": _read_checking,
    "home": _read_table,
}
#: What to write where a list or a table isn't one.
_EXAMPLES = {
    "members": 'write a list of names: ["Ada Lovelace", "grace-hopper"]',
    "roles": 'write a list: ["Principal investigators", { heading = "Students", roles = ["PhD student", "intern"] }]',
    "links": 'write a list: [{ label = "GitHub", url = "https://github.com/example-lab" }]',
    "exports": f"write a list of names: {list(EXPORTS)}".replace("'", '"'),
    "oai": 'write a table, with a line such as email = "papers@lab.example" under [oai]',
    "menu": 'write a list of names: ["home", "authors", "about"]',
    "social_card_fonts": 'write a list of files below content/static/: ["fonts/NotoSans.ttf"]',
    "macros": "write a table, with a line such as R = '\\mathbb{R}' under [macros]",
    "options": 'write a table, with a line such as accent = "teal" under [options]',
    "check": 'write a table, with a line such as ignore = ["entry-neighbour-key"] under [check]',
    "home": 'write a table, with a line such as institution = "University of Northmark" under [home]',
}
