"""What has a form of its own in a reference: addresses, identifiers, dates, volumes, pages; and what parts the rest."""

from __future__ import annotations

import re

_MONTH = "|".join(
    (
        r"Jan(?:uary|uar|\.)?|Feb(?:ruary|ruar|\.)?|Mar(?:ch|\.)?|März|Apr(?:il|\.)?|May|Mai|June?|Juni|July?|Juli",
        r"Aug(?:ust|\.)?|Sept?(?:ember|\.)?|O[ck]t(?:ober|\.)?|Nov(?:ember|\.)?|De[cz](?:ember|\.)?",
        r"Spring|Summer|Fall|Autumn|Winter",
        r"janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
        r"enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre",
        r"janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro",
    )
)
_MONTH = f"(?:{_MONTH})"
_YEAR = r"(?:1[5-9]|20)\d\d"
_NO_YEAR = r"(?!(?:1[5-9]|20)\d\d\b)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|\.)?"
_DASH = r"[-–—‐‑−]{1,2}"
_PAGE = r"[A-Za-z]{0,2}\d+(?:\.[a-z]?\d+)?"
_RANGE = rf"{_PAGE} ?{_DASH} ?{_PAGE}"
_NUMBER = rf"{_NO_YEAR}[A-Z]?\d+"
#: Wiley's of the nineties have angle brackets.
_DOI = r"10\.\d{4,9}/(?:\(SICI\)[^\s\"|”]*[^\s\"|”.,;:'’\]]|[^\s\"<>|”]*[^\s\"<>|”.,;:'’\]])"
_ARXIV = r"(?:\d{4}\.\d{4,5}|[a-z\-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?: ?\[[\w.\-]+\])?"
_CITED = r"Cited (?:by|in)|Citations?|cited|Zitiert von|Cité par|Citado por"
_OTHERS = r"more|others?|other|weitere|autres|authors?|co-?authors?"
_VOLUME = r"[Vv]ol(?:ume)?|VOL|Bd|Band|tome|t|T|[Vv]|Т|т"
_ISSUE = r"(?:[Nn]o|NO|[Nn]r|[Nn]um|[Ii]ss|[Hh]eft|[Вв]ып)\.?|[Nn]°|№\.?|[Nn]º|n\.|H\."
_ARTICLE = r"[Ii]ssue|[Nn]umber|[Aa]rticle(?: (?:no\.?|number|ID))?|[Aa]rt(?:\.| no\.?)|[Pp]aper(?: no\.?)?"
_PAGES = r"pp|Pp|PP|[Pp]ages?|[Ss]eiten?|pgs?|págs?|стр|p|P"

