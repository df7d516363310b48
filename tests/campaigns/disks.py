"""Build, edit, rename and import in a folder of another disk: the site is the one that this disk gets.

    python tests/campaigns/disks.py FOLDER

FOLDER is an empty folder on the disk to try, such as one that takes upper and lower case for the same or refuses some
signs in names. With ``ntfs-3g`` installed, a file becomes such a disk::

    truncate -s 300M disk && mkntfs -F -Q disk && lowntfs-3g -o ignore_case,windows_names disk FOLDER

Exit status 1 if something differs.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
from imports import bib
from small_sites import make_papers, read_tree, write_paper, write_site

BIBLIOGRAPHY = "".join(bib(title=f"Kelp forest {n}", author="Kaya, D.", year="2022") for n in range(30))


def run(site: Path, *words: str) -> None:
    command = [sys.executable, "-m", "site_builder", words[0], "--quiet", "--site", str(site), *words[1:]]
    subprocess.run(command, check=True)


def rename(site: Path) -> None:
    """Rename a paper's file so that only the case of its name changes, build, and rename it back."""
    old = site / "content/papers/paper-0003.md"
    new = old.rename(old.with_name("Paper-0003.md"))
    run(site, "build")
    new.rename(old)


def play(site: Path) -> list[dict[str, bytes]]:
    """Return the files of the built site after each step, by their paths in lower case.

    A disk may give back names in lower case, whatever was written.
    """
    papers = make_papers(40)
    write_site(site, papers)
    (site / "a.bib").write_text(BIBLIOGRAPHY, "utf-8")
    steps = (
        lambda: None,
        lambda: write_paper(site, papers[7].__class__(id="paper-0007", title="A New Title", date="2024")),
        lambda: rename(site),
        lambda: run(site, "add", str(site / "a.bib")),
        lambda: (site / "content/papers/paper-0001.md").unlink(),
    )
    trees = []
    for step in steps:
        step()
        run(site, "build")
        trees.append({name.lower(): data for name, data in read_tree(site / "public").items()})
    return trees


def main() -> int:
    folder = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as usual:
        expected, found = play(Path(usual, "site")), play(folder / "site")
    failed = 0
    for number, (one, other) in enumerate(zip(expected, found, strict=True), 1):
        differing = sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
        failed += bool(differing)
        print(f"step {number}: {len(one)} files, {len(differing)} differ", *differing[:10], sep="\n  ")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
