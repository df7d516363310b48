r"""LaTeX's source without comments and macros, and where each of its characters stands in the file."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from site_builder.formats.bibtex.macros import find_definitions, list_calls, read_arguments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.formats.bibtex.macros import Macro

#: A percent sign in an address begins no comment. One right behind a word takes the line's end along, and so does one
#: on a line of its own.
_COMMENT = re.compile(
    r"\\(?:url|href)[ ]*\{[^{}\n]*\}|\\.|((?:^[ \t]*|(?<=[^\s\\]))%[^\n]*(?:\n[ \t]*)?|%[^\n]*)", re.MULTILINE
)
_HIDDEN = re.compile(
    r"\\begin\{(comment|tikzpicture|picture|verbatim|lstlisting|equation|align|figure)(\*?)\}|\\iffalse(?![A-Za-z])"
)
_BODY = re.compile(r"\\begin\s*\{document\}")
_GAP = re.compile(r"[ \t]*\n?[ \t]*")
_ARGUMENT = re.compile(r"#(\d)")
#: What a class redefines for its looks alone.
_KEPT = frozenset(("item", "section", "subsection", "maketitle", "bibitem", "newblock", "labelitemi", "labelenumi"))
#: A macro may call others, but not for ever.
_DEEPEST = 5
_MOST_GROWTH = 10
#: What stands for a macro's call: a text of its own, or the part of the source between two offsets.
_Piece = str | tuple[int, int]
_Edit = tuple[int, int, list[_Piece]]


class Source:
    """A text made of parts of a file and of texts that a macro put in the place of its call."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
        # where each part begins here and in the file, and whether all of it stands at one place there
        self._parts: list[tuple[int, int, bool]] = [(0, 0, False)]

    def locate(self, offset: int) -> tuple[int, int]:
        """Return the line and the column in the file, counting from 1."""
        at = self._find(offset)
        line = bisect_right(self._line_starts, at)
        return line, at - self._line_starts[line - 1] + 1

    def replace(self, edits: Iterable[_Edit]) -> None:
        """Put pieces in the place of parts of the text; the parts are in order and don't overlap."""
        written: list[str] = []
        parts: list[tuple[int, int, bool]] = []
        length = end = 0

        def copy(start: int, stop: int) -> None:
            nonlocal length
            if start < stop:
                parts.extend(self._cut(start, stop, length))
                written.append(self.text[start:stop])
                length += stop - start

        for start, stop, pieces in edits:
            copy(end, start)
            for piece in pieces:
                if isinstance(piece, str):
                    parts.append((length, self._find(start), True))
                    written.append(piece)
                    length += len(piece)
                else:
                    copy(*piece)
            end = stop
        copy(end, len(self.text))
        self.text, self._parts = "".join(written), parts or [(0, 0, False)]

    def _find(self, offset: int) -> int:
        start, origin, fixed = self._parts[max(0, bisect_right(self._parts, offset, key=_begin) - 1)]
        return origin if fixed else origin + offset - start

    def _cut(self, start: int, stop: int, moved_to: int) -> list[tuple[int, int, bool]]:
        """Return the parts between two offsets as they are once that stretch begins somewhere else."""
        first = max(0, bisect_right(self._parts, start, key=_begin) - 1)
        cut = [(moved_to, self._find(start), self._parts[first][2])]
        for number in range(first + 1, len(self._parts)):
            begin, origin, fixed = self._parts[number]
            if begin >= stop:
                break
            cut.append((begin - start + moved_to, origin, fixed))
        return cut


def _begin(part: tuple[int, int, bool]) -> int:
    return part[0]


def read_source(text: str) -> Source:
    """Return a file's source as it is set: without comments, preamble and figures, its own macros replaced."""
    source = Source(text)
    source.replace([(match.start(1), match.end(1), []) for match in _COMMENT.finditer(text) if match[1]])
    source.replace(_find_hidden(source.text))
    definitions = list(find_definitions(source.text))
    source.replace(_without_overlaps((start, end, []) for _, _, start, end in definitions))
    if begin := _BODY.search(source.text):
        source.replace([(0, begin.end(), [])])
    if end := source.text.find(r"\end{document}") + 1:
        source.replace([(end - 1, len(source.text), [])])
    _expand({name: macro for name, macro, _, _ in definitions if name not in _KEPT}, source)
    return source


def _find_hidden(text: str) -> Iterator[_Edit]:
    end = 0
    for match in _HIDDEN.finditer(text):
        closing = r"\fi" if match[1] is None else f"\\end{{{match[1]}{match[2]}}}"
        stop = text.find(closing, match.end())
        if stop < 0:
            return
        if match.start() >= end:
            end = stop + len(closing)
            yield match.start(), end, []


def _expand(macros: dict[str, Macro], source: Source) -> None:
    """Replace the calls of macros, those in what they stand for as well, unless the text grows without end."""
    if not macros:
        return
    calls = list_calls(macros)
    longest = _MOST_GROWTH * len(source.text) + 1000
    for _ in range(_DEEPEST):
        edits = list(_without_overlaps(_find_calls(source.text, calls, macros)))
        if (
            not edits
            or sum(len(piece) for _, _, pieces in edits for piece in pieces if isinstance(piece, str)) > longest
        ):
            return
        source.replace(edits)


def _find_calls(text: str, calls: re.Pattern[str], macros: dict[str, Macro]) -> Iterator[_Edit]:
    for call in calls.finditer(text):
        macro = macros[call[1]]
        arguments: list[tuple[int, int]] = []
        end = call.end()
        while len(arguments) < macro.arguments and (gap := _GAP.match(text, end)):
            found, end = read_arguments(text, gap.end(), 1)
            if not found:
                break
            arguments += found
        if len(arguments) < macro.arguments:
            continue
        pieces: list[_Piece] = []
        for number, piece in enumerate(_ARGUMENT.split(macro.body)):
            if number % 2 == 0:
                pieces.append(piece)
            elif 1 <= int(piece) <= len(arguments):
                pieces.append(arguments[int(piece) - 1])
        yield call.start(), end if macro.arguments else call.end(1), pieces


def _without_overlaps(edits: Iterable[_Edit]) -> Iterator[_Edit]:
    end = 0
    for edit in edits:
        if edit[0] >= end:
            end = edit[1]
            yield edit
