"""Lists of papers as styles and sites write them, rendered from records, with what a reader should find.

Each style is a function from a record and its number to the record's lines. Fields that a record lacks are left out as
the style does it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from site_builder.text.person_names import split_name

MONTHS = "January February March April May June July August September October November December".split()


@dataclass
class Shown:
    """What one rendered record shows."""

    lines: list[str]
    title: str
    authors: list[str]
    truncated: bool = False
    date: str = ""
    venue: str = ""
    extra: dict[str, str] = field(default_factory=dict)


Record = dict[str, Any]
Style = Callable[[Record, int], Shown]


def initials(given: str, sign: str = ". ", hyphen: bool = True) -> str:
    """Return the initials of given names, each followed by a sign: ``. ``, ``.`` or nothing."""
    found = []
    for word in given.replace(".", ". ").split():
        letters = [part[0] for part in word.split("-") if part and part[0].isalpha()]
        joint = (sign.strip() + "-") if hyphen else sign.strip()
        if letters:
            found.append(joint.join(letters) + sign.strip())
    return (" " if sign.endswith(" ") else "").join(found)


def name(full: str, form: str, sign: str = ". ") -> tuple[str, str]:
    """Return a name as printed, and given name first."""
    parts = split_name(full)
    family = f"{parts.particle} {parts.family}".strip()
    if not parts.given:
        return full, full
    short = initials(parts.given, sign) or parts.given
    if form == "GF":
        return f"{parts.given} {family}", f"{parts.given} {family}"
    if form == "IF":
        return f"{short} {family}", f"{short} {family}"
    if form == "F, I":
        return f"{family}, {short}", f"{short} {family}"
    if form == "F I":
        return f"{family} {short}", f"{short} {family}"
    if form == "F, G":
        return f"{family}, {parts.given}", f"{parts.given} {family}"
    if form == "FF, G":
        return f"{family.upper()}, {parts.given}", f"{parts.given} {family.upper()}"
    if form == "FF I":
        return f"{family.upper()} {short}", f"{short} {family.upper()}"
    raise ValueError(form)


def names(
    record: Record,
    form: str,
    between: str = ", ",
    last: str = ", ",
    sign: str = ". ",
    most: int = 99,
    keep: int = 0,
    more: str = " et al.",
    then: str = "",
) -> tuple[str, list[str], bool]:
    """Return a list of names as printed, given names first, and whether some are left out.

    ``then`` is the form of all names but the first.
    """
    authors = record["authors"]
    cut = len(authors) > most
    shown = authors[: keep or most] if cut else authors
    pairs = [name(full, (then or form) if index else form, sign) for index, full in enumerate(shown)]
    texts = [text for text, _ in pairs]
    joined = texts[0] if len(texts) == 1 else between.join(texts[:-1]) + (between if cut else last) + texts[-1]
    return joined + (more if cut else ""), [straight for _, straight in pairs], cut


def year(record: Record) -> str:
    """Return a record's year."""
    return str(record["date"])[:4]


def month(record: Record) -> str:
    """Return a record's month by name, or nothing."""
    parts = str(record["date"]).split("-")
    return MONTHS[int(parts[1]) - 1] if len(parts) > 1 else ""


def day(record: Record) -> int:
    """Return a record's day, or 0."""
    parts = str(record["date"]).split("-")
    return int(parts[2]) if len(parts) > 2 else 0


def pages(record: Record, dash: str = "–") -> str:
    """Return a record's pages with a dash."""
    return (record.get("pages") or "").replace("-", dash)


def stop(text: str) -> str:
    """Return a text with a full stop, unless it ends in a sign of its own."""
    return text if text.endswith((".", "?", "!")) else text + "."


def part(pattern: str, value: str | None) -> str:
    """Return a pattern with a value in it, or nothing without one."""
    return pattern.replace("{}", value) if value else ""


def show(
    record: Record, lines: str | list[str], found: tuple[str, list[str], bool], date: str = "", **more: Any
) -> Shown:
    """Put together what a rendered record shows."""
    lines = [lines] if isinstance(lines, str) else lines
    venue = more.pop("venue", record.get("venue") or "")
    return Shown(lines, record["title"], found[1], found[2], date or year(record), venue, more)


