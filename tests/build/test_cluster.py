"""A cluster's workers make the same site as this machine does."""

from __future__ import annotations

import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from small_sites import make_papers, read_tree, write_site

from site_builder.build import cluster
from site_builder.build.builder import build
from site_builder.build.cluster import connect
from site_builder.build.options import BuildOptions
from site_builder.cli.main import main
from site_builder.diagnostics import UserError
from site_builder.search import shares
from site_builder.storage.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor
    from pathlib import Path


@pytest.fixture
def site(tmp_path: Path) -> Path:
    files = {
        "themes/mine/theme.toml": 'name = "mine"\nextends = "default"\n',
        "themes/mine/templates/404.html": "Nothing here.",
    }
    return write_site(tmp_path / "site", make_papers(40), 'per_page = 10\ntheme = "mine"\n', **files)


def render(site: Path, out: Path, executor: Executor | None = None, *, search: bool = False) -> dict[str, bytes]:
    build(BuildOptions(site_dir=site, out=out, jobs=1, search=search), executor)
    return read_tree(out)


def render_anew(site: Path, out: Path, executor: Executor | None = None) -> dict[str, bytes]:
    """Build with a search index and without a cache."""
    shutil.rmtree(site / ".cache", ignore_errors=True)
    return render(site, out, executor, search=True)


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a cluster of two processes on this machine."""
    distributed = pytest.importorskip("distributed", reason="the extra 'cluster' isn't installed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=2, dashboard_address=None) as cluster:
        yield cluster.scheduler_address


@pytest.fixture(scope="module")
def dask(scheduler: str) -> Iterator[Executor]:
    """What hands work to the cluster."""
    distributed = pytest.importorskip("distributed", reason="the extra 'cluster' isn't installed")
    with distributed.Client(scheduler) as client, client.get_executor() as executor:
        yield executor


def test_a_dask_cluster_makes_the_same_bytes(
    dask: Executor, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"_FEWEST": 5, "_ONE_OF": 5}.items():
        monkeypatch.setattr(shares, name, value)
    assert render_anew(site, tmp_path / "cluster", dask) == render_anew(site, tmp_path / "here")


def test_the_command_reads_renders_and_indexes_on_the_cluster(
    scheduler: str, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = render_anew(site, tmp_path / "here")
    shutil.rmtree(site / ".cache")
    monkeypatch.setattr(Workers, "map", note := NotedMap())
    arguments = ["build", "--site", str(site), "--out", str(tmp_path / "cluster"), "--scheduler", scheduler]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    assert read_tree(tmp_path / "cluster") == here
    assert [*dict.fromkeys(note.tasks)] == ["_parse_sources", "make_share", "render_for", "pack_range"]


class NotedMap:
    """`Workers.map`, and the names of the tasks that it was given."""

    def __init__(self) -> None:
        self.tasks: list[str] = []
        self._map = Workers.map

    def __get__(self, workers: Workers, _: object) -> Callable[..., Iterator[Any]]:
        def note(task: Callable[..., Any], *arguments: Any) -> Iterator[Any]:
            self.tasks.append(task.__name__)
            return self._map(workers, task, *arguments)

        return note


def refuse(address: str) -> str:
    """Return why no workers are reached at an address."""
    with pytest.raises(UserError) as caught, connect(address):
        pass
    return str(caught.value)


def test_a_cluster_that_cannot_be_used_is_told(scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 0.5)
    assert refuse("tcp://127.0.0.1:9").startswith("error: no scheduler answers at tcp://127.0.0.1:9; start one")
    assert refuse("nonsense://there").startswith("error: no scheduler answers at nonsense://there")
    monkeypatch.setattr(cluster, "__version__", "0.0.1")
    assert "site-builder, not 0.0.1; install the same version there" in refuse(scheduler)


def test_a_scheduler_without_workers_is_told() -> None:
    distributed = pytest.importorskip("distributed", reason="the extra 'cluster' isn't installed")
    with distributed.LocalCluster(n_workers=0, dashboard_address=None) as empty:
        assert f"has no workers; start some with 'dask worker {empty.scheduler_address}'" in refuse(
            empty.scheduler_address
        )


def test_a_scheduler_that_ends_is_told() -> None:
    distributed = pytest.importorskip("distributed", reason="the extra 'cluster' isn't installed")
    with (
        distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as lost,
        pytest.raises(UserError, match=r"the cluster at .* was lost"),
        connect(lost.scheduler_address) as workers,
    ):
        results = workers.map(time.sleep, [0, 30])
        next(results)
        lost.close()
        list(results)


def test_a_fault_of_a_template_comes_back_from_a_dask_cluster(dask: Executor, site: Path, tmp_path: Path) -> None:
    (site / "themes/mine/templates/404.html").write_text("one\n{{ page.nothing }}", "utf-8")
    with pytest.raises(UserError, match=r"404\.html:2"):
        render(site, tmp_path / "cluster", dask)
    assert read_tree(tmp_path / "cluster") == {}


def test_relative_paths_mean_the_same_to_every_worker(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pathlib import Path

    seen: list[str] = []

    class Elsewhere(ThreadPoolExecutor):
        """Workers that stand in another folder than the program."""

        def submit(self, *args: object, **kwargs: object) -> object:  # type: ignore[override]
            seen.extend(
                str(part.theme.chain)
                for arg in args
                if isinstance(arg, tuple)
                for part in arg
                if hasattr(part, "theme")
            )
            return super().submit(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.chdir(site)
    with Elsewhere(1) as executor:
        made = render(Path(), Path("public"), executor)
    assert made == render(site, tmp_path / "here")
    assert seen
    assert all(f"{site}/themes/mine" in chain for chain in seen)


def test_threads_render_two_sites_at_once(site: Path, tmp_path: Path) -> None:
    other = write_site(tmp_path / "other", make_papers(40, seed=5), "per_page = 10\n")
    with ThreadPoolExecutor(4) as executor, ThreadPoolExecutor(2) as builders:
        one = builders.submit(render, site, tmp_path / "one", executor)
        two = builders.submit(render, other, tmp_path / "two", executor)
        assert one.result() == render(site, tmp_path / "one alone")
        assert two.result() == render(other, tmp_path / "two alone")
