"""The table ``[home]`` of ``site.toml``: what stands on the front page, and in which order."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import msgspec

from site_builder.diagnostics import Diagnostic
from site_builder.model import HOME_BLOCKS, HomeLink, HomeSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.model import Site

#: An address that a reader can follow: a whole one, or a path of this site.
ADDRESS = re.compile(r"(?:https?:|mailto:|/|[\w.-]+/)")


def read_home(table: dict[str, Any], site: Site) -> tuple[HomeSettings, tuple[Diagnostic, ...]]:
    """Return the settings of the front page and what is wrong with them; ``site`` knows where each stands.

    A value that can't be understood is reported, and its default stands in.
    """
    values: dict[str, Any] = {}
    faults = []
    for key, value in table.items():
        reader = _READERS.get(key)
        if reader is None:
            near = get_close_matches(key, _READERS, n=1)
            suggestion = f"did you mean '{near[0]}'?" if near else f"known keys are {', '.join(sorted(_READERS))}"
            message = f"'{key}' isn't a setting of [home]"
            faults.append(Diagnostic("site-unknown-key", message, site.locate(f"home.{key}"), suggestion, "warning"))
            continue
        try:
            values[key] = reader(value)
        except ValueError as error:
            message = f"'{key}' under [home] can't be understood"
            suggestion = _EXAMPLES[key] if isinstance(error, msgspec.ValidationError) else str(error)
            faults.append(Diagnostic("site-config", message, site.locate(f"home.{key}"), suggestion))
    return HomeSettings(**values), tuple(faults)


def _read_blocks(value: Any) -> tuple[str, ...]:
    blocks = msgspec.convert(value, tuple[str, ...])
    for block in blocks:
        if block not in HOME_BLOCKS:
            near = get_close_matches(block, HOME_BLOCKS, n=1)
            advice = f"did you mean '{near[0]}'?" if near else f"choose among: {', '.join(HOME_BLOCKS)}"
            raise ValueError(f"there is no block '{block}': {advice}")
        if blocks.count(block) > 1:
            raise ValueError(f"write '{block}' once")
    return blocks


def _read_links(value: Any) -> tuple[HomeLink, ...]:
    links = msgspec.convert(value, tuple[HomeLink, ...])
    for link in links:
        if not ADDRESS.match(link.url):
            raise ValueError(f"'{link.url}' isn't an address a reader can follow")
    if len([link for link in links if link.primary]) > 1:
        raise ValueError("write 'primary = true' for one link")
    return links


def _make_reader(kind: type) -> Callable[[Any], Any]:
    return lambda value: msgspec.convert(value, kind)


_READERS: dict[str, Callable[[Any], Any]] = {
    "blocks": _read_blocks,
    "institution": _make_reader(str),
    "links": _read_links,
    "selected": _make_reader(tuple[str, ...]),
    "repeat_selected": _make_reader(bool),
}
_EXAMPLES = {
    "blocks": 'write a list of names: ["hero", "selected", "news", "papers"]',
    "institution": 'write it as text, in double quotes: "…"',
    "links": 'write a list: [{ label = "Join us", url = "join/", primary = true }]',
    "selected": 'write a list of the names of files in content/papers/: ["looms", "punch-cards"]',
    "repeat_selected": "write true or false",
}
