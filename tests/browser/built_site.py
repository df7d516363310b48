"""What the browser's tests look at: the project's own site with a few hard papers added, built by the command."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HARD_CASES = Path(__file__).parents[1] / "cases" / "browser"

#: A page of each kind, by its address below the site's root.
KINDS = {
    "home": "",
    "paper": "papers/spectral-gaps/",
    "paper with everything": "papers/everything/",
    "paper of many": "papers/collaboration/",
    "paper in Japanese": "papers/pretraining-ja/",
    "author": "authors/taishi-nakamura/",
    "person": "authors/lukasz/",
    "team": "team/",
    "authors": "authors/",
    "category": "categories/cs.CL/",
    "categories": "categories/",
    "venue": "venues/colt/",
    "venues": "venues/",
    "tag": "tags/expanders/",
    "tags": "tags/",
    "type": "types/paper-conference/",
    "types": "types/",
    "collection": "collections/start-here/",
    "collections": "collections/",
    "year": "years/2025/",
    "years": "years/",
    "search": "search/?q=language",
    "not found": "404.html",
}


def make_site(folder: Path, theme: str = "default", accent: str = "") -> Path:
    """Write the project's own content and the hard papers into a folder, with a theme and its accent."""
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copytree(HARD_CASES / "papers", folder / "content" / "papers", dirs_exist_ok=True)
    shutil.copytree(HARD_CASES / "authors", folder / "content" / "authors", dirs_exist_ok=True)
    shutil.copytree(HARD_CASES / "collections", folder / "content" / "collections")
    shutil.copytree(HARD_CASES / "static", folder / "content" / "static" / "files")
    many = "\n".join(f"  - Member {number} of Many" for number in range(400))
    head = f"title: A Measurement by Everyone\nauthors:\n{many}\ndate: 2021\ncategories: [hep-ex]\n"
    text = f"---\n{head}---\nWe measure.\n"
    (folder / "content" / "papers" / "collaboration.md").write_text(text, "utf-8")
    settings = folder / "content" / "site.toml"
    kept = [line for line in settings.read_text("utf-8").splitlines() if not line.startswith(("theme", "base_url"))]
    options = ["[options]", f'accent = "{accent}"'] if accent else []
    settings.write_text("\n".join([f'theme = "{theme}"', *kept, *options]), "utf-8")
    return folder


def build(site: Path, out: Path, base_url: str, *extra: str) -> None:
    """Build the site by the command, as a user does."""
    words = ["build", "--site", str(site), "--out", str(out), "--base-url", base_url, *extra]
    subprocess.run([sys.executable, "-m", "site_builder", *words], check=True, capture_output=True, timeout=120)
