"""What `check` and `build` tell of pictures: missing, damaged, too large, without a text."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from picture_files import draw, encode
from PIL import Image
from small_sites import write_site

from site_builder.build.builder import build
from site_builder.build.options import BuildOptions
from site_builder.check.checker import check_site
from site_builder.diagnostics import describe

CASES = tomllib.loads((Path(__file__).parents[1] / "cases/check/pictures.toml").read_text("utf-8"))["case"]
HEAVY = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 5"><!--' + bytes(1_100_000) + b"--></svg>"


def make_picture(how: str) -> bytes:
    match how:
        case "text":
            return b"A loom."
        case "heavy":
            return HEAVY
        case "cut":
            return encode(draw(400, 300), "PNG")[:400]
    width, height = map(int, how.split("x"))
    return encode(Image.new("1", (width, height)), "PNG")


def write(folder: Path, case: dict[str, Any]) -> Path:
    photo = "photo: files/ada.png\n" if "files/ada.png" in case["pictures"] else ""
    texts = {
        "content/papers/one.md": f"---\ntitle: One\nauthors: [Ada Lovelace]\ndate: 2025\n{case['keys']}---\nText.\n",
        "content/authors/ada.md": f"---\nname: Ada Lovelace\n{photo}---\n",
    }
    site = write_site(folder, [], f"{case.get('settings', '')}\n", **texts)
    for path, how in case["pictures"].items():
        target = site / "content/static" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(make_picture(how))
    return site


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_check_tells_what_is_wrong_with_a_picture_and_where(case: dict[str, Any], tmp_path: Path) -> None:
    site = write(tmp_path / "site", case)
    for _ in range(2):  # from the files, then from the cache
        told = [describe(found) for found in check_site(site).diagnostics if found.code.startswith(("picture", "link"))]
        assert told == case["told"]


def test_a_build_tells_of_damaged_and_large_pictures_and_leaves_texts_to_check(tmp_path: Path) -> None:
    for case in CASES:
        site = write(tmp_path / case["name"], case)
        report = build(BuildOptions(site_dir=site, out=site / "public", jobs=1, search=False))
        told = [describe(found) for found in report.diagnostics if found.code.startswith(("picture", "link"))]
        assert told == [line for line in case["told"] if "[picture-damaged]" in line or "[picture-too-large]" in line]
