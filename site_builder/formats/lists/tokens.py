"""A record's text cut wherever one field may end and another begin.

Cuts are where something happens: punctuation with a space, a quote, a bracket, the end of a line or a cell, a change of
emphasis, a number. What has a form of its own (addresses, identifiers, dates, page ranges) is one token.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.formats.lists.token_forms import SCAN

if TYPE_CHECKING:
    from site_builder.formats.lists.record_text import RecordText

#: What introduces a line's value, and which field that is.
_KEYS: dict[str, str] = {
    word: field
    for field, words in {
        "authors": "author authors contributor contributors by auteur auteurs autor autoren autores verfasser creator creators",
        "title": "title titre titel título titulo titolo",
        "abstract": "abstract summary résumé zusammenfassung resumen resumo tl;dr",
        "venue": "journal journal-ref venue published-in source booktitle conference publication in zeitschrift revue revista container journal-title",
        "date": "year date published publication-date jahr année año datum submitted date-published",
        "identifier": "doi arxiv url link links pmid pmcid issn isbn id handle eid",
        "publisher": "publisher verlag éditeur editorial",
        "locator": "pages volume issue number vol pp",
        "note": "comments comment note notes award status type document-type keywords subjects subject categories tags",
        "editors": "editor editors herausgeber",
    }.items()
    for word in words.split()
}
_KEY = re.compile(r"([^\W\d_][\w'’.\-]*(?: [\w'’\-]+){0,2})\s?:(?=[ \t\n]|$)")  # noqa: RUF001
_OPENING = frozenset("“„«‹‘")
_CLOSING = frozenset("”»›")


class Token:
    """A stretch of a record's text that is not cut further, and what stands around it.

    ``kind`` is ``words``, ``key`` or one of the forms that have a pattern. ``before`` and ``after`` are what parts the
    token from its neighbours (white space as one space, line ends as ``¶``, cell ends as ``⇥``). ``quoted`` and
    ``bracket`` (``(`` or ``[``) tell what it stands in; ``line`` counts the record's lines; ``key`` is the field that
    the line's key names.
    """

    __slots__ = (
        "after",
        "before",
        "bracket",
        "emphasis",
        "end",
        "key",
        "kind",
        "line",
        "link",
        "quoted",
        "start",
        "text",
    )

    def __init__(self, text: str, start: int, end: int, kind: str, before: str) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.kind = kind
        self.before = before
        self.after = ""
        self.quoted = False
        self.bracket = ""
        self.line = 0
        self.key = ""
        self.emphasis = 0
        self.link = ""


def cut_tokens(record: RecordText) -> list[Token]:
    """Return the tokens of a record in their order."""
    text = record.text
    tokens: list[Token] = []
    edges = record.edges()
    edge = 0
    before = ""
    at = 0

    def add(start: int, end: int, kind: str, sep: str) -> None:
        while start < end and text[start] == " ":
            start += 1
        while end > start and text[end - 1] == " ":
            end -= 1
        if start < end:
            tokens.append(Token(text[start:end], start, end, kind, sep))

    def add_words(start: int, end: int, sep: str) -> str:
        """Add what stands between two matches, cut where the look changes; return what parts it from the next."""
        nonlocal edge
        while edge < len(edges) and edges[edge] <= start:
            edge += 1
        while edge < len(edges) and edges[edge] < end:
            middle = edges[edge]
            if text[start:middle].strip():
                gap = " " if text[middle - 1] == " " or text[middle : middle + 1] == " " else ""
                add(start, middle, "words", sep)
                start, sep = middle, gap
            edge += 1
        rest = text[start:end].strip()
        if any(map(str.isalnum, rest)):
            add(start, end, "words", sep)
            return " " if text[end - 1] == " " else ""
        return sep + rest

    for match in SCAN.finditer(text + " "):
        start, end = match.span()
        kind = match.lastgroup or "sep"
        if kind == "sep":
            sign = _spell(match[0])
            gap = add_words(at, start, before) if start > at else before
            before = sign if start > at or not gap else gap + sign
            if start == at and tokens and gap == before == sign:
                before = sign
        else:
            if start > at:
                before = add_words(at, start, before)
            add(start, end, kind, before)
            before = ""
        at = end
    tail = add_words(at, len(text), before) if at < len(text) else before
    _finish(tokens, tail, record)
    return tokens


def _spell(sign: str) -> str:
    """Return a separator as layouts compare it."""
    if "\n" in sign or "\t" in sign:
        return "".join("¶" if letter == "\n" else "⇥" if letter == "\t" else letter for letter in sign if letter != " ")
    return " ".join(sign.split(" "))


def _finish(tokens: list[Token], tail: str, record: RecordText) -> None:
    """Fill in what follows each token, what it stands in, and what it looks like."""
    quoted = False
    straight = False
    brackets: list[str] = []
    line = 0
    key = ""
    for index, token in enumerate(tokens):
        before = token.before
        line_starts = not index or "¶" in before or "⇥" in before
        if line_starts:
            line += before.count("¶") + before.count("⇥")
            key = ""
            if "¶" in before:
                brackets.clear()
                quoted = straight = False
        for sign in before:
            if sign in _OPENING:
                quoted = True
            elif sign in _CLOSING:
                quoted = False
            elif sign == '"':
                straight = not straight
            elif sign in "([":
                brackets.append(sign)
            elif sign in ")]" and brackets:
                brackets.pop()
        first = token.text[0]
        if first in _OPENING:
            quoted = True
        token.quoted = quoted or straight or first == '"'
        if first == '"' and token.text.count('"') == 1:
            straight = True
        token.bracket = brackets[-1] if brackets else ""
        for sign in token.text:
            if sign in _CLOSING:
                quoted = False
        token.line = line
        token.emphasis, token.link = record.look(token.start)
        if index:
            tokens[index - 1].after = before
        if line_starts and token.kind == "words":
            key = _read_key(tokens, index)
            if key:
                token.kind = "key"
        token.key = key if token.kind != "key" else ""
        if token.kind == "key":
            token.key = ""
    if tokens:
        tokens[-1].after = tail


def _read_key(tokens: list[Token], index: int) -> str:
    """Return the field that a line's first token names, if it is a key with a colon behind it."""
    token = tokens[index]
    follows = tokens[index + 1].before if index + 1 < len(tokens) else ""
    if not follows.startswith(":"):
        return ""
    return _KEYS.get(token.text.strip().lower().replace(" ", "-"), "")
