"""What a site installs: the very program that made it, in a form that works where this repository isn't."""

from __future__ import annotations

import re
import tomllib
import zipfile
from hashlib import sha256
from importlib.metadata import Distribution, distribution
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from packaging.requirements import Requirement
from packaging.utils import parse_wheel_filename

from site_builder import __version__
from site_builder.scaffold import locked
from site_builder.scaffold.locked import compose_lock, lock_dependencies, read_lock
from site_builder.scaffold.requirements import Origin, compose_requirements, name_commit, name_release
from site_builder.scaffold.wheel import list_package_files, make_wheel

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "site_builder/scaffold/dependencies.txt"


@pytest.fixture
def release_lock(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A release whose lock has just the versions that are installed here, as its own has on the day it is made."""
    packages = lock_dependencies(distribution("site-builder"))
    known = [msgspec.structs.replace(package, hashes=("sha256:00",)) for package in packages]
    (tmp_path / "lock.txt").write_text(compose_lock(known, hashed=True), "utf-8")
    monkeypatch.setattr(locked, "_LOCK", tmp_path / "lock.txt")
    return tmp_path / "lock.txt"


def read_requirements(old: str = "", **options: bool) -> tuple[str, dict[str, bytes]]:
    files = compose_requirements(old, **options)
    return files["requirements.txt"].decode(), files


@pytest.mark.usefixtures("release_lock")
def test_a_program_installed_from_a_folder_is_carried_as_a_wheel_with_its_digest() -> None:
    text, files = read_requirements()
    (name,) = (path for path in files if path.endswith(".whl"))
    assert f"\n./{name} --hash=sha256:{sha256(files[name]).hexdigest()}\n-r vendor/dependencies.txt\n" in text
    assert len(files[name]) < 1_500_000
    assert not re.search(r"^site-builder", text, re.MULTILINE)


def test_the_wheel_holds_the_running_program_and_what_it_depends_on() -> None:
    wheel = make_wheel(distribution("site-builder"))
    with zipfile.ZipFile(BytesIO(wheel.data)) as archive:
        assert archive.testzip() is None
        packed = {name: archive.read(name) for name in archive.namelist()}
    assert {name: data for name, data in packed.items() if ".dist-info/" not in name} == {
        path: file.read_bytes() for path, file in list_package_files()
    }
    assert "site_builder/_themes/default/theme.toml" in packed
    assert "site_builder/scaffold/files/.github/workflows/pages.yml" in packed
    name, version, _, _ = parse_wheel_filename(wheel.name)
    metadata = next(data.decode() for path, data in packed.items() if path.endswith("/METADATA"))
    assert (name, version.base_version) == ("site-builder", __version__)
    assert f"\nVersion: {version}\n" in metadata
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    assert {Requirement(line) for line in re.findall(r"^Requires-Dist: (.*)", metadata, re.MULTILINE)} >= set(
        map(Requirement, wanted)
    )


def test_the_same_program_makes_the_same_wheel_and_another_one_a_wheel_of_another_version(tmp_path: Path) -> None:
    installed = distribution("site-builder")
    first = make_wheel(installed)
    assert make_wheel(installed) == first
    with zipfile.ZipFile(BytesIO(first.data)) as archive:
        for name in archive.namelist():
            archive.extract(name, tmp_path)
    (carried,) = tmp_path.glob("*.dist-info")
    assert make_wheel(Distribution.at(carried)) == first
    metadata = (carried / "METADATA").read_text("utf-8")
    (carried / "METADATA").write_text(metadata.replace("Requires-Dist: click", "Requires-Dist: clack"), "utf-8")
    assert make_wheel(Distribution.at(carried)).name != first.name


@pytest.mark.parametrize(
    ("origin", "requirement"),
    [
        (
            {"url": "https://git.example/lab/builder.git", "vcs_info": {"vcs": "git", "commit_id": "0a1b2c"}},
            "site-builder @ git+https://git.example/lab/builder.git@0a1b2c",
        ),
        (
            {
                "url": "https://git.example/lab/tools.git",
                "vcs_info": {"vcs": "git", "commit_id": "0a1b2c"},
                "subdirectory": "builder",
            },
            "site-builder @ git+https://git.example/lab/tools.git@0a1b2c#subdirectory=builder",
        ),
        ({"url": "file:///srv/builder", "vcs_info": {"vcs": "git", "commit_id": "0a1b2c"}}, ""),
        ({"url": "file:///srv/builder", "dir_info": {"editable": True}}, ""),
        ({"url": "https://files.example/site_builder-0.1.0-py3-none-any.whl", "archive_info": {}}, ""),
    ],
)
def test_a_commit_is_named_where_others_can_reach_its_repository(origin: object, requirement: str) -> None:
    assert name_commit(msgspec.convert(origin, Origin)) == requirement


@pytest.mark.parametrize(
    "old",
    [
        f"site-builder=={__version__}\n",
        "Site_Builder >= 0.1\n",
        "./vendor/site_builder-0.0.9+habc-py3-none-any.whl --hash=sha256:00\n-r vendor/dependencies.txt\n",
        "site-builder @ git+https://git.example/lab/builder.git@0a1b2c\n",
        "./vendor/site_builder-0.0.9+habc-py3-none-any.whl\r\n-r vendor/dependencies.txt\r\n",
    ],
)
def test_whatever_named_the_program_is_replaced_and_never_by_its_bare_name(old: str) -> None:
    assert read_requirements(old) == read_requirements()


@pytest.mark.usefixtures("release_lock")
def test_lines_about_other_packages_stay_and_without_their_digests_nothing_has_any() -> None:
    others = "# for our own script\nrequests==2.32.0 \\\n    --hash=sha256:00\n"
    text, files = read_requirements(f"{others}site-builder==0.1.0\n")
    assert text.endswith(others)
    assert "--hash=" in files["vendor/dependencies.txt"].decode()
    for other in ("numpy==2.0", "-r more.txt"):
        text, files = read_requirements(other)
        assert text.endswith(f"\n{other}\n")
        assert "--hash=" not in text + files["vendor/dependencies.txt"].decode()
        assert any(path.endswith(".whl") for path in files)


def test_the_lock_has_every_library_that_the_program_needs_with_the_digests_of_its_files() -> None:
    packages = {package.name: package for package in read_lock(LOCK.read_text("utf-8"))}
    for line in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]:
        wanted = Requirement(line)
        assert wanted.specifier.contains(packages[wanted.name.replace("_", "-")].version), line
    assert all(package.hashes for package in packages.values())
    assert compose_lock(packages.values(), hashed=True) == LOCK.read_text("utf-8")


def test_another_installed_version_than_the_release_s_is_locked_without_digests(release_lock: Path) -> None:
    older = release_lock.read_text("utf-8").replace("click==", "click==0.0.")
    elsewhere = "windows-only==1.0 ; sys_platform == 'win32' \\\n    --hash=sha256:00\n"
    release_lock.write_text(older + elsewhere, "utf-8")
    text, files = read_requirements()
    lock = files["vendor/dependencies.txt"].decode()
    assert f"click=={distribution('click').version}\n" in lock
    assert "windows-only==1.0 ; sys_platform == 'win32'\n" in lock
    assert "--hash=" not in text + lock


class TestIndex:
    """A program that was chosen by its name: only an index that has these very files may be asked for it again."""

    @pytest.fixture
    def installed(self, tmp_path: Path) -> Distribution:
        """An installation that an installer chose by name: it left no note of an origin."""
        (tmp_path / "INSTALLER").write_text("pip\n")
        return Distribution.at(tmp_path)

    @staticmethod
    def serve(httpserver: HTTPServer, files: dict[str, bytes]) -> list[str]:
        """Let an index have one wheel with these files; return pip's options that make it the only index."""
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name, data in files.items():
                archive.writestr(name, data)
            folder = f"site_builder-{__version__}.dist-info"
            archive.writestr(
                f"{folder}/METADATA", f"Metadata-Version: 2.1\nName: site-builder\nVersion: {__version__}\n"
            )
            archive.writestr(f"{folder}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            archive.writestr(f"{folder}/RECORD", "")
        wheel = f"site_builder-{__version__}-py3-none-any.whl"
        httpserver.expect_request("/simple/site-builder/").respond_with_data(
            f'<a href="/{wheel}">{wheel}</a>', content_type="text/html"
        )
        httpserver.expect_request(f"/{wheel}").respond_with_data(packed.getvalue())
        return ["-i", httpserver.url_for("/simple/"), "--no-cache-dir"]

    def test_the_version_is_named_with_the_digest_of_the_index_s_file(
        self, installed: Distribution, httpserver: HTTPServer
    ) -> None:
        options = self.serve(httpserver, {path: file.read_bytes() for path, file in list_package_files()})
        requirement = name_release(installed, options)
        assert re.fullmatch(rf"site-builder=={re.escape(__version__)} --hash=sha256:[0-9a-f]{{64}}", requirement)

    def test_somebody_else_s_package_of_the_same_name_and_version_is_not_named(
        self, installed: Distribution, httpserver: HTTPServer
    ) -> None:
        options = self.serve(httpserver, {"site_builder/__init__.py": b"print('not yours')\n"})
        assert name_release(installed, options) == ""

    def test_an_index_that_has_no_such_package_is_not_named(
        self, installed: Distribution, httpserver: HTTPServer
    ) -> None:
        assert name_release(installed, ["-i", httpserver.url_for("/simple/")]) == ""

    def test_a_note_of_another_origin_is_believed_without_asking(self, tmp_path: Path) -> None:
        (tmp_path / "INSTALLER").write_text("pip\n")
        (tmp_path / "direct_url.json").write_text('{"url": "file:///srv/builder"}')
        assert name_release(Distribution.at(tmp_path)) == ""
