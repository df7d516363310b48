"""A damaged file loses nothing silently: each value is in a paper or in a diagnostic, and in no other record."""

from __future__ import annotations

import random

import damaged_files
import pytest

#: Damages tried of each format here; `tests/campaigns/losses.py` tries as many as one likes.
COUNT = 60


@pytest.mark.parametrize("name", damaged_files.FORMATS)
def test_an_undamaged_file_is_read_whole(name: str) -> None:
    assert damaged_files.find_losses(name, damaged_files.write(name)) == []


@pytest.mark.parametrize("name", damaged_files.FORMATS)
def test_a_damaged_file_loses_nothing_silently(name: str) -> None:
    whole = damaged_files.write(name)
    for seed in range(COUNT):
        text = damaged_files.damage(random.Random(f"{name}{seed}"), whole)
        assert damaged_files.find_losses(name, text) == [], (seed, text)
