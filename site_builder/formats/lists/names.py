"""Lists of names, read in the way that the whole list of papers writes them.

``Smith, J., Doe, A.`` is two names or four only until the list is seen: what all its lists of names have in common says
whether family names come first, and what parts one name from the next.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from site_builder.text.name_lists import is_full_name, is_organization
from site_builder.text.person_names import PARTICLES, SUFFIX, join_name

if TYPE_CHECKING:
    from collections.abc import Sequence

_MORE = re.compile(
    r"[,;]?\s*(?:"
    r"\[?\bet\.?\s+al\b\.?\]?|\bet\s+coll\b\.?|\b(?-i:u\.\s?a)\.|и др\."
    r"|\b(?:and|und|et|&)\s+(?:others|andere|colleagues)\b"
    r"|(?:\b(?:and|und|et|y|&)\s+)?\+?\s?\b\d+\s+(?:more|others?|other|weitere|autres|co-?authors?|authors?)(?:\s+authors?)?\b"
    r"|(?:…|\.\.\.)(?:\s*\+\s?\d+)?|\+\s?\d+(?:\s+authors?)?"
    r")[.,;]?",
    re.IGNORECASE,
)
_MARKS = re.compile(
    r"[*∗†‡§¶#✉☨⋆★]+|(?<=[^\W\d_])[¹²³⁴⁵⁶⁷⁸⁹⁰]+(?:,[¹²³⁴⁵⁶⁷⁸⁹⁰]+)*|(?<=[a-zß-ÿ])\d(?:,\d)*(?!\w)"
    r"|\s?\((?:equal contribution|corresponding author|co-first|joint first)[^)]*\)"
)
_EQUAL = re.compile(r"[*∗†]|equal|co-first|joint first")
_AND = re.compile(r"(?<!\s)(?:\s*[,;])?\s+(?:and|und|et|y|e|og|och|и|&)\s+|(?:(?<!\s)\s*(?:[,;]\s*)?)?&\s*")
_STRONG = re.compile(r"(?:(?<!\s)\s*)?(?:[;；、|·•/‖⋅∙]|¶|\n)\s*")
_COMMA = re.compile(r"(?:(?<!\s)\s*)?[,，]\s*")
_INITIALS = re.compile(
    r"(?:[^\W\d_a-zß-ÿ]{1,2}[a-z]?\.[\s\-‐–]*)+(?:[^\W\d_a-zß-ÿ]$)?(?:\s?[a-z]{1,3}(?: [a-z]{2,3})?)?"
    r"|[^\W\d_a-zß-ÿ]{1,4}|[^\W\d_a-zß-ÿ](?:[\s\-][^\W\d_a-zß-ÿ]){1,3}\.?"
)
_CAPITAL = r"[^\W\d_a-zß-ÿ]"
_SHOUTED = rf"(?:[a-zß-ÿ]+ )?{_CAPITAL}(?:{_CAPITAL}|['’\- ])"
_STOPPED = re.compile(rf" (?:{_CAPITAL}\.[ -]?)+$")
_BEHIND = re.compile(  # of a text that isn't too long for a name
    r"(?=.{0,100}\Z)"
    rf"((?:[^\W\d_]['’])?[^\W\d_].*?[^\W\d_A-ZÀ-ÖØ-Þ.].*?|{_SHOUTED}{{2,}}?|{_SHOUTED}+?(?= {_CAPITAL}\.))"
    rf" ((?:d?{_CAPITAL}\.?[\- ]?){{1,4}})((?: (?:Jr|Sr|I{{2,3}}|IV|[23](?:rd|nd))\.?)?)"
)
#: ``DOE Jane``, as some lists tell the family name by its capitals.
_CAPITALS = re.compile(r"((?:[a-zß-ÿ]+ )?[^\W\d_a-zß-ÿ][^\W\d_a-zß-ÿ'’\- ]+) ([^\W\d_a-zß-ÿ][a-zß-ÿ][\w'’\-. ]*)")
#: So many letters tell a family name in capitals from initials.
_FAMILY_LETTERS = 4
_LEADING = re.compile(r"^(?:and|und|et|y|&|[Bb]y|[Aa]uthors?:|with)\s+|^&\s*")
_ROLE = re.compile(r",?\s*\(?\b(?:eds?|editors?|hrsg|coords?|orgs?|dir)\b\.?\)?\.?$", re.IGNORECASE)


class Names(NamedTuple):
    """The names of one paper: as printed, given name before family name; ``equal`` are those marked alike."""

    names: tuple[str, ...]
    truncated: bool
    equal: frozenset[int] = frozenset()


class NameStyle(NamedTuple):
    """How a list writes names. ``strong`` is whether a semicolon or the like parts them; ``turned`` whether family
    names come first with a comma behind (``first``: only the first one); ``behind`` whether initials follow the family
    name without a comma. ``certain`` is False where the list shows too little."""

    strong: bool
    turned: bool
    first: bool
    behind: bool
    certain: bool = True


def _split_more(text: str) -> tuple[str, bool]:
    """Return a list of names without what says that there are more, and whether something did."""
    rest = _MORE.sub(",", text)
    return rest.strip(" ,;"), rest != text


def _parts(text: str, strong: bool) -> list[str]:
    """Return what the marks between names part."""
    pieces = _STRONG.split(text) if strong else [text]
    parts: list[str] = []
    for piece in pieces:
        for part in _AND.split(piece):
            parts += [part] if strong else _COMMA.split(part)
    return [part for raw in parts if (part := _LEADING.sub("", raw.strip(" ,;")).strip(" ,;"))]


def infer_style(texts: Sequence[str]) -> NameStyle:
    """Return how the names in all of a list's texts are written."""
    bare = [_MARKS.sub("", _split_more(text)[0]) for text in texts]
    strong = sum(bool(_STRONG.search(text)) for text in bare)
    several = sum(bool(_STRONG.search(text) or _AND.search(text) or text.count(",") > 1) for text in bare)
    if strong and strong * 2 >= several:
        parts = [part for text in bare for part in _parts(text, True)]
        turned = sum("," in part and not _is_suffix_comma(part) for part in parts)
        behind = sum("," not in part and _is_behind(part) for part in parts)
        return NameStyle(True, turned * 2 > len(parts), False, behind * 2 > len(parts))
    rows = [_parts(text, False) for text in bare]
    parts = [part for row in rows for part in row]
    if not parts:
        return NameStyle(False, False, False, False)
    behind = sum(_is_behind(part) for part in parts)
    if behind * 2 > len(parts):
        return NameStyle(False, False, False, True)
    initials = sum(_is_initials(part) for part in parts)
    later = [part for row in rows for part in row[2:]]
    if initials * 5 > len(parts) or (
        initials * 3 > len(rows) and all(_is_initials(row[1]) for row in rows if len(row) > 1)
    ):
        first = bool(later) and sum(map(_is_initials, later)) * 5 < len(later)
        return NameStyle(False, True, first, False)
    # Full names: where family and given names take turns, many a part is a single word.
    single = sum(" " not in part for part in parts)
    turned = single * 5 > 2 * len(parts) or (
        single * 4 > len(parts) and sum(len(row) % 2 == 0 and " " not in row[0] for row in rows) * 4 > 3 * len(rows)
    )
    heads = [row for row in rows if len(row) > 1]
    if not turned and heads:
        # Only the first name of each paper is turned: Doe, Jane, and John Roe.
        turned = sum(" " not in row[0] and not is_full_name(row[0]) for row in heads) * 3 > 2 * len(heads)
        if turned:
            return NameStyle(False, True, True, False, certain=len(heads) > 1)
    first = turned and bool(later) and sum(" " in part for part in later) * 4 > 3 * len(later)
    return NameStyle(False, turned, first, False, certain=len(parts) > 3 or not turned)


