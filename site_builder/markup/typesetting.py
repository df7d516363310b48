"""Texts converted by the Markdown parser: HTML, plain text and diagnostics.

`site_builder.markup` asks for this only where a text isn't plain; its result for plain texts is the same, byte by byte.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec
from markupsafe import Markup

from site_builder.diagnostics import Diagnostic, Location
from site_builder.markup import addresses, rules
from site_builder.markup.mathematics import Unreadable, to_mathml
from site_builder.markup.spelling import spell
from site_builder.text.folding import collapse, slug
from site_builder.text.html import trust

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

#: ``document``: texts of curators. ``prose``: abstracts, which have no headings. ``itemized``: prose with a list in it.
#: ``inline``: titles, which stand inside links.
Kind = Literal["document", "prose", "itemized", "inline"]

#: Markdown blocks that don't occur in abstracts: there, ``#1`` or ``> 90 %`` at the start of a line is text.
_NOT_IN_PROSE = ["code", "heading", "lheading", "hr", "blockquote", "reference"]
_BULLET = re.compile(r"^ {0,3}([-*+])[ \t]+\S", re.MULTILINE)
_NUMBER = re.compile(r"^ {0,3}(\d{1,3})[.)][ \t]+\S", re.MULTILINE)
#: Ids that the theme's pages use themselves. A heading with the same id gets a number.
_PLACES = ("content", "papers", "abstract", "cite", "facts", "featured", "alumni", "coauthors")
_ALIGNMENT = {"text-align:right": "align-right", "text-align:center": "align-center", "text-align:left": "align-left"}
#: A command that is shown as it is, because nobody knows it; in the name of a Windows file there is none.
_COMMAND = re.compile(r"\\[A-Za-z]{2,}")
_FILE = re.compile(r"(?<![A-Za-z])[A-Za-z]:\\|\\\\")
#: A formula with the characters that touch it, unless they belong to a script without spaces.
_SIGNS = r"(?:[!-%'-;=?-~]|&(?:amp|lt|gt);){0,20}"
#: The most characters in front. The formula is searched first: trying all characters first takes fifteen times as long.
_BEFORE = 20 * len("&amp;")
_AHEAD = rf"(?=[!-;=-~]{{0,{_BEFORE}}}+<math)"
_TOUCHED = re.compile(rf"{_AHEAD}{_SIGNS}(?:(?><math(?! display)[^>]*>.*?</math>){_SIGNS})+", re.DOTALL)


class Source(NamedTuple):
    """A text, its location, and its macros. ``displays``: displayed formulas are allowed."""

    text: str
    macros: Mapping[str, str]
    path: str
    line: int
    root: str
    displays: bool = True


class Typeset(msgspec.Struct, frozen=True):
    """A converted text: safe HTML, plain text (a blank line between blocks), and its diagnostics."""

    html: Markup
    text: str
    diagnostics: tuple[Diagnostic, ...] = ()


def set_blocks(source: Source, kind: Literal["document", "prose"]) -> Typeset:
    """Convert a text of paragraphs."""
    parser = _parser("itemized" if kind == "prose" and _has_list(source.text) else kind)
    return _set(parser, parser.parse(source.text), source)


def set_inline(source: Source) -> Typeset:
    """Convert a text within a line: no paragraphs, no links, no images."""
    parser = _parser("inline")
    return _set(parser, parser.parseInline(source.text), source._replace(displays=False))


def parse_inline(text: str) -> list[Token]:
    """Return the parser's tokens of a text within a line."""
    return _parser("inline").parseInline(text)[0].children or []


def _set(parser: MarkdownIt, tokens: list[Token], source: Source) -> Typeset:
    diagnostics = tuple(dict.fromkeys(_finish(tokens, source)))  # a formula may be wrong ten times in a line
    html = parser.renderer.render(tokens, parser.options, {}).strip().replace("<pre>", '<pre tabindex="0">')
    return Typeset(trust(_glue(html)), _spell_blocks(tokens), diagnostics)


