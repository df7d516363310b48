"""A site of some 300 papers for the judged queries of tests/cases/search: those looked for, and many others."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path
from typing import Any

from small_sites import write_site

from site_builder.model import Authorship, Notice, Paper

CASES = Path(__file__).parents[1] / "cases" / "search"
_OTHERS = 240
_GIVEN = """
Alice, Bruno, Carmen, Dmitri, Elif, Farid, Greta, Hiro, Ines, Jonas, Kemal, Lea, Marc, Nadia, Omar, Paula,
Quentin, Rosa, Samir, Tara, Uwe, Vera, Walid, Xenia, Yusuf, Zora
"""
_FAMILY = """
Abebe, Bianchi, Castro, Dahl, Eriksen, Fischer, Gupta, Haddad, Ito, Jansen, Keller, Lambert, Moreau, Nilsson,
Oliveira, Peters, Quinn, Rossi, Schmidt, Tanaka, Ueda, Vogel, Weber, Xu, Yilmaz, Zhang, de la Cruz, van den
Broek, von Arnim, Martin, Barth, Novotny
"""
_HOW = """
Robust, Efficient, Scalable, Bayesian, Adaptive, Sparse, Deep, Online, Hierarchical, Private, Interpretable,
Probabilistic, Distributed, Approximate, Multi-Task, Low-Rank, Weakly Supervised
"""
_WHAT = """
Networks, Learning, Inference, Optimization, Clustering, Regression, Segmentation, Translation, Planning,
Retrieval, Forecasting, Compression, Classification, Tracking, Control, Parsing
"""
_WHERE = """
Medical Images, Mobile Robots, Social Graphs, Weather Data, Large Corpora, Crop Fields, Power Grids, Source
Code, Gene Expression, City Traffic, Legal Texts, Music, Sensor Arrays, Electronic Markets, Ice Cores, Language
Models, Satellite Orbits, Online Games, Kitchens, Old Manuscripts
"""
_WORDS = """
method, bound, sample, error, gradient, kernel, prior, noise, rate, estimate, feature, layer, model, training,
baseline, variance, convergence, search, memory, reward, policy, token, graph, signal, measure, data, task,
loss, network, domain, label, query, cost, depth
"""
_VENUES = ("ICML", "NeurIPS", "ICLR", "ACL", "CVPR", "KDD", "Journal of Machine Learning Research", "")
_CODES = ("cs.LG", "cs.CL", "cs.CV", "cs.RO", "stat.ML", "cs.DS")
_TAGS = ("optimization", "robotics", "fairness", "time series", "privacy", "healthcare")
_PEOPLE = {
    "priya-raman": "name: Priya Raman\nmember: true\nrole: PhD student\norcid: 0000-0002-1825-0097\n",
    "eliot-barnes": "name: Eliot Barnes\nmember: true\nrole: Research engineer\n",
    "xiaoyu-li": "name: Xiaoyu Li\naliases: [Shirley Li]\n",
}


def write_searched_site(folder: Path) -> Path:
    """Write the site: the papers of the cases, as many others, curated people, a venue's words, and free pages."""
    files = {f"content/authors/{key}.md": f"---\n{head}---\n" for key, head in _PEOPLE.items()}
    files["content/pages/field-data.md"] = "# Field data, and how to get it\n\nAsk us.\n"
    files["content/pages/open-positions.md"] = "# Open positions\n\nWrite to us.\n"
    full = "International Conference on Artificial Intelligence and Statistics"
    names = f"title: AISTATS\naliases: [{full}, Proceedings of the {full}]\n"
    files["content/venues/aistats.md"] = f"---\n{names}---\n"
    return write_site(folder, [*read_papers(), *make_others()], **files)


def read_papers() -> list[Paper]:
    """Return the papers that are looked for."""
    return [_read(row) for row in tomllib.loads((CASES / "papers.toml").read_text("utf-8"))["paper"]]


def _read(row: dict[str, Any]) -> Paper:
    authors = tuple(Authorship(name) for name in row.pop("authors"))
    retracted = Notice(**row.pop("retracted")) if "retracted" in row else None
    lists = {key: tuple(row.pop(key)) for key in ("categories", "tags") if key in row}
    return Paper(**row, **lists, authors=authors, retracted=retracted)


def make_others() -> list[Paper]:
    """Return the other papers, always the same."""
    draw = random.Random(16)
    return [_make(draw, number) for number in range(_OTHERS)]


def _make(draw: random.Random, number: int) -> Paper:
    def choose(words: str) -> str:
        return draw.choice(words.replace("\n", " ").split(", ")).strip()

    year = draw.randrange(2005, 2027)
    venue = draw.choice(_VENUES)
    names = dict.fromkeys(f"{choose(_GIVEN)} {choose(_FAMILY)}" for _ in range(draw.randrange(1, 5)))
    return Paper(
        id=f"other-{number:03}",
        title=f"{choose(_HOW)} {choose(_WHAT)} for {choose(_WHERE)}",
        authors=tuple(map(Authorship, names)),
        date=f"{year}-{draw.randrange(1, 13):02}",
        venue=venue and f"{venue} {year}",
        categories=tuple(draw.sample(_CODES, draw.randrange(1, 3))),
        tags=tuple(draw.sample(_TAGS, draw.randrange(0, 3))),
        arxiv=f"{year % 100:02}{draw.randrange(1, 13):02}.{number:05}" if year > 2014 and number % 3 == 0 else "",
        code="https://example.org/code" if number % 4 == 0 else False,
        abstract=" ".join(choose(_WORDS) for _ in range(60)).capitalize() + ".",
    )
