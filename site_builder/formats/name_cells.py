"""Cells that hold a paper's authors: all cells of a column together show how its names are written and parted.

``Doe, J., Roe, A.`` may be two names or four; a column in which every second part is initials has two. Each way of
writing is tried on every cell, and the one that gives the most plausible names in all of them is taken.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from site_builder.formats.author_lists import AuthorList, read_name
from site_builder.formats.pasted.title_author_split import is_group
from site_builder.text.folding import collapse
from site_builder.text.identifiers import read_orcid
from site_builder.text.person_names import CJK, PARTICLES, SUFFIX

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from site_builder.model import Authorship

#: What parts names and stands within none.
_SEMICOLON = re.compile(r"[;；|、\n]|(?<=\S) / (?=\S)|//")
_COMMA = re.compile(r"[,，]")
_AND = re.compile(
    r"[,，]?\s+(?:and|und|et|y|e|i|en|og|och|и|&|＆)\s+|\s*[&＆]\s*|[,，]\s*(?:and|und)\s+", re.IGNORECASE
)
#: The same in a language in which it is no part of anybody's name.
_SURE_AND = re.compile(r"[,，]?\s+(?:and|&|＆)\s+|\s*[&＆]\s*", re.IGNORECASE)
_MORE = re.compile(
    r"(?:^|(?<![\s,;&，；(\[])[\s,;&，；(\[]+(?:(?:and|und|et|y|e|и) )?)"
    r"(?:et\.? ?al\b\.?|u\. ?a\.|and others|others|colleagues|y otros|e altri|et autres|e outros|en anderen|и др\.?"
    r"|ほか|他|外|등|等|…|\.\.\.+|\[\.\.\.\]|\+ ?\d+(?: more| authors?)?|\d+ (?:more|others?)(?: authors?)?)"
    r"[)\]]?[\s.,;]*$",
    re.IGNORECASE,
)
_GAP = re.compile(r"[,;]\s*(?:…|\.\.\.+|\[\.\.\.\])\s*[,;&]")
_STYLE = re.compile(r"\*\*|__|</?(?:b|i|u|em|strong|sup|span)(?:\s[^<>]*)?>|`")
_MARKS = re.compile(r"(?<=[^\W\d_.¹²³⁴-⁹⁰])(?:,*[\d¹²³⁴-⁹⁰]|[†‡§¶#✉])+(?=\s*(?:[,;&*]|$| and ))")
_ASIDE = re.compile(r"\s*[(\[（]([^()\[\]（）]*)[)\]）]$")
_HONORIFIC = re.compile(r"^(?:(?:prof|dr|mr|mrs|ms|ing|dipl|phd|ph\.d|ir)\.?\s+)+(?=\w)", re.IGNORECASE)
_DEGREE = re.compile(r"(?:P[Hh]\.? ?D|M\.? ?Sc|B\.? ?Sc|D\.? ?Phil|Dr|Prof|M\.?D|M\.?A|FRS|MPH|MSC|BSC)\.?")
#: Capital letters of the scripts that have initials.
_UPPER = "[A-ZÀ-ÖØ-ÞĄĆČĎĐĒĘĚĞĢĪİĶĻŁŃŅŇŐŒŘŚŠŞŤŪŮŰŹŻŽΑ-ΩА-ЯЁЄІЇ]"
_INITIALS = re.compile(rf"(?:{_UPPER}\.[ -]?){{1,6}}{_UPPER}?|{_UPPER}{{1,3}}\.?|{_UPPER}(?:[ -]{_UPPER}){{1,3}}\.?")
_SHORTEST_DEGREE = 2
_INITIALS_LAST = re.compile(rf"(\S.*?) ({_INITIALS.pattern}|(?<=[a-z] ){_UPPER}{{4}})")
_NO_AUTHOR = re.compile(
    r"\[?(?:no author(?: name| id)?s?(?: available)?|anonymous|n/?a|unknown|none|-+|–)\]?\.?", re.IGNORECASE
)
#: The share of names that must be written in a way, if the others may be groups.
_NEARLY_ALL = 0.8
#: The share of initials among what stands between commas, in a list of family names and initials.
_MANY_INITIALS = 0.35
#: Initials that behind a comma would make a company of a name.
_COMPANY = ("CO", "SA")
#: What a way of writing counts in a cell to which it can't be applied.
_UNFIT = 0.35
#: How much better than the next one a way of writing must be to leave no doubt.
_AHEAD = 0.06


class _Part(NamedTuple):
    """What stands between two commas, with the suffix (``Jr.``) that a further comma parted from it."""

    text: str
    suffix: str = ""


class _Way(NamedTuple):
    """Names as one way of writing gives them, turned round with a comma, and how plausible they are, from 0 to 1."""

    names: list[str]
    score: float


def read_name_cells(cells: Sequence[str]) -> list[AuthorList]:
    """Read the cells of a column of authors, each as the whole column suggests."""
    cleaned = [_clean(cell) for cell in cells]
    texts = [text for text, _ in cleaned]
    parted = sum(bool(_SEMICOLON.search(text)) for text in texts)
    by_semicolon = parted > 0 and parted >= 0.2 * sum(bool(_COMMA.search(text) or _AND.search(text)) for text in texts)
    unclear = [index for index, text in enumerate(texts) if text and not (by_semicolon or _SEMICOLON.search(text))]
    ways = {index: _try_ways(texts[index]) for index in unclear}
    order, doubtful = _rank_ways(list(ways.values()))
    listed = {index: _split_at_semicolons(text) for index, text in enumerate(texts) if text and index not in ways}
    turn = _have_initials_last([name for names in listed.values() for name in names])
    read = []
    for index, (text, more) in enumerate(cleaned):
        if not text:
            read.append(AuthorList((), more))
            continue
        names = _choose(ways[index], order) if index in ways else list(map(turn, listed[index]))
        authors = tuple(authorship for name in names if (authorship := _read_name(name)).name)
        doubts = (
            ("the commas between the names may part names or family and given names",)
            if (doubtful and index in ways and "," in text)
            else ()
        )
        read.append(AuthorList(authors, more, doubts))
    return read


def _try_ways(text: str) -> list[_Way | None]:
    """Read a cell in each way of writing."""
    parts = _cut(text)
    return [way(text, parts) for way in _WAYS]


def _clean(cell: str) -> tuple[str, bool]:
    """Return a cell without marks, and whether it says that there are more authors."""
    text = _STYLE.sub("", cell).replace("\\*", "*").strip(" \t\n,;，；")
    if not text or _NO_AUTHOR.fullmatch(text):
        return "", False
    text, gap = _GAP.subn(";" if ";" in text else ",", text)
    text, more = _MORE.subn("", text)
    text = _MARKS.sub("", text)
    return "\n".join(collapse(line) for line in text.split("\n")).strip(" \n,;，；"), bool(gap or more)


def _rank_ways(ways: list[list[_Way | None]]) -> tuple[list[int], bool]:
    """Return the ways of writing, the one that fits the cells best first, and whether the next one fits as well."""
    if not ways:
        return list(range(len(_WAYS))), False
    scores = [sum(way.score if way else _UNFIT for way in column) / len(ways) for column in zip(*ways, strict=True)]
    order = sorted(range(len(_WAYS)), key=lambda number: -scores[number])
    best, *others = order
    rivals = [other for other in others if scores[best] - scores[other] < _AHEAD]
    return order, any(
        (one := cell[best]) and (two := cell[rival]) and len(one.names) != len(two.names)
        for cell in ways
        for rival in rivals
    )


def _choose(ways: list[_Way | None], order: list[int]) -> list[str]:
    """Return a cell's names as the column writes them, unless that fails in this cell where another way doesn't."""
    best = max((way for way in ways if way), key=lambda way: way.score)
    common = ways[order[0]]
    return common.names if common and common.score > 0.7 * best.score else best.names


def _split_at_semicolons(text: str) -> list[str]:
    parts = [part for part in map(str.strip, _SEMICOLON.split(text)) if part]
    return [name for part in parts for name in _split_at_and(part, _SURE_AND)]


def _have_initials_last(names: list[str]) -> Callable[[str], str]:
    """Return what turns names round, where nearly all have their initials last (``Doe JA``), or else leaves them."""
    plain = [name for name in names if "," not in name]
    fit = sum(bool(_INITIALS_LAST.fullmatch(name)) for name in plain)
    if not plain or fit < _NEARLY_ALL * len(plain):
        return str
    return lambda name: _turn_initials(match) if "," not in name and (match := _INITIALS_LAST.fullmatch(name)) else name


def _split_at_and(text: str, mark: re.Pattern[str]) -> list[str]:
    """Return the names around an "and"; within a name or a group's (``Johnson & Johnson``) it parts nothing."""
    parts = [part.strip() for part in mark.split(text) if part.strip()]
    whole = all(" " in part or "," in part or CJK.fullmatch(part) for part in parts)
    return parts if whole else [text]


