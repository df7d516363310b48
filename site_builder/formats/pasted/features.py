"""What speaks for and against a seam: small clues, each a pure function, and their weights in one table.

Each clue answers with a number; the sum of the numbers times their weights is the logarithm of a seam's odds against
the other seams of the line, up to a constant. The weights were learnt on papers whose titles and authors are known
(``docs/decisions/0002-where-a-title-ends.md``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from site_builder.formats.pasted.split_candidates import MOST_NAMES, Line, Seam, bare
from site_builder.formats.pasted.word_model import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A clue: what it is asked about, and its answer.
Clue: TypeAlias = Callable[[Seam], float]


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


def printed(seam: Seam) -> float:
    """Tell whether the title's last word stands in the abstract just so."""
    return float(seam.end in seam.line.evidence.printed)


def inflected(seam: Seam) -> float:
    """Tell whether the abstract has the title's last word in another case, number or form."""
    words = seam.line.evidence.words
    end = seam.close
    if not end:
        return 0.0
    if end in words:
        return 1.0
    other = end[:-1] if end.endswith("s") else end + "s"
    if other in words or end.rpartition("-")[2] in words or (end.endswith("ies") and end[:-3] + "y" in words):
        return 0.7
    stem = end[: max(4, len(end) - 3)]
    return 0.5 if f" {stem}" in seam.line.evidence.spaced else 0.0


def whole(seam: Seam) -> float:
    """Tell whether the abstract has the word that the seam would cut."""
    word = bare(seam.left + seam.right)
    evidence = seam.line.evidence
    return 1.0 if word in evidence.printed else 0.5 if plain(word) in evidence.words else 0.0


def spelling(seam: Seam) -> float:
    """Weigh the two sides as a title's word and a given name against the whole as one word of the title."""
    weigh = seam.line.evidence.lexicon.weigh
    one = plain(bare(seam.left + seam.right))
    return _clip(weigh(seam.close)[0] + weigh(seam.first)[1] - weigh(one)[0], -15, 25)


def given(seam: Seam) -> float:
    """Weigh the name's first word as a given name against a title's word."""
    title, given, _ = seam.line.evidence.lexicon.weigh(seam.first)
    return _clip(given - title, -12, 12)


def family(seam: Seam) -> float:
    """Weigh the name's further words as family names against words of a title."""
    weigh = seam.line.evidence.lexicon.weigh
    total = 0.0
    for word in seam.rest:
        title, _, family = weigh(word)
        total += family - title
    return _clip(total, -20, 20)


def mentioned(seam: Seam) -> float:
    """Count the name's words that the abstract uses."""
    words = seam.line.evidence.words
    return float(sum(1 for word in seam.rest if len(word) > 2 and word in words)) + (
        0.5 if seam.first in words else 0.0
    )


def mononym(seam: Seam) -> float:
    """Tell whether the name is a single word."""
    return float(not seam.rest)


def lengthy(seam: Seam) -> float:
    """Count the name's words beyond the second."""
    return float(max(0, len(seam.rest) - 1))


def small(seam: Seam) -> float:
    """Tell whether the name begins with a small letter or a digit."""
    return float(seam.right[0].islower() or seam.right[0].isdigit())


def stub(seam: Seam) -> float:
    """Tell whether the first name is a single letter without its stop."""
    return float(len(seam.right) == 1)


def prose(seam: Seam) -> float:
    """Count the words in the name that only sentences have."""
    return float(sum(1 for word in seam.words if word in FUNCTION_WORDS and word not in PARTICLES))


def is_prose(words: Sequence[str]) -> bool:
    """Tell whether words hold some that only sentences have."""
    return any(word in FUNCTION_WORDS and word not in PARTICLES for word in words)


def uncapped(seam: Seam) -> float:
    """Count the further words of a capitalised name that begin with a small letter and are no particle."""
    if not seam.right[0].isupper():
        return 0.0
    return float(sum(1 for word in seam.words[1:] if word[0].islower() and word not in PARTICLES))


def hyphened(seam: Seam) -> float:
    """Tell whether the seam would follow a hyphen or another joint inside a word."""
    return float(len(seam.left) > 1 and seam.left[-1] in "-–‐‑'’/&.:_" and seam.left[-2].isalnum())


def crumb(seam: Seam) -> float:
    """Tell whether the title would end in a single letter."""
    return float(len(seam.end) == 1 and seam.end.isalpha())


