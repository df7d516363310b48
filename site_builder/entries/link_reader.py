"""The links of a content file: addresses under keys of their own, lists of links, and people's handles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.entries.frontmatter import FieldDiagnostic
from site_builder.entries.value_readers import read_address, read_text, report_unused
from site_builder.model import Link
from site_builder.text import identifiers

if TYPE_CHECKING:
    from site_builder.entries.frontmatter import Raw, Where

_LABELS = ("label", "name", "text", "title")
_ADDRESSES = ("url", "href", "link")
#: Where other generators' mappings have the picture.
_PICTURES = ("src", "filename", "path", "url")
_OUTSIDE = re.compile(r"//|[A-Za-z][\w+.-]*:")
_HANDLE = re.compile(r"@?[\w.-]+")
_DBLP_HANDLE = re.compile(r"[\w/-]+")

#: HugoBlox's kinds of links → our labels.
_KINDS = {"site": "website"}

#: Where a bare identifier leads, by the key it stands under.
_SERVICES = {
    "github": "https://github.com/{}",
    "gitlab": "https://gitlab.com/{}",
    "huggingface": "https://huggingface.co/{}",
    "twitter": "https://x.com/{}",
    "x": "https://x.com/{}",
    "bluesky": "https://bsky.app/profile/{}",
    "linkedin": "https://www.linkedin.com/in/{}",
    "scholar": "https://scholar.google.com/citations?user={}",
    "google-scholar": "https://scholar.google.com/citations?user={}",
    "google_scholar": "https://scholar.google.com/citations?user={}",
    "semanticscholar": "https://www.semanticscholar.org/author/{}",
    "dblp": "https://dblp.org/pid/{}",
    "openreview": "https://openreview.net/profile?id={}",
    "youtube": "https://www.youtube.com/@{}",
}


#: Where HugoBlox's {provider, id} leads, with what such an id looks like.
_PROVIDERS = {
    "github": (r"[\w.-]+/[\w./-]+", "https://github.com/{}"),
    "gitlab": (r"[\w.-]+/[\w./-]+", "https://gitlab.com/{}"),
    "huggingface": (r"[\w./-]+", "https://huggingface.co/{}"),
    "youtube": (r"[\w-]{11}", "https://www.youtube.com/watch?v={}"),
    "vimeo": (r"\d+", "https://vimeo.com/{}"),
    "zenodo": (r"\d+", "https://zenodo.org/records/{}"),
    "openreview": (r"[\w-]{6,}", "https://openreview.net/forum?id={}"),
    "pubmed": (r"\d+", "https://pubmed.ncbi.nlm.nih.gov/{}/"),
    "osf": (r"\w{5,}", "https://osf.io/{}"),
}
#: Icons that stand for a service without bearing its name.
_ICONS = {"envelope": "email", "graduation-cap": "scholar"}
#: What of a link says how it looks rather than where it leads.
_LOOKS = frozenset({"icon", "icon_pack", "icon-pack", "target", "rel", "class", "features", "provider", "id"})


def read_keyed(value: Raw, label: str, where: Where, found: list[FieldDiagnostic]) -> list[Link]:
    """Read the addresses under a key that labels them (``project: https://…``); a list of them is several links."""
    items = value if isinstance(value, list) else [value]
    links = []
    for i, item in enumerate(items):
        if label == "openreview" and isinstance(item, str) and re.fullmatch(r"[\w-]{6,}", item):
            item = f"https://openreview.net/forum?id={item}"
        address = read_address(item, (*where, i) if isinstance(value, list) else where, found)
        if address:
            links.append(Link(label, address))
    return links


def read_image(value: Raw, where: Where, found: list[FieldDiagnostic]) -> str:
    """Read the path of a picture below the site's root; HugoBlox writes a mapping, often without a picture in it.

    A picture of another host isn't shown: pages ask no one else, and their policy forbids it.
    """
    if isinstance(value, dict):
        key = next((key for key in _PICTURES if value.get(key)), "")
        return read_image(value[key], (*where, key), found) if key else ""
    address = read_address(value, where, found)
    if not _OUTSIDE.match(address):
        return address
    message = f"the image {address} is on another host, and isn't shown"
    suggestion = "save it below content/static/ and write its path there, 'files/picture.png'"
    found.append(FieldDiagnostic(where, "image-elsewhere", message, suggestion, "warning"))
    return ""


def read_links(value: Raw, where: Where, found: list[FieldDiagnostic]) -> list[tuple[Link, str]]:
    """Read ``links``: a list of {label, url}, or a mapping of labels to addresses.

    With each link comes the kind that other generators' forms state (``type: pdf``, ``pdf: https://…``), or an empty
    text where the label is only a label.
    """
    if isinstance(value, dict):
        pairs = ((key, read_address(item, (*where, key), found)) for key, item in value.items())
        return [(Link(key, address), key) for key, address in pairs if address]
    if isinstance(value, str):
        address = read_address(value, where, found)
        return [(Link("link", address), "")] if address else []
    links = [_read_link(item, (*where, i), found) for i, item in enumerate(value)]
    return [link for link in links if link is not None]


def _read_link(item: Raw, where: Where, found: list[FieldDiagnostic]) -> tuple[Link, str] | None:
    if isinstance(item, str):
        address = read_address(item, where, found)
        return (Link("link", address), "") if address else None
    if isinstance(item, list):
        message, suggestion = "this should be a link", "write {label: Poster, url: https://…}"
        found.append(FieldDiagnostic(where, "entry-address", message, suggestion))
        return None
    if len(item) == 1 and (label := next(iter(item))) not in (*_ADDRESSES, *_LABELS, *_LOOKS, "type"):
        address = read_address(item[label], (*where, label), found)  # - Poster: https://…
        return (Link(label, address), label) if address else None
    kind = read_text(item.get("type", ""), (*where, "type"), found)
    key = next((key for key in _ADDRESSES if item.get(key)), "")
    address, identified = (
        (read_address(item[key], (*where, key), found), "") if key else _follow_provider(item, kind, where, found)
    )
    if not address:
        return None
    named = next((name for name in _LABELS if item.get(name)), "")
    label = read_text(item[named], (*where, named), found) if named else ""
    report_unused(item, {key, named, "type", *_LOOKS}, where, found)
    kind = identified or ("" if label else kind)
    return Link(label or _KINDS.get(kind, kind) or "link", address), kind


def _follow_provider(item: dict[str, Raw], kind: str, where: Where, found: list[FieldDiagnostic]) -> tuple[str, str]:
    """Return where HugoBlox's {type, provider, id} leads, and "arxiv" or "doi" where the id is the paper's own."""
    provider = read_text(item.get("provider", ""), (*where, "provider"), found).lower()
    identifier = read_text(item.get("id", ""), (*where, "id"), found)
    if provider == "arxiv" and (arxiv := identifiers.read_arxiv(identifier)):
        return (f"https://arxiv.org/pdf/{arxiv}", "") if kind == "pdf" else (identifiers.address_arxiv(arxiv), "arxiv")
    if provider == "doi" and (doi := identifiers.read_doi(identifier)):
        return identifiers.address_doi(doi), "doi" if kind in {"", "doi", "publisher"} else ""
    pattern, address = _PROVIDERS.get(provider, ("", ""))
    if pattern and re.fullmatch(pattern, identifier):
        return address.format(identifier), ""
    message = f"it isn't known where this link of type '{kind}' leads" if kind else "this link has no address"
    suggestion = f"write {{label: {kind or 'Poster'}, url: https://…}}"
    found.append(FieldDiagnostic(where, "entry-address", message, suggestion, "warning"))
    return "", ""


def read_profiles(value: Raw, where: Where, found: list[FieldDiagnostic]) -> list[Link]:
    """Read a person's links: a list of {label, url}, or a mapping in which a service's key may hold a bare handle."""
    if isinstance(value, dict):
        return [link for key, item in value.items() for link in read_profile(item, (*where, key), found)]
    if isinstance(value, list):
        value = [_rename_icon(item) for item in value]
    return [link for link, _ in read_links(value, where, found)]


def read_profile(value: Raw, where: Where, found: list[FieldDiagnostic]) -> list[Link]:
    """Read one of a person's links under its key: an address, a mail address, or a handle (``github: jdoe``)."""
    key = str(where[-1]).replace("home-page", "homepage")
    text = value.strip() if isinstance(value, str) else ""
    if key == "email" and re.fullmatch(r"[^@\s:]+@[^@\s]+", text):
        return [Link(key, f"mailto:{text}")]
    handle = _DBLP_HANDLE if key == "dblp" else _HANDLE
    if key in _SERVICES and handle.fullmatch(text):
        return [Link(key, _SERVICES[key].format(text.removeprefix("@")))]
    return read_keyed(value, key, where, found)


def _rename_icon(item: Raw) -> Raw:
    """HugoBlox writes {icon, link}, the icon with its style (``brands/github``), and names no service otherwise."""
    if isinstance(item, dict) and "icon" in item and not any(name in item for name in _LABELS):
        icon = str(item["icon"]).rpartition("/")[2]
        return {**item, "label": _ICONS.get(icon, icon)}
    return item
