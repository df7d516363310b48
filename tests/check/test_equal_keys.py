"""`check` tells two equal citation keys and a key that was changed, with both places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from small_sites import write_site
from test_check import find

if TYPE_CHECKING:
    from pathlib import Path

RECORD = '{"id":"one","source":"a.bib","format":"BibTeX","paper":{"title":"One"},"key":"lee2024"}\n'


def write(key: str, title: str = "One") -> str:
    line = f"key: {key}\n" if key else ""
    return f"---\ntitle: {title}\nauthors: [Ann Lee]\ndate: 2025\n{line}---\n"


def test_two_stated_keys_that_are_equal_are_an_error_with_both_places(tmp_path: Path) -> None:
    files = {"content/papers/a.md": write("Lee25"), "content/papers/b.md": write("lee25", "Two")}
    (fault,) = find(write_site(tmp_path / "site", [], "", **files), "entry-key")
    assert (str(fault.location), fault.severity) == ("content/papers/b.md:5:1", "error")
    assert "content/papers/a.md:5:1" in fault.message


def test_two_equal_keys_of_which_one_is_made_are_a_warning(tmp_path: Path) -> None:
    files = {"content/papers/a.md": write("lee2025two"), "content/papers/b.md": write("", "Two")}
    (fault,) = find(write_site(tmp_path / "site", [], "", **files), "entry-key")
    assert (fault.location.path, fault.severity) == ("content/papers/b.md", "warning")


def test_a_key_that_isn_t_the_one_that_was_given_is_an_error_with_both_places(tmp_path: Path) -> None:
    files = {"content/papers/one.md": write("lee2025"), "content/listings/imported.jsonl": RECORD}
    (fault,) = find(write_site(tmp_path / "site", [], "", **files), "entry-key")
    assert (str(fault.location), fault.severity) == ("content/papers/one.md:5:1", "error")
    assert "content/listings/imported.jsonl:1" in fault.message
    assert "key: lee2024" in fault.suggestion
