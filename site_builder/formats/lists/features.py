"""What speaks for and against a token's being part of a title, a name, a venue ...: its features.

A feature is a short string; the weights that it has for each label stand in ``weights.txt``. To add one, add
it here and learn the weights anew (docs/lists.md).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from site_builder.formats.pasted.features import FUNCTION_WORDS, PARTICLES
from site_builder.formats.pasted.word_model import load, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from site_builder.formats.lists.tokens import Token

_WORD = re.compile(r"[^\W\d_][\w'’\-‐]*\.?")
_INITIALS = re.compile(
    r"[^\W\d_a-zß-ÿ]{1,3}|(?:[^\W\d_a-zß-ÿ](?:\.[ \-‐]{0,2}|[ \-‐]{1,2})){1,4}[^\W\d_a-zß-ÿ]?|(?:[A-Z][a-z]?\.[ \-]?){1,4}"
)
_FAMILY = r"(?:(?:[a-zß-ÿ'’]+ ){0,3}(?:[A-Z]['’])?[^\W\d_a-zß-ÿ][\w'’\-‐]+(?: [^\W\d_a-zß-ÿ][\w'’\-‐]+)?)"
_FAMILY_INITIALS = re.compile(
    rf"{_FAMILY} [^\W\d_a-zß-ÿ]{{1,3}}(?:-?[^\W\d_a-zß-ÿ])?(?: (?:Jr|Sr|II|III|IV|[23][rnd]+))?[*†‡]*"
)
_INITIALS_FAMILY = re.compile(
    rf"(?:(?:[^\W\d_a-zß-ÿ]\.?[ \-‐]?|[A-Z][a-z]\. ?|[A-Z]{{2,3}} ){{1,4}}){_FAMILY}(?:,? Jr\.?)?[*†‡]*"
)
_FULL = re.compile(
    r"[^\W\d_a-zß-ÿ][\w'’\-‐.]*(?: [^\W\d_a-zß-ÿ][\w'’\-‐.]*| [a-zß-ÿ'’]{1,4}(?= [^\W\d_]))* [^\W\d_a-zß-ÿ][\w'’\-‐]+[*†‡]*"
)
_ACRONYM = re.compile(r"\b[A-Z][A-Za-z]*[A-Z]{2,}[A-Za-z]*\b")
_AND = re.compile(r"(?: (?:and|und|et|y|&) )|^(?:and|und|&) ")
_LABELS = frozenset(
    "pdf code slides video poster project page data dataset bibtex bib arxiv supplementary supplement supp talk demo"
    " website link links doi html abstract abs paper blog github preprint supplemental appendix material materials"
    " download other cite related openreview fulltext full text view web site software model models presentation"
    " citeproc epub ps media press news thread twitter colab notebook tex publisher version online".split()
)
_NOTES = frozenset(
    "appear press forthcoming award oral spotlight invited accepted review submitted honorable mention nominee impact"
    " preparation published conference journal article book chapter thesis dissertation preprint poster open access"
    " runner-up finalist best outstanding presentation accept reject type revision phd master master's ph.d report"
    " working technical distinguished workshop proceedings research online ahead print".split()
)
_FURNITURE = frozenset(
    "cited citations citation save alert cite share show more details detail export related articles view readers"
    " everyone library add copy expand metrics records access source crossref preview request read similar hide altmetric"
    " views reads downloads versions full text free references saved search sort select all next previous home login"
    " last modified times google scholar follow results edit pmc item status".split()
)
_EDITORS = re.compile(r"\b(?:[Ee]ds?|[Ee]ditors?|[Ee]dited by|Hrsg|Hg|coord)\b")
_THESIS = re.compile(r"\b(?:PhD|Ph\.?D|[Tt]hesis|[Dd]issertation|Diplomarbeit|Habilitation)\b")


#: Forms that names have and little else.
NAME_FORMS = frozenset(("initials", "family-initials", "initials-family", "full2", "full3", "full4"))


class Shape(NamedTuple):
    """What one token's text looks like, wherever it stands."""

    form: str
    features: tuple[str, ...]
    name: float
    venue: float
    words: int


