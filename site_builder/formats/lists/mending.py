"""Groups of blocks that are no paper: parts of the paper before, or the page's own lines."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from site_builder.formats.lists.cut_scores import judge_record
from site_builder.formats.lists.features import fold_digits
from site_builder.formats.lists.labeling import AUTHORS, DATE, TITLE, VENUE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.formats.lists.cuts import Cut, Group
    from site_builder.formats.lists.document import Block
    from site_builder.formats.lists.items import Item


def mend_groups(cut: Cut, items: Sequence[Item], blocks: Sequence[Block]) -> tuple[tuple[Group, ...], tuple[int, ...]]:
    """Return the groups without what is no paper: such a one belongs to the paper before it, or to the page."""
    values = [judge_record(item.tokens, item.labeling) for item in items]
    labels = [set(item.labeling.labels) for item in items]
    good = [found for found, value in zip(labels, values, strict=True) if value > 0.3]
    named = sum(AUTHORS in found for found in good)
    usual = {
        label for label in (AUTHORS, TITLE, VENUE, DATE) if sum(label in found for found in good) * 10 > 8 * len(good)
    }
    strangers = _find_strangers(items)
    apart = _are_items(items, blocks)
    groups: list[Group] = []
    left = list(cut.left)
    for item, value, found in zip(items, values, labels, strict=True):
        if id(item) in strangers:
            left += item.group.blocks
        elif value > 0.3 or not named or ({AUTHORS, TITLE} <= found and usual <= found):
            groups.append(item.group)
        elif TITLE not in found and groups and not apart:
            groups[-1] = groups[-1]._replace(blocks=groups[-1].blocks + item.group.blocks)
        elif (
            apart
            or (named * 10 >= len(items) * 6 and not {AUTHORS, TITLE} <= found)
            or _is_page_head(groups, good, usual, found)
        ):
            left += item.group.blocks
        else:
            groups.append(item.group)
    return tuple(groups), tuple(left)


def _are_items(items: Sequence[Item], blocks: Sequence[Block]) -> bool:
    """Tell whether each record is one item of one list, so that a damaged one is no part of the one before it."""
    firsts = [blocks[item.group.blocks[0]] for item in items]
    alike = len({(block.kind, block.level) for block in firsts}) == 1
    return alike and firsts[0].kind == "item" and all(len(item.group.blocks) == 1 for item in items)


def _is_page_head(groups: Sequence[Group], good: Sequence[set[int]], usual: set[int], found: set[int]) -> bool:
    """Tell whether what stands before the first paper lacks what papers have."""
    return not groups and len(good) > 2 and not usual <= found


def _find_strangers(items: Sequence[Item]) -> set[int]:
    """Return, by identity, the groups before the first and behind the last paper where every paper has a line that
    recurs, and they have none: they are the page's own."""
    lines = [set(fold_digits(item.text.text).split("\n")) for item in items]
    counts = Counter(line for found in lines for line in found)
    common = {line for line, count in counts.items() if count > 2 and count * 10 >= 3 * len(items)}
    has = [bool(found & common) for found in lines]
    if sum(has) * 10 < 8 * len(items) or all(has):
        return set()
    first, last = has.index(True), len(has) - 1 - has[::-1].index(True)
    return {id(item) for item in (*items[:first], *items[last + 1 :])}


def trim_first(
    groups: tuple[Group, ...], left: tuple[int, ...], items: Sequence[Item], width: int
) -> tuple[tuple[Group, ...], tuple[int, ...]]:
    """Return the groups without the page's own lines before the first paper, where no blank line parts them."""
    firsts = Counter(item.labeling.labels[0] for item in items[1:] if item.labeling.labels)
    if width or not groups or sum(firsts.values()) < 2:
        return groups, left
    usual, count = firsts.most_common(1)[0]
    item = next(item for item in items if item.group.blocks[0] == groups[0].blocks[0])
    labels = item.labeling.labels
    if count * 10 < sum(firsts.values()) * 7 or not labels or labels[0] == usual or usual not in labels:
        return groups, left
    line = item.tokens[labels.index(usual)].line
    if not 0 < line < len(groups[0].blocks):
        return groups, left
    first = groups[0]._replace(blocks=groups[0].blocks[line:])
    return (first, *groups[1:]), left + groups[0].blocks[:line]
