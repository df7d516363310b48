"""A record's text cut wherever one field may end and another begin.

Cuts are where something happens: punctuation with a space, a quote, a bracket, the end of a line or a cell, a change of
emphasis, a number. What has a form of its own (addresses, identifiers, dates, page ranges) is one token.
"""

from __future__ import annotations

from collections import deque
from itertools import pairwise
from typing import TYPE_CHECKING

from site_builder.formats.lists.page_words import load_words
from site_builder.formats.lists.token_forms import SCAN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.formats.lists.record_text import RecordText

#: What introduces a line's value, and which field that is.
_OPENING = frozenset("“„«‹‘")
_CLOSING = frozenset("”»›")
#: What parts words in one emphasis that belong together.
_GOING_ON = frozenset((", ", " ", ", and ", "; ", ": "))


class Token:
    """A stretch of a record's text that is not cut further, and what stands around it.

    ``kind`` is ``words``, ``key`` or one of the forms that have a pattern. ``before`` and ``after`` are what parts the
    token from its neighbours (white space as one space, line ends as ``¶``, cell ends as ``⇥``). ``quoted`` and
    ``bracket`` (``(``, ``[``, or ``*`` for emphasis that goes on) tell what it stands in; ``line`` counts the record's
    lines; ``key`` is the field that the line's key names.
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
    tokens, tail = _Cutter(record).cut()
    for index, token in enumerate(tokens):
        token.after = tokens[index + 1].before if index + 1 < len(tokens) else tail
        token.emphasis, token.link = record.look(token.start)
    _mark_enclosed(tokens)
    _mark_emphasis(tokens)
    _mark_lines(tokens)
    return tokens


class _Cutter:
    """Cuts a text from left to right. ``before`` is what was found since the last token."""

    def __init__(self, record: RecordText) -> None:
        self._text = record.text
        self._edges = deque(record.edges())
        self._tokens: list[Token] = []
        self._before = ""

    def cut(self) -> tuple[list[Token], str]:
        """Return the tokens, and what stands behind the last one."""
        at = 0
        for match in SCAN.finditer(self._text + " "):
            start, end = match.span()
            kind = match.lastgroup or "sep"
            if start > at:
                self._add_words(at, start)
            if kind == "sep":
                sign = _spell(match[0])
                self._before = sign if start > at or not self._before else self._before + sign
            else:
                self._add(start, end, "more" if kind == "ellipsis" else kind)
                self._before = ""
            at = end
        if at < len(self._text):
            self._add_words(at, len(self._text))
        return self._tokens, self._before

    def _add(self, start: int, end: int, kind: str) -> None:
        text = self._text[start:end]
        start += len(text) - len(text.lstrip(" "))
        text = text.strip(" ")
        if text:
            self._tokens.append(Token(text, start, start + len(text), kind, self._before))

    def _add_words(self, start: int, end: int) -> None:
        """Add what stands between two matches, cut where the look changes."""
        text, edges = self._text, self._edges
        while edges and edges[0] <= start:
            edges.popleft()
        while edges and edges[0] < end:
            middle = edges.popleft()
            if text[start:middle].strip():
                self._add(start, middle, "words")
                start, self._before = middle, " " if " " in text[middle - 1 : middle + 1] else ""
        rest = text[start:end].strip()
        if any(map(str.isalnum, rest)):
            self._add(start, end, "words")
            self._before = " " if text[end - 1] == " " else ""
        else:
            self._before += rest


def _spell(sign: str) -> str:
    """Return a separator as layouts compare it."""
    if "\n" in sign or "\t" in sign:
        return "".join("¶" if letter == "\n" else "⇥" if letter == "\t" else letter for letter in sign if letter != " ")
    return sign


def _mark_enclosed(tokens: Sequence[Token]) -> None:
    """Note which tokens stand in quotes and brackets; the end of a line closes all."""
    quoted = straight = False
    brackets: list[str] = []
    for token in tokens:
        for sign in token.before:
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
            elif sign == "¶":
                brackets.clear()
                quoted = straight = False
        text = token.text
        quoted = quoted or text[0] in _OPENING
        straight = straight or (text[0] == '"' and text.count('"') == 1)
        token.quoted = quoted or straight
        token.bracket = brackets[-1] if brackets else ""
        quoted = quoted and not any(sign in _CLOSING for sign in text)


def _mark_emphasis(tokens: Sequence[Token]) -> None:
    """Note which words go on in the emphasis of the words before, as if a bracket held them: they have one label."""
    for previous, token in pairwise(tokens):
        same = token.emphasis and token.emphasis == previous.emphasis and token.kind == previous.kind == "words"
        if same and not token.bracket and token.before in _GOING_ON:
            token.bracket = "*"


def _mark_lines(tokens: Sequence[Token]) -> None:
    """Number the lines, and note which field a line's key (``Authors:``) says that it holds."""
    line = 0
    key = ""
    for index, token in enumerate(tokens):
        before = token.before
        breaks = before.count("¶") + before.count("⇥")
        line += breaks
        token.line = line
        if breaks or not index:
            key = _find_key(token)
            if key:
                token.kind = "key"
                continue
        token.key = key


def _find_key(token: Token) -> str:
    """Return the field that a line's first token names, if a colon stands behind it."""
    if token.kind != "words" or not token.after.startswith(":"):
        return ""
    return load_words().keys.get(token.text.lower().replace(" ", "-"), "")
