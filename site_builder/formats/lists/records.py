"""Where one paper of a list ends and the next begins.

Nobody says so, but a list repeats itself: each way to cut it (at numbers, blank lines, indents, lines that recur ...) is
tried on a part of it, and the one whose records look most like papers, each with a title and names, is taken.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from site_builder.formats.lists.features import describe_tokens, fold_digits
from site_builder.formats.lists.labeling import (
    ABSTRACT,
    AUTHORS,
    DATE,
    IDENTIFIER,
    LINK,
    NOTE,
    OTHER,
    TITLE,
    VENUE,
    Labeling,
    find_labels,
    load_weights,
    weigh_features,
)
from site_builder.formats.lists.markers import Marker, is_list_heading, read_heading, read_marker, read_type, read_year
from site_builder.formats.lists.shapes import NAME_FORMS, describe_text
from site_builder.formats.lists.tokens import cut_tokens
from site_builder.formats.lists.wrapping import join_record, measure_width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from site_builder.formats.lists.document import Block, Document
    from site_builder.formats.lists.tokens import Token

#: So many blocks of a list are looked at to find out how it is cut.
_SAMPLE = 160
_WORDS = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
_YEAR_LAST = re.compile(r"(?:1[89]|20)\d\d[\W_]*$")


class Group(NamedTuple):
    """The blocks of one record, by number; ``skip`` is the width of its number or bullet.

    ``year`` and ``type`` are what the headings above it say.
    """

    blocks: tuple[int, ...]
    skip: int = 0
    year: str = ""
    type: str = ""


class Cut(NamedTuple):
    """How a document is cut into records: ``left`` are the blocks of none, ``width`` as in `measure_width`."""

    groups: tuple[Group, ...]
    left: tuple[int, ...]
    width: int
    way: str


class _Unit(NamedTuple):
    text: str
    folded: str
    marker: Marker | None
    block: Block


def find_records(document: Document) -> Cut:
    """Return the records of a document, cut in the way that fits it best."""
    units = [_read_unit(block) for block in document.blocks]
    if not units:
        return Cut((), (), 0, "")
    best: tuple[float, str, list[bool]] | None = None
    sample = units[:_SAMPLE]
    for way, starts in _propose(units):
        guessed = way.startswith(("label", "from", "after", "before", "2 before", "each"))
        score = _score(sample, starts[: len(sample)], len(sample) == len(units), guessed)
        if guessed:
            score -= 0.1 * abs(score)  # nothing in the text says so
        if best is None or score > best[0] + 1e-6:
            best = (score, way, starts)
        if score > 0.93 * sum(starts[: len(sample)]):
            break
    assert best is not None  # noqa: S101  (one way is always proposed)
    return _make_cut(units, best[2], best[1])


def _read_unit(block: Block) -> _Unit:
    text = "".join(span.text for span in block.lines[0])
    marker = read_marker(text) if block.kind in ("line", "paragraph") else None
    return _Unit(text, fold_digits(text), marker, block)


def _propose(units: Sequence[_Unit]) -> Iterable[tuple[str, list[bool]]]:
    """Yield ways to cut a list, each with where records begin; what is tried first wins a tie."""
    kinds = Counter(unit.block.kind for unit in units)
    seen: set[tuple[bool, ...]] = set()

    def offer(way: str, test: Callable[[int, _Unit], bool]) -> Iterable[tuple[str, list[bool]]]:
        starts = [unit.block.kind != "heading" and test(index, unit) for index, unit in enumerate(units)]
        key = tuple(starts)
        if any(starts) and key not in seen:
            seen.add(key)
            yield way, starts

    if kinds["item"]:
        levels = Counter(unit.block.level for unit in units if unit.block.kind == "item")
        for level in sorted(levels)[:3]:
            yield from offer(
                f"item {level}", lambda _, unit, level=level: unit.block.kind == "item" and unit.block.level <= level
            )
    if kinds["row"]:
        yield from offer("row", lambda _, unit: unit.block.kind == "row")
    markers = Counter(unit.marker.kind for unit in units if unit.marker)
    for kind, count in markers.most_common(4):
        if kind in ("1", "1 ") and not _count_on(units, kind):
            continue
        if count > 1 or count == len(units) or len(units) < 6:
            yield from offer(kind, lambda _, unit, kind=kind: unit.marker is not None and unit.marker.kind == kind)
    lines = [unit.block.indent for unit in units if unit.block.kind == "line"]
    if lines:
        low, high = min(lines), max(lines)
        if low != high:
            yield from offer("indent", lambda _, unit: unit.block.indent == low)
            yield from offer("outdent", lambda _, unit: unit.block.indent > low)
    common = _find_common(units)
    yield from offer("blank", lambda index, unit: unit.block.blank_before or not index)
    yield from offer(
        "blank, common ones aside",
        lambda index, unit: (unit.block.blank_before or not index) and unit.folded not in common,
    )
    yield from offer("each", lambda _, unit: True)
    for name, at in _find_anchors(units):
        gap = Counter(b - a for a, b in zip(at, at[1:])).most_common(1)[0][0]
        places = set(at)
        for way, shift in (("from", 0), ("after", 1), ("before", -1), ("2 before", -2)):
            starts = {index + shift for index in places}
            starts.add(max(0, at[0] + shift - gap) if shift > 0 else at[0] + shift)
            yield from offer(f"{way} {name}", lambda index, _, starts=starts: index in starts)
    kinds_of_lines = _label_lines(units)
    for label in sorted(set(kinds_of_lines)):
        yield from offer(
            f"label {label}",
            lambda index, _, label=label: (
                kinds_of_lines[index] == label and (not index or kinds_of_lines[index - 1] != label)
            ),
        )


def _count_on(units: Sequence[_Unit], kind: str) -> bool:
    """Tell whether a list's bare numbers count its records, up or down."""
    numbers = [int(_NUMBER.match(unit.text)[0]) for unit in units if unit.marker and unit.marker.kind == kind]  # type: ignore[index]
    steps = [b - a for a, b in zip(numbers, numbers[1:], strict=False)]
    return sum(abs(step) == 1 for step in steps) * 10 >= 7 * len(steps)


