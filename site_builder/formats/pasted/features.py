"""What speaks for and against a seam: small clues, each a pure function, and their weights in one table.

Each clue answers with a number; the sum of the numbers times their weights is the logarithm of a seam's odds against
the other seams of the line, up to a constant. The weights were learnt on papers whose titles and authors are known
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

#: A clue: what it is asked about, and its answer.
Clue: TypeAlias = Callable[[SplitCandidate], float]


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
_CLOT = re.compile(r"[A-Z]{2,}[a-z]")
_PREFIX = re.compile(
    r"(?:Mc|Mac|De|Di|Da|Del|Della|La|Le|Lo|Du|Des|Van|Von|Fitz|O|D|L|Al|El)(?=[A-Z])|(?<=[a-z])-|(?<=-)[A-Z]"
)
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.-?)+")


def _clip(number: float, least: float, most: float) -> float:
    return max(least, min(number, most))


def printed(candidate: SplitCandidate) -> float:
    """Tell whether the title's last word stands in the abstract just so."""
    return float(candidate.end in candidate.line.evidence.printed)


def inflected(candidate: SplitCandidate) -> float:
    """Tell whether the abstract has the title's last word in another case, number or form."""
    words = candidate.line.evidence.words
    end = candidate.close
    if not end:
        return 0.0
    if end in words:
        return 1.0
    other = end[:-1] if end.endswith("s") else end + "s"
    if other in words or end.rpartition("-")[2] in words or (end.endswith("ies") and end[:-3] + "y" in words):
        return 0.7
    stem = end[: max(4, len(end) - 3)]
    return 0.5 if f" {stem}" in candidate.line.evidence.spaced else 0.0


def whole(candidate: SplitCandidate) -> float:
    """Tell whether the abstract has the word that the seam would cut."""
    word = bare(candidate.left + candidate.right)
    evidence = candidate.line.evidence
    return 1.0 if word in evidence.printed else 0.5 if plain(word) in evidence.words else 0.0


def spelling(candidate: SplitCandidate) -> float:
    """Weigh the two sides as a title's word and a given name against the whole as one word of the title."""
    weigh = candidate.line.evidence.lexicon.weigh
    one = plain(bare(candidate.left + candidate.right))
    return _clip(weigh(candidate.close)[0] + weigh(candidate.first)[1] - weigh(one)[0], -15, 25)


def given(candidate: SplitCandidate) -> float:
    """Weigh the name's first word as a given name against a title's word."""
    title, given, _ = candidate.line.evidence.lexicon.weigh(candidate.first)
    return _clip(given - title, -12, 12)


def family(candidate: SplitCandidate) -> float:
    """Weigh the name's further words as family names against words of a title."""
    weigh = candidate.line.evidence.lexicon.weigh
    total = 0.0
    for word in candidate.rest:
        title, _, family = weigh(word)
        total += family - title
    return _clip(total, -20, 20)


def mentioned(candidate: SplitCandidate) -> float:
    """Count the name's words that the abstract uses."""
    words = candidate.line.evidence.words
    return float(sum(1 for word in candidate.rest if len(word) > 2 and word in words)) + (
        0.5 if candidate.first in words else 0.0
    )


def mononym(candidate: SplitCandidate) -> float:
    """Tell whether the name is a single word."""
    return float(not candidate.rest)


def lengthy(candidate: SplitCandidate) -> float:
    """Count the name's words beyond the second."""
    return float(max(0, len(candidate.rest) - 1))


def small(candidate: SplitCandidate) -> float:
    """Tell whether the name begins with a small letter or a digit."""
    return float(candidate.right[0].islower() or candidate.right[0].isdigit())


def stub(candidate: SplitCandidate) -> float:
    """Tell whether the first name is a single letter without its stop."""
    return float(len(candidate.right) == 1)


def prose(candidate: SplitCandidate) -> float:
    """Count the words in the name that only sentences have."""
    return float(sum(1 for word in candidate.words if word in FUNCTION_WORDS and word not in PARTICLES))


def is_prose(words: Sequence[str]) -> bool:
    """Tell whether words hold some that only sentences have."""
    return any(word in FUNCTION_WORDS and word not in PARTICLES for word in words)


def uncapped(candidate: SplitCandidate) -> float:
    """Count the further words of a capitalised name that begin with a small letter and are no particle."""
    if not candidate.right[0].isupper():
        return 0.0
    return float(sum(1 for word in candidate.words[1:] if word[0].islower() and word not in PARTICLES))


def hyphened(candidate: SplitCandidate) -> float:
    """Tell whether the seam would follow a hyphen or another joint inside a word."""
    return float(len(candidate.left) > 1 and candidate.left[-1] in "-–‐‑'’/&.:_" and candidate.left[-2].isalnum())


def crumb(candidate: SplitCandidate) -> float:
    """Tell whether the title would end in a single letter."""
    return float(len(candidate.end) == 1 and candidate.end.isalpha())


def closed(candidate: SplitCandidate) -> float:
    """Tell whether the title would end in a question mark, a bracket or a quote that nothing but a name follows."""
    return float(candidate.left[-1] in "?!)]}\"”’'$" and len(candidate.left) > 1 and not candidate.right[0].islower())


