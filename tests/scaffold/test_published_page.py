"""From the README's first line to a published page: each line is typed, each step of a host is run.

What a host does by itself (fetching a repository, setting up Python, serving files) has a stand-in here; every command
line is the one that stands in the file. Python's packages come from wherever pip has them from.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import yaml
from built_pages import find_dead_links, read_pages
from typed_lines import Shell, read_shell_blocks

from site_builder.scaffold.new_site import create_site
from site_builder.scaffold.wheel import make_wheel

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[2]
FILES = ROOT / "site_builder/scaffold/files"
BASE_URL = "https://your-name.github.io/papers/"

pytestmark = [
    pytest.mark.network,
    pytest.mark.skipif(sys.platform == "win32", reason="the lines are those of a Unix shell"),
    pytest.mark.skipif(not shutil.which("git"), reason="git isn't installed"),
]


def make_remote(folder: Path) -> Path:
    """Make a host's empty repository."""
    repository = folder / "YOUR-NAME/papers.git"
    subprocess.run(["git", "init", "--quiet", "--bare", repository], check=True)
    return repository


def type_readme(home: Path, remotes: Path) -> None:
    """Type every line of the README that a curator types, in a copy of this repository."""
    program = home / "site-builder"
    program.mkdir(parents=True)
    for name in ("site_builder", "themes", "README.md", "LICENSE", "CHANGELOG.md", "pyproject.toml"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, program / name)
    shell = Shell(program, remotes)
    lines = [line for block in read_shell_blocks((ROOT / "README.md").read_text("utf-8")) for line in block]
    first = lines.index("python3 -m venv ../site-builder-env")
    for line in lines[first:]:
        if line == "site-builder add listing.txt":  # the one file that the reader brings
            shutil.copy(ROOT / "content/listings/seed-listing.txt", home / "papers/listing.txt")
        shell.type(line)
    assert sum(line.startswith("site-builder ") for line in lines[first:]) >= 5


class Host:
    """A host's runner: a fresh folder, and a fresh Python environment when a step asks for one."""

    def __init__(self, folder: Path, repository: Path) -> None:
        self.folder = folder
        self.repository = repository
        self.artifacts: dict[str, Path] = {}
        self.checkout = folder / "work"
        folder.mkdir()
        self.shell = Shell(folder, repository.parents[1])

    def run_job(self, job: Mapping[str, Any]) -> None:
        """Take the steps of a job of GitHub's, in order."""
        outputs = {"steps.pages.outputs.base_url": BASE_URL.rstrip("/")}
        for step in job["steps"]:
            if "run" in step:
                variables = {name: self.fill(value, outputs) for name, value in step.get("env", {}).items()}
                self.shell.type(step["run"], variables)
            else:
                self.act(step["uses"].partition("@")[0], step.get("with", {}))

    @staticmethod
    def fill(text: str, outputs: Mapping[str, str]) -> str:
        return re.sub(r"\$\{\{ (\S+) \}\}", lambda name: outputs[name[1]], text)

    def act(self, action: str, options: Mapping[str, Any]) -> None:
        """Do what one of GitHub's own actions does."""
        if action == "actions/checkout":
            self.clone()
        elif action == "actions/setup-python":
            self.set_up_python()
            assert (self.checkout / options["cache-dependency-path"]).is_file()
        elif action in {"actions/upload-pages-artifact", "actions/upload-artifact"}:
            assert (self.checkout / options["path"] / "index.html").is_file()
            self.artifacts[action] = self.checkout / options["path"]
        elif action == "actions/deploy-pages":
            assert "actions/upload-pages-artifact" in self.artifacts
        else:
            assert action == "actions/configure-pages"

    def clone(self) -> None:
        self.shell.type(f"cd '{self.folder}'")
        shutil.rmtree(self.checkout, ignore_errors=True)
        self.shell.type(f"git clone --quiet --branch main '{self.repository}' work && cd work")

    def set_up_python(self) -> None:
        environment = self.folder / "python"
        if not environment.exists():
            self.shell.type(f"'{sys.executable}' -m venv '{environment}'")
        self.shell.type(f"export PATH='{environment}/bin':\"$PATH\"")


def read_workflow(host: Host, name: str) -> dict[str, Any]:
    text = subprocess.check_output(["git", "show", f"main:.github/workflows/{name}"], cwd=host.repository, text=True)
    return yaml.safe_load(text)


