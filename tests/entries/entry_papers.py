"""Papers of every kind for property tests: each in the form in which an entry states it."""

from __future__ import annotations

from hypothesis import strategies as st

from site_builder.entries.body import write_abstract
from site_builder.entries.schema_names import CONTAINER_KEYS, LINK_KEYS
from site_builder.model import Authorship, Link, Paper
from site_builder.text.folding import collapse, tidy_range

AWKWARD = (
    "no", "null", "~", "1e3", "2401.00010", "- x", "a: b", "a #b", "'", '"', "[", "{a", "*x", "&y", "? a", "%", "@",
    "a:", "...", "---", "=", "<<", "\alpha", "0x1F", "12:30", "2025-03-06", "x,y", "It's", "日本語", "a\x85b", "#",
    "| x", "> y", "Jane Doe; John Roe", "Doe, Jane and Roe, John", "Ann Lee et al.",
)  # fmt: skip
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
LINE = st.one_of(ANY, st.sampled_from(AWKWARD)).map(collapse)
NAME = LINE.filter(lambda name: name and name.lower().rstrip(".") not in {"et al", "others", "and others"})
ADDRESS = st.text("abcXYZ019-_/~.#?=&%+(),;:é", max_size=20).map("https://example.org/".__add__)
LINK = st.builds(Link, label=st.one_of(NAME, st.sampled_from(LINK_KEYS)), url=ADDRESS)
TEXTS = st.lists(NAME, max_size=3).map(tuple)
ORCID = st.sampled_from(["", "0000-0002-1825-0097"])
BYLINE = st.one_of(
    st.builds(Authorship, name=NAME),
    st.builds(
        Authorship,
        name=NAME,
        orcid=ORCID,
        equal=st.booleans(),
        corresponding=st.booleans(),
        affiliations=TEXTS,
        id=st.sampled_from(["", "jane-doe"]),
        group=st.booleans(),
    ),
)
NOTES = st.just("") | ANY.map(lambda text: f"## Notes\n\n{text}".replace("\r", "").strip())
ABSTRACT = (st.text(st.sampled_from("ab #`~\n-\\$'\u2028")) | ANY).map(write_abstract)
PAPERS = st.builds(
    Paper,
    id=st.just("x"),
    title=NAME,
    authors=st.lists(BYLINE, max_size=4).map(tuple),
    et_al=st.booleans(),
    affiliations=TEXTS,
    date=st.sampled_from(["", "2025", "2025-03", "2025-03-06", "2024-02-29"]),
    categories=TEXTS.map(lambda codes: tuple(dict.fromkeys(codes))),
    score=st.none() | st.floats(0, 1e9),
    venue=LINE,
    type=st.sampled_from(["", "thesis", "paper-conference"]),
    code=st.booleans() | ADDRESS,
    pdf=st.just("") | ADDRESS,
    arxiv=st.sampled_from(["", "2503.04412", "2401.00010", "hep-th/9901001"]),
    doi=st.sampled_from(["", "10.48550/arXiv.2503.04412", "10.1000/a(b)c<d>#e"]),
    links=st.lists(LINK, max_size=4).map(tuple),
    tags=TEXTS,
    featured=st.booleans(),
    award=st.sampled_from(["", "Best Paper"]),
    image=st.sampled_from(["", "files/tree.png"]),
    image_alt=st.sampled_from(["", "A tree"]),
    draft=st.booleans(),
    redirect_from=st.sampled_from([(), ("publication/x/",), ("2020/a b.html", "käse/")]),
    language=st.sampled_from(["", "ja", "pt-BR", "no"]),
    review=LINE,
    container=st.dictionaries(st.sampled_from([*CONTAINER_KEYS.values(), "event"]), NAME, max_size=3).map(
        lambda parts: parts | ({"page": tidy_range(parts["page"])} if "page" in parts else {})
    ),
    abstract=ABSTRACT,
    notes=NOTES,
)
