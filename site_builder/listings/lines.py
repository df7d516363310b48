"""The lines of a paste: white space made plain, quotation marks of mail taken off, page furniture known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

#: Characters without width that pages put between words; joiners, which scripts need, are not among them.
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_QUOTED = re.compile(r"(?:> ?)+")
_WORDS_OF_PAGES = re.compile(
    r"""(?ix)
    (?:load|show|see|view)[ ](?:more|less|all|fewer|abstract|pdf|paper|code|details|html)
        (?:[ ](?:papers|results|abstract))?
    | (?:sort(?:ed)?[ ]by|filter(?:ed)?(?:[ ]by)?|order[ ]by)\b.{0,40}
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
    | \(c\)[ ].{0,80} | ©.{0,80} | skip[ ]to[ ].{0,30}
    | on[ ].{5,80}[ ]wrote: | -----[ ]?(?:original|forwarded)[ ]message[ ]?-----
    | (?:from|sent|to|cc|subject|date|von|an|betreff):[ ].{1,150}
    """
)


class Line(NamedTuple):
    """A line that is not blank, with its number in the source."""

    number: int
    text: str


def plain_lines(rows: Iterable[tuple[int, str]], is_head: Callable[[str], bool]) -> list[Line]:
    """Return the lines that are not blank: white space collapsed, what has no width and marks of quoting gone."""
    lines = [Line(number, text) for number, row in rows if (text := _tidy(row))]
    unquoted = [Line(number, _QUOTED.sub("", text, count=1)) for number, text in lines if text.startswith(">")]
    if not any(is_head(text) for _, text in unquoted):
        return lines
    quoted = dict(unquoted)
    return [Line(number, quoted.get(number, text)) for number, text in lines if quoted.get(number, text)]


def is_furniture(text: str) -> bool:
    """Tell whether a line is one that pages and mails have around their content (``Load more``, ``Page 2 of 5``)."""
    return len(text) <= 200 and _WORDS_OF_PAGES.fullmatch(text) is not None


def _tidy(row: str) -> str:
    if not row.isascii():
        row = _INVISIBLE.sub("", row)
    return " ".join(row.split())
