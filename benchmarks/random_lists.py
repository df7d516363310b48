"""Lists of papers in layouts that nobody uses, to learn the weights of `formats/lists` from and to measure it with.

A layout is drawn at random: the order of the fields, what stands between them, how names and dates are written,
emphasis, numbering, wrapping, headings, and what a page puts around its papers. Records come from a file of JSON
objects, one a line, with ``title``, ``authors`` (as printed), ``date`` and whatever else is known (``venue``,
``volume``, ``issue``, ``pages``, ``publisher``, ``place``, ``doi``, ``arxiv``).
"""

from __future__ import annotations

import json
import random
import re
import textwrap
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from site_builder.text.person_names import CJK, split_name

BOLD, ITALIC = 1, 2
Record = dict[str, Any]
MONTHS = "January February March April May June July August September October November December".split()
PLACES = "New York|London|Cambridge, MA|Berlin|Paris|Oxford|Chicago|Amsterdam|Boston|Tokyo|Princeton, NJ|Leiden|München|Madrid|Heidelberg|Singapore|Dordrecht|Beverly Hills, CA|San Francisco|Berkeley".split(
    "|"
)
PUBLISHERS = "Springer|Elsevier|MIT Press|Oxford University Press|Cambridge University Press|Wiley|Routledge|IEEE|ACM|PMLR|Academic Press|De Gruyter|Sage|Palgrave Macmillan|Birkhäuser|Harper & Row|Curran Associates|North-Holland|World Scientific|University of Chicago Press|Harvard University Press|Association for Computational Linguistics|AAAI Press".split(
    "|"
)
NOTES = "to appear|in press|forthcoming|Best Paper Award|Oral presentation|Spotlight|invited|Impact factor: 3.2|accepted|under review|Honorable Mention|Best Student Paper|Outstanding Paper Award|submitted|Oral|invited paper|Best Paper Nominee".split(
    "|"
)
LABELS = "pdf|bib|abs|PDF|Code|Slides|Video|Poster|Project page|Data|BibTeX|arXiv|Supplementary|Talk|Demo|Website|Link|DOI|HTML|Abstract|bib|pdf|code|Paper|paper|Supp|Dataset|Blog".split(
    "|"
)
FURNITURE = "pdf|abs|bib|PDF|BibTeX|html|video|slides|Save|Alert|Cite|Share|Show more|Show details|Export|Related articles|View article|Full text|Open Access|Add to library|Abstract|Download PDF|View PDF|Preview|Request PDF|Cited by {n}|{n} citations|Citations: {n}|Free article|References|All {n} versions|Readers: Everyone|Save to Library|Copy|Expand|Article Metrics|Related records|Full Text from Publisher|View Abstract|Check access|HTML|Read more|Similar articles|Free PMC article|View details|bib|Conference Paper|Journal Article|Article|Book chapter|Preprint|Research Article|Proceedings Paper|Poster|Times cited: {n}|Hide abstract|Download|Source: Crossref|Altmetric|Views {n}".split(
    "|"
)


#: What titles end or begin with now and then.
TITLE_ENDS = (
    "{} (Leach, 1815)|{} (Acari: Ixodidae)|{}, 1990–2000|{}. Part II|{}. III|{} [in French]|{}: 1. Methods|{}, Brazil|{}? A case study"
    "|On {}. I. General theory|{}: a review, 2001-2010|{} (Volume 1)|{} (2nd edition)|{}, Vol. 2|{}. A survey|{} – An overview|“{}”: a reply|{}, II|{} 2.0|{}! And now?|{} (with discussion)|{} (I)|2019 {}|{} 2020|1984: {}|{}, 2nd ed|{} in Paris, France|{} of the 1990s|{}. Studies in Theory"
).split("|")


@dataclass
class Piece:
    """A stretch of a rendered record: ``label`` is its field, empty for what stands between fields."""

    text: str
    label: str = ""
    emphasis: int = 0
    link: str = ""


@dataclass
class Rendered:
    """A record as rendered: its pieces (``\\n`` parts lines) and what a reader should find."""

    pieces: list[Piece]
    truth: Record


@dataclass
class Layout:
    """How a list is written."""

    rng: random.Random
    order: str = ""
    name: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    lines: list[list[str]] = field(default_factory=list)


