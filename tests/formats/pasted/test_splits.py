"""Where a title ends and the names begin: hard cases as a file, each feature alone, and the word model."""

from __future__ import annotations

import pytest
from listing_cases import CASES

from site_builder.formats.pasted import features, split_candidates, title_author_split, word_model

Case = tuple[str, str, str]


def read_cases() -> list[Case]:
    """Return title, line of names and abstract of each case."""
    rows = [row for row in (CASES / "splits.txt").read_text("utf-8").splitlines() if row and not row.startswith("#")]
    pairs = (row.split(" ¦ ") for row in rows[::2])
    return [(title, people, abstract.strip()) for (title, people), abstract in zip(pairs, rows[1::2], strict=True)]


@pytest.mark.parametrize(("title", "people", "abstract"), read_cases(), ids=lambda text: text[-25:])
def test_a_title_is_told_from_the_names(title: str, people: str, abstract: str) -> None:
    """The best reading is the right one, whether or not a person is asked about it."""
    tail = title_author_split.trim(title + people)
    split = title_author_split.split(tail.text, tail.truncated, split_candidates.gather(abstract, word_model.load()))
    assert split is not None
    right = title_author_split.Reading(title, tuple(people.removesuffix(" et al.").split(", ")))
    assert right == split.reading


def seam_at(text: str, abstract: str = "", names_shown: int = 1) -> split_candidates.SplitCandidate:
    """Return the seam that a bar marks in a line."""
    title, _, people = text.partition("|")
    line = split_candidates.cut(
        title + people, truncated=False, context=split_candidates.gather(abstract, word_model.load())
    )
    found = [*split_candidates.capital_candidates(line), *split_candidates.other_candidates(line)]
    return next(candidate for candidate in found if candidate.start == len(title) and candidate.names == names_shown)


@pytest.mark.parametrize(
    ("clue", "text", "abstract", "answer"),
    [
        (features.printed_in_abstract, "On Maps|Ada Lee", "All Maps lie", 1),
        (features.printed_in_abstract, "On Maps|Ada Lee", "all maps lie", 0),
        (features.inflected_in_abstract, "On Maps|Ada Lee", "all maps lie", 1),
        (features.inflected_in_abstract, "On Maps|Ada Lee", "a map lies", 0.7),
        (features.inflected_in_abstract, "On Mapping|Ada Lee", "mapped", 0.5),
        (features.inflected_in_abstract, "On Maps|Ada Lee", "nothing", 0),
        (features.whole_in_abstract, "On Cycle|QD Lee", "we call it CycleQD", 1),
        (features.whole_in_abstract, "On Cycle|QD Lee", "we call it cycleqd", 0.5),
        (features.mentioned_in_abstract, "On Maps|Ada Markov", "a Markov chain", 1),
        (features.mentioned_in_abstract, "On Maps|Ada Markov", "Ada is a language", 0.5),
        (features.single_word_name, "On Maps|Mausam", "", 1),
        (features.single_word_name, "On Maps|Ada Lee", "", 0),
        (features.extra_name_words, "On Maps|Ada May van Lee", "", 2),
        (features.lower_case_start, "On Maps|ada lee", "", 1),
        (features.lower_case_start, "On Maps|01.AI", "", 1),
        (features.single_letter_start, "On Map|S Ada Lee", "", 1),
        (features.sentence_words, "Lan|Guage with Ada Lee", "", 1),
        (features.sentence_words, "On Maps|Ada van der Lee", "", 0),
        (features.lower_case_name_words, "MR|Iyan yang", "", 1),
        (features.lower_case_name_words, "MRI|yan yang", "", 0),
        (features.closed_title, "Why Maps?|Ada Lee", "", 1),
        (features.closed_title, "Why Maps|Ada Lee", "", 0),
        (features.unbalanced_brackets, "Bounds for (L|Ada) Lee", "", 2),
        (features.unbalanced_brackets, "Bounds for (L)|Ada Lee", "", 0),
        (features.unbalanced_brackets, "The Rate $O(1|Ada)$ Lee", "", 3),
        (features.unexplained_camel_case, "MapsAda Lee on Lin|Es", "", 1),
        (features.unexplained_camel_case, "MapsAda Lee on Lin|Es", "MapsAda is a map", 0),
        (features.inner_capitals, "On Maps|RangerPhilippe Lee", "", 1),
        (features.inner_capitals, "On Maps|Ada McDonald", "", 0),
        (features.inner_capitals, "On Maps|Jean-Luc D'Arc", "", 0),
        (features.capital_run_start, "On LLM|SAda Lee", "", 1),
        (features.all_capitals, "IN 3-S|ATRISHI HAZRA", "", 1),
        (features.initials_start, "On Maps|J.-P. Lee", "", 1),
        (features.initials_start, "On Maps|Ada Lee", "", 0),
        (features.missing_authors, "On Maps|Ada Lee", "", 2),
        (features.group_name, "On Maps|Kite Team", "", 1),
        (features.group_name, "On Maps|OpenAI", "", 1),
        (features.group_name, "On Maps|Stability AI", "", 1),
        (features.group_name, "On Maps|Qingyao Ai", "", 0),
        (features.group_name, "On Maps|Ada Lee", "", 0),
        (features.first_word_in_title, "Kite: A Model|Kite Lee", "", 1),
        (features.first_word_in_title, "Kites: A Model|Kite Lee", "", 0),
        (features.after_hyphen, "Reconstructions of Jean-|Luc Lee", "", 1),
        (features.after_hyphen, "Merging Models -|Luc Lee", "", 0),
        (features.single_letter_title_end, "Following A|TVAda Lee", "", 1),
    ],
)
def test_a_clue_answers_as_its_sentence_says(clue: features.Feature, text: str, abstract: str, answer: float) -> None:
    """Each clue is a pure function of a seam, and can be asked by itself."""
    assert clue(seam_at(text, abstract)) == pytest.approx(answer)


