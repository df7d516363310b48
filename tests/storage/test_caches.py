"""What is kept between builds: good, or as good as not there."""

from __future__ import annotations

import os
import shutil
import sys
import time
import types
from typing import TYPE_CHECKING, Annotated

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_sites import make_papers, read_tree, settle, write_site

from site_builder.build.builder import build
from site_builder.build.options import BuildOptions
from site_builder.catalog import catalog, related
from site_builder.catalog.catalog import Body, CachedPaper, Entry
from site_builder.catalog.people import Author
from site_builder.content import paper_cache
from site_builder.diagnostics import Diagnostic
from site_builder.model import Authorship, Paper, Person
from site_builder.storage import cache
from site_builder.storage.build_state import Record, State, is_current, load_state, look_at_inputs, store_state
from site_builder.storage.file_stat import FileStat
from site_builder.storage.output_dir import FileFingerprint

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Cached(msgspec.Struct):
    words: list[str]
    number: int = 0


VALUE = Cached(["one", "zwei", "三"], 3)


def test_what_is_stored_is_loaded(tmp_path: Path) -> None:
    cache.store(tmp_path / "deep" / "kept", VALUE, "kept 1")
    assert cache.load(tmp_path / "deep" / "kept", Cached, "kept 1") == VALUE
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["kept"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"",
        lambda data: data[:5],
        lambda data: data[: len(data) // 2],
        lambda data: data[:-1],
        lambda data: data.replace(b"kept 1", b"kept 2"),
        lambda data: data.replace(cache.__version__.encode(), b"0.0.0"),
        lambda data: bytes(range(256)),
        lambda data: data + b"\0",
        lambda data: data.replace(b"zwei", b"drei"),
    ],
    ids=["empty", "five bytes", "half", "all but one", "another shape", "another version", "noise", "more", "a word"],
)
def test_a_damaged_file_is_none(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "kept"
    cache.store(path, VALUE, "kept 1")
    path.write_bytes(spoil(path.read_bytes()))
    assert cache.load(path, Cached, "kept 1") is None


@given(st.binary(max_size=60))
def test_no_bytes_break_the_reader(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    cache.store(path, VALUE, "kept 1")
    head, _, _ = path.read_bytes().partition(b"\n")
    path.write_bytes(head + b"\n" + data)
    assert cache.load(path, Cached, "kept 1") is None or isinstance(cache.load(path, Cached, "kept 1"), Cached)


def test_a_missing_file_a_folder_and_another_kind_are_none(tmp_path: Path) -> None:
    assert cache.load(tmp_path / "nothing", Cached, "kept 1") is None
    assert cache.load(tmp_path, Cached, "kept 1") is None
    cache.store(tmp_path / "kept", FileStat(1, 2, 3, 4), "kept 1")
    assert cache.load(tmp_path / "kept", Cached, "kept 1") is None


def test_a_cache_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file")
    cache.store(tmp_path / "file" / "kept", VALUE, "kept 1")
    assert (tmp_path / "file").read_text() == "a file"


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.replace(tmp_path / "file", b"old")

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        cache.replace(tmp_path / "file", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("file", b"old")]


def make_records(fields: str, inner: str) -> type[msgspec.Struct]:
    """Return a record of these fields, one of which holds another record in encoded form."""
    source = f"""
class Inner(msgspec.Struct):
    {inner}

class Outer(msgspec.Struct, array_like=True):
    {fields}
    encoded: "list[Annotated[bytes, Inner]]" = []
"""
    module = types.ModuleType("records")
    module.__dict__.update(msgspec=msgspec, Annotated=Annotated)
    sys.modules["records"] = module
    exec("from __future__ import annotations\n" + source, module.__dict__)
    return module.Outer  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("fields", "inner"),
    [
        ("word: str = ''\n    more: int = 0", "number: int = 0"),
        ("name: str = ''", "number: int = 0"),
        ("word: bytes = b''", "number: int = 0"),
        ("word: str = ''", "number: float = 0.0"),
        ("word: str = ''", "number: int = 0\n    more: int = 0"),
    ],
    ids=["a field more", "another name", "another type", "another type inside", "a field more inside"],
)
def test_a_cache_of_other_records_is_ignored(tmp_path: Path, fields: str, inner: str) -> None:
    """What was stored could often be decoded as the new record, with a wrong meaning."""
    old = make_records("word: str = ''", "number: int = 0")
    cache.store(tmp_path / "cached", old())
    assert cache.load(tmp_path / "cached", make_records("word: str = ''", "number: int = 0")) is not None
    assert cache.load(tmp_path / "cached", make_records(fields, inner)) is None


@pytest.mark.parametrize(
    ("cached", "inside"),
    [
        (paper_cache._CacheShard, (CachedPaper, Entry, Body, Paper, Authorship, Diagnostic, FileStat)),
        (catalog._CachedCatalog, (catalog.Indexes, Author, Person)),
        (related._CachedRelations, (related.Relation,)),
        (State, (Record, FileFingerprint)),
    ],
)
def test_the_shape_of_a_cache_comes_from_the_fields_of_all_records_inside(
    monkeypatch: pytest.MonkeyPatch, cached: type[msgspec.Struct], inside: tuple[type[msgspec.Struct], ...]
) -> None:
    for record in (cached, *inside):
        cache.find_shape.cache_clear()
        before = cache.find_shape(cached)
        with monkeypatch.context() as patched:
            patched.setitem(record.__annotations__, "another", "int")
            cache.find_shape.cache_clear()
            assert cache.find_shape(cached) != before, record
    cache.find_shape.cache_clear()


@given(st.lists(st.binary(max_size=4), max_size=4), st.lists(st.binary(max_size=4), max_size=4))
def test_a_digest_knows_where_its_parts_end(one: list[bytes], other: list[bytes]) -> None:
    assert (cache.digest(*one) == cache.digest(*other)) == (one == other)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "papers").mkdir(parents=True)
    (folder / "papers" / "one.md").write_text("one")
    (folder / "papers" / "two.md").write_text("two")
    settle(folder)
    return folder