def _cut(text: str) -> list[_Part]:
    """Return what stands between commas, an "and" counting as one."""
    parts: list[_Part] = []
    for piece in (piece for part in _COMMA.split(text) for piece in _split_piece(part.strip(), "," in text)):
        bare = re.sub(r"^(?:and|und|&|et|y|e|и)\s+", "", piece.strip())
        if parts and SUFFIX.fullmatch(bare) and not _DEGREE.fullmatch(bare):
            parts[-1] = parts[-1]._replace(suffix=bare)
        elif bare and not (parts and _is_degree(bare, parts[-1].text)):
            parts.append(_Part(bare))
    return parts


def _is_degree(text: str, before: str) -> bool:
    """Tell whether a text behind a name is a degree; one in capitals may be initials, unless the name is whole."""
    if not _DEGREE.fullmatch(text) or len(text) < _SHORTEST_DEGREE:
        return False
    return not text.replace(".", "").isupper() or (" " in before and before[0].isupper())


def _split_piece(text: str, listed: bool) -> list[str]:
    """Return what stands around an "and"; in a list with commas it parts single words as well (``J. and Doe``)."""
    if (
        listed
        and (match := _AND.search(text))
        and (_SURE_AND.search(text) or _INITIALS.fullmatch(text[: match.start()]))
    ):
        return [part.strip() for part in _AND.split(text)]
    return _split_at_and(text, _AND)


