"""Marks around authors' names: emphasis, references to notes, addresses and degrees. They are no part of a name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from site_builder.text.folding import collapse

#: Emphasis, of a lab's own members for example; what it holds stays.
_EMPHASIS = re.compile(
    r"\\(?:text(?:bf|it|sc|sl|normal)|emph|underline|uline|mathbf)[ ]?\{([^{}]*)\}"
    r"|\{\\(?:bf|it|em|bfseries|itshape)[ ]+([^{}]*)\}|\*\*([^*]+)\*\*|__([^_]+)__"
    r"|</?(?:b|i|u|em|strong|span|mark)(?:[ ][^<>]*)?>"
)
#: What refers to a note, an affiliation or an address.
_NOTE = re.compile(
    r"\$[^$]{0,60}\$|<sup[^<>]*>[^<>]*</sup>|\\(?:textsuperscript|thanks|footnote|inst|orcidlink|orcidID)[ ]?"
    r"\{(?:[^{}]|\{[^{}]*\})*\}|\\footnotemark(?:\[[^\]]*\])?|(?<!\\)\^\{[^{}]*\}|(?<!\\)\^[\w*†‡]"
    r"|\\(?:text)?d?dag(?:ger)?(?:dbl)?(?![A-Za-z])|\\(?:ast|textasteriskcentered)(?![A-Za-z])|\\[*#SP](?![A-Za-z])"
    r"|[*∗⁎†‡§¶#✉🖂]|[⁰¹²³⁴-⁹ᵃ-ᶻ]+|</?[A-Za-z][^<>]*>"
)
#: Numbers that stand right behind the last letter.
_NUMBERS = re.compile(r"(?<=[^\W\d_])[0-9]{1,2}(?:,[0-9a-z]{1,2})*$")
_PARENTHESES = re.compile(r"^(\S+ .*?\S) ?(?:\(([^()]*)\)|\[([^\[\]]*)\]|<([^<>@ ]+@[^<>@ ]+)>)$")
_DEGREES = re.compile(
    r"(?:,? (?:Ph\. ?D\.?|PhD|M\. ?D\.|M\.? ?Sc\.|B\.? ?Sc\.|MSc|BSc|MPH|MBA|DPhil|D\.Phil\.|Dr\. rer\. nat\.)"
    r"|, (?:MD|MS|MA|FRS))+$"
)
_TITLES = re.compile(r"^(?:(?:Prof|Dr|Dipl|Ing)\.(?:-Ing\.)? |Professor )+(?=\S)")
_EQUAL = re.compile(r"[*∗⁎]|\\ast|asteriskcentered|\bequal(?:ly)?\b", re.IGNORECASE)
_CORRESPONDING = re.compile(r"[✉🖂@]|\bcorresponding\b", re.IGNORECASE)
_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dXx]")


class BareName(NamedTuple):
    """A name without marks. ``equal``, ``corresponding`` and ``orcid`` are what the marks certainly mean; ``removed``
    holds all marks, as they are written, and ``unexplained`` those that mean something else."""

    name: str
    equal: bool = False
    corresponding: bool = False
    removed: tuple[str, ...] = ()
    unexplained: tuple[str, ...] = ()
    orcid: str = ""


def _is_degree(name: str, degree: str) -> bool:
    """Tell whether capitals behind a name are a degree: ``Doe, M. D.`` and ``Lee, MA`` have initials there."""
    if any(map(str.islower, degree)):
        return True
    return "," in name or (" " in name and name[0].isupper() and ". " not in degree)


@lru_cache(maxsize=4096)
def strip_name_marks(name: str) -> BareName:
    """Return a name in LaTeX, Markdown or HTML without what isn't part of it.

    A star means equal contribution, an envelope or a mail address the corresponding author; what numbers and daggers
    mean is written elsewhere.
    """
    removed: list[str] = []

    def remove(match: re.Match[str]) -> str:
        removed.append(match[0].strip(" ,"))
        return ""

    bare = _EMPHASIS.sub(lambda match: next(filter(None, match.groups()), ""), name)
    bare = collapse(_NOTE.sub(remove, bare))
    bare = _NUMBERS.sub(remove, bare) if " " in bare else bare
    if match := _PARENTHESES.match(bare):
        removed.append(bare[match.end(1) :].strip())
        bare = match[1]
    degrees = _DEGREES.search(bare)
    if degrees and _is_degree(bare[: degrees.start()], degrees[0]):
        bare = _DEGREES.sub(remove, bare)
    bare = _TITLES.sub(remove, bare).strip(" ,")
    if not removed:
        return BareName(bare)
    equal, corresponding = ([mark for mark in removed if sign.search(mark)] for sign in (_EQUAL, _CORRESPONDING))
    orcids = {mark: match[0].upper() for mark in removed if (match := _ORCID.search(mark))}
    unexplained = tuple(mark for mark in removed if mark not in (*equal, *corresponding, *orcids))
    orcid = next(iter(orcids.values()), "")
    return BareName(bare, bool(equal), bool(corresponding), tuple(removed), unexplained, orcid)
