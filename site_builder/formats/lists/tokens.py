"""A record's text cut wherever one field may end and another begin.

Cuts are where something happens: punctuation with a space, a quote, a bracket, the end of a line or a cell, a change of
emphasis, a number. What has a form of its own (addresses, identifiers, dates, page ranges) is one token.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from site_builder.formats.lists.record_text import RecordText

_MONTH = (
    r"(?:Jan(?:uary|uar|\.)?|Feb(?:ruary|ruar|\.)?|Mar(?:ch|\.)?|März|Apr(?:il|\.)?|May|Mai|June?|Juni|July?|Juli"
    r"|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|O[ck]t(?:ober|\.)?|Nov(?:ember|\.)?|De[cz](?:ember|\.)?"
    r"|Spring|Summer|Fall|Autumn|Winter"
    r"|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    r"|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
    r"|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro)"
)
_YEAR = r"(?:1[5-9]|20)\d\d"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|\.)?"
_PAGE = r"[A-Za-z]{0,2}\d+(?:\.[a-z]?\d+)?"
_RANGE = rf"{_PAGE}\s?(?:[-–—‐‑−]{{1,2}})\s?{_PAGE}"  # noqa: RUF001
_DASH = r"[-–—‐‑−]{1,2}"  # noqa: RUF001

#: What is one token, each with its kind; the first that matches wins.
_KINDS: tuple[tuple[str, str], ...] = (
    ("doi", r"(?<![\w/])(?:(?:DOI|doi)(?:\s*:\s*|\s+))?(?:https?://(?:www\.|dx\.)?doi\.org/|doi\.org/)?10\.\d{4,9}/[^\s\"<>|”]*[^\s\"<>|”.,;:'’\]]"),
    ("url", r"(?<![\w@])(?:https?://|www\.|ftp://)[^\s<>\"”|]*[^\s<>\"”|.,;:'’\])}]/?"),
    ("arxiv", r"(?<!\w)(?:arXiv(?:\.org)?(?:\s?preprint)?(?:\s*:\s*|\s+)(?:arXiv:)?(?:abs/)?(?:\d{4}\.\d{4,5}|[a-z\-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?:\s?\[[\w.\-]+\])?)"),
    ("pmid", r"(?<!\w)(?:PMID:?\s?\d{4,9}|PMCID:?\s?(?:PMC)?\d{4,9}|PMC\d{5,9})(?!\w)"),
    ("isbn", r"(?<!\w)(?:e?ISBN(?:-1[03])?|ISSN|e-?ISSN)[:\s]*[\d][\dXx\- ]{7,16}[\dXx](?!\w)"),
    ("bibcode", r"(?<!\S)(?:1[89]|20)\d\d[A-Za-z&.][A-Za-z0-9&.]{13}(?!\S)"),
    ("cited", r"(?<!\w)(?:Cited (?:by|in)|Citations?|cited|Zitiert von|Cité par|Citado por)\b\s*:?\s*(?:Papers?\s*)?\(?\d[\d,]*\)?|(?<!\w)\d[\d,]* (?:citations?|Citations|reads|Reads|downloads|views)(?!\w)"),
    ("more", r"(?:(?<!\w)(?:and|und|&|y|et)\s+|\+\s?)\d+\s+(?:more|others?|other|weitere|autres|authors?|co-?authors?)(?:\s+authors?)?(?!\w)|(?<!\w)\[?et\.?\s+al\b\.?\]?|(?<!\w)et\s+coll\.|(?<!\w)u\.\s?a\.(?!\w)|(?<!\w)(?:and|und)\s+(?:others|andere)(?!\w)|и др\.|(?<=[,;\s])(?:…|\.\.\.)(?=\s|[.,;]|$)"),
    ("date", rf"(?<![\w–-]){_DAY}\s+{_MONTH},?\s+{_YEAR}(?!\w)|(?<!\w){_MONTH}\s+{_DAY}(?:\s?[-–]\s?{_DAY})?,?\s+{_YEAR}(?!\w)|(?<!\w){_MONTH}(?:\s?[-–/]\s?{_MONTH})?,?\s+{_YEAR}(?!\w)|(?<![\w–-]){_YEAR},?\s+{_MONTH}(?:\s+{_DAY}(?!\w)|(?!\w))|(?<![\w./-]){_YEAR}[-/.](?:0[1-9]|1[0-2])(?:[-/.](?:0[1-9]|[12]\d|3[01]))?(?![\w/-]|\.\w)|(?<![\w./-])\d{{1,2}}[./]\d{{1,2}}[./]{_YEAR}(?![\w/-])|(?<!\w){_YEAR}年(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?"),
    ("locator", rf"(?<![\w.])(?:[Vv]ol(?:ume)?|VOL|Bd|Band|tome|t|T|[Vv]|Т|т)\.\s?[A-Z]?\d+[A-Za-z]?(?:\s?\([\w\s\-–/]{{1,12}}\))?(?:(?:,|:)\s?{_RANGE})?(?![\w])|(?<![\w.])(?:[Vv]olume|Band|[Tt]ome|[Vv]ol)\s\d+(?:\s?\(\w{{1,8}}\))?(?!\w)|(?<![\w.])(?:[Nn]o|NO|[Nn]r|[Nn]um|[Ii]ss|[Nn]°|№|[Nn]º|n|H|[Hh]eft|вып|Вып)\.?\s?[A-Z]?\d+(?:{_DASH}\d+|/\d+)?[A-Za-z]?(?!\w)|(?<![\w.])(?:[Ii]ssue|[Nn]umber|[Aa]rticle(?: (?:no\.?|number|ID))?|[Aa]rt(?:\.| no\.?)|[Pp]aper(?: no\.?)?)\s?:?\s?[A-Za-z]?\d+[\w.]*(?!\w)"),
    ("pages", rf"(?<![\w.])(?:pp?|Pp?|PP|[Pp]ages?|[Ss]eiten?|S|pgs?|págs?|c|C|с|С|стр)(?:\.|:|\s)\s?(?:{_RANGE}|{_PAGE})(?:,\s?{_RANGE})*(?!\w)"),
    ("volpages", rf"(?<![\w.])[A-Z]?\d+[A-Za-z]?\s?\([\w\s\-–/.]{{1,14}}\)\s?[:,]\s?(?:{_RANGE}|{_PAGE})(?![\w])|(?<![\w.])\d+\s?[:]\s?{_RANGE}(?!\w)|(?<![\w.:])\d+\(\d[\w\-–/]{{0,8}}\)(?!\w)|(?<![\w.:])\d{{1,4}}:\s?[A-Za-z]?\d+(?![\w:])"),
    ("year", rf"(?<![\w.–-])(?:c\.\s?)?{_YEAR}[a-z]?(?![\w–-]|\.\d)"),
    ("range", rf"(?<![\w.]){_RANGE}(?![\w])"),
    ("number", r"(?<![\w.,])[A-Za-z]{0,2}\d+(?!\w|\.\d|,\d)"),
)  # fmt: skip

_OPEN = r"(\[“\"„«‹‘"
_CLOSE = r")\]”\"»›“"
_ABBREVIATED = r"(?<!\b[Vv]ol)(?<!\b[Nn]o)(?<!\bpp)(?<!\bp)(?<!\bvs)(?<!\bSt)(?<!\bDr)(?<!\bcf)"
_INITIAL = r"(?:(?<!\b[^\W\d_a-z])\.|(?<=\b[^\W\d_a-z])\.(?!\s+[^\W\d_a-z]\.))"
_SEPARATORS = (
    rf"[{_CLOSE}*†‡.,;:?!]*[ ]*[\n\t][\n\t ]*[{_OPEN}]*",
    rf"[{_CLOSE}]*(?:{_ABBREVIATED}{_INITIAL}|[,;:?!…])[.,;:]?['’{_CLOSE}*†‡]*(?: [-–—|•·] | )[{_OPEN}]*",  # noqa: RUF001
    r"['’][.,;]? (?=[A-Z]|in\b)",  # noqa: RUF001
    rf"[{_CLOSE}]+[.,;:]* [{_OPEN}]*",
    rf" (?:[-–—|•·‖~⋅/]|--+|\|\|) [{_OPEN}]*",  # noqa: RUF001
    rf" [{_OPEN}]+",
    r"[)\]][\[(]",
    r"(?<=\d)[;:](?=\w)",
)
_SCAN = re.compile(
    "|".join([*(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS), f"(?P<sep>{'|'.join(_SEPARATORS)})"])
)
#: What introduces a line's value, and which field that is.
_KEYS: dict[str, str] = {
    word: field
    for field, words in {
        "authors": "author authors contributor contributors by auteur auteurs autor autoren autores verfasser creator creators",
        "title": "title titre titel título titulo titolo",
        "abstract": "abstract summary résumé zusammenfassung resumen resumo tl;dr",
        "venue": "journal journal-ref venue published-in source booktitle conference publication in zeitschrift revue revista container journal-title",
        "date": "year date published publication-date jahr année año datum submitted date-published",
        "identifier": "doi arxiv url link links pmid pmcid issn isbn id handle eid",
        "publisher": "publisher verlag éditeur editorial",
        "locator": "pages volume issue number vol pp",
        "note": "comments comment note notes award status type document-type keywords subjects subject categories tags",
        "editors": "editor editors herausgeber",
    }.items()
    for word in words.split()
}
_KEY = re.compile(r"([^\W\d_][\w'’.\-]*(?: [\w'’\-]+){0,2})\s?:(?=[ \t\n]|$)")  # noqa: RUF001
_OPENING = frozenset("“„«‹‘")
_CLOSING = frozenset("”»›")


class Token:
    """A stretch of a record's text that is not cut further, and what stands around it.

    ``kind`` is ``words``, ``key`` or one of the forms that have a pattern. ``before`` and ``after`` are what parts the
    token from its neighbours (white space as one space, line ends as ``¶``, cell ends as ``⇥``). ``quoted`` and
    ``bracket`` (``(`` or ``[``) tell what it stands in; ``line`` counts the record's lines; ``key`` is the field that
    the line's key names.
    """

    __slots__ = (
        "after",
        "before",
        "bracket",
        "emphasis",
        "end",
        "key",
        "kind",
        "line",
        "link",
        "quoted",
        "start",
        "text",
    )

    def __init__(self, text: str, start: int, end: int, kind: str, before: str) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.kind = kind
        self.before = before
        self.after = ""
        self.quoted = False
        self.bracket = ""
        self.line = 0
        self.key = ""
        self.emphasis = 0
        self.link = ""


def cut_tokens(record: RecordText) -> list[Token]:
    """Return the tokens of a record in their order."""
    text = record.text
    tokens: list[Token] = []
    edges = record.edges()
    edge = 0
    before = ""
    at = 0

    def add(start: int, end: int, kind: str, sep: str) -> None:
        while start < end and text[start] == " ":
            start += 1
        while end > start and text[end - 1] == " ":
            end -= 1
        if start < end:
            tokens.append(Token(text[start:end], start, end, kind, sep))

    def add_words(start: int, end: int, sep: str) -> str:
        """Add what stands between two matches, cut where the look changes; return what parts it from the next."""
        nonlocal edge
        while edge < len(edges) and edges[edge] <= start:
            edge += 1
        while edge < len(edges) and edges[edge] < end:
            middle = edges[edge]
            if text[start:middle].strip():
                gap = " " if text[middle - 1] == " " or text[middle : middle + 1] == " " else ""
                add(start, middle, "words", sep)
                start, sep = middle, gap
            edge += 1
        rest = text[start:end].strip()
        if any(map(str.isalnum, rest)):
            add(start, end, "words", sep)
            return " " if text[end - 1] == " " else ""
        return sep + rest

    for match in _SCAN.finditer(text + " "):
        start, end = match.span()
        kind = match.lastgroup or "sep"
        if kind == "sep":
            sign = _spell(match[0])
            gap = add_words(at, start, before) if start > at else before
            before = sign if start > at or not gap else gap + sign
            if start == at and tokens and gap == before == sign:
                before = sign
        else:
            if start > at:
                before = add_words(at, start, before)
            add(start, end, kind, before)
            before = ""
        at = end
    tail = add_words(at, len(text), before) if at < len(text) else before
    _finish(tokens, tail, record)
    return tokens


def _spell(sign: str) -> str:
    """Return a separator as layouts compare it."""
    if "\n" in sign or "\t" in sign:
        return "".join("¶" if letter == "\n" else "⇥" if letter == "\t" else letter for letter in sign if letter != " ")
    return " ".join(sign.split(" "))


def _finish(tokens: list[Token], tail: str, record: RecordText) -> None:
    """Fill in what follows each token, what it stands in, and what it looks like."""
    quoted = False
    straight = False
    brackets: list[str] = []
    line = 0
    key = ""
    for index, token in enumerate(tokens):
        before = token.before
        line_starts = not index or "¶" in before or "⇥" in before
        if line_starts:
            line += before.count("¶") + before.count("⇥")
            key = ""
            if "¶" in before:
                brackets.clear()
                quoted = straight = False
        for sign in before:
            if sign in _OPENING:
                quoted = True
            elif sign in _CLOSING:
                quoted = False
            elif sign == '"':
                straight = not straight
            elif sign in "([":
                brackets.append(sign)
            elif sign in ")]" and brackets:
                brackets.pop()
        first = token.text[0]
        if first in _OPENING:
            quoted = True
        token.quoted = quoted or straight or first == '"'
        if first == '"' and token.text.count('"') == 1:
            straight = True
        token.bracket = brackets[-1] if brackets else ""
        for sign in token.text:
            if sign in _CLOSING:
                quoted = False
        token.line = line
        token.emphasis, token.link = record.look(token.start)
        if index:
            tokens[index - 1].after = before
        if line_starts and token.kind == "words":
            key = _read_key(tokens, index)
            if key:
                token.kind = "key"
        token.key = key if token.kind != "key" else ""
        if token.kind == "key":
            token.key = ""
    if tokens:
        tokens[-1].after = tail


def _read_key(tokens: list[Token], index: int) -> str:
    """Return the field that a line's first token names, if it is a key with a colon behind it."""
    token = tokens[index]
    follows = tokens[index + 1].before if index + 1 < len(tokens) else ""
    if not follows.startswith(":"):
        return ""
    return _KEYS.get(token.text.strip().lower().replace(" ", "-"), "")
