"""One record's text on one string, with the way back to the source and to what it looked like there."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from site_builder.formats.lists.document import Line, Span

#: What parts the fields of a record for certain: the end of a line, the end of a table's cell.
LINE_END, CELL_END = "\n", "\t"


class RecordText:
    """A text made of spans, some of which may have lost signs at their ends.

    ``text`` is the whole. Lines are parted by `LINE_END`, cells by `CELL_END`; the lines of a wrapped text are joined.
    """

    def __init__(self, pieces: Iterable[tuple[str, Span | None]]) -> None:
        """``pieces`` are texts with the spans that they come from, or None for what was put between."""
        self._starts: list[int] = []
        self._spans: list[Span | None] = []
        parts: list[str] = []
        at = 0
        for text, span in pieces:
            if text:
                self._starts.append(at)
                self._spans.append(span)
                parts.append(text)
                at += len(text)
        self.text = "".join(parts)

    def edges(self) -> list[int]:
        """Return the offsets at which the look changes: emphasis or a link begins or ends."""
        edges = []
        before: tuple[int, str] | None = None
        for start, span in zip(self._starts, self._spans, strict=True):
            if span is None:
                continue
            look = (span.emphasis, span.link)
            if before is not None and look != before:
                edges.append(start)
            before = look
        return edges

    def look(self, offset: int) -> tuple[int, str]:
        """Return the emphasis and the link at an offset."""
        span = self._spans[bisect_right(self._starts, offset) - 1] if self._starts else None
        return (span.emphasis, span.link) if span else (0, "")

    def links(self, start: int, end: int) -> list[tuple[str, str]]:
        """Return the texts between two offsets that lead somewhere, each with its address."""
        found: list[tuple[str, str]] = []
        for text, span in self._between(start, end):
            if span and span.link:
                if found and found[-1][1] == span.link:
                    found[-1] = (found[-1][0] + text, span.link)
                else:
                    found.append((text, span.link))
        return found

    def places(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """Return where the text between two offsets stands in the source: line, column and width of each piece."""
        found = []
        for index in self._indices(start, end):
            span = self._spans[index]
            if span is None:
                continue
            first = max(start, self._starts[index]) - self._starts[index]
            width = min(end, self._end(index)) - self._starts[index] - first
            if span.width:  # written differently in the source: only the whole has a place
                first, width = 0, span.width
            found.append((span.line, span.column + first, width))
        return found

    def _between(self, start: int, end: int) -> Iterable[tuple[str, Span | None]]:
        for index in self._indices(start, end):
            yield self.text[max(start, self._starts[index]) : min(end, self._end(index))], self._spans[index]

    def _indices(self, start: int, end: int) -> Iterable[int]:
        index = max(0, bisect_right(self._starts, start) - 1)
        while index < len(self._starts) and self._starts[index] < end:
            yield index
            index += 1

    def _end(self, index: int) -> int:
        return self._starts[index + 1] if index + 1 < len(self._starts) else len(self.text)


def join_lines(lines: Sequence[Line], between: str = LINE_END) -> RecordText:
    """Return the lines (or cells) of a block as one text."""
    pieces: list[tuple[str, Span | None]] = []
    for line in lines:
        if pieces:
            pieces.append((between, None))
        pieces += [(span.text, span) for span in line]
    return RecordText(pieces)