def _find_common(units: Sequence[_Unit]) -> set[str]:
    """Return the lines, digits folded, that recur so often that they are part of the page and not of one paper."""
    counts = Counter(unit.folded for unit in units)
    return {folded for folded, count in counts.items() if count > 2 and count * 20 > len(units)}


def _find_anchors(units: Sequence[_Unit]) -> list[tuple[str, list[int]]]:
    """Return what recurs at even distances: the same line, the same first word, a year at the end, a tab."""
    found: dict[str, list[int]] = {}
    for index, unit in enumerate(units):
        text = unit.text
        if read_year(text):
            continue
        keys = [unit.folded]
        first = unit.folded.split(" ", 1)[0]
        if first != unit.folded and first.endswith(":"):
            keys.append(first)
        elif ":" in first[1:-1]:
            keys.append(re.sub(r"[\d./]+", "0", first))
        if _YEAR_LAST.search(text):
            keys.append("…year")
        if "\t" in text:
            keys.append("…tab")
        if unit.marker and unit.marker.kind != "1":
            keys.append("…marker")
        for key in keys:
            found.setdefault(key, []).append(index)
    even = []
    for key, at in found.items():
        if len(at) < 3 and (len(at) < 2 or len(units) > 40):
            continue
        gaps = Counter(b - a for a, b in zip(at, at[1:]))
        gap, count = gaps.most_common(1)[0]
        if gap > 1 or len(gaps) > 1:
            even.append((count / (len(at) - 1) * min(len(at), 12), key, at))
    even.sort(key=lambda entry: -entry[0])
    return [(key, at) for _, key, at in even[:8]]


def _label_lines(units: Sequence[_Unit]) -> list[int]:
    """Return the label that most of each line's text has when it is read alone."""
    weights = load_weights()
    known: dict[str, int] = {}
    labels = []
    for unit in units:
        if unit.folded not in known:
            record = join_record([unit.block], 0, unit.marker.width if unit.marker else 0)
            tokens = cut_tokens(record)
            found = find_labels(tokens, weigh_features(describe_tokens(tokens, {}, 1), weights), weights)
            sizes: Counter[int] = Counter()
            for token, label in zip(tokens, found.labels, strict=True):
                sizes[label] += token.end - token.start
            known[unit.folded] = sizes.most_common(1)[0][0] if sizes else 11
        labels.append(known[unit.folded])
    return labels


