"""What a text without papers looks like, so that whoever brings it knows what to bring instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, Location
from site_builder.text.folding import collapse

if TYPE_CHECKING:
    from collections.abc import Sequence

_EXPORTS = "Google Scholar, DBLP, ORCID, Scopus and Web of Science export BibTeX or RIS: add that file"
_ANY_LIST = "add a list of papers with their titles and authors, in any layout; docs/sources.md says what is read"
_SAVE_TEXT = "if a script fills the page in, select its list in the browser and paste it as text"

_JSON_KEY = re.compile(r'"([^"\\\n]{1,40})"\s*:')
_SETTING = re.compile(r"^[ ]*(?:- )?([a-z_][A-Za-z_-]{0,30})(?::(?=\s|$)| *=)|^\[[\w.-]+\]$", re.MULTILINE)
_XML_ROOT = re.compile(r"<([A-Za-z][\w:.-]*)")
_LOG = re.compile(
    r"^(?:[\d.]+ \S+ \S+ )?\W*(?:\d{4}-\d\d-\d\d[T ]|\d{1,2}/\w{3}/\d{4}:|\w{3} \d{1,2} )?\d\d:\d\d:\d\d", re.MULTILINE
)
_CODE = re.compile(
    r"^\s*(?:def |class |import |from \w+ import|function |const |let |var |return\b|#include|public |private )"
    r"|^\s*(?:if|for) ?\(|[;{}]\s*$|^\s*(?:CREATE|SELECT|INSERT|UPDATE|DELETE) ",
    re.MULTILINE,
)
_MAIL = re.compile(r"^(?:From|To|Subject|Sent|Date|Cc): ", re.MULTILINE)
_COMMIT = re.compile(r"^commit [0-9a-f]{7,40}$", re.MULTILINE)
_TRACE = re.compile(r"^Traceback \(most recent call last\)|^\s+at [\w.$<>]+\(", re.MULTILINE)
_HTML = re.compile(r"<(?:!doctype html|html|body|div|span|p|table|ul)\b", re.IGNORECASE)
_SENTENCES = re.compile(r"\w[\w,;:'’ -]{25,}[.!?](?:\s|$)|[。！？]")
_DOCUMENT = re.compile(r"^\\documentclass|^\\begin\{document\}", re.MULTILINE)
#: Kinds of text by the share of lines that show it.
_Kind = tuple[re.Pattern[str], float, str]
_PROGRAMS: tuple[_Kind, ...] = (
    (_TRACE, 0.01, "the trace of a program's error"),
    (_COMMIT, 0.05, "the log of a repository"),
    (_LOG, 0.6, "a program's log"),
    (_CODE, 0.4, "a program's source code"),
)
_LETTER: _Kind = (_MAIL, 0.15, "a letter or a mail")
_SEPARATORS = (",", ";", "\t", "|")
#: The share of a table's rows that have as many cells as the first one.
_ALIKE = 0.8
_LONGEST_HEAD = 5000
_LONGEST_ROW = 500
_LONGEST_WORD = 30
_LONGEST_COLUMN_HEAD = 3
#: Of so many lines the kind of a text is told, and so many of its keys or columns are named.
_ENOUGH = 200
_NAMED = 5


def report_no_papers(text: str, path: str) -> Diagnostic:
    """Return what to say of a text in which no paper was found: what it looks like, and what would work."""
    looks, hint = describe_text(text)
    return Diagnostic("listing-none", f"no paper was found; this looks like {looks}", Location(path, 1), hint)


def is_program(text: str) -> bool:
    """Tell whether the lines of a plain text show that it was written for a program or by one."""
    return bool(_find_kind(_list_rows(text), _PROGRAMS))


def describe_text(text: str) -> tuple[str, str]:
    """Return what a text looks like, as the end of a sentence, and what would work."""
    head = text.lstrip()
    rows = _list_rows(text)
    if not rows:
        return "an empty file", _ANY_LIST
    if head.startswith(("{", "[")) and (keys := _JSON_KEY.findall(head[:_LONGEST_HEAD])):
        return f"JSON with {_name(keys)}, and nothing in it has a title and authors", _EXPORTS
    if head.startswith("<"):
        return _describe_markup(head)
    if _DOCUMENT.search(text):
        return "an article in LaTeX, not a list of papers", "add its list of references, or its .bib file"
    if kind := _find_kind(rows, (*_PROGRAMS, _LETTER)):
        return kind, _ANY_LIST
    if columns := _find_columns(rows):
        return f"a table of {_name(columns)}, without a column of titles and one of authors", _EXPORTS
    keys = _SETTING.findall("\n".join(rows))
    if 2 * len(keys) > len(rows):
        return (
            f"YAML or settings with {_name(list(filter(None, keys)))}, and nothing in it has a title and authors",
            _ANY_LIST,
        )
    if 2 * sum(bool(_SENTENCES.search(row)) for row in rows) >= len(rows):
        return "running text, not a list", _ANY_LIST
    return "a list or a page of something else", _ANY_LIST


def _list_rows(text: str) -> list[str]:
    return [row[:_LONGEST_ROW] for row in text.split("\n", _ENOUGH)[:_ENOUGH] if row.strip()]


def _find_kind(rows: Sequence[str], kinds: Sequence[_Kind]) -> str:
    """Return the first kind that enough rows show."""
    shown = (kind for kind in kinds if sum(bool(kind[0].search(row)) for row in rows) >= kind[1] * len(rows) > 0)
    return next((looks for _, _, looks in shown), "")


def _describe_markup(head: str) -> tuple[str, str]:
    root = _XML_ROOT.search(head)
    if _HTML.search(head[:_LONGEST_HEAD]):
        return "the source of a web page", _SAVE_TEXT
    return f"XML with the element '{root[1]}' around it" if root else "markup", _EXPORTS


def _find_columns(rows: Sequence[str]) -> list[str]:
    """Return the heads of a table's columns; none where the rows have no cells in common."""
    for separator in _SEPARATORS:
        counts = [row.count(separator) for row in rows]
        if counts[0] and len(rows) > 1 and counts.count(counts[0]) >= _ALIKE * len(rows):
            heads = [collapse(cell.strip("\"' *")) for cell in rows[0].split(separator)]
            if all(len(head.split()) <= _LONGEST_COLUMN_HEAD for head in heads):
                return [head for head in heads if head]
    return []


def _name(words: Sequence[str]) -> str:
    """Return the first few of some words, each once."""
    unique = list(dict.fromkeys(words))
    return ", ".join(f"'{word[:_LONGEST_WORD]}'" for word in unique[:_NAMED]) + (" …" if len(unique) > _NAMED else "")
