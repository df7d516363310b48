"""The features of a split candidate: small pure functions, and their weights in one table.

Each feature returns a number. The weighted sum is the log-odds of a candidate against the other candidates of the line,
up to a constant. The weights were learnt on papers with known titles and authors
(``docs/decisions/0002-where-a-title-ends.md``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from site_builder.formats.pasted.split_candidates import MOST_NAMES, Line, SplitCandidate, bare
from site_builder.formats.pasted.word_model import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A feature: the value of one property of a candidate.
Feature: TypeAlias = Callable[[SplitCandidate], float]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FUNCTION_WORDS = _words(
    """a across an and are as at between by for from in into is its not of on or over than that the their through to
    towards under using via what when with within without"""
)
PARTICLES = _words(
    """af al av bin da das de del della den der di do dos du e el ibn la le of ould ten ter te the und van von y zu
    zur"""
)
_GROUP_WORDS = _words(
    """alliance association authors board center centre collaboration communication community company consortium
    foundation group inc initiative institute lab laboratory labs ltd network project research team teams university
    workshop"""
)
_ORGANISATIONS = _words(
    """01.ai adobe alibaba amazon anthropic apple baichuan baidu bigcode bigscience bytedance cerebras character.ai
    cohere databricks deepmind deepseek eleutherai google huawei ibm inception intel laion liquid llm-jp meituan meta
    microsoft minimax mistral mosaicml naver nvidia openai openmmlab primeintellect rakuten rwkv salesforce samsung
    sensetime stepfun tencent together upstage xai xiaomi xverse yandex"""
)
_CAMEL = re.compile(r"\S*[a-z0-9)?!\"”’'][A-Z]\S*")
_INNER_CAPITAL = re.compile(r"[a-z0-9][A-Z]|\d|[)\]}?!\"”*+|∞][A-Z]|[a-z]{3}['’][A-Z]")
_PAIRED = re.compile(r"[()\[\]{}\"$“”‘]")
_CAPITAL_RUN = re.compile(r"[A-Z]{2,}[a-z]")
_PREFIX = re.compile(
    r"(?:Mc|Mac|De|Di|Da|Del|Della|La|Le|Lo|Du|Des|Van|Von|Fitz|O|D|L|Al|El)(?=[A-Z])|(?<=[a-z])-|(?<=-)[A-Z]"
)
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.-?)+")


def _clip(number: float, least: float, most: float) -> float:
    return max(least, min(number, most))


def printed_in_abstract(candidate: SplitCandidate) -> float:
    """Return 1 if the abstract has the title's last word in the same form."""
    return float(candidate.end in candidate.line.context.printed)


def inflected_in_abstract(candidate: SplitCandidate) -> float:
    """Return up to 1 if the abstract has the title's last word in another case, number or form."""
    words = candidate.line.context.words
    end = candidate.close
    if not end:
        return 0.0
    if end in words:
        return 1.0
    other = end[:-1] if end.endswith("s") else end + "s"
    if other in words or end.rpartition("-")[2] in words or (end.endswith("ies") and end[:-3] + "y" in words):
        return 0.7
    stem = end[: max(4, len(end) - 3)]
    return 0.5 if f" {stem}" in candidate.line.context.spaced else 0.0


def whole_in_abstract(candidate: SplitCandidate) -> float:
    """Return up to 1 if the abstract has the word that the split would cut."""
    word = bare(candidate.left + candidate.right)
    context = candidate.line.context
    return 1.0 if word in context.printed else 0.5 if plain(word) in context.words else 0.0


def spelling_odds(candidate: SplitCandidate) -> float:
    """Return the log-odds of the two sides (title word, given name) against one uncut title word."""
    weigh = candidate.line.context.word_model.weigh
    one = plain(bare(candidate.left + candidate.right))
    return _clip(weigh(candidate.close)[0] + weigh(candidate.first)[1] - weigh(one)[0], -15, 25)


def given_name_odds(candidate: SplitCandidate) -> float:
    """Return the log-odds of the name's first word as a given name against a title word."""
    title, given, _ = candidate.line.context.word_model.weigh(candidate.first)
    return _clip(given - title, -12, 12)