def _is_behind(part: str) -> bool:
    """Tell whether a name has its family name first without a comma: ``Doe JA``, ``DOE Jane``."""
    match = _CAPITALS.fullmatch(part)
    return bool(_BEHIND.fullmatch(part)) or (match is not None and len(match[1]) >= _FAMILY_LETTERS)


def _is_initials(part: str) -> bool:
    return len(part) < 16 and _INITIALS.fullmatch(part) is not None


def _is_suffix_comma(part: str) -> bool:
    return SUFFIX.fullmatch(part.rpartition(",")[2].strip()) is not None


def read_names(text: str, style: NameStyle) -> Names:
    """Return the names that a text lists, in the list's way of writing them."""
    rest, truncated = _split_more(text)
    parts = [_Part.of(part) for part in _parts(_ROLE.sub("", rest), style.strong)]
    names: list[str] = []
    if (
        not style.strong and len(parts) > 1 and all(map(_is_stopped, parts))
    ):  # ``Doe J., Roe M.``, whatever the list has
        style = style._replace(turned=False, behind=True)
    equal: set[int] = set()
    index = 0
    while index < len(parts):
        taken, name = _read_next(parts, index, names, style)
        marked = any(part.equal for part in parts[index : index + taken])
        if name and any(map(str.isalpha, name)):
            names.append(_strip_stop(" ".join(name.split())))
        if marked and names:
            equal.add(len(names) - 1)
        index += taken
    if style.behind and text.count(".") == 1:  # the sentence's full stop, no initial's
        names = [name.replace(".", "") for name in names]
    return Names(tuple(names), truncated, frozenset(equal))