def _score(units: Sequence[_Unit], starts: Sequence[bool], last: bool, guessed: bool) -> float:
    """Return how many records of a cut look like papers, less those that don't."""
    cut = _make_cut(units, starts, "")
    weights = load_weights()
    texts = []
    for group in cut.groups:
        record = join_record([units[index].block for index in group.blocks], cut.width, group.skip)
        texts.append(cut_tokens(record) if len(record.text) < 20_000 else [])
    repeats = Counter(word for tokens in texts for word in {fold_digits(token.text) for token in tokens})
    read = [
        (tokens, find_labels(tokens, weigh_features(describe_tokens(tokens, repeats, len(texts)), weights), weights))
        for tokens in texts
        if tokens
    ]
    if not read:
        return -1.0
    named = sum(AUTHORS in found.labels for _, found in read) * 4 > len(read)
    titles = Counter(_find_title(tokens, found) for tokens, found in read)
    values = []
    for tokens, found in read:
        value = judge_record(tokens, found)
        if (named and AUTHORS not in found.labels) or (
            titles[_find_title(tokens, found)] > 2 and TITLE in found.labels
        ):
            value = min(value, -0.5)
        values.append(value)
    parts = [{label for label in found.labels if label in _FIELDS} for _, found in read]
    firsts = Counter(found.labels[0] for (_, found), value in zip(read, values, strict=True) if value > 0)
    alike = firsts.most_common(1)[0][1] / sum(firsts.values()) if firsts else 0.0
    likeness = [len(a & b) / len(a | b) if a | b else 1.0 for a, b in zip(parts, parts[1:])]
    same = sum(likeness) / len(likeness) if likeness else 1.0
    bonus = (0.4 + 0.3 * alike + 0.3 * same) * (0.4 + 0.6 * _measure_rhythm(units, cut))
    blanks = sum(unit.block.blank_before for unit in units)
    if blanks >= len(cut.groups):  # blank lines are there for a reason
        bonus *= 0.8 + 0.2 * sum(units[group.blocks[0]].block.blank_before for group in cut.groups) / len(cut.groups)
    astray = sum(
        units[index].marker is not None and units[index].marker.width >= len(units[index].text)
        for group in cut.groups
        for index in group.blocks[1:]
    )
    total = sum(value * bonus if value > 0 else value for value in values) - 0.02 * len(cut.left) - 0.4 * astray
    if guessed and len(parts) > 2:  # a cut at the wrong line of each paper leaves half a paper at either end
        usual = {label for label in _FIELDS if sum(label in part for part in parts) >= 0.6 * len(parts)}
        total -= 0.8 * sum(not usual <= part for part in (parts[0], parts[-1] if last else parts[-2]))
    return total


def _measure_rhythm(units: Sequence[_Unit], cut: Cut) -> float:
    """Return in how many records the lines that recur most occur just once; 1 where nothing recurs."""
    counts = Counter(unit.folded for unit in units if not unit.folded.isdigit())
    most = max(counts.values())
    if most < 3:
        return 1.0
    anchors = [folded for folded, count in counts.items() if count > 2 and count * 10 > most * 6]
    shares = []
    for anchor in anchors[:8]:
        once = sum(sum(units[index].folded == anchor for index in group.blocks) == 1 for group in cut.groups)
        shares.append(once / max(len(cut.groups), counts[anchor]))
    return sum(shares) / len(shares)


#: What tells one kind of record from another.
_FIELDS = frozenset((AUTHORS, TITLE, VENUE, DATE, IDENTIFIER, ABSTRACT))


def _find_title(tokens: Sequence[Token], found: Labeling) -> str:
    return " ".join([token.text for token, label in zip(tokens, found.labels, strict=True) if label == TITLE]).lower()


