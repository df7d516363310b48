"""A built page as a machine reads it: its links, anchors, headings, and what it makes a browser load."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from pathlib import Path

#: Attributes by which an element makes a browser load something.
LOADING = {
    ("link", "href"),
    ("script", "src"),
    ("img", "src"),
    ("source", "srcset"),
    ("iframe", "src"),
    ("use", "href"),
}
#: What a link element names without loading it.
NAMING = {
    "canonical", "alternate", "cite-as", "author", "item", "describedby", "license", "next", "prev", "type",
    "collection", "linkset",
}  # fmt: skip


class BuiltPage(HTMLParser):
    """What a page's HTML says, gathered while it is parsed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.links: list[str] = []
        self.ids: list[str] = []
        self.loads: list[str] = []
        self.inline: list[str] = []
        self.metas: list[tuple[str, str]] = []
        self.relations: list[dict[str, str]] = []
        self.tags: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self.language = ""
        self._open: list[str] = []
        self._kind = ""
        self.feed(html)

    def handle_starttag(self, tag: str, found: list[tuple[str, str | None]]) -> None:
        """Take in an element."""
        attributes = {name: value or "" for name, value in found}
        self.tags.append(tag)
        self.texts.setdefault(tag, []).append("")
        self._open.append(tag)
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "html":
            self.language = attributes.get("lang", "")
        if tag == "a" and "href" in attributes:
            self.links.append(attributes["href"])
        if tag == "meta":
            self.metas.append((attributes.get("name", ""), attributes.get("content", "")))
        if tag == "link":
            self.relations.append(attributes)
        self.inline += [f"{name} of {tag}" for name in attributes if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in attributes and "json" not in attributes.get("type", "")):
            self.inline.append(tag)
        self.loads += [
            value
            for name, value in attributes.items()
            if (tag, name) in LOADING and not set(attributes.get("rel", "").split()) & NAMING
        ]

    def handle_endtag(self, tag: str) -> None:
        """Leave an element, and those inside it that HTML lets end by themselves."""
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Add text to all elements that are open."""
        for tag in set(self._open):
            self.texts[tag][-1] += data

    def first(self, relation: str) -> str:
        """Return the address of the first link element of a relation."""
        return next((found["href"] for found in self.relations if found.get("rel") == relation), "")


def read_pages(out: Path) -> dict[str, BuiltPage]:
    """Return every page of a built site by its address."""
    return {
        path.relative_to(out).as_posix().removesuffix("index.html"): BuiltPage(path.read_text("utf-8"))
        for path in sorted(out.rglob("*.html"))
        if "pagefind" not in path.parts
    }


def find_dead_links(out: Path, pages: dict[str, BuiltPage], base: str) -> list[str]:
    """Return a sentence for each link within the site that leads nowhere, or out of its base path."""
    faults = []
    for address, page in pages.items():
        for link in {*page.links, *page.loads}:
            if "://" in link or link.startswith("mailto:"):
                continue
            path, _, fragment = link.partition("#")
            if path and not path.startswith(base):
                faults.append(f"/{address}: {link} leaves {base}")
                continue
            target = unquote(path.partition("?")[0].removeprefix(base)) if path else address
            if target in pages:
                found = not fragment or unquote(fragment) in pages[target].ids
            else:
                found = (out / target).is_file()
            if not found:
                faults.append(f"/{address}: {link} leads nowhere")
    return faults
