"""Web addresses: where one in a text ends, and to which a page may link."""

from __future__ import annotations

import re

#: The start of an address, case ignored, that isn't inside a word.
START = r"h(?<![A-Za-z0-9]h)[tT][tT][pP][sS]?://|H(?<![A-Za-z0-9]H)[tT][tT][pP][sS]?://"
_HOST = r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W_](?:[\w-]*[^\W_])?(?::\d+)?"
#: All but white space, markup brackets, quotation marks, and the punctuation of scripts that put no space after it.
_REST = r"""(?:\\[_#%&~]|[^\s<>"`{}|\\^$\[\]。，、；：！？（）「」『』【】《》〈〉“”‘’…])*"""
ADDRESS = re.compile(rf"(?:{START}){_HOST}(?:[/?#]{_REST})?")
_PUNCTUATION = ".,;:!?'*_~"

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SAFE = re.compile(r"(?:https?|ftp):|mailto:", re.IGNORECASE)
#: Browsers skip these when they look for a scheme.
_IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]")


def find_end(text: str, start: int) -> int:
    """Return the end of the address that starts at ``start``; ``start`` itself if there is none.

    Punctuation and brackets of the sentence around the address aren't part of it.
    """
    match = ADDRESS.match(text, start)
    if match is None:
        return start
    end = match.end()
    surplus = text.count(")", start, end) - text.count("(", start, end)
    while text[end - 1] in _PUNCTUATION or (text[end - 1] == ")" and surplus > 0):
        surplus -= text[end - 1] == ")"
        end -= 1
    return end


def is_safe(address: str) -> bool:
    """Tell whether a page may link to an address: the web, mail, or the site itself; never a script."""
    bare = _IGNORED.sub("", address)
    return bool(_SAFE.match(bare)) or not _SCHEME.match(bare)


def is_outside(address: str) -> bool:
    """Tell whether an address names another host."""
    return address.startswith("//") or bool(_SCHEME.match(address))


def is_meant(address: str) -> bool:
    """Tell whether an address in brackets in prose means a link. ``[2](3)`` doesn't."""
    return is_safe(address) and (is_outside(address) or address.startswith("/"))