@cache
def _venue_words() -> Mapping[str, tuple[int, int]]:
    """Return how much more often a word stands in venues and in publishers than in titles."""
    found: dict[str, tuple[int, int]] = {}
    text = resources.files(__package__).joinpath("venue_words.txt").read_text("utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            venue, publisher, *words = line.split(" ")
            found.update(dict.fromkeys(words, (int(venue), int(publisher))))
    return found


@lru_cache(maxsize=65536)
def describe_text(text: str, kind: str) -> Shape:
    """Return the features of a token's text alone."""
    if kind != "words":
        features = [f"kind={kind}"]
        if kind in ("volpages", "locator", "range", "number"):
            features.append(f"{kind}:{_digits(text)}")
        return Shape(kind, tuple(features), 0.0, 0.0, 0)
    words = _WORD.findall(text)
    count = len(words)
    form = _find_form(text, words)
    lexicon = load()
    table = _venue_words()
    name = title = 0.0
    venue = publisher = 0
    best = best_publisher = -9
    functions = small = labels = notes = furniture = 0
    for index, word in enumerate(words):
        bare = word.rstrip(".")
        low = plain(bare)
        if low in FUNCTION_WORDS and not (low in PARTICLES and index):
            functions += 1
        elif word[0].islower() and low not in PARTICLES:
            small += 1
        if len(bare) > 1:
            as_title, as_given, as_family = lexicon.weigh(low)
            odds = (as_family if index else max(as_given, as_family)) - as_title
            name += max(-8.0, min(odds, 8.0))
            title += as_title
        found = table.get(low + "." if word[-1] == "." else low) or table.get(low)
        if found:
            venue += found[0]
            publisher += found[1]
            best = max(best, found[0])
            best_publisher = max(best_publisher, found[1])
        labels += low in _LABELS
        notes += low in _NOTES
        furniture += low in _FURNITURE
    per = name / count if count else 0.0
    each = venue / count if count else 0.0
    features = [
        f"form={form}",
        f"words={_bucket(count)}",
        f"name={max(-6, min(6, round(per)))}",
        f"venue={max(-3, min(5, round(each)))}",
        f"bestv={max(-1, best)}",
        f"bestp={max(-1, best_publisher)}",
        f"form+venue={form}{max(-2, min(3, round(each)))}",
    ]
    if count:
        first = plain(words[0]).rstrip(".")
        last = plain(words[-1]).rstrip(".")
        if functions:
            features.append("functions" if functions < 3 else "functions+")
        if small:
            features.append("small1" if small == 1 else "small2" if small == 2 else "small+")
        elif count > 1:
            features.append("capitals")
        if labels == count:
            features.append("labels")
        if notes:
            features.append("notes" if notes == count else "notes-some")
        if furniture:
            features.append("furniture" if furniture == count else "furniture-some")
        features.append(f"first={first}" if first in _TELLING else "first")
        features.append(f"last={last}" if last in _TELLING else "last")
        if "." in text:
            features.append("stops")
    if _AND.search(text):
        features.append("and")
    if _EDITORS.search(text):
        features.append("editors")
    if _THESIS.search(text):
        features.append("thesis")
    if any(map(str.isdigit, text)):
        features.append("digits")
    if _ACRONYM.search(text):
        features.append("acronym")
    if text[-1] in "*†‡":
        features.append("mark")
    return Shape(form, tuple(features), name, float(venue), count)


#: Words that are features of their own where they begin or end a token.
_TELLING = frozenset(
    "in proceedings proc journal conference workshop advances ieee acm international annual the a an press university"
    " of and on for publications verlag springer society association review letters transactions eds ed editors thesis"
    " department institute lecture studies annals papers arxiv preprint technical report handbook encyclopedia springer"
    " london york cambridge oxford berlin paris vol no published accepted to available online wiley elsevier routledge"
    " books book submitted invited best phd how why what toward towards using with from by edited special issue".split()
)


def _digits(text: str) -> str:
    return re.sub(r"\d+", "0", text.replace("–", "-").replace("—", "-"))[:8] if len(text) < 16 else "long"


def _bucket(count: int) -> str:
    return str(count) if count < 4 else "4-5" if count < 6 else "6-8" if count < 9 else "9-13" if count < 14 else "14+"


def _find_form(text: str, words: Sequence[str]) -> str:
    """Return how a text is capitalised, and whether it could be a name by that."""
    if _INITIALS.fullmatch(text):
        return "initials" if len(text) < 9 else "caps"
    if not words:
        return "signs" if not any(map(str.isdigit, text)) else "figures"
    if len(words) == 1 and len(words[0]) > 3 and text == words[0] and text.isupper():
        return "CAPS"
    if len(text) < 60:
        part = _AND.split(text)
        text = part[-1] if part[-1] else text
        if _FAMILY_INITIALS.fullmatch(text):
            return "family-initials"
        if _INITIALS_FAMILY.fullmatch(text):
            return "initials-family"
        if len(words) == 1 and not any(map(str.isdigit, text)):
            word = words[0]
            return "CAPS" if len(word) > 2 and word.isupper() else "one" if word[0].isupper() else "small"
        if len(words) <= 5 and _FULL.fullmatch(text):
            return f"full{min(4, len(words))}"
    if text.isupper():
        return "caps"
    if not text[0].isalnum():
        return "sign"
    return "lower" if text[0].islower() else "text"


def describe_tokens(tokens: Sequence[Token], repeats: Mapping[str, int], records: int) -> list[list[str]]:
    """Return the features of each token of a record.

    ``repeats`` counts in how many of the list's ``records`` records a token's text occurs (digits folded).
    """
    shapes = [describe_text(token.text, token.kind) for token in tokens]
    chunks = cut_chunks(tokens)
    count = len(tokens)
    lines = tokens[-1].line if tokens else 0
    chunk_of: list[tuple[str, ...]] = []
    sizes = [sum(shapes[i].words for i in range(a, b)) for a, b in chunks]
    longest = max(range(len(chunks)), key=sizes.__getitem__) if chunks else 0
    for number, (a, b) in enumerate(chunks):
        words = sizes[number]
        name = sum(shapes[i].name for i in range(a, b)) / max(1, words)
        venue = sum(shapes[i].venue for i in range(a, b)) / max(1, words)
        first = shapes[a].form
        own = (
            f"c.words={_bucket(words)}",
            f"c.name={max(-5, min(5, round(name)))}",
            f"c.venue={max(-3, min(4, round(venue)))}",
            f"c.at={min(number, 3)}",
            f"c.end={min(len(chunks) - 1 - number, 3)}",
            f"c.first={first}",
            "c.longest" if number == longest else "c.other",
        )
        for index in range(a, b):
            chunk_of.append((*own, "c.b" if index == a else "c.i"))
    found: list[list[str]] = []
    years = namelike = 0
    for index, (token, shape) in enumerate(zip(tokens, shapes, strict=True)):
        form = shape.form
        before, after = _look(token.before), _look(token.after)
        previous = shapes[index - 1].form if index else "^"
        following = shapes[index + 1].form if index + 1 < count else "$"
        second = shapes[index + 2].form if index + 2 < count else "$"
        earlier = shapes[index - 2].form if index > 1 else "^"
        features = [
            *shape.features,
            *chunk_of[index],
            f"b={before}",
            f"a={after}",
            f"b.form={before}{form}",
            f"a.form={form}{after}",
            f"p={previous}",
            f"n={following}",
            f"pf={previous}>{form}",
            f"fn={form}>{following}",
            f"nn={following}{second}",
            f"pp={earlier}{previous}",
            f"bap={previous}{before}{form}{after}{following}",
            f"i={min(index, 4)}",
            f"j={min(count - 1 - index, 4)}",
            f"e={token.emphasis & 3}",
            f"e.form={token.emphasis & 3}{form}",
            f"q={token.quoted:d}{token.bracket}",
            f"lines={min(lines, 4)}.{min(token.line, 5)}",
            f"back={min(lines - token.line, 4)}" if lines else "back",
        ]
        if token.link:
            features.append("link" if shape.words < 4 else "link-long")
        if token.key:
            features.append(f"key={token.key}")
        if "¶" in token.before or not index:
            features.append("line.b")
            if "¶" in token.after or index == count - 1:
                features.append(f"line.all.{form}")
        if years:
            features.append("dated")
        if namelike > 1:
            features.append("named")
        often = repeats.get(fold_digits(token.text), 0)
        if often > 1 and records > 2:
            share = often / records
            features.append("often.most" if share > 0.6 else "often.some" if share > 0.2 else "often.few")
            features.append(f"often.form={form}")
        found.append(features)
        if token.kind in ("year", "date"):
            years += 1
        elif form in ("initials", "family-initials", "initials-family") or (form.startswith("full") and shape.name > 2):
            namelike += 1
    return found


def fold_digits(text: str) -> str:
    """Return a text as repetitions of it are counted: case and digits don't matter."""
    return re.sub(r"\d+", "0", text).lower()


def _look(separator: str) -> str:
    """Return a separator without what tells little."""
    if "¶" in separator:
        return "¶" if separator == "¶" else ("." if "." in separator else ",") + "¶"
    return separator.strip("*†‡")[:4]


def cut_chunks(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Return runs of tokens without a strong separator inside: a stop, a quote, the end of a line or cell."""
    chunks = []
    start = 0
    for index in range(1, len(tokens)):
        before = tokens[index].before
        strong = (
            "¶" in before
            or "⇥" in before
            or "“" in before
            or "”" in before
            or '"' in before
            or ". " in before
            or "? " in before
        )
        if "." in before and strong and "¶" not in before and len(tokens[index - 1].text) < 3:
            strong = False
        if strong or tokens[index].emphasis != tokens[index - 1].emphasis or " | " in before:
            chunks.append((start, index))
            start = index
    if tokens:
        chunks.append((start, len(tokens)))
    return chunks
