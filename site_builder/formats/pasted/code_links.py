"""What an abstract says about where the paper's code is."""

from __future__ import annotations

import re

_ADDRESS = re.compile(
    r"https?://(?:www\.)?(?:github\.com|gitlab\.com|codeberg\.org|bitbucket\.org|git\.sr\.ht|huggingface\.co)"
    r"/[\w.~-]+/[\w./~-]+"
)
_PROMISE = re.compile(
    r"(?i)\b(?:code|codes|codebase|implementations?|source|repository|scripts|available|releas\w+|open-sourc\w+)\b"
)
#: How far from the address the words may stand that say what is there.
_NEAR = 200


def find_code(abstract: str) -> str:
    """Return the repository that the abstract names as the paper's own, or nothing when that isn't certain.

    It is certain when the abstract names exactly one, in a sentence that speaks of code or of its release.
    """
    if "://" not in abstract:
        return ""
    found = {_trim(match[0]): match.start() for match in _ADDRESS.finditer(abstract)}
    if len(found) != 1:
        return ""
    address, at = found.popitem()
    around = abstract[max(0, at - _NEAR) : at] + abstract[at + len(address) : at + len(address) + _NEAR]
    return address if _PROMISE.search(around) else ""


def _trim(address: str) -> str:
    return address.rstrip("./~-").removesuffix(".git")