def load_records(path: str) -> list[Record]:
    """Return the records of a file that have a title and authors."""
    records = []
    with Path(path).open(encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            if record.get("title") and record.get("authors") and "\n" not in record["title"]:
                records.append(record)
    return records


# Names


def draw_name_style(rng: random.Random) -> dict[str, Any]:
    """Draw how a list writes names."""
    form = rng.choices(["GF", "IF", "F,I", "F I", "F,G"], [34, 18, 22, 14, 12])[0]
    dots = rng.choices([". ", ".", "", " "], [50, 25, 20, 5])[0]
    if form == "F I":
        dots = rng.choices(["", "."], [85, 15])[0]
    elif form == "F,I":
        dots = rng.choices([". ", ".", ""], [65, 28, 7])[0]
    between = rng.choices([", ", "; ", " and ", " | ", " · ", " / "], [78, 12, 3, 3, 2, 2])[0]
    if form in ("F,G",):
        between = rng.choices(["; ", ", ", " and ", ". ", " / "], [45, 35, 14, 3, 3])[0]
    last = rng.choices(
        [between, " and ", ", and ", " & ", ", & ", " und ", " et ", " y "], [34, 22, 18, 10, 9, 4, 2, 1]
    )[0]
    if "," not in between and last not in (between, " and ", " & "):
        last = between
    keep = rng.choices([99, 1, 3, 6, 7, 2], [70, 10, 9, 5, 2, 4])[0]
    more = rng.choices(
        [
            " et al.",
            ", et al.",
            " and others",
            ", ...",
            ", …",
            ", +{n} authors",
            " and {n} more",
            ", et al",
            " ... +{n}",
        ],
        [34, 32, 3, 6, 7, 5, 6, 5, 2],
    )[0]
    return {
        "form": form, "dots": dots, "between": between, "last": last, "keep": keep, "more": more,
        "first_inverted": form in ("F,G", "F,I") and rng.random() < 0.3,
        "caps": rng.choices([0, 1], [94, 6])[0],
        "star": rng.random() < 0.06,
        "own": rng.random() < 0.12,
        "max": rng.choices([99, 10], [80, 20])[0],
    }  # fmt: skip


def initials(given: str, dots: str) -> str:
    """Return the initials of given names: ``J.-P. R.`` with ``. ``, ``JPR`` without dots."""
    words = []
    for word in given.split():
        parts = [part for part in word.split("-") if part]
        if "." in word and len(word) > 2 and not word.endswith("."):
            parts = [part for part in word.replace("-", ".").split(".") if part]
        letters = [part[0].upper() for part in parts if part[0].isalpha()]
        if not letters:
            continue
        mark = "." if "." in dots else ""
        words.append(f"{mark}-".join(letters) + mark if dots else "".join(letters))
    return (" " if " " in dots else "").join(words)


def write_name(name: str, group: bool, style: dict[str, Any], inverted: bool) -> tuple[str, str]:
    """Return a name as a list prints it, and given name first as a reader should find it."""
    parts = split_name(name)
    if group or not parts.given or CJK.fullmatch(name) or any(c.isdigit() for c in name):
        return name, name
    family = f"{parts.particle} {parts.family}" if parts.particle else parts.family
    if style["caps"]:
        family = family.upper()
    given = parts.given
    if style["form"] in ("IF", "F,I", "F I"):
        given = initials(given, style["dots"]) or given
    suffix = f" {parts.suffix}" if parts.suffix else ""
    straight = f"{given} {family}{suffix}"
    if not inverted:
        return straight, straight
    if style["form"] == "F I":
        return f"{family} {given}{suffix}", straight
    return f"{family}, {given}{',' + suffix if suffix else ''}", straight


def write_names(record: Record, layout: Layout) -> tuple[list[Piece], list[str], bool]:
    """Return the pieces of a list of names, the names to be found, and whether some are left out."""
    style, rng = layout.name, layout.rng
    names = record["authors"]
    groups = record.get("groups") or [False] * len(names)
    truncated = len(names) > style["keep"]
    count = style["keep"] if truncated else len(names)
    if truncated and style["keep"] > 3 and rng.random() < 0.3:
        count = 3
    own = layout.options.get("own")
    pieces: list[Piece] = []
    truth = []
    inverts = style["form"] in ("F,I", "F I", "F,G")
    for index in range(count):
        text, straight = write_name(
            names[index], groups[index], style, inverts and not (style["first_inverted"] and index)
        )
        if index:
            final = index == count - 1 and not truncated
            sign = style["last"] if final else style["between"]
            if final and count == 2 and sign in (", and ", ", & ") and not inverts and rng.random() < 0.6:
                sign = sign[1:]
            pieces.append(Piece(sign, "N"))
        star = "*" if style["star"] and index < 2 and len(names) > 2 else ""
        pieces.append(Piece(text, "N", BOLD if own and names[index].split()[-1] == own else 0))
        if star:
            pieces.append(Piece(star, "N"))
        truth.append(straight)
    if truncated:
        pieces.append(Piece(style["more"].replace("{n}", str(len(names) - count)), "N"))
    if record.get("truncated"):
        pieces.append(Piece(" et al.", "N"))
        truncated = True
    return pieces, truth, truncated


# Fields


def split_date(record: Record) -> tuple[str, int, int]:
    parts = str(record.get("date") or "").split("-")
    year = parts[0]
    month = int(parts[1]) if len(parts) > 1 else 0
    day = int(parts[2]) if len(parts) > 2 else 0
    return year, month, day


def write_date(record: Record, form: str) -> tuple[str, str]:
    """Return a date as printed and in ISO form."""
    year, month, day = split_date(record)
    if not year:
        return "", ""
    if form == "year" or not month:
        return year, year
    name = MONTHS[month - 1]
    if form == "month":
        return f"{name} {year}", f"{year}-{month:02}"
    if form == "short":
        return f"{name[:3]}. {year}" if name != "May" else f"May {year}", f"{year}-{month:02}"
    if form == "iso":
        return (f"{year}-{month:02}-{day:02}",) * 2 if day else (f"{year}-{month:02}",) * 2
    if form == "slash":
        return f"{year}/{month:02}", f"{year}-{month:02}"
    if form == "ym":
        return f"{year}, {name}", f"{year}-{month:02}"
    if form == "ymd-short":
        return (
            (f"{year} {name[:3]} {day}", f"{year}-{month:02}-{day:02}")
            if day
            else (f"{year} {name[:3]}", f"{year}-{month:02}")
        )
    if day:
        iso = f"{year}-{month:02}-{day:02}"
        return {"day": f"{day} {name} {year}", "us": f"{name} {day}, {year}", "day-short": f"{day} {name[:3]} {year}"}[
            form
        ], iso
    return f"{name} {year}", f"{year}-{month:02}"


def abbreviate(venue: str, form: str) -> str:
    """Return a venue's name with its words cut, as reference lists do: ``J Med Entomol`` or ``J. Med. Entomol.``"""
    words = [
        word
        for word in venue.split()
        if word.lower() not in ("of", "the", "and", "for", "in", "on", "&", "de", "der", "für")
    ]
    if len(words) < 2 or "." in venue or any(any(map(str.isdigit, word)) for word in words) or not venue.isascii():
        return venue
    found = []
    for number, word in enumerate(words):
        if word.lower() in ("journal", "zeitschrift", "quarterly"):
            found.append(word[0] + ("." if form == "stops" else ""))
        elif len(word) > 6 or (len(word) > 5 and number):
            length = 3 + (sum(map(ord, word)) % 4)
            found.append(word[:length] + ("." if form == "stops" else ""))
        else:
            found.append(word)
    return " ".join(found)


def kind_of(record: Record) -> str:
    if record.get("venue") and record.get("volume"):
        return "article"
    if record.get("venue"):
        return "chapter" if record.get("publisher") else "conference"
    return "book" if record.get("publisher") else "other"


def draw_layout(rng: random.Random) -> Layout:
    """Draw a layout of running references, or of several lines a paper."""
    layout = Layout(rng)
    layout.name = draw_name_style(rng)
    quote = rng.choices(
        [("", ""), ("“", "”"), ('"', '"'), ("‘", "’"), ("«", "»"), ("„", "“"), ("'", "'")], [64, 14, 10, 4, 3, 3, 2]
    )[0]
    options = {
        "order": rng.choices(
            ["NDTV", "NTV", "TNV", "DNTV", "DTNV", "VTN", "NTDV", "TDNV", "TVN", "N:TV", "TN", "NT", "NDVT", "NVT"],
            [24, 28, 18, 4, 3, 4, 4, 2, 3, 5, 2, 2, 3, 2],
        )[0],
        "title_emphasis": rng.choices([0, ITALIC, BOLD], [62, 12, 26])[0],
        "venue_emphasis": rng.choices([0, ITALIC, BOLD], [40, 56, 4])[0],
        "volume_emphasis": rng.choices([0, BOLD, ITALIC], [70, 18, 12])[0],
        "book_emphasis": rng.random() < 0.5,
        "title_link": rng.random() < 0.25,
        "quote": quote,
        "inside": rng.random() < 0.7,
        "sep_names": rng.choices([". ", ", ", ": ", "; ", " ", " - ", " – ", "\n", " · ", " | "], [50, 24, 8, 2, 6, 2, 2, 6, 2, 2])[0],
        "sep_title": rng.choices(
            [". ", ", ", " ", "; ", " - ", " – ", "\n", " / ", ": ", " // ", " · ", " | "], [58, 18, 3, 2, 2, 2, 9, 1, 1, 2, 2, 2]
        )[0],
        "sep_date": rng.choices([". ", ", ", " ", ": "], [60, 18, 14, 8])[0],
        "sep_venue": rng.choices([". ", ", ", "\n", " | ", "; ", " · ", ". – "], [58, 26, 7, 3, 4, 3, 2])[0],
        "date_bracket": rng.choices(["({})", "{}", "[{}]", "({}).", "{}:"], [50, 38, 5, 3, 4])[0],
        "date_form": rng.choices(["year", "month", "short", "ym", "day", "us", "iso", "day-short"], [74, 6, 6, 4, 3, 3, 2, 2])[0],
        "date_letter": rng.random() < 0.05,
        "in": rng.choices(["", "In ", "In: ", "in ", "in: ", "In "], [30, 28, 14, 18, 4, 6])[0],
        "locator": rng.randrange(14),
        "book": rng.randrange(8),
        "chapter": rng.randrange(7),
        "range": rng.choices(["–", "-", "--", "—", " – "], [50, 38, 6, 3, 3])[0],
        "short_range": rng.random() < 0.12,
        "doi": rng.choices(["", "https://doi.org/", "doi:", "doi: ", "DOI: ", "http://dx.doi.org/", "DOI ", "bare"], [30, 24, 14, 8, 10, 4, 4, 6])[0],
        "arxiv": rng.choices(["arXiv:{}", "arXiv preprint arXiv:{}", "arXiv: {}", "https://arxiv.org/abs/{}", "CoRR abs/{}", "arXiv {}"], [30, 26, 10, 18, 6, 10])[0],
        "end": rng.choices([".", "", ";"], [66, 32, 2])[0],
        "labels": rng.choices(["", "[{}]", "({})", "{}", "[{}] x"], [72, 14, 4, 5, 5])[0],
        "note": rng.choices([" ({})", ". {}", " [{}]", ", {}", "\n{}", " – {}", " **{}**"], [42, 20, 8, 10, 8, 4, 8])[0],
        "note_rate": rng.choices([0, 0.1, 0.3], [50, 30, 20])[0],
        "venue_year": rng.random() < 0.25,
        "no_year": rng.random() < 0.08,
        "sentence": rng.random() < 0.15,
        "upper": rng.random() < 0.015,
        "drop_venue": rng.choices([0, 0.1, 0.4], [70, 20, 10])[0],
        "abbreviate": rng.choices(["", "plain", "stops"], [76, 13, 11])[0],
        "type_word": rng.random() < 0.06,
        "colon_title": rng.random() < 0.1,
    }  # fmt: skip
    layout.options = options
    if rng.random() < 0.33:
        layout.order = "lines"
        layout.lines = draw_lines(rng)
    else:
        layout.order = options["order"]
    return layout


def draw_lines(rng: random.Random) -> list[list[str]]:
    """Draw the lines of a page's papers: what stands on each, in which order."""
    top = rng.choices(
        [
            [["T"], ["N"]],
            [["N"], ["T"]],
            [["T", "D"], ["N"]],
            [["D"], ["T"], ["N"]],
            [["V"], ["T"], ["N"]],
            [["T"], ["V"], ["N"]],
            [["T"], ["D"], ["N"]],
            [["T"]],
            [["N", "T"]],
        ],
        [56, 8, 4, 6, 5, 7, 4, 3, 3],
    )[0]
    lines = [list(line) for line in top]
    used = {slot for line in lines for slot in line}
    if "N" not in used:
        lines.append(["K:N"])
    rest = []
    if rng.random() < 0.1:
        lines.insert(0, ["X"])
        rest.append(["K:S"])
    if rng.random() < 0.12:
        lines = [
            ["K:T"] if line == ["T"] else ["K:N"] if line == ["N"] and rng.random() < 0.6 else line for line in lines
        ]
    if "V" not in used and rng.random() < 0.85:
        rest.append(
            rng.choices(
                [["V+"], ["V"], ["V", "L"], ["V", "D"], ["D", "V"], ["V", "L", "D"], ["K:V"], ["D", "P"], ["K:V+"]],
                [34, 16, 8, 14, 8, 10, 4, 5, 5],
            )[0]
        )
    dated = any(slot in ("D", "V+") for line in [*lines, *rest] for slot in line)
    if not dated and rng.random() < 0.75:
        rest.append([rng.choice(["D", "D", "K:D"]), *rng.choices([[], ["Y"], ["C"]], [60, 25, 15])[0]])
    if rng.random() < 0.3:
        rest.append([rng.choice(["I", "K:I", "I"])])
    if rng.random() < 0.12:
        rest.append([rng.choice(["A", "K:A"])])
    if rng.random() < 0.1:
        rest.append(["K:O"])
    lines += rest
    for _ in range(rng.choices([0, 1, 2, 3, 4], [30, 28, 20, 14, 8])[0]):
        at = rng.choices([0, len(lines), 1, 2], [14, 66, 10, 10])[0]
        lines.insert(min(at, len(lines)), [f"F{rng.randrange(10**6)}"])
    if rng.random() < 0.12:
        lines.insert(0, ["#"])
    return lines


def fold_case(title: str, layout: Layout) -> str:
    if layout.options["upper"]:
        return title.upper()
    if layout.options["sentence"]:
        words = title.split(" ")
        return " ".join(
            [words[0], *(w.lower() if w.istitle() and w.isalpha() and len(w) > 3 else w for w in words[1:])]
        )
    return title


def render_record(record: Record, layout: Layout, number: int = 0) -> Rendered:
    """Render one record in a layout."""
    writer = _Writer(record, layout, number)
    return writer.write()


class _Writer:
    def __init__(self, record: Record, layout: Layout, number: int) -> None:
        self.record, self.layout, self.rng, self.o = record, layout, layout.rng, layout.options
        self.kind = kind_of(record)
        self.truth: Record = {
            "title": None,
            "authors": None,
            "truncated": False,
            "date": None,
            "venue": None,
            "volume": None,
            "issue": None,
            "pages": None,
            "publisher": None,
            "doi": None,
            "arxiv": None,
        }
        self.pieces: list[Piece] = []
        self.number = number
        self.dated = False
        self.drop_venue = self.rng.random() < self.o["drop_venue"]

    # parts

    def put(self, text: str, label: str = "", emphasis: int = 0, link: str = "") -> None:
        if not text:
            return
        if (
            not label
            and self.pieces
            and text.strip()
            and text[0] in ".,;"
            and self.pieces[-1].text.rstrip('”"’»“').endswith((".", "?", "!"))
        ):
            if text[0] == "." or (text[0] == "," and self.pieces[-1].text.rstrip('”"’»“')[-1] in "?!"):
                text = text[1:]  # no full stop behind another
        self.pieces.append(Piece(text, label, emphasis, link))

    def names(self) -> None:
        pieces, names, truncated = write_names(self.record, self.layout)
        self.pieces += pieces
        self.truth["authors"], self.truth["truncated"] = names, truncated

    def title(self, sep: str) -> None:
        title = fold_case(self.record["title"].rstrip(".").strip(), self.layout)
        if self.rng.random() < 0.06:
            title = self.rng.choice(TITLE_ENDS).format(title)
        self.truth["title"] = title
        opening, closing = self.o["quote"]
        emphasis = self.o["title_emphasis"]
        if self.kind == "book" and self.o["book_emphasis"]:
            opening = closing = ""
            emphasis = emphasis or self.o["venue_emphasis"]
        if opening and (opening in title or closing in title):
            title = title.replace("“", "‘").replace("”", "’") if opening == "“" else title
            self.truth["title"] = title
        link = f"https://example.org/{self.number}" if self.o["title_link"] else ""
        self.put(opening)
        self.put(title, "T", emphasis, link)
        if closing and self.o["inside"] and sep.strip() in (".", ",") and not title.endswith(("?", "!")):
            self.put(sep.strip() + closing + (sep[len(sep.rstrip()) :] or " "))
        elif closing:
            self.put(closing)
            self.put(sep if not (sep.strip() == "." and title.endswith(("?", "!"))) else " ")
        elif title.endswith(("?", "!", ".")) and sep.startswith("."):
            self.put(sep[1:] or " ")
        else:
            self.put(sep)

    def date(self, bracket: str = "{}", form: str = "") -> bool:
        if self.o["no_year"] or self.dated:
            return False
        text, iso = write_date(self.record, form or self.o["date_form"])
        if not text:
            return False
        if self.o["date_letter"] and text == iso[:4] and self.rng.random() < 0.3:
            text += "a"
        left, _, right = bracket.partition("{}")
        self.put(left)
        self.put(text, "D")
        self.put(right)
        self.truth["date"] = iso
        self.dated = True
        return True

    def spell_pages(self) -> str:
        pages = self.record.get("pages") or ""
        self.truth["pages"] = pages or None
        first, dash, last = pages.partition("-")
        if dash and self.o["short_range"] and first.isdigit() and last.isdigit() and len(first) == len(last) > 1:
            same = 0
            while same < len(first) - 1 and first[same] == last[same]:
                same += 1
            last = last[same:]
        return first + (self.o["range"] if dash else "") + last

    def venue(self) -> None:
        venue = self.record.get("venue") or ""
        year = split_date(self.record)[0]
        if (
            self.o["venue_year"]
            and year
            and year not in venue
            and self.kind == "conference"
            and self.rng.random() < 0.8
        ):
            venue = f"{venue} {year}"
        if self.o["abbreviate"]:
            venue = abbreviate(venue, self.o["abbreviate"])
        self.truth["venue"] = venue
        self.put(venue, "V", self.o["venue_emphasis"])

    def publisher(self) -> None:
        text = self.record.get("publisher") or ""
        self.truth["publisher"] = text
        self.put(text, "P")

    def place(self) -> str:
        return self.record.get("place") or self.rng.choice(PLACES)

    def volume_issue(self, pattern: str) -> None:
        """Write ``{v}``, ``{i}``, ``{p}`` and what stands around them; parts in brackets go with their field."""
        volume, issue, pages = self.record.get("volume") or "", self.record.get("issue") or "", self.spell_pages()
        self.truth["volume"], self.truth["issue"] = volume or None, issue or None
        for part in re.findall(r"<[^>]*>|[^<]+", pattern):
            inner = part.strip("<>")
            key = re.search(r"\{(\w)\}", inner)
            if not key:
                self.put(inner)
                continue
            if key[1] == "y":
                left, right = inner.split("{y}")
                self.date(left.lstrip() and left + "{}" + right or left + "{}" + right, "")
                continue
            value = {"v": volume, "i": issue, "p": pages}[key[1]]
            if not value:
                continue
            left, right = inner.split(key[0])
            bare = left.lstrip(" ,;:.")
            self.put(left[: len(left) - len(bare)])
            self.put(bare, "L")
            self.put(value, "L", self.o["volume_emphasis"] if key[1] == "v" else 0)
            self.put(right.rstrip(" ,;:."), "L")

    def locators(self) -> None:
        form = [
            "<, {v}><({i})><, {p}>",
            "< {v}>< ({y})>< {p}>" if self.o["locator"] == 1 and not self.dated else "< {v}><({i})><: {p}>",
            "<, vol. {v}><, no. {i}><, pp. {p}>",
            "< {v}><:{p}>",
            "< {v}><({i})><:{p}>",
            "<. {y}><;{v}><({i})><:{p}>",
            "< {v}><, {p}>< ({y})>",
            "< {y}><, {v}><, {p}>",
            "< {v}>< no. {i}>< ({y})>< {p}>",
            "<, Bd. {v}><, Nr. {i}><, S. {p}>",
            "<, {v}><, no. {i}>< ({y})><: {p}>",
            "<, {v}><, {i}><, {p}>",
            "<. {y}><. Vol. {v}><, no. {i}><. P. {p}>",
            "<; {v}><({i})><: {p}>",
        ][self.o["locator"]]
        self.volume_issue(form)

    def venue_block(self) -> None:
        o, kind = self.o, self.kind
        if self.drop_venue and kind != "book":
            if not self.dated:
                self.date(o["date_bracket"] if "(" in o["date_bracket"] else "{}")
            return
        before = len(self.pieces)
        if kind == "article":
            self.venue()
            self.locators()
        elif kind == "conference":
            self.put(o["in"], "V")
            self.venue()
            if self.record.get("pages"):
                self.put(self.rng.choice([", "]))
                self.put(
                    ("pp. " if o["locator"] % 2 else "pages " if o["locator"] % 3 else "") + self.spell_pages(), "L"
                )
        elif kind == "chapter":
            self.chapter()
        elif kind == "book":
            self.book()
        elif self.record.get("arxiv"):
            self.put(o["arxiv"].format(self.record["arxiv"]), "I")
            self.truth["arxiv"] = self.record["arxiv"]
        if not self.dated:
            if len(self.pieces) > before:
                bracketed = o["date_bracket"] in ("({})", "[{}]")
                self.put(" " if bracketed else (", " if o["locator"] != 3 else " "))
                self.date(o["date_bracket"] if bracketed else "{}")
            else:
                self.date("{}")

    def editors(self) -> None:
        other = self.rng.choice(LIBRARY)
        names = other["authors"][:2]
        text = " and ".join(write_name(name, False, self.layout.name, False)[0] for name in names)
        self.put(text, "E")
        self.put(self.rng.choice([" (Eds.)", " (eds)", ", editors", " (ed.)", ", eds."]), "E")

    def chapter(self) -> None:
        o = self.o
        form = o["chapter"]
        pages = bool(self.record.get("pages"))
        if form == 4 and pages:  # Pp. 1-2 in Venue
            self.put("Pp. " + self.spell_pages(), "L")
            self.put(" ")
            self.put("in ", "V")
            self.venue()
        else:
            self.put(o["in"] or "In ", "V")
            if form in (3, 5) and self.rng.random() < 0.4:
                self.editors()
                self.put(", ")
            self.venue()
            if pages and form in (0, 1, 6):
                self.put({0: " (", 1: ", ", 6: ", "}[form])
                self.put("pp. " + self.spell_pages(), "L")
                self.put(")" if form == 0 else "")
        self.put({0: ". ", 1: ", ", 2: ". ", 3: ". ", 4: ". ", 5: ", ", 6: " ("}[form])
        if form in (3, 6) or (form == 2 and self.rng.random() < 0.5):
            place = self.place()
            self.put(place, "P")
            self.put(": ")
        self.publisher()
        if form == 6:
            if not self.dated:
                self.put(", ")
                self.date("{}", "year")
            self.put(")")
        if pages and form in (2, 3, 5):
            if not self.dated and form == 3:
                self.put(", ")
                self.date("{}")
            self.put(", " if form != 2 else ". ")
            self.put("pp. " + self.spell_pages() if form != 5 else self.spell_pages(), "L")

    def book(self) -> None:
        form = self.o["book"]
        if self.rng.random() < 0.06:
            opening = self.rng.choice(["", "", "(", "["])
            self.put(opening)
            self.put(
                self.rng.choice(
                    [
                        "PhD thesis",
                        "Ph.D. thesis",
                        "PhD dissertation",
                        "Doctoral dissertation",
                        "Master's thesis",
                        "Dissertation",
                        "Ph.D. diss.",
                        "Thèse de doctorat",
                        "Technical report",
                        "Working paper",
                    ]
                ),
                "O",
            )
            self.put({"(": "), ", "[": "], "}.get(opening, ", "))
            self.record = dict(
                self.record,
                publisher=self.rng.choice(
                    [
                        "University of Edinburgh",
                        "Yale University",
                        "ETH Zürich",
                        "Stanford University",
                        "Université Paris-Sud",
                        "MIT",
                        "Universität Bonn",
                        "University of Chicago",
                    ]
                ),
            )
            self.publisher()
            return
        place = self.place()
        if form == 1:
            self.put(place, "P")
            self.put(": ")
            self.publisher()
        elif form == 2:
            self.publisher()
            self.put(", ")
            self.put(place, "P")
        elif form in (3, 7):
            self.put("(")
            if form == 7:
                self.put(place, "P")
                self.put(": ")
            self.publisher()
            if not self.dated:
                self.put(", ")
                self.date("{}", "year")
            self.put(")")
        elif form == 4:
            self.publisher()
            if not self.dated:
                self.put("; ")
                self.date("{}", "year")
        else:
            self.publisher()

    def identifier(self, sep: str = ". ") -> None:
        doi, arxiv = self.record.get("doi"), self.record.get("arxiv")
        if doi and self.o["doi"]:
            self.put(sep if self.pieces else "")
            self.put(("" if self.o["doi"] == "bare" else self.o["doi"]) + doi, "I")
            self.truth["doi"] = doi
        elif arxiv and not self.truth["arxiv"] and self.rng.random() < 0.6:
            self.put(sep if self.pieces else "")
            self.put(self.o["arxiv"].format(arxiv), "I")
            self.truth["arxiv"] = arxiv
        elif self.rng.random() < 0.06:
            self.put(sep if self.pieces else "")
            self.put(
                f"https://{self.rng.choice(['example.org', 'www.jstor.org/stable', 'hal.science'])}/{self.rng.randrange(10**7)}",
                "I",
            )

    def label_links(self) -> None:
        form = self.o["labels"]
        if not form or self.rng.random() < 0.3:
            return
        self.put(" " if self.rng.random() < 0.8 else "\n")
        shown = self.rng.sample(LABELS, self.rng.choices([1, 2, 3], [60, 25, 15])[0])
        for index, label in enumerate(shown):
            left, _, right = form.replace(" x", "").partition("{}")
            if index:
                self.put(" " if form != "{}" else " | ")
            self.put(left)
            self.put(label, "K", 0, f"https://example.org/{self.rng.randrange(1000)}")
            self.put(right)

    def note(self) -> None:
        if self.rng.random() < self.o["note_rate"]:
            text = self.rng.choice(NOTES)
            form = self.o["note"]
            if "**" in form:
                self.put(" ")
                self.put(text, "O", BOLD)
                return
            left, _, right = form.partition("{}")
            self.put(left)
            self.put(text, "O")
            self.put(right)

    def write_id_line(self) -> None:
        """Write what pages put over a paper: its number at the site, formats, subjects."""
        form = self.o.setdefault("id_line", self.rng.randrange(4))
        if form == 3:
            year = split_date(self.record)[0] or "2001"
            self.put(
                f"{year}{self.rng.choice(['A&A', 'ApJ', 'MNRAS', 'PhRvD'])}".ljust(9, ".")
                + f"{self.rng.randrange(100, 999)}.".rjust(5, ".")
                + f"{self.rng.randrange(1000, 9999)}{self.record['authors'][0][0].upper()}",
                "I",
            )
            return
        number = (
            self.record.get("arxiv")
            or f"{self.rng.randrange(10, 25):02}{self.rng.randrange(1, 13):02}.{self.rng.randrange(99999):05}"
        )
        if form == 1:
            self.put(f"[{self.number}]", "F")
            self.put(" ")
        self.put(f"arXiv:{number}", "I")
        self.truth["arxiv"] = number
        if form:
            self.put(" [")
            self.put("pdf", "K")
            self.put(", ")
            self.put(self.rng.choice(["html", "other", "ps"]), "K")
            self.put("]")
        if form == 2:
            self.put(" ")
            self.put(self.rng.choice(["cs.LG", "cs.LG stat.ML", "math.AG", "hep-th"]), "O")

    # whole records

    def write(self) -> Rendered:
        if self.layout.order == "lines":
            self.write_lines()
        else:
            self.write_reference()
        pieces = [piece for piece in self.pieces if piece.text]
        if self.truth["date"] is None and self.truth["venue"]:
            found = re.search(r"(?:19|20)\d\d", self.truth["venue"])
            self.truth["date"] = found[0] if found else None
        return Rendered(pieces, self.truth)

    def write_reference(self) -> None:
        o = self.o
        order = self.layout.order
        for index, slot in enumerate(order):
            last = index == len(order) - 1
            following = order[index + 1] if not last else ""
            if slot == "N":
                self.names()
                if following == "D":
                    self.put(
                        " " if o["date_bracket"].startswith(("(", "[")) else ", " if o["sep_names"] == ", " else ". "
                    )
                elif following == ":":
                    self.put(": " if self.rng.random() < 2 else "")
                elif not last:
                    sep = o["sep_names"]
                    dotted = self.layout.name["form"] in ("F,I", "F I") and "." in self.layout.name["dots"]
                    if sep == " " and following == "T" and not o["quote"][0] and not o["title_emphasis"] and not dotted:
                        sep = ". "
                    self.put(sep)
            elif slot == "T":
                sep = "" if last else o["sep_title"]
                if (
                    sep == " "
                    and not o["quote"][1]
                    and not o["title_emphasis"]
                    and not (following == "V" and o["venue_emphasis"])
                ):
                    sep = ". "
                if following == "D" and o["date_bracket"].startswith("("):
                    sep = " "
                self.title(sep)
            elif slot == "D":
                first = not self.pieces
                if self.date(o["date_bracket"]) and not last:
                    self.put(
                        o["sep_date"]
                        if not first
                        else self.rng.choice(["\t", ". ", " ", ": "])
                        if False
                        else o.setdefault("sep_first", self.rng.choice(["\t", ". ", " ", ": ", " – "]))
                    )
                elif self.pieces and not last and not self.pieces[-1].text.endswith((" ", "\n")):
                    self.put(". ")
            elif slot == "V":
                if index == 0:
                    if self.record.get("venue"):
                        self.put("[" if o["locator"] % 2 else "")
                        self.venue()
                        if not self.dated and self.rng.random() < 2:
                            self.put(" ")
                            self.date("{}", "year")
                        self.put("] " if o["locator"] % 2 else o["sep_venue"])
                else:
                    self.venue_block()
                    if not last:
                        self.put(o["sep_venue"])
        while self.pieces and not self.pieces[-1].label and not self.pieces[-1].text.strip(" .,;:-–|/\n\t"):
            self.pieces.pop()
        if o["type_word"]:
            self.put(" ")
            self.put(
                self.rng.choice(["[Journal article]", "[Conference paper]", "[J]", "[C]", "(Conference paper)"]), "O"
            )
        if self.rng.random() < 0.75:
            self.identifier(". " if o["end"] == "." else self.rng.choice([", ", " "]))
        if not (self.pieces and self.pieces[-1].label == "I" and self.rng.random() < 0.7):
            self.put(o["end"])
        if self.rng.random() < 0.5:
            self.note()
            self.label_links()
        else:
            self.label_links()
            self.note()

    def write_lines(self) -> None:
        for line in self.layout.lines:
            mark = len(self.pieces)
            if mark:
                self.put("\n")
            began = len(self.pieces)
            for index, slot in enumerate(line):
                if index and len(self.pieces) > began:
                    self.put(self.o["sep_venue"] if self.o["sep_venue"] != "\n" else ", ")
                self.slot(slot)
            while len(self.pieces) > began and not self.pieces[-1].label and self.pieces[-1].text.strip(" .,;|") == "":
                self.pieces.pop()
            if len(self.pieces) == began:
                del self.pieces[mark:]
        if self.rng.random() < 0.3:
            self.label_links()

    def slot(self, slot: str) -> None:
        o = self.o
        if slot.startswith("K:"):
            keys = {
                "N": ["Authors", "Author", "By", "Contributors"],
                "D": ["Year", "Published", "Date", "Publication date", "Submitted"],
                "V": ["Journal", "In", "Published in", "Journal-ref", "Source"],
                "T": ["Title"],
                "S": ["Subjects", "Categories", "Topics", "Subject"],
                "I": ["DOI", "URL"],
                "A": ["Abstract", "Summary"],
                "O": ["Comments", "Subjects", "Keywords"],
            }[slot[2]]
            key = o.setdefault("key" + slot, self.rng.choice(keys))
            before = len(self.pieces)
            self.put(key, "F")
            self.put(": ")
            self.slot(slot[2:])
            if len(self.pieces) == before + 2:
                del self.pieces[before:]
            return
        if slot == "N":
            self.names()
        elif slot == "T":
            self.title("")
        elif slot == "D":
            self.date("{}")
        elif slot == "V+":
            self.venue_block()
        elif slot == "V":
            if self.record.get("venue"):
                self.venue()
        elif slot == "L":
            if self.record.get("volume") or self.record.get("pages"):
                self.volume_issue("<{v}><({i})><, {p}>")
        elif slot == "P":
            if self.record.get("publisher"):
                self.publisher()
        elif slot == "I":
            self.identifier("")
        elif slot == "Y":
            self.put(
                self.rng.choice(["Journal article", "Conference paper", "Book", "Article", "Book chapter", "Preprint"]),
                "O",
            )
        elif slot == "C":
            self.put(
                o.setdefault(
                    "cited", self.rng.choice(["Cited by {n}", "cited: {n}", "{n} citations", "{n}", "Citations: {n}"])
                ).replace("{n}", str(self.rng.randrange(900))),
                "F",
            )
        elif slot == "A":
            other = self.record.get("abstract") or ""
            text = other or ". ".join(r["title"] for r in self.rng.sample(LIBRARY, 3)) + "."
            self.put(" ".join(text.split())[: self.rng.choice([150, 400, 900])], "A")
        elif slot == "O":
            self.put(
                self.rng.choice(
                    [
                        "40 pages, 4 figures",
                        "Accepted at the workshop",
                        "12 pages",
                        "Machine Learning (cs.LG); Methodology (stat.ME)",
                        "networks; learning; theory",
                    ]
                ),
                "O",
            )
        elif slot == "S":
            self.put(
                self.rng.choice(
                    [
                        "Algebraic Geometry (math.AG)",
                        "Machine Learning (cs.LG); Methodology (stat.ME)",
                        "Sociology; Education",
                        "Astrophysics of Galaxies (astro-ph.GA)",
                        "Biology",
                    ]
                ),
                "O",
            )
        elif slot == "X":
            self.write_id_line()
        elif slot == "#":
            self.put(f"{self.number}" + o.setdefault("mark", self.rng.choice([".", "", ")"])), "F")
        elif slot.startswith("F"):
            chosen = random.Random(slot)  # noqa: S311
            texts = chosen.sample(FURNITURE, chosen.choices([1, 2, 3, 4], [50, 20, 20, 10])[0])
            sign = chosen.choice([" ", " | ", "  ", "] [", " · "])
            for index, text in enumerate(texts):
                if index:
                    self.put(sign)
                label = (
                    "K"
                    if text in ("pdf", "abs", "bib", "PDF", "BibTeX", "html", "video", "slides")
                    else "O"
                    if text
                    in (
                        "Conference Paper",
                        "Journal Article",
                        "Article",
                        "Book chapter",
                        "Preprint",
                        "Research Article",
                        "Proceedings Paper",
                        "Poster",
                        "Open Access",
                    )
                    else "K"
                    if text in ("PDF", "HTML", "View PDF", "Download PDF")
                    else "F"
                )
                self.put(text.replace("{n}", str(self.rng.randrange(1, 900))), label)


#: All records, from which editors and made-up abstracts are drawn.
LIBRARY: list[Record] = []
