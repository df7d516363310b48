"""Lists of papers rendered in the styles of ``cases/formats/lists/styles.toml``, with what a reader should find."""

from __future__ import annotations

import calendar
import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from site_builder.text.person_names import split_name

Record = dict[str, Any]
STYLES: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent.parent / "cases/formats/lists/styles.toml").read_text("utf-8")
)
_MONTHS = calendar.month_name[1:]
_PART = re.compile(r"<([^<>]*)>")
_FIELD = re.compile(r"\{([\w.]+)\}")


class Shown(NamedTuple):
    """One rendered paper: its lines, and its title, authors and year as they should be found."""

    lines: list[str]
    title: str
    authors: list[str]
    truncated: bool
    year: str


def write_initials(given: str, sign: str) -> str:
    """Return the initials of given names, each with a sign behind it: ``. ``, ``.`` or nothing."""
    found = []
    for word in given.replace(".", ". ").split():
        letters = [part[0] for part in word.split("-") if part and part[0].isalpha()]
        if letters:
            found.append((sign.strip() + "-").join(letters) + sign.strip())
    return (" " if sign.endswith(" ") else "").join(found)


def write_name(full: str, form: str, sign: str) -> tuple[str, str]:
    """Return a name as a style prints it, and given name first.

    A form has ``F`` for the family name (``FF`` in capitals) and ``G`` or ``I`` for given names or initials.
    """
    name = split_name(full)
    if not name.given:
        return full, full
    family = f"{name.particle} {name.family}".strip()
    family = family.upper() if "FF" in form else family
    given = name.given if "G" in form else write_initials(name.given, sign)
    if not form.startswith("F"):
        return f"{given} {family}", f"{given} {family}"
    return f"{family}{', ' if ',' in form else ' '}{given}", f"{given} {family}"


def write_names(
    authors: list[str],
    form: str,
    sign: str = ". ",
    between: str = ", ",
    last: str = "",
    pair: str = "",
    then: str = "",
    most: int = 99,
    keep: int = 0,
    more: str = " et al.",
) -> tuple[str, list[str], bool]:
    """Return a list of names as a style prints it, the names given name first, and whether some are left out.

    ``last`` stands before the last name, ``pair`` between two; ``then`` is the form of all but the first; of more than
    ``most`` names ``keep`` are shown (all of ``most`` if it is 0), and ``more`` behind them.
    """
    cut = len(authors) > most
    shown = authors[: keep or most] if cut else authors
    names = [write_name(full, (then or form) if index else form, sign) for index, full in enumerate(shown)]
    texts = [text for text, _ in names]
    final = between if cut or not last else pair if pair and len(texts) == 2 else last
    text = texts[0] if len(texts) == 1 else between.join(texts[:-1]) + final + texts[-1]
    return text + (more if cut else ""), [straight for _, straight in names], cut


def render(record: Record, style: str, number: int) -> Shown:
    """Return a record as a style writes it."""
    options = STYLES[style]
    names, authors, cut = write_names(record["authors"], **options["names"])
    kind = "article" if record.get("volume") else "chapter" if record.get("venue") else "book"
    pattern = options.get(kind) or options.get("article" if record.get("venue") else "book") or options["article"]
    year, _, month = str(record["date"]).partition("-")
    title = record["title"]
    pages = (record.get("pages") or "").replace("-", options.get("dash", "–"))
    values = {key: record.get(key) or "" for key in ("venue", "volume", "issue", "publisher", "doi")}
    values |= {"names": names, "year": year, "t": title, "t.": title + ("" if title.endswith(("?", "!")) else ".")}
    values |= {"n": str(number), "pages": pages, "first": re.split("[–-]", pages)[0], "cited": str(number * 7)}
    values |= {"month": _MONTHS[int(month[:2]) - 1] if month else "", "million": str(1000000 + number)}
    values["mon"] = values["month"][:3] if values["month"] != "May" else "May"

    def fill(text: str) -> str:
        return _FIELD.sub(lambda match: values[match[1]], text)

    def fill_part(match: re.Match[str]) -> str:
        return fill(match[1]) if all(values[field] for field in _FIELD.findall(match[1])) else ""

    text = fill(_PART.sub(fill_part, pattern))
    return Shown(text.split("\n"), title, authors, cut, "" if options.get("yearless") else year)


def render_list(records: list[Record], style: str) -> tuple[str, list[Shown]]:
    """Return a list's text and what it shows."""
    options = STYLES[style]
    shown = [render(record, style, number) for number, record in enumerate(records, 1)]
    gap = "\n\n" if options.get("blank") else "\n"
    return "Publications\n\n" + gap.join("\n".join(one.lines) for one in shown) + "\n", shown
