"""Papers made up for measuring: as long, as many authors and as much mathematics as real ones have.

Ten thousand of them have about 28,000 authors, most of one paper and a few of dozens, as in the proceedings of machine
learning conferences. The same number always gives the same papers.
"""

from __future__ import annotations

import itertools
import random
import shutil
from typing import TYPE_CHECKING

from site_builder.entries.writer import compose_paper
from site_builder.model import Authorship, Paper

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CATEGORIES = ("cs.LG", "cs.CL", "cs.CV", "cs.AI", "stat.ML", "cs.RO", "cs.DS", "math.OC")
_SYLLABLES = ("ka", "ri", "mo", "ten", "sha", "lu", "ber", "vin", "do", "zhen", "ol", "pra", "ne", "wu", "hal", "ist")
_ABSTRACT_WORDS = 180
_FORMULAS = ("$O(n \\log n)$", "$x \\in \\mathbb{R}^d$", "$\\alpha_{ij}$", "$p(y \\mid x)$")


def make_papers(count: int) -> Iterator[Paper]:
    """Yield so many papers, newest last."""
    draw = random.Random(1)
    words = ["".join(draw.choices(_SYLLABLES, k=draw.randint(1, 4))) for _ in range(4000)]
    names = [f"{_name(draw)} {_name(draw)}-{_name(draw)}" for _ in range(max(10, int(count * 2.1)))]
    unseen = itertools.cycle(names)
    for number in range(count):
        size = min(1 + int(draw.expovariate(0.28)), 40)
        authors = [next(unseen) if draw.random() < 0.62 else _pick_prolific(draw, names) for _ in range(size)]
        text = draw.choices(words, k=_ABSTRACT_WORDS)
        if number % 10 == 0:
            text.insert(90, draw.choice(_FORMULAS))
        year, month = 1990 + 35 * number // count, 1 + number % 12
        yield Paper(
            id=f"paper-{number:06}",
            title=" ".join(draw.choices(words, k=9)).capitalize(),
            authors=tuple(Authorship(name) for name in dict.fromkeys(authors)),
            date=f"{year}-{month:02}-{1 + number % 28:02}",
            categories=(draw.choice(_CATEGORIES),),
            venue=f"CONF {year}",
            pdf=f"https://example.org/pdf/{number}.pdf",
            code="https://github.com/example/code" if number % 4 == 0 else False,
            abstract=" ".join(text).capitalize() + ".",
        )


def _pick_prolific(draw: random.Random, names: list[str]) -> str:
    return names[int(draw.random() ** 2 * len(names))]


def _name(draw: random.Random) -> str:
    return "".join(draw.choices(_SYLLABLES, k=2)).capitalize()


def write_site(folder: Path, count: int) -> None:
    """Write the papers as a site of ours."""
    papers = folder / "content" / "papers"
    papers.mkdir(parents=True)
    (folder / "content" / "site.toml").write_text('title = "Papers"\nbase_url = "https://example.org/"\n')
    for paper in make_papers(count):
        (papers / f"{paper.id}.md").write_text(compose_paper(paper), "utf-8")


def write_hugo_site(folder: Path, hugo: Path, count: int, *, adapter: bool = False) -> None:
    """Write the papers as a Hugo site with a page for every paper, author and category too.

    Authors are a taxonomy, as Hugo's manual has it, or else pages from a content adapter, Hugo's fastest way: its
    taxonomies grow with the square of their terms. ``hugo`` is the folder of the layouts of both.
    """
    papers = folder / "content" / "papers"
    papers.mkdir(parents=True)
    shutil.copytree(hugo / "layouts", folder / "layouts")
    if adapter:
        shutil.copytree(hugo / "adapter", folder, dirs_exist_ok=True)
    taxonomies = "" if adapter else 'author = "authors"\n'
    (folder / "hugo.toml").write_text(
        'title = "Papers"\nbaseURL = "https://example.org/"\n[pagination]\npagerSize = 100\n'
        f'[taxonomies]\n{taxonomies}category = "categories"\n'
    )
    for paper in make_papers(count):
        (papers / f"{paper.id}.md").write_text(compose_paper(paper), "utf-8")