def _glue(html: str) -> str:
    """Return HTML in which no line breaks between a formula and the characters that touch it.

    Without this, a browser may start a line with the comma behind a formula.
    """
    pieces: list[str] = []
    end = 0
    while (at := html.find("<math", end)) >= 0 and (match := _TOUCHED.search(html, max(at - _BEFORE, end))):
        pieces += (html[end : match.start()], _bind(match))
        end = match.end()
    return "".join((*pieces, html[end:]))


def _bind(match: re.Match[str]) -> str:
    text = match[0]
    alone = text.startswith("<math") and text.find("</math>") == len(text) - len("</math>")
    return text if alone else f'<span class="nobr">{text}</span>'


def _has_list(text: str) -> bool:
    """Tell whether lines of prose are a list: at least two with the same bullet, or numbers that count up from 1."""
    if "\n" not in text:
        return False
    bullets = _BULLET.findall(text)
    return len(bullets) > len(set(bullets)) or {"1", "2"} <= set(_NUMBER.findall(text))


@lru_cache(maxsize=4)
def _parser(kind: Kind) -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False})
    parser.enable("table")
    rules.install(parser, prose=kind != "document", links=kind != "inline")
    if kind != "document":
        parser.disable(_NOT_IN_PROSE)
    if kind == "prose":
        parser.disable("list")
    if kind == "inline":
        parser.disable(["link", "image", "autolink"])
    accept = addresses.is_safe if kind == "document" else addresses.is_meant
    parser.validateLink = accept  # type: ignore[method-assign, assignment]
    for name, rule in _RENDERED.items():
        parser.add_render_rule(name, rule)
    return parser


