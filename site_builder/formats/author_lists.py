"""Lists of names as BibTeX writes them, and single names as RIS and CSL write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from site_builder.formats.html_to_latex import to_latex, unspell
from site_builder.model import Authorship
from site_builder.text.folding import collapse
from site_builder.text.identifiers import has_orcid_check_digit
from site_builder.text.latex import to_unicode
from site_builder.text.name_lists import is_full_name, is_organization, pair_names
from site_builder.text.name_marks import BareName, strip_name_marks
from site_builder.text.person_names import Name, choose_stated, is_regnal, join_name, split_name

if TYPE_CHECKING:
    from collections.abc import Iterable

_MARKS = re.compile(r"[{}\\]| and(?= )", re.IGNORECASE)
_SEMICOLONS = re.compile(r"[{}\\;]")
_AMPERSANDS = re.compile(r"[{}]| \\?& |\\")
_OTHERS = re.compile(r"(?:and\s+)?(?:others|et\.?\s+al\.?)", re.IGNORECASE)
_TRAILING_OTHERS = re.compile(r",? et\.? al\.?$", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|2nd|3rd|4th)\.?", re.IGNORECASE)
#: Within braces (``{Luhmann, Jr.}``) the comma before it turns nothing round.
_SUFFIX_COMMA = re.compile(rf"(?<=\w),(?= {_SUFFIX.pattern}$)", re.IGNORECASE)
#: Scopus and INSPIRE tear double names apart: ``M. -A.``
_LOOSE_HYPHEN = re.compile(r"(?<=[A-Z]\.) (?=-[A-Z]\.)")
#: BibLaTeX's long form of a name: ``family=Berg, given=Jan, prefix=van den, useprefix=true``.
_PARTS = re.compile(r"(?:^|,\s*)(family|given|prefix|suffix|useprefix|given-i|prefix-i|family-i)\s*=\s*([^,]*)")
#: DBLP tells people of one name apart by a number behind it.
_NUMBER = re.compile(r" 0\d{3}(?= ?(?:,|$))")
#: ``Smith JA`` or ``Smith J.-A.``, as medical journals write a name.
_INITIALS_LAST = re.compile(r"([^\s,{}][^,{}]*[a-z]) ([A-Z]\.?(?:[ -]?[A-Z]\.?){0,2})")
#: What follows this comma is no given name.
_COMPANY = re.compile(r",\s*(?:inc|ltd|llc|llp|gmbh|corp|co|plc)\.?$|\s\S+,\s*s\.a\.?$", re.IGNORECASE)
#: Several words in braces at the end are the family name: ``Gabriel {García Márquez}``.
_BRACED_FAMILY = re.compile(r"[^{}]+ \{((?:[^{}]|\{[^{}]*\})* (?:[^{}]|\{[^{}]*\})*)\}")
#: Initials without a space between them: ``S.A.``
_TIGHT_INITIALS = re.compile(r"(?<=\b[A-ZÀ-ÖØ-Þ]\.)(?=[A-ZÀ-ÖØ-Þ]\.)")
#: A suffix that stands in the field of the family name: ``Davis, Jr.``
_SUFFIX_BEHIND = re.compile(rf"(.+?),? ({_SUFFIX.pattern})", re.IGNORECASE)
_INITIAL = re.compile(r"[A-ZÀ-ÖØ-Þ]\.?")
#: Suffixes in digits → as they are printed.
_ORDINALS = {"2nd": "II", "3rd": "III", "4th": "IV"}


class AuthorList(NamedTuple):
    """The authors of a paper; ``et_al`` when the source says that there are more; ``doubts`` in one sentence each."""

    authors: tuple[Authorship, ...]
    et_al: bool = False
    doubts: tuple[str, ...] = ()


def read_names(value: str) -> AuthorList:
    """Read a BibTeX list of names: ``Last, First and First von Last and {A Group} and others``.

    A name in braces is a group and stays whole. A list in which someone put commas where ``and`` belongs is split at
    the commas, and one that stands in braces as a whole is read as if it didn't; both are among the doubts.
    """
    parts, doubts = split_list(to_latex(unspell(value))), []
    if len(parts) == 1 and is_group(parts[0]):
        inner = split_list(parts[0][1:-1])
        if len(inner) > 1 and all("," in part or _OTHERS.fullmatch(part) for part in inner):
            parts = inner
            doubts.append("the list of authors stands in braces, which make one name of it; it was read as a list")
    for mark, sign in (("semicolons", _SEMICOLONS), ("'&'", _AMPERSANDS)):
        if len(split := [name for part in parts for name in _split_names(part, sign)]) > len(parts):
            parts = split
            doubts.append(f"the authors are separated by {mark} instead of 'and'")
    listed = [_split_at_commas(part) if "," in part and not _PARTS.match(part) else [part] for part in parts]
    if any(len(split) > 1 for split in listed):
        doubts.append("the authors are separated by commas instead of 'and'")
    names = [name for split in listed for name in split]
    return gather(names, [*doubts, *_doubt_commas(names)])


def gather(parts: Iterable[str], doubts: Iterable[str] = ()) -> AuthorList:
    """Read single names; ``others`` and ``et al.`` in the last place say that there are more."""
    written, doubts = list(parts), list(doubts)
    parts = list(map(_place_initial, written))
    doubts += [
        f"'{one}' was read as one name, '{other}'" for one, other in zip(written, parts, strict=True) if one != other
    ]
    if len(parts) > 1 and all(_INITIALS_LAST.fullmatch(name) or _OTHERS.fullmatch(name) for name in parts):
        parts = [_INITIALS_LAST.sub(r"\1, \2", name) for name in parts]
        doubts.append("the names have their initials behind, without a comma; they were turned round")
    if marks := sorted({mark for part in parts if not is_group(part) for mark in strip_name_marks(part).unexplained}):
        doubts.append(f"the marks of notes in the authors' names were left out: {' '.join(marks)}")
    authors: list[Authorship] = []
    et_al = False
    for part in map(collapse, parts):
        if _OTHERS.fullmatch(part):
            et_al = True
            continue
        name = _TRAILING_OTHERS.sub("", part)
        et_al = et_al or name != part
        authorship = read_name(name)
        if authorship.name:
            authors.append(authorship)
    return AuthorList(tuple(authors), et_al, tuple(doubts))


def read_name(name: str) -> Authorship:
    """Read one name, in either order and in LaTeX, as it is to be printed.

    The parts that the source states are kept where the printed name doesn't tell them.
    """
    if _PARTS.match(name):
        stated = {key: to_unicode(value.strip(" {}")) for key, value in _PARTS.findall(name)}
        return make_authorship(Name(*(stated.get(key, "") for key in ("given", "prefix", "family", "suffix"))))
    if is_regnal(name.strip("{}")):
        return Authorship(name.strip("{}"))
    if is_group(name) and _SUFFIX_COMMA.search(name[1:-1]):
        name = name[1:-1].replace(",", "")
    if is_group(name) or _COMPANY.search(name) or ("," not in name and is_organization(name)):
        return Authorship(collapse(to_unicode(name)), group=True)
    bare = strip_name_marks(name)
    written = _NUMBER.sub("", bare.name)
    words = tidy_initials(_LOOSE_HYPHEN.sub("", collapse(to_unicode(written))))
    # A comma within braces belongs to the name; only one outside them turns it round.
    if "," in words and _find_commas(written):
        authorship = make_authorship(split_name(words))
    elif match := _BRACED_FAMILY.fullmatch(written):
        family = collapse(to_unicode(match[1]))
        authorship = make_authorship(Name(words.removesuffix(family).strip(), "", family))
    else:
        authorship = Authorship(_SUFFIX_COMMA.sub("", words))
    return _detail(authorship, bare)


def _detail(author: Authorship, *names: BareName) -> Authorship:
    """Add what the marks around a name mean."""
    orcid = next((bare.orcid for bare in names if has_orcid_check_digit(bare.orcid)), "")
    equal, corresponding = any(bare.equal for bare in names), any(bare.corresponding for bare in names)
    return replace(author, orcid=orcid, equal=equal, corresponding=corresponding)


def make_authorship(stated: Name) -> Authorship:
    """Return a person as printed, with those parts of the name that `split_name` wouldn't find in it. Marks of notes
    are no part of the name, and neither are degrees; a suffix may stand behind the family name."""
    given, family = strip_name_marks(stated.given), strip_name_marks(stated.family)
    parts = stated._replace(given=tidy_initials(given.name), family=family.name)
    if not parts.suffix and (match := _SUFFIX_BEHIND.fullmatch(family.name)):
        parts = parts._replace(family=match[1], suffix=match[2])
    parts = parts._replace(suffix=_ORDINALS.get(parts.suffix.lower(), parts.suffix))
    name = join_name(*parts)
    return _detail(replace(Authorship(name), **choose_stated(name, parts)), given, family)


def _place_initial(name: str) -> str:
    """Return ``Barros, V, Rafael T.`` with the initial where it belongs: ``Barros, Rafael T. V.``"""
    parts = [part.strip() for part in name.split(",")]
    if len(parts) != 3 or "{" in name or not _INITIAL.fullmatch(parts[1]) or " " not in parts[2]:
        return name
    initial = parts[1] if parts[1].endswith(".") or "." not in parts[2] else f"{parts[1]}."
    return f"{parts[0]}, {parts[2]} {initial}"


def tidy_initials(name: str) -> str:
    """Return a name with a space between its initials: ``S.A. Baldin`` gives ``S. A. Baldin``."""
    return _TIGHT_INITIALS.sub(" ", name)


def split_list(value: str) -> list[str]:
    """Split a list of names at each ``and`` outside braces."""
    # Patterns that look for runs of white space take quadratic time on long ones.
    return [part for part in _split_outside(f" {collapse(value)} ", _MARKS) if part.lower() != "and"]


def _split_outside(value: str, marks: re.Pattern[str]) -> list[str]:
    """Split at what the pattern finds besides braces and backslashes, where no brace is open."""
    parts: list[str] = []
    depth = start = 0
    escaped = -1
    for mark in marks.finditer(value):
        if mark.start() == escaped:
            continue
        sign = mark[0]
        if sign == "\\":
            escaped = mark.end()
        elif sign == "{":
            depth += 1
        elif sign == "}":
            depth = max(0, depth - 1)
        elif depth == 0:
            parts.append(value[start : mark.start()])
            start = mark.end()
    parts.append(value[start:])
    return [part for part in (collapse(part) for part in parts) if part]


def _split_names(part: str, marks: re.Pattern[str]) -> list[str]:
    """Split one name where it is several; ``Johnson & Johnson`` is one."""
    names = _split_outside(part, marks)
    return names if all("," in name or " " in name for name in names) else [part]


def is_group(name: str) -> bool:
    r"""Tell whether braces hold the whole name; ``{\'E}mile {Zola}`` and ``{\O}`` are no group."""
    if not name.startswith("{") or not name.endswith("}") or name.startswith("{\\"):
        return False
    depth = 0
    for index, sign in enumerate(name):
        depth += (sign == "{") - (sign == "}")
        if depth == 0:
            return index == len(name) - 1
    return False


def _find_commas(name: str) -> bool:
    depth = 0
    for sign in name:
        depth += (sign == "{") - (sign == "}")
        if sign == "," and depth == 0:
            return True
    return False


def _split_at_commas(name: str) -> list[str]:
    """Return the names of a list without ``and``, or the name itself when the commas may be BibTeX's own."""
    parts = [part.strip() for part in name.split(",") if part.strip()]
    if len(parts) < 3 or "{" in name or _SUFFIX.fullmatch(parts[1]):
        return [name]
    if all(" " in part for part in parts) and not pair_names(parts):
        return parts
    if _place_initial(name) != name:
        return [name]
    if len(parts) % 2 and all(" " in part and is_full_name(part) for part in parts[2:]):
        return [f"{parts[0]}, {parts[1]}", *parts[2:]]  # only the first one is turned round, as in Chicago's style
    # BibTeX knows no name with three commas: here families and given names take turns.
    turns = len(parts) > 3 and len(parts) % 2 == 0
    return [f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True)] if turns else [name]


def _doubt_commas(names: list[str]) -> list[str]:
    """Return a sentence for each name whose commas may mean something else than they do in BibTeX."""
    doubts = []
    for name in names:
        parts = [part.strip() for part in name.split(",")]
        full = len(names) == 1 and len(parts) == 2 and all(" " in part and is_full_name(part) for part in parts)
        full = full and not parts[0][0].islower()
        if "{" not in name and not _PARTS.match(name) and (full or len(parts) > 3):
            doubts.append(f"'{collapse(to_unicode(name))}' was read as one name; two names have 'and' between them")
    return doubts
