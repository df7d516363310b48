"""Cases of markup as data files: a name after ``## ``, the source, and what it becomes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

_FOLDER = Path(__file__).parents[1] / "cases" / "markup"
_CASE = re.compile(r"^## (.+)\n((?s:.*?))\n-- html\n((?s:.*?))\n-- text\n((?s:.*?))\n(?=\n## |\Z)", re.MULTILINE)


class Case(NamedTuple):
    name: str
    source: str
    html: str
    text: str


def read_cases(name: str) -> list[Case]:
    return [Case(*match.groups()) for match in _CASE.finditer((_FOLDER / f"{name}.txt").read_text(encoding="utf-8"))]