def family_name_odds(candidate: SplitCandidate) -> float:
    """Return the log-odds of the name's other words as family names against title words."""
    weigh = candidate.line.context.word_model.weigh
    total = 0.0
    for word in candidate.rest:
        title, _, family = weigh(word)
        total += family - title
    return _clip(total, -20, 20)


def mentioned_in_abstract(candidate: SplitCandidate) -> float:
    """Count the words of the name that the abstract uses; the first one counts half."""
    words = candidate.line.context.words
    return float(sum(1 for word in candidate.rest if len(word) > 2 and word in words)) + (
        0.5 if candidate.first in words else 0.0
    )


def single_word_name(candidate: SplitCandidate) -> float:
    """Return 1 if the name is a single word."""
    return float(not candidate.rest)


def extra_name_words(candidate: SplitCandidate) -> float:
    """Count the words of the name beyond the second."""
    return float(max(0, len(candidate.rest) - 1))


def lower_case_start(candidate: SplitCandidate) -> float:
    """Return 1 if the name begins with a lower-case letter or a digit."""
    return float(candidate.right[0].islower() or candidate.right[0].isdigit())


def single_letter_start(candidate: SplitCandidate) -> float:
    """Return 1 if the first word of the name is a single letter without a full stop."""
    return float(len(candidate.right) == 1)


def sentence_words(candidate: SplitCandidate) -> float:
    """Count the words of the name that occur only in sentences."""
    return float(sum(1 for word in candidate.words if word in FUNCTION_WORDS and word not in PARTICLES))


def is_prose(words: Sequence[str]) -> bool:
    """Tell whether one of the words occurs only in sentences."""
    return any(word in FUNCTION_WORDS and word not in PARTICLES for word in words)


def lower_case_name_words(candidate: SplitCandidate) -> float:
    """Count the lower-case words of a capitalised name that aren't particles."""
    if not candidate.right[0].isupper():
        return 0.0
    return float(sum(1 for word in candidate.words[1:] if word[0].islower() and word not in PARTICLES))


def after_hyphen(candidate: SplitCandidate) -> float:
    """Return 1 if the split follows a hyphen or a similar sign inside a word."""
    return float(len(candidate.left) > 1 and candidate.left[-1] in "-–‐‑'’/&.:_" and candidate.left[-2].isalnum())


def single_letter_title_end(candidate: SplitCandidate) -> float:
    """Return 1 if the title ends in a single letter."""
    return float(len(candidate.end) == 1 and candidate.end.isalpha())


def closed_title(candidate: SplitCandidate) -> float:
    """Return 1 if the title ends in a question mark, a bracket or a quotation mark that only a name can follow."""
    return float(candidate.left[-1] in "?!)]}\"”’'$" and len(candidate.left) > 1 and not candidate.right[0].islower())


def unbalanced_brackets(candidate: SplitCandidate) -> float:
    """Count the unpaired brackets, quotation marks and dollars in the title and in the name."""
    if not _PAIRED.search(candidate.line.text):
        return 0.0
    title, name = candidate.title, " ".join(candidate.words)
    found = (title.count("$") % 2) + (title.count('"') % 2)
    for opening, closing in ("()", "[]", "{}", "“”"):
        found += (title.count(opening) != title.count(closing)) + (name.count(opening) != name.count(closing))
    return found + float(title.count("‘") > title.count("’"))


def unexplained_camel_case(candidate: SplitCandidate) -> float:
    """Count the words with inner capitals in the title that neither the abstract nor the word model knows."""
    context = candidate.line.context
    found = 0
    for glued in _CAMEL.findall(candidate.title):
        word = bare(glued)
        if word != candidate.end and word not in context.printed and plain(word) not in context.words:
            found += not context.word_model.count(plain(word), "title")
    return float(found)


def inner_capitals(candidate: SplitCandidate) -> float:
    """Count the words of the name with capitals or digits inside."""
    return float(sum(1 for word in candidate.words if _INNER_CAPITAL.search(_PREFIX.sub("", word))))


def capital_run_start(candidate: SplitCandidate) -> float:
    """Return 1 if the name begins with several capitals followed by lower-case letters."""
    return float(_CAPITAL_RUN.match(candidate.right) is not None)


def all_capitals(candidate: SplitCandidate) -> float:
    """Return 1 if both sides of the split are in capitals."""
    return float(
        candidate.left.isupper()
        and candidate.right.isupper()
        and len(candidate.right) > 1
        and "." not in candidate.right
    )


