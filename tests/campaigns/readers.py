"""Read ever longer texts, made of the parts of the program's patterns, in every format, and tell what isn't linear.

    python tests/campaigns/readers.py [LENGTH] [PART]

LENGTH is that of the longest texts (32768). PART, such as 1/8, takes one eighth of the texts: all of them take hours.
Exit status 1 if something is found.
"""

from __future__ import annotations

import datetime
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
from pattern_sweep import list_texts, list_uses

from site_builder.entries.reader import read_page, read_paper
from site_builder.formats import registry
from site_builder.markup import typeset

if TYPE_CHECKING:
    from collections.abc import Callable

CAPTURED = datetime.date(2026, 6, 1)
#: Seconds from which two measurements are compared, and how many times longer the double text may take.
MEASURABLE, GROWTH = 0.15, 3.0


def parse(name: str, text: str) -> None:
    registry.read(text.encode("utf-8", "replace"), name, CAPTURED)


def quote(text: str) -> str:
    return json.dumps(text)[1:-1]


#: What is done to a text, by a name.
READERS: dict[str, Callable[[str], object]] = {
    "text": lambda text: parse("a.txt", text),
    "listing head": lambda text: parse("a.txt", f"76 CLOct 16, 2024 {text}\n\nAbstract. Text.\n"),
    "listing": lambda text: parse("a.txt", f"76 CLOct 16, 2024 A Title\nAda Lovelace, Kurt Gödel\n{text}\n"),
    "title": lambda text: parse("a.bib", f"@article{{k, title={{{text}}}, author={{A B}}, year=2020}}"),
    "authors": lambda text: parse("a.bib", f"@article{{k, title={{Title}}, author={{A B and {text} C D}}, year=2020}}"),
    "entry of BibTeX": lambda text: parse("a.bib", f"@article{{k, title={{Title}},\n{text}\n}}"),
    "abstract": lambda text: parse("a.json", f'[{{"title": "T", "type": "article", "abstract": "{quote(text)}"}}]'),
    "RIS": lambda text: parse("a.ris", f"TY  - JOUR\nTI  - Title\nAU  - {text}\nN2  - {text}\nER  - \n"),
    "Markdown": lambda text: parse("a.md", f"# Papers\n\n- Ada Lovelace. Title of it. {text} 2020.\n"),
    "HTML": lambda text: parse(
        "a.html", f"<html><body><ul><li>Ada Lovelace. Title. {text} 2020.</li></ul></body></html>"
    ),
    "LaTeX": lambda text: parse("a.tex", f"\\begin{{itemize}}\\item Ada Lovelace. Title. {text} 2020.\\end{{itemize}}"),
    "table": lambda text: parse("a.csv", f"Title,Authors,Year\nTitle,{text},2020\n{text},A B,2021\n"),
    "entry": lambda text: read_paper(f"---\ntitle: T\nauthors: [A B]\n---\n{text}\n", "a", "a.md"),
    "keys of an entry": lambda text: read_paper(f"---\ntitle: T\n{text}\n---\nText.\n", "a", "a.md"),
    "values of an entry": lambda text: read_paper(
        f'---\ntitle: "{quote(text)}"\nauthors: "{quote(text)}"\npages: "{quote(text)}"\n---\n', "a", "a.md"
    ),
    "page": lambda text: read_page(text, "a", "a.md"),
    "markup": lambda text: typeset(text, {}, "a.md", 1),
}


def measure(read: Callable[[str], object], text: tuple[str, str, str], length: int) -> float:
    long = text[0] + text[1] * max(length // len(text[1]), 1) + text[2]
    began = time.process_time()
    read(long)
    return time.process_time() - began


def main() -> int:
    longest = int(sys.argv[1]) if len(sys.argv) > 1 else 32_768
    number, parts = map(int, sys.argv[2].split("/")) if len(sys.argv) > 2 else (1, 1)
    texts = sorted({text for use in list_uses() for text in list_texts(use.pattern)})[number - 1 :: parts]
    found = 0
    for count, text in enumerate(texts):
        for name, read in READERS.items():
            for length in (longest // 8, longest):
                spent = measure(read, text, length)
                if spent > MEASURABLE and spent > GROWTH * (half := measure(read, text, length // 2)):
                    found += 1
                    print(f"{name}: {text!r} of {length // 2}: {half:.3f} s, then {spent:.3f} s", flush=True)
                    break
        if count % 100 == 99:
            print(f"{count + 1} of {len(texts)} texts, {found} found", flush=True)
    print(f"{len(texts)} texts in {len(READERS)} places, {found} not read in linear time")
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())
