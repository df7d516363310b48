"""Which printed names are one venue, without its year and number."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.text.venue_names import make_venue_key, name_series
from site_builder.urls import fits

VENUES = tomllib.loads((Path(__file__).parents[1] / "cases/text/venues.toml").read_text("utf-8"))["venues"]


@pytest.mark.parametrize(("name", "printed"), [(name, printed) for name, *others in VENUES for printed in others])
def test_the_year_and_the_number_of_a_meeting_are_no_part_of_a_venues_name(name: str, printed: str) -> None:
    assert name_series(printed) == name
    assert make_venue_key(printed) == make_venue_key(name)


def test_different_venues_have_different_keys() -> None:
    assert len({make_venue_key(name) for name, *_ in VENUES}) == len(VENUES)


@given(st.text(min_size=1))
def test_every_printed_name_has_a_key_that_can_be_part_of_an_address(printed: str) -> None:
    assert fits(make_venue_key(printed))