def assert_published(public: Path, base_url: str) -> None:
    """Assert that the site's pages are there, with the listing's papers, and that no link leaves the base path."""
    assert len(list(public.glob("papers/*/index.html"))) == 16
    assert f'href="{base_url}' in (public / "index.html").read_text("utf-8")
    assert find_dead_links(public, read_pages(public), urlsplit(base_url).path) == []


def check_pushed(repository: Path) -> None:
    """The site carries the program that the reader installed, and nothing of the sample."""
    tree = subprocess.check_output(["git", "ls-tree", "-r", "--name-only", "main"], cwd=repository, text=True)
    (wheel,) = (name for name in tree.splitlines() if name.endswith(".whl"))
    # installed from a folder there, editable here: the same program all the same
    assert Path(wheel).name == make_wheel(distribution("site-builder")).name
    assert "sample" not in tree


def publish_on_github(host: Host) -> None:
    jobs = read_workflow(host, "pages.yml")["jobs"]
    host.run_job(jobs["build"])
    assert jobs["deploy"]["needs"] == "build"
    host.run_job(jobs["deploy"])
    assert_published(host.artifacts["actions/upload-pages-artifact"], BASE_URL)
    host.run_job(read_workflow(host, "check.yml")["jobs"]["check"])
    assert "actions/upload-artifact" in host.artifacts


def publish_on_gitlab(host: Host) -> None:
    settings = yaml.safe_load((FILES / ".gitlab-ci.yml").read_text("utf-8"))
    for name in ("check", "pages"):
        host.clone()
        for line in [*settings["default"]["before_script"], *settings[name]["script"]]:
            host.shell.type(line, {"CI_PAGES_URL": "https://lab.gitlab.io/papers"})
    assert_published(host.checkout / "public", "https://lab.gitlab.io/papers/")


def publish_on_netlify(host: Host) -> None:
    settings = tomllib.loads((FILES / "netlify.toml").read_text("utf-8"))
    variables = {"URL": "https://papers.netlify.app", "DEPLOY_PRIME_URL": "https://deploy-1--papers.netlify.app"}
    for command, address in (
        (settings["context"]["deploy-preview"]["command"], variables["DEPLOY_PRIME_URL"]),
        (settings["build"]["command"], variables["URL"]),
    ):
        host.clone()
        host.shell.type(command, variables)
        assert_published(host.checkout / "public", f"{address}/")


def publish_on_cloudflare(host: Host) -> None:
    command = re.search(r"^#   (pip .*)$", (FILES / "wrangler.toml").read_text("utf-8"), re.MULTILINE)
    assert command
    assert command[1] in (ROOT / "docs/publishing.md").read_text("utf-8").splitlines()
    host.clone()
    settings = host.checkout / "content/site.toml"
    settings.write_text(f'base_url = "https://papers.pages.dev/"\n{settings.read_text("utf-8")}', "utf-8")
    host.shell.type(command[1])
    assert_published(host.checkout / "public", "https://papers.pages.dev/")


def test_the_readme_s_path_ends_in_a_published_page_on_each_host(tmp_path: Path) -> None:
    repository = make_remote(tmp_path)
    type_readme(tmp_path / "home", tmp_path)
    # nothing of where the site was made is there any longer
    shutil.rmtree(tmp_path / "home")
    check_pushed(repository)
    host = Host(tmp_path / "a runner", repository)
    publish_on_github(host)
    publish_on_gitlab(host)
    publish_on_netlify(host)
    publish_on_cloudflare(host)


def test_each_line_of_the_site_s_own_readme_works_where_the_site_was_moved_to(tmp_path: Path) -> None:
    create_site(tmp_path / "here")
    moved = (tmp_path / "here").rename(tmp_path / "moved there")
    repository = make_remote(tmp_path)
    shell = Shell(moved, tmp_path)
    for block in read_shell_blocks((moved / "README.md").read_text("utf-8")):
        for line in block:
            shell.type(line)
    assert len(list(moved.glob("public/papers/*/index.html"))) == 3
    tree = subprocess.check_output(["git", "ls-tree", "-r", "main"], cwd=repository, text=True)
    assert "vendor/site_builder-" in tree
    assert "public/" not in tree
