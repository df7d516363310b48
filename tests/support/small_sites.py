"""Small sites made of random but plausible papers, for tests that build."""

from __future__ import annotations

import os
import random
import time
from html import escape
from typing import TYPE_CHECKING

import msgspec

from site_builder.catalog.catalog import Body, CachedPaper, Entry
from site_builder.catalog.people import name_key
from site_builder.content.paper_cache import make_cached_paper
from site_builder.entries.writer import compose_paper
from site_builder.model import Authorship, Link, Paper

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

GIVEN = ("Ada", "Grace", "Jörg", "Łukasz", "Yann", "So", "秋子", "Fei-Fei", "Émilie", "Kurt")
FAMILY = ("Lovelace", "Hopper", "Franke", "Kaiser", "LeCun", "Kuroki", "相澤", "Li", "du Châtelet", "Gödel")
WORDS = [
    "sparse",
    "mixture",
    "experts",
    "routing",
    "language",
    "corpus",
    "tokens",
    "depth",
    "merging",
    "agents",
    "bounds",
]
CODES = ("cs.CL", "cs.LG", "stat.ML", "math.OC", "quant-ph")


def make_papers(count: int, seed: int = 0) -> list[Paper]:
    """Return papers with every kind of field, some of them empty."""
    draw = random.Random(seed)
    return [_make_paper(draw, number) for number in range(count)]


def _make_paper(draw: random.Random, number: int) -> Paper:
    title = " ".join(draw.sample(WORDS, 4)).capitalize()
    year = draw.randrange(2019, 2026)
    names = dict.fromkeys(f"{draw.choice(GIVEN)} {draw.choice(FAMILY)}" for _ in range(draw.randrange(1, 6)))
    return Paper(
        id=f"paper-{number:04}",
        title=f"{title} in $O(n^{number % 5})$" if number % 7 == 0 else title,
        authors=tuple(Authorship(name, equal=number % 5 == 0) for name in names),
        et_al=draw.random() < 0.3,
        date=draw.choice(("", f"{year}", f"{year}-03", f"{year}-03-{draw.randrange(10, 28)}")),
        categories=tuple(draw.sample(CODES, draw.randrange(0, 3))),
        score=draw.choice((None, 76.0, 12.5)),
        venue=draw.choice(("", "NeurIPS 2025", "ICML")),
        code=draw.choice((False, True, "https://github.com/example/code")),
        arxiv=f"2503.{number:05}" if draw.random() < 0.5 else "",
        links=(Link("project", "https://example.org/project"),) if draw.random() < 0.2 else (),
        tags=tuple(draw.sample(WORDS, draw.randrange(0, 3))),
        featured=number == 3,
        award="Best Paper" if number % 11 == 3 else "",
        image="files/tree.png" if number % 11 == 3 else "",
        abstract=f"We study {title.lower()} with top-$k$ routing, \\textit{{truly}}, at https://example.org/{number}.",
        notes="## Notes\n\nRead *this*." if number % 6 == 0 else "",
    )


def write_site(folder: Path, papers: Iterable[Paper], settings: str = "", **files: str) -> Path:
    """Write a site: its papers, the lines of its settings, and further files by their path below the folder."""
    (folder / "content" / "papers").mkdir(parents=True)
    base = "" if "base_url" in settings else 'base_url = "https://example.org/lab/"\n'
    (folder / "content" / "site.toml").write_text(f'title = "A Lab"\n{base}{settings}', "utf-8")
    for paper in papers:
        write_paper(folder, paper)
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    return folder


def write_paper(site: Path, paper: Paper) -> Path:
    """Write or replace one paper's entry."""
    path = site / "content" / "papers" / f"{paper.id}.md"
    path.write_text(compose_paper(paper), "utf-8")
    return path


def settle(folder: Path) -> None:
    """Make the files look as if they had been written a minute ago, so that a build may trust their times."""
    long_ago = time.time_ns() - 60_000_000_000
    for path in folder.rglob("*"):
        os.utime(path, ns=(long_ago, long_ago), follow_symlinks=False)


def read_tree(folder: Path) -> dict[str, bytes]:
    """Return the files of a built site by path, without the builder's own notes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".site-builder" not in path.parts
    }


def make_entry(paper: Paper) -> CachedPaper:
    """Return a paper as the builder knows it, its texts taken for plain ones."""
    facts = msgspec.structs.replace(paper, abstract="", notes="")
    body = msgspec.Raw(msgspec.msgpack.encode(Body(f"<p>{escape(paper.abstract)}</p>", paper.abstract, "")))
    names = tuple(name_key(authorship.name) for authorship in paper.authors)
    entry = Entry(facts, escape(paper.title), paper.title, names, body)
    return make_cached_paper(paper, entry, has_abstract=True)
