"""The lines of a pasted text: white space normalised, marks of quoted mail removed, page boilerplate recognised."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

#: Characters without width. Joiners aren't among them, because some scripts need them.
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_QUOTED = re.compile(r"^(?:> ?)+")
_BULLET = re.compile(r"^[-–—*+•·‣▪◦](?: |$)")
_NUMBER = re.compile(r"^\(?(\d{1,6})(?:[.):]? |[.):]?$)")
_WORDS_OF_PAGES = re.compile(
    r"""(?ix)
    (?:load|show|see|view)[ ](?:more|less|all|fewer|abstract|pdf|paper|code|details|html)
        (?:[ ](?:papers|results|abstract))?
    | (?:sort(?:ed)?|filter(?:ed)?|order)[ ]by\b.{0,40} | filters?(?::.{0,40})?
    | next | prev(?:ious)? | first | last | older | newer | back | top | home | search | menu | about | contact | help
    | log[ -]?in | log[ -]?out | sign[ ](?:in|up|out) | register | subscribe | settings | profile | share | saved?
    | cite | export | bookmark | follow(?:ing)? | like | download | pdf | html | arxiv | abstract | bibtex | github
    | code | papers | authors | datasets | categories | trending | latest | newest | oldest | relevance | date | score
    | (?:select[ ])?all | privacy(?:[ ]policy)? | terms(?:[ ]of[ ](?:use|service))? | cookies? | accept(?:[ ]all)?
    | close | dismiss | feedback | api | blog | rss | faq
    | (?:(?:page|papers?|results?|items?|showing)[ ])?\d[\d,.]*[ ]?(?:[-–—/]|to|of)[ ]?\d[\d,.]*
        (?:[ ](?:of|/)[ ]?\d[\d,.]*)?(?:[ ]\w+)?
    | \d[\d,.]*[ ](?:papers?|results?|citations?|authors?|likes?|stars?|views?|comments?|items?|upvotes?)
    | (?:page[ ])?\d{1,4} | [<>«»‹›←→↑↓▲▼•·|*+×✕☆★…\-–—_=~.#\ ]{1,80}
    | (?:\(c\)|©)[ ]?(?:copyright[ ])?\d{4}\b.{0,80} | ©.{0,80}
    | skip[ ]to[ ](?:the[ ])?(?:main[ ])?(?:content|navigation|menu|search|results|footer)
    | on[ ].{5,80}[ ]wrote: | -----[ ]?(?:original|forwarded)[ ]message[ ]?-----
    | (?:from|sent|to|cc|subject|date|von|an|betreff):[ ].{1,150}
    """
)


class Line(NamedTuple):
    """A non-blank line, its number in the source, and a sentence if its beginning or end is uncertain."""

    number: int
    text: str
    doubt: str = ""


def plain_lines(rows: Iterable[tuple[int, str]], is_header: Callable[[str], bool]) -> list[Line]:
    """Return the non-blank lines with white space collapsed, without characters of no width and marks before lines."""
    lines = [Line(number, text) for number, row in rows if (text := tidy(row))]
    if any(is_header(_QUOTED.sub("", line.text, count=1)) for line in lines if line.text.startswith(">")):
        lines = _strip(lines, _QUOTED)
    if len(lines) > 1 and all(_BULLET.match(line.text) for line in lines):
        lines = _strip(lines, _BULLET)
    return _strip(lines, _NUMBER) if _are_numbered(lines) else lines


def is_boilerplate(text: str) -> bool:
    """Tell whether a line is boilerplate of pages and mails (``Load more``, ``Page 2 of 5``)."""
    return len(text) <= 200 and _WORDS_OF_PAGES.fullmatch(text) is not None


def _strip(lines: Iterable[Line], mark: re.Pattern[str]) -> list[Line]:
    """Return the lines without the mark before them. Lines that hold only the mark are dropped."""
    bare = ((line.number, mark.sub("", line.text, count=1) if mark.match(line.text) else line.text) for line in lines)
    return [Line(number, text) for number, text in bare if text]


def _are_numbered(lines: Sequence[Line]) -> bool:
    """Tell whether the lines are numbered in sequence."""
    numbers = []
    for line in lines:
        found = _NUMBER.match(line.text)
        if found is None:
            return False
        numbers.append(int(found[1]))
    return len(numbers) > 1 and all(after == number + 1 for number, after in pairwise(numbers))


def tidy(row: str) -> str:
    """Return a row with white space collapsed and without characters of no width."""
    if not row.isascii():
        row = _INVISIBLE.sub("", row)
    return " ".join(row.split())
