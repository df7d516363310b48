"""The forms under which a word is found: without accents, in plain letters, as it is typed where a key is missing.

Pagefind takes off accents itself (``façade`` is found as ``facade``). Here is what it doesn't: letters that are none
with an accent (``ł``, ``ß``), the spelling of umlauts in two letters (``Goedel``, ``Kierkegaard``), and scripts that
are written without spaces.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from site_builder.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

#: Runs of the scripts that are written without spaces: Thai, Lao, Burmese, Khmer, Kana, Han. Hangul has spaces, and the
#: middle dot of Katakana is one. The search of the theme (search-text.js) has the same.
UNSPACED = re.compile(
    r"[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    r"\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
#: How letters are spelled on a keyboard without them, where that isn't the letter without its accent.
_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_NOT_WORD = re.compile(r"[\W_]+")


def strip_accents(text: str) -> str:
    """Return a text in lower case without accents, in its own script: ``Jörg`` is ``jorg``, ``й`` is ``и``."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.lower())
    return unicodedata.normalize("NFC", "".join([sign for sign in plain if not unicodedata.combining(sign)]))


def list_words(text: str) -> list[str]:
    """Return every word under which a name is found, in each of its forms; a run without spaces is one word."""
    if text.isascii() and "'" not in text:
        return fold(text).split()
    forms = (_NOT_WORD.sub(" ", strip_accents(text)), fold(text), _spell_in_two(text))  # O'Brien: o, brien, and obrien
    return list(dict.fromkeys(word for form in forms for word in form.split()))


def spell_forms(text: str) -> list[str]:
    """Return what is to be indexed of a text beside its words: their other forms.

    Words have their neighbours with them, so that phrases are found. Of a script without spaces, each pair of
    neighbours is a word, and each Han character. That finds whatever stands there, where cutting by a dictionary finds
    what the dictionary knows (of the site's language alone) if a browser's cuts the same way.
    """
    if text.isascii():
        return []
    text = unicodedata.normalize("NFKC", text)
    words = UNSPACED.sub(" ", text).split()
    printed = set(text.split())
    forms = [fold(word) for word in words if word not in printed]  # between characters without spaces
    forms += [*_spell_runs(words, fold), *_spell_runs(words, _spell_in_two)]
    for run in UNSPACED.findall(text):
        forms += [_encode(character) for character in run if character >= "\u3400"]
        forms += [_encode(run[at : at + 2]) for at in range(len(run) - 1)]
    return [form for form in dict.fromkeys(forms) if form]


def _spell_runs(words: Sequence[str], spell: Callable[[str], str]) -> Iterator[str]:
    """Yield each run of words that are found under another form only, in that form, with a word before and behind."""
    start = None
    for place, word in enumerate([*words, ""]):
        form = "" if word.isascii() else spell(word)
        if form and form != _index(word):
            start = place if start is None else start
        elif start is not None:
            run = [spell(one) for one in words[start:place]]
            yield " ".join([*words[max(start - 1, 0) : start], *run, *words[place : place + 1]])
            start = None


def _index(word: str) -> str:
    """Return the form under which Pagefind itself has a word."""
    return "".join(filter(str.isalnum, strip_accents(word)))


def _spell_in_two(text: str) -> str:
    lower = unicodedata.normalize("NFC", text.lower())
    spelled = lower.translate(_TWO_LETTERS)
    return fold(spelled) if spelled != lower else ""


def _encode(text: str) -> str:
    """Return characters as letters of Yi, two for each, by the upper and the lower half of its 18 bits.

    In a page that says it is Japanese, Pagefind cuts a query by a dictionary, through the middle of pairs; and it drops
    the marks that tell が from か. Nobody cuts letters of Yi, no accent is on them, nobody types them.
    """
    return "".join(chr(0xA000 + (ord(letter) >> 9)) + chr(0xA200 + (ord(letter) & 511)) for letter in text)
