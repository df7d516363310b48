"""The house stands as its picture says: who may import whom, how long a file may grow, and what no file may say.

``docs/architecture.md`` is the picture. Every module is on a floor; it imports from floors below its own only. Rooms on
one floor don't know each other. A package is one room, whose own modules may know each other without going in circles.
"""

from __future__ import annotations

import ast
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parent.parent
PACKAGE = "site_builder"

#: The rooms of each floor, the lowest first. `site_builder` itself is the package's `__init__`: its version alone.
FLOORS: tuple[frozenset[str], ...] = tuple(
    frozenset(row.split())
    for row in (
        "site_builder",
        "diagnostics text latex identifiers cache stamps workers bundle hypertext colours toml",
        "model views naming job published",
        "taxonomy namelists routes",
        "listings entries config markup exports themes languages",
        "people",
        "catalog",
        "shelf related",
        "content",
        "pages checks",
        "editions output search templating",
        "render state",
        "comparing",
        "pressrun",
        "importing build scaffolding",
        "preview proofreading",
        "presentation sources",
        "cli",
        "__main__",
    )
)
FLOOR = {room: number for number, row in enumerate(FLOORS) for room in row}

#: Names that say nothing of what is inside.
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "handler", "base", "common", "misc"}
MOST_LINES = 400
UNREAD_FOLDERS = {"__pycache__", "public", "build", "dist", "node_modules"}
READ_HIDDEN = {".ci", ".github", ".gitignore"}

#: A folder that only one machine has, or an index of packages: whoever clones this has others.
FOREIGN = re.compile(
    r"(?<![\w.$}*>)-])/(?:home|Users|root|work|opt/\w+)/\w|pypi\.org/simple|registry\.npmjs|--(?:extra-)?index-url"
)
IMPORTERS = {"import_module", "__import__"}


