"""Feed damaged inputs to every reader: no traceback, and none takes longer than five seconds.

    python tests/campaigns/mutations.py [COUNT] [SEED]

COUNT is the number of inputs (1000000, some hours). Each input follows from its seed, a number from SEED (0) on;
what fails is told with its seed, and ``mutations.py 1 SEED`` does it again. Exit status 1 if something failed.
"""

from __future__ import annotations

import datetime
import random
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS / "support"))

import site_builder.theming.i18n as translations  # noqa: E402
from site_builder.content.site_config import read_site  # noqa: E402
from site_builder.diagnostics import UserError  # noqa: E402
from site_builder.entries.reader import read_page, read_paper, read_person  # noqa: E402
from site_builder.formats import registry  # noqa: E402
from site_builder.importing.history import read_records  # noqa: E402
from site_builder.markup import typeset  # noqa: E402
from site_builder.model import Site  # noqa: E402
from site_builder.theming.themes import find_theme  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

CAPTURED = datetime.date(2026, 6, 1)
LONGEST = 5.0
#: Bytes of an input, so that a run tries many.
SIZE = 6000
WORDS = [
    *(bytes([byte]) for byte in b"{}[]()<>\"'\\$%&#@,;:=-|\n\r\t \x00\x1b\xff\xc3\xe2\x80"),
    *(b" and ", b"---\n", b"\n\n", b"@article{", b"TY  - ", b"ER  - ", b"PMID- ", b"<entry>", b"</a>", b"&amp;"),
    *(b"title: ", b"authors:\n  - ", b"- [", b"null", b"1e999", b"9" * 400, b"<<<<<<< HEAD\n", b"=======\n"),
    *(b"$$", b"\\frac{", b"\\begin{", b"![", b"](", b"[[", b'"""', b"''", b"{{<"),
    *("\u202e\ufeffé中¹".encode()[at : at + 3] for at in (0, 3, 6, 8)),
]


def read_entry(name: str, data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    for read in (read_paper, read_page, read_person):
        read(text, "a", "a.md")
    typeset(text, {}, "a.md", 1)


def parse(name: str, data: bytes) -> None:
    registry.read(data, name, CAPTURED)


def read_theme(data: bytes, folder: Path) -> None:
    (folder / "themes/own/theme.toml").write_bytes(data)
    find_theme(Site(title="Lab", theme="own"), folder)


def read_words(data: bytes, folder: Path) -> None:
    path = folder / "en.toml"
    path.write_bytes(data)
    words = translations.load([path])
    for number in (0, 1, 2, 5, 21, 1000):
        words.date(f"2025-0{number % 9}")
        for key in words.counted:
            words.count(key, number)


def list_examples(folder: Path) -> list[tuple[Callable[[str, bytes], object], str, bytes]]:
    """Return readers with the name and the bytes of an input that they read well. Some need a folder to write to."""
    (folder / "themes/own").mkdir(parents=True)
    listings = [path for path in sorted((TESTS / "cases/formats").rglob("*")) if path.is_file()]
    entries = sorted((TESTS.parent / "content").rglob("*.md"))
    found: list[tuple[Callable[[str, bytes], object], str, bytes]] = [
        *((parse, path.name, path.read_bytes()) for path in listings if ".expected" not in path.name),
        *((read_entry, path.name, path.read_bytes()) for path in entries),
    ]
    settings = (TESTS.parent / "content/site.toml").read_bytes()
    records = (TESTS.parent / "content/listings/imported.jsonl").read_bytes()
    found += [(lambda name, data: read_site(data.decode("utf-8", "replace"), name), "site.toml", settings)] * 10
    found += [(lambda _, data: read_records(data), "imported.jsonl", records)] * 5
    themes = TESTS.parent / "themes"
    for path in themes.glob("*/theme.toml"):
        found += [(lambda _, data: read_theme(data, folder), "theme.toml", path.read_bytes())] * 5
    for path in themes.glob("*/languages/*.toml"):
        found.append((lambda _, data: read_words(data, folder), path.name, path.read_bytes()))
    return found


def damage(draw: random.Random, data: bytes, others: list[bytes]) -> bytes:
    if len(data) > SIZE:
        start = draw.randrange(len(data) - SIZE)
        data = data[start if draw.random() < 0.5 else 0 :][:SIZE]
    for _ in range(draw.choice((1, 1, 2, 3, 8, 30))):
        at, to = sorted(draw.choices(range(len(data) + 1), k=2))
        to = min(to, at + draw.choice((1, 3, 20, 400)))
        piece = data[at:to]
        data = draw.choice(
            (
                data[:at] + data[to:],
                data[:at] + draw.choice(WORDS) + data[at:],
                data[:at] + draw.choice(WORDS) * draw.choice((2, 50, 2000)) + data[to:],
                data[:to] + piece * draw.choice((1, 2, 30)) + data[to:],
                data[:at] + bytes(draw.choices(range(256), k=to - at)) + data[to:],
                data[:at] + draw.choice(others)[:SIZE][at : at + 500] + data[to:],
                data[:at] + piece[::-1] + data[to:],
                data[:at],
            )
        )
    return data[: 4 * SIZE]


def report(count: int, failed: int, slowest: tuple[float, int]) -> None:
    print(f"{count} inputs, {failed} failed, slowest {slowest[0]:.2f} s (seed {slowest[1]})", flush=True)


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    with tempfile.TemporaryDirectory() as folder:
        return play(count, first, list_examples(Path(folder)))


def play(count: int, first: int, examples: list[tuple[Callable[[str, bytes], object], str, bytes]]) -> int:
    others = [data for _, _, data in examples]
    failed, slowest = 0, (0.0, 0)
    for seed in range(first, first + count):
        draw = random.Random(seed)
        read, name, data = draw.choice(examples)
        data = damage(draw, data, others)
        began = time.process_time()
        try:
            read(name, data)
        except UserError:
            pass
        except Exception:
            failed += 1
            lines = traceback.format_exc().splitlines()
            print(f"seed {seed} ({name}):", *lines[:30], *lines[30:][-12:], sep="\n", flush=True)
        spent = time.process_time() - began
        slowest = max(slowest, (spent, seed))
        if spent > LONGEST:
            failed += 1
            print(f"seed {seed} ({name}): {spent:.1f} s", flush=True)
        if (seed - first) % 10_000 == 9_999:
            report(seed - first + 1, failed, slowest)
    report(count, failed, slowest)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