def harvard_cite_them_right(r: Record, n: int) -> Shown:
    a = names(r, "F, I", ", ", " and ", ".", most=3, keep=1, more=" et al.")
    if r.get("venue") and r.get("volume"):
        where = f"{r['venue']}, {r['volume']}{part('({})', r.get('issue'))}{part(', pp. {}', pages(r))}"
    elif r.get("venue"):
        where = f"in {r['venue']}{part('. {}', r.get('publisher'))}{part(', pp. {}', pages(r))}"
    else:
        where = r.get("publisher") or ""
    title = f"‘{r['title']}’" if r.get("venue") else r["title"]
    return show(
        r,
        f"{a[0]} ({year(r)}) {title}{', ' if r.get('venue') else '. '}{where}."
        if where
        else f"{a[0]} ({year(r)}) {title}.",
        a,
    )


def chicago_notes(r: Record, n: int) -> Shown:
    a = names(r, "GF", ", ", " and " if len(r["authors"]) == 2 else ", and ", most=3, keep=1)
    if r.get("venue") and r.get("volume"):
        text = f"{a[0]}, “{r['title']},” {r['venue']} {r['volume']}{part(', no. {}', r.get('issue'))} ({year(r)}){part(': {}', pages(r))}."
    elif r.get("venue"):
        text = f"{a[0]}, “{r['title']},” in {r['venue']}{part(' ({}, ' + year(r) + ')', r.get('publisher')) or ' (' + year(r) + ')'}{part(', {}', pages(r))}."
    else:
        text = f"{a[0]}, {r['title']} ({r.get('publisher') or 'n.p.'}, {year(r)})."
    return show(r, f"{n}. {text}", a)


def vancouver_nlm(r: Record, n: int) -> Shown:
    a = names(r, "F I", ", ", ", ", "", most=6, more=", et al")
    if r.get("venue") and r.get("volume"):
        text = f"{a[0]}. {stop(r['title'])} {r['venue']}. {year(r)}{part(' {}', month(r)[:3])};{r['volume']}{part('({})', r.get('issue'))}{part(':{}', pages(r, '-'))}."
    elif r.get("venue"):
        text = f"{a[0]}. {stop(r['title'])} In: {r['venue']}. {part('{}; ', r.get('publisher'))}{year(r)}.{part(' p. {}.', pages(r, '-'))}"
    else:
        text = f"{a[0]}. {stop(r['title'])} {part('{}; ', r.get('publisher'))}{year(r)}."
    return show(r, f"{n}. {text}", a, venue="" if not r.get("venue") else r["venue"])


def springer_lncs(r: Record, n: int) -> Shown:
    a = names(r, "F, I", ", ", ", ", ".")
    if r.get("venue") and r.get("volume"):
        text = f"{a[0]}: {stop(r['title'])} {r['venue']}. {r['volume']}{part('({})', r.get('issue'))}{part(', {}', pages(r))} ({year(r)})"
    elif r.get("venue"):
        text = f"{a[0]}: {stop(r['title'])} In: {r['venue']}{part('. pp. {}', pages(r))}.{part(' {}', r.get('publisher'))} ({year(r)})"
    else:
        text = f"{a[0]}: {stop(r['title'])}{part(' {}', r.get('publisher'))} ({year(r)})"
    return show(r, f"{n}. {text}{part('. https://doi.org/{}', r.get('doi'))}", a)


def aps(r: Record, n: int) -> Shown:
    a = names(r, "IF", ", ", " and " if len(r["authors"]) == 2 else ", and ", ". ", most=8, keep=1)
    if r.get("venue") and r.get("volume"):
        text = f"{a[0]}, {r['title']}, {r['venue']} {r['volume']}, {pages(r).partition('–')[0] or '1'} ({year(r)})."
    elif r.get("venue"):
        text = f"{a[0]}, {r['title']}, in {r['venue']} ({part('{}, ', r.get('publisher'))}{year(r)}){part(', pp. {}', pages(r))}."
    else:
        text = f"{a[0]}, {r['title']} ({part('{}, ', r.get('publisher'))}{year(r)})."
    return show(r, f"[{n}] {text}", a)


