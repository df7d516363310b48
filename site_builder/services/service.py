"""What a service of papers is: its address, the names that it knows, and how its answers are read."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec

from site_builder.formats.registry import load_format
from site_builder.model import ParsedPaper

if TYPE_CHECKING:
    from site_builder.formats.result import ParseResult

JSON = "application/json"


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """A service that is asked for papers by their identifiers.

    ``read_id`` returns the identifier that a name is, or nothing; ``write_query`` what follows the ``address`` when
    some identifiers are asked for, at most ``batch`` of them. ``formats`` are modules of `formats`: the first that
    knows the answer reads it. ``tell_id`` returns the identifier of a paper in it, because an answer must be about what
    was asked for.
    """

    name: str
    address: str
    read_id: Callable[[str], str]
    write_query: Callable[[Sequence[str]], str]
    formats: tuple[str, ...]
    tell_id: Callable[[ParsedPaper], str]
    accept: str = JSON
    batch: int = 1

    def read(self, answer: str, path: str) -> ParseResult:
        """Read an answer; ``path`` is what diagnostics name."""
        forms = [load_format(name) for name in self.formats]
        form = next((form for form in forms if form.recognise(answer)), forms[-1])
        # These formats date their papers themselves, so the day of the copy doesn't matter.
        return form.read(answer, path, datetime.date.max)


def tell_key(parsed: ParsedPaper) -> str:
    """Return the identifier that the service itself uses."""
    return parsed.key
