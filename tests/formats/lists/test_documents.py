"""Pages, READMEs and CVs become documents: what is one record, where each of its pieces stands, and how it looks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.formats import registry
from site_builder.formats.lists import html, latex, light_markup, markdown
from site_builder.formats.lists.document import BOLD, CODE, ITALIC, UNDERLINE

if TYPE_CHECKING:
    from types import ModuleType

    from site_builder.formats.lists.document import Block, Document, Span

CASES = Path(__file__).parents[2] / "cases" / "formats" / "documents"
FILES = sorted(path for path in CASES.iterdir() if path.suffix != ".expected")
FORMATS = {
    ".html": html,
    ".md": markdown,
    ".tex": latex,
    ".rst": light_markup,
    ".org": light_markup,
    ".adoc": light_markup,
}
LOOKS = {BOLD: "bold ", ITALIC: "italic ", CODE: "code ", UNDERLINE: "underlined "}


def show_span(span: Span) -> str:
    look = "".join(word for flag, word in LOOKS.items() if span.emphasis & flag)
    return f"{span.line}:{span.column} {look}<{span.text}>" + (f" -> {span.link}" if span.link else "")


def show_block(block: Block) -> str:
    head = " ".join(filter(None, (block.kind, str(block.level or ""), block.marker)))
    return "\n".join([head, *("  " + "  ".join(map(show_span, line)) for line in block.lines)])


def show(document: Document, entries: str) -> str:
    """Return a document as its case has it, with the entries of BibTeX by their lines."""
    rows = [f"{number}: {row}" for number, row in enumerate(entries.split("\n"), 1) if row.strip()]
    return "\n".join([*map(show_block, document.blocks), *(["BibTeX", *rows] if rows else []), ""])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_source_becomes_the_document_beside_it(path: Path) -> None:
    text = path.read_text("utf-8")
    form = FORMATS[path.suffix]
    assert registry.detect(text).NAME == form.NAME
    assert show(*form.outline(text)) == path.with_name(f"{path.name}.expected").read_text("utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_span_stands_where_it_says(path: Path) -> None:
    """Letters of a span are in its line of the source, from its column on."""
    text = path.read_text("utf-8")
    rows = text.split("\n")
    document, _ = FORMATS[path.suffix].outline(text)
    for span in (span for block in document.blocks for line in block.lines for span in line):
        assert 1 <= span.line <= len(rows)
        if path.suffix == ".html" and span.text.isascii() and "&" not in span.text and not span.width:
            assert rows[span.line - 1][span.column - 1 :].startswith(span.text.rstrip())


PIECES = {
    html: "<ul> <li> </li> <p> </p> <b> </b> <td> <tr> <table> </table> <br> <h2> </h2> <div> </div> <dl> <dt> <dd> "
    "<a\thref=x> 2020.\t > &amp; \n",
    latex: r"\item \begin{itemize} \end{itemize} { } \textbf{ & \\ % [ ] \cvitem{a}{b} $ `` '' \section{ \a{x} \bf \'e "
    r"\newcommand{\a}[1]{#1\a{#1}} \textcolor{a}{ \begin{a} \iffalse" + " \n",
    markdown: "-\t 1.\t ** * _a [ ](x) | |-|-|\n #\t <b> </b> <br> \n \n\n",
}


#: What hides the text behind it.
HIDING = {html: ["<", "<!--", "<a title='", "<script>"], latex: ["%", r"\iffalse"], markdown: ["![", "<!--", "```"]}


def list_pieces(form: ModuleType) -> list[str]:
    return [piece.replace("\t", " ") for piece in PIECES[form].split(" ")]


@pytest.mark.parametrize("form", PIECES, ids=lambda form: form.NAME)
@given(data=st.data())
def test_no_text_is_lost_whatever_is_broken(form: ModuleType, data: st.DataObject) -> None:
    """Every word that is no markup is in the document; LaTeX's comments and the definitions of its macros are none."""
    pieces = data.draw(st.lists(st.sampled_from([*list_pieces(form), " word "]), max_size=40))
    document, entries = form.outline("".join(pieces))
    shown = "".join(span.text for block in document.blocks for line in block.lines for span in line)
    if form is not latex:
        assert shown.count("word") + entries.count("word") == pieces.count(" word ")


@pytest.mark.parametrize("form", PIECES, ids=lambda form: form.NAME)
@pytest.mark.parametrize("size", [15_000])
def test_markup_that_never_ends_is_read_in_time(form: ModuleType, size: int) -> None:
    """Quadratic time would take minutes."""
    for piece in (*list_pieces(form), *HIDING[form]):
        form.outline(piece * (size // len(piece)))