def acm(r: Record, n: int) -> Shown:
    a = names(r, "GF", ", ", " and " if len(r["authors"]) == 2 else ", and ")
    if r.get("venue") and r.get("volume"):
        when = f"{month(r)[:3]}. {year(r)}" if month(r) and month(r) != "May" else year(r)
        text = f"{a[0]}. {year(r)}. {stop(r['title'])} {r['venue']} {r['volume']}{part(', {}', r.get('issue'))} ({when}){part(', {}', pages(r))}."
    elif r.get("venue"):
        text = f"{a[0]}. {year(r)}. {stop(r['title'])} In {r['venue']}.{part(' {},', r.get('publisher'))}{part(' {}.', pages(r))}"
    else:
        text = f"{a[0]}. {year(r)}. {stop(r['title'])}{part(' {}.', r.get('publisher'))}"
    return show(r, f"[{n}] {text}{part(' https://doi.org/{}', r.get('doi'))}", a)


def gost(r: Record, n: int) -> Shown:
    a = names(r, "F I", ", ", ", ", ". ")
    if r.get("venue"):
        text = f"{a[0]} {r['title']} // {r['venue']}. – {year(r)}.{part(' – Т. {}.', r.get('volume'))}{part(' – №. {}.', r.get('issue'))}{part(' – С. {}.', pages(r, '-'))}"
    else:
        text = f"{a[0]} {r['title']}. –{part(' {},', r.get('publisher'))} {year(r)}."
    return show(r, f"{n}. {text}", a)


def turabian(r: Record, n: int) -> Shown:
    a = names(r, "F, G", ", ", ", and ", then="GF")
    if r.get("venue") and r.get("volume"):
        text = f"{a[0]}. “{r['title']}.” {r['venue']} {r['volume']}{part(', no. {}', r.get('issue'))} ({part('{} ', month(r))}{year(r)}){part(': {}', pages(r))}."
    elif r.get("venue"):
        text = f"{a[0]}. “{r['title']}.” In {r['venue']}{part(', {}', pages(r))}.{part(' {},', r.get('publisher'))} {year(r)}."
    else:
        text = f"{a[0]}. {stop(r['title'])}{part(' {},', r.get('publisher'))} {year(r)}."
    return show(r, text, a)


def bmj(r: Record, n: int) -> Shown:
    a = names(r, "F I", ", ", ", ", "", most=3, more=", et al")
    if r.get("venue"):
        text = f"{a[0]}. {stop(r['title'])} {r['venue']} {year(r)};{r.get('volume') or ''}{part(':{}', pages(r))}."
    else:
        text = f"{a[0]}. {stop(r['title'])}{part(' {},', r.get('publisher'))} {year(r)}."
    return show(r, f"{n} {text}{part(' doi:{}', r.get('doi'))}", a)


def aip_numbered_title_quote(r: Record, n: int) -> Shown:
    a = names(r, "IF", ", ", " and " if len(r["authors"]) == 2 else ", and ", ".")
    where = (
        f" {r['venue']} {r.get('volume') or ''}{part('({})', r.get('issue'))}{part(', {}', pages(r))}"
        if r.get("venue")
        else part(" {}", r.get("publisher"))
    )
    return show(r, f"{n} {a[0]}, “{r['title']},”{where} ({year(r)}).".replace("  ", " "), a)


def french_cv(r: Record, n: int) -> Shown:
    a = names(r, "FF I", ", ", " et ", ".")
    where = (
        f"{r['venue']}{part(', vol. {}', r.get('volume'))}{part(', n° {}', r.get('issue'))}{part(', p. {}', pages(r, '-'))}"
        if r.get("venue")
        else r.get("publisher") or ""
    )
    return show(r, f"{a[0]}, « {r['title']} », {where}{', ' if where else ''}{year(r)}.", a)


def spanish_cv(r: Record, n: int) -> Shown:
    a = names(r, "F, I", "; ", "; ", ".")
    where = (
        f"{r['venue']}{part(', {}', r.get('volume'))}{part('({})', r.get('issue'))}{part(', {}', pages(r, '-'))}"
        if r.get("venue")
        else r.get("publisher") or ""
    )
    return show(r, f"{n}.- {a[0]} {stop(r['title'])} {where}{', ' if where else ''}{year(r)}.", a)


def german_cv(r: Record, n: int) -> Shown:
    a = names(r, "F, G", "/", "/")
    where = (
        f"In: {r['venue']}{part(' {}', r.get('volume'))} ({year(r)}){part(', S. {}', pages(r))}"
        if r.get("venue")
        else f"{part('{}, ', r.get('publisher'))}{year(r)}"
    )
    return show(r, f"{a[0]}: {stop(r['title'])} {where}.", a)


