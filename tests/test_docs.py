"""The documentation says what the program does: each command, option and diagnostic, and no link that leads nowhere."""

from __future__ import annotations

import ast
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from site_builder.cli.main import main
from site_builder.diagnostics import CODES

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
PAGES = sorted(
    path.relative_to(ROOT)
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("site_builder/scaffold/files/*.md"))
)
SCRIPTS = sorted(
    path.relative_to(ROOT)
    for path in (
        ROOT / "Makefile",
        *ROOT.glob(".github/**/*.yml"),
        *ROOT.glob("site_builder/scaffold/files/.github/**/*.yml"),
        *ROOT.glob("site_builder/scaffold/files/.*.yml"),
        *ROOT.glob("site_builder/scaffold/files/*.toml"),
    )
)
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]+`|^    .*$", re.MULTILINE)
LINK = re.compile(r"(?<!\\)\[[^\]]*\]\(([^)\s]+)\)|<img[^>]* src=\"([^\"]+)\"")
COMMAND_LINE = re.compile(r"(?:^|[`$/ ])site-builder((?: +(?:\"[^\"]*\"|'[^']*'|[^\s`|#&;>)\"',]+))+)", re.MULTILINE)


def read_page(page: Path | str) -> str:
    return (ROOT / page).read_text("utf-8")


def split_sections(text: str, level: int) -> dict[str, str]:
    """Return the text under each heading of a level that is a code word, by that word."""
    parts = re.split(rf"^{'#' * level} `([^`]+)`.*\n", text, flags=re.MULTILINE)
    return {
        name: re.split(r"^#", body, maxsplit=1, flags=re.MULTILINE)[0]
        for name, body in zip(parts[1::2], parts[2::2], strict=True)
    }


DIAGNOSTICS = split_sections(read_page("docs/diagnostics.md"), 3)
COMMANDS = split_sections(read_page("docs/commands.md"), 2)


def test_every_diagnostic_is_explained_and_none_is_invented() -> None:
    assert set(DIAGNOSTICS) == set(CODES)


def test_every_code_in_use_is_listed_and_every_listed_code_is_in_use() -> None:
    used, named = set(), set()
    for path in ROOT.glob("site_builder/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and path.name != "diagnostics.py":
                named.add(node.value)
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Diagnostic":
                codes = [*node.args[:1], *(keyword.value for keyword in node.keywords if keyword.arg == "code")]
                used |= {code.value for code in codes if isinstance(code, ast.Constant)}
    assert used <= set(CODES) <= named


@pytest.mark.parametrize("code", DIAGNOSTICS)
def test_a_diagnostic_is_explained_in_words_and_shown_as_the_program_prints_it(code: str) -> None:
    words, fence, example = DIAGNOSTICS[code].partition("```text\n")
    assert len(words.split()) > 4
    assert fence
    lines = example.removesuffix("\n").partition("\n```")[0].splitlines()
    assert lines
    for line in lines:
        assert re.fullmatch(rf"(?:\S+: )?(?:error|warning|hint): .*[^ ;] \[{code}\]", line)


def test_every_command_is_explained_and_none_is_invented() -> None:
    assert set(COMMANDS) == {f"site-builder {name}" for name in main.commands}


@pytest.mark.parametrize("name", main.commands)
def test_every_option_of_a_command_is_explained_and_none_is_invented(name: str) -> None:
    text = COMMANDS[f"site-builder {name}"]
    documented = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", text))
    assert documented == {option for option in list_options(main.commands[name]) if option.startswith("--")} - {
        "--help"
    }


def list_options(command: click.Command) -> Iterator[str]:
    for inner in command.commands.values() if isinstance(command, click.Group) and command is not main else ():
        yield from list_options(inner)
    for parameter in command.get_params(click.Context(command)):
        if isinstance(parameter, click.Option):
            yield from (*parameter.opts, *parameter.secondary_opts)


def test_the_index_leads_to_every_page() -> None:
    linked = set(LINK.findall(read_page("docs/README.md")))
    assert {path.name for path in ROOT.glob("docs/*.md")} - {link for link, _ in linked} == {"README.md"}


@pytest.mark.parametrize("document", PAGES, ids=str)
def test_links_lead_somewhere(document: Path) -> None:
    text = CODE.sub("", FENCE.sub("", read_page(document)))
    for target in filter(None, (link or image for link, image in LINK.findall(text))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, fragment = target.partition("#")
        file = ROOT / document.parent / path if path else ROOT / document
        assert file.exists(), f"{document} links to {target}"
        assert not fragment or fragment in list_anchors(file), f"{document} links to {target}"


def list_anchors(file: Path) -> set[str]:
    """Return the addresses of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", file.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", [*PAGES, *SCRIPTS], ids=str)
def test_command_lines_are_the_program_s(document: Path) -> None:
    for match in COMMAND_LINE.finditer(read_page(document)):
        words = shlex.split(match[1].replace("…", "X").replace("...", ""), comments=True)
        command = main.commands.get(words[0])
        if command:
            command.make_parser(click.Context(command)).parse_args(words[1:])
        else:
            assert words[0] in list_options(main), f"{document}: there is no command {match[0].strip()}"
