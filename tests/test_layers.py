"""Packages import downward only, files stay short, and no file names a place that only one machine has.

``docs/architecture.md`` shows the layers. A package imports only from packages below its own; the modules of one
package may know each other without going in circles.
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

#: The packages and single modules, the highest first: the table of the architecture page.
ROW = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)
LAYERS = tuple(ROW.findall((ROOT / "docs/architecture.md").read_text("utf-8")))
DEPTH = {name: depth for depth, name in enumerate((*LAYERS, PACKAGE))}

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
    """Return the source of every module of a package by its dotted name (``site_builder.pages.registry``)."""
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
    own = isinstance(argument, ast.JoinedStr) and ast.unparse(argument).startswith(
        ("f'{__name__}.", "f'{__package__}.")
    )
    return [] if own else [f"{PACKAGE}.{ast.unparse(argument)}"]


def is_package(name: str, modules: Mapping[str, str]) -> bool:
    return any(other.startswith(f"{name}.") for other in modules)


def layer_of(module: str) -> str:
    """Return the layer that a module belongs to: its package, or itself at the top."""
    return f"{module}.".split(".")[1] or module


def find_faults(modules: Mapping[str, str], depth: Mapping[str, int] = DEPTH) -> list[str]:
    """Return a sentence for every module without a layer, every import that doesn't go down, and a cycle."""
    faults = [f"{name} has no layer: add `{layer_of(name)}`" for name in modules if layer_of(name) not in depth]
    graph: dict[str, set[str]] = {}
    for name in modules:
        for target, line in list_imports(name, modules):
            where, own, other = f"{name}:{line} imports {target}", layer_of(name), layer_of(target)
            if target not in modules:
                faults.append(f"{where}, which can't be told from the source or isn't there")
            elif own in depth and other in depth and own != other and depth[other] <= depth[own]:
                faults.append(f"{where}, which is in a layer above")
            if target != name:
                graph.setdefault(name, set()).add(target)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        faults.append(f"modules import each other in a circle: {' ← '.join(error.args[1])}")
    return faults


MODULES = read_modules(ROOT / PACKAGE)


def test_every_import_goes_down() -> None:
    assert len(MODULES) > 30
    assert find_faults(MODULES) == []


def test_every_layer_of_the_architecture_page_exists() -> None:
    assert set(LAYERS) == {layer_of(name) for name in MODULES} - {PACKAGE}
    assert len(LAYERS) == len(set(LAYERS))


@pytest.mark.parametrize(
    ("module", "source", "fault"),
    [
        ("text.folding", "from site_builder.model import Paper", "in a layer above"),
        ("text.folding", "import site_builder.model", "in a layer above"),
        ("text.folding", "from site_builder import model", "in a layer above"),
        ("text.folding", "from .. import model", "in a layer above"),
        ("text.folding", "def f():\n    from site_builder.model import Paper", "folding:2 imports site_builder.model"),
        ("text.folding", "if TYPE_CHECKING:\n    from site_builder.model import Paper", "in a layer above"),
        ("text.folding", "importlib.import_module('site_builder.model')", "in a layer above"),
        ("text.folding", "__import__('site_builder.' + name)", "can't be told"),
        ("entries.reader", "from site_builder.entries.writer import write", "in a circle"),
        ("entries.reader", "from . import writer", "in a circle"),
        ("attic", "", "has no layer"),
        ("attic.chest", "", "has no layer"),
    ],
)
def test_each_way_around_the_layers_is_seen(module: str, source: str, fault: str) -> None:
    depth = {"entries": 0, "model": 1, "text": 2, PACKAGE: 3}
    modules = {
        "site_builder": "__version__ = '1'",
        "site_builder.model": "",
        "site_builder.text": "",
        "site_builder.text.folding": "",
        "site_builder.entries": "from site_builder.entries.reader import read",
        "site_builder.entries.reader": "from site_builder.text.folding import slug",
        "site_builder.entries.writer": "from site_builder.entries.reader import read\nfrom site_builder import text",
    }
    assert find_faults(modules, depth) == []
    assert fault in " ".join(find_faults({**modules, f"site_builder.{module}": source}, depth))


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