def brazilian_abnt(r: Record, n: int) -> Shown:
    a = names(r, "FF, G", "; ", "; ")
    where = (
        f"{r['venue']}{part(', v. {}', r.get('volume'))}{part(', n. {}', r.get('issue'))}{part(', p. {}', pages(r, '-'))}"
        if r.get("venue")
        else r.get("publisher") or ""
    )
    return show(r, f"{a[0]}. {stop(r['title'])} {where}{', ' if where else ''}{year(r)}.", a)


def cv_year_first(r: Record, n: int) -> Shown:
    a = names(r, "IF", ", ", ", ", ".")
    where = (
        f" {r['venue']}{part(' {}', r.get('volume'))}{part(', {}', pages(r))}."
        if r.get("venue")
        else part(" {}.", r.get("publisher"))
    )
    return show(r, f"({year(r)}) {a[0]}. “{r['title']}.”{where}", a)


def cv_title_bold_line(r: Record, n: int) -> Shown:
    a = names(r, "GF", ", ", " & ")
    where = r.get("venue") or r.get("publisher") or ""
    return show(
        r,
        [f"{n}. {r['title']}", f"   {a[0]}", f"   {where} ({year(r)})" if where else f"   ({year(r)})"],
        a,
        venue=where,
    )


def cv_venue_brackets(r: Record, n: int) -> Shown:
    a = names(r, "GF", ", ", ", ")
    where = r.get("venue") or r.get("publisher") or "Preprint"
    return show(r, f"[{where} {year(r)}] {r['title']}. {a[0]}.", a, venue=where)


def cv_dash(r: Record, n: int) -> Shown:
    a = names(r, "IF", ", ", " and ", ". ")
    where = r.get("venue") or r.get("publisher") or ""
    return show(r, f"- {r['title']} – {a[0]} – {where}{', ' if where else ''}{year(r)}", a, venue=where)


def cv_title_names_in(r: Record, n: int) -> Shown:
    a = names(r, "GF", ", ", " and ")
    where = f", in {r['venue']}, {year(r)}" if r.get("venue") else f", {part('{}, ', r.get('publisher'))}{year(r)}"
    return show(r, f'{n}) "{r["title"]}", {a[0]}{where}', a)


def cv_with(r: Record, n: int) -> Shown:
    a = names(r, "GF", ", ", " and ")
    where = r.get("venue") or r.get("publisher") or ""
    text = (
        f"{r['title']}. {where}{part(' {}', r.get('volume'))}{part(':{}', pages(r))}, {year(r)}. {a[0]}."
        if where
        else f"{r['title']}. {year(r)}. {a[0]}."
    )
    return show(r, text, a, venue=where)


def google_scholar_results(r: Record, n: int) -> Shown:
    a = names(r, "IF", ", ", ", ", "", most=4, more="…")
    a = (a[0], a[1], a[2])
    where = r.get("venue") or r.get("publisher") or "Citeseer"
    return show(
        r,
        [
            r["title"],
            f"{a[0]} - {where}, {year(r)} - publisher.example",
            f"Save Cite Cited by {n * 7} Related articles All {n + 1} versions",
        ],
        a,
        venue=where,
    )


def pubmed_results(r: Record, n: int) -> Shown:
    a = names(r, "F I", ", ", ", ", "")
    where = r.get("venue") or "Journal of Results"
    return show(
        r,
        [
            r["title"] + ".",
            f"{a[0]}.",
            f"{where}. {year(r)}{part(' {}', month(r)[:3])}{part(';{}', r.get('volume'))}{part('({})', r.get('issue'))}{part(':{}', pages(r, '-'))}.{part(' doi: {}.', r.get('doi'))}",
            f"PMID: {30000000 + n}",
            "Free PMC article.",
        ],
        a,
        venue=where,
    )


def scopus_results(r: Record, n: int) -> Shown:
    a = names(r, "F, I", ", ", ", ", ".")
    where = r.get("venue") or r.get("publisher") or "Conference Papers"
    return show(
        r,
        [
            f"{n}",
            r["title"],
            "Open Access",
            a[0],
            f"{where}, {part('{}', r.get('volume'))}{part('({})', r.get('issue'))}{part(', pp. {}', pages(r))}, {year(r)}".replace(
                ", ,", ","
            ),
            f"{n * 3}",
            "View abstract  View at Publisher  Related documents",
        ],
        a,
        venue=where,
    )


