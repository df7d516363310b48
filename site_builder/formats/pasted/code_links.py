"""The address of a paper's code in its abstract."""

from __future__ import annotations

import re

_ADDRESS = re.compile(
    r"https?://(?:www\.)?(?:github\.com|gitlab\.com|codeberg\.org|bitbucket\.org|git\.sr\.ht|huggingface\.co)"
    r"/[\w.~-]+/[\w./~-]+"
)
_PROMISE = re.compile(
    r"(?i)\b(?:code|codes|codebase|implementations?|source|repository|scripts|available|releas\w+|open-sourc\w+)\b"
)
#: The greatest distance (characters) between the address and the words that mention code.
_NEAR = 200


def find_code(abstract: str) -> str:
    """Return the address of the paper's own repository in an abstract; empty if that isn't certain.

    It is certain if the abstract has exactly one such address, close to words about code or its release.
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
