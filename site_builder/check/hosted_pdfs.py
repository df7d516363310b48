"""PDFs of the site that Google Scholar won't take for the text of a paper.

Scholar's inclusion guidelines want the PDF in the folder of the page with the abstract
(https://scholar.google.com/intl/en/scholar/inclusion.html), and the page's ``citation_pdf_url`` names no other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic
from site_builder.entries.locations import find_place, read_again
from site_builder.urls import Route

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from site_builder.pages.site_context import SiteContext


def check_hosted_pdfs(context: SiteContext, static: Mapping[str, str], site_dir: Path) -> Iterator[Diagnostic]:
    """Yield a hint for each paper whose PDF is a file of the site in another folder than the paper's page."""
    for entry in context.catalog.entries:
        paper = entry.paper
        pdf = paper.pdf.removeprefix(context.base.url).lstrip("/") if context.base.url else paper.pdf.lstrip("/")
        if pdf not in static:
            continue
        folder = context.addresses.spell(Route("paper", paper.id))
        name = pdf.rpartition("/")[2]
        if pdf != folder + name:
            path = f"content/papers/{paper.id}.md"
            message = f"Google Scholar only takes a PDF from the folder of the paper's page, and not '{paper.pdf}'"
            suggestion = f"move the file to content/static/{folder}{name}, and write 'pdf: {folder}{name}'"
            yield Diagnostic(
                "pdf-elsewhere", message, find_place(read_again(site_dir / path), path, "pdf"), suggestion, "hint"
            )
