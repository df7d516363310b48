"""Web addresses in bibliographies: in a sentence, in a field of their own, and with the LaTeX that people put there."""

from __future__ import annotations

import re

from site_builder.text.folding import collapse
from site_builder.text.latex import SIGNS

_SCHEME = r"(?:https?|ftp)://"
_ADDRESS = re.compile(
    rf"(?i:{_SCHEME})(?:(?!;{_SCHEME})[^\s<>\"{{}}\\])+|(?<![\w.@/-])(?i:www)\.[\w-]+\.[^\s<>\"{{}}\\]+"
)
_START = re.compile(rf"{_SCHEME}|www\.", re.IGNORECASE)
#: Mendeley puts the address of the paper's DOI behind the first one.
_SECOND = re.compile(rf"[\s;,]{_SCHEME}(?!(?:dx\.)?doi\.org/)", re.IGNORECASE)
#: An address that a program broke at the end of a line.
_LINE_END = re.compile(r"\s*\n\s*")
#: The address of a file with spaces in its name or folders: ``https://a.org/my paper.pdf``.
_SPACED = re.compile(rf"{_SCHEME}[^\s/]+/(?:[^\s/]*/)*[^\s/.]+(?: [^\s<>()]+)+\.[A-Za-z]\w{{1,4}}", re.IGNORECASE)
#: An address without its scheme: ``//a.org/x``, ``a.org/x``.
_BARE = re.compile(
    r"//[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?"
    r"|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:com|org|net|edu|gov|int|info|io|ai|dev|app|eu|[a-z]{2}(?=/))(?:[/?#]\S*)?"
)
_GAP_BEHIND_SCHEME = re.compile(rf"^({_SCHEME})\s+", re.IGNORECASE)
#: Signs that an address has encoded only (RFC 3986, section 2).
_FORBIDDEN = re.compile(r"[\"<>\\^`{|}]")
#: One sign, as LaTeX has it: in mathematics, as a command, escaped.
_LATEX = re.compile(
    r"\$\{?\\?(?P<formula>[<>_~]|sim|less|greater|tilde(?:\{\s*\})?|_)\}?\$|\\(?:url|ensuremath|path|nolinkurl)\s*(?=\{)"
    r"|\\href\s*\{(?P<link>[^{}]*)\}\s*\{[^{}]*\}|\\string(?![A-Za-z])|\\(?P<name>text[a-z]+|sim|less|greater)"
    r"(?![A-Za-z])(?:\{\}|\s+)?|\\(?P<accent>[~^])(?:\{\s*\})?|\\(?P<sign>[_#%&~$])|\\[-/]|[{}]"
)
_NAMED = {"sim": "~", "tilde": "~", "less": "<", "greater": ">"}


def find_address(text: str) -> str:
    """Return the first web address in a text, or nothing. One that begins with ``www.`` gets its scheme."""
    match = _ADDRESS.search(text)
    if not match:
        return ""
    address = match[0].rstrip(".,;")
    return address if "://" in address else f"http://{address}"


def read_address(text: str) -> str:
    """Return the address that a field states, which may lack its scheme, be broken at line ends, and have spaces or
    signs that no address has, or nothing."""
    text = text.strip().removeprefix("<").removesuffix(">")
    if _BARE.fullmatch(text):
        text = f"http://{text.removeprefix('//')}"
    if _START.match(text) and not _SECOND.search(text):
        text = _GAP_BEHIND_SCHEME.sub(r"\1", _LINE_END.sub("", text))
        if _SPACED.fullmatch(text):
            text = text.replace(" ", "%20")
        if " " not in text:
            text = _FORBIDDEN.sub(lambda sign: f"%{ord(sign[0]):02X}", text)
    return find_address(text)


def doubt_address(written: str, address: str) -> list[str]:
    """Return the doubt that a field leaves which should be an address, but has none or more than one."""
    if written.strip() and not address:
        return [f"'{collapse(written)}' is no web address; it was left out"]
    if _START.match(written) and _SECOND.search(written):
        return [f"'{collapse(written)}' isn't one address; it was read as {address}"]
    return []


def read_verbatim(text: str) -> str:
    r"""Return a field that LaTeX doesn't typeset (an address, an identifier) without the LaTeX that some write there.

    ``{\textasciitilde}``, ``$\sim$`` and ``\~{}`` are a tilde, ``{\textless}`` and ``$<$`` a bracket.
    """
    return _LATEX.sub(_read_sign, text).strip() if re.search(r"[\\{}$]", text) else text.strip()


def _read_sign(match: re.Match[str]) -> str:
    if match["link"]:
        return read_verbatim(match["link"])
    name = (match["formula"] or match["name"] or "").partition("{")[0]
    if name:
        return _NAMED.get(name) or SIGNS.get(name) or (name if len(name) == 1 else match[0])
    return match["accent"] or match["sign"] or ""