@pytest.mark.parametrize(
    ("clue", "more", "less"),
    [
        (features.spelling_odds, "On Networks|Yann Lee", "On Network|SYann Lee"),
        (features.given_name_odds, "On Maps|Maria Lee", "On Maps|Neural Lee"),
        (features.family_name_odds, "On Maps|Ada Zhang", "On Maps|Ada Learning"),
    ],
)
def test_words_are_weighed_by_what_they_are_known_as(clue: features.Feature, more: str, less: str) -> None:
    """A name weighs more as a name than a word of titles does."""
    assert clue(seam_at(more)) > clue(seam_at(less))


def test_the_other_names_and_what_stands_before_them_are_weighed() -> None:
    """Two names after the comma speak for two authors; a name left in the title speaks against one."""
    assert features.further_names_odds(seam_at("On Maps|Ada Lee, Maria Zhang", names_shown=2)) > 0
    assert features.left_out_name_odds(seam_at("Maps and Maria Zhang, On|Ada Lee")) > 0
    assert features.left_out_name_odds(seam_at("Deep Learning, Neural Networks|Ada Lee")) < 0


def test_a_name_met_elsewhere_is_a_clue() -> None:
    """Who is an author of another paper is an author."""
    context = split_candidates.gather("", word_model.load(), frozenset({"Ada Lee"}))
    line = split_candidates.cut("On MapsAda Lee", truncated=False, context=context)
    assert [features.known_author(candidate) for candidate in split_candidates.capital_candidates(line)] == [1.0]


def test_every_clue_has_a_weight_and_a_sentence() -> None:
    """A clue without a weight would be dead; one without a sentence couldn't be understood."""
    functions = [clue for clue, _ in features.WEIGHTS]
    assert len(functions) == len(set(functions))
    assert all(weight and clue.__doc__ for clue, weight in features.WEIGHTS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A, B et al. · ibm-research, stanford", ("A, B", True, ("ibm-research", "stanford"))),
        ("A, B · mit", ("A, B", False, ("mit",))),
        ("A, B", ("A, B", False, ())),
        ("A · B: Signals et al. by C", ("A · B: Signals et al. by C", False, ())),
    ],
)
def test_what_follows_the_names_is_taken_off(text: str, expected: tuple[str, bool, tuple[str, ...]]) -> None:
    """Et al. and institutions stand at the end of a line, and nowhere else."""
    tail = title_author_split.trim(text)
    assert (tail.text, tail.truncated, tail.affiliations) == expected


def test_a_word_model_is_read_as_it_is_described() -> None:
    """Counts come back at their levels, and a word that isn't there is judged by its letters."""
    row = chr(33 + 4 * 3) * 30
    text = "# a comment\n10 10 10\n2 2 2\n" + f"{row}\n" * 2700 + "030 ada\n100 maps graphs\n"
    known = word_model.parse(text)
    assert (known.count("ada", "given"), known.count("maps", "title"), known.count("zig", "title")) == (4, 1, 0)
    title, given, _ = known.weigh("ada")
    assert given > title
    assert known.weigh("zig")[0] > known.weigh("zigzag")[0]