def read_modules(folder: Path) -> dict[str, str]:
    """Return the source of every module of a package by its dotted name (``site_builder.pages.plan``)."""
    modules = {}
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder.parent).with_suffix("").parts
        modules[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path.read_text("utf-8")
    return modules


def list_imports(name: str, modules: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Yield the modules of the package that a module imports, wherever in it that is written, with the line."""
    for node in ast.walk(ast.parse(modules[name])):
        targets = []
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            source = resolve(node, name, modules)
            targets = [full if (full := f"{source}.{alias.name}") in modules else source for alias in node.names]
        elif isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in IMPORTERS:
            targets = read_call(node)
        yield from ((target, node.lineno) for target in targets if target.partition(".")[0] == PACKAGE)


def resolve(node: ast.ImportFrom, name: str, modules: Mapping[str, str]) -> str:
    """Return the full name of what ``from ... import`` imports from, as written in the module of that name."""
    if not node.level:
        return node.module or ""
    here = name.split(".") if is_package(name, modules) else name.split(".")[:-1]
    return ".".join(filter(None, (*here[: len(here) - node.level + 1], node.module)))


def read_call(node: ast.Call) -> list[str]:
    """Return what a call imports: nothing worth a look if it is of the package that makes the call."""
    argument = node.args[0]
    if isinstance(argument, ast.Constant):
        return [str(argument.value)]
    own = isinstance(argument, ast.JoinedStr) and ast.unparse(argument).startswith("f'{__name__}.")
    return [] if own else [f"{PACKAGE}.{ast.unparse(argument)}"]


def is_package(name: str, modules: Mapping[str, str]) -> bool:
    return any(other.startswith(f"{name}.") for other in modules)


def room_of(module: str) -> str:
    """Return the room that a module belongs to: itself or its package, at the top of the house."""
    return f"{module}.".split(".")[1] or module


def find_faults(modules: Mapping[str, str]) -> list[str]:
    """Return a sentence for every module without a floor, every import that isn't one downward, and a cycle."""
    faults = [
        f"{name} is on no floor: give '{room_of(name)}' a place in FLOORS" for name in modules if not is_placed(name)
    ]
    graph: dict[str, set[str]] = {}
    for name in modules:
        for target, line in list_imports(name, modules):
            where = f"{name}:{line} imports {target}"
            if target not in modules:
                faults.append(f"{where}, which can't be told from the source or isn't there")
            elif not is_placed(target) or not is_placed(name):
                continue
            elif FLOOR[room_of(target)] > FLOOR[room_of(name)]:
                faults.append(f"{where}, which is on a floor above")
            elif room_of(target) != room_of(name) and FLOOR[room_of(target)] == FLOOR[room_of(name)]:
                faults.append(f"{where}, a room on the same floor")
            if target != name:
                graph.setdefault(name, set()).add(target)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        faults.append(f"modules import each other in a circle: {' ← '.join(error.args[1])}")
    return faults


def is_placed(module: str) -> bool:
    return room_of(module) in FLOOR


MODULES = read_modules(ROOT / PACKAGE)


def test_every_import_goes_down() -> None:
    assert len(MODULES) > 30
    assert find_faults(MODULES) == []


def test_every_room_of_the_table_is_there() -> None:
    assert set(FLOOR) - {room_of(name) for name in MODULES} == set()


def test_a_room_has_one_floor() -> None:
    assert sum(map(len, FLOORS)) == len(FLOOR)


def test_the_picture_shows_these_floors() -> None:
    rows = re.findall(r"^\| (\d+) \| (.+?) \|", (ROOT / "docs/architecture.md").read_text("utf-8"), re.MULTILINE)
    picture = {int(number): frozenset(re.findall(r"`(\w+)`", rooms)) for number, rooms in rows}
    assert picture == dict(enumerate(FLOORS[1:]))


@pytest.mark.parametrize(
    ("module", "source", "fault"),
    [
        ("text", "from site_builder.model import Paper", "on a floor above"),
        ("text", "import site_builder.model", "on a floor above"),
        ("text", "from site_builder import model", "on a floor above"),
        ("text", "from . import model", "on a floor above"),
        ("text", "def f():\n    from site_builder.model import Paper", "text:2 imports site_builder.model"),
        ("text", "if TYPE_CHECKING:\n    from site_builder.model import Paper", "on a floor above"),
        ("text", "importlib.import_module('site_builder.model')", "on a floor above"),
        ("text", "__import__('site_builder.' + name)", "can't be told"),
        ("entries.reading", "from site_builder.listings import read", "a room on the same floor"),
        ("entries.reading", "from ..listings import read", "a room on the same floor"),
        ("entries.reading", "from site_builder.entries.writing import write", "in a circle"),
        ("entries.reading", "from . import writing", "in a circle"),
        ("attic", "", "on no floor"),
        ("attic.chest", "", "on no floor"),
    ],
)
def test_each_way_around_the_floors_is_seen(module: str, source: str, fault: str) -> None:
    house = {
        "site_builder": "__version__ = '1'",
        "site_builder.model": "",
        "site_builder.text": "",
        "site_builder.listings": "",
        "site_builder.entries": "from site_builder.entries.reading import read",
        "site_builder.entries.reading": "from site_builder.text import slug",
        "site_builder.entries.writing": "from site_builder.entries.reading import read\nfrom site_builder import text",
    }
    assert find_faults(house) == []
    assert fault in " ".join(find_faults({**house, f"site_builder.{module}": source}))


def list_files(folder: Path = ROOT) -> Iterator[Path]:
    """Yield the repository's own files, without what tools leave behind and what git doesn't keep."""
    for path in sorted(folder.iterdir()):
        hidden = path.name.startswith(".") and path.name not in READ_HIDDEN
        if path.is_file() and (not hidden or folder != ROOT):
            yield path
        elif path.is_dir() and not hidden and path.name not in UNREAD_FOLDERS:
            yield from list_files(path)


def test_file_names_say_what_is_inside() -> None:
    assert [path for path in list_files() if path.suffix == ".py" and path.stem.strip("_") in EMPTY_NAMES] == []


def test_no_python_file_is_too_long_to_read() -> None:
    lengths = {path: path.read_bytes().count(b"\n") for path in list_files() if path.suffix == ".py"}
    assert [f"{path}: {lines} lines" for path, lines in lengths.items() if lines > MOST_LINES] == []


def test_no_file_names_a_place_that_only_one_machine_has() -> None:
    found = []
    for path in list_files():
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
            found += [f"{path}:{number}: {match[0]}" for match in [FOREIGN.search(line)] if match]
    assert found == []