def initials_start(candidate: SplitCandidate) -> float:
    """Return 1 if the name begins with initials."""
    return float(_INITIALS.fullmatch(candidate.right) is not None)


def odds_of_name(line: Line, words: list[str]) -> float:
    """Return the log-odds of words as a whole name against title words."""
    weigh = line.context.word_model.weigh
    total = 0.0
    for number, word in enumerate(words):
        figures = weigh(plain(bare(word)))
        total += figures[2 if number else 1] - figures[0]
    return total


def further_names_odds(candidate: SplitCandidate) -> float:
    """Return the log-odds of the text behind the first name as further names."""
    line = candidate.line
    total = 0.0
    for a, b in line.parts[len(line.parts) - candidate.names + 1 :]:
        total += _clip(odds_of_name(line, line.text[a:b].split()), -12, 8)
    return total


def left_out_name_odds(candidate: SplitCandidate) -> float:
    """Return the log-odds of the words before the title's last comma as a name that this candidate leaves out."""
    line = candidate.line
    at = len(line.parts) - candidate.names - 1
    if at < 0 or candidate.names == MOST_NAMES:
        return 0.0
    a, b = line.parts[at]
    return _clip(odds_of_name(line, line.text[a:b].split()[-2:]), -8, 8)


def missing_authors(candidate: SplitCandidate) -> float:
    """Count how many authors are missing to three."""
    return float(MOST_NAMES - candidate.names)


def known_author(candidate: SplitCandidate) -> float:
    """Return 1 if the same name occurs elsewhere in the listing."""
    return float(" ".join(candidate.words) in candidate.line.context.authors)


def group_name(candidate: SplitCandidate) -> float:
    """Return 1 if the words of the name say that it is a group."""
    return float(is_group(candidate.words))


def is_group(words: Sequence[str]) -> bool:
    """Tell whether the words of a name say that it is a team, a company or a collaboration."""
    first, last = words[0], words[-1]
    if len(words) > 1:
        return first == "Team" or last == "AI" or (bare(last).lower() in _GROUP_WORDS and not last[0].islower())
    return (first.endswith("AI") and len(first) > 2 and first[0].isupper()) or plain(first) in _ORGANISATIONS


def first_word_in_title(candidate: SplitCandidate) -> float:
    """Return 1 if the title has the name's first word as a separate word, as with the name of a project."""
    word = bare(candidate.right)
    if len(word) < 3:
        return 0.0
    title = f" {candidate.line.text[: candidate.start - len(candidate.left)]} "
    at = title.find(word)
    while at >= 0:
        after = title[at + len(word)]
        if not title[at - 1].isalnum() and not after.islower():
            return 1.0
        at = title.find(word, at + 1)
    return 0.0


#: The weights: log-odds (natural logarithm) for one unit of the feature.
WEIGHTS: tuple[tuple[Feature, float], ...] = (
    (printed_in_abstract, 1.48),
    (inflected_in_abstract, 3.43),
    (whole_in_abstract, -1.53),
    (spelling_odds, 0.27),
    (given_name_odds, 0.13),
    (family_name_odds, 0.06),
    (mentioned_in_abstract, -0.26),
    (single_word_name, -2.4),
    (extra_name_words, -0.29),
    (lower_case_start, -8.45),
    (single_letter_start, -4.32),
    (sentence_words, -0.53),
    (lower_case_name_words, -7.17),
    (closed_title, 6.48),
    (unbalanced_brackets, -1.42),
    (unexplained_camel_case, -1.58),
    (inner_capitals, -1.37),
    (capital_run_start, -5.46),
    (all_capitals, -5.68),
    (initials_start, 5.89),
    (further_names_odds, 0.14),
    (left_out_name_odds, -0.19),
    (missing_authors, -1.18),
    (known_author, 2.55),
    (group_name, 9.37),
    (first_word_in_title, 6.65),
    (after_hyphen, -6.58),
    (single_letter_title_end, -3.31),
)


def score(candidate: SplitCandidate) -> float:
    """Return the log-odds of a candidate, up to a constant of its line."""
    return sum(weight * feature(candidate) for feature, weight in WEIGHTS)