class _Part(NamedTuple):
    """What stands between two marks, without notes; ``equal`` is whether a note says that authors contributed alike."""

    text: str
    equal: bool

    @classmethod
    def of(cls, text: str) -> _Part:
        marks = "".join(_MARKS.findall(text))
        return cls(_MARKS.sub("", text).strip(" ,;"), bool(_EQUAL.search(marks)))


def _is_stopped(part: _Part) -> bool:
    """Tell whether a name has its family name first, and initials with full stops behind."""
    return _STOPPED.search(part.text) is not None and _BEHIND.fullmatch(part.text) is not None


def _read_next(parts: Sequence[_Part], index: int, names: list[str], style: NameStyle) -> tuple[int, str]:
    """Return how many parts make the next name, and the name; nothing where they belong to the name before."""
    part = parts[index].text
    if not part:
        return 1, ""
    if style.strong:
        family, comma, given = part.partition(",")
        return 1, _turn(family.strip(), given.strip()) if comma else _turn_behind(part) if style.behind else part
    if style.turned and (not names or not style.first or _is_family_alone(part)):
        return _read_turned([other.text for other in parts[index : index + 3]], style)
    if names and not style.behind:
        if SUFFIX.fullmatch(part):
            names[-1] = f"{names[-1]} {part}"
            return 1, ""
        if _is_initials(part) and not (part.isupper() and len(part) > 2 and "." not in part):
            names[-1] = _turn(names[-1], part)  # Doe, J. in a list that writes names otherwise
            return 1, ""
    if names and SUFFIX.fullmatch(part) and not (part.isupper() and len(part) == 1):
        names[-1] = f"{names[-1]} {part}"
        return 1, ""
    behind = style.behind or (_BEHIND.fullmatch(part) and not is_full_name(part))
    return 1, _turn_behind(part) if behind else part


def _read_turned(parts: Sequence[str], style: NameStyle) -> tuple[int, str]:
    """Read ``Doe, Jane`` or ``Doe, J., Jr.`` at the beginning of the parts."""
    family, given = parts[0], parts[1] if len(parts) > 1 else ""
    if not given or not _may_be_given(family, given, style, parts[2:]):
        return 1, _turn_behind(family) if _BEHIND.fullmatch(family) else family
    third = parts[2] if len(parts) > 2 else ""
    if third and SUFFIX.fullmatch(third):
        return 3, _turn(family, f"{given}, {third}")
    if SUFFIX.fullmatch(given) and third and _is_initials(third):
        return 3, _turn(family, f"{third}, {given}")
    return 2, _turn(family, given)


def _strip_stop(name: str) -> str:
    """Return a name without the full stop of its sentence: initials and suffixes keep theirs."""
    last = name.rpartition(" ")[2]
    return (
        name[:-1]
        if last.endswith(".") and "." not in last[:-1] and len(last) > 3 and not SUFFIX.fullmatch(last)
        else name
    )


def _is_family_alone(part: str) -> bool:
    """Tell whether a part can only be a family name: one word, or particles before it."""
    words = part.split()
    return len(words) == 1 or all(word.lower() in PARTICLES for word in words[:-1])


def _may_be_given(family: str, given: str, style: NameStyle, rest: Sequence[str]) -> bool:
    """Tell whether a part is the given name of the one before it."""
    if _is_initials(given) or SUFFIX.fullmatch(given):
        return not _has_initials(family)
    if rest and _is_initials(rest[0]) and not style.first:
        return False  # a group stands between names of the form ``Doe, J.``
    return not _has_initials(family) or " " not in family


def _has_initials(part: str) -> bool:
    return re.search(r"(?:^|\s)[^\W\d_a-zß-ÿ]\.", part) is not None and " " in part


def _turn(family: str, given: str) -> str:
    suffix = ""
    given, _, last = given.partition(", ")
    if last and SUFFIX.fullmatch(last):
        suffix = last
    elif last and SUFFIX.fullmatch(given):
        given, suffix = last, given
    elif last:
        given = f"{given} {last}"
    particle = ""
    words = given.split(" ")
    while len(words) > 1 and words[-1].islower() and words[-1] in PARTICLES | {"van", "von", "de", "d'", "la"}:
        particle = f"{words.pop()} {particle}".strip()
    return join_name(" ".join(words), particle, family, suffix)


def _turn_behind(part: str) -> str:
    """Return ``Doe JA`` as ``JA Doe``."""
    if is_organization(part):
        return part
    if match := _BEHIND.fullmatch(part):
        return f"{match[2].strip()} {match[1]}{match[3]}"
    match = _CAPITALS.fullmatch(part)
    return f"{match[2]} {match[1]}" if match else part
