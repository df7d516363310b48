"""Licenses: SPDX identifiers, addresses, and the names that people write for Creative Commons' licenses."""

from __future__ import annotations

import re

#: Identifiers are made of these characters (https://spdx.github.io/spdx-spec/, annex on license expressions).
_ONE = r"[A-Za-z0-9][A-Za-z0-9.+-]*"
_IDENTIFIER = re.compile(rf"(?=[^A-Za-z]*[A-Za-z]){_ONE}(?: (?:AND|OR|WITH) {_ONE})*")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_CREATIVE_COMMONS = re.compile(
    r"(?:creative commons |cc[ -])?(?:attribution|by)"
    r"((?:[ -](?:non-?commercial|nc|no-?deriv(?:ative)?s|nd|share-?alike|sa))*)"
    r"(?:[ -](\d\.\d))?(?: international| unported)?(?: license)?",
    re.IGNORECASE,
)
_ZERO = re.compile(r"(?:creative commons |cc[ -]?)(?:zero|0)(?:[ -](?:v?1\.0|universal))*", re.IGNORECASE)
_ELEMENTS = (("n-?on-?c|nc", "NC"), ("no-?d|nd", "ND"), ("share|sa", "SA"))
_DEED = re.compile(r"https?://creativecommons\.org/(?:licenses/([a-z-]+)/(\d\.\d)|publicdomain/zero/(\d\.\d))")


def read_license(text: str) -> str:
    """Return the SPDX identifier or the address that a text states; empty when it is neither.

    Names of Creative Commons' licenses become identifiers: ``CC BY 4.0`` gives ``CC-BY-4.0``.
    """
    text = text.strip()
    if _ADDRESS.fullmatch(text):
        return text
    if _ZERO.fullmatch(text):
        return "CC0-1.0"
    if (match := _CREATIVE_COMMONS.fullmatch(text)) and text.lower() not in {"by", "attribution"}:
        elements = [name for pattern, name in _ELEMENTS if re.search(rf"[ -](?:{pattern})", match[1], re.IGNORECASE)]
        return "-".join(["CC-BY", *elements, *([match[2]] if match[2] else [])])
    return text if _IDENTIFIER.fullmatch(text) and text.lower() not in {"true", "false", "yes", "no"} else ""


def name_license(license: str) -> str:  # noqa: A002
    """Return what readers see: the identifier, also for an address of Creative Commons; another address without its
    scheme."""
    if match := _DEED.match(license):
        return f"CC-{match[1].upper()}-{match[2]}" if match[1] else f"CC0-{match[3]}"
    return license.partition("://")[2].rstrip("/") or license


def address_license(license: str) -> str:  # noqa: A002
    """Return the address of a license's text; empty where none is known, as of a choice of several."""
    if not license or "://" in license:
        return license
    if match := re.fullmatch(r"CC-(BY(?:-[A-Z]{2})*)-(\d\.\d)", license):
        return f"https://creativecommons.org/licenses/{match[1].lower()}/{match[2]}/"
    if license == "CC0-1.0":
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    known = " " not in license and not license.startswith("LicenseRef-") and re.search(r"\d|^MIT$|^ISC$", license)
    return f"https://spdx.org/licenses/{license}.html" if known else ""
