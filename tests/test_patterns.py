"""No pattern of the program can be kept busy: none tries for ever, and none takes cubic time (see `campaigns/`)."""

from __future__ import annotations

from pattern_sweep import list_nested, list_uses, sweep

#: How many times longer a pattern may take for the double text: four for a square, which only a run of white space of
#: thousands of signs makes noticeable; `campaigns/patterns.py` finds those as well.
SQUARE = 5.5


def test_no_pattern_repeats_what_can_be_cut_in_two_ways() -> None:
    found = {use.where: samples for use in list_uses() if (samples := list_nested(use.pattern))}
    assert not found


def test_no_pattern_takes_more_than_square_time() -> None:
    found = [finding for use in list_uses() if (finding := sweep(use, 256, SQUARE))]
    assert not found
