"""Names that other systems can't tell apart or refuse: a site is checked out, built and unpacked on any of them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from site_builder.build.plan import locate, name_origin
from site_builder.diagnostics import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from site_builder.build.plan import Plan
    from site_builder.pages.files import File
    from site_builder.pages.page_kind import Page

#: What Windows refuses in a name, as artifacts of workflows do; and its devices, with whatever ending
#: (https://learn.microsoft.com/windows/win32/fileio/naming-a-file).
_REFUSED = re.compile(r'[<>:"|?*]|[. ]$')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[1-9¹²³])(?:\..*)?", re.IGNORECASE | re.DOTALL)


def check_file_names(plan: Plan, site_dir: Path) -> Iterator[Diagnostic]:
    """Yield a warning for each file of the site whose name isn't one of its own on every system."""
    seen: dict[str, tuple[str, File | Page]] = {}
    told: set[tuple[str, str]] = set()
    outputs: list[tuple[str, File | Page]] = [*plan.pages.items(), *((file.path, file) for file in plan.files)]
    for path, output in outputs:
        same, other = seen.setdefault(_fold(path), (path, output))
        refused = next(filter(_is_refused, path.split("/")), "")
        if same == path and not refused:
            continue
        origin, other_origin = name_origin(output, site_dir), name_origin(other, site_dir)
        if not origin.startswith("content/"):  # nobody chose the name
            continue
        if same != path and (origin, other_origin) not in told:
            told.add((origin, other_origin))
            message = f"{origin} and {other_origin} have names that are one on macOS and Windows"
            yield Diagnostic("address-alike", message, locate(output, site_dir), "rename one of them", "warning")
        if refused and (origin, refused) not in told:
            told.add((origin, refused))
            message = f"'{refused}' can't be a file's name on Windows"
            suggestion = "use letters, digits, hyphens and dots"
            yield Diagnostic("address-unfit", message, locate(output, site_dir), suggestion, "warning")


def _fold(path: str) -> str:
    """Return a path as it is compared where case and the form of accents don't count."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _is_refused(name: str) -> bool:
    return bool(_REFUSED.search(name) or _DEVICE.fullmatch(name))