#: What is one token, each with its kind, by any of some patterns; the first that matches wins.
_FORMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "doi",
        (
            rf"(?<![\w/])(?:(?:DOI|doi)(?: ?: ?|\s+))?(?:https?://(?:www\.|dx\.)?doi\.org/|doi\.org/)?{_DOI}",
            rf"(?<![^\s({{])[^\s<>()\[\]{{}}]{{1,24}}doi\.org/{_DOI}",
            r"(?<![\w/])(?:DOI|doi) ?:? ?10/[a-z0-9]{3,10}(?!\w)",
        ),
    ),
    ("url", (r"(?<![\w@])(?:https?://|www\.|ftp://)[^\s<>\"”|]*[^\s<>\"”|.,;:'’\])}]/?",)),
    (
        "arxiv",
        (rf"(?<!\w)arXiv(?:\.org)?(?: ?preprint)?(?: ?: ?| +)(?:arXiv:)?(?:abs/)?{_ARXIV}",),
    ),
    ("pmid", (r"(?<!\w)(?:PMID:? ?\d{4,9}|PMCID:? ?(?:PMC)?\d{4,9}|PMC\d{5,9})(?!\w)",)),
    ("isbn", (r"(?<!\w)(?:e?ISBN(?:-1[03])?|ISSN|e-?ISSN)[: ]*\d[\dXx\- ]{7,16}[\dXx](?!\w)",)),
    ("bibcode", (r"(?<!\S)(?:1[89]|20)\d\d[A-Za-z&][A-Za-z0-9&.]{0,8}\.[A-Za-z0-9&.]{3,16}[A-Z](?!\S)",)),
    (
        "cited",
        (
            rf"(?<!\w)(?:{_CITED})\b ?:? ?(?:Papers? ?)?\(?\d[\d,]*\)?",
            r"(?<!\w)\d[\d,]* (?:[Cc]itations?|[Rr]eads|[Dd]ownloads|[Vv]iews)(?!\w)",
        ),
    ),
    (
        "more",
        (
            rf"(?:(?<!\w)(?:and|und|&|y|et)\s+|\+ ?)\d+\s+(?:{_OTHERS})(?:\s+authors?)?(?!\w)",
            r"(?<!\w)\[?et\.?\s+al\b\.?\]?|(?<!\w)et\s+coll\.|(?<!\w)u\. ?a\.(?!\w)|и др\.",
            r"(?<!\w)(?:and|und)\s+(?:others|andere)(?!\w)",
        ),
    ),
    (
        "date",
        (
            rf"(?<![\w–-]){_DAY} {_MONTH},? {_YEAR}(?!\w)",
            rf"(?<!\w){_MONTH} {_DAY}(?: ?[-–] ?{_DAY})?,? {_YEAR}(?!\w)",
            rf"(?<!\w){_MONTH}(?: ?[-–/] ?{_MONTH})?,? {_YEAR}(?!\w)",
            rf"(?<![\w–-]){_YEAR},? {_MONTH}(?: {_DAY}(?!\w)|(?!\w))",
            rf"(?<![\w./-]){_YEAR}[-/.](?:0[1-9]|1[0-2])(?:[-/.](?:0[1-9]|[12]\d|3[01]))?(?![\w/-]|\.\w)",
            rf"(?<![\w./-])\d{{1,2}}[./]\d{{1,2}}[./]{_YEAR}(?![\w/-])",
            rf"(?<!\w){_YEAR}年(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?",
        ),
    ),
    (
        "locator",
        (
            rf"(?<![\w.])(?:{_VOLUME})\. ?{_NUMBER}[A-Za-z]?(?: ?\([\w \-–/]{{1,12}}\))?(?:[,:] ?{_RANGE})?(?!\w)",
            rf"(?<![\w.])(?:[Vv]olume|Band|[Tt]ome|[Vv]ol) {_NUMBER}(?: ?\(\w{{1,8}}\))?(?!\w)",
            rf"(?<![\w.])(?:{_ISSUE}) ?{_NUMBER}(?:{_DASH}\d+|/\d+)?[A-Za-z]?(?!\w)",
            rf"(?<![\w.])(?:{_ARTICLE}) ?:? ?{_NO_YEAR}[A-Za-z]?\d+[\w.]*(?!\w)",
        ),
    ),
    (
        "pages",
        (
            rf"(?<![\w.])(?:{_PAGES})[.: ] ?(?:{_RANGE}|{_NO_YEAR}{_PAGE})(?:, ?{_RANGE})*(?!\w)",
            rf"(?<![\w.])(?:S|c|C|с|С)[.:] ?(?:{_RANGE}|{_NUMBER})(?:, ?{_RANGE})*(?!\w)",
        ),
    ),
    (
        "volpages",
        (
            rf"(?<![\w.])[A-Z]?\d+[A-Za-z]? ?\({_NO_YEAR}[\w \-–/.]{{1,14}}\) ?[:,] ?(?:{_RANGE}|{_PAGE})(?!\w)",
            rf"(?<![\w.])\d+ ?: ?{_RANGE}(?!\w)",
            rf"(?<![\w.:])\d+\({_NO_YEAR}\d[\w\-–/]{{0,8}}\)(?!\w)",
            r"(?<![\w.:])\d{1,4}: ?[A-Za-z]?\d+(?![\w:])",
        ),
    ),
    ("year", (rf"(?<![\w.–-])(?:c\. ?)?{_YEAR}[a-z]?(?![\w–-]|\.\d)",)),
    ("range", (rf"(?<![\w.]){_RANGE}(?!\w)",)),
    ("number", (r"(?<![\w.,])[A-Za-z]{0,2}\d+(?!\w|\.\d|,\d)",)),
)

#: What says that names are left out, also right behind a word.
_ELLIPSIS = r"(?<=[\w.,;\s])(?:…|\.\.\.)(?=\s|[,;]|$)"
_OPEN = r"(\[“\"„«‹‘"
_CLOSE = r")\]”\"»›“"
#: A full stop behind these words ends nothing.
_ABBREVIATED = r"(?<!\b[Vv]ol)(?<!\b[Nn]o)(?<!\bpp)(?<!\bp)(?<!\bvs)(?<!\bSt)(?<!\bDr)(?<!\bcf)"
#: Nor does one between initials.
_STOP = r"(?:(?<!\b[^\W\d_a-z])\.|(?<=\b[^\W\d_a-z])\.(?! +[^\W\d_a-z]\.))"
#: Signs before a separator are few. Without a bound, the time to search a long row of them would grow with its square.
_CLOSED = rf"[{_CLOSE}]{{0,8}}"
_SEPARATORS = (
    rf"^[{_OPEN}]+",
    rf"{_CLOSED}+(?:[*†‡.,;:?!]{{1,8}}+{_CLOSED}+)?[ ]{{0,40}}[\n\t][\n\t ]*[{_OPEN}]*",
    rf"{_CLOSED}(?:{_ABBREVIATED}{_STOP}|[,;:?!…])[.,;:]?['’{_CLOSE}*†‡]*(?: (?:[-–—|•·]|//) | )[{_OPEN}]*",
    r"['’][.,;]? (?=[A-Z]|in\b)",
    rf"[{_CLOSE}]{_CLOSED}[.,;:]{{0,8}} [{_OPEN}]*",
    rf" (?:[-–—|•·‖~⋅/]|--+|\|\||//) [{_OPEN}]*",
    rf" [{_OPEN}]+",
    r"[)\]][\[(]",
    r"(?<=\d)[;:](?=\w)",
)
_WORD_FORMS = "|".join(f"(?P<{kind}>{'|'.join(patterns)})" for kind, patterns in _FORMS)
#: Finds what has a form (the group's name is its kind) and what parts tokens (``sep``). Forms begin where a word does.
SCAN = re.compile(rf"(?<!\w)(?:{_WORD_FORMS})|(?P<ellipsis>{_ELLIPSIS})|(?P<sep>{'|'.join(_SEPARATORS)})")