def web_of_science_results(r: Record, n: int) -> Shown:
    a = names(r, "F, I", "; ", "; ", "")
    where = r.get("venue") or r.get("publisher") or "PROCEEDINGS"
    when = f"{month(r)[:3]} {year(r)}" if month(r) else year(r)
    return show(
        r,
        [
            f"{n}",
            r["title"],
            a[0],
            f"{when} | {where}{part(' {}', r.get('volume'))}{part(' ({})', r.get('issue'))}{part(' , pp.{}', pages(r, '-'))}",
            f"{n * 5} Citations",
            "Full Text at Publisher",
            "Related records",
        ],
        a,
        venue=where,
    )


def researchgate(r: Record, n: int) -> Shown:
    a = names(r, "GF", " · ", " · ")
    when = f"{month(r)[:3]} {year(r)}" if month(r) else year(r)
    return show(r, [r["title"], "Article", when, a[0], f"Reads {n * 11}", "Request full-text"], a, venue="")


def dblp_list(r: Record, n: int) -> Shown:
    a = names(r, "GF", ", ", ", ")
    where = r.get("venue") or r.get("publisher") or "CoRR"
    tail = (
        f"{where} {r['volume']}{part('({})', r.get('issue'))}{part(': {}', pages(r, '-'))} ({year(r)})"
        if r.get("volume")
        else f"{where} {year(r)}{part(': {}', pages(r, '-'))}"
    )
    return show(r, [f"{a[0]}: {stop(r['title'])} {tail}"], a, venue=where)


def hal(r: Record, n: int) -> Shown:
    a = names(r, "GF", ", ", ", ")
    where = r.get("venue") or r.get("publisher") or "Preprint"
    return show(
        r,
        f"{a[0]}. {stop(r['title'])} {where}, {year(r)}{part(', {}', r.get('volume'))}{part(' ({})', r.get('issue'))}{part(', pp.{}', pages(r, '-'))}. ⟨hal-0{1000000 + n}⟩",
        a,
        venue=where,
    )


def jstage(r: Record, n: int) -> Shown:
    a = names(r, "GF", ", ", ", ")
    where = r.get("venue") or "Journal of Results"
    return show(
        r,
        [
            r["title"],
            a[0],
            f"{where}, {year(r)}{part(', Volume {}', r.get('volume'))}{part(', Issue {}', r.get('issue'))}{part(', Pages {}', pages(r, '-'))}",
            "Published: " + (f"{month(r)} {day(r)}, {year(r)}" if day(r) else year(r)),
            "Download PDF",
        ],
        a,
        venue=where,
    )


def cvf(r: Record, n: int) -> Shown:
    a = names(r, "GF", ", ", ", ")
    return show(r, [r["title"], a[0], "[pdf] [supp] [arXiv] [bibtex]"], a, date="none", venue="")


def icml_page(r: Record, n: int) -> Shown:
    a = names(r, "GF", " · ", " · ")
    return show(r, ["Poster", r["title"], a[0], "[ Abstract ] [ OpenReview ]"], a, date="none", venue="")


def repec(r: Record, n: int) -> Shown:
    a = names(r, "GF", " & ", " & ")
    where = r.get("venue") or r.get("publisher") or "Working Papers"
    return show(
        r,
        f'{a[0]}, {year(r)}. "{r["title"]}," {where}{part(", vol. {}", r.get("volume"))}{part("({})", r.get("issue"))}{part(", pages {}", pages(r, "-"))}.',
        a,
        venue=where,
    )


def ssrn(r: Record, n: int) -> Shown:
    a = names(r, "F, G", " and ", " and ")
    when = f"({month(r)} {day(r)}, {year(r)})" if day(r) else f"({month(r)} {year(r)})" if month(r) else f"({year(r)})"
    return show(
        r, f"{a[0]}, {r['title']} {when}. Available at SSRN: https://ssrn.com/abstract={2000000 + n}", a, venue=""
    )


