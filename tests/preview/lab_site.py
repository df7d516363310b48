"""A site of three papers to be edited, and what its preview shows of it."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from site_builder.preview.session import Session

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from pathlib import Path

    from site_builder.preview.server import Answer

T = TypeVar("T")

BASE = "http://127.0.0.1:8000/"


def compose_entry(
    title: str, authors: str = "Ada Lovelace, Grace Hopper", date: str = "2025-03-06", text: str = ""
) -> str:
    names = "\n".join(f"- {name.strip()}" for name in authors.split(","))
    return (
        f"---\ntitle: '{title}'\nauthors:\n{names}\ndate: {date}\ncategories: [cs.CL]\n---\n{text or f'On {title}.'}\n"
    )


def write_site(folder: Path) -> Path:
    write(folder, "content/site.toml", 'title = "The Lab"\n')
    write(folder, "content/papers/engines.md", compose_entry("Analytical Engines", "Ada Lovelace"))
    write(folder, "content/papers/compilers.md", compose_entry("Compilers for Everyone", "Grace Hopper", "2024-01"))
    write(folder, "content/papers/looms.md", compose_entry("Looms", "Ada Lovelace, Grace Hopper", "2023"))
    write(folder, "content/static/notes.txt", "As pasted.\n")
    return folder


def write(site: Path, name: str, text: str) -> Path:
    path = site / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def replace(site: Path, name: str, old: str, new: str) -> Path:
    path = site / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    return path


def start(site: Path, base: str = BASE) -> Session:
    session = Session(site, base)
    session.load()
    return session


def read(session: Session, path: str) -> str:
    """Return the text at a path; a page must be there."""
    answer = session.respond(path)
    assert answer.status == 200, read_text(answer)
    return read_text(answer)


def read_text(answer: Answer) -> str:
    data = answer.body if isinstance(answer.body, bytes) else answer.body.read_bytes()
    return data.decode("utf-8")


def read_prose(answer: Answer) -> str:
    """Return a page's text as a reader sees it, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", read_text(answer)))


def run_aside(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine in a thread of its own; a browser under test keeps the loop of this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()