def _render_text(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    return escape(tokens[index].content, quote=False)


def _render_ready(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    html: str = tokens[index].meta["html"]
    return html


def _render_block_formula(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    return f"<p>{tokens[index].meta['html']}{tokens[index].info}</p>\n"


def _render_table_open(*_: Any) -> str:
    return '<div class="table" tabindex="0"><table>\n'


def _render_table_close(*_: Any) -> str:
    return "</table></div>\n"


def _render_nothing(*_: Any) -> str:
    return ""


_RENDERED = {
    "brace": _render_nothing,
    "table_open": _render_table_open,
    "table_close": _render_table_close,
    "text": _render_text,
    "formula": _render_ready,
    "image_elsewhere": _render_ready,
    "formula_block": _render_block_formula,
}


def _finish(tokens: list[Token], source: Source) -> Iterator[Diagnostic]:
    """Prepare the tokens for rendering and yield the diagnostics."""
    levels: list[int] = []
    places = Counter(_PLACES)
    for location, token in enumerate(tokens):
        if token.type == "heading_open":
            token.tag = _shift(token.tag, levels)
            token.attrs["id"] = _name_place(_spell_block(tokens[location + 1]), places)
        elif token.type == "heading_close":
            token.tag = f"h{_level(levels)}"
        elif token.type == "formula_block":
            yield from _set_formula(token, source, _line(token, source), display=True)
        elif token.type == "inline":
            yield from _finish_inline(token, source)
        elif "style" in token.attrs:
            token.attrs = {"class": _ALIGNMENT.get(str(token.attrs["style"]), "")}


def _finish_inline(parent: Token, source: Source) -> Iterator[Diagnostic]:
    start = _line(parent, source)
    for token in parent.children or ():
        if token.type == "formula":
            yield from _set_formula(
                token, source, start + token.meta["line"], display=token.meta["display"] and source.displays
            )
        elif token.tag == "a" and token.nesting == 1:
            token.attrs["href"] = _locate(str(token.attrs["href"]), source.root)
        elif token.type == "image":
            yield from _finish_image(token, source, start)
        elif token.type == "text" and "\\" in token.content and not _FILE.search(token.content):
            yield from (_report_command(command, source) for command in _COMMAND.findall(token.content))


def _line(token: Token, source: Source) -> int:
    return source.line + (token.map[0] if token.map else 0)


def _shift(tag: str, levels: list[int]) -> str:
    """Return the tag of a heading below the page's ``h1``. The first is ``h2``, and no level is skipped."""
    level = int(tag[1])
    while levels and levels[-1] >= level:
        levels.pop()
    levels.append(level)
    return f"h{_level(levels)}"


def _name_place(heading: str, places: Counter[str]) -> str:
    """Return the unique id of a heading and count it as used."""
    name = unique = slug(heading) or "section"
    while unique in places:
        places[name] += 1
        unique = f"{name}-{places[name]}"
    places[unique] = 1
    return unique


def _level(levels: list[int]) -> int:
    return min(len(levels) + 1, 6)


def _locate(address: str, root: str) -> str:
    """Return an address from the site's root (``/papers/…``) below the site's base path."""
    return root + address[1:] if address.startswith("/") and not address.startswith("//") else address


def _set_formula(token: Token, source: Source, line: int, *, display: bool) -> Iterator[Diagnostic]:
    try:
        html = to_mathml(token.content, source.macros, display=display)
    except Unreadable as reason:
        html = f'<code class="tex">{escape(token.content.strip(), quote=False)}</code>'
        yield _report_formula(token.content.strip(), str(reason), source, line)
    token.meta = {**token.meta, "html": html}


def _report_formula(tex: str, reason: str, source: Source, line: int) -> Diagnostic:
    lines = source.text.split("\n")
    number = line - source.line
    column = lines[number].find(tex.partition("\n")[0]) + 1 if number < len(lines) else 0
    command = re.search(r"Unknown command (\\[A-Za-z]+)", reason)
    suggestion = f"define {command[1]} under [macros] in site.toml" if command else "correct the formula"
    shown = tex if len(tex) <= 60 else f"{tex[:57]}…"
    message = f"the formula {collapse(shown)} is shown as its source: {reason[0].lower()}{reason[1:]}"
    return Diagnostic("formula", message, Location(source.path, line, column), suggestion, "warning")


def _report_command(command: str, source: Source) -> Diagnostic:
    rows = source.text.split("\n")
    number = next((number for number, row in enumerate(rows) if command in row), 0)
    location = Location(source.path, source.line + number, rows[number].find(command) + 1)
    suggestion = "write what it stands for, or put it into `code` if readers should see it"
    return Diagnostic(
        "command", f"the command {command} isn't known and is shown as it is", location, suggestion, "warning"
    )


def _finish_image(token: Token, source: Source, line: int) -> Iterator[Diagnostic]:
    """Load an image of this site lazily. Replace an image of another host with a link: pages contact no other host."""
    address = str(token.attrs["src"])
    if not addresses.is_outside(address):
        token.attrs["src"] = _locate(address, source.root)
        token.attrs["loading"] = "lazy"
        return
    label = token.content or address
    token.type, token.content = "image_elsewhere", label
    token.meta = {"html": f'<a href="{escape(address)}">{escape(label, quote=False)}</a>'}
    message = f"the image {address} is on another host, and is shown as a link"
    suggestion = "put the file into content/static/ and write its address on this site"
    yield Diagnostic("image-elsewhere", message, Location(source.path, line), suggestion, "warning")


def _spell_blocks(tokens: Sequence[Token]) -> str:
    """Return the plain text, with a blank line between blocks."""
    blocks = (_spell_block(token) for token in tokens)
    return "\n\n".join(block for block in blocks if block)


def _spell_block(token: Token) -> str:
    if token.type == "formula_block":
        return spell(token.content) + token.info
    if token.type in ("fence", "code_block"):
        return token.content.strip("\n")
    return collapse("".join(_spell_inline(token.children or ())))


def _spell_inline(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "formula":
            yield spell(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.nesting == 0:
            yield token.content