def _write_straight(_: str, parts: list[_Part]) -> _Way | None:
    """Read ``Jane Doe, John Roe and Max Moe``."""
    names = [f"{part.text} {part.suffix}".strip() for part in parts]
    return _Way(names, sum(_weigh(part.text) for part in parts) / len(parts)) if parts else None


def _write_pairs(_: str, parts: list[_Part]) -> _Way | None:
    """Read ``Doe, J., Roe, A. & Moe, M.``, among which a group may stand, or a person of one name."""
    initials = [bool(_INITIALS.fullmatch(part.text)) for part in parts]
    if not parts or (len(parts) % 2 and sum(initials) < _MANY_INITIALS * len(parts)):
        return None
    names, score, index = [], 0.0, 0
    while index < len(parts):
        pair = parts[index : index + 2]
        if len(pair) == 2 and (initials[index + 1] or not any(initials)):
            names.append(_turn(*pair))
            score += _weigh_pair(*pair)
        else:
            names.append(pair[0].text)
            score += _weigh(pair[0].text)
        index += len(pair) if names[-1] != pair[0].text else 1
    return _Way(names, score / len(names))


def _write_first_turned(_: str, parts: list[_Part]) -> _Way | None:
    """Read ``Doe, Jane, John Roe, and Max Moe``."""
    if len(parts) < 3 or (len(parts) == 4 and _INITIALS.fullmatch(parts[3].text)):
        return None
    rest = parts[2:]
    score = (_weigh_pair(parts[0], parts[1]) + sum(_weigh(part.text) for part in rest)) / (1 + len(rest))
    return _Way([_turn(parts[0], parts[1]), *(part.text for part in rest)], score)


