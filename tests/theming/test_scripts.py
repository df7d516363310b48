"""A published script is shorter and means the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.theming.scripts import shorten

THEMES = Path(__file__).parents[2] / "themes"


@pytest.mark.parametrize(
    ("script", "shorter"),
    [
        ("/** Gone. */\n\nlet a;\n", "let a;\n"),
        ("/* gone\n * too */ let a;\n  // gone\n    let b; // stays\n", "let a;\nlet b; // stays\n"),
        ("const a = 'https://b';\n  const c = `//d`;\n", "const a = 'https://b';\nconst c = `//d`;\n"),
        ("/*! A licence. */\nlet a;\n", "/*! A licence. */\nlet a;\n"),
        ("const a = `\n  // b\n`;\n", "const a = `\n  // b\n`;\n"),
        ("const a = 'b\\\n  // c';\n", "const a = 'b\\\n  // c';\n"),
        ("/* never closed\n  let a;\n", "/* never closed\nlet a;\n"),
        ("", ""),
    ],
)
def test_only_what_means_nothing_goes(script: str, shorter: str) -> None:
    assert shorten(script) == shorter


@pytest.mark.parametrize("script", sorted(THEMES.glob("*/static/*.js")), ids=lambda path: path.name)
def test_a_bundled_script_is_shortened_once_and_for_all(script: Path) -> None:
    text = script.read_text("utf-8")
    assert len(shorten(text)) < 0.95 * len(text)
    assert shorten(shorten(text)) == shorten(text)
