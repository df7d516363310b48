"""Papers of every type with every shape of name and date, for what holds of all exports."""

from __future__ import annotations

from itertools import product

from site_builder.entries.schema_names import CSL_TYPES
from site_builder.model import Authorship, Link, Paper

NAMES: dict[str, tuple[Authorship, ...]] = {
    "given and family": (Authorship("Jane Doe"), Authorship("Jean-Paul R. Sartre")),
    "accents": (Authorship("Søren Åström"), Authorship("Đặng Thái Sơn"), Authorship("Łukasz Żak")),
    "particles": (Authorship("Ludwig van Beethoven"), Authorship("Mary Jane van der Berg")),
    "suffix": (Authorship("Sammy Davis Jr."), Authorship("Rafael Barros III")),
    "family of two words": (
        Authorship("Gabriel García Márquez", family="García Márquez"),
        Authorship("Dónal Ó Briain", family="Ó Briain"),
    ),
    "one word": (Authorship("Plato"),),
    "a ruler": (Authorship("Henry VIII"),),
    "East Asian": (Authorship("岡崎 直観"), Authorship("王伟")),
    "groups": (Authorship("The ATLAS Collaboration", group=True), Authorship("World Health Organization", group=True)),
    "none": (),
}
DATES = ("", "2021", "2021-03", "2021-03-06")
_JOURNAL = {"volume": "12", "issue": "3", "page": "101-145", "ISSN": "0028-0836"}
_BOOK = {
    "publisher": "A Press", "publisher-place": "Berlin", "edition": "2", "ISBN": "978-0-262-03561-3", "volume": "1",
    "collection-title": "Lecture Notes",
}  # fmt: skip
_PART = {"page": "12:1-12:20", "editor": "Francesca Rossi and Peter van Beek", "publisher": "A Press"}
#: The bibliographic rest and the venue that are usual for a type.
USUAL: dict[str, tuple[str, dict[str, str]]] = {
    "article": ("bioRxiv", {"version": "2"}),
    "article-journal": ("Annals of Examples", _JOURNAL | {"PMID": "32271234", "PMCID": "PMC7144990"}),
    "article-magazine": ("The Example Magazine", {"page": "22-29"}),
    "article-newspaper": ("The Example Times", {"page": "3"}),
    "book": ("", _BOOK | {"translator": "Ralph Manheim"}),
    "chapter": ("Handbook of Examples", _BOOK | _PART),
    "collection": ("", _BOOK | {"editor": "Francesca Rossi and Peter van Beek"}),
    "dataset": ("", {"publisher": "Zenodo", "version": "1.1"}),
    "entry-encyclopedia": ("Encyclopedia of Examples", _PART),
    "paper-conference": ("Proceedings of the Example Conference", _PART | {"publisher-place": "Long Beach"}),
    "patent": ("", {"number": "US6285999B1"}),
    "report": ("", {"institution": "Example Institute", "number": "TR-2023-4", "genre": "Working paper"}),
    "review": ("Annals of Examples", _JOURNAL),
    "review-book": ("Annals of Examples", _JOURNAL),
    "software": ("", {"publisher": "Zenodo", "version": "2.0.0"}),
    "speech": ("Example Days 2021", {"publisher-place": "Austin"}),
    "standard": ("", {"number": "ISO 8601-1:2019", "publisher": "ISO"}),
    "thesis": ("", {"institution": "Example University", "genre": "Master's thesis"}),
}


def make_paper(kind: str, names: str, date: str, number: int) -> Paper:
    """Return a paper of a type."""
    venue, container = USUAL.get(kind, ("", {}))
    address = f"https://example.org/a_b~c%20d?e={number}"
    return Paper(
        id=f"paper-{number}",
        key=f"doe:{number}",
        title=f"R&D for {{Riemann}} sums of $x_{{1}}$ in \\textit{{E. coli}}: 100% of #{number}",
        authors=NAMES[names],
        date=date,
        venue=venue,
        type=kind,
        doi="" if number % 2 else f"10.1000/a_b(c)<d>;{number}",
        links=(Link("website", address),) if number % 2 else (),
        tags=("zeta",) if number % 3 else (),
        language="de" if number % 5 == 0 else "",
        license="CC-BY-4.0" if number % 7 == 0 else "",
        container=container | ({"note": "A note"} if number % 4 == 0 else {}),
    )


def list_papers() -> list[Paper]:
    """Return a paper of each type, each shape of name and each shape of date."""
    every = product(sorted(CSL_TYPES), NAMES, DATES)
    return [make_paper(kind, names, date, number) for number, (kind, names, date) in enumerate(every)]
