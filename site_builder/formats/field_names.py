"""Which of our fields a name means: a column's head, a key of YAML or JSON (``field_names.toml``)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import NamedTuple

from site_builder.formats.record_types import spell

_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|[*:#?!]+")
_PARTS = re.compile(r"[/|,;+]| or | oder | ou | o ")
_COUNTED = re.compile(r"[\s_.-]*\d{1,3}$")


class Meaning(NamedTuple):
    """A field, and how near its name stands to the front of the names that mean it: 0 is the best."""

    field: str
    rank: int


class _Names(NamedTuple):
    sure: dict[str, Meaning]
    unsure: dict[str, Meaning]
    elsewhere: dict[str, str]
    fillers: frozenset[str]
    written: tuple[str, ...]


def find_field(name: str) -> Meaning | None:
    """Return what a name means for certain, or None. Remarks in parentheses and words that say nothing (``Title of
    the paper (in full)``) make it a worse name, but none the less one."""
    names = _load().sure
    if found := names.get(spell(name)):
        return found
    bare = _ASIDE.sub(" ", name)
    if found := names.get(spell(bare)):
        return found._replace(rank=found.rank + 100)
    for part in _PARTS.split(bare.lower()):
        telling = "".join(word for word in re.split(r"[\s_.-]+", part) if word not in _load().fillers)
        if telling and (found := names.get(spell(telling)) or names.get(spell(part))) and found.field != "ignored":
            return found._replace(rank=found.rank + 200)
    return None


def find_unsure_field(name: str) -> Meaning | None:
    """Return what a name means where the names beside it show that it belongs to a paper (``What``), or None."""
    return _load().unsure.get(spell(name))


def find_other_table(names: list[str]) -> str:
    """Return what else a table with these heads may list (``films``), or nothing."""
    found = [other for name in names if (other := _load().elsewhere.get(spell(name)))]
    return max(found, key=found.count, default="")


def drop_count(name: str) -> str:
    """Return a name without the number behind it: ``Author 2``."""
    return _COUNTED.sub("", name.strip()) or name


def list_names() -> list[str]:
    """Return the names that mean something, as the table has them."""
    return list(_load().written)


@cache
def _load() -> _Names:
    table = tomllib.loads(resources.files(__package__).joinpath("field_names.toml").read_text("utf-8"))
    unsure, elsewhere = table.pop("unsure"), table.pop("elsewhere")
    fillers = frozenset(table.pop("fillers").split())
    others = {spell(name): what for what, names in elsewhere.items() for name in names.split("|")}
    written = tuple(
        " ".join(n.split()) for field, names in table.items() if field != "ignored" for n in names.split("|")
    )
    return _Names(_index(table), _index(unsure), others, fillers, written)


def _index(table: dict[str, str]) -> dict[str, Meaning]:
    """Return what each name means; a name that two fields claim belongs to the first."""
    index: dict[str, Meaning] = {}
    for field, names in table.items():
        for rank, name in enumerate(names.split("|")):
            index.setdefault(spell(name), Meaning(field, rank))
    index.pop("", None)
    return index
