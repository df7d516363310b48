"""Names are split for citations and sort order, and come back as they were printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.text.identifiers import address_doi, find_arxiv, read_arxiv, read_doi, read_orcid
from site_builder.text.name_lists import may_be_several, split_names
from site_builder.text.person_names import abbreviate, join_name, sort_key, split_name


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Yuichi Inoue", ("Yuichi", "", "Inoue", "")),
        ("Ludwig van Beethoven", ("Ludwig", "van", "Beethoven", "")),
        ("Aäron van den Oord", ("Aäron", "van den", "Oord", "")),
        ("Laurens Van Der Maaten", ("Laurens", "", "Van Der Maaten", "")),
        ("Hugo Van hamme", ("Hugo", "", "Van hamme", "")),
        ("Sabine Schulte im Walde", ("Sabine", "", "Schulte im Walde", "")),
        ("José Ortega y Gasset", ("José", "", "Ortega y Gasset", "")),
        ("Shai Ben David", ("Shai", "", "Ben David", "")),
        ("von Neumann", ("", "von", "Neumann", "")),
        ("John W. Fisher III", ("John W.", "", "Fisher", "III")),
        ("John Smith, Jr.", ("John", "", "Smith", "Jr.")),
        ("Smith, Jr., John", ("John", "", "Smith", "Jr.")),
        ("van Gogh, Vincent", ("Vincent", "van", "Gogh", "")),
        ("Ramakrishnan, IV", ("IV", "", "Ramakrishnan", "")),
        ("Le Song", ("Le", "", "Song", "")),
        ("deepak babu sam", ("deepak babu", "", "sam", "")),
        ("J. K.", ("J.", "", "K.", "")),
        ("Prabhat", ("", "", "Prabhat", "")),
        ("中村 太一", ("太一", "", "中村", "")),
        ("김 민수", ("민수", "", "김", "")),
        ("王伟", ("", "", "王伟", "")),
        ("", ("", "", "", "")),
    ],
)
def test_a_name_is_split_into_its_parts(name: str, parts: tuple[str, str, str, str]) -> None:
    assert tuple(split_name(name)) == parts


words = st.text(st.characters(categories=("Lu", "Ll", "Lo")), min_size=1, max_size=8)


@given(st.lists(words, max_size=5).map(" ".join))
def test_splitting_and_joining_give_the_printed_name(name: str) -> None:
    assert join_name(*split_name(name)) == name


@given(st.text())
def test_any_text_can_be_split_and_sorted(name: str) -> None:
    assert isinstance(sort_key(name), str)
    assert isinstance(sort_key(name, True), str)


def test_authors_are_sorted_by_family_name_without_regard_to_accents_and_particles() -> None:
    names = [
        "Ludwig van Beethoven",
        "Émile Zola",
        "Ada Smith Jones",
        "Bob Smith",
        "Åsa Äng",
        "The Zeta Team",
        "An Smith",
    ]
    ordered = sorted(names, key=lambda name: sort_key(name, name.startswith("The")))
    assert ordered == [
        "Åsa Äng",
        "Ludwig van Beethoven",
        "Ada Smith Jones",
        "An Smith",
        "Bob Smith",
        "The Zeta Team",
        "Émile Zola",
    ]


@pytest.mark.parametrize(
    ("given_names", "initials"),
    [("Jean-Paul R.", "J.-P. R."), ("yuichi", "Y."), ("Éva", "É."), ("太一", "太一"), ("", "")],
)
def test_given_names_are_abbreviated(given_names: str, initials: str) -> None:
    assert abbreviate(given_names) == initials


@pytest.mark.parametrize(
    ("text", "arxiv"),
    [
        ("2503.04412", "2503.04412"),
        ("arXiv:2503.04412v2", "2503.04412"),
        ("ARXIV: 2503.04412 [cs.AI]", "2503.04412"),
        ("https://arxiv.org/abs/2503.04412v1", "2503.04412"),
        ("https://www.arxiv.org/pdf/2503.04412v1.pdf", "2503.04412"),
        ("arxiv.org/html/2503.04412", "2503.04412"),
        ("10.48550/arXiv.2503.04412", "2503.04412"),
        ("https://doi.org/10.48550/arXiv.2503.04412", "2503.04412"),
        ("hep-th/9901001", "hep-th/9901001"),
        ("arXiv:math.GT/0309136", "math/0309136"),
        ("2513.04412", ""),
        ("2503.044121", ""),
        ("12503.04412", ""),
        ("10.1000/2503.04412", ""),
        ("Wider or Deeper?", ""),
    ],
)
def test_an_arxiv_id_is_known_in_every_spelling_and_nothing_else_is(text: str, arxiv: str) -> None:
    assert read_arxiv(text) == arxiv


@pytest.mark.parametrize(
    ("text", "arxiv"),
    [
        ("arXiv preprint arXiv:2503.04412", "2503.04412"),
        ("CoRR abs/1706.03762", "1706.03762"),
        ("12 pages; see https://arxiv.org/abs/1706.03762.", "1706.03762"),
        ("pages 2503.04412", ""),
    ],
)
def test_an_arxiv_id_is_found_where_a_sentence_names_it(text: str, arxiv: str) -> None:
    assert find_arxiv(text) == arxiv


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1000/xyz", "10.1000/xyz"),
        ("https://doi.org/10.1000/XYZ.", "10.1000/XYZ"),
        ("doi: 10.1016/0004-3702(94)90007-8", "10.1016/0004-3702(94)90007-8"),
        ("http://dx.doi.org/10.1000/a/b", "10.1000/a/b"),
        ("https://doi.org/10.1002/(SICI)1097%3C16::AID%3E3.0.CO;2-2", "10.1002/(SICI)1097<16::AID>3.0.CO;2-2"),
        ("10.1000/a%20b", "10.1000/a%20b"),
        ("10.1000/a b", ""),
        ("11.1000/xyz", ""),
        ("", ""),
    ],
)
def test_a_doi_is_known_in_every_spelling_and_nothing_else_is(text: str, doi: str) -> None:
    assert read_doi(text) == doi


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Z", "C")), min_size=1).map("10.1000/{}x".format))
def test_the_address_of_a_doi_leads_back_to_it(doi: str) -> None:
    """And nothing in it is taken for a query, a fragment or an escape."""
    address = address_doi(doi)
    assert read_doi(address) == doi
    assert not {"?", "#", "<", " ", '"'} & set(address)


def test_an_orcid_id_is_known_bare_and_as_an_address() -> None:
    assert read_orcid("https://orcid.org/0000-0002-1694-233x") == "0000-0002-1694-233X"
    assert read_orcid("0000-0002-1825-0097") == "0000-0002-1825-0097"
    assert read_orcid("0000-0002-1825") == ""


@pytest.mark.parametrize(
    ("text", "names", "et_al"),
    [
        ("Jane Doe; John Roe", ["Jane Doe", "John Roe"], False),
        ("Jane Doe and John Roe", ["Jane Doe", "John Roe"], False),
        ("Jane Doe & John Roe", ["Jane Doe", "John Roe"], False),
        ("Jane Doe, John Roe, and Max Moe", ["Jane Doe", "John Roe", "Max Moe"], False),
        ("Jane Doe, John Roe, et al.", ["Jane Doe", "John Roe"], True),
        ("Jane Doe et al", ["Jane Doe"], True),
        ("Doe, Jane and Roe, John", ["Jane Doe", "John Roe"], False),
        ("Ortega y Gasset, José; King, Jr., Martin", ["José Ortega y Gasset", "Martin King Jr."], False),
        ("Doe, J., & Roe, A.", ["J. Doe", "A. Roe"], False),
        ("Smith J, Doe AB", ["Smith J", "Doe AB"], False),
        ("Jane Doe, MIT; John Roe, ETH", ["Jane Doe, MIT", "John Roe, ETH"], False),
        ("Laurens van der Maaten and Geoffrey Hinton", ["Laurens van der Maaten", "Geoffrey Hinton"], False),
        ("王伟、李娜", ["王伟", "李娜"], False),
    ],
)
def test_names_in_one_text_are_told_apart_where_that_is_certain(text: str, names: list[str], et_al: bool) -> None:
    assert split_names(text) == (tuple(names), et_al)


@pytest.mark.parametrize(
    "text", ["Jane Doe, John Roe", "Garcia Marquez, Gabriel Jose", "Barnes and Noble", "Ernst & Young"]
)
def test_what_may_be_one_name_or_several_is_left_and_told(text: str) -> None:
    assert split_names(text) is None
    assert may_be_several(text)


@pytest.mark.parametrize(
    "text", ["Doe, Jane", "King, Jr., Martin", "Google, Inc.", "Jane Doe, PhD", "AT&T", "et al.", "X"]
)
def test_what_is_one_name_stays_one(text: str) -> None:
    assert split_names(text) is None
    assert not may_be_several(text)


def test_a_list_of_universities_is_no_list_of_people() -> None:
    assert split_names("University of Science and Technology of China") is None
    assert split_names("Department of Physics, Institute of Optics, School of Arts") is None
