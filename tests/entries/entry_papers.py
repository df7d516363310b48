"""Papers of every kind for property tests: each in the form in which an entry states it.

What a field may hold comes from its row in the table of fields: its reader, or else the row's examples.
"""

from __future__ import annotations

from collections import ChainMap
from typing import Any

from hypothesis import strategies as st

from site_builder.entries import value_readers
from site_builder.entries.body import write_abstract
from site_builder.entries.fields import BY_KEY, FIELDS, LINK_KEYS, Field
from site_builder.entries.reader import read_paper
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
ABSTRACT = (st.text(st.sampled_from("ab #`~\n-\\$'\u2028")) | ANY).map(write_abstract)

#: What readers that take any text may give.
OPEN: dict[Any, st.SearchStrategy[Any]] = {
    value_readers.read_text: LINE,
    value_readers.read_texts: TEXTS,
    value_readers.read_words: TEXTS,
    value_readers.read_flag: st.booleans(),
    value_readers.read_address: st.just("") | ADDRESS,
    value_readers.read_code: st.booleans() | ADDRESS,
    value_readers.read_score: st.none() | st.floats(0, 1e9),
    value_readers.read_long_text: ABSTRACT,
}


def read_example(field: Field, example: str) -> Any:
    """Return what an entry's value means, as its field of `Paper` has it."""
    title = "" if field.key == "title" else "title: x\n"
    paper, faults = read_paper(f"---\n{title}{field.key}: {example}\n---\n", "x", "x.md")
    assert paper is not None
    assert faults == ()
    return getattr(paper, {"link": "links", "container": "container"}.get(field.place, field.key))


def examples(field: Field) -> list[Any]:
    """Return the values of a row's examples."""
    return [read_example(field, example) for example in field.examples]


def several(values: list[Any]) -> st.SearchStrategy[Any]:
    """Draw one of the values or none; of lists, some items of all, each once."""
    empty = type(values[0])() if isinstance(values[0], str | tuple | dict) else None
    if isinstance(values[0], tuple):
        items = list(dict.fromkeys(item for value in values for item in value))
        return st.lists(st.sampled_from(items), unique=True, max_size=3).map(tuple)
    return st.sampled_from([empty, *values])


PARTS = [part for field in FIELDS if field.place == "container" for part in examples(field)]
CONTAINER = st.lists(st.sampled_from(PARTS), max_size=3).map(lambda parts: dict(ChainMap(*parts)))
TEXT_PARTS = st.dictionaries(
    st.sampled_from(["event", *(f.csl for f in FIELDS if f.read is value_readers.read_joined)]), NAME, max_size=3
).map(lambda parts: parts | ({"page": tidy_range(parts["page"])} if "page" in parts else {}))
AUTHOR = st.builds(
    Authorship,
    name=NAME,
    orcid=st.sampled_from(["", "0000-0002-1825-0097"]),
    equal=st.booleans(),
    corresponding=st.booleans(),
    affiliations=TEXTS,
    id=st.sampled_from(["", "jane-doe"]),
    group=st.booleans(),
    family=st.just("") | NAME,
    given=st.just("") | NAME,
    particle=st.just("") | NAME,
    suffix=st.just("") | NAME,
    roles=st.sampled_from([(), ("Software",), ("Writing – original draft", "Supervision (lead)")]),
)
SPECIAL: dict[str, st.SearchStrategy[Any]] = {
    "id": st.just("x"),
    "title": NAME,
    "authors": st.lists(st.one_of(st.builds(Authorship, name=NAME), AUTHOR), max_size=4).map(tuple),
    "links": st.lists(LINK, max_size=4).map(tuple),
    "container": st.builds(lambda one, other: one | other, TEXT_PARTS, CONTAINER),
    "categories": TEXTS.map(lambda codes: tuple(dict.fromkeys(codes))),
    "extra": st.just({}),
    "notes": st.just("") | ANY.map(lambda text: f"## Notes\n\n{text}".replace("\r", "").strip()),
}


def choose_values(name: str) -> st.SearchStrategy[Any]:
    """Return what a field of `Paper` may hold."""
    if name in SPECIAL:
        return SPECIAL[name]
    field = BY_KEY[name]
    return OPEN[field.read] if field.read in OPEN else several(examples(field))


PAPERS = st.builds(Paper, **{name: choose_values(name) for name in Paper.__struct_fields__})
