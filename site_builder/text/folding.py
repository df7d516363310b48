"""Pure text: white space, folding, slugs and sort keys."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_DASHES = re.compile(r"(?<!\s)\s*(?:-{1,3}|[‐-―−])\s*")
_APOSTROPHES = re.compile(r"(?<=\w)['’ʼ`´](?=\w)")
_NOT_WORD = re.compile(r"[\W_]+")
_MATHEMATICS = re.compile(r"\$[^$]*\$")
#: Han, Kana and Hangul are kept: a transliteration without a dictionary reads Japanese names as Mandarin.
_CJK = r"\u2e80-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: The folded form of each ASCII character: letters in lower case, digits as they are, a space for all others.
_FOLDED = bytes(ord(chr(byte).lower()) if byte < 128 and chr(byte).isalnum() else 32 for byte in range(256))


def find_month(name: str) -> int:
    """Return the number of a month by its English name or the name's first three letters, 0 for anything else."""
    short = name[:3].lower()
    return MONTHS.index(short) + 1 if short in MONTHS else 0


def collapse(text: str) -> str:
    """Return the text with one space for each run of white space, and none at its ends."""
    return " ".join(text.split())


def tidy_range(pages: str) -> str:
    """Return a page range with one hyphen for its dash: ``1--20`` and ``1 – 20`` become ``1-20``."""
    return _DASHES.sub("-", pages)


def fold(text: str) -> str:
    """Return the form in which texts are compared: no accents, no case, no punctuation (``Jörg`` is ``jorg``)."""
    if text.isascii():
        if text.isalpha():  # most parts of names are one word
            return text.lower()
        if "'" not in text and "`" not in text:  # a table takes a third of the time of patterns
            return collapse(text.encode().translate(_FOLDED).decode())
    return _fold_any(text)


@lru_cache(maxsize=65536)
def _fold_any(text: str) -> str:
    text = _APOSTROPHES.sub("", text)
    if not text.isascii():
        text = _APOSTROPHES.sub("", _make_transliteration()(unicodedata.normalize("NFKC", text)))
    return _NOT_WORD.sub(" ", text.lower()).strip()


@cache
def _make_transliteration() -> Callable[[str], str]:
    """Return the function that writes other scripts in ASCII.

    Importing it takes 5 ms, so it waits for its first use.
    """
    from anyascii import anyascii

    other = re.compile(rf"[^{_CJK}]+")
    return lambda text: other.sub(lambda run: anyascii(run[0]), text)


def slug(text: str, longest: int = 80) -> str:
    """Return a name for files and addresses: lower case, hyphens for spaces, at most ``longest`` characters.

    A longer text is cut between words.

    Latin, Greek and Cyrillic become ASCII; Han, Kana and Hangul stay as they are. The result may be empty.
    """
    plain = (fold(_MATHEMATICS.sub(" ", text)) if "$" in text else "") or fold(text)
    whole = plain.replace(" ", "-")
    return cut(whole, longest, "-").strip("-")


def make_key(name: str, kind: str) -> str:
    """Return what stands for a name in addresses: its slug, or where that is empty, ``kind`` and a digest."""
    return slug(name) or f"{kind}-{blake2b(name.encode(), digest_size=4).hexdigest()}"


def cut(text: str, longest: int, between: str) -> str:
    """Return the beginning of a text, at most ``longest`` characters.

    It ends before a ``between`` if that keeps half of the length. Some scripts put nothing between words.
    """
    if len(text) <= longest:
        return text
    head = text[: longest + 1].rpartition(between)[0]
    return head if 2 * len(head) > longest else text[:longest]