def judge_record(tokens: Sequence[Token], found: Labeling) -> float:
    """Return how much a labelled record looks like a paper: 1 at most, less than 0 if it doesn't."""
    labels = found.labels
    if TITLE not in labels:
        return -0.6
    name = names = words = astray = 0.0
    people = strange = False
    for token, label in zip(tokens, labels, strict=True):
        shape = describe_text(token.text, token.kind)
        if label == AUTHORS:
            names += 1
            person = shape.form in _PEOPLE and (shape.name > 0 or shape.form.startswith(("family", "initials")))
            people = people or person or (names > 1 and (shape.form == "initials" or shape.name > 0))
            if person or token.kind == "more" or shape.form == "initials":
                name += 1
            elif shape.words <= 4 and shape.name > 0:
                name += 0.8
        elif label == TITLE:
            words += shape.words
            strange = strange or (shape.form in _PEOPLE and shape.name > 2)
        elif label in (OTHER, NOTE, ABSTRACT, LINK) and shape.form in NAME_FORMS and shape.name > 1:
            astray += 1
    if not names:
        return 0.2 if words > 2 else -0.3
    value = (
        name / names
        - 0.5 * (words < 2)
        - 0.2 * (words < 3)
        - min(0.6, 0.15 * astray)
        - 0.5 * (not people)
        - 0.4 * (strange and words < 4)
    )
    return min(1.0, value) * (0.4 + 0.6 * math.exp(max(-3.0, found.confidence * 12 / max(12, len(tokens)))))


#: Forms of whole names.
_PEOPLE = NAME_FORMS - {"initials"}


def _make_cut(units: Sequence[_Unit], starts: Sequence[bool], way: str) -> Cut:
    groups: list[Group] = []
    left: list[int] = []
    current: list[int] = []
    year = kind = ""
    total = sum(starts)
    markers = Counter(unit.marker.kind for unit, start in zip(units, starts, strict=True) if start and unit.marker)
    usual, often = markers.most_common(1)[0] if markers else ("", 0)

    def close() -> None:
        if current:
            marker = units[current[0]].marker
            counted = marker is not None and (marker.kind == usual or total == 1) and often * 2 >= total
            groups.append(Group(tuple(current), marker.width if marker is not None and counted else 0, year, kind))
            current.clear()

    dated = sum(bool(read_year(unit.text)) for unit in units)
    common = _find_common(units)
    spaced = sum(start and unit.block.blank_before for start, unit in zip(starts, units, strict=True)) > 0.8 * total
    begins = False
    for index, unit in enumerate(units):
        last = index + 1 >= len(units)
        gap = not last and units[index + 1].block.blank_before
        alone = gap and unit.block.blank_before and bool(read_year(unit.text))
        following = last or starts[index + 1] or alone
        recurs = unit.folded in common and not read_year(unit.text)
        if not recurs and _is_heading(unit, starts[index] and not alone, following, gap, spaced, dated, total):
            close()
            year, kind = _read_heading(unit, year, kind)
            left.append(index)
            begins = starts[index]
            continue
        if starts[index] or begins:
            close()
        elif not current:
            left.append(index)
            continue
        begins = False
        current.append(index)
    close()
    width = measure_width([[units[index].block for index in group.blocks] for group in groups])
    return Cut(tuple(groups), tuple(left), width, way)


def _read_heading(unit: _Unit, year: str, kind: str) -> tuple[str, str]:
    """Return the year and type that hold below a heading, given those above it."""
    heading = read_heading(unit.text)
    if read_year(unit.text):
        return heading.year, kind
    if unit.block.kind == "heading" or heading.type or is_list_heading(unit.text):
        top = unit.block.kind == "heading" and unit.block.level <= 1
        return "" if top else year, heading.type
    return year, kind


def _is_heading(unit: _Unit, starts: bool, following: bool, gap: bool, spaced: bool, dated: int, total: int) -> bool:
    """Tell whether a line stands over records rather than in one.

    ``following`` says that a record begins behind it, ``gap`` that a blank line does; ``spaced`` that blank lines part
    the list's records, ``dated`` how many lines are years, ``total`` how many records there are.
    """
    block = unit.block
    if block.kind == "heading":
        return True
    if block.kind in ("item", "row") or len(unit.text) > 70:
        return False
    if read_year(unit.text):
        return (
            following
            and unit.text[-1] not in ".;,"
            and (block.blank_before or not (spaced or gap or dated >= 0.8 * total))
        )
    if unit.marker and starts:
        return False
    if is_list_heading(unit.text):
        return block.blank_before or following
    words = len(_WORDS.findall(unit.text))
    if not following or not 0 < words <= 6:
        return False
    if read_type(unit.text) and not unit.text.endswith((".", ",")):
        return block.blank_before
    return block.blank_before and not starts and not any(map(str.isdigit, unit.text)) and words <= 5