def rewrite_in_place(content: Path) -> None:
    """Write other bytes of the same length and set the clock back: only the file system's own notes tell."""
    path = content / "papers" / "one.md"
    before = path.stat()
    path.write_text("eno")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "written": lambda content: (content / "papers/one.md").write_text("three"),
    "of the same length": lambda content: (content / "papers/one.md").write_text("eno"),
    "of the same length and time": rewrite_in_place,
    "added": lambda content: (content / "papers/three.md").write_text("three"),
    "added to another folder": lambda content: (content / "site.toml").write_text(""),
    "removed": lambda content: (content / "papers/one.md").unlink(),
    "renamed": lambda content: (content / "papers/one.md").rename(content / "papers/three.md"),
    "exchanged": lambda content: (
        (content / "papers/one.md").rename(content / "x"),
        (content / "papers/two.md").rename(content / "papers/one.md"),
        (content / "x").rename(content / "papers/two.md"),
    ),
    "touched": lambda content: os.utime(content / "papers/one.md", ns=(1, 1)),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_inputs_are_signed_so_that_any_change_shows(content: Path, change: Callable[[Path], object]) -> None:
    signed = look_at_inputs([content], "flags").signature
    assert signed
    assert look_at_inputs([content], "flags").signature == signed
    change(content)
    assert look_at_inputs([content], "flags").signature != signed
    for path in content.rglob("*"):
        if path.is_file() and path.stat().st_mtime_ns > time.time_ns() - 1_000_000_000:
            os.utime(path, ns=(10**18, 10**18))
    assert look_at_inputs([content], "flags").signature not in (signed, b"")


def test_other_flags_sign_otherwise(content: Path) -> None:
    assert look_at_inputs([content], "one").signature != look_at_inputs([content], "two").signature


def test_files_younger_than_a_tick_of_the_clock_are_not_signed(content: Path) -> None:
    now = time.time_ns() + 1_000_000_000
    os.utime(content / "papers/one.md", ns=(now, now))
    assert look_at_inputs([content], "flags").signature == b""


def test_a_state_comes_back_for_its_own_output_folder_only(tmp_path: Path) -> None:
    state = State(b"inputs", {"the theme": b"digest"}, {})
    store_state(tmp_path / ".cache", tmp_path / "one", state)
    assert load_state(tmp_path / ".cache", tmp_path / "one") == state
    assert load_state(tmp_path / ".cache", tmp_path / "two") == State()


def test_nothing_is_current_without_inputs_or_files(tmp_path: Path) -> None:
    assert not is_current(State(), b"", tmp_path)
    assert not is_current(State(signature=b"a"), b"a", tmp_path)


@pytest.mark.parametrize("change", ["other inputs", "a file gone", "a file changed", "a file touched"])
def test_an_output_folder_is_current_only_as_it_was_left(tmp_path: Path, change: str) -> None:
    site = write_site(tmp_path / "site", make_papers(2))
    settle(site)
    out = site / "public"
    build(BuildOptions(site_dir=site, out=out, search=False))
    state = load_state(site / ".cache", out)
    assert is_current(state, state.signature, out)
    page = out / "papers/paper-0001/index.html"
    match change:
        case "a file gone":
            page.unlink()
        case "a file changed":
            page.write_bytes(page.read_bytes() + b" ")
        case "a file touched":
            os.utime(page, ns=(1, 1))
    assert not is_current(state, b"other" if change == "other inputs" else state.signature, out)


def test_a_copied_site_is_built_from_its_copied_cache_as_from_none(tmp_path: Path) -> None:
    """The cache of another folder is taken for what it is: what entries mean, not what was written there."""
    site = write_site(tmp_path / "site", make_papers(5))
    settle(site)
    build(BuildOptions(site_dir=site, out=site / "public", search=False))
    shutil.copytree(site, tmp_path / "copy")
    entry = tmp_path / "copy/content/papers/paper-0002.md"
    entry.write_text(entry.read_text("utf-8").replace("We study", "We copied"), "utf-8")
    build(BuildOptions(site_dir=tmp_path / "copy", out=tmp_path / "copy/public", search=False))
    shutil.rmtree(tmp_path / "copy/.cache")
    build(BuildOptions(site_dir=tmp_path / "copy", out=tmp_path / "fresh", search=False))
    assert read_tree(tmp_path / "copy/public") == read_tree(tmp_path / "fresh")