def closed(seam: Seam) -> float:
    """Tell whether the title would end in a question mark, a bracket or a quote that nothing but a name follows."""
    return float(seam.left[-1] in "?!)]}\"”’'$" and len(seam.left) > 1 and not seam.right[0].islower())


def unbalanced(seam: Seam) -> float:
    """Count the brackets, quotes and dollars that the title or the name would leave open."""
    if not _PAIRED.search(seam.line.text):
        return 0.0
    title, name = seam.title, " ".join(seam.words)
    found = (title.count("$") % 2) + (title.count('"') % 2)
    for opening, closing in ("()", "[]", "{}", "“”"):
        found += (title.count(opening) != title.count(closing)) + (name.count(opening) != name.count(closing))
    return found + float(title.count("‘") > title.count("’"))


def unglued(seam: Seam) -> float:
    """Count the words left in the title that look glued themselves and that nothing explains."""
    evidence = seam.line.evidence
    found = 0
    for glued in _CAMEL.findall(seam.title):
        word = bare(glued)
        if word != seam.end and word not in evidence.printed and plain(word) not in evidence.words:
            found += not evidence.lexicon.count(plain(word), "title")
    return float(found)


def angular(seam: Seam) -> float:
    """Count the name's words with capitals or digits inside."""
    return float(sum(1 for word in seam.words if _INNER_CAPITAL.search(_PREFIX.sub("", word))))


def clotted(seam: Seam) -> float:
    """Tell whether the name would begin with several capitals and go on in small letters."""
    return float(_CLOT.match(seam.right) is not None)


def shouting(seam: Seam) -> float:
    """Tell whether both sides of the cut are capitals."""
    return float(seam.left.isupper() and seam.right.isupper() and len(seam.right) > 1 and "." not in seam.right)


def initials(seam: Seam) -> float:
    """Tell whether the name begins with initials."""
    return float(_INITIALS.fullmatch(seam.right) is not None)


def odds_of_name(line: Line, words: list[str]) -> float:
    """Weigh words as a whole name against words of a title."""
    weigh = line.evidence.lexicon.weigh
    total = 0.0
    for number, word in enumerate(words):
        figures = weigh(plain(bare(word)))
        total += figures[2 if number else 1] - figures[0]
    return total


def companions(seam: Seam) -> float:
    """Weigh what follows the first name as further names."""
    line = seam.line
    total = 0.0
    for a, b in line.parts[len(line.parts) - seam.names + 1 :]:
        total += _clip(odds_of_name(line, line.text[a:b].split()), -12, 8)
    return total


def leftover(seam: Seam) -> float:
    """Weigh the words before the last comma of the title as a name that was left out."""
    line = seam.line
    at = len(line.parts) - seam.names - 1
    if at < 0 or seam.names == MOST_NAMES:
        return 0.0
    a, b = line.parts[at]
    return _clip(odds_of_name(line, line.text[a:b].split()[-2:]), -8, 8)


def few(seam: Seam) -> float:
    """Count the authors missing from three."""
    return float(MOST_NAMES - seam.names)


def met(seam: Seam) -> float:
    """Tell whether the same name occurs elsewhere in the listing."""
    return float(" ".join(seam.words) in seam.line.evidence.authors)


def group(seam: Seam) -> float:
    """Tell whether the name says that it is a group's."""
    return float(is_group(seam.words))


def is_group(words: Sequence[str]) -> bool:
    """Tell whether the words of a name say that it is a team's, a company's or a collaboration's."""
    first, last = words[0], words[-1]
    if len(words) > 1:
        return first == "Team" or last == "AI" or (bare(last).lower() in _GROUP_WORDS and not last[0].islower())
    return (first.endswith("AI") and len(first) > 2 and first[0].isupper()) or plain(first) in _ORGANISATIONS


def echo(seam: Seam) -> float:
    """Tell whether the title already has the name's first word as a word of its own, as a project's name would be."""
    word = bare(seam.right)
    if len(word) < 3:
        return 0.0
    title = f" {seam.line.text[: seam.start - len(seam.left)]} "
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


def score(seam: Seam) -> float:
    """Return the log-odds of a seam, up to what all seams of its line have in common."""
    return sum(weight * clue(seam) for clue, weight in WEIGHTS)
