"""Every subject of arXiv is known by its code and by the label that a listing prints."""

from __future__ import annotations

import pytest

from site_builder.text import arxiv_taxonomy


@pytest.mark.parametrize(
    ("label", "code", "name"),
    [
        ("CL", "cs.CL", "Computation and Language"),
        ("LG", "cs.LG", "Machine Learning"),
        ("ML", "stat.ML", "Machine Learning"),
        ("AS", "eess.AS", "Audio and Speech Processing"),
        ("SY", "cs.SY", "Systems and Control"),
        ("math.OC", "math.OC", "Optimization and Control"),
        ("quant-ph", "quant-ph", "Quantum Physics"),
        ("cond-mat.mtrl-sci", "cond-mat.mtrl-sci", "Materials Science"),
        ("cmp-lg", "cmp-lg", "Computation and Language (retired)"),
    ],
)
def test_a_label_leads_to_its_subject(label: str, code: str, name: str) -> None:
    """The archives that labels leave out are Computer Science, Statistics and Electrical Engineering."""
    assert arxiv_taxonomy.from_label(label) == code
    subject = arxiv_taxonomy.lookup(code)
    assert subject is not None
    assert subject.name == name


def test_a_label_of_no_subject_stays_as_it_is() -> None:
    """What isn't known isn't guessed."""
    assert arxiv_taxonomy.from_label("ZZ") == "ZZ"
    assert arxiv_taxonomy.lookup("cs.ZZ") is None


def test_every_code_comes_back_from_its_label() -> None:
    """Only Systems and Control is two subjects with one label."""
    lost = [
        s.code
        for s in arxiv_taxonomy._subjects().values()
        if arxiv_taxonomy.from_label(arxiv_taxonomy.to_label(s.code)) != s.code
    ]
    assert lost == ["eess.SY"]


def test_the_taxonomy_is_whole() -> None:
    """All subjects of today and the retired ones, each with a group and a sentence."""
    subjects = tuple(arxiv_taxonomy._subjects().values())
    assert len([s for s in subjects if s.group != "Retired"]) == 155
    assert len({s.code for s in subjects}) == len(subjects)
    assert all(s.name and s.group and s.about.endswith(".") for s in subjects)
