"""A cluster's workers make the same site as this machine does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from small_sites import make_papers, read_tree, write_site

from site_builder.build.builder import build
from site_builder.build.options import BuildOptions
from site_builder.diagnostics import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor
    from pathlib import Path


@pytest.fixture
def site(tmp_path: Path) -> Path:
    files = {
        "themes/mine/theme.toml": 'name = "mine"\nextends = "default"\n',
        "themes/mine/templates/404.html": "Nothing here.",
    }
    return write_site(tmp_path / "site", make_papers(40), 'per_page = 10\ntheme = "mine"\n', **files)


def render(site: Path, out: Path, executor: Executor | None = None) -> dict[str, bytes]:
    build(BuildOptions(site_dir=site, out=out, jobs=1, search=False), executor)
    return read_tree(out)


@pytest.fixture(scope="module")
def dask() -> Iterator[Executor]:
    """What hands work to two processes of a cluster on this machine."""
    distributed = pytest.importorskip("distributed", reason="the extra 'cluster' isn't installed")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=2, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
        client.get_executor() as executor,
    ):
        yield executor


def test_a_dask_cluster_makes_the_same_bytes(dask: Executor, site: Path, tmp_path: Path) -> None:
    assert render(site, tmp_path / "cluster", dask) == render(site, tmp_path / "here")


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
            seen.extend(str(context.theme.chain) for context in args if hasattr(context, "theme"))
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
