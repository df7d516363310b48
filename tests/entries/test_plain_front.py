"""Front matter in plain lines is read without a parser: its values are those that YAML's parser gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from entry_papers import PAPERS
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.entries.frontmatter import FrontMatter, Unreadable, build, compose, split
from site_builder.entries.plain_frontmatter import read_plainly
from site_builder.entries.writer import compose_paper

if TYPE_CHECKING:
    from site_builder.model import Paper

PAIRS = ["title: ", "a: ", "l:\n", "key-a: v\n", "k: 'it''s'\n", 'k2: "v"\n', "m:\n  - x\n  - y\n", "n: [a, b]\n"]
MARKS = [*"{}[]'\"#,:&*!|>%@`\\?-~<= \t\x7f\u00a0\u2028\ufeffé—", "\n", "  - ", "- ", ": ", " #", "x", "A B", "null"]
HEADS = st.lists(st.sampled_from([*PAIRS, *MARKS]), max_size=8).map(lambda pieces: "".join([*pieces, "\n"]))


def _read_yaml(head: str) -> object:
    """Return what YAML's parser makes of front matter, or why it makes nothing of it."""
    try:
        root = compose(FrontMatter("---", head, ""), "x.md")
    except Unreadable as fault:
        return fault
    return build(root) if root else {}


@settings(max_examples=300, deadline=None)
@given(HEADS)
def test_what_is_read_without_a_parser_is_what_the_parser_reads(head: str) -> None:
    plain = read_plainly(head)
    assert plain is None or plain == _read_yaml(head)


@settings(max_examples=50, deadline=None)
@given(PAPERS)
def test_entries_that_the_program_writes_mean_the_same_to_both(paper: Paper) -> None:
    head = split(compose_paper(paper), "x.md").head
    assert read_plainly(head) in (None, _read_yaml(head))


@pytest.mark.parametrize(
    ("head", "values"),
    [
        ("title: 'It''s here'\nvenue:\n", {"title": "It's here", "venue": ""}),
        ('pdf: https://x.org/a:b  \ncode: "#1"\n', {"pdf": "https://x.org/a:b", "code": "#1"}),
        ('authors:\n- A B\n- "C, D"\n', {"authors": ["A B", "C, D"]}),
        ("tags: [x.y, null,z w ]\n", {"tags": ["x.y", "", "z w"]}),
        ('date: null\nvenue: "null"\n', {"date": "", "venue": "null"}),
    ],
)
def test_plain_lines_take_no_parser(head: str, values: object) -> None:
    assert read_plainly(head) == values == _read_yaml(head)


@pytest.mark.parametrize(
    "head",
    [
        'title: "a\\tb"\n', "title: a: b\n", "title: a # b\n", "title: a\n  b\n", "title: a\ntitle: b\n", "title: 'a\n",
        "authors:\n  - a\n- b\n", "authors:\n  - name: a\n", "a: 1\n  - b\n", "tags: [a, [b]]\n", "a: &b c\n",
        "a: \x07\n",
    ],
)  # fmt: skip
def test_whatever_may_mean_more_is_left_to_the_parser(head: str) -> None:
    assert read_plainly(head) is None