def unbalanced(candidate: SplitCandidate) -> float:
    """Count the brackets, quotes and dollars that the title or the name would leave open."""
    if not _PAIRED.search(candidate.line.text):
        return 0.0
    title, name = candidate.title, " ".join(candidate.words)
    found = (title.count("$") % 2) + (title.count('"') % 2)
    for opening, closing in ("()", "[]", "{}", "“”"):
        found += (title.count(opening) != title.count(closing)) + (name.count(opening) != name.count(closing))
    return found + float(title.count("‘") > title.count("’"))


def unglued(candidate: SplitCandidate) -> float:
    """Count the words left in the title that look glued themselves and that nothing explains."""
    evidence = candidate.line.evidence
    found = 0
    for glued in _CAMEL.findall(candidate.title):
        word = bare(glued)
        if word != candidate.end and word not in evidence.printed and plain(word) not in evidence.words:
            found += not evidence.lexicon.count(plain(word), "title")
    return float(found)


def angular(candidate: SplitCandidate) -> float:
    """Count the name's words with capitals or digits inside."""
    return float(sum(1 for word in candidate.words if _INNER_CAPITAL.search(_PREFIX.sub("", word))))


def clotted(candidate: SplitCandidate) -> float:
    """Tell whether the name would begin with several capitals and go on in small letters."""
    return float(_CLOT.match(candidate.right) is not None)


def shouting(candidate: SplitCandidate) -> float:
    """Tell whether both sides of the cut are capitals."""
    return float(
        candidate.left.isupper()
        and candidate.right.isupper()
        and len(candidate.right) > 1
        and "." not in candidate.right
    )


def initials(candidate: SplitCandidate) -> float:
    """Tell whether the name begins with initials."""
    return float(_INITIALS.fullmatch(candidate.right) is not None)


def odds_of_name(line: Line, words: list[str]) -> float:
    """Weigh words as a whole name against words of a title."""
    weigh = line.evidence.lexicon.weigh
    total = 0.0
    for number, word in enumerate(words):
        figures = weigh(plain(bare(word)))
        total += figures[2 if number else 1] - figures[0]
    return total


def companions(candidate: SplitCandidate) -> float:
    """Weigh what follows the first name as further names."""
    line = candidate.line
    total = 0.0
    for a, b in line.parts[len(line.parts) - candidate.names + 1 :]:
        total += _clip(odds_of_name(line, line.text[a:b].split()), -12, 8)
    return total


def leftover(candidate: SplitCandidate) -> float:
    """Weigh the words before the last comma of the title as a name that was left out."""
    line = candidate.line
    at = len(line.parts) - candidate.names - 1
    if at < 0 or candidate.names == MOST_NAMES:
        return 0.0
    a, b = line.parts[at]
    return _clip(odds_of_name(line, line.text[a:b].split()[-2:]), -8, 8)


def few(candidate: SplitCandidate) -> float:
    """Count the authors missing from three."""
    return float(MOST_NAMES - candidate.names)


def met(candidate: SplitCandidate) -> float:
    """Tell whether the same name occurs elsewhere in the listing."""
    return float(" ".join(candidate.words) in candidate.line.evidence.authors)


def group(candidate: SplitCandidate) -> float:
    """Tell whether the name says that it is a group's."""
    return float(is_group(candidate.words))


def is_group(words: Sequence[str]) -> bool:
    """Tell whether the words of a name say that it is a team's, a company's or a collaboration's."""
    first, last = words[0], words[-1]
    if len(words) > 1:
        return first == "Team" or last == "AI" or (bare(last).lower() in _GROUP_WORDS and not last[0].islower())
    return (first.endswith("AI") and len(first) > 2 and first[0].isupper()) or plain(first) in _ORGANISATIONS


def echo(candidate: SplitCandidate) -> float:
    """Tell whether the title already has the name's first word as a word of its own, as a project's name would be."""
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


#: What the clues weigh, in units of log-odds (natural logarithm) for one unit of the clue.
WEIGHTS: tuple[tuple[Clue, float], ...] = (
    (printed, 1.48),
    (inflected, 3.43),
    (whole, -1.53),
    (spelling, 0.27),
    (given, 0.13),
    (family, 0.06),
    (mentioned, -0.26),
    (mononym, -2.4),
    (lengthy, -0.29),
    (small, -8.45),
    (stub, -4.32),
    (prose, -0.53),
    (uncapped, -7.17),
    (closed, 6.48),
    (unbalanced, -1.42),
    (unglued, -1.58),
    (angular, -1.37),
    (clotted, -5.46),
    (shouting, -5.68),
    (initials, 5.89),
    (companions, 0.14),
    (leftover, -0.19),
    (few, -1.18),
    (met, 2.55),
    (group, 9.37),
    (echo, 6.65),
    (hyphened, -6.58),
    (crumb, -3.31),
)


def score(candidate: SplitCandidate) -> float:
    """Return the log-odds of a seam, up to what all seams of its line have in common."""
    return sum(weight * clue(candidate) for clue, weight in WEIGHTS)
