"""A wheel and a source distribution are the whole program: installed where the repository isn't, it makes sites."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import sysconfig
import venv
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest
from hatchling.build import build_sdist

from site_builder.scaffold.wheel import make_wheel

ROOT = Path(__file__).parent.parent


def _build_wheel(source: Path, folder: Path) -> Path:
    """Build a wheel, with what is installed already, so that nothing is fetched."""
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(source)], check=True)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _build_wheel(ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that an installer makes of the source distribution."""
    folder = tmp_path_factory.mktemp("sdist")
    with contextlib.chdir(ROOT):
        name = build_sdist(str(folder))
    return _build_wheel(folder / name, folder)


@pytest.fixture(scope="module", params=["wheel", "sdist"])
def program(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the program into an environment of its own; what it depends on comes from this one."""
    built = request.getfixturevalue(request.param)
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=sys.platform != "win32")
    binaries = folder / ("Scripts" if sys.platform == "win32" else "bin")
    options = ["--quiet", "--no-deps", "--no-index"]
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(binaries / "python"), "install", *options, str(built)], check=True
    )
    # a folder named in a .pth file has its own .pth files ignored: the editable install there stays out
    (installed,) = folder.rglob("site_builder/__init__.py")
    installed.parent.with_name("dependencies.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    return binaries / "site-builder"


def test_wheel_holds_all_that_the_program_reads(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    package = ROOT / "site_builder"
    sources = {f"site_builder/{path.relative_to(package).as_posix()}" for path in _list_files(package)}
    themes = {
        f"site_builder/_themes/{path.relative_to(ROOT / 'themes').as_posix()}" for path in _list_files(ROOT / "themes")
    }
    assert "site_builder/py.typed" in sources
    assert {name for name in packed if ".dist-info/" not in name} == sources | themes


def _list_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]


def test_installed_program_is_not_the_repository_s(program: Path, tmp_path: Path) -> None:
    origin = _run(
        program.with_name("python"), "-c", "import site_builder; print(site_builder.__file__)", folder=tmp_path
    )
    assert Path(origin).is_relative_to(program.parent.parent)


def test_installed_program_makes_a_site_and_builds_it(program: Path, tmp_path: Path) -> None:
    _run(program, "new", "papers", folder=tmp_path)
    site = tmp_path / "papers"
    (site / "content/papers/one.md").write_text(
        "---\ntitle: A paper of one line\nauthors: [Josiah Carberry]\ncategories: [cs.CL]\n---\nAll of it.\n",
        "utf-8",
    )
    _run(program, "build", folder=site)
    page = (site / "public/papers/one/index.html").read_text("utf-8")
    assert "A paper of one line" in page
    assert "Josiah Carberry" in page
    assert "Computation and Language" in (site / "public/categories/cs.CL/index.html").read_text("utf-8")
    assert (site / "public/pagefind/pagefind.js").is_file()


def test_a_site_carries_the_same_program_however_that_was_installed(program: Path, tmp_path: Path) -> None:
    _run(program, "new", "papers", "--example", folder=tmp_path)
    (carried,) = (tmp_path / "papers/vendor").glob("*.whl")
    # the tests run an editable installation
    here = make_wheel(distribution("site-builder"))
    assert (carried.name, carried.read_bytes()) == (here.name, here.data)


def test_installed_program_reads_a_listing(program: Path, tmp_path: Path) -> None:
    (tmp_path / "papers.bib").write_text(
        "@article{one, title = {One}, author = {Carberry, Josiah}, year = 2025}", "utf-8"
    )
    assert '"title":"One"' in _run(program, "parse", "papers.bib", "--format", "jsonl", folder=tmp_path).replace(
        ": ", ":"
    )


def _run(program: Path, *arguments: str, folder: Path) -> str:
    done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
