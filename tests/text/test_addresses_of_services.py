"""Addresses that pages make of what curators write: the edit page of a file, the player of a video."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.text.repositories import address_edit_page, make_edit_pattern
from site_builder.text.videos import Player, find_player

CASES = Path(__file__).parents[1] / "cases" / "text"


def read_cases(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = tomllib.loads((CASES / name).read_text("utf-8"))["cases"]
    return cases


@pytest.mark.parametrize("case", read_cases("repositories.toml"), ids=lambda case: case["repository"])
def test_a_file_has_an_edit_page_on_each_known_host(case: dict[str, Any]) -> None:
    pattern = make_edit_pattern(case["repository"], "main")
    assert address_edit_page(pattern, "content/papers/a b.md") == case["page"]


@pytest.mark.parametrize("case", read_cases("videos.toml"), ids=lambda case: case["url"])
def test_a_video_has_its_player(case: dict[str, Any]) -> None:
    player = find_player(case["url"])
    if "player" not in case:
        assert player is None
    else:
        wanted = Player(case.get("name", ""), case.get("origin", ""), case["player"], case.get("is_file", False))
        assert player == wanted


@given(st.text(max_size=60).map("https://".__add__) | st.text(max_size=60))
def test_a_player_of_another_host_is_named_without_a_sign_that_ends_a_policy(url: str) -> None:
    player = find_player(url)
    assert player is None or not set(player.origin) & set(" ;,\"'<>")