def _write_initials_last(text: str, parts: list[_Part]) -> _Way | None:
    """Read ``Doe J, Roe AB``, as medical journals and Scopus have it; PubMed puts a stop behind the last one."""
    if len(parts) > 1 and text.endswith(".") and "." not in text[:-1]:
        parts = [*parts[:-1], _Part(parts[-1].text.rstrip("."), parts[-1].suffix)]
    matches = [_INITIALS_LAST.fullmatch(part.text) for part in parts]
    fit = [match for match in matches if match]
    if not fit or len(fit) < _NEARLY_ALL * len(parts):
        return None
    names = [_turn_initials(match) if match else part.text for match, part in zip(matches, parts, strict=True)]
    return _Way(names, len(fit) / len(parts))


def _write_bibtex(text: str, _: list[_Part]) -> _Way | None:
    """Read ``Doe, Jane and John Roe and Moe, Max``."""
    segments = _split_at_and(text, _AND)
    cut = [_cut(segment) for segment in segments]
    if any(len(parts) not in (1, 2) for parts in cut) or [len(parts) for parts in cut] == [1]:
        return None
    names = [_turn(*parts) if len(parts) == 2 else parts[0].text for parts in cut]
    scores = [_weigh_pair(*parts) if len(parts) == 2 else _weigh(parts[0].text) for parts in cut]
    return _Way(names, sum(scores) / len(scores))


_WAYS: tuple[Callable[[str, list[_Part]], _Way | None], ...] = (
    _write_straight,
    _write_pairs,
    _write_initials_last,
    _write_first_turned,
    _write_bibtex,
)


def _turn_initials(match: re.Match[str]) -> str:
    """Return a name that has its initials last, in the usual way; ``Berg JR`` is no junior."""
    family, initials = match[1], match[2].strip()
    return f"{initials} {family}" if SUFFIX.fullmatch(initials) or initials in _COMPANY else f"{family}, {initials}"


def _turn(family: _Part, given: _Part) -> str:
    return ", ".join(part for part in (family.text, given.text, given.suffix or family.suffix) if part)


def _weigh(name: str) -> float:
    """Weigh a text as a name with the given name first, or a group's, from 0 to 1."""
    if CJK.fullmatch(name):
        return 1.0 if len(name) <= 8 else 0.3
    words = name.split()
    if is_group(name):
        return 0.9
    if _INITIALS.fullmatch(name):
        return 0.0
    if len(words) == 1:
        return 0.3
    if _INITIALS.fullmatch(words[-1]) and not _INITIALS.fullmatch(words[0]):
        return 0.8 if len(words) > 2 and len(words[-1]) == 3 else 0.4  # Oliver Cromwell COX
    named = [word for word in words if word.lower() not in PARTICLES]
    plain = all(word[0].isupper() for word in named) and len(named) > 0 and not any(c.isdigit() for c in name)
    return (1.0 if len(words) <= 5 else 0.5) if plain else 0.3


def _weigh_pair(family: _Part, given: _Part) -> float:
    """Weigh two texts as a family and a given name."""
    if _INITIALS.fullmatch(family.text) or not family.text:
        return 0.0
    words = [word for word in family.text.split() if word.lower() not in PARTICLES]
    if _INITIALS.fullmatch(given.text):
        return 1.0
    given_words = given.text.split()
    if len(words) > 1 and len(given_words) > 1 and not any(map(_INITIALS.fullmatch, given_words)):
        return 0.2
    if CJK.fullmatch(family.text + given.text):
        return 0.5
    return 0.6 if len(words) > 1 else 0.9


def _read_name(name: str) -> Authorship:
    """Read one name without what stands in parentheses behind it, which may be an ORCID iD or a remark."""
    orcid, corresponding = "", False
    while aside := _ASIDE.search(name):
        orcid = orcid or read_orcid(aside[1])
        corresponding = corresponding or "corresp" in aside[1].lower()
        name = name[: aside.start()]
    authorship = read_name(_HONORIFIC.sub("", name.strip()))
    group = authorship.group or is_group(authorship.name)
    return replace(authorship, orcid=orcid, corresponding=corresponding, group=group)
