"""Every TOML text that Python's reader refuses is told in a sentence with its place."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from site_builder.content.site_config import read_site
from site_builder.entries.reader import read_paper
from site_builder.formats import registry

if TYPE_CHECKING:
    from collections.abc import Callable

WRONG = {
    "a long number": "a = " + "9" * 5000,
    "a long number in base 16": "a = 0x" + "f" * 9000,
    "deep lists": "a = " + "[" * 20_000,
    "deep tables": "a = " + "{a = " * 20_000,
}


READERS: dict[str, Callable[[str], object]] = {
    "settings": lambda text: read_site(text, "site.toml"),
    "an entry": lambda text: read_paper(f"+++\n{text}\n+++\n", "a", "a.md"),
    "a source": lambda text: registry.read(f"[[papers]]\n{text}\n".encode(), "a.toml", datetime.date(2026, 1, 1)),
}


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG.keys())
@pytest.mark.parametrize("read", READERS.values(), ids=READERS.keys())
def test_what_python_cant_take_of_toml_is_told(read: Callable[[str], object], text: str) -> None:
    assert "severity=" in repr(read(text))