def biorxiv(r: Record, n: int) -> Shown:
    a = names(r, "GF", ", ", ", ")
    return show(
        r,
        [
            r["title"],
            a[0],
            f"bioRxiv {year(r)}.01.{n + 10:02}.{400000 + n}; doi: https://doi.org/10.1101/{year(r)}.01.{n + 10:02}.{400000 + n}",
        ],
        a,
        date="none",
        venue="",
    )


def semantic_lines(r: Record, n: int) -> Shown:
    a = names(r, "GF", ", ", ", ")
    where = r.get("venue") or r.get("publisher") or "arXiv.org"
    return show(r, [r["title"], f"{a[0]} · {where} · {year(r)}", f"{n * 4} Citations", "View PDF"], a, venue=where)


def one_field_a_line(r: Record, n: int) -> Shown:
    a = names(r, "GF", ", ", " and ")
    lines = [f"Title: {r['title']}", f"Authors: {a[0]}"]
    if r.get("venue"):
        lines.append(f"Journal: {r['venue']}")
    lines.append(f"Year: {year(r)}")
    if r.get("doi"):
        lines.append(f"DOI: {r['doi']}")
    return show(r, lines, a)


def asce(r: Record, n: int) -> Shown:
    a = names(r, "F, I", ", ", ", and ", ". ")
    where = (
        f"{r['venue']}{part(', {}', r.get('volume'))}{part('({})', r.get('issue'))}{part(', {}', pages(r))}"
        if r.get("venue")
        else r.get("publisher") or ""
    )
    return show(r, f"{a[0]} ({year(r)}). “{r['title']}.”{' ' + where if where else ''}.".replace("..", "."), a)


def royal_society(r: Record, n: int) -> Shown:
    a = names(r, "F I", ", ", ", ", "")
    where = (
        f"{r['venue']}{part(' {}', r.get('volume'))}{part(', {}', pages(r))}"
        if r.get("venue")
        else r.get("publisher") or ""
    )
    return show(r, f"{n}. {a[0]}. {year(r)} {stop(r['title'])} {where}.", a)


def aea(r: Record, n: int) -> Shown:
    a = names(r, "F, G", ", ", ", and ", then="GF")
    where = (
        f"{r['venue']}{part(' {}', r.get('volume'))}{part(' ({})', r.get('issue'))}{part(': {}', pages(r))}"
        if r.get("venue")
        else r.get("publisher") or ""
    )
    return show(r, f"{a[0]}. {year(r)}. “{r['title']}.” {where}.", a)


def mathscinet(r: Record, n: int) -> Shown:
    a = names(r, "F, G", "; ", "; ")
    where = (
        f"{r['venue']} {r.get('volume') or ''} ({year(r)}){part(', no. {}', r.get('issue'))}{part(', {}', pages(r))}"
        if r.get("venue")
        else f"{part('{}, ', r.get('publisher'))}{year(r)}"
    )
    return show(r, f"{a[0]} {stop(r['title'])} {where}.", a)


def nasa_title_lines(r: Record, n: int) -> Shown:
    a = names(r, "F, I", ", ", ", & ", ". ", most=3, keep=3, more=", et al.")
    where = (
        f"{r['venue']}{part(', {}', r.get('volume'))}{part(', {}', pages(r).partition('–')[0])}"
        if r.get("venue")
        else r.get("publisher") or ""
    )
    return show(r, f"{a[0]} {year(r)}{', ' + where if where else ''}, “{r['title']}”", a)


#: All styles: name, how its records are parted (``line``, ``blank``), and the function.
STYLES: tuple[tuple[str, str, Style], ...] = tuple(
    (style.__name__, parted, style)
    for parted, styles in (
        ("line", (harvard_cite_them_right, chicago_notes, vancouver_nlm, springer_lncs, aps, acm, gost, bmj, french_cv, spanish_cv, german_cv, cv_year_first, cv_venue_brackets, cv_dash, cv_title_names_in, cv_with, hal, repec, royal_society, aip_numbered_title_quote, mathscinet)),
        ("blank", (turabian, brazilian_abnt, cv_title_bold_line, google_scholar_results, pubmed_results, cvf, one_field_a_line, ssrn, biorxiv, semantic_lines, asce, aea, nasa_title_lines, dblp_list)),
        ("lines", (scopus_results, web_of_science_results, researchgate, jstage, icml_page, google_scholar_results, cvf, pubmed_results)),
    )
    for style in styles
)  # fmt: skip
