"""`check` tells which PDFs of the site Google Scholar won't take, and a build publishes those that it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from small_sites import write_site

from site_builder.build.builder import build
from site_builder.build.options import BuildOptions
from site_builder.check.checker import check_site
from site_builder.diagnostics import describe

if TYPE_CHECKING:
    from pathlib import Path

ENTRY = "---\ntitle: One\nauthors: [Ada Lovelace]\ndate: 2025\npdf: {}\n---\nText.\n"


def write(folder: Path, pdf: str) -> Path:
    places = ("files/one.pdf", "papers/one/one.pdf", "papers/one/more/one.pdf")
    files = {"content/papers/one.md": ENTRY.format(pdf), **{f"content/static/{place}": "%PDF" for place in places}}
    return write_site(folder, [], **files)


@pytest.mark.parametrize(
    "pdf", ["papers/one/one.pdf", "/papers/one/one.pdf", "https://example.org/lab/papers/one/one.pdf"]
)
def test_a_pdf_beside_the_page_is_fine_and_named_to_scholar(tmp_path: Path, pdf: str) -> None:
    site = write(tmp_path, pdf)
    assert [d for d in check_site(site).diagnostics if d.code == "pdf-elsewhere"] == []
    build(BuildOptions(site_dir=site, out=tmp_path / "out", search=False))
    page = (tmp_path / "out/papers/one/index.html").read_text("utf-8")
    assert '<meta name="citation_pdf_url" content="https://example.org/lab/papers/one/one.pdf">' in page
    assert (tmp_path / "out/papers/one/one.pdf").read_bytes() == b"%PDF"


@pytest.mark.parametrize("pdf", ["files/one.pdf", "/files/one.pdf", "papers/one/more/one.pdf"])
def test_a_pdf_in_another_folder_is_told_with_what_to_do(tmp_path: Path, pdf: str) -> None:
    (found,) = [d for d in check_site(write(tmp_path, pdf)).diagnostics if d.code == "pdf-elsewhere"]
    assert describe(found) == (
        "content/papers/one.md:5:1: hint: Google Scholar only takes a PDF from the folder of the paper's page, and not "
        f"'{pdf}'; move the file to content/static/papers/one/one.pdf, and write 'pdf: papers/one/one.pdf' "
        "[pdf-elsewhere]"
    )


@pytest.mark.parametrize("pdf", ["https://other.example/files/one.pdf", "files/missing.pdf"])
def test_a_pdf_of_others_and_a_missing_one_are_no_matter_of_scholars(tmp_path: Path, pdf: str) -> None:
    assert [d for d in check_site(write(tmp_path, pdf)).diagnostics if d.code == "pdf-elsewhere"] == []
